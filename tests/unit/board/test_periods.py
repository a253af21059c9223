import pytest

from app.board.periods import code, find_period, months_and_year, short, to_choose_from, year_before
from app.services.clocks import FinancialYear, Quarter

SUMMER, SPRING, LAST_YEAR = Quarter(2026, 3), Quarter(2026, 2), FinancialYear(2025)
PUBLISHED = [LAST_YEAR, SPRING, SUMMER]


@pytest.mark.parametrize(("asked", "found"), [("2026-3", SUMMER), ("2026-2", SPRING), ("2025-26", LAST_YEAR)])
def test_each_period_has_an_address_of_its_own(asked, found):
    assert find_period(asked, PUBLISHED) == found
    assert code(found) == asked


@pytest.mark.parametrize("asked", ["", "2026-4", "2024-25", "2025-2", "x", "2026-3 "])
def test_any_other_is_the_newest_quarter(asked):
    assert find_period(asked, PUBLISHED) == SUMMER


def test_a_year_is_shown_when_there_is_no_quarter_and_nothing_when_there_is_nothing():
    assert find_period("", [LAST_YEAR, FinancialYear(2024)]) == LAST_YEAR
    assert find_period("2026-3", []) is None


def test_the_century_turns_in_the_address_of_a_year():
    assert code(FinancialYear(2099)) == "2099-00"


def test_names_are_short_in_tables():
    assert (short(SUMMER), short(LAST_YEAR)) == ("Jul to Sep 2026", "Year to Mar 2026")
    assert months_and_year(LAST_YEAR) == ("Year to Mar", "2026")


def test_a_quarter_stands_beside_the_same_months_and_a_year_beside_nothing_more():
    assert year_before(SUMMER) == Quarter(2025, 3)
    assert year_before(LAST_YEAR) is None


def test_four_quarters_and_a_year_are_at_hand_and_the_older_ones_folded():
    quarters = [Quarter(2025, number) for number in (1, 2, 3, 4)] + [SPRING]
    choices = to_choose_from([*quarters, LAST_YEAR, FinancialYear(2024)], SPRING)

    assert [one.code for one in choices.newest] == ["2026-2", "2025-4", "2025-3", "2025-2", "2025-26"]
    assert [one.code for one in choices.older] == ["2025-1", "2024-25"]
    assert [one.code for one in choices.newest if one.is_chosen] == ["2026-2"]
