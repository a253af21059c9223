"""A conference: what children wrote for it and said about it, and what was recorded for each child. All goes at once.

Brothers and sisters stand in one conference; while one child's record must stay, everybody's does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import (
    Action,
    Alert,
    AlertStep,
    Child,
    ChildRecord,
    Conference,
    ConferenceHandOver,
    Contribution,
    Hold,
    MeetingReply,
    MeetingWords,
    Wish,
)
from app.models.codes import ClockName
from app.models.record_details import DETAIL_COLUMNS
from app.protection.cookie_secret import new_secret
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services.retention.facts import Block, Part, Path, Together, clock
from app.services.retention.rule import Reason
from app.services.retention.said import CLEARED, clear_alert
from app.services.sealed_columns import all_columns

OF_RECORD: Final[Any] = ChildRecord.conference_id
# Every text of a record, and whatever of the child does not count in figures.
NO_LONGER_KNOWN: Final = (
    *(column.name for column in all_columns() if column.table.name == ChildRecord.__tablename__),
    *(name for name in DETAIL_COLUMNS if not name.endswith("_sealed")),
    *("sibling_place", "sibling_count", "interpreter", "interpreted_by", "age_band"),
)
HELD: Final = (Hold.lifted_at.is_(None), Hold.subject_table == ChildRecord.__tablename__)

TOGETHER: Final = Together(
    paths={
        Conference: Path(Conference.id),
        ChildRecord: Path(OF_RECORD),
        Wish: Path(OF_RECORD, ((Wish.record,),)),
        Action: Path(OF_RECORD, ((Action.record,),)),
        Contribution: Path(OF_RECORD, ((Contribution.record,),)),
        MeetingReply: Path(OF_RECORD, ((MeetingReply.record,),)),
        MeetingWords: Path(OF_RECORD, ((MeetingWords.record,),)),
        Alert: Path(
            OF_RECORD,
            (
                (Alert.contribution,),
                (Contribution.record,),
            ),
        ),
        AlertStep: Path(
            OF_RECORD,
            (
                (AlertStep.alert,),
                (Alert.contribution,),
                (Contribution.record,),
            ),
        ),
        Hold: Path(OF_RECORD, ((ChildRecord, ChildRecord.id == Hold.subject_id),)),
    },
    parts=(
        Part(Conference, (Conference.held_on, Conference.finished_at)),
        Part(ChildRecord, (ChildRecord.saved_at, ChildRecord.told_on, ChildRecord.released_at)),
        Part(Action, (Action.done_on, Action.reported_at)),
        Part(Contribution, (Contribution.sent_at, Contribution.replaced_at, Contribution.read_at)),
        Part(MeetingReply, (MeetingReply.sent_at, MeetingReply.read_at, MeetingReply.settled_at)),
        Part(MeetingWords, (MeetingWords.last_used_at, MeetingWords.revoked_at)),
        Part(Alert, (Alert.raised_at, Alert.acknowledged_at, Alert.closed_at)),
        Part(AlertStep, (AlertStep.at,)),
        Part(Hold, (Hold.created_at, Hold.lifted_at)),
    ),
    blocks=(
        Block(Reason.HELD, Hold, HELD),
        clock(Reason.HELD, ClockName.MEETING_HOLD_REVIEWED),
        Block(Reason.ALERT_OPEN, Alert, (Alert.closed_at.is_(None),)),
        clock(Reason.ALERT_OPEN, ClockName.ALERT_ACKNOWLEDGED),
        clock(Reason.UNREAD, ClockName.MEETING_PAGE_READ),
        clock(Reason.REPLY_UNSETTLED, ClockName.MEETING_REPLY_SETTLED),
        clock(Reason.UNTOLD, ClockName.CHILD_TOLD),
        clock(Reason.ACTION_OPEN, ClockName.ACTION_DONE),
        clock(Reason.STOP_UNSEEN, ClockName.STOP_LOOKED_AT),
        # One that no child was ever added to has nothing in it to finish: somebody made it and left it.
        Block(
            Reason.UNFINISHED,
            Conference,
            (Conference.finished_at.is_(None), exists().where(ChildRecord.conference_id == Conference.id)),
        ),
    ),
)


def clear(ids: Sequence[UUID], now: datetime) -> None:
    """Clear these conferences, which are held for change: every word, reference and month of birth in them.

    What stays is what figures count: days, codes, how far wishes were acted on, whether actions were done in time.
    """
    conferences = db.session.scalars(
        select(Conference)
        .where(Conference.id.in_(ids))
        .options(
            selectinload(Conference.records).options(
                selectinload(ChildRecord.sources),
                selectinload(ChildRecord.needs),
                selectinload(ChildRecord.aids),
                selectinload(ChildRecord.harms),
                selectinload(ChildRecord.topics),
                selectinload(ChildRecord.adults),
                selectinload(ChildRecord.wishes),
                selectinload(ChildRecord.actions),
                selectinload(ChildRecord.replies),
                selectinload(ChildRecord.contributions).selectinload(Contribution.alert).selectinload(Alert.steps),
            )
        )
        .execution_options(populate_existing=True)
    ).all()
    for conference in conferences:
        conference.cleared_at, conference.late_reason, conference.start_time = now, None, None
        conference.is_quorate = conference.not_quorate_reason = conference.core_group_late_reason = None
        forget_why_handed_over(conference)
        rename(conference)
        for record in conference.records:
            clear_record(record, now)
    db.session.flush()
    clear_children({record.child_id for conference in conferences for record in conference.records})


def forget_why_handed_over(conference: Conference) -> None:
    """Who led it stays; what was written of why it got another chair does not."""
    for one in db.session.scalars(select(ConferenceHandOver).where(ConferenceHandOver.conference_id == conference.id)):
        one.reason = CLEARED


def clear_record(record: ChildRecord, now: datetime) -> None:
    """One child's record, with all its parts at hand."""
    for name in NO_LONGER_KNOWN:
        setattr(record, name, None)
    record.told_beforehand = record.considered_individually = record.understood = None
    record.shared_when = record.shared_by = record.category = record.outcome = None
    record.released_at = None  # no page is shown of it
    for ticked in (record.sources, record.needs, record.aids, record.harms, record.topics, record.adults):
        ticked.clear()
    for wish in record.wishes:
        wish.text, wish.changed, wish.explanation, wish.reason = CLEARED, None, None, None
        wish.weight = wish.topic = None
    for action in record.actions:
        action.what, action.owner_role = CLEARED, CLEARED
        action.stopped_reason = action.evidence = action.difference = action.child_said = None
        action.reported = None
    for reply in record.replies:
        reply.words = None
        reply.answer = CLEARED if reply.answer_sealed else None
    for contribution in record.contributions:
        clear_contribution(contribution, now)
    db.session.execute(delete(MeetingWords).where(MeetingWords.record_id == record.id))
    db.session.execute(
        delete(Hold).where(Hold.subject_id == record.id, Hold.subject_table == ChildRecord.__tablename__)
    )


def clear_contribution(contribution: Contribution, now: datetime) -> None:
    """What a child wrote at one sitting: that there was something, when, and that it was read."""
    contribution.cleared_at = now
    contribution.good = contribution.worries = contribution.wishes_as_json = None
    contribution.speaker = contribution.understanding = contribution.private = None
    contribution.joining = contribution.how_safe = contribution.helped_by = contribution.words_are_own = None
    if contribution.alert is not None:
        clear_alert(contribution.alert, now)


def rename(row: Conference | Child) -> None:
    """In the place of its reference stands one that nobody gave it, and that no other row has."""
    row.reference = f"cleared {new_secret()}"
    row.reference_index = blind_index(vault.ring, row.reference)


def clear_children(ids: set[UUID]) -> None:
    """A child whose last conference is cleared keeps no reference and no month of birth.

    They are held for change first, so that no conference gets this child at the same moment.
    """
    query = select(Child).where(Child.id.in_(ids)).order_by(Child.id).with_for_update()
    for child in db.session.scalars(query).all():
        left = select(ChildRecord.id).join(ChildRecord.conference).where(ChildRecord.child_id == child.id)
        if db.session.scalar(left.where(Conference.cleared_at.is_(None)).limit(1)) is None:
            rename(child)
            child.born = None
    db.session.flush()
