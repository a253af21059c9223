"""Whether tables that were published may be replaced by newer ones, without the difference giving anybody away.

Whoever keeps both can subtract. So the new ones are published only when the same numbers are hidden as in every version
before, and when each number shown, and each sum of what is hidden that follows from them, is the same as it was in
that version or differs by more than 5. Until then they are held: more corrections may make the difference large enough.

What is published is all that is needed to decide this, and whether something is held is told nobody.
"""

from collections.abc import Iterator, Mapping, Sequence

from app.protection.linked_tables import Limits
from app.protection.links import Links
from app.protection.small_numbers import HIDDEN, Cell


def may_replace(
    earlier: Sequence[Mapping[str, Cell]], new: Mapping[str, Cell], links: Links, *, limits: Limits | None = None
) -> bool:
    """Whether the new tables, protected already, may be published after all these versions of the same tables.

    They must be newer counts of the same things: a category that came or went is a reason to hold them.
    """
    threshold = (limits or Limits()).threshold
    return all(_may_follow(old, new, links, threshold) for old in earlier)


def _may_follow(old: Mapping[str, Cell], new: Mapping[str, Cell], links: Links, threshold: int) -> bool:
    if old.keys() != new.keys() or any((old[name] is HIDDEN) != (new[name] is HIDDEN) for name in new):
        return False
    pairs = zip(_learnt(old, links), _learnt(new, links), strict=True)
    return not any(1 <= abs(before - after) <= threshold for before, after in pairs)


def _learnt(shown: Mapping[str, Cell], links: Links) -> Iterator[int]:
    """Every number that is shown, and what the hidden parts of each breakdown are together."""
    yield from (cell for cell in shown.values() if cell is not HIDDEN)
    for breakdown in links.breakdowns:
        whole = shown[breakdown.whole]
        if whole is not HIDDEN:
            yield whole - sum(cell for cell in (shown[part] for part in breakdown.parts) if cell is not HIDDEN)
