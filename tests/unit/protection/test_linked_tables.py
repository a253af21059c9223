from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter, protect_year
from tests.unit.protection.made_up_board import counted, crossed, fixed, own_counts, some_children, some_links
from tests.unit.protection.witness import Witness

h = HIDDEN
LETTERS = "abcdefghijklmnopqrstuvwxyz"

seeds = st.integers(0, 2**32)
sizes = st.sampled_from([0, 1, 3, 6, 12, 19, 20, 21, 25, 30, 45, 60, 100, 200, 400])


def shown(*counts, **more):
    """One breakdown into a, b, c and so on, in their order."""
    parts = tuple(LETTERS[: len(counts)])
    table = protect_linked({"all": sum(counts), **dict(zip(parts, counts, strict=True))}, one_breakdown(parts), **more)
    return [table[part] for part in parts]


def one_breakdown(parts):
    return Links((Breakdown("all", tuple(parts)),))


class TestABreakdown:
    def test_large_counts_and_zeros_are_shown(self):
        assert shown(20, 0, 31) == [20, 0, 31]

    @pytest.mark.parametrize("count", [1, 5])
    def test_a_small_count_and_its_neighbour_are_hidden(self, count):
        assert shown(30, 40, count, 20) == [30, 40, h, h]
        assert shown(30, 40, 20, count) == [30, 40, h, h]

    def test_a_count_of_six_is_shown(self):
        assert shown(30, 40, 6, 20) == [30, 40, 6, 20]

    def test_a_zero_is_nobodys_neighbour(self):
        assert shown(30, 40, 3, 0, 20) == [30, 40, h, 0, h]

    def test_the_last_three_are_neighbours_when_one_is_left_over(self):
        assert shown(30, 40, 50, 60, 3) == [30, 40, h, h, h]

    def test_of_five_the_first_two_are_neighbours_and_of_seven_the_next_two(self):
        assert shown(3, 30, 40, 50, 60) == [h, h, 40, 50, 60]
        assert shown(30, 40, 3, 20, 50, 60, 70) == [30, 40, h, h, 50, 60, 70]

    def test_three_neighbours_that_are_too_few_take_others_along(self):
        assert shown(30, 40, 1, 3, 2) == [h, h, h, h, h]  # of 6, none can be 5 while both others are there
        assert shown(30, 40, 1, 4, 2) == [30, 40, h, h, h]

    def test_which_neighbours_are_hidden_does_not_hang_on_their_size(self):
        assert shown(30, 3, 6, 7) == [h, h, 6, 7]

    def test_too_few_hidden_together_take_the_smallest_neighbours_along(self):
        assert shown(1, 4, 30, 40, 20, 21) == [h, h, 30, 40, h, h]  # who knows the total knows that neither is 5
        assert shown(1, 5, 30, 40, 20, 21) == [h, h, 30, 40, 20, 21]

    def test_nearly_everybody_in_one_category_hides_it_whole(self):
        assert shown(95, 5, 0) == [h, h, h]
        assert shown(94, 6, 0) == [94, 6, 0]
        assert shown(94, 5, 1) == [h, h, h]

    def test_everybody_in_one_category_looks_the_same(self):
        assert shown(100, 0, 0) == shown(97, 3, 0)

    def test_fewer_than_twenty_are_not_broken_down(self):
        assert shown(10, 9) == [h, h]
        assert shown(10, 10) == [10, 10]

    def test_many_categories_need_more(self):
        assert shown(11, 11, *[0] * 13) == [h] * 15  # 15 categories, 23 needed
        assert shown(12, 11, *[0] * 13) == [12, 11, *[0] * 13]

    def test_a_breakdown_of_nobody_is_shown(self):
        assert shown(0, 0, 0) == [0, 0, 0]

    def test_a_single_category_is_shown_like_the_whole(self):
        assert shown(19) == [19]
        assert shown(5) == [h]

    def test_a_board_may_hide_more(self):
        assert shown(30, 40, 10, 25, limits=Limits(threshold=10)) == [30, 40, h, h]
        assert shown(15, 14, limits=Limits(smallest_base=30)) == [h, h]


class TestWhatOnePersonRecorded:
    def test_without_it_the_hidden_ones_must_still_be_enough(self):
        mine = {"all": 26, "d": 26}

        assert shown(30, 40, 3, 28, 50, 60) == [30, 40, h, h, 50, 60]
        assert shown(30, 40, 3, 28, 50, 60, recorders=[mine]) == [h, h, h, h, 50, 60]

    def test_and_where_they_are_enough_nothing_more_is_hidden(self):
        assert shown(30, 40, 3, 28, 50, 60, recorders=[{"all": 25, "d": 25}]) == [30, 40, h, h, 50, 60]

    def test_neighbours_of_which_somebody_recorded_much_are_taken_last(self):
        mine = {"all": 6 + 20 + 26, "a": 6, "b": 20, "d": 26}

        assert shown(30, 40, 3, 28, 50, 60, recorders=[mine]) == [30, 40, h, h, h, h]

    @pytest.mark.parametrize("own", [{"a": 5, "b": 20}, {"b": 40}, {"a": 20, "b": 5}])
    def test_and_not_when_it_was_little_of_one_of_them(self, own):
        mine = {"all": 26 + sum(own.values()), **own, "d": 26}

        assert shown(30, 40, 3, 28, 50, 60, recorders=[mine]) == [h, h, h, h, 50, 60]

    def test_it_hides_nothing_more_from_somebody_who_recorded_nearly_everything(self):
        assert shown(30, 40, 3, 28, recorders=[{"all": 90, "a": 25, "b": 37, "d": 28}]) == [30, 40, h, h]

    def test_of_twenty_that_others_recorded_it_does(self):
        assert shown(30, 40, 3, 28, recorders=[{"all": 81, "a": 25, "b": 28, "d": 28}]) == [h, h, h, h]
        assert shown(30, 40, 3, 28, recorders=[{"all": 82, "a": 25, "b": 29, "d": 28}]) == [30, 40, h, h]


class TestWhatHangsTogether:
    links = Links((Breakdown("all", ("a", "b", "c", "d")), Breakdown("b", ("b1", "b2")), Breakdown("all", ("x", "y"))))
    counts = {"all": 124, "a": 3, "b": 31, "c": 40, "d": 50, "b1": 11, "b2": 20, "x": 60, "y": 64}

    def test_what_a_hidden_number_is_broken_down_into_is_hidden_whole(self):
        table = protect_linked(self.counts, self.links)

        assert [table[name] for name in ("a", "b", "b1", "b2")] == [h, h, h, h]

    def test_what_is_hidden_in_one_breakdown_hides_nothing_in_another(self):
        table = protect_linked(self.counts, self.links)

        assert [table[name] for name in ("all", "x", "y")] == [124, 60, 64]

    def test_a_small_part_hides_nothing_above_it(self):
        table = protect_linked({**self.counts, "a": 20, "all": 141, "x": 77, "b1": 1, "b2": 30}, self.links)

        assert [table[name] for name in ("a", "b", "b1", "b2")] == [20, 31, h, h]

    def test_a_small_number_of_people_is_hidden_with_all_that_is_said_of_them(self):
        counts = {"all": 4, "a": 4, "b": 0, "c": 0, "d": 0, "b1": 0, "b2": 0, "x": 1, "y": 3}

        assert set(protect_linked(counts, self.links).values()) == {h}


class TestATableByTwoThings:
    rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y"))
    links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry"), ("sx", "sy"))),))

    def table(self, rx, ry, sx, sy):
        counts = {"r": rx + ry, "s": sx + sy, "x": rx + sx, "y": ry + sy, "rx": rx, "ry": ry, "sx": sx, "sy": sy}
        table = protect_linked({"all": sum((rx, ry, sx, sy)), **counts}, self.links)
        return "".join("h" if cell is h else "." for cell in table.values())

    def test_it_is_shown_when_no_number_in_it_is_small(self):
        assert self.table(6, 20, 30, 40) == "........."

    def test_one_small_number_hides_it_whole_but_not_its_margins(self):
        assert self.table(5, 20, 30, 40) == ".....hhhh"

    def test_a_row_with_everybody_in_one_cell_hides_it(self):
        assert self.table(26, 0, 30, 40) == ".....hhhh"

    def test_a_hidden_margin_hides_it(self):
        assert self.table(20, 30, 3, 1) == ".hh..hhhh"

    def test_margins_that_say_too_much_lose_the_columns(self):
        # 90 of 100 are r and 12 are x: at least 2 are both.
        assert self.table(3, 87, 9, 1) == "...hhhhhh"
        assert self.table(3, 86, 8, 3) == ".....hhhh"

    def test_margins_that_say_that_five_are_both_lose_the_columns_too(self):
        assert self.table(5, 85, 10, 0) == "...hhhhhh"
        assert self.table(6, 84, 10, 0) == ".....hhhh"

    def test_columns_go_when_a_number_that_is_not_small_would_bound_another(self):
        # At least 4 are r and x. They are more than 5, so somebody who knows that knows of 2 that are s and y.
        assert self.table(24, 3, 40, 20) == "...hhhhhh"
        assert self.table(25, 3, 40, 20) == ".....hhhh"

    def test_columns_stay_when_just_enough_is_left_over_for_any_small_number(self):
        # At least 5 are r and x, so they are 6 or more: of 11, 5 are left.
        assert self.table(6, 5, 28, 1) == ".....hhhh"
        assert self.table(6, 28, 5, 1) == ".....hhhh"
        assert self.table(6, 14, 6, 1) == ".....hhhh"

    def test_columns_go_when_too_few_of_one_are_left_over(self):
        # Of 60, 54 are r and 10 are x: at least 4 are both, so they are 6 or more, and at most 4 of x are s.
        rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y", "z"))
        links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry", "rz"), ("sx", "sy", "sz"))),))
        counts = {"all": 60, "r": 54, "s": 6, "x": 10, "y": 25, "z": 25}
        table = protect_linked(counts | {"rx": 6, "ry": 24, "rz": 24, "sx": 4, "sy": 1, "sz": 1}, links)

        assert [name for name, cell in table.items() if cell is not h] == ["all", "r", "s"]

    def test_a_margin_hidden_for_its_many_categories_hides_it_too(self):
        rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", tuple(f"{place}" for place in range(20)))
        cells = tuple(tuple(row + column for column in columns.parts) for row in ("r ", "s "))
        counts = dict.fromkeys([*columns.parts, *cells[0], *cells[1]], 0) | {"0": 12, "1": 12}
        counts |= {"all": 24, "r": 12, "s": 12, **dict.fromkeys(["r 0", "r 1", "s 0", "s 1"], 6)}
        table = protect_linked(counts, Links((rows, columns), (Crossing(rows, columns, cells),)))

        assert [name for name, cell in table.items() if cell is not h] == ["all", "r", "s"]

    def test_it_may_have_one_row(self):
        rows = Breakdown("all", ("r",))
        links = Links((rows, self.columns), (Crossing(rows, self.columns, (("rx", "ry"),)),))
        counts = {"all": 40, "r": 40, "x": 10, "y": 30, "rx": 10, "ry": 30}

        assert protect_linked(counts, links) == counts

    def test_one_that_is_never_shown_is_hidden_whatever_is_in_it(self):
        cells = (("rx", "ry"), ("sx", "sy"))
        links = Links((self.rows, self.columns), (Crossing(self.rows, self.columns, cells, never_shown=True),))
        counts = {"all": 96, "r": 26, "s": 70, "x": 36, "y": 60, "rx": 6, "ry": 20, "sx": 30, "sy": 40}

        assert [name for name, cell in protect_linked(counts, links).items() if cell is h] == ["rx", "ry", "sx", "sy"]

    def test_margins_that_bound_a_number_which_is_not_small_lose_nothing(self):
        rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y", "z"))
        links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry", "rz"), ("sx", "sy", "sz"))),))
        margins = {"all": 100, "r": 45, "s": 55, "x": 60, "y": 33, "z": 7}  # of the 45 r, at least 5 are x
        table = protect_linked(margins | {"rx": 24, "ry": 18, "rz": 3, "sx": 36, "sy": 15, "sz": 4}, links)

        assert {name: cell for name, cell in table.items() if cell is not h} == margins

    @pytest.mark.parametrize(
        ("cells", "are_columns_hidden"),
        [
            ((1, 12, 3, 7, 3, 20), True),  # of 10 s at least 3 are y, so they are more than 5: at most 4 are x
            ((12, 20, 8, 4, 9, 7), False),  # nothing is left over that must be somewhere
            ((7, 15, 12, 8, 0, 30), False),
            ((3, 5, 9, 3, 10, 40), False),  # at least 2 of the t are y, and they are many
        ],
    )
    def test_what_is_left_when_a_number_that_is_not_small_is_known_decides(self, cells, are_columns_hidden):
        rows = Breakdown("all", ("r", "s", "t"))
        crossing = Crossing(rows, self.columns, (("rx", "ry"), ("sx", "sy"), ("tx", "ty")))
        counts = {"all": sum(cells)} | dict(zip(crossing, cells, strict=True))
        counts |= {margin: sum(counts[name] for name in line) for margin, line in crossing.lines.items()}
        table = protect_linked(counts, Links((rows, self.columns), (crossing,)))

        assert [table[name] is h for name in ("r", "s", "t", "x", "y")] == [False] * 3 + [are_columns_hidden] * 2

    def test_margins_that_say_that_many_are_both_say_nothing_small(self):
        assert self.table(10, 80, 7, 3) == ".....hhhh"


class TestWhatIsDecidedAlready:
    """What a year takes from its quarters stands as it is, whatever the rule would say of the sums."""

    rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y"))
    links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry"), ("sx", "sy"))),))
    counts = {"all": 96, "r": 26, "s": 70, "x": 36, "y": 60, "rx": 6, "ry": 20, "sx": 30, "sy": 40}

    def test_a_breakdown_that_was_hidden_stays_hidden(self):
        assert protect_linked({"all": 30, "a": 20, "b": 10}, one_breakdown("ab"), given={"a": h, "b": h}) == {
            "all": 30,
            "a": h,
            "b": h,
        }

    @pytest.mark.parametrize(("perhaps", "are_columns_hidden"), [(37, False), (38, True)])
    def test_what_it_could_be_for_all_that_anybody_can_tell_decides_on_the_columns(self, perhaps, are_columns_hidden):
        # Of 96, 60 are y: were 38 of them r, at least 2 would be both.
        given, could_be = {"r": h, "s": h}, {"r": perhaps, "s": 5}
        table = protect_linked(self.counts, self.links, given=given, perhaps=could_be)

        assert {name for name, cell in table.items() if cell is h} == {"r", "s", "rx", "ry", "sx", "sy"} | (
            {"x", "y"} if are_columns_hidden else set()
        )

    def test_where_nobody_says_what_it_could_be_it_could_be_everybody(self):
        table = protect_linked(self.counts, self.links, given={"r": h, "s": h})

        assert [name for name, cell in table.items() if cell is not h] == ["all"]

    def test_a_breakdown_that_was_shown_stays_shown(self):
        parts = {"a": 9, "b": 9}

        assert protect_linked({"all": 18, **parts}, one_breakdown("ab")) == {"all": 18, "a": h, "b": h}
        assert protect_linked({"all": 18, **parts}, one_breakdown("ab"), given=parts) == {"all": 18, **parts}

    def test_a_table_by_two_things_that_was_hidden_stays_hidden(self):
        table = protect_linked(self.counts, self.links, given=dict.fromkeys(("rx", "ry", "sx", "sy"), h))

        assert {name for name, cell in table.items() if cell is h} == {"rx", "ry", "sx", "sy"}

    def test_a_table_by_two_things_that_was_shown_stays_shown(self):
        counts = {"all": 96, "r": 26, "s": 70, "x": 56, "y": 40, "rx": 26, "ry": 0, "sx": 30, "sy": 40}
        given = {name: counts[name] for name in ("rx", "ry", "sx", "sy")}

        assert [name for name, cell in protect_linked(counts, self.links).items() if cell is h] == list(given)
        assert protect_linked(counts, self.links, given=given) == counts

    def test_of_a_whole_that_is_hidden_the_columns_may_be_hidden_already(self):
        table = protect_linked(self.counts, self.links, given=dict.fromkeys(("all", "x", "y"), h))

        assert set(table.values()) == {h}

    def test_how_many_there_are_in_all_may_be_hidden_already_and_hides_everything(self):
        assert set(protect_linked({"all": 96, "a": 36, "b": 60}, one_breakdown("ab"), given={"all": h}).values()) == {h}


class TestWhatIsRefused:
    def test_limits_below_the_lowest(self):
        with pytest.raises(ValueError, match="^Set the threshold to 5 or more.$"):
            Limits(threshold=4)
        with pytest.raises(ValueError, match="^Set the smallest base to 20 or more.$"):
            Limits(smallest_base=19)

    @pytest.mark.parametrize("count", [-1, 2.0, True, "3", None])
    def test_what_is_not_a_count(self, count):
        with pytest.raises(ValueError, match="^Give every number a whole count of 0 or more.$"):
            protect_linked({"all": 30, "a": 30, "b": count}, one_breakdown("ab"))

    def test_parts_that_do_not_add_up(self):
        with pytest.raises(ValueError, match="add up"):
            protect_linked({"all": 31, "a": 20, "b": 10}, one_breakdown("ab"))

    def test_numbers_that_nobody_asked_for(self):
        with pytest.raises(ValueError, match="^Give a count for every number of the tables, and for nothing else.$"):
            protect_linked({"all": 30, "a": 20, "b": 10, "c": 3}, one_breakdown("ab"))

    def test_something_given_of_which_there_is_no_number(self):
        with pytest.raises(ValueError, match="^What is given must be the counts.$"):
            protect_linked({"all": 30, "a": 20, "b": 10}, one_breakdown("ab"), given={"c": 3})

    def test_half_a_table_by_two_things_given(self):
        rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y"))
        links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry"), ("sx", "sy"))),))
        counts = {"all": 96, "r": 26, "s": 70, "x": 36, "y": 60, "rx": 6, "ry": 20, "sx": 30, "sy": 40}

        with pytest.raises(ValueError, match="^Give whole breakdowns and whole crossings.$"):
            protect_linked(counts, links, given={"rx": 6, "ry": 20})

    def test_something_given_that_is_not_the_count(self):
        with pytest.raises(ValueError, match="^What is given must be the counts.$"):
            protect_linked({"all": 30, "a": 20, "b": 10}, one_breakdown("ab"), given={"a": 19, "b": 10})

    def test_columns_given_that_have_to_be_hidden(self):
        rows, columns = Breakdown("all", ("r", "s")), Breakdown("all", ("x", "y"))
        links = Links((rows, columns), (Crossing(rows, columns, (("rx", "ry"), ("sx", "sy"))),))
        counts = {"all": 100, "r": 90, "s": 10, "x": 12, "y": 88, "rx": 3, "ry": 87, "sx": 9, "sy": 1}

        with pytest.raises(
            ValueError, match="^The columns of a crossing cannot be given: they may have to be hidden.$"
        ):
            protect_linked(counts, links, given={"x": 12, "y": 88})

    def test_half_a_breakdown_given(self):
        with pytest.raises(ValueError, match="^Give whole breakdowns and whole crossings.$"):
            protect_linked({"all": 30, "a": 20, "b": 10}, one_breakdown("ab"), given={"a": 20})


@given(seeds, sizes, st.sampled_from([5, 5, 5, 10]))
def test_a_hidden_number_could_be_any_small_one_with_all_that_is_published_the_same(seed, how_many, threshold):
    """The proof, carried out: another world with that number, published by the same rule, looks the same."""
    random = fixed(seed)
    links, limits = some_links(random), Limits(threshold=threshold)
    children = some_children(random, links, how_many=how_many, chairs=random.randint(1, 6))
    counts, recorders = counted(children, links), random.choice([[], [*own_counts(children, links).values()]])
    table = protect_linked(counts, links, recorders=recorders, limits=limits)

    small = [name for name, cell in table.items() if cell is h and 1 <= counts[name] <= threshold]
    for name in random.sample(small, min(len(small), 8)):
        for value in range(1, threshold + 1):
            world = Witness(counts, table, links, limits=limits).where(name, value)
            assert world[name] == value
            assert protect_linked(world, links, limits=limits) == table


@given(seeds, sizes)
def test_nothing_small_is_shown_and_what_is_shown_is_true(seed, how_many):
    random = fixed(seed)
    links = some_links(random)
    counts = counted(some_children(random, links, how_many=how_many, chairs=1), links)
    table = protect_linked(counts, links)

    assert list(table) == list(links.names)
    assert all(cell is h or (cell == counts[name] and not 1 <= cell <= 5) for name, cell in table.items())
    assert protect_linked(counts, links) == table


def test_a_board_of_large_tables_is_protected_in_no_time(measured):
    random, tables, crossings, counts = fixed(7), [], [], {}
    for number in range(25):
        rows = Breakdown(f"{number}", tuple(f"{number} by row {row}" for row in range(30)))
        columns = Breakdown(f"{number}", tuple(f"{number} by column {column}" for column in range(10)))
        tables += [rows, columns]
        crossings.append(crossed(rows, columns))
        counts |= {name: random.choice([0, 3, 7, 12, 40]) for name in crossings[-1]}
        counts |= {margin: sum(counts[name] for name in line) for margin, line in crossings[-1].lines.items()}
        counts[rows.whole] = sum(counts[name] for name in rows.parts)
    links = Links((*tables,), (*crossings,))
    own = [{name: count // 3 for name, count in counts.items()}] * 3

    began = process_time()
    quarters = [Quarter(counts, protect_linked(counts, links, recorders=own)) for _ in range(4)]
    protect_year(quarters, links)
    measured(f"25 tables of 30 × 10, 4 quarters and their year: {process_time() - began:.1f} s of processor time")
