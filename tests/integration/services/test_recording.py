from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import Conference, Person, utc_now
from app.models.codes import ParticipationCode, Stage
from app.services import auditing, recording
from app.services.errors import RuleBroken
from app.services.recording import Telling
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, PersonFactory
from tests.integration.records import complete_record


def loaded(record):
    """The record as its chair's pages have it, and the chair."""
    chair = db.session.get_one(Person, db.session.get_one(Conference, record.conference_id).chair_id)
    db.session.expire_all()
    return chair, recording.get_record(chair, record.conference_id, record.id)


class TestGetRecord:
    def test_someone_elses_record_does_not_exist(self):
        record = ChildRecordFactory()

        with pytest.raises(NoResultFound):
            recording.get_record(PersonFactory(), record.conference_id, record.id)

    def test_a_record_of_another_conference_does_not_exist(self):
        record = ChildRecordFactory()
        chair = record.conference.chair

        with pytest.raises(NoResultFound):
            recording.get_record(chair, ConferenceFactory(chair=chair).id, record.id)

    def test_to_change_it_the_conference_is_locked_before_anything_is_read(self, count_queries):
        record = ChildRecordFactory()
        chair, conference_id, record_id = record.conference.chair, record.conference_id, record.id
        db.session.expire_all()
        assert chair.id

        with count_queries() as queries:
            recording.get_record(chair, conference_id, record_id, for_change=True)

        assert "FROM conference" in queries[0]
        assert "child_record" not in queries[0]
        if db.session.connection().dialect.name == "postgresql":  # SQLite has one lock for everything
            assert queries[0].endswith("FOR UPDATE")

    def test_nobody_locks_what_is_not_theirs(self):
        record = ChildRecordFactory()

        with pytest.raises(NoResultFound):
            recording.get_record(PersonFactory(), record.conference_id, record.id, for_change=True)


class TestTelling:
    def save(self, record, *, tell_by):
        chair, record = loaded(record)
        recording.save_telling(
            chair,
            record,
            teller="Nan",
            told_how=None,
            not_told_reason=None,
            tell_by=tell_by,
            told_on=None,
            understood=None,
        )
        return record

    def test_a_day_the_chair_plans_does_not_move_the_boards_clock(self):
        record = self.save(ChildRecordFactory(tell_due_on=date(2026, 11, 16)), tell_by=date(2026, 12, 1))

        assert (record.tell_by, record.tell_due_on) == (date(2026, 12, 1), date(2026, 11, 16))
        assert recording.telling_of(record, date(2026, 11, 17)) is Telling.LATE

    def test_an_empty_day_is_the_usual_one_again(self):
        record = self.save(ChildRecordFactory(tell_by=date(2026, 12, 1)), tell_by=None)

        assert record.tell_by == record.tell_due_on == date(2026, 11, 17)

    @pytest.mark.parametrize(
        ("today", "telling"),
        [(16, Telling.TO_COME), (17, Telling.TODAY), (18, Telling.LATE)],
    )
    def test_it_is_late_from_the_day_after(self, today, telling):
        assert recording.telling_of(ChildRecordFactory(), date(2026, 11, today)) is telling


class TestSaveVoice:
    def test_a_code_for_another_age_is_refused(self):
        chair, record = loaded(ChildRecordFactory(stage=Stage.UNDER_4, child=ChildFactory(born="2025-01")))

        with pytest.raises(RuleBroken, match="PN1 is not for a child of this age"):
            recording.save_voice(
                chair,
                record,
                participation_code=ParticipationCode.PN1,
                sources=[],
                own_words=None,
                observation=None,
                not_heard_reason=None,
            )


class TestKeep:
    def test_the_moment_of_the_change_is_kept(self, clock):
        chair, record = loaded(ChildRecordFactory())
        clock.shift(60)
        before = utc_now()

        recording.save_space(chair, record, told_beforehand=True)

        assert before <= record.saved_at <= utc_now()

    def test_nothing_that_is_needed_goes_from_a_finished_conference(self):
        chair, record = loaded(complete_record(conference=ConferenceFactory(finished_at=utc_now())))

        with pytest.raises(RuleBroken, match="would leave something out"):
            recording.save_space(chair, record, told_beforehand=None)


class TestTheAuditTrail:
    def test_never_says_what_the_child_said(self):
        chair, record = loaded(complete_record(own_words="I want a dog."))

        recording.save_space(chair, record, told_beforehand=False)

        assert {line.reason for line in auditing.lines_about(record)} == {None}


def test_the_mark_of_what_is_stored_gives_nothing_away():
    assert "dog" not in recording.mark_of({"own_words": "I want a dog."})


def test_the_mark_changes_with_what_is_stored():
    assert recording.mark_of({"own_words": "a"}) != recording.mark_of({"own_words": "b"})
