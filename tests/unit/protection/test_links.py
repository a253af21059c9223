import pytest

from app.protection.links import Breakdown, Crossing, Links

A, B, C = (Breakdown("all", (f"{letter}1", f"{letter}2")) for letter in "abc")


def crossed(rows, columns, **more):
    cells = tuple(tuple(f"{row}{column}" for column in columns.parts) for row in rows.parts)
    return Crossing(rows, columns, cells, **more)


def test_wholes_come_before_their_parts():
    links = Links((Breakdown("b", ("d", "e")), Breakdown("a", ("b", "c")), Breakdown("c", ("f", "g"))))

    assert links.roots == ("a",)
    assert links.from_the_top == ("a", "b", "c")


def test_a_number_is_a_part_of_one_whole_only():
    with pytest.raises(ValueError, match="^Let each number be a part of one whole only.$"):
        Links((Breakdown("a", ("b", "c")), Breakdown("d", ("c", "e"))))
    with pytest.raises(ValueError, match="^Let each number be a part of one whole only.$"):
        Links((Breakdown("a", ("b", "b")),))
    with pytest.raises(ValueError, match="^Let each number be a part of one whole only.$"):
        Links((A, B), (Crossing(A, B, (("x", "y"), ("z", "x"))),))


def test_what_is_not_broken_down_has_no_breakdowns():
    links = Links((A, B))

    assert links.of("all") == (A, B)
    assert links.of("a1") == ()


def test_a_number_is_no_part_of_itself():
    with pytest.raises(ValueError, match="^A number cannot be a part of itself.$"):
        Links((Breakdown("a", ("b", "c")), Breakdown("b", ("a", "d"))))


def test_a_breakdown_has_parts():
    with pytest.raises(ValueError, match="^Give every breakdown its parts.$"):
        Links((Breakdown("a", ()),))


def test_only_margins_are_broken_down_further():
    with pytest.raises(ValueError, match="^Break down the margins of a crossing, not its cells.$"):
        Links((A, B, Breakdown("a1b1", ("x", "y"))), (crossed(A, B),))


def test_what_is_crossed_is_broken_down_from_the_same_whole():
    with pytest.raises(ValueError, match="^Cross two breakdowns of the same whole, both of which are given.$"):
        Links((A, Breakdown("a1", ("x", "y"))), (crossed(A, Breakdown("a1", ("x", "y"))),))
    with pytest.raises(ValueError, match="^Cross two breakdowns of the same whole, both of which are given.$"):
        Links((A,), (crossed(A, B),))


def test_a_crossing_has_a_cell_for_each_two():
    with pytest.raises(
        ValueError, match="^Give a crossing a row for each part of one breakdown, with a cell for each of the other.$"
    ):
        Links((A, B), (Crossing(A, B, (("x", "y"), ("z",))),))


def test_crossings_do_not_go_round_in_a_circle():
    Links((A, B, C), (crossed(A, B), crossed(B, C)))
    Links((A, B, C), (crossed(A, B), crossed(A, C)))
    Links((A, B, C), (crossed(A, B), crossed(B, C), crossed(A, C, never_shown=True)))
    with pytest.raises(ValueError, match="^Crossings cannot go round in a circle.$"):
        Links((A, B, C), (crossed(A, B), crossed(B, C), crossed(A, C)))


def test_counts_add_up_in_every_direction():
    links = Links((A, B), (crossed(A, B),))
    counts = {"all": 10, "a1": 3, "a2": 7, "b1": 5, "b2": 5, "a1b1": 1, "a1b2": 2, "a2b1": 4, "a2b2": 3}

    links.check(counts)
    for name in counts:
        with pytest.raises(ValueError, match="do not add up"):
            links.check({**counts, name: counts[name] + 1})


def test_one_that_is_never_shown_does_not_end_the_search_for_a_circle():
    with pytest.raises(ValueError, match="circle"):
        Links((A, B, C), (crossed(B, C, never_shown=True), crossed(A, B), crossed(A, C), crossed(C, B)))
