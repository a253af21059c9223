"""The catalogue: each kind of thing, how long it is kept and from when, what goes then, what stays, what keeps it.

`flask retention rules` prints it, and docs/decisions says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from app.extensions import db
from app.models import Alert, Conference, View
from app.services import settings
from app.services.clocks import start_of_day
from app.services.retention import meetings, rest, said
from app.services.retention.facts import Together
from app.services.retention.found import Batch
from app.services.retention.rule import Fate, Period, Reason
from app.services.settings import Settings

AT_ONCE: Final = 50  # looked at in one transaction: nobody waits long


class Kind(StrEnum):
    """What is kept for a time."""

    VIEWS = "views"
    MEETINGS = "meetings"
    CHILDREN = "children"
    MEMBER_NOTES = "member notes"
    DRAFTS = "drafts"
    KEPT_WORK = "kept work"
    MEMBER_TEXTS = "what members wrote"
    REQUESTS = "requests"
    AGENDA_PROPOSALS = "agenda items of members"
    OUTBOX = "outbox"
    AUDIT = "audit"


class Keeping(Protocol):
    """How one kind is looked at and cleared, some at a time."""

    def batch(self, now: datetime, after: Any, *, for_change: bool) -> Batch | None:
        """The next of those that may be over, judged; None when there are no more. `for_change` holds them."""

    def clear(self, batch: Batch, now: datetime) -> int:
        """Clear what goes of a batch that is held for change. Returns how many."""


@dataclass(frozen=True, kw_only=True)
class ByFacts:
    """Rows that many other rows belong to: judged by what the database knows of all of them."""

    model: type[Any]
    may_be_over: Callable[[datetime], Select[UUID]]
    together: Together
    period: Callable[[Settings], Period]
    do_clear: Callable[[Sequence[UUID], datetime], None]

    def batch(self, now: datetime, after: UUID | None, *, for_change: bool) -> Batch | None:
        """Whoever is at work on one of them keeps it out of this run: it is looked at in the next."""
        period = self.period(settings.current())
        query = self.may_be_over(start_of_day(period.earliest(now))).order_by(self.model.id).limit(AT_ONCE)
        if after is not None:
            query = query.where(self.model.id > after)
        ids = db.session.scalars(query).all()
        if not ids:
            return None
        # First held, then judged: what others did until this moment counts, and nobody does more until the commit.
        held = self.hold(ids) if for_change else ids
        fates = self.together.fates(held, period, now)
        return Batch(
            last=ids[-1],
            over=[row_id for row_id in held if fates[row_id][0] is Fate.OVER],
            blocked={row_id: why for row_id, (fate, why) in fates.items() if fate is Fate.BLOCKED},
        )

    def hold(self, ids: Sequence[UUID]) -> Sequence[UUID]:
        """Those of them that nobody else holds, and that have not been cleared since they were asked for."""
        left = self.may_be_over(datetime.max.replace(tzinfo=UTC)).where(self.model.id.in_(ids))
        return db.session.scalars(left.with_for_update(of=self.model, key_share=True, skip_locked=True)).all()

    def clear(self, batch: Batch, now: datetime) -> int:
        """Returns how many were cleared."""
        if batch.over:
            self.do_clear(batch.over, now)
        return len(batch.over)


def views_before(moment: datetime) -> Select[UUID]:
    """Views that were said so long ago, of which something is left: words, or what was written of an alert."""
    alert_is_left = exists().where(Alert.view_id == View.id, Alert.cleared_at.is_(None))
    return select(View.id).where(View.last_said_at < moment, or_(View.cleared_at.is_(None), alert_is_left))


def conferences_before(moment: datetime) -> Select[UUID]:
    """Conferences that were held so long ago and are not cleared."""
    return select(Conference.id).where(Conference.held_on < moment.date(), Conference.cleared_at.is_(None))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of thing, as everybody may read it."""

    keeping: Keeping
    what: str
    how_long: Callable[[Settings], str]
    since: str
    goes: str
    stays: str
    blocked_by: tuple[Reason, ...] = ()
    place: str = ""  # where somebody finds one that is blocked, by its id


def reasons_of(together: Together) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(block.reason for block in together.blocks))


CATALOGUE: Final[dict[Kind, Rule]] = {
    Kind.VIEWS: Rule(
        keeping=ByFacts(
            model=View,
            may_be_over=views_before,
            together=said.TOGETHER,
            period=lambda in_force: Period(months=in_force.view_months),
            do_clear=said.clear,
        ),
        what="what young people said, with answers, drafts of answers, notes, quotes and how to find them",
        how_long=lambda in_force: f"{in_force.view_months} months (view_months)",
        since="the last thing that was done with it",
        goes="all words, age, area, name, how to find them, notes, drafts, themes, quotes, records of alerts",
        stays="that it was sent, topic, feeling, safe or not, when it was read and answered, an alert's dates and end",
        blocked_by=reasons_of(said.TOGETHER),
        place="/inbox/{}",
    ),
    Kind.MEETINGS: Rule(
        keeping=ByFacts(
            model=Conference,
            may_be_over=conferences_before,
            together=meetings.TOGETHER,
            period=lambda in_force: Period(months=in_force.meeting_months),
            do_clear=meetings.clear,
        ),
        what="conferences: what children wrote and said, and what was recorded for each child",
        how_long=lambda in_force: f"{in_force.meeting_months} months (meeting_months)",
        since="the last thing that was done with any child's record in it",
        goes="all words, references, months of birth, cards, records of alerts",
        stays="days, participation codes, how far wishes were acted on, whether actions were done and children told",
        blocked_by=reasons_of(meetings.TOGETHER),
        place="/conferences/{}",
    ),
    Kind.CHILDREN: Rule(
        keeping=rest.ChildrenBroughtIn(),
        what="children of another system who came into no conference",
        how_long=lambda in_force: f"{in_force.meeting_months} months (meeting_months)",
        since="their being brought in",
        goes="all of it",
        stays="how many were brought in, and when",
    ),
    Kind.MEMBER_NOTES: Rule(
        keeping=rest.MemberNotes(),
        what="what members of the shadow board wrote for others",
        how_long=lambda in_force: f"{in_force.view_months} months (view_months)",
        since="somebody passing it on, keeping it back or dealing with it",
        goes="all of it, and the alert it raised",
        stays="what was counted of visits; what still waits, or has an open alert",
    ),
    Kind.DRAFTS: Rule(
        keeping=rest.Drafts(),
        what="what young people have half-written",
        how_long=lambda in_force: f"{in_force.draft_minutes} minutes (draft_minutes; draft_long_minutes when asked)",
        since="the last answer",
        goes="all of it",
        stays="nothing",
    ),
    Kind.KEPT_WORK: Rule(
        keeping=rest.KeptForms(),
        what="what staff sent when they were not signed in any more",
        how_long=lambda in_force: f"{in_force.kept_work_hours} hours (kept_work_hours)",
        since="its sending",
        goes="all of it",
        stays="nothing",
    ),
    Kind.MEMBER_TEXTS: Rule(
        keeping=rest.MemberTexts(),
        what="what members of the shadow board wrote for each other: words of questions, comments, what is missing",
        how_long=lambda in_force: f"{in_force.view_months} months (view_months)",
        since="its sending",
        goes="all of it that was read, and whose votes it holds",
        stays="the words that they agreed on, the board's answers; what nobody has read; what an alert is about",
    ),
    Kind.REQUESTS: Rule(
        keeping=rest.SubjectRequests(),
        what="that somebody asked what is held about a young person, what was left out, and why",
        how_long=lambda in_force: f"{in_force.request_months} months (request_months)",
        since="its being given, refused, or found to be about nothing",
        goes="all of it",
        stays="what is open; in the audit trail, who did what with it",
    ),
    Kind.AGENDA_PROPOSALS: Rule(
        keeping=rest.AgendaProposals(),
        what="what members of the shadow board wanted on the board's agenda, and why",
        how_long=lambda in_force: f"{in_force.view_months} months (view_months)",
        since="its being decided on, or kept back, or dealt with after it was taken back",
        goes="all of it, and the alert it raised",
        stays="what stands on an agenda, with its minutes; what waits for anybody, or has an open alert",
    ),
    Kind.OUTBOX: Rule(
        keeping=rest.Outbox(),
        what="that staff were told of something",
        how_long=lambda in_force: f"{in_force.outbox_days} days (outbox_days)",
        since="its handing over, or its being given up",
        goes="all of it",
        stays="nothing: that it is overdue, or the steps of an alert, stand elsewhere",
        blocked_by=(Reason.NOT_SENT, Reason.ALERT_OPEN),
        place="{}",
    ),
    Kind.AUDIT: Rule(
        keeping=rest.Audit(),
        what="the audit trail",
        how_long=lambda in_force: f"{in_force.audit_years} years (audit_years)",
        since="the newest line of a sealed segment",
        goes="the lines, by whole segments",
        stays="the hash of each segment, in the chain",
        blocked_by=(Reason.NOT_SEALED,),
        place="{}",
    ),
}
