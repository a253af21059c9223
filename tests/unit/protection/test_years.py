from hypothesis import given
from hypothesis import strategies as st

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter, protect_year
from tests.unit.protection.made_up_board import QUARTER, YEAR, counted, fixed, some_children
from tests.unit.protection.witness import Witness

h = HIDDEN
EACH_QUARTER = Breakdown("all", ("a", "b"))
ONCE_A_YEAR = Breakdown("all", ("x", "y"))
CROSSED = Crossing(EACH_QUARTER, ONCE_A_YEAR, (("ax", "ay"), ("bx", "by")))


def quarter(a, b, x=0):
    """So many a and b, of whom x (a before b) are x."""
    shown = protect_linked({"all": a + b, "a": a, "b": b}, Links((EACH_QUARTER,)))
    ax = min(a, x)
    cells = {"ax": ax, "ay": a - ax, "bx": x - ax, "by": b - x + ax}
    return Quarter({"all": a + b, "a": a, "b": b, "x": x, "y": a + b - x, **cells}, shown)


def year(*quarters, once_a_year=(), crossings=()):
    return list(protect_year(quarters, Links((EACH_QUARTER, *once_a_year), crossings)).values())


def test_what_all_quarters_show_is_added_up():
    assert year(quarter(10, 20), quarter(11, 22), quarter(12, 24), quarter(13, 26)) == [138, 46, 92]


def test_what_one_quarter_hides_is_hidden():
    assert year(quarter(10, 20), quarter(3, 22), quarter(12, 24), quarter(13, 26)) == [130, h, h]


def test_a_quarter_of_a_few_people_hides_how_many_they_are_in_the_year_too():
    assert year(quarter(10, 20), quarter(1, 2)) == [h, h, h]
    assert year(quarter(10, 20), quarter(0, 0)) == [30, 10, 20]


def test_quarters_that_all_had_too_few_give_a_year():
    assert year(quarter(3, 7), quarter(4, 8), quarter(2, 9), quarter(6, 6)) == [45, 15, 30]


def test_where_the_board_shows_less_the_year_shows_less():
    quarters = [quarter(20, 20, 4), quarter(20, 20, 4)]
    links = Links((EACH_QUARTER, ONCE_A_YEAR))

    assert list(protect_year(quarters, links).values()) == [80, 40, 40, 8, 72]
    assert list(protect_year(quarters, links, limits=Limits(threshold=10)).values()) == [80, 40, 40, h, h]


def test_so_do_the_quarters_that_had_too_few():
    quarters = [quarter(8, 8), quarter(9, 9), quarter(50, 60)]
    links = Links((EACH_QUARTER,))

    assert list(protect_year(quarters, links).values()) == [144, 67, 77]
    assert list(protect_year(quarters, links, limits=Limits(smallest_base=40)).values()) == [144, h, h]


def test_a_quarter_of_just_enough_people_is_not_taken_together_with_others():
    assert year(quarter(3, 17), quarter(4, 16)) == [40, h, h]
    assert year(quarter(3, 16), quarter(4, 15)) == [38, 7, 31]


def test_what_was_shown_when_there_were_fewer_rows_stays_as_it_is():
    rows = "abcdefghijklmno"  # fifteen, of which 23 people would be needed
    then = {"all": 21} | dict.fromkeys(rows, 0) | {"a": 11, "b": 10}
    now = {"all": 300} | dict.fromkeys(rows, 20)

    table = protect_year([Quarter(then, then), Quarter(now, now)], Links((Breakdown("all", tuple(rows)),)))

    assert (table["a"], table["b"], table["c"]) == (31, 30, 20)


def test_each_breakdown_of_quarters_that_had_too_few_is_hidden_where_it_is_small():
    links = Links((Breakdown("all", ("c", "d")), EACH_QUARTER))

    def had(a, b, c, d):
        counts = {"all": a + b, "a": a, "b": b, "c": c, "d": d}
        return Quarter(counts, protect_linked(counts, links))

    table = protect_year([had(5, 5, 1, 9), had(6, 6, 3, 9), had(10, 20, 12, 18)], links)

    assert table == {"all": 52, "a": 21, "b": 31, "c": h, "d": h}  # c: 4 in the first two together


def test_what_only_a_year_has_may_be_broken_down_further():
    once_more = Breakdown("x", ("x1", "x2"))
    quarters = [quarter(10, 20, 15), quarter(3, 7, 6)]
    counts = [each.counts | {"x1": x1, "x2": each.counts["x"] - x1} for each, x1 in zip(quarters, (8, 5), strict=True)]
    quarters = [Quarter(each, before.shown) for each, before in zip(counts, quarters, strict=True)]

    table = protect_year(quarters, Links((EACH_QUARTER, ONCE_A_YEAR, once_more)))

    assert [table[name] for name in ("all", "x", "y", "x1", "x2")] == [40, 21, 19, 13, 8]


def test_quarters_that_had_too_few_give_none_when_what_is_not_small_would_say_too_much():
    # Of 29, 16 were in the first and 16 are a: at least 3 are both. Shown, it would say that they are more than 5.
    assert year(quarter(10, 6), quarter(6, 7)) == [29, h, h]
    assert year(quarter(11, 6), quarter(6, 6)) == [29, 17, 12]


def test_quarters_that_had_too_few_give_none_when_it_would_say_too_much_of_one_of_them():
    # The other three had 18 together: of 20, at least 2 were in the first.
    assert year(quarter(1, 18), quarter(6, 0), quarter(6, 0), quarter(6, 0)) == [37, 19, 18]
    assert year(quarter(2, 17), quarter(6, 0), quarter(6, 0), quarter(6, 0)) == [37, h, h]


def test_what_is_counted_once_a_year_is_protected_for_itself():
    quarters = [quarter(10, 20, 15), quarter(3, 22, 12)]

    assert year(*quarters, once_a_year=[ONCE_A_YEAR]) == [55, h, h, 27, 28]
    assert year(*[quarter(10, 20, 2)] * 2, once_a_year=[ONCE_A_YEAR]) == [60, 20, 40, h, h]


def test_a_table_with_a_margin_that_a_quarter_hides_is_hidden():
    table = year(quarter(10, 20, 15), quarter(3, 22, 12), once_a_year=[ONCE_A_YEAR], crossings=[CROSSED])

    assert table[-4:] == [h, h, h, h]


def test_margins_that_say_too_much_with_what_the_quarters_show_lose_the_columns():
    def shown(x):
        quarters = [quarter(30, 40, x - 20), quarter(3, 30, 20)]
        return year(*quarters, once_a_year=[ONCE_A_YEAR], crossings=[CROSSED])[:5]

    # Of 103, at least 40 are b, and no more than 45 for all that anybody can tell.
    assert shown(59) == [103, h, h, 59, 44]
    assert shown(60) == [103, h, h, h, h]


def test_a_table_is_shown_when_its_margins_are():
    table = year(quarter(12, 20, 6), quarter(14, 22, 20), once_a_year=[ONCE_A_YEAR], crossings=[CROSSED])

    assert table == [68, 26, 42, 26, 42, 20, 6, 6, 36]


def test_a_table_by_two_things_that_each_quarter_has_is_added_up_too():
    links = Links((EACH_QUARTER, ONCE_A_YEAR), (CROSSED,))
    more = {"all": 52, "a": 22, "b": 30, "x": 24, "y": 28, "ax": 10, "ay": 12, "bx": 14, "by": 16}
    counts = [quarter(12, 20, 6).counts, more]
    quarters = [Quarter(each, protect_linked(each, links)) for each in counts]

    assert h in quarters[0].shown.values()
    assert h not in quarters[1].shown.values()
    assert [cell is h for cell in protect_year(quarters, links).values()] == [False] * 5 + [True] * 4


def test_quarters_that_had_too_few_are_taken_together_before_they_are_added_to_the_others():
    assert year(quarter(5, 5), quarter(6, 6), quarter(10, 20)) == [52, 21, 31]
    assert year(quarter(3, 7), quarter(1, 9), quarter(10, 20)) == [50, h, h]  # 4 together
    assert year(quarter(3, 7), quarter(10, 20)) == [40, h, h]


def test_what_a_chair_recorded_in_quarters_that_had_too_few_counts_together():
    links = Links((Breakdown("all", ("a", "b", "c", "d", "e", "f")),))
    counts = {"all": 18, "a": 4, "b": 3, "c": 1, "d": 3, "e": 3, "f": 4}

    def shown_of_the_year(own):
        quarters = [Quarter(counts, protect_linked(counts, links), {"a chair": own}) for _ in range(3)]
        return list(protect_year(quarters, links).values())

    assert shown_of_the_year({}) == [54, 12, 9, h, h, 9, 12]
    assert shown_of_the_year({"all": 3, "d": 3}) == [54, h, h, h, h, 9, 12]


def test_what_a_chair_recorded_in_several_quarters_counts_together():
    once = Breakdown("all", ("u", "v", "w", "x", "y", "z"))
    counts = {"all": 106, "u": 15, "v": 20, "w": 2, "x": 14, "y": 25, "z": 30}
    shown = {"all": 106}

    def shown_of_the_year(own):
        quarters = [Quarter(counts, shown, {"a chair": own}), Quarter(counts, shown, {"a chair": own})]
        return list(protect_year(quarters, Links((once,))).values())

    assert shown_of_the_year({}) == [212, 30, 40, h, h, 50, 60]
    assert shown_of_the_year({"all": 14, "x": 14}) == [212, h, h, h, h, 50, 60]


def test_what_chairs_recorded_is_theirs_in_whichever_quarter_they_did():
    once = Breakdown("all", ("u", "v", "w", "x", "y", "z"))
    counts = {"all": 106, "u": 15, "v": 20, "w": 2, "x": 14, "y": 25, "z": 30}

    def shown_of_the_year(*own_by_quarter):
        quarters = [Quarter(counts, {"all": 106}, recorded) for recorded in own_by_quarter]
        return list(protect_year(quarters, Links((once,))).values())

    # Together w and x are 32. Who recorded 26 of them leaves 6, enough for one to be 5; with 27 they leave 5.
    of_26, of_27 = {"all": 26, "x": 26}, {"all": 27, "x": 27}
    assert shown_of_the_year({"a chair": of_26}, {}) == [212, 30, 40, h, h, 50, 60]
    assert shown_of_the_year({"a chair": of_27}, {}) == [212, h, h, h, h, 50, 60]
    assert shown_of_the_year({"another": {"all": 9, "u": 9}}, {"a chair": of_27}) == [212, h, h, h, h, 50, 60]
    assert shown_of_the_year({"another": {"all": 9, "u": 9}}, {"a chair": of_26}) == [212, 30, 40, h, h, 50, 60]


@given(st.integers(0, 2**32), st.lists(st.sampled_from([6, 15, 25, 40, 100]), min_size=3, max_size=3))
def test_a_hidden_number_of_the_year_alone_could_be_any_small_one(seed, sizes):
    """With all that is published the same. One quarter has enough, so that what the quarters have is added up."""
    random = fixed(seed)
    by_quarter = [some_children(random, YEAR, how_many=size, chairs=1) for size in (30, *sizes)]
    quarters = [Quarter(counted(each, YEAR), protect_linked(counted(each, QUARTER), QUARTER)) for each in by_quarter]
    counts, shown = counted(sum(by_quarter, []), YEAR), protect_year(quarters, YEAR)
    of_quarters = {name: shown[name] for name in shown if name in quarters[0].shown}

    for name in shown.keys() - of_quarters.keys():
        row = name.split(" × ")[0]
        for value in range(1, 6) if shown[name] is h and 1 <= counts[name] <= 5 else ():
            if row in of_quarters and shown[row] is h and counts[row] < value:
                continue  # that row would have to be another number too, in one of the quarters
            world = Witness(counts, shown, YEAR, given=of_quarters).where(name, value)
            assert protect_year(in_the_first(quarters, world), YEAR) == shown


def in_the_first(quarters, world):
    """The same quarters, with what the year has more or less of put into the first."""
    others = {name: sum(quarter.counts[name] for quarter in quarters[1:]) for name in world}
    counts = {
        name: count if name in quarters[0].shown else world[name] - others[name]
        for name, count in quarters[0].counts.items()
    }
    return [Quarter(counts, quarters[0].shown), *quarters[1:]]
