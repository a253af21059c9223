"""Everything that is published, put into one system of equations: nobody can rule out a small number with it.

The attackers need an integer program (scipy, with HiGHS). tests/unit/protection/test_linked_tables.py does without.
"""

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.revising import may_replace
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter, protect_year
from tests.unit.protection.attacker import Attacker
from tests.unit.protection.made_up_board import QUARTER, YEAR, counted, fixed, own_counts, some_children, some_links

h = HIDDEN
seeds = st.integers(0, 2**32)
sizes = st.sampled_from([3, 12, 19, 21, 30, 60, 100, 200])


def some(of_the_profile):
    """An attacker takes long: a few boards of the usual sixty, hundreds in `make soak`."""
    return settings(max_examples=ceil(settings().max_examples * of_the_profile))


def small_and_hidden(counts, shown, *, at_most=12, random=None):
    names = [name for name, cell in shown.items() if cell is h and 1 <= counts[name] <= 5]
    return random.sample(names, min(len(names), at_most)) if random else names


@some(0.2)
@given(seeds, sizes)
def test_with_all_tables_of_a_quarter(seed, how_many):
    random = fixed(seed)
    links = some_links(random)
    children = some_children(random, links, how_many=how_many, chairs=1)
    counts = counted(children, links)
    shown = protect_linked(counts, links)
    attacker = Attacker().reads(shown, links)

    for name in small_and_hidden(counts, shown, random=random):
        assert not attacker.rules_out(name)


def board_of_a_year(random, quarter_sizes, chairs=1):
    """The children of each quarter, what was shown of it, and what was shown of the year."""
    by_quarter = [some_children(random, YEAR, how_many=size, chairs=chairs) for size in quarter_sizes]
    quarters = []
    for children in by_quarter:
        own = own_counts(children, YEAR)
        shown = protect_linked(counted(children, QUARTER), QUARTER, recorders=[*own.values()])
        quarters.append(Quarter(counted(children, YEAR), shown, own))
    return by_quarter, [quarter.shown for quarter in quarters], protect_year(quarters, YEAR)


def attacker_of_a_year(shown, year):
    attacker = Attacker().reads(year, YEAR, period="year ")
    for number, cells in enumerate(shown):
        attacker.reads(cells, QUARTER, period=f"{number} ")
    for name in QUARTER.names:
        if name in year:
            attacker.adds_up(f"year {name}", [f"{number} {name}" for number in range(len(shown))])
    return attacker


@some(0.05)
@given(seeds, st.lists(sizes, min_size=4, max_size=4) | st.lists(st.integers(6, 19), min_size=4, max_size=4))
def test_with_four_quarters_and_their_year(seed, quarter_sizes):
    random = fixed(seed)
    by_quarter, shown, year = board_of_a_year(random, quarter_sizes)
    attacker = attacker_of_a_year(shown, year)

    for number, children in enumerate(by_quarter):
        for name in small_and_hidden(counted(children, QUARTER), shown[number], at_most=4, random=random):
            assert not attacker.rules_out(f"{number} {name}")
    counts = counted(sum(by_quarter, []), YEAR)
    only_the_year = {name: cell for name, cell in year.items() if name not in QUARTER.names}
    for name in small_and_hidden(counts, only_the_year, at_most=8, random=random):
        assert not attacker.rules_out(f"year {name}")


@some(0.05)
@given(seeds, sizes, st.integers(2, 4))
def test_with_what_a_chair_recorded(seed, how_many, chairs):
    """Of what the others recorded 20 of, or as many as the breakdown needs, nothing small can be ruled out."""
    random = fixed(seed)
    links = some_links(random)
    children = some_children(random, links, how_many=how_many, chairs=chairs)
    counts, everybodys = counted(children, links), [*own_counts(children, links).values()]
    shown = protect_linked(counts, links, recorders=everybodys)
    own = random.choice(everybodys)
    attacker = Attacker().reads(shown, links).recorded(own)

    for name in small_and_hidden(counts, parts_others_recorded(shown, links, counts, own), random=random):
        assert not attacker.rules_out(name, range(max(1, own[name]), 6))


def parts_others_recorded(shown, links, counts, own):
    return {
        part: shown[part]
        for each in links.breakdowns
        if shown[each.whole] is not h and counts[each.whole] - own[each.whole] >= Limits().fewest(len(each.parts))
        for part in each.parts
    }


@some(0.1)
@given(seeds, sizes, st.integers(1, 40))
def test_with_a_revision_by_somebody_who_supposes_that_what_is_hidden_did_not_change(seed, how_many, more):
    random = fixed(seed)
    links = some_links(random)
    children = some_children(random, links, how_many=how_many, chairs=1)
    later = children + random.choices(children, k=more)
    old, new = (protect_linked(counted(each, links), links) for each in (children, later))
    if not may_replace([old], new, links):
        return
    attacker = Attacker().reads(old, links, period="old ").reads(new, links, period="new ")
    for each in links.breakdowns:
        hidden = [part for part in each.parts if old[part] is h]
        together = [
            cells[each.whole] is not h
            and cells[each.whole] - sum(cells[part] for part in each.parts if cells[part] is not h)
            for cells in (old, new)
        ]
        if together[0] == together[1] and old[each.whole] is not h:
            for part in hidden:
                attacker.adds_up(f"old {part}", [f"new {part}"])

    counts = counted(children, links)
    for name in small_and_hidden(counts, old, at_most=6, random=random):
        assert not attacker.rules_out(f"old {name}")


class TestTheAttackerWins:
    """When something is left out of the rule, this attacker finds it: the tests above would fail."""

    rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y"))

    def test_when_only_small_numbers_are_hidden(self):
        counts = {"all": 93, "a": 3, "b": 40, "c": 50}
        shown = {name: h if 1 <= count <= 5 else count for name, count in counts.items()}

        assert Attacker().reads(shown, Links((Breakdown("all", ("a", "b", "c")),))).rules_out("a") == [1, 2, 4, 5]

    def test_when_it_is_forgotten_that_a_part_is_broken_down_further(self):
        first, further = Breakdown("all", ("a", "b", "c", "d")), Breakdown("b", ("b1", "b2"))
        counts = {"all": 124, "a": 3, "b": 31, "c": 40, "d": 50, "b1": 11, "b2": 20}

        assert self.is_safe(counts, "a", Links((first, further)))
        apart = self.protected(counts, Links((first,))) | self.protected(counts, Links((further,)))
        assert Attacker().reads(apart, Links((first, further))).rules_out("a")

    def test_when_it_is_forgotten_that_the_columns_of_a_table_add_up(self):
        rows = (self.rows, Breakdown("r", ("rx", "ry")), Breakdown("s", ("sx", "sy")))
        whole = Links((self.rows, self.columns), (Crossing(self.rows, self.columns, (("rx", "ry"), ("sx", "sy"))),))
        counts = {"all": 123, "r": 33, "s": 90, "x": 43, "y": 80, "rx": 3, "ry": 30, "sx": 40, "sy": 50}

        assert self.is_safe(counts, "rx", whole)
        apart = self.protected(counts, Links((*rows, self.columns)))
        assert Attacker().reads(apart, whole).rules_out("rx")

    def test_when_it_is_forgotten_that_margins_alone_say_something(self):
        whole = Links((self.rows, self.columns), (Crossing(self.rows, self.columns, (("rx", "ry"), ("sx", "sy"))),))
        counts = {"all": 100, "r": 90, "s": 10, "x": 12, "y": 88, "rx": 3, "ry": 87, "sx": 9, "sy": 1}

        assert self.is_safe(counts, "rx", whole)
        apart = self.protected(counts, Links((self.rows, self.columns))) | {name: h for name in whole.crossings[0]}
        assert Attacker().reads(apart, whole).rules_out("rx") == [1]

    def test_when_it_is_forgotten_that_a_year_is_its_quarters(self):
        links = Links((Breakdown("all", ("a", "b", "c", "d")),))
        counts = [{"all": 90 + a, "a": a, "b": 20, "c": 30, "d": 40} for a in (3, 10, 11, 12)]
        shown = [protect_linked(each, links) for each in counts]
        year = {name: sum(each[name] for each in counts) for name in links.names}

        def rules_out(of_the_year):
            attacker = Attacker().reads(of_the_year, links, period="year ")
            for number, cells in enumerate(shown):
                attacker.reads(cells, links, period=f"{number} ")
            for name in links.names:
                attacker.adds_up(f"year {name}", [f"{number} {name}" for number in range(4)])
            return attacker.rules_out("0 a")

        quarters = [Quarter(each, cells) for each, cells in zip(counts, shown, strict=True)]
        assert not rules_out(protect_year(quarters, links))
        assert rules_out(protect_linked(year, links)) == [1, 2, 4, 5]

    def test_when_it_is_forgotten_what_a_chair_recorded(self):
        links = Links((Breakdown("all", ("a", "b", "c", "d", "e", "f")),))
        counts = {"all": 211, "a": 30, "b": 40, "c": 3, "d": 28, "e": 50, "f": 60}
        own = {"all": 27, "d": 27}

        assert not Attacker().reads(protect_linked(counts, links, recorders=[own]), links).recorded(own).rules_out("c")
        assert Attacker().reads(protect_linked(counts, links), links).recorded(own).rules_out("c") == [5]

    def test_when_a_revision_is_published_whatever_it_says(self):
        links = Links((Breakdown("all", ("a", "b", "c", "d")),))
        old = {"all": 120, "a": 3, "b": 27, "c": 40, "d": 50}
        new = {"all": 121, "a": 3, "b": 27, "c": 41, "d": 50}
        shown = [protect_linked(each, links) for each in (old, new)]

        assert shown[1]["c"] - shown[0]["c"] == 1  # one child, and what they answered
        assert not may_replace(shown[:1], shown[1], links)

    def protected(self, counts, links):
        return protect_linked({name: counts[name] for name in links.names}, links)

    def is_safe(self, counts, name, links):
        return not Attacker().reads(self.protected(counts, links), links).rules_out(name)


@pytest.mark.parametrize("seed", range(3))
def test_the_attacker_wins_on_whole_boards_when_only_small_numbers_are_hidden(seed):
    children = some_children(fixed(seed), QUARTER, how_many=100, chairs=1)
    counts = counted(children, QUARTER)
    shown = {name: h if 1 <= count <= 5 else count for name, count in counts.items()}

    assert any(Attacker().reads(shown, QUARTER).rules_out(name) for name in small_and_hidden(counts, shown))
