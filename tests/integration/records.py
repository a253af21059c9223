"""Records of a child that are complete, for tests about what comes afterwards."""

from datetime import date

from app.extensions import db
from app.models import ChildRecord, RecordSource
from app.models.codes import (
    Category,
    Outcome,
    ParticipationCode,
    SharedBy,
    SharedWhen,
    ToldHow,
    VoiceSource,
)
from tests.factories import ChildRecordFactory


def complete_record(**changes) -> ChildRecord:
    """A saved record of a child of 4 or over in which nothing is missing, apart from what a test changes."""
    record = ChildRecordFactory(
        **{
            "told_beforehand": True,
            "participation_code": ParticipationCode.PN1,
            "own_words": "I want to stay at my school.",
            "considered_individually": True,
            "shared_when": SharedWhen.START,
            "shared_by": SharedBy.CHILD,
            "no_wishes": True,
            "no_action_asked": True,
            "category": Category.NEG,
            "outcome": Outcome.PLAN_MADE,
            "teller": "Their social worker",
            "told_how": ToldHow.FACE_TO_FACE,
            "tell_by": date(2026, 11, 20),
        }
        | changes
    )
    db.session.add(RecordSource(record_id=record.id, source=VoiceSource.AT_CONFERENCE))
    db.session.commit()
    return record
