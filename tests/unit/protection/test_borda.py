"""How many orders become one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection import borda

THEMES = frozenset("abcdef")
whole = st.permutations(sorted(THEMES))
lists = st.lists(whole, min_size=1, max_size=7)
in_part = st.lists(whole.flatmap(lambda order: st.integers(0, 6).map(lambda most: order[:most])), max_size=7)


@given(in_part.flatmap(lambda rankings: st.tuples(st.just(rankings), st.permutations(rankings))))
def test_whoever_ranks_first_or_last_changes_nothing(both):
    rankings, mixed = both

    assert borda.count(mixed, THEMES) == borda.count(rankings, THEMES)


@given(whole, st.integers(1, 9))
def test_what_everybody_says_is_what_comes_out(order, many):
    assert borda.count([order] * many, THEMES) == [frozenset(theme) for theme in order]


@given(lists)
def test_everybody_the_other_way_round_turns_the_result_round(rankings):
    backwards = [order[::-1] for order in rankings]

    assert borda.count(backwards, THEMES) == borda.count(rankings, THEMES)[::-1]


@given(in_part, st.permutations(sorted(THEMES)))
def test_no_theme_is_favoured_for_its_name(rankings, names):
    called = dict(zip(sorted(THEMES), names, strict=True))
    renamed = [[called[theme] for theme in order] for order in rankings]

    expected = [frozenset(called[theme] for theme in together) for together in borda.count(rankings, THEMES)]
    assert borda.count(renamed, THEMES) == expected


@given(in_part)
def test_every_member_has_as_many_points_to_give(rankings):
    for ranking in rankings:
        assert sum(borda.points_of(ranking, THEMES).values()) == 6 + 5 + 4 + 3 + 2 + 1


@given(lists, st.integers(0, 6), st.integers(1, 5))
def test_a_theme_that_somebody_puts_higher_does_not_fall(rankings, voter, place):
    voter %= len(rankings)
    theme = rankings[voter][place]
    higher = list(rankings[voter])
    higher[place - 1 : place + 1] = [theme, rankings[voter][place - 1]]
    raised = [*rankings[:voter], higher, *rankings[voter + 1 :]]

    before, after = (borda.places(borda.count(one, THEMES))[theme] for one in (rankings, raised))
    assert after <= before


def test_an_example_that_can_be_counted_by_hand():
    """Of three themes the first gets 3 points: a has 3 + 2 + 2, b has 2 + 3 + 1, c has 1 + 1 + 3."""
    order = borda.count(["abc", "bac", "cab"], frozenset("abc"))

    assert order == [frozenset("a"), frozenset("b"), frozenset("c")]


def test_themes_with_as_many_points_share_a_place_and_the_next_place_is_left_out():
    order = borda.count(["abc", "bac"], frozenset("abc"))

    assert borda.places(order) == {"a": 1, "b": 1, "c": 3}


def test_what_is_left_out_shares_the_points_that_are_left():
    assert borda.points_of("a", frozenset("abc")) == {"a": 3, "b": Fraction(3, 2), "c": Fraction(3, 2)}


@pytest.mark.parametrize("ranking", ["aa", "ax"])
def test_a_list_names_each_theme_once_and_none_that_is_not_there(ranking):
    with pytest.raises(ValueError, match="^A list names each theme once at most, and only themes that are there.$"):
        borda.points_of(ranking, frozenset("abc"))
