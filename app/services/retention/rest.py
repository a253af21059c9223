"""What goes as it is, with nothing left behind: drafts, kept work, the outbox; and the audit trail, by its own rule."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, select

from app.extensions import db
from app.models import (
    AgendaItem,
    AgendaProposal,
    Alert,
    AuditLine,
    AuditSeal,
    Base,
    Child,
    ChildRecord,
    KeptWork,
    MemberNote,
    MemberText,
    OutboxMessage,
    SubjectRequest,
    Visit,
)
from app.models.codes import MemberTextState, ProposalState
from app.services import audit_retiring, settings
from app.services.clocks import add_months, london_day, start_of_day
from app.services.retention.found import Batch
from app.services.retention.rule import Reason

AT_ONCE: Final = 500


class Deleted:
    """Rows that are deleted when their time is over."""

    model: type[Base]

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        raise NotImplementedError

    def batch(self, now: datetime, after: UUID | None, *, for_change: bool) -> Batch | None:
        """What somebody holds at this moment goes the next time: two never wait for each other."""
        query = select(self.model.id).where(self.is_over(now)).order_by(self.model.id).limit(AT_ONCE)
        if after is not None:
            query = query.where(self.model.id > after)
        ids = list(db.session.scalars(query.with_for_update(skip_locked=True) if for_change else query))
        return Batch(last=ids[-1], over=ids) if ids else None

    def clear(self, batch: Batch, now: datetime) -> int:
        """Returns how many were deleted."""
        db.session.execute(delete(self.model).where(self.model.id.in_(batch.over)))
        return len(batch.over)


class Drafts(Deleted):
    model = Visit

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        return Visit.expires_at <= now


class KeptForms(Deleted):
    model = KeptWork

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        return KeptWork.expires_at <= now


def delete_alerts(about: ColumnElement[bool]) -> None:
    """The alerts about this; their steps go with them, by the foreign key."""
    db.session.execute(delete(Alert).where(about))


class MemberNotes(Deleted):
    """What members wrote and somebody decided on. What waits, or has an alert that is open, stays; an alert that is
    closed goes with it."""

    model = MemberNote

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        last_day = add_months(london_day(now), -settings.current().view_months)
        has_open_alert = exists().where(Alert.note_id == MemberNote.id, Alert.closed_at.is_(None))
        return and_(MemberNote.decided_at < start_of_day(last_day), ~has_open_alert)

    def clear(self, batch: Batch, now: datetime) -> int:
        delete_alerts(Alert.note_id.in_(batch.over))
        return super().clear(batch, now)


class ChildrenBroughtIn(Deleted):
    """Children of another system who came into no conference."""

    model = Child

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        last_day = add_months(london_day(now), -settings.current().meeting_months)
        return and_(Child.import_id.is_not(None), Child.created_at < start_of_day(last_day), self.is_unused)

    @property
    def is_unused(self) -> ColumnElement[bool]:
        return ~exists().where(ChildRecord.child_id == Child.id)

    def clear(self, batch: Batch, now: datetime) -> int:
        """They are held by now. Who came into a conference before that stays."""
        ids = db.session.scalars(select(Child.id).where(Child.id.in_(batch.over), self.is_unused)).all()
        db.session.execute(delete(Child).where(Child.id.in_(ids)))
        return len(ids)


class MemberTexts(Deleted):
    """What members wrote for each other, once it was read. The words that they agreed on are public, and stay; so does
    whatever an alert was raised about."""

    model = MemberText

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        last_day = add_months(london_day(now), -settings.current().view_months)
        is_read = MemberText.state.in_((MemberTextState.PASSED_ON, MemberTextState.NOT_PASSED_ON))
        has_alert = exists().where(Alert.text_id == MemberText.id)
        return and_(MemberText.sent_at < start_of_day(last_day), is_read, ~has_alert)


class SubjectRequests(Deleted):
    """Requests for what is held, once they are over; with what was decided about each piece. No file is ever kept."""

    model = SubjectRequest

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        last_day = add_months(london_day(now), -settings.current().request_months)
        return SubjectRequest.closed_at < start_of_day(last_day)


class AgendaProposals(Deleted):
    """What members wanted on the agenda and a worker read. What the board still owes a decision on stays, and so does
    what stands on an agenda or has an alert that is open; an alert that is closed goes with it."""

    model = AgendaProposal

    def is_over(self, now: datetime) -> ColumnElement[bool]:
        last_day = add_months(london_day(now), -settings.current().view_months)
        ended = func.coalesce(AgendaProposal.decided_at, AgendaProposal.settled_at)
        has_open_alert = exists().where(Alert.proposal_id == AgendaProposal.id, Alert.closed_at.is_(None))
        return and_(
            AgendaProposal.settled_at.is_not(None),
            AgendaProposal.state != ProposalState.PASSED_ON,
            ended < start_of_day(last_day),
            ~exists().where(AgendaItem.proposal_id == AgendaProposal.id),
            ~has_open_alert,
        )

    def clear(self, batch: Batch, now: datetime) -> int:
        delete_alerts(Alert.proposal_id.in_(batch.over))
        return super().clear(batch, now)


class Outbox:
    """Messages that were handed over or given up. What waits still, or tells of an alert that is open, stays."""

    def batch(self, now: datetime, after: UUID | None, *, for_change: bool) -> Batch | None:
        before = now - timedelta(days=settings.current().outbox_days)
        ended = func.coalesce(OutboxMessage.handed_over_at, OutboxMessage.given_up_at)
        is_open = exists().where(Alert.id == OutboxMessage.subject_id, Alert.closed_at.is_(None))
        query = (
            select(OutboxMessage.id, ended.is_(None), is_open)
            .where(func.coalesce(ended, OutboxMessage.created_at) < before)
            .order_by(OutboxMessage.id)
            .limit(AT_ONCE)
        )
        if after is not None:
            query = query.where(OutboxMessage.id > after)
        if for_change:
            query = query.with_for_update(of=OutboxMessage, skip_locked=True)
        rows = db.session.execute(query).all()
        if not rows:
            return None
        blocked: dict[UUID, list[Reason]] = {}
        for row_id, *holds in rows:
            if why := [why for why, held in zip((Reason.NOT_SENT, Reason.ALERT_OPEN), holds, strict=True) if held]:
                blocked[row_id] = why
        return Batch(last=rows[-1].id, over=[row.id for row in rows if row.id not in blocked], blocked=blocked)

    def clear(self, batch: Batch, now: datetime) -> int:
        """Returns how many were deleted."""
        db.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(batch.over)))
        return len(batch.over)


class Audit:
    """Whole sealed segments of the audit trail. `over` holds how many lines each has."""

    def batch(self, now: datetime, after: Any, *, for_change: bool) -> Batch | None:
        """All of the segments that are over are one batch of a preview; in a run, some of them after others."""
        if for_change:
            lines = [segment.line_count for segment in audit_retiring.retire_next(now)]
            return Batch(last=True, over=lines) if lines else None
        if after:
            return None
        due = audit_retiring.due(now)
        unsealed = self.unsealed(now)
        if not due.segments and not unsealed:
            return None
        blocked = {line_id: [Reason.NOT_SEALED] for line_id in unsealed}
        return Batch(last=True, over=[1] * due.lines, blocked=blocked)

    def unsealed(self, now: datetime) -> list[UUID]:
        """Lines that would go if they were sealed."""
        query = (
            select(AuditLine.id)
            .outerjoin(AuditSeal, AuditSeal.line_id == AuditLine.id)
            .where(AuditLine.created_at < audit_retiring.kept_from(now), AuditSeal.id.is_(None))
        )
        return list(db.session.scalars(query.limit(AT_ONCE)))

    def clear(self, batch: Batch, now: datetime) -> int:
        """They are dropped already: whoever seals and whoever drops take turns. Returns how many lines."""
        return sum(batch.over)
