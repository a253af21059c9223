"""Whether what was typed as a reference looks like somebody's name. Pure."""

from itertools import pairwise


def looks_like_a_name(text: str) -> bool:
    """No number anywhere, or two words of three letters or more one after the other. A reference holds a number."""
    words = [len(word) > 2 and word.isalpha() for word in text.split()]
    return any(map(all, pairwise(words))) or not any(char.isdigit() for char in text)
