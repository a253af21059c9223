"""A conference gets another chair: all of it goes along, and the chair before opens nothing of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, ConferenceHandOver, OutboxMessage, Role, utc_now
from app.services import changing_chairs, owing, promised
from app.services.errors import RuleBroken
from tests.factories import (
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    MinuteTakerFactory,
    PersonFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import conference_address, record_address


@pytest.fixture
def other():
    return PersonFactory(name="Robert Holt", role=Role.CHAIR)


@pytest.fixture
def record(conference):
    return ChildRecordFactory(conference=conference, tell_due_on=date(2026, 11, 16))


def hand_over(browser, conference, to, **answers):
    return browser.fill_in(
        f"{conference_address(conference)}/hand-over",
        **{"person": str(to.id), "reason": "I am on leave until January."} | answers,
        follow_redirects=True,
    )


class TestHandingOver:
    def test_the_other_chair_has_it_with_its_clocks_and_knows_why(
        self, chair_browser, conference, record, other, browser
    ):
        answer = hand_over(chair_browser, conference, other)

        assert "The conference has another chair now." in answer.page.text
        assert [one.record.id for one in owing.owed_by(other, now=utc_now())[0]] == [record.id]
        text = browser.sign_in(other).get(conference_address(conference)).page.text
        assert "From Priya Shah on Tuesday 17 November" in text
        assert "I am on leave until January." in text

    def test_the_chair_before_opens_nothing_of_it_and_owes_nothing(
        self, chair_browser, chair, conference, record, other
    ):
        hand_over(chair_browser, conference, other)

        assert chair_browser.get(conference_address(conference)).status_code == 404
        assert chair_browser.get(record_address(record)).status_code == 404
        assert owing.owed_by(chair, now=utc_now())[0] == []

    def test_it_is_written_down_with_the_reason_and_the_other_chair_is_told(self, chair_browser, conference, other):
        hand_over(chair_browser, conference, other)

        line = db.session.scalars(select(AuditLine).where(AuditLine.deed == "handed over conference")).one()
        assert line.reason == "I am on leave until January."
        assert db.session.scalars(select(OutboxMessage.person_id)).all() == [other.id]

    def test_the_reason_is_asked_for(self, chair_browser, conference, other):
        assert hand_over(chair_browser, conference, other, reason=" ").page.errors == [
            "Write why it gets another chair."
        ]

    def test_whoever_took_the_minutes_does_so_no_more(self, conference, other, browser, record):
        worker = MinuteTakerFactory(conference=conference).person

        changing_chairs.change_chair(conference.chair, conference, other.id, reason="On leave")
        db.session.commit()

        assert browser.sign_in(worker).get(record_address(record)).status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHAIR, Role.AGENCY_LEAD)])
    def test_only_a_chair_can_get_it(self, conference, role):
        with pytest.raises(RuleBroken, match="Choose a chair"):
            changing_chairs.change_chair(conference.chair, conference, PersonFactory(role=role).id, reason="On leave")


class TestWhoseWordsTheyAre:
    """Decision 23 still holds: words of a conference are its present chair's, and of no other conference."""

    @pytest.fixture
    def earlier(self, chair):
        earlier = ChildRecordFactory(
            conference=ConferenceFactory(chair=chair, held_on=date(2026, 5, 5)), child=ChildFactory()
        )
        WishFactory(record=earlier, text="I want my own bed.")
        return earlier

    def words_for(self, person, record):
        return [wish.text for wish in promised.last_promises(person, record, now=utc_now()).wishes]

    def test_the_new_chair_does_not_read_the_conference_before_it_that_was_kept(
        self, chair, conference, earlier, other
    ):
        now = ChildRecordFactory(conference=conference, child=earlier.child)

        changing_chairs.change_chair(chair, conference, other.id, reason="On leave")

        assert self.words_for(other, now) == [None]

    def test_handed_over_as_well_they_do_and_the_chair_before_does_not(self, chair, conference, earlier, other):
        now = ChildRecordFactory(conference=conference, child=earlier.child)

        changing_chairs.change_chair(chair, earlier.conference, other.id, reason="On leave")

        assert self.words_for(other, now) == ["I want my own bed."]
        assert self.words_for(chair, now) == [None]

    def test_whoever_takes_the_minutes_does_not_read_the_conference_before(self, conference, earlier):
        now = ChildRecordFactory(conference=conference, child=earlier.child)
        taker = MinuteTakerFactory(conference=conference).person

        assert self.words_for(taker, now) == [None]


class TestSameChairAsLastTime:
    @pytest.fixture
    def record(self, conference):
        return ChildRecordFactory(conference=conference, child=ChildFactory())

    def earlier(self, record, chair):
        return ChildRecordFactory(
            conference=ConferenceFactory(chair=chair, held_on=date(2026, 5, 5)), child=record.child
        ).conference

    def test_the_first_has_none_before(self, record):
        assert changing_chairs.chair_before(record.conference) is None

    def test_the_same_chair(self, record, chair):
        self.earlier(record, chair)

        assert changing_chairs.chair_before(record.conference).is_same

    def test_another_chair_and_who(self, record, other, chair_browser):
        self.earlier(record, other)

        assert "No, Robert Holt led the last one" in chair_browser.get(conference_address(record.conference)).page.text

    def test_who_led_it_on_the_day_counts_whoever_has_it_now(self, record, chair, other):
        before = self.earlier(record, chair)
        changing_chairs.change_chair(chair, before, other.id, reason="On leave")

        assert changing_chairs.chair_before(record.conference).is_same

    def test_handed_over_before_it_was_held_the_new_chair_led_it(self, record, chair, other):
        before = self.earlier(record, other)
        db.session.add(
            ConferenceHandOver(
                conference_id=before.id,
                from_id=chair.id,
                to_id=other.id,
                by_id=chair.id,
                reason="On leave",
                created_at=datetime(2026, 5, 4, 12, tzinfo=UTC),
            )
        )
        db.session.flush()

        assert not changing_chairs.chair_before(record.conference).is_same
