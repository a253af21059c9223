"""The chairs' manager sees every conference's clocks and what is missing, and gives one to another chair."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Conference, OutboxMessage, Role, utc_now
from app.models.codes import ToldHow
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    WishFactory,
)

TODAY = date(2026, 11, 17)


@pytest.fixture
def manager():
    return PersonFactory(name="Denise Farrow", role=Role.CHAIRS_MANAGER)


@pytest.fixture
def manager_browser(browser, manager):
    return browser.sign_in(manager)


def references(page):
    return [one.get_text().split(".")[0].strip() for one in page.soup.select(".conf__top .soft")]


class TestSeeing:
    def test_the_clocks_of_each_child_and_what_is_missing(self, manager_browser, conference):
        record = ChildRecordFactory(conference=conference, tell_due_on=date(2026, 11, 13))
        MeetingReplyFactory(record=record, due_at=utc_now() - timedelta(days=1))
        ContributionFactory(record=record, read_due_at=utc_now() + timedelta(days=1))
        ActionFactory(record=record, due_on=date(2026, 11, 16))

        text = manager_browser.get("/conferences/all").page.text

        assert "Tuesday 10 November, Priya Shah" in text
        assert "Late for a child" in text
        assert "Late, was due 13 November" in text
        assert "Answer: late, was due 16 November" in text
        assert "The child wrote: read it by 18 November" in text
        assert "1 action late" in text
        assert "Choose the participation code." in text

    def test_a_late_letter_record_or_core_group_of_whoever_leads_it(self, manager_browser):
        late = ConferenceFactory(reference="NB-1", finished_at=utc_now(), clocks_started=True)
        ChildRecordFactory(conference=late, told_on=TODAY, told_how=ToldHow.LETTER)
        ConferenceFactory(reference="NB-2", held_on=date(2026, 11, 12))

        page = manager_browser.get("/conferences/all?show=afterwards").page

        assert references(page) == ["NB-1"]
        assert "Letter with the decisions late, was due 11 November" in page.text
        assert "Late for a child" not in page.soup.select_one("main ul.rows").get_text()
        assert references(manager_browser.get("/conferences/all").page) == ["NB-1", "NB-2"]

    def test_no_child_is_named_by_reference_and_no_word_is_shown(self, manager_browser, conference):
        record = ChildRecordFactory(
            conference=conference, child=ChildFactory(reference="C-9911"), own_words="I am cold."
        )
        WishFactory(record=record, text="I want my own bed.")

        text = manager_browser.get("/conferences/all").page.text

        assert "Child 1 of 1" in text
        assert [word for word in ("C-9911", "I am cold.", "my own bed") if word in text] == []

    def test_what_is_late_for_a_child_is_first(self, manager_browser):
        ConferenceFactory(reference="NB-1", held_on=date(2026, 11, 3))
        late = ConferenceFactory(reference="NB-2", finished_at=utc_now())
        ChildRecordFactory(conference=late, tell_due_on=date(2026, 11, 13))
        ConferenceFactory(reference="NB-3", held_on=date(2026, 11, 20))

        assert references(manager_browser.get("/conferences/all").page) == ["NB-2", "NB-1", "NB-3"]

    @pytest.mark.parametrize(
        ("show", "found"),
        [
            ("late", ["NB-1"]),
            ("unfinished", ["NB-1", "NB-2"]),
            ("to-come", ["NB-3"]),
            ("all", ["NB-1", "NB-2", "NB-3", "NB-4"]),
            ("open", ["NB-1", "NB-2", "NB-3"]),
            ("nonsense", ["NB-1", "NB-2", "NB-3"]),
        ],
    )
    def test_it_shows_what_is_asked_for(self, manager_browser, show, found):
        late = ConferenceFactory(reference="NB-1", held_on=date(2026, 11, 2))
        MeetingReplyFactory(record__conference=late, due_at=utc_now() - timedelta(hours=1))
        ConferenceFactory(reference="NB-2", held_on=TODAY)
        ConferenceFactory(reference="NB-3", held_on=date(2026, 11, 18))
        ConferenceFactory(reference="NB-4", finished_at=utc_now())
        cleared = ConferenceFactory(reference="NB-5", held_on=date(2026, 11, 2), cleared_at=utc_now())
        db.session.commit()

        assert cleared.cleared_at
        assert references(manager_browser.get(f"/conferences/all?show={show}").page) == found

    def test_of_one_chair(self, manager_browser, chair, conference):
        ConferenceFactory(reference="NB-7")

        assert references(manager_browser.get(f"/conferences/all?chair={chair.id}").page) == ["NB-2041"]
        assert len(references(manager_browser.get("/conferences/all?chair=nobody").page)) == 2

    def test_a_long_list_is_paged_and_takes_as_many_queries_as_a_short_one(self, manager_browser, chair, count_queries):
        ChildRecordFactory(conference__chair=chair)
        manager_browser.get("/conferences/all")
        with count_queries() as few:
            manager_browser.get("/conferences/all")
        for number in range(21):
            ChildRecordFactory(conference=ConferenceFactory(reference=f"NB-{number}x"), tell_due_on=TODAY)

        with count_queries() as many:
            page = manager_browser.get("/conferences/all").page

        assert len(many) == len(few)
        assert len(references(page)) == 20
        assert len(references(manager_browser.get("/conferences/all?page=2").page)) == 2


class TestGivingItToAnotherChair:
    def test_with_a_reason_written_down_and_the_other_chair_told(self, manager_browser, conference, manager):
        other = PersonFactory(name="Robert Holt", role=Role.CHAIR)

        answer = manager_browser.fill_in(
            f"/conferences/{conference.id}/reassign",
            person=str(other.id),
            reason="Priya is ill.",
            follow_redirects=True,
        )

        assert "The conference has another chair now." in answer.page.text
        assert db.session.get_one(Conference, conference.id).chair_id == other.id
        line = db.session.scalars(select(AuditLine).where(AuditLine.deed == "gave conference another chair")).one()
        assert (line.person_id, line.reason) == (manager.id, "Priya is ill.")
        assert db.session.scalars(select(OutboxMessage.person_id)).all() == [other.id]

    def test_all_that_is_open_when_a_chair_is_away_and_the_other_is_told_once(self, manager_browser, conference, chair):
        other = PersonFactory(name="Robert Holt", role=Role.CHAIR)
        to_come = ConferenceFactory(chair=chair, held_on=date(2026, 11, 20))
        owed = ConferenceFactory(chair=chair, held_on=date(2026, 11, 3), finished_at=utc_now())
        ChildRecordFactory(conference=owed)
        done = ConferenceFactory(chair=chair, held_on=date(2026, 11, 4), finished_at=utc_now())
        somebody_elses = ConferenceFactory(held_on=date(2026, 11, 5))

        manager_browser.fill_in(
            f"/conferences/{conference.id}/reassign", person=str(other.id), reason="Priya is ill.", everything="y"
        )

        theirs = set(db.session.scalars(select(Conference.id).where(Conference.chair_id == other.id)))
        assert theirs == {conference.id, to_come.id, owed.id}
        assert (done.chair_id, somebody_elses.chair_id != other.id) == (chair.id, True)
        assert db.session.scalars(select(OutboxMessage.person_id)).all() == [other.id]
        assert len(db.session.scalars(select(AuditLine).where(AuditLine.deed.startswith("gave"))).all()) == 3

    def test_not_without_a_reason(self, manager_browser, conference):
        page = manager_browser.fill_in(f"/conferences/{conference.id}/reassign").page

        assert page.errors == ["Choose who leads it from now on.", "Write why it gets another chair."]

    def test_not_one_that_is_cleared(self, manager_browser, conference):
        conference.cleared_at = utc_now()
        db.session.commit()

        assert manager_browser.get(f"/conferences/{conference.id}/reassign").status_code == 404
