"""Quotes of the demonstration in each state, and somebody who was found, for a second person to look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Base, Contact, ContactRelease, Person, Quote, Role, View
from app.models.codes import Permission, QuoteState, ViewStatus
from app.protection.pointing_at import pointers_in
from app.services import clocks
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning
from app.services.demonstrating.people import Crew
from app.services.demonstrating.sentences import LINES
from app.services.openings import Opened
from app.services.settings import Settings

NEWEST: Final = 200  # views to choose from
WHY: Final = "Several young people say the same this quarter, and this says it best."
WHY_APPROVED: Final = "It is in their words, and many could have said it."
WHY_REFUSED: Final = "Their school would know who says this. Leave out the part about the teacher."
WHY_WITHDRAWN: Final = "A friend of theirs said at the youth club that they knew who it was."
# What becomes of each: who may read it, how it stands, and how many working days ago it was suggested.
QUOTES: Final = (
    (Permission.EVERYONE, QuoteState.WITHDRAWN, 20),
    (Permission.BOARD, QuoteState.REFUSED, 14),
    (Permission.EVERYONE, QuoteState.APPROVED, 7),
    (Permission.BOARD, QuoteState.APPROVED, 9),
    (Permission.BOARD, QuoteState.PROPOSED, 3),
    (Permission.EVERYONE, QuoteState.PROPOSED, 12),
    *((Permission.BOARD, QuoteState.APPROVED, ago) for ago in (80, 30)),
    *((Permission.EVERYONE, QuoteState.APPROVED, ago) for ago in (70, 41, 16)),
)
A_YEAR_AGO: Final = (182, 215, 250)  # working days: approved then, for everybody to read


NAMED: Final = "Łukasz"  # the only name that a sentence begins with, where no program takes it for one


def quote_of(words: str) -> str | None:
    """The sentences that say it, without what came before and after them: “Hi”, or “Please do not say I said it”.

    Edited as a worker would: without the name.
    """
    found = next((line.text for lines in LINES.values() for line in lines if line.text in words), None)
    return found.replace(NAMED, "He") if found else None


def quote_and_find(*, seed: int, days: Days, crew: Crew, in_force: Settings) -> None:
    """Suggest quotes from what was answered, and let what was opened to find somebody wait for a second look."""
    quoting = Quoting(Chance(f"quotes {seed}"), days, crew, in_force)
    quoting.suggest_all()
    quoting.wait_for_a_second_look()
    quoting.suggest_a_year_ago()
    db.session.flush()


@dataclass(frozen=True)
class Quoting:
    """Those of the team who suggest quotes and decide on them. Chance of its own: nothing else comes out otherwise."""

    chance: Chance
    days: Days
    crew: Crew
    in_force: Settings

    def suggest_all(self) -> None:
        found = {allowed: self.worth_quoting(allowed) for allowed in (Permission.BOARD, Permission.EVERYONE)}
        for permission, state, ago in QUOTES:
            at = in_the_morning(self.chance, self.days.working_days_ago(ago))
            if one := next((one for one in found[permission] if one[0].sent_at < at), None):
                found[permission].remove(one)
                self.suggest(*one, permission, state, ago, at)

    def suggest_a_year_ago(self) -> None:
        """A few that stand in the annual report: each from what was the newest then."""
        said: set[str] = set()
        for ago in A_YEAR_AGO:
            at = in_the_morning(self.chance, self.days.working_days_ago(ago))
            worth = self.worth_quoting(Permission.EVERYONE, before=at)
            if one := next((one for one in worth if one[1] not in said), None):
                said.add(one[1])
                self.suggest(*one, Permission.EVERYONE, QuoteState.APPROVED, ago, at)

    def worth_quoting(self, allowed: Permission, *, before: datetime | None = None) -> list[tuple[View, str]]:
        """The newest that were answered and allow this much, each with a quote of it, none of them twice."""
        views = db.session.scalars(
            select(View)
            .where(View.permission == allowed, View.status == ViewStatus.ANSWERED, View.is_safe.is_(True))
            .where(View.words_sealed.is_not(None), View.is_complaint.is_(False))
            .where(View.sent_at < (before or self.days.end))
            .order_by(View.sent_at.desc(), View.id)
            .limit(NEWEST)
        )
        found: dict[str, View] = {}
        for view in views.all():
            if (quote := quote_of(view.words or "")) and not pointers_in(quote):
                found.setdefault(quote, view)
        return [(view, quote) for quote, view in found.items()]

    def suggest(self, view: View, text: str, permission: Permission, state: QuoteState, ago: int, at: datetime) -> None:
        worker, other = self.crew.by_role[Role.PARTICIPATION_WORKER][:2]
        quote = Quote(
            id=self.chance.new_id(),
            created_at=at,
            view_id=view.id,
            text=text,
            permission=permission,
            why=WHY,
            state=state,
            proposed_by_id=worker.id,
            decide_due_at=clocks.due_by(at, self.in_force.quote_decide_days),
            once=self.chance.once(),
        )
        self.note(worker, "suggested a quote", quote, at)
        if state is not QuoteState.PROPOSED:
            self.decide(quote, other, ago - 2)
        if state is QuoteState.WITHDRAWN:
            at = in_the_morning(self.chance, self.days.working_days_ago(ago - 5))
            quote.withdrawn_at, quote.withdrawn_by_id, quote.withdrawn_because = at, worker.id, WHY_WITHDRAWN
            self.note(worker, "withdrew a quote", quote, at)
        db.session.add(quote)

    def decide(self, quote: Quote, by: Person, ago: int) -> None:
        is_refused = quote.state is QuoteState.REFUSED
        at = in_the_afternoon(self.chance, self.days.working_days_ago(ago))
        quote.decided_at, quote.decided_by_id = at, by.id
        quote.decided_because = WHY_REFUSED if is_refused else WHY_APPROVED
        self.note(by, "refused a quote" if is_refused else "approved a quote", quote, at)

    def wait_for_a_second_look(self) -> None:
        """Whoever opened how to find somebody may still look for a while."""
        lines = db.session.scalars(
            select(AuditLine)
            .join(Contact, AuditLine.subject_id == Contact.id)
            .where(AuditLine.deed == Opened.CONTACT)
            .order_by(AuditLine.created_at, AuditLine.id)
        )
        for line in lines.all():
            at = line.created_at
            release = ContactRelease(
                id=self.chance.new_id(),
                created_at=at,
                contact_id=line.subject_id,
                released_to_id=line.person_id,
                reason=line.reason,
                released_at=at,
                expires_at=at + timedelta(hours=self.in_force.release_hours),
                review_due_at=clocks.due_by(at, self.in_force.review_days),
            )
            db.session.add(release)

    def note(self, person: Person, deed: str, row: Base, at: datetime) -> None:
        line = {"created_at": at, "person_id": person.id, "deed": deed}
        db.session.add(AuditLine(subject_table=row.__tablename__, subject_id=row.id, reason=None, **line))
