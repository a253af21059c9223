"""Which rows belong to what somebody asks about, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Action,
    Addition,
    Alert,
    AlertStep,
    Answer,
    AnswerDraft,
    Base,
    Child,
    ChildRecord,
    Conference,
    Contact,
    ContactRelease,
    Contribution,
    Hold,
    MeetingReply,
    Note,
    Quote,
    RecordAdult,
    RecordAid,
    RecordHarm,
    RecordNeed,
    RecordSource,
    RecordTopic,
    Redaction,
    Theme,
    View,
    ViewTheme,
    Wish,
)
from app.services import receiving
from app.services.clocks import london_day
from app.services.copying import facts_of, words_for

TICKS: Final = (RecordSource, RecordNeed, RecordAid, RecordHarm, RecordTopic, RecordAdult)
BESIDE_A_VIEW: Final[tuple[tuple[type[Any], str], ...]] = (
    (Addition, "What they added"),
    (Answer, "Our answer"),
    (Contact, "How to find them"),
    (AnswerDraft, "A draft of an answer"),
    (Note, "A note of staff"),
    (Quote, "A quote for others to read"),
    (Redaction, "A detail that is hidden"),
)
BESIDE_A_RECORD: Final[tuple[tuple[type[Any], str], ...]] = (
    (Contribution, "What they wrote for their meeting"),
    (Wish, "A wish"),
    (Action, "An action"),
    (MeetingReply, "What they said after the meeting"),
)


@dataclass(frozen=True)
class Row:
    """One row, which group it is shown in, what it is in words, and lines that other rows add to what was chosen."""

    row: Base
    group: str
    what: str
    also: Sequence[str] = field(default=())

    @property
    def chosen(self) -> str:
        return f"{self.what}: dates and choices"


def rows_for(table: str | None, row_id: UUID | None) -> list[Row]:
    """Everything that belongs to a view, to a child, or to the conferences with one reference; nothing of no row."""
    if table == View.__tablename__:
        return list(of_view(row_id))
    if table == Child.__tablename__:
        return list(of_children([row_id]))
    if table == Conference.__tablename__:
        return list(of_conferences(row_id))
    return []


def of_view(view_id: Any) -> Iterator[Row]:
    view = db.session.get(View, view_id)
    if view is None:
        return
    group = f"What was sent on {day(view.sent_at)}"
    query = select(Theme.name).join(ViewTheme).where(ViewTheme.view_id == view.id).order_by(Theme.name)
    yield Row(view, group, "What they told us", [f"Theme: {name}" for name in db.session.scalars(query)])
    for model, what in BESIDE_A_VIEW:
        for row in belonging(model, model.view_id == view.id):
            yield Row(row, group, what)
    releases = belonging(ContactRelease, ContactRelease.contact_id.in_(ids_of(Contact, Contact.view_id == view.id)))
    yield from (Row(row, group, "Why it was opened how to find them") for row in releases)
    yield from around(view, group, Alert.view_id == view.id)


def of_conferences(conference_id: Any) -> Iterator[Row]:
    """Every conference with the reference of this one, with all its children."""
    conference = db.session.get(Conference, conference_id)
    if conference is None:
        return
    those = ids_of(Conference, Conference.reference_index == conference.reference_index)
    query = select(ChildRecord.child_id).where(ChildRecord.conference_id.in_(those))
    yield from of_children(list(db.session.scalars(query.distinct())))


def of_children(child_ids: Sequence[Any]) -> Iterator[Row]:
    """Each child by themselves, conference after conference; and each conference once."""
    told: set[UUID] = set()
    for child in belonging(Child, Child.id.in_(child_ids)):
        yield Row(child, f"Child {child.reference}", "The child")
        for record in records_of(child):
            held_on = f"{record.conference.held_on.day} {record.conference.held_on:%B %Y}"
            if record.conference_id not in told:
                told.add(record.conference_id)
                yield Row(record.conference, f"The conference on {held_on}", "The conference")
            yield from of_record(record, f"Child {child.reference}, conference on {held_on}")


def records_of(child: Child) -> Sequence[ChildRecord]:
    query = select(ChildRecord).where(ChildRecord.child_id == child.id).options(joinedload(ChildRecord.conference))
    return sorted(db.session.scalars(query), key=lambda record: (record.conference.held_on, record.id))


def of_record(record: ChildRecord, group: str) -> Iterator[Row]:
    yield Row(record, group, "The record", [f"Recorded: {word}" for word in ticked(record)])
    for model, what in BESIDE_A_RECORD:
        for row in belonging(model, model.record_id == record.id):
            yield Row(row, group, what)
    written = ids_of(Contribution, Contribution.record_id == record.id)
    yield from around(record, group, Alert.contribution_id.in_(written))


def ticked(record: ChildRecord) -> list[str]:
    ticks = [tick for model in TICKS for tick in belonging(model, model.record_id == record.id)]
    return [words_for(value) for tick in ticks for value in facts_of(tick).values()]


def around(subject: Base, group: str, raised_of: Any) -> Iterator[Row]:
    """Alerts with their steps, and holds."""
    for alert in belonging(Alert, raised_of):
        yield Row(alert, group, "The alert")
        for step in belonging(AlertStep, AlertStep.alert_id == alert.id):
            yield Row(step, group, "A step of the alert")
    for hold in belonging(Hold, Hold.subject_id == subject.id, Hold.subject_table == subject.__tablename__):
        yield Row(hold, group, "Why it is kept longer")


def belonging(model: type[Any], *those: Any) -> Sequence[Any]:
    """The rows of a table that are meant, the oldest first."""
    return db.session.scalars(select(model).where(*those).order_by(model.created_at, model.id)).all()


def ids_of(model: type[Any], *those: Any) -> Any:
    return select(model.id).where(*those)


def day(moment: datetime) -> str:
    there = london_day(moment)
    return f"{there.day} {there:%B %Y}"


def wishes_as_lines(sitting: Contribution) -> str | None:
    """What a child wrote that they want to happen, each on a line of its own."""
    return "\n".join(receiving.wishes_in(sitting)) or None
