"""From what was counted to the tables as they are frozen, over the catalogue as declared."""

import json

import pytest

from app.protection.linked_tables import Limits
from app.protection.small_numbers import HIDDEN
from app.services import protecting
from app.services.clocks import FinancialYear, Quarter
from app.services.figures import BY_NAME, CATALOGUE
from app.services.figures.linking import links_of
from app.services.figures.sources import FROM_4
from app.services.settings import Settings
from tests.unit.figures.made_up_quarters import QUARTER, ROWS, YEAR

h = "c"
SUMMER, LIMITS = Quarter(2026, 3), Limits()
FIGURES = pytest.mark.parametrize("figure", CATALOGUE, ids=lambda figure: figure.name)


@pytest.fixture(autouse=True)
def _usual_settings(monkeypatch):
    monkeypatch.setattr("app.services.settings.current", Settings)


def frozen(figure: str, *, limits: Limits = LIMITS, recorded: dict | None = None, **counts: int) -> dict:
    """The table of a quarter in which these rows hold so many, and nothing else happened."""
    links = links_of([BY_NAME[figure]], ROWS)
    column, numbers = BY_NAME[figure].columns[0], dict.fromkeys(links.names, 0)
    numbers |= {BY_NAME[figure].number_at((row.replace("_", " "), column)): count for row, count in counts.items()}
    assert set(numbers) == set(links.names)
    for each in reversed(links.breakdowns):
        numbers[each.whole] = sum(numbers[part] for part in each.parts)
    shown = dict.fromkeys(QUARTER.names, 0) | protecting.protect_quarter(numbers, links, recorded or {}, limits)
    return protecting.content_of(BY_NAME[figure], shown, ROWS, SUMMER, limits)


def participation(**changes) -> dict:
    return frozen("children_by_participation", **changes)


def column(content: dict) -> list:
    return [cell for (cell,) in content["cells"]]


def test_children_under_4_and_unborn_ones_leave_the_share_of_the_others_alone():
    content = participation(PN1=40, PN2=20, PN4=12, PN7=13, **{"unborn,_no_code": 2})

    assert column(content) == [0, 40, 20, 0, 12, 0, 0, 13, h]
    assert content["share"] == {"counted": 60, "of": 85, "percent": 71}


def test_a_small_row_hides_its_neighbours_among_those_who_were_heard_and_not_the_share():
    content = participation(PN1=20, PN2=22, PN3=3, PN6=40, PN4=9, PN7=15)

    assert column(content)[1:8] == [20, 22, h, 9, 0, h, 15]
    assert content["share"] == {"counted": 85, "of": 109, "percent": 78}


def test_a_group_of_few_is_not_broken_down():
    assert column(participation(PN1=20, PN2=22, PN4=2, PN7=9))[4:8] == [h, 0, 0, h]


def test_a_small_number_of_those_not_heard_takes_the_share_with_it():
    content = participation(PN1=20, PN2=22, PN4=2, PN7=3)

    assert column(content)[1:8] == [h] * 7
    assert content["share"] is None


def test_what_a_chair_recorded_of_what_is_hidden_takes_more_along():
    counts = {"PN1": 30, "PN2": 40, "PN3": 3, "PN5": 28, "PN4": 9, "PN7": 15}
    own = dict.fromkeys((FROM_4, "children_by_participation/heard", "children_by_participation/PN5/children"), 26)

    assert column(participation(**counts))[1:7] == [30, 40, h, 9, h, 0]
    assert column(participation(**counts, recorded={"a chair": own}))[1:7] == [h, h, h, 9, h, 0]


def test_a_board_that_hides_more_hides_larger_numbers():
    assert column(frozen("views_by_topic", home=10, school=20, family=30, friends=40))[:4] == [10, 20, 30, 40]
    assert column(frozen("views_by_topic", home=10, school=20, family=30, friends=40, limits=Limits(threshold=10)))[
        :4
    ] == [h, h, 30, 40]


def test_a_board_that_hides_more_hides_more_shares():
    counts = {"PN1": 40, "PN2": 20, "PN4": 12, "PN7": 13}

    assert participation(**counts)["share"]
    assert participation(**counts, limits=Limits(smallest_base=86))["share"] is None


@pytest.mark.parametrize(
    ("threshold", "smallest_base", "percent"), [(7, 60, 87), (8, 60, None), (7, 61, None), (5, 20, 87)]
)
def test_a_share_keeps_to_the_limits_it_was_published_with(threshold, smallest_base, percent):
    content = {"share_numbers": [["heard"], ["all"]], "threshold": threshold, "smallest_base": smallest_base}

    found = protecting.find_share(content, {"heard": 52, "all": 60})

    assert found == (protecting.Share(52, 60, percent) if percent else None)


def test_how_many_there_are_in_all_is_shown_though_rows_are_hidden():
    content = frozen("views_by_topic", home=3, school=20, family=30, friends=40)

    assert column(content)[:4] == [h, h, 30, 40]
    assert content["column_wholes"] == [93]


AGENCIES = {"actions_on_time": {"1": "Health", "2": "Police"}}


def actions(*, period=SUMMER, **of_each) -> dict:
    """The table of two agencies, each with so many actions on time and so many late."""
    figure, links = BY_NAME["actions_on_time"], links_of([BY_NAME["actions_on_time"]], AGENCIES)
    counts = {}
    for key, (on_time, late) in zip("12", of_each.values(), strict=True):
        counts |= dict(zip([figure.number_at((key, name)) for name in figure.columns], (on_time, late), strict=True))
        counts[f"actions_on_time/{key}"] = on_time + late
    counts["actions"] = sum(sum(each) for each in of_each.values())
    return protecting.content_of(
        figure, protecting.protect_quarter(counts, links, {}, LIMITS), AGENCIES, period, LIMITS
    )


def test_everything_that_is_frozen_of_a_table():
    assert actions(health=(30, 10), police=(20, 20)) == {
        "columns": ["done on time", "late or not done"],
        "rows": ["Health", "Police"],
        "cells": [[30, 10], [20, 20]],
        "numbers": [
            ["actions_on_time/1/done on time", "actions_on_time/1/late or not done"],
            ["actions_on_time/2/done on time", "actions_on_time/2/late or not done"],
        ],
        "row_numbers": ["actions_on_time/1", "actions_on_time/2"],
        "row_wholes": [40, 40],
        "column_numbers": None,
        "column_wholes": None,
        "share": {"counted": 50, "of": 80, "percent": 63},
        "share_numbers": [["actions_on_time/1/done on time", "actions_on_time/2/done on time"], ["actions"]],
        "definition": "Actions for children that were due in the quarter, by the agency that owns them. On time means "
        "done by the date they were due. An action that was stopped counts as not done.",
        "numerator": "actions done on time",
        "denominator": "all actions due in the quarter",
        "rule": "Where a number is hidden, so are its neighbours. A table, or a part of it, is hidden whole when fewer "
        "than 20 were counted in it, and when all but 5 or fewer stand in one row.",
        "target": 90,
        "threshold": 5,
        "smallest_base": 20,
    }


def test_of_a_year_the_words_say_the_year_and_how_its_numbers_are_made():
    content = actions(period=FinancialYear(2025), health=(30, 10), police=(20, 20))

    assert content["definition"].startswith("Actions for children that were due in the year, ")
    assert content["denominator"] == "all actions due in the year"
    assert content["rule"].endswith(
        "stand in one row. A number of the year that its quarters have too is shown when all of them show it."
    )


def test_what_is_hidden_of_one_agency_takes_the_share_of_all_with_it():
    content = actions(health=(30, 10), police=(20, 3))

    assert (content["cells"], content["row_wholes"]) == ([[30, 10], [h, h]], [40, 23])
    assert content["share"] is None


def test_how_many_a_row_is_about_is_hidden_where_it_is_small():
    content = actions(health=(30, 10), police=(3, 1))

    assert content["row_wholes"] == [h, h]
    assert content["cells"] == [[h, h], [h, h]]


@FIGURES
def test_each_table_is_made_of_numbers_that_are_declared_and_says_everything_in_words(figure):
    period = FinancialYear(2025)
    content = protecting.content_of(figure, dict.fromkeys(YEAR.names, HIDDEN), ROWS, period, LIMITS)
    everything = json.dumps(content)

    assert "{" not in content["definition"] + content["rule"] + str(content["numerator"]) + str(content["denominator"])
    assert figure.question.endswith("?")
    assert len(content["cells"]) == len(content["rows"])
    assert all(cell == h for row in content["cells"] for cell in row)
    assert content["share"] is None
    assert "quarter," not in everything
    if figure.target:
        assert content["target"] == getattr(Settings(), figure.target)
        assert content["numerator"]


@FIGURES
def test_each_table_of_a_quarter_is_made_of_numbers_that_are_counted_each_quarter(figure):
    numbers = {figure.number_at((row, name)) for row in (figure.rows or ROWS[figure.name]) for name in figure.columns}

    assert (numbers <= set(QUARTER.names)) is not figure.only_years


def test_the_rule_is_said_in_words():
    crossed = protecting.rule_of(BY_NAME["participation_by_category"], (), "year", LIMITS)

    assert crossed == (
        "Where a number is hidden, so are its neighbours. A table, or a part of it, is hidden whole when fewer than 20 "
        "were counted in it, and when all but 5 or fewer stand in one row. A table by two things is shown whole or not "
        "at all; how many there are in each row may be shown all the same. A number of the year that its quarters have "
        "too is shown when all of them show it."
    )
    assert "table by two things" not in protecting.rule_of(BY_NAME["verdicts"], (), "quarter", LIMITS)


def test_a_table_of_many_agencies_needs_more_than_one_agency_alone():
    many, none = (protecting.rule_of(BY_NAME["actions_on_time"], keys, "quarter", LIMITS) for keys in (tuple(ROWS), ()))
    of_27 = protecting.rule_of(BY_NAME["actions_on_time"], tuple(f"{place}" for place in range(27)), "quarter", LIMITS)

    assert "fewer than 35 were counted in it (in a part: fewer than 20), and" in of_27
    assert "fewer than 20 were counted in it, and" in many
    assert many == none


def test_no_target_is_without_a_figure_and_none_is_used_twice():
    targets = [figure.target for figure in CATALOGUE if figure.target]

    assert sorted(targets) == sorted(name for name in vars(Settings()) if name.startswith("target_"))
