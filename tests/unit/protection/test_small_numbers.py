import copy
import json
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.protection.small_numbers import HIDDEN, ProtectedTable, protect, share

h = HIDDEN

small_counts = st.integers(0, 12)
counts = small_counts | st.integers(0, 300)
grids = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(st.lists(counts, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)
lines = st.sampled_from(["rows", "columns", "both"])


def shown(rows, lines="both", threshold=5):
    return [list(row) for row in protect(rows, lines=lines, threshold=threshold).cells]


def row(*row_of_counts):
    return shown([row_of_counts], "rows")[0]


def each_line(table, which):
    """The lines that add up to something, as lists of cells."""
    rows = [list(cells) for cells in table] if which != "columns" else []
    columns = [list(cells) for cells in zip(*table, strict=True)] if which != "rows" else []
    return rows + columns


class TestARow:
    def test_large_counts_and_zeros_are_shown(self):
        assert row(6, 0, 31) == [6, 0, 31]

    def test_a_small_count_takes_the_smallest_other_with_it(self):
        assert row(40, 3, 0, 12, 25) == [40, h, 0, h, 25]

    @pytest.mark.parametrize("count", [1, 5])
    def test_counts_from_one_to_five_are_hidden(self, count):
        assert row(count, 50, 60) == [h, h, 60]

    def test_of_two_equal_counts_the_first_is_taken(self):
        assert row(20, 3, 20) == [h, h, 20]

    def test_two_small_counts_that_could_not_both_be_five_take_a_third(self):
        assert row(1, 4, 9, 30) == [h, h, h, 30]  # somebody who knows that the hidden ones make 5 knows neither is 5

    def test_two_small_counts_that_make_six_are_enough(self):
        assert row(1, 5, 9, 30) == [h, h, 9, 30]

    def test_three_small_counts_need_to_make_seven(self):
        assert row(2, 2, 2, 30) == [h, h, h, h]
        assert row(2, 2, 3, 30) == [h, h, h, 30]

    def test_when_everybody_gave_one_answer_the_zeros_would_tell_it(self):
        assert row(0, 48, 0) == [h, h, h]

    def test_when_only_one_person_answered_the_zeros_would_tell_it_too(self):
        assert row(0, 1, 0) == [h, h, h]

    def test_when_no_count_is_left_to_take_the_zeros_are_hidden(self):
        assert row(1, 1, 0, 0) == [h, h, h, h]

    def test_when_the_last_count_is_enough_the_zeros_are_shown(self):
        assert row(1, 9, 0, 0) == [h, h, 0, 0]

    def test_a_row_of_nobody_is_shown(self):
        assert row(0, 0, 0) == [0, 0, 0]

    def test_a_single_cell_has_no_other_answer_to_rule_out(self):
        assert row(48) == [48]
        assert row(4) == [h]


class TestATable:
    def test_a_hidden_count_takes_a_rectangle(self):
        assert shown(
            [
                [3, 20, 40],
                [30, 50, 60],
                [70, 80, 90],
            ]
        ) == [
            [h, h, 40],
            [h, h, 60],
            [70, 80, 90],
        ]

    def test_hiding_in_a_column_is_followed_back_into_the_rows(self):
        assert shown(
            [
                [2, 9, 50],
                [60, 8, 70],
                [7, 90, 99],
            ]
        ) == [
            [h, h, 50],
            [h, h, 70],
            [h, h, 99],
        ]

    def test_columns_that_are_unrelated_are_each_protected_alone(self):
        assert shown([[3, 20], [8, 30], [40, 50]], "columns") == [[h, 20], [h, 30], [40, 50]]

    def test_rows_that_are_unrelated_are_each_protected_alone(self):
        assert shown([[3, 8, 40], [20, 30, 50]], "rows") == [[h, h, 40], [20, 30, 50]]

    def test_a_column_that_holds_everyone_in_one_row_is_hidden(self):
        assert shown([[0, 20], [60, 30], [0, 50]], "columns") == [[h, 20], [h, 30], [h, 50]]

    def test_a_hidden_zero_is_never_the_only_hidden_cell_of_its_column(self):
        assert shown(
            [
                [44, 0, 0],
                [30, 0, 80],
                [50, 0, 90],
            ]
        ) == [
            [h, h, h],
            [h, h, h],
            [h, h, 90],
        ]

    def test_a_board_may_hide_more_than_five(self):
        assert shown([[7, 11, 15]], "rows", threshold=10) == [[h, h, 15]]
        assert shown([[5, 10, 30]], "rows", threshold=10) == [[h, h, 30]]
        assert shown([[4, 6, 30]], "rows", threshold=10) == [[h, h, h]]

    def test_a_table_may_be_empty(self):
        assert protect([]).cells == ()


class TestTotals:
    def test_totals_of_shown_cells_are_shown(self):
        table = protect([[6, 7], [8, 9]])

        assert (table.row_totals, table.column_totals, table.grand_total) == ((13, 17), (14, 16), 30)

    def test_a_total_with_a_hidden_cell_is_hidden(self):
        table = protect([[3, 20, 40], [30, 50, 60], [70, 80, 90]])

        assert table.row_totals == (h, h, 240)
        assert table.column_totals == (h, h, 190)
        assert table.grand_total is h

    def test_unrelated_columns_have_no_row_totals(self):
        table = protect([[3, 20], [8, 30], [40, 50]], lines="columns")

        assert table.column_totals == (h, 100)
        assert table.row_totals == ()
        assert table.grand_total is None

    def test_unrelated_rows_have_no_column_totals(self):
        table = protect([[3, 8, 40], [20, 30, 50]], lines="rows")

        assert table.row_totals == (h, 100)
        assert table.column_totals == ()
        assert table.grand_total is None


class TestTheMark:
    def test_it_says_hidden_and_nothing_else(self):
        assert str(HIDDEN) == f"{HIDDEN}" == "hidden"

    def test_both_kinds_of_hidden_are_the_same_thing(self):
        small, taken_with_it = row(3, 8)

        assert small is taken_with_it is HIDDEN
        assert copy.deepcopy(HIDDEN) is HIDDEN

    @pytest.mark.parametrize("use", [int, float, abs, sum, lambda cell: cell + 1, lambda cell: cell < 6])
    def test_it_cannot_be_used_as_a_number(self, use):
        with pytest.raises(TypeError):
            use(HIDDEN)


class TestKeepingATable:
    def test_hidden_cells_are_kept_as_a_letter(self):
        table = protect([[3, 20, 40, 0]], lines="rows")

        assert table.as_lists() == [["c", "c", 40, 0]]
        assert ProtectedTable.from_lists(json.loads(json.dumps(table.as_lists())), lines="rows") == table

    @pytest.mark.parametrize("cell", [1, 5, -1, 7.5, True, None, "x", "7", ""])
    def test_what_may_not_be_shown_is_refused(self, cell):
        with pytest.raises(ValueError, match="cell"):
            ProtectedTable.from_lists([[cell, 20]], lines="rows")

    def test_a_table_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            protect([[3, 8]]).cells = ((3, 8),)


class TestWhatIsRefused:
    @pytest.mark.parametrize("threshold", [4, 0, -1])
    def test_a_threshold_below_five(self, threshold):
        with pytest.raises(ValueError, match="5 or more"):
            protect([[1]], threshold=threshold)
        with pytest.raises(ValueError, match="5 or more"):
            share(30, 60, threshold=threshold)

    @pytest.mark.parametrize("count", [-1, 2.0, True, "3", None])
    def test_what_is_not_a_count(self, count):
        with pytest.raises(ValueError, match="^Give every cell a whole number of 0 or more.$"):
            protect([[count, 7]])

    def test_rows_of_different_lengths(self):
        with pytest.raises(ValueError, match="^Give every row the same number of cells.$"):
            protect([[7, 8], [9]])

    def test_lines_nobody_knows(self):
        with pytest.raises(ValueError, match="^Choose “rows”, “columns” or “both” as the lines that add up.$"):
            protect([[7]], lines="diagonals")

    @pytest.mark.parametrize(("numerator", "denominator"), [(61, 60), (-1, 60), (30, -60), (30.0, 60), (30, 60.0)])
    def test_a_share_of_something_else(self, numerator, denominator):
        with pytest.raises(
            ValueError, match="^Give counts of 0 or more, the numerator no larger than the denominator.$"
        ):
            share(numerator, denominator)

    def test_a_base_below_twenty(self):
        with pytest.raises(ValueError, match="20 or more"):
            share(9, 19, smallest_base=19)


class TestShare:
    def test_it_is_a_whole_percentage(self):
        assert share(88, 96) == 92
        assert share(10, 20) == 50

    def test_halves_go_up(self):
        assert share(25, 200) == 13
        assert share(175, 200) == 88

    def test_fewer_than_twenty_have_none(self):
        assert share(9, 19) is None
        assert share(0, 0) is None

    def test_a_board_may_ask_for_a_larger_base(self):
        assert share(10, 29, smallest_base=30) is None
        assert share(10, 30, smallest_base=30) == 33

    @pytest.mark.parametrize("few", [1, 5])
    def test_few_counted_or_few_left_over_is_hidden(self, few):
        assert share(few, 60) is None
        assert share(60 - few, 60) is None

    def test_six_are_enough(self):
        assert share(6, 60) == 10
        assert share(54, 60) == 90

    def test_nobody_and_everybody_are_hidden(self):
        assert share(0, 60) is None
        assert share(60, 60) is None

    def test_nearly_nobody_is_not_called_nobody(self):
        assert share(6, 2_000) == 1
        assert share(1_994, 2_000) == 99

    def test_a_higher_threshold_counts_here_too(self):
        assert share(10, 60, threshold=10) is None
        assert share(50, 60, threshold=10) is None
        assert share(11, 60, threshold=10) == 18

    def test_the_share_of_a_hidden_count_is_hidden(self):
        assert share(HIDDEN, 60) is None
        assert share(30, HIDDEN) is None


@given(grids, lines)
def test_no_line_has_exactly_one_hidden_cell(rows, which):
    for line in each_line(shown(rows, which), which):
        assert line.count(h) != 1 or len(line) == 1


@given(grids, lines, st.sampled_from([5, 5, 10]))
def test_the_hidden_cells_of_a_line_make_enough_or_the_whole_line_is_hidden(rows, which, threshold):
    marked = shown(rows, which, threshold)
    for cells, line in zip(each_line(rows, which), each_line(marked, which), strict=True):
        hidden = [count for count, cell in zip(cells, line, strict=True) if cell is h]
        if hidden and len(hidden) < len(line):
            assert sum(hidden) >= len(hidden) - 1 + threshold


@given(grids, lines, st.sampled_from([5, 5, 10]))
def test_what_is_shown_is_true_and_never_small(rows, which, threshold):
    for cells, line in zip(rows, shown(rows, which, threshold), strict=True):
        for count, cell in zip(cells, line, strict=True):
            assert cell is h or (cell == count and (cell == 0 or cell > threshold))


@given(grids, lines)
def test_a_zero_is_hidden_only_with_its_whole_line(rows, which):
    marked = shown(rows, which)
    for i, cells in enumerate(rows):
        for j, count in enumerate(cells):
            if count == 0 and marked[i][j] is h:
                in_row, in_column = marked[i], [line[j] for line in marked]
                assert (which != "columns" and set(in_row) == {h}) or (which != "rows" and set(in_column) == {h})


@given(grids, lines)
def test_one_cell_never_holds_everyone_in_sight(rows, which):
    for line in each_line(shown(rows, which), which):
        assert len(line) == 1 or line.count(0) != len(line) - 1


@given(grids)
def test_no_total_is_of_a_hidden_cell(rows):
    table = protect(rows)
    marked = each_line(table.cells, "both")

    for line, total in zip(marked, table.row_totals + table.column_totals, strict=True):
        assert total == (h if h in line else sum(line))
    everything = [cell for line in table.cells for cell in line]
    assert table.grand_total == (h if h in everything else sum(everything))


@given(grids, lines)
def test_the_same_counts_always_give_the_same_table_and_it_can_be_kept(rows, which):
    table = protect(rows, lines=which)

    assert protect(rows, lines=which) == table
    assert ProtectedTable.from_lists(table.as_lists(), lines=which) == table


@given(grids, lines, st.sampled_from([5, 5, 10]))
def test_somebody_who_knows_the_rule_cannot_rule_out_any_small_number(rows, which, threshold):
    table = protect(rows, lines=which, threshold=threshold)
    places = [(i, j) for i, line in enumerate(table.cells) for j, cell in enumerate(line) if cell is h]
    for (i, j), small in product(places[:6], (1, threshold - 1)):
        world = [[threshold if cell is h else cell for cell in line] for line in table.cells]
        world[i][j] = small

        assert protect(world, lines=which, threshold=threshold) == table


@given(st.lists(small_counts, min_size=2, max_size=4))
@example([1, 1, 0])
@example([0, 9])
@example([2, 4, 6, 12])
def test_somebody_who_learns_the_total_of_a_line_cannot_rule_out_any_small_number(line):
    """An attacker tries every line with this total. They know each cell that is shown, and that no hidden one is 0."""
    marked = row(*line)
    places = [place for place, cell in enumerate(marked) if cell is h]
    whole_line = len(places) == len(line)
    hidden_total = sum(line) - sum(cell for cell in marked if cell is not h)
    lowest = 0 if whole_line else 1

    worlds = worlds_of(len(places), hidden_total, lowest)
    for index, place in enumerate(places):
        if 1 <= line[place] <= 5 and not (whole_line and nothing_could_help(line)):
            assert {1, 2, 3, 4, 5} <= {world[index] for world in worlds}


def worlds_of(how_many, total, lowest):
    """Every way in which that many counts make this total."""
    if how_many == 0:
        return []
    firsts = product(range(lowest, total + 1), repeat=how_many - 1)
    return [(*first, total - sum(first)) for first in firsts if total - sum(first) >= lowest]


def nothing_could_help(line):
    """So few people that the total alone rules something out, even when the whole line is hidden."""
    return sum(line) < 5
