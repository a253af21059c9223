"""Who deals with a view: handed to a colleague, taken on, or given back to nobody. Whoever gets it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Alert, AnswerDraft, OutboxMessage, Person, View
from app.models.codes import Event, ViewStatus
from app.services import auditing, powers, telling
from app.services.carriers import Problem
from app.services.errors import RuleBroken
from app.services.powers import ROLES, Power

WHO_READ_VIEWS = [role for role in ROLES if powers.may(role, Power.READ_VIEWS)]
MOST_SHOWN = 200


def colleagues() -> list[Person]:
    """Everybody who reads views and is not paused, by name."""
    found = db.session.scalars(select(Person).where(Person.role.in_(WHO_READ_VIEWS), Person.is_active.is_(True)))
    return sorted(found, key=lambda person: (person.name.casefold(), person.username))


def find_colleague(person_id: UUID) -> Person:
    """Somebody to hand a view to. Raises RuleBroken when they are paused, or do not read views."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise RuleBroken("Choose somebody from the list.")
    check_reads_views(person)
    return person


def check_reads_views(person: Person) -> None:
    """Raises RuleBroken for somebody who is paused, or may not read what young people wrote."""
    if not person.is_active or person.role not in WHO_READ_VIEWS:
        raise RuleBroken("They do not read views any more. Choose somebody else.")


def hand_over(view: View, by: Person, colleague: Person | None) -> None:
    """Give a view to somebody, or to nobody. To whom it belongs already changes nothing.

    For a view that was got `for_change`. Raises RuleBroken for somebody who does not read views, and for a view whose
    words are cleared: there is nothing left to deal with.
    """
    if view.handler_id == (colleague.id if colleague else None):
        return
    if view.cleared_at is not None:
        raise RuleBroken("Nothing of this is left to deal with.")
    if colleague is not None:
        check_reads_views(colleague)
    view.handler_id = colleague.id if colleague else None
    if colleague is None:
        auditing.note(by, "gave view back to everybody", view)
    elif colleague.id == by.id:
        auditing.note(by, "took on view", view)
    else:
        auditing.note(by, "handed view to a colleague", view)
        telling.tell_anew(colleague, Event.HANDED_OVER, view)
    db.session.flush()
    db.session.expire(view, ["handler"])


def tell_who_is_back(person: Person) -> None:
    """Whoever was paused was told of nothing meanwhile: tell them once that something waits, if anything does."""
    if person.role.is_young or not (was_not_told(person) or something_waits_for(person)):
        return
    telling.tell_anew(person, Event.BACK_AGAIN, person)


def was_not_told(person: Person) -> bool:
    """Whether a message for them was given up because they were paused, after they were let in the last time."""
    last_told = select(func.max(OutboxMessage.created_at)).where(
        OutboxMessage.person_id == person.id, OutboxMessage.event == Event.BACK_AGAIN
    )
    missed = select(OutboxMessage.id).where(
        OutboxMessage.person_id == person.id,
        OutboxMessage.last_problem == Problem.PAUSED,
        OutboxMessage.given_up_at > func.coalesce(last_told.scalar_subquery(), person.created_at),
    )
    return db.session.scalar(missed.limit(1)) is not None


def something_waits_for(person: Person) -> bool:
    """An alert that they could see and nobody has seen, or what colleagues asked of them by name."""
    if not powers.may(person.role, Power.READ_VIEWS):
        return False
    alerts = exists().where(Alert.acknowledged_at.is_(None))
    return bool(how_much_waits_for(person).total or db.session.scalar(select(alerts)))


@dataclass(frozen=True)
class ForYou:
    """What waits for one person by name, each counted up to one more than is shown."""

    to_look_at: int  # drafts of others
    handed_over: int

    @property
    def total(self) -> int:
        return self.to_look_at + self.handed_over

    @property
    def in_figures(self) -> str:
        return f"{MOST_SHOWN}+" if self.total > MOST_SHOWN else str(self.total)


def how_much_waits_for(person: Person) -> ForYou:
    """How many drafts somebody is asked to look at, and how many views they have that wait. One query."""
    drafts = select(AnswerDraft.id).where(AnswerDraft.asked_of_id == person.id, AnswerDraft.looked_at.is_(None))
    views = select(View.id).where(View.handler_id == person.id, View.status == ViewStatus.WAITING)
    numbers = [
        select(func.count()).select_from(query.limit(MOST_SHOWN + 1).subquery()).scalar_subquery()
        for query in (drafts, views)
    ]
    return ForYou(*db.session.execute(select(*numbers)).one())


def drafts_to_look_at(person: Person) -> Sequence[tuple[AnswerDraft, View]]:
    """Drafts that somebody is asked to look at, the longest waiting first, each with its view and who wrote it."""
    rows = db.session.execute(
        select(AnswerDraft, View)
        .join(View, View.id == AnswerDraft.view_id)
        .where(AnswerDraft.asked_of_id == person.id, AnswerDraft.looked_at.is_(None))
        .options(joinedload(AnswerDraft.written_by))
        .order_by(AnswerDraft.asked_at, AnswerDraft.id)
        .limit(MOST_SHOWN)
    )
    return [(draft, view) for draft, view in rows]


def views_of(person: Person) -> Sequence[View]:
    """Views that somebody deals with and that wait, in the order of the inbox."""
    return db.session.scalars(
        select(View)
        .where(View.handler_id == person.id, View.status == ViewStatus.WAITING)
        .order_by(View.place, View.next_due_at, View.sent_at, View.id)
        .limit(MOST_SHOWN)
    ).all()
