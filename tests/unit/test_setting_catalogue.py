"""Every setting is explained, and a change that could harm somebody is known as one."""

from dataclasses import fields
from datetime import date

import pytest

from app.services.number_checks import CHECKED, check_of
from app.services.setting_catalogue import EXPLAINED, NOT_CHANGED_ALONE, risk_of
from app.services.settings import Settings

DAY = date(2026, 11, 27)


def test_every_setting_is_explained_once_and_nothing_else_is():
    names = {field.name for field in fields(Settings)}

    assert names - NOT_CHANGED_ALONE == EXPLAINED.keys()
    assert [one.name for one in EXPLAINED.values() if not one.meaning.endswith((".", "”", "?")) or not one.label] == []


@pytest.mark.parametrize(
    ("name", "now", "then", "is_risky"),
    [
        ("childline_number", "0800 1111", "0800 1112", True),
        ("childline_number", "0800 1111", "0800 1111", False),
        ("ombudsman_number", "0300 061 0614", "0300 061 O614", True),
        ("ombudsman_number", "0300 061 0614", "0300 061 0615", False),
        ("alert_minutes", 60, 61, True),
        ("alert_minutes", 60, 59, False),
        ("view_months", 24, 23, True),
        ("view_months", 24, 25, False),
        ("cover_days", (0, 1), (0,), True),
        ("cover_days", (0, 1), (1, 2), True),
        ("cover_days", (0, 1), (0, 1, 2), False),
        ("cover_opens", 9, 10, True),
        ("cover_closes", 17, 16, True),
        ("small_number", 6, 5, True),
        ("answers_need_two", True, False, True),
        ("answers_need_two", False, True, False),
        ("is_domain_ours_alone", False, True, True),
        ("is_domain_ours_alone", True, True, False),
        ("board_name", "A", "B", False),
    ],
)
def test_what_could_harm_somebody(name, now, then, is_risky):
    assert (risk_of(name, now, then) is not None) is is_risky


def test_all_numbers_in_danger_are_checked_by_somebody():
    in_danger = {one.name for one in EXPLAINED.values() if one.name.endswith("_number") and isinstance(one.usual, str)}
    in_danger |= {"emergency_text", "emergency_bsl"}

    assert in_danger <= set(CHECKED)


@pytest.mark.parametrize(
    ("stored", "on", "is_stale"),
    [
        ({}, date(2026, 8, 27), False),  # of all numbers
        ({"checked_on": "2026-08-26", "checked_by": "Jo"}, date(2026, 8, 26), True),
        ({"checked_on": ""}, None, True),  # it was changed since
    ],
)
def test_a_number_grows_old_after_a_quarter_of_a_year_or_when_it_is_changed(stored, on, is_stale):
    check = check_of(stored, all_on="2026-08-27", all_by="Lena")

    assert (check.on, check.is_stale(DAY)) == (on, is_stale)
