import pytest

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Links
from app.protection.revising import may_replace
from app.protection.small_numbers import HIDDEN

LINKS = Links((Breakdown("all", ("a", "b", "c", "d")),))


def table(a, b, c, d):
    return protect_linked({"all": a + b + c + d, "a": a, "b": b, "c": c, "d": d}, LINKS)


FIRST = table(3, 27, 40, 50)  # a and b are hidden


def test_what_is_the_same_may_be_published_again():
    assert may_replace([FIRST], FIRST, LINKS)


@pytest.mark.parametrize("more", [1, 5, -5])
def test_one_to_five_more_or_fewer_are_held(more):
    assert not may_replace([FIRST], table(3, 27, 40 + more, 50), LINKS)
    assert not may_replace([FIRST], table(3, 27, 40 + more, 50 - more), LINKS)


def test_six_more_or_fewer_are_enough():
    assert may_replace([FIRST], table(3, 27, 46, 50), LINKS)
    assert may_replace([FIRST], table(3, 27, 34, 50), LINKS)
    assert may_replace([FIRST], table(3, 27, 34, 56), LINKS)


def test_a_board_that_hides_more_holds_more():
    assert not may_replace([FIRST], table(3, 27, 46, 50), LINKS, limits=Limits(threshold=10))


def test_a_change_among_the_hidden_ones_shows_in_their_sum():
    assert not may_replace([FIRST], table(5, 27, 46, 50), LINKS)  # 8 more are shown of all, 6 of them in c
    assert may_replace([FIRST], table(4, 32, 46, 50), LINKS)


def test_a_change_that_nobody_can_see_is_no_reason_to_hold():
    assert may_replace([FIRST], table(4, 26, 40, 50), LINKS)


def test_a_number_that_would_come_to_light_is_held():
    assert FIRST["b"] is HIDDEN
    assert not may_replace([FIRST], table(9, 27, 40, 50), LINKS)


def test_a_number_that_would_disappear_is_held():
    assert not may_replace([FIRST], table(3, 27, 5, 50), LINKS)


def test_every_version_before_is_looked_at():
    second = table(3, 27, 47, 50)
    third = table(3, 27, 54, 50)

    assert may_replace([FIRST], second, LINKS)
    assert may_replace([FIRST, second], third, LINKS)
    assert not may_replace([FIRST, second, third], table(3, 27, 42, 50), LINKS)


def test_a_category_that_came_is_a_reason_to_hold():
    assert not may_replace([FIRST], {**FIRST, "e": 0}, Links((Breakdown("all", ("a", "b", "c", "d", "e")),)))
