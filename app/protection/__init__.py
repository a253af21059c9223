"""Encryption at rest, blind index, the 4 words, small numbers: pure, knowing no table and no page."""
