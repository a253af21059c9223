"""How many orders become one: the Borda count (Jean-Charles de Borda, 1781). Pure: it knows nothing of what it ranks.

The rule, as it is published: of n themes the first of a list gets n points, the next one fewer, and so on. Themes that
somebody left out share the points that are left, each the same. The points of everybody are added up. Themes with as
many points share a place.
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import TypeVar

Theme = TypeVar("Theme", bound=Hashable)


def points_of(ranking: Sequence[Theme], themes: frozenset[Theme]) -> dict[Theme, Fraction]:
    """What one list gives to each theme. Raises ValueError when it names a theme twice, or one that is not there."""
    if len(set(ranking)) != len(ranking) or not set(ranking) <= themes:
        raise ValueError("A list names each theme once at most, and only themes that are there.")
    number = len(themes)
    points = {theme: Fraction(number - place) for place, theme in enumerate(ranking)}
    left_out = themes - points.keys()
    share = Fraction(len(left_out) + 1, 2)  # the mean of the points that are left: 1 and so on up
    return points | {theme: share for theme in left_out}


def count(rankings: Sequence[Sequence[Theme]], themes: frozenset[Theme]) -> list[frozenset[Theme]]:
    """The themes in order, those that share a place together. Without any list, all share the first.

    Raises ValueError as `points_of`.
    """
    total = dict.fromkeys(themes, Fraction(0))
    for ranking in rankings:
        for theme, points in points_of(ranking, themes).items():
            total[theme] += points
    shared: dict[Fraction, set[Theme]] = {}
    for theme, points in total.items():
        shared.setdefault(points, set()).add(theme)
    return [frozenset(shared[points]) for points in sorted(shared, reverse=True)]


def places(order: Sequence[frozenset[Theme]]) -> dict[Theme, int]:
    """The place of each theme, from 1. After two that share the first comes the third."""
    found: dict[Theme, int] = {}
    for together in order:
        place = len(found) + 1
        found |= dict.fromkeys(together, place)
    return found
