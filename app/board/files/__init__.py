"""The board's figures as files for a spreadsheet: the same numbers as on the page, and the same marks."""
