"""Somebody who has everything the board publishes cannot rule out a small number: over the catalogue as declared.

The links come from the declarations, and so does what is counted: a figure that is added is attacked with the others.
Here a few boards of a fixed seed; `make soak` makes up thousands, and tests/unit/protection does so for any shape.
"""

from collections.abc import Iterator

import hypothesis
import numpy as np
import pytest

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.revising import may_replace
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter, protect_year
from app.services.settings import Settings
from tests.unit.figures.made_up_quarters import QUARTER, YEAR, counts_of, fixed, made_up_quarter, shown_of
from tests.unit.protection.attacker import Attacker

LIMITS = Limits()
IS_SOAK = hypothesis.settings().max_examples >= 1000
SEEDS = range(1000) if IS_SOAK else range(3)
PLACES = 20 if IS_SOAK else 6
SIZES = (30, 90, 250)


@pytest.fixture(autouse=True)
def _usual_settings(monkeypatch):
    monkeypatch.setattr("app.services.settings.current", Settings)


def small_and_hidden(counts, shown, random, at_most=PLACES):
    names = [name for name, cell in shown.items() if cell is HIDDEN and 1 <= counts[name] <= 5]
    return random.sample(names, min(at_most, len(names)))


@pytest.mark.parametrize("seed", SEEDS)
def test_with_all_tables_of_a_quarter(seed):
    random = fixed(seed)
    counted = made_up_quarter(random, size=SIZES[seed % 3])
    shown = shown_of(counted, LIMITS)
    attacker = Attacker().reads(shown, QUARTER)

    names = small_and_hidden(counts_of(counted), shown, random)
    assert names
    assert not {name: out for name in names if (out := attacker.rules_out(name))}


@pytest.mark.parametrize("seed", SEEDS)
def test_with_four_quarters_and_their_year(seed):
    random = fixed(seed)
    quarters = made_up_year(random, sizes=[SIZES[seed % 3]] * 4 if seed % 2 else [12, 40, 15, 90])
    year = protect_year(quarters, YEAR, limits=LIMITS)
    attacker = attacker_of_a_year(quarters, year)

    for number, quarter in enumerate(quarters):
        for name in small_and_hidden(quarter.counts, quarter.shown, random, PLACES // 3):
            assert not attacker.rules_out(f"{number} {name}"), name
    counts = {name: sum(quarter.counts[name] for quarter in quarters) for name in YEAR.names}
    only_the_year = {name: cell for name, cell in year.items() if name not in quarters[0].shown}
    for name in small_and_hidden(counts, only_the_year, random, PLACES // 2):
        assert not attacker.rules_out(f"year {name}"), name


@pytest.mark.parametrize("seed", SEEDS)
def test_with_what_a_chair_or_an_agency_recorded(seed):
    random = fixed(seed)
    counted = made_up_quarter(random, size=SIZES[1 + seed % 2], chairs=3)
    shown, counts = shown_of(counted, LIMITS), counts_of(counted)
    own = counted.recorded[random.choice(sorted(counted.recorded))]
    attacker = Attacker().reads(shown, QUARTER).recorded({name: own[name] for name in QUARTER.names if own[name]})

    parts = {
        part: shown[part]
        for each in QUARTER.breakdowns
        if shown[each.whole] is not HIDDEN and counts[each.whole] - own[each.whole] >= LIMITS.fewest(len(each.parts))
        for part in each.parts
    }
    for name in small_and_hidden(counts, parts, random):
        assert not attacker.rules_out(name, range(max(1, own[name]), 6)), name


@pytest.mark.parametrize("seed", SEEDS)
def test_with_a_revision(seed):
    random = fixed(seed)
    old, more = made_up_quarter(random, size=120), made_up_quarter(random, size=8 + 30 * (seed % 3))
    new = {name: old.counts[name] + more.counts[name] for name in QUARTER.names}
    versions = [shown_of(old, LIMITS), protect_linked(new, QUARTER, limits=LIMITS)]
    if not may_replace(versions[:1], versions[1], QUARTER):
        assert any(
            (before is HIDDEN) != (after is HIDDEN) or (before is not HIDDEN and 1 <= abs(before - after) <= 5)
            for before, after in zip(*(each.values() for each in versions), strict=True)
        ) or any(1 <= count <= 5 for count in more.counts.values())
        return
    attacker = Attacker().reads(versions[0], QUARTER, period="old ").reads(versions[1], QUARTER, period="new ")
    for name in small_and_hidden(counts_of(old), versions[0], random):
        assert not attacker.rules_out(f"old {name}")


def test_no_number_follows_from_others_but_by_what_is_declared():
    """A link that nobody declared is a sum that comes out in every quarter: two tables that count the same thing."""
    random = fixed(5)
    counted = [counts_of(made_up_quarter(random, size=30)) for _ in range(len(YEAR.names) + 20)]
    free = np.linalg.matrix_rank(np.array([[counts[name] for name in YEAR.names] for counts in counted]))

    assert free == len(YEAR.names) - np.linalg.matrix_rank(np.array([*sums_of(YEAR)]))


def sums_of(links: Links) -> Iterator[list[int]]:
    """What adds up to what: for each sum, -1 for the whole and 1 for each of its parts."""
    sums = [(each.whole, each.parts) for each in links.breakdowns]
    sums += [line for crossing in links.crossings for line in crossing.lines.items()]
    for whole, parts in sums:
        yield [(name in parts) - (name == whole) for name in links.names]


def made_up_year(random, *, sizes) -> list[Quarter]:
    counted = [made_up_quarter(random, size=size, chairs=2) for size in sizes]
    return [
        Quarter(counts_of(each), shown_of(each, LIMITS), {who: own for who, own in each.recorded.items()})
        for each in counted
    ]


def attacker_of_a_year(quarters, year) -> Attacker:
    attacker = Attacker().reads(year, YEAR, period="year ")
    for number, quarter in enumerate(quarters):
        attacker.reads(quarter.shown, QUARTER, period=f"{number} ")
    for name in QUARTER.names:
        attacker.adds_up(f"year {name}", [f"{number} {name}" for number in range(len(quarters))])
    return attacker


def further_breakdowns() -> Iterator[Breakdown]:
    """Each that breaks down a part, or the row totals of a table by two things."""
    parts = {part for each in YEAR.breakdowns for part in each.parts if len(each.parts) > 1}
    yield from (each for each in YEAR.breakdowns if each.whole in parts)


class TestTheAttackerWins:
    """When something is left out, this attacker finds it: the tests above would fail."""

    @pytest.mark.parametrize("seed", range(3))
    def test_when_only_small_numbers_are_hidden(self, seed):
        random = fixed(seed)
        counts = counts_of(made_up_quarter(random, size=90))
        shown = {name: HIDDEN if 1 <= counts[name] <= 5 else counts[name] for name in QUARTER.names}
        attacker = Attacker().reads(shown, QUARTER)

        assert any(attacker.rules_out(name) for name in small_and_hidden(counts, shown, random, 20))

    @pytest.mark.parametrize("forgotten", [*further_breakdowns()], ids=lambda each: each.whole)
    def test_when_it_is_forgotten_that_a_part_is_broken_down_further(self, forgotten):
        """One link after the other. What is broken down is hidden as company of its neighbour, which is small."""
        siblings = next(each for each in YEAR.breakdowns if forgotten.whole in each.parts)
        place = siblings.parts.index(forgotten.whole)
        neighbour = siblings.parts[place - 1 if place % 2 or place == len(siblings.parts) - 1 else place + 1]
        counts = {**dict.fromkeys(siblings.parts, 0), forgotten.whole: 30 * len(forgotten.parts), neighbour: 3}
        others = [part for part in siblings.parts if part not in (neighbour, forgotten.whole)]
        counts |= dict.fromkeys(others, 50)
        counts[siblings.whole] = sum(counts[part] for part in siblings.parts)
        below = dict.fromkeys(forgotten.parts, 30) | {forgotten.whole: counts[forgotten.whole]}
        known = Links((siblings, forgotten))
        above, apart = Links((siblings,)), Links((forgotten,))

        together = Attacker().reads(protect_linked(counts | below, known), known)
        assert not together.rules_out(neighbour)
        shown = protect_linked(counts, above) | protect_linked(below, apart)
        shown[forgotten.whole] = HIDDEN
        assert Attacker().reads(shown, known).rules_out(neighbour)

    @pytest.mark.parametrize("crossing", YEAR.crossings, ids=lambda each: each.columns.parts[0])
    def test_when_it_is_forgotten_that_the_columns_of_a_table_add_up(self, crossing):
        rows, columns = crossing.rows, crossing.columns
        cells = [name for row in crossing.cells for name in row]
        counts = dict.fromkeys(cells, 40) | {cells[0]: 3}
        counts |= {margin: sum(counts[name] for name in line) for margin, line in crossing.lines.items()}
        counts[rows.whole] = sum(counts[part] for part in rows.parts)
        whole = Links((rows, columns), (crossing,))
        by_row = [Breakdown(row, line) for row, line in zip(rows.parts, crossing.cells, strict=True)]
        forgotten = Links((rows, columns, *by_row))

        assert not Attacker().reads(protect_linked(counts, whole), whole).rules_out(cells[0])
        assert Attacker().reads(protect_linked(counts, forgotten), whole).rules_out(cells[0])

    def test_when_it_is_forgotten_that_a_year_is_its_quarters(self):
        random = fixed(1)
        found = False
        for _ in range(5):
            quarters = made_up_year(random, sizes=[90] * 4)
            counts = {name: sum(quarter.counts[name] for quarter in quarters) for name in YEAR.names}
            attacker = attacker_of_a_year(quarters, protect_linked(counts, YEAR))
            found = found or any(
                attacker.rules_out(f"{number} {name}")
                for number, quarter in enumerate(quarters)
                for name in small_and_hidden(quarter.counts, quarter.shown, random, 4)
            )
            if found:
                break
        assert found


def test_every_crossing_and_every_deeper_breakdown_of_the_catalogue_is_tried():
    assert len([*further_breakdowns()]) >= 15
    assert [*YEAR.crossings]
    assert all(isinstance(each, Crossing) for each in YEAR.crossings)
