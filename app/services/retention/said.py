"""What young people said: what counts as the last thing that was done with it, what keeps it, and what is cleared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import (
    Addition,
    Alert,
    AlertStep,
    Answer,
    AnswerDraft,
    Contact,
    ContactRelease,
    Hold,
    Note,
    Quote,
    Redaction,
    View,
    ViewTheme,
)
from app.models.codes import ClockName, ViewStatus
from app.services import taking_back
from app.services.retention.facts import Block, Part, Path, Together, clock
from app.services.retention.rule import Reason

CLEARED: Final = "Cleared: it was kept long enough."  # where something must stand
HELD: Final = (Hold.lifted_at.is_(None), Hold.subject_table == View.__tablename__)

TOGETHER: Final = Together(
    paths={
        View: Path(View.id),
        Answer: Path(Answer.view_id),
        Addition: Path(Addition.view_id),
        Contact: Path(Contact.view_id),
        ContactRelease: Path(Contact.view_id, ((ContactRelease.contact,),)),
        Alert: Path(Alert.view_id),  # type: ignore[arg-type]  # a row without one belongs to no view
        AlertStep: Path(Alert.view_id, ((AlertStep.alert,),)),  # type: ignore[arg-type]
        Quote: Path(Quote.view_id),
        AnswerDraft: Path(AnswerDraft.view_id),
        Note: Path(Note.view_id),
        Redaction: Path(Redaction.view_id),
        ViewTheme: Path(ViewTheme.view_id),
        Hold: Path(Hold.subject_id),
    },
    parts=(
        Part(View, (View.sent_at, View.read_at, View.last_said_at, View.looked_at, View.taken_back_at)),
        Part(View, (View.first_answered_at,)),
        Part(Answer, (Answer.sent_at, Answer.verdict_at, Answer.read_at)),
        Part(Addition, (Addition.sent_at, Addition.read_at)),
        Part(Contact, (Contact.given_at, Contact.opened_at)),
        Part(ContactRelease, (ContactRelease.released_at, ContactRelease.reviewed_at)),
        Part(Alert, (Alert.raised_at, Alert.acknowledged_at, Alert.closed_at)),
        Part(AlertStep, (AlertStep.at,)),
        Part(Quote, (Quote.created_at, Quote.decided_at, Quote.withdrawn_at)),
        Part(AnswerDraft, (AnswerDraft.written_at, AnswerDraft.asked_at, AnswerDraft.looked_at)),
        Part(Note, (Note.created_at,)),
        Part(Redaction, (Redaction.created_at, Redaction.lifted_at)),
        Part(ViewTheme, (ViewTheme.created_at, ViewTheme.sent_at)),
        Part(Hold, (Hold.created_at, Hold.lifted_at)),
    ),
    blocks=(
        Block(Reason.HELD, Hold, HELD),
        Block(Reason.ALERT_OPEN, Alert, (Alert.closed_at.is_(None),)),
        clock(Reason.ALERT_OPEN, ClockName.ALERT_ACKNOWLEDGED),
        clock(Reason.UNREAD, ClockName.VIEW_READ),
        clock(Reason.ADDITION_UNREAD, ClockName.ADDITION_READ),
        Block(Reason.REASON_UNREAD, Answer, (Answer.read_due_at.is_not(None), Answer.read_at.is_(None))),
        clock(Reason.CONTACT_UNOPENED, ClockName.CONTACT_OPENED),
        clock(Reason.UNANSWERED, ClockName.VIEW_ANSWERED),
        clock(Reason.UNREVIEWED, ClockName.CONTACT_REVIEWED),
        clock(Reason.QUOTE_UNDECIDED, ClockName.QUOTE_DECIDED),
        clock(Reason.HELD, ClockName.VIEW_HOLD_REVIEWED),
    ),
)


def clear(ids: Sequence[UUID], now: datetime) -> None:
    """Clear these views, which are held for change: their words, and all that was written because of them.

    What stays is what figures count: that it was sent and when, what it was about, the feeling, whether they were safe,
    when it was read and answered; and of an alert its steps, dates, outcome and which agency was told.
    """
    views = db.session.scalars(
        select(View)
        .where(View.id.in_(ids))
        .options(selectinload(View.alert).selectinload(Alert.steps), joinedload(View.contact))
        .execution_options(populate_existing=True)
    ).all()
    for view in views:
        clear_view(view, now)
    db.session.execute(delete(Hold).where(Hold.subject_id.in_(ids), Hold.subject_table == View.__tablename__))


def clear_view(view: View, now: datetime) -> None:
    """One view, with its alert and the alert's steps at hand."""
    alert = view.alert
    if alert is not None:
        clear_alert(alert, now)
    if view.cleared_at is None:  # otherwise they took it back, and only its alert was left
        clear_words(view, now)
    db.session.flush()


def clear_words(view: View, now: datetime) -> None:
    """As if it were taken back now, apart from what figures count. Its 4 words open nothing any more."""
    topic, feeling, status = view.topic, view.feeling, view.status
    taking_back.shut(view, now)  # no words open it, and its quotes are shown to nobody
    taking_back.clear(view, now)
    view.taken_back_at = None
    view.topic, view.feeling, view.status = topic, feeling, status
    view.not_genuine_reason = CLEARED if status is ViewStatus.NOT_GENUINE else None


def clear_alert(alert: Alert, now: datetime) -> None:
    """What staff wrote about it goes; that it came, who saw it and when, and how it ended stays."""
    alert.cleared_at = now
    alert.raised_because = CLEARED if alert.raised_because_sealed else None
    alert.done = alert.told_because = CLEARED  # no alert is closed without both, and none that is open is cleared
    for step in alert.steps:
        step.note = None
