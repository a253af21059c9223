"""The questions, in the words young people read: one module for each thing they come to do."""
