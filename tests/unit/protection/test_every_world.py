"""Somebody who knows the rule, and has the time to publish every world there could be, cannot rule out a small number.

All worlds of a kind are published by the real rule and put together by what is shown of them. In each such group every
hidden number that is from 1 to 5 in one of its worlds takes every value from 1 to 5.
"""

from collections import defaultdict
from itertools import product

import hypothesis
import pytest

from app.protection.linked_tables import protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter, protect_year

IS_SOAK = hypothesis.settings().max_examples >= 1000


def everything_that_can_be_ruled_out(worlds, publish):
    taken, small = defaultdict(lambda: defaultdict(set)), defaultdict(set)
    for world in worlds:
        shown = publish(world)
        looks_like = tuple(shown.items())
        for name in (name for name, cell in shown.items() if cell is HIDDEN):
            taken[looks_like][name].add(world[name])
            if 1 <= world[name] <= 5:
                small[looks_like].add(name)
    assert small, "No small number is hidden in any of these worlds."
    return {
        (name, value)
        for looks_like, names in small.items()
        for name in names
        for value in {1, 2, 3, 4, 5} - taken[looks_like][name]
    }


def splits(total, how_many):
    """Every way in which so many counts make this total."""
    if how_many == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *others) for others in splits(total - first, how_many - 1))


def one_breakdown(letters):
    return Links((Breakdown("all", tuple(letters)),))


def worlds_of_one(letters, totals):
    for total in totals:
        yield from ({"all": total, **dict(zip(letters, counts, strict=True))} for counts in splits(total, len(letters)))


def two_by(across):
    rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", tuple(across))
    cells = tuple(tuple(row + column for column in across) for row in "rs")
    return Links((rows, columns), (Crossing(rows, columns, cells),))


def worlds_of_two_by(across, total):
    for counts in splits(total, 2 * len(across)):
        first, second = counts[: len(across)], counts[len(across) :]
        yield {
            "all": total,
            "r": sum(first),
            "s": sum(second),
            **{column: one + other for column, one, other in zip(across, first, second, strict=True)},
            **{"r" + column: count for column, count in zip(across, first, strict=True)},
            **{"s" + column: count for column, count in zip(across, second, strict=True)},
        }


@pytest.mark.parametrize(
    ("letters", "totals"), [("ab", range(50)), ("abc", range(28)), ("abcd", [20]), ("abcd", [22])], ids=str
)
def test_in_one_breakdown(letters, totals):
    links = one_breakdown(letters)

    assert not everything_that_can_be_ruled_out(
        worlds_of_one(letters, totals), lambda world: protect_linked(world, links)
    )


@pytest.mark.parametrize("total", [8, 20, 23])
def test_in_a_table_by_two_things(total):
    links = two_by("xy")

    assert not everything_that_can_be_ruled_out(
        worlds_of_two_by("xy", total), lambda world: protect_linked(world, links)
    )


@pytest.mark.parametrize("total", [8, 12, 20, 24] if IS_SOAK else [8, 11])  # the largest takes minutes
def test_in_a_larger_table_by_two_things(total):
    links = two_by("xyz")

    assert not everything_that_can_be_ruled_out(
        worlds_of_two_by("xyz", total), lambda world: protect_linked(world, links)
    )


def test_in_a_breakdown_of_a_part():
    links = Links((Breakdown("all", ("a", "b", "c")), Breakdown("a", ("a1", "a2"))))
    worlds = (
        {**world, "a1": first, "a2": world["a"] - first}
        for world in worlds_of_one("abc", [21])
        for first in range(world["a"] + 1)
    )

    assert not everything_that_can_be_ruled_out(worlds, lambda world: protect_linked(world, links))


def quarters_of(letters, *totals):
    """What was counted in each quarter, by its number."""
    for counts in product(*(list(worlds_of_one(letters, each)) for each in totals)):
        yield {f"{number} {name}": count for number, each in enumerate(counts) for name, count in each.items()}


def publish_quarters(world, links):
    """What is shown of each quarter, and what is shown of their year: that is only looked at, never guessed."""
    quarters = []
    for number in range(len(world) // len(links.names)):
        counts = {name: world[f"{number} {name}"] for name in links.names}
        quarters.append(Quarter(counts, protect_linked(counts, links)))
    shown = {f"{number} {name}": cell for number, each in enumerate(quarters) for name, cell in each.shown.items()}
    return shown | {f"year {name}": str(cell) for name, cell in protect_year(quarters, links).items()}


@pytest.mark.parametrize(
    ("letters", "totals"),
    [
        ("abc", ([8], [12])),
        ("abc", ([6], [15])),
        ("abc", ([7], [7])),
        ("ab", ([14], range(1, 6))),
        ("ab", ([20], [21])),
        ("ab", ([8], [14], [20])),
    ],
    ids=["8 12", "6 15", "7 7", "14 few", "20 21", "8 14 20"],
)
def test_in_quarters_and_their_year(letters, totals):
    links = one_breakdown(letters)

    assert not everything_that_can_be_ruled_out(
        quarters_of(letters, *totals), lambda world: publish_quarters(world, links)
    )


class TestThisTestFindsTheHole:
    def test_when_only_what_is_small_is_hidden(self):
        def publish(world):
            return {name: HIDDEN if 1 <= count <= 5 else count for name, count in world.items()}

        assert everything_that_can_be_ruled_out(worlds_of_one("abc", [20]), publish)

    def test_when_the_neighbour_is_the_smallest_other_count(self):
        """What many offices do. Somebody who knows it learns that nothing shown is smaller than what is hidden."""

        def publish(world):
            letters = sorted("abc", key=world.__getitem__)
            hidden = [letter for letter in letters if 1 <= world[letter] <= 5]
            if len(hidden) == 1:
                hidden.append(next(letter for letter in letters if world[letter] > 5))
            return {name: HIDDEN if name in hidden else count for name, count in world.items()}

        assert everything_that_can_be_ruled_out(worlds_of_one("abc", [30]), publish)
