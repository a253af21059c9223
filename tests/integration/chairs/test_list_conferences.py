from datetime import date, timedelta

import pytest

from app.models import utc_now
from app.models.codes import Stage, ToldHow
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, WishFactory
from tests.integration.records import complete_record

TODAY = date(2026, 11, 17)


def groups(page) -> list[str]:
    return [heading.get_text() for heading in page.soup.select("h2[id^=care]")]


def references(page) -> list[str]:
    return [top.get_text().strip().split(".")[0] for top in page.soup.select(".conf__top .soft")]


def test_a_chair_without_conferences_is_told_what_to_do(chair_browser):
    page = chair_browser.get("/conferences/").page

    assert page.heading == "Your conferences"
    assert "You have no conferences here yet." in page.text


def test_only_my_own_conferences_are_listed(chair_browser, conference):
    ConferenceFactory(reference="NB-9999")

    assert references(chair_browser.get("/conferences/").page) == ["NB-2041"]


def test_what_needs_the_chair_comes_first(chair_browser, chair):
    ConferenceFactory(chair=chair, reference="done", finished_at=utc_now())
    ConferenceFactory(chair=chair, reference="to come", held_on=TODAY + timedelta(days=2))
    ConferenceFactory(chair=chair, reference="to finish")
    late = ConferenceFactory(chair=chair, reference="late", held_on=date(2026, 11, 2))
    ChildRecordFactory(conference=late)

    page = chair_browser.get("/conferences/").page

    assert groups(page) == ["Tell the child", "Finish", "Next", "Finished"]
    assert references(page) == ["late", "to finish", "to come", "done"]


def test_the_newest_finished_conference_is_the_first_of_those(chair_browser, chair):
    for day in (2, 4, 3):
        ConferenceFactory(chair=chair, reference=f"of the {day}th", held_on=date(2026, 11, day), finished_at=utc_now())

    assert references(chair_browser.get("/conferences/").page) == ["of the 4th", "of the 3th", "of the 2th"]


class TestTheChildren:
    def test_each_child_is_shown_with_age_and_state(self, chair_browser, conference):
        ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-1", born="2014-05"))

        text = chair_browser.get("/conferences/").page.text

        assert "C-1, 12 Voice record Not started Told what happened Due today" in text

    @pytest.mark.parametrize(
        ("born", "stage", "age"),
        [
            (None, Stage.UNBORN, "C-1, not born yet"),
            ("2026-11", Stage.UNDER_4, "C-1, newborn"),
            ("2026-10", Stage.UNDER_4, "C-1, 1 month"),
            ("2026-08", Stage.UNDER_4, "C-1, 3 months"),
            ("2025-05", Stage.UNDER_4, "C-1, 18 months"),
            ("2024-12", Stage.UNDER_4, "C-1, 23 months"),
            ("2024-11", Stage.UNDER_4, "C-1, 2"),
            ("2022-11", Stage.UNDER_4, "C-1, 3"),
            ("2022-11", Stage.FOURTH_BIRTHDAY, "C-1, 4"),
            ("2022-11", None, "C-1, 3 or 4"),
            ("2012-01", Stage.FOUR_OR_OVER, "C-1, 14"),
        ],
    )
    def test_the_age_is_said_in_words(self, chair_browser, conference, born, stage, age):
        ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-1", born=born), stage=stage)

        assert f"{age} Voice record" in chair_browser.get("/conferences/").page.text

    def test_a_draft_says_how_much_is_still_to_do(self, chair_browser, conference):
        complete_record(conference=conference, teller=None)

        assert "Voice record Draft 1 to do" in chair_browser.get("/conferences/").page.text

    def test_a_complete_record_says_so(self, chair_browser, conference):
        complete_record(conference=conference)

        assert "Voice record Complete" in chair_browser.get("/conferences/").page.text


class TestToldWhatHappened:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"tell_due_on": date(2026, 11, 20)}, "Due 20 November"),
            ({"tell_due_on": TODAY, "tell_by": date(2026, 11, 30)}, "Due today"),  # whatever the chair plans
            ({"tell_due_on": TODAY, "tell_by": None}, "Due today"),
            ({"tell_due_on": date(2026, 11, 16)}, "Late, was due 16 November"),
            ({"told_on": TODAY}, "Told"),
            ({"told_how": ToldHow.NOT_GIVEN, "not_told_reason": "Too upset"}, "Will not be told"),
        ],
    )
    def test_the_list_says_where_we_are(self, chair_browser, conference, values, words):
        complete_record(conference=conference, **values)

        assert f"Told what happened {words}" in chair_browser.get("/conferences/").page.text

    def test_nobody_tells_a_child_who_is_not_born_yet(self, chair_browser, conference):
        ChildRecordFactory(conference=conference, child=ChildFactory(born=None), stage=Stage.UNBORN)

        assert groups(chair_browser.get("/conferences/").page) == ["Finish"]

    @pytest.mark.parametrize("values", [{"told_on": TODAY}, {"told_how": ToldHow.NOT_GIVEN}])
    def test_a_child_who_was_told_or_will_not_be_is_not_late(self, chair_browser, conference, values):
        complete_record(conference=conference, tell_due_on=date(2026, 11, 12), **values)

        assert groups(chair_browser.get("/conferences/").page) == ["Finish"]

    def test_a_finished_conference_comes_back_to_the_top_when_a_child_was_not_told(self, chair_browser, chair):
        finished = ConferenceFactory(chair=chair, finished_at=utc_now())
        complete_record(conference=finished, tell_due_on=date(2026, 11, 12))

        assert groups(chair_browser.get("/conferences/").page) == ["Tell the child"]


class TestLongLists:
    def test_there_are_twenty_to_a_page(self, chair_browser, chair):
        ConferenceFactory.create_batch(21, chair=chair)

        assert len(references(chair_browser.get("/conferences/").page)) == 20

    def test_the_others_are_one_link_away(self, chair_browser, chair):
        ConferenceFactory.create_batch(21, chair=chair)

        older = chair_browser.get("/conferences/").page.link("Older")

        assert len(references(chair_browser.get(older).page)) == 1

    @pytest.mark.parametrize("page", ["0", "-3", "9" * 30, "two", "7"])
    def test_a_page_that_is_not_there_is_a_page_all_the_same(self, chair_browser, conference, page):
        assert chair_browser.get(f"/conferences/?page={page}").status_code == 200


@pytest.mark.parametrize("number", [2, 12])
def test_the_list_takes_the_same_number_of_queries_however_long_it_is(chair_browser, chair, count_queries, number):
    for _ in range(number):
        record = complete_record(conference=ConferenceFactory(chair=chair))
        WishFactory(record=record)
    chair_browser.get("/conferences/")

    with count_queries() as queries:
        chair_browser.get("/conferences/")

    # who is signed in; the conferences; their records with the children; sources; wishes; actions; what the
    # children wrote; what they said since; what is owed: answers, reading, telling, actions, what stopped, what
    # follows; what they must read
    assert len(queries) == 17
