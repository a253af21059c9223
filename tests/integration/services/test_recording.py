import pytest
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import Conference, Person, utc_now
from app.models.codes import ParticipationCode, Stage
from app.services import auditing, recording
from app.services.errors import RuleBroken
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
