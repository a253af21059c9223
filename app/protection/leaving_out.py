"""Parts of a text that are left out before somebody is given it. Nothing is added, and no word is changed. Pure."""

from typing import Final

LEFT_OUT: Final = "[left out]"


def only_leaves_out(whole: str, given: str) -> bool:
    """Whether `given` is `whole` with one part or more replaced by “[left out]”, and nothing else changed.

    Every part that stays stands in the whole text in the same order, the first at its beginning and the last at its
    end, and something is missing at each mark.
    """
    first, *others = given.split(LEFT_OUT)
    if not others or not whole.startswith(first):
        return False
    *between, last = others
    place = len(first)
    for part in between:
        found = whole.find(part, place + 1)
        if found < 0:
            return False
        place = found + len(part)
    return whole.endswith(last) and len(whole) - len(last) > place
