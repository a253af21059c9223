"""What chairs fill in: fields, labels, hints and messages."""
