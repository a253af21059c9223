"""Who may see how to find a young person: a safeguarding lead, for a reason, for a time. Somebody else looks at why.

It opens at once, because they may be in danger. Every look is a line in the audit trail, and the young person is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import AuditLine, Contact, ContactRelease, Person, View, utc_now
from app.models.codes import Event, Finding
from app.services import auditing, clocks, powers, settings, telling
from app.services.due_next import note_what_is_due
from app.services.errors import RuleBroken
from app.services.openings import Opened
from app.services.powers import Power

PAGE: Final = 25
A_MOMENT: Final = timedelta(microseconds=1)
WITH_POWER: Final = {
    power: [role for role, rules in powers.ROLES.items() if power in rules.powers]
    for power in (Power.OPEN_CONTACT, Power.READ_VIEWS)
}


def release(view: View, by: Person, *, reason: str) -> str | None:
    """What a young person gave us to find them, for `release_hours` from now. Of a view that was got `for_change`.

    Who has time left for it only looks again: nothing new is opened. Nothing when they did not say how. Raises
    RuleBroken for anybody but a safeguarding lead.
    """
    check_is_lead(by)
    if view.contact is None:
        return None
    if current_release(view.contact, by) is None:
        let_see(view.contact, by, reason)
    return look(view, by, reason=reason)


def let_see(contact: Contact, by: Person, reason: str) -> None:
    now, in_force = utc_now(), settings.current()
    one = ContactRelease(
        contact_id=contact.id,
        released_to_id=by.id,
        reason=reason,
        released_at=now,
        expires_at=now + timedelta(hours=in_force.release_hours),
        review_due_at=clocks.due_by(now, in_force.review_days),
    )
    db.session.add(one)
    db.session.flush()
    telling.tell(who_may_review(one), Event.CONTACT_OPENED, one)


def look_again(view: View, by: Person) -> str | None:
    """The same, without a new reason. Raises RuleBroken when their time for it is over."""
    check_is_lead(by)
    if view.contact is None or current_release(view.contact, by) is None:
        raise RuleBroken("Your time to look at this is over. Write a reason, and it opens again.")
    return look(view, by)


def look(view: View, by: Person, *, reason: str | None = None) -> str | None:
    contact = view.contact
    if contact is None:
        return None
    auditing.note(by, Opened.CONTACT, contact, reason=reason)
    contact.opened_at = utc_now()
    note_what_is_due(view)
    db.session.flush()
    return contact.how


def check_is_lead(by: Person) -> None:
    if not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("Only a safeguarding lead can see how to find them.")


def current_release(contact: Contact, lead: Person) -> ContactRelease | None:
    """The time that this lead has left to look; None when they need a reason."""
    return db.session.scalar(
        select(ContactRelease)
        .where(
            ContactRelease.contact_id == contact.id,
            ContactRelease.released_to_id == lead.id,
            ContactRelease.expires_at > utc_now(),
        )
        .order_by(ContactRelease.expires_at.desc())
        .limit(1)
    )


def find_current(view: View, person: Person) -> ContactRelease | None:
    """The same of a view. It asks only where there can be one."""
    if view.contact is None or not powers.may(person.role, Power.OPEN_CONTACT):
        return None
    return current_release(view.contact, person)


def open_until(contact: Contact | None) -> datetime | None:
    """Until when a safeguarding lead may see how to find them, as the young person is told; None when nobody may."""
    if contact is None:
        return None
    is_open = ContactRelease.contact_id == contact.id, ContactRelease.expires_at > utc_now()
    return db.session.scalar(
        select(ContactRelease.expires_at).where(*is_open).order_by(ContactRelease.expires_at.desc()).limit(1)
    )


def end_early(view: View, by: Person) -> None:
    """They need to see it no more: from now on it takes a new reason. Again changes nothing."""
    one = current_release(view.contact, by) if view.contact else None
    if one is None:
        return
    end(one)
    auditing.note(by, "ended seeing how to find them", one)
    db.session.flush()


def end(one: ContactRelease) -> None:
    """It ends now. It began before it ended, also on a clock that stands still."""
    one.expires_at = min(one.expires_at, max(utc_now(), one.released_at + A_MOMENT))


# The second look.


@dataclass(frozen=True)
class Looked:
    """What whoever looks at it afterwards sees: who, why, for how long, how often. Never how to find anybody."""

    release: ContactRelease
    view_id: UUID
    looks: int


def may_review(person: Person) -> ColumnElement[bool]:
    """Another safeguarding lead; where there is no other, whoever reads views. Never whoever opened it."""
    other = aliased(Person)
    another_lead = exists().where(
        other.role.in_(WITH_POWER[Power.OPEN_CONTACT]),
        other.is_active.is_(True),
        other.id != ContactRelease.released_to_id,
    )
    is_another = ContactRelease.released_to_id != person.id
    if powers.may(person.role, Power.OPEN_CONTACT):
        return is_another
    return and_(is_another, ~another_lead)


def who_may_review(one: ContactRelease) -> Sequence[Person]:
    """Those people, to be told."""
    is_another = Person.is_active.is_(True), Person.id != one.released_to_id
    leads = db.session.scalars(select(Person).where(Person.role.in_(WITH_POWER[Power.OPEN_CONTACT]), *is_another)).all()
    if leads:
        return leads
    return db.session.scalars(select(Person).where(Person.role.in_(WITH_POWER[Power.READ_VIEWS]), *is_another)).all()


def list_releases(person: Person, *, is_reviewed: bool = False, page: int = 1) -> tuple[list[Looked], bool]:
    """One page of what this person is to look at, or of what was looked at, and whether there are more. One query.

    What waits comes by its clock; what is done, newest first. Their own are among what is done: they read what was
    found.
    """
    query = with_looks().where(
        ContactRelease.reviewed_at.is_not(None) if is_reviewed else ContactRelease.reviewed_at.is_(None),
        or_(may_review(person), ContactRelease.released_to_id == person.id) if is_reviewed else may_review(person),
    )
    order = ContactRelease.reviewed_at.desc() if is_reviewed else ContactRelease.review_due_at
    query = query.order_by(order, ContactRelease.released_at, ContactRelease.id)
    rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return [Looked(*row) for row in rows[:PAGE]], len(rows) > PAGE


def with_looks() -> Select[ContactRelease, UUID, int]:
    looks = (
        select(func.count())
        .where(
            AuditLine.subject_id == ContactRelease.contact_id,
            AuditLine.deed == Opened.CONTACT,
            AuditLine.person_id == ContactRelease.released_to_id,
            AuditLine.created_at >= ContactRelease.released_at,
            AuditLine.created_at <= ContactRelease.expires_at,
        )
        .correlate(ContactRelease)
        .scalar_subquery()
    )
    return (
        select(ContactRelease, Contact.view_id, looks)
        .join(ContactRelease.contact)
        .options(joinedload(ContactRelease.released_to), joinedload(ContactRelease.reviewed_by))
    )


def get_release(person: Person, release_id: UUID, *, for_change: bool = False) -> Looked:
    """One that this person may look at afterwards. Raises NoResultFound for any other, and for their own."""
    query = with_looks().where(ContactRelease.id == release_id, may_review(person))
    if for_change:
        query = query.with_for_update(of=ContactRelease)
    return Looked(*db.session.execute(query).one())


def review(one: ContactRelease, by: Person, *, finding: Finding, note: str) -> None:
    """Say whether it was right to open it. For one that was got `for_change`, by somebody who may.

    When it was not, it ends at once and every safeguarding lead is told. Raises RuleBroken when somebody has said so
    already.
    """
    if one.reviewed_at is not None:
        if one.reviewed_by_id == by.id and one.finding is finding:
            return
        raise RuleBroken("Somebody has looked at this already.")
    one.reviewed_at, one.reviewed_by_id = utc_now(), by.id
    one.finding, one.review_note = finding, note
    if finding is Finding.NOT_RIGHT:
        end(one)
        telling.tell(leads_but(by), Event.CONTACT_NOT_RIGHT, one)
    auditing.note(by, "looked at why it was opened", one)
    db.session.flush()


def leads_but(by: Person) -> Sequence[Person]:
    is_lead = Person.role.in_(WITH_POWER[Power.OPEN_CONTACT]), Person.is_active.is_(True)
    return db.session.scalars(select(Person).where(*is_lead, Person.id != by.id)).all()
