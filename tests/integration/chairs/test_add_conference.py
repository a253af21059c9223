from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Conference
from app.models.codes import ConferenceFormat, ConferenceType
from app.services import auditing
from tests.factories import ConferenceFactory

NEW = "/conferences/new"
RIGHT = {
    "reference": "NB-2041",
    "held_on": "2026-11-10",
    "type": "initial",
    "format": "in person",
    "strategy_discussion_on": "2026-10-28",
}


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Conference)) or 0


def test_a_chair_makes_a_conference(chair_browser, chair):
    response = chair_browser.fill_in(NEW, **RIGHT)

    conference = db.session.scalars(select(Conference)).one()
    assert response.location == f"/conferences/{conference.id}?saved=conference"
    assert conference.chair_id == chair.id
    assert conference.reference == "NB-2041"
    assert conference.held_on == date(2026, 11, 10)
    assert conference.type is ConferenceType.INITIAL
    assert conference.format is ConferenceFormat.IN_PERSON
    due = conference.letter_due_on, conference.core_group_due_on, conference.record_due_on
    assert due == (date(2026, 11, 11), date(2026, 11, 24), date(2026, 12, 1))


def test_making_it_is_written_down(chair_browser, chair):
    chair_browser.fill_in(NEW, **RIGHT)

    (line,) = auditing.lines_about(db.session.scalars(select(Conference)).one())
    assert (line.deed, line.person_id) == ("made conference", chair.id)


def test_a_review_needs_no_strategy_discussion(chair_browser):
    review = {"type": "later review", "strategy_discussion_on": "", "last_conference_on": "2026-05-11"}

    assert chair_browser.fill_in(NEW, **RIGHT | review).status_code == 302


@pytest.mark.parametrize("typed", ["10/11/2026", "10.11.2026", "10 November 2026", "10 11 2026", " 10/11/26 "])
def test_a_date_may_be_typed_as_people_write_it(chair_browser, typed):
    chair_browser.fill_in(NEW, **RIGHT | {"held_on": typed.strip()})

    assert db.session.scalars(select(Conference.held_on)).one() == date(2026, 11, 10)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reference": "  "}, "Enter the reference of the conference."),
        ({"reference": "x" * 41}, "Write 40 characters or fewer. What you wrote is longer."),
        (
            {"reference": "Amina Khan"},
            "This looks like a name. Heard keeps no names, so that nobody can be picked out: "
            "use the reference alone, with a number in it.",
        ),
        ({"held_on": ""}, "Enter the date of the conference."),
        ({"held_on": "2026-02-30"}, "Enter a real date, like 12/05/2026."),
        ({"held_on": "next week"}, "Enter a real date, like 12/05/2026."),
        ({"held_on": "2009-12-31"}, "The conference must be on or after 1 January 2010. Check the year."),
        ({"held_on": "2027-05-18"}, "The conference must be within the next 6 months. Check the year."),
        (
            {"held_on": "2026-11-14"},
            "Saturday 14 November is not a working day. Check the date of the conference.",
        ),
        (
            {"held_on": "2026-12-25"},
            "Friday 25 December is not a working day. Check the date of the conference.",
        ),
        ({"strategy_discussion_on": ""}, "Enter the date of the strategy discussion."),
        ({"strategy_discussion_on": "31/31/31"}, "Enter a real date, like 12/05/2026."),
        (
            {"strategy_discussion_on": "2026-11-11"},
            "The strategy discussion must not be after the conference. Check both dates.",
        ),
        (
            {"strategy_discussion_on": "0026-11-11"},
            "The strategy discussion must be on or after 1 January 2010. Check the year.",
        ),
        (
            {"strategy_discussion_on": "2026-10-19"},
            "Write why the conference is late. It was due by 9 November 2026, "
            "15 working days after the strategy discussion.",
        ),
        (
            {"type": "first review", "last_conference_on": "2026-08-07"},
            "Write why the conference is late. It was due by 6 November 2026, "
            "within 3 months of the initial conference.",
        ),
        (
            {"type": "later review", "last_conference_on": "2026-05-07"},
            "Write why the conference is late. It was due by 6 November 2026, "
            "within 6 months of the conference before.",
        ),
        (
            {"type": "transfer-in", "told_of_move_on": "2026-10-19"},
            "Write why the conference is late. It was due by 9 November 2026, "
            "15 working days after the other area told us.",
        ),
        ({"type": "first review"}, "Enter the date of the conference before."),
        ({"type": "later review"}, "Enter the date of the conference before."),
        ({"type": "transfer-in"}, "Enter the day the other area told us."),
        (
            {"type": "first review", "last_conference_on": "2026-11-10"},
            "The conference before must be before this one. Check both dates.",
        ),
        (
            {"type": "first review", "last_conference_on": "2026-08-08"},
            "Saturday 8 August 2026 is not a working day. Check the date.",
        ),
        (
            {"type": "transfer-in", "told_of_move_on": "2026-11-11"},
            "The day the other area told us must not be after the conference. Check both dates.",
        ),
        ({"type": "party"}, "Choose one of the answers on the page."),
        ({"type": ""}, "Choose what kind of conference it is."),
        ({"format": "by post"}, "Choose one of the answers on the page."),
        ({"late_reason": "x" * 5_001}, "Write 5,000 characters or fewer. What you wrote is longer."),
    ],
)
def test_the_chair_is_told_what_to_put_right(chair_browser, changes, error):
    assert chair_browser.fill_in(NEW, **RIGHT | changes).page.errors == [error]


def test_nothing_is_stored_while_something_is_wrong(chair_browser):
    chair_browser.fill_in(NEW, **RIGHT | {"held_on": "2026-02-30"})

    assert how_many() == 0


def test_a_page_that_is_shown_back_says_so_to_the_browser(chair_browser):
    assert chair_browser.fill_in(NEW, **RIGHT | {"reference": ""}).status_code == 400


def test_everything_typed_is_still_there(chair_browser):
    page = chair_browser.fill_in(NEW, **RIGHT | {"held_on": "2026-02-30", "late_reason": "Snow"}).page

    assert [page.field(name) for name in RIGHT] == ["NB-2041", "2026-02-30", "initial", "in person", "2026-10-28"]
    assert page.field("late_reason") == "Snow"


def test_a_date_that_cannot_be_read_shows_in_a_plain_box(chair_browser):
    page = chair_browser.fill_in(NEW, **RIGHT | {"held_on": "30 Febuary"}).page

    assert page.soup.select_one("[name=held_on]")["type"] == "text"


def test_a_date_that_was_read_stays_in_the_calendar_of_the_browser(chair_browser):
    page = chair_browser.fill_in(NEW, **RIGHT | {"held_on": "10/11/2026", "reference": ""}).page

    assert page.soup.select_one("[name=held_on]")["value"] == "2026-11-10"


def test_a_late_conference_with_a_reason_is_made(chair_browser):
    late = RIGHT | {"strategy_discussion_on": "2026-10-19", "late_reason": "Nobody could come on the day."}

    chair_browser.fill_in(NEW, **late)

    assert db.session.scalars(select(Conference)).one().late_reason == "Nobody could come on the day."


@pytest.mark.parametrize(
    ("kind", "counted_from"),
    [
        ("first review", {"last_conference_on": "2026-08-10"}),
        ("later review", {"last_conference_on": "2026-05-11"}),
        ("transfer-in", {"told_of_move_on": "2026-10-20"}),
        ("reconvened", {"last_conference_on": "2026-11-09"}),
        ("reconvened", {}),
    ],
)
def test_the_last_day_in_time_needs_no_reason(chair_browser, kind, counted_from):
    response = chair_browser.fill_in(NEW, **RIGHT | {"type": kind, "strategy_discussion_on": ""} | counted_from)

    assert response.status_code == 302
    conference = db.session.scalars(select(Conference)).one()
    assert {name: str(getattr(conference, name)) for name in counted_from} == counted_from


def test_over_easter_the_fifteen_working_days_last_longer(chair_browser):
    over_easter = RIGHT | {"held_on": "2026-04-21", "strategy_discussion_on": "2026-03-26"}

    page = chair_browser.fill_in(NEW, **over_easter).page

    assert page.errors == [
        "Write why the conference is late. It was due by 20 April 2026, 15 working days after the strategy discussion."
    ]


class TestTheSameAgain:
    def test_sending_twice_makes_one(self, chair_browser):
        shown = chair_browser.get(NEW)

        places = {chair_browser.send(shown, **RIGHT).location for _ in range(2)}

        assert (how_many(), len(places)) == (1, 1)

    def test_the_same_reference_and_day_is_refused_with_everything_kept(self, chair_browser, conference):
        page = chair_browser.fill_in(NEW, **RIGHT | {"reference": "nb-2041"}).page

        assert page.errors == [
            "There is a conference nb-2041 on 10 November 2026 already. "
            "Open it from the list, or check the reference and the date."
        ]
        assert page.field("reference") == "nb-2041"

    def test_another_chairs_conference_counts_too_and_that_they_met_it_is_written_down(self, chair_browser, chair):
        theirs = ConferenceFactory(reference="NB-2041")

        page = chair_browser.fill_in(NEW, **RIGHT).page

        assert page.errors == ["This reference is in use on that day. Check both with your team."]
        assert how_many() == 1
        assert [(line.person_id, line.deed) for line in auditing.lines_about(theirs)] == [
            (chair.id, "met a conference by its reference")
        ]

    def test_the_same_reference_on_another_day_is_another_conference(self, chair_browser, conference):
        assert chair_browser.fill_in(NEW, **RIGHT | {"held_on": "2026-11-11"}).status_code == 302

    def test_a_token_that_another_chair_has_used_makes_no_second_row(self, chair_browser):
        ConferenceFactory(reference="other", once="a" * 43)

        page = chair_browser.fill_in(NEW, **RIGHT | {"once": "a" * 43}).page

        assert how_many() == 1
        assert page.errors

    @pytest.mark.parametrize("once", ["", "x", "x" * 10_000, "\x00" * 43])
    def test_a_token_that_cannot_be_ours_is_replaced(self, chair_browser, once):
        assert chair_browser.fill_in(NEW, **RIGHT | {"once": once}).status_code == 302


class TestAFormThatWasOpenTooLong:
    def test_what_was_typed_is_shown_back(self, chair_browser):
        page = chair_browser.fill_in(NEW, **RIGHT | {"csrf_token": "old"}).page

        assert "This page was open for a long time." in page.text
        assert page.field("reference") == "NB-2041"

    def test_and_it_can_be_sent_again(self, chair_browser):
        shown = chair_browser.fill_in(NEW, **RIGHT | {"csrf_token": "old"})

        assert chair_browser.send(shown).status_code == 302


class TestWhatTimeItStarts:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("14:00", time(14)),
            ("14:00:00", time(14)),
            ("9.30", time(9, 30)),
            ("2pm", time(14)),
            ("2.30 PM", time(14, 30)),
            ("7:00", time(7)),
            ("21:00", time(21)),
            ("", None),
        ],
    )
    def test_it_may_be_typed_as_people_write_it(self, chair_browser, typed, stored):
        chair_browser.fill_in(NEW, **RIGHT | {"start_time": typed})

        assert db.session.scalars(select(Conference)).one().start_time == stored

    @pytest.mark.parametrize("typed", ["02:00", "6:59", "21:01", "23.30"])
    def test_at_night_it_is_a_mistake(self, chair_browser, typed):
        response = chair_browser.fill_in(NEW, **RIGHT | {"start_time": typed})

        assert response.page.errors == ["The conference must start between 7am and 9pm. Check the time."]
        assert how_many() == 0

    @pytest.mark.parametrize("typed", ["after lunch", "25:00", "14:60"])
    def test_what_is_no_time_stands_in_a_plain_box(self, chair_browser, typed):
        response = chair_browser.fill_in(NEW, **RIGHT | {"start_time": typed})

        assert response.page.errors == ["Enter a time, like 14:00 or 2pm."]
        assert response.page.soup.select_one("#start_time")["type"] == "text"
        assert response.page.field("start_time") == typed

    def test_the_conference_shows_it(self, chair_browser):
        page = chair_browser.fill_in(NEW, **RIGHT | {"start_time": "14:05"}, follow_redirects=True).page

        assert "Conference Tuesday 10 November, 2.05pm" in page.text

    def test_it_can_be_changed_and_taken_away(self, chair_browser, conference):
        change = f"/conferences/{conference.id}/change"
        chair_browser.fill_in(change, **RIGHT | {"start_time": "10:00"})
        assert conference.start_time == time(10)
        assert chair_browser.get(change).page.field("start_time") == "10:00"

        chair_browser.fill_in(change, start_time="")
        assert conference.start_time is None

    def test_another_window_is_told_what_stands_there(self, chair_browser, conference):
        change = f"/conferences/{conference.id}/change"
        shown = chair_browser.get(change)
        chair_browser.send(shown, **RIGHT | {"start_time": "10:00"})

        page = chair_browser.send(shown, **RIGHT | {"start_time": "11:00"}).page

        assert "10:00" in [answer.get_text() for answer in page.soup.select(".promise dd")]
        assert conference.start_time == time(10)
