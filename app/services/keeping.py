"""Work that somebody sent when they were not signed in any more: it waits, sealed, for their next sign-in.

Nobody else sees any of it. It goes when it is sent, when it is thrown away, and when its time has run out.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select

from app.extensions import db
from app.models import KeptWork, Person, SignIn, utc_now
from app.services import settings

MOST = 5  # for one person
LEADS_TO_A_CHILD = frozenset({"subject_reference", "subject_words"})
# By the last part of a field's name: what proves who somebody is, tokens that are made anew, and what leads to a child.
NEVER_KEPT = LEADS_TO_A_CHILD | {"csrf_token", "passphrase", "present_passphrase", "again", "code", "kept"}

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """One form as it was sent: where to, and its fields in their order."""

    id: uuid.UUID
    path: str
    fields: Fields = field(repr=False)
    kept_at: datetime
    expires_at: datetime


def find_owner(secret_mark: bytes) -> Person | None:
    """Whose sign-in this hash stands for, though it may have run out: they were away for too long, or in for too long.

    Nobody when it was ended (whoever still has that cookie may not be they), when it was never whole, when it was last
    seen longer ago than work is kept for, or when they are paused.
    """
    return db.session.scalar(
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            SignIn.secret_mark == secret_mark,
            SignIn.ended_at.is_(None),
            SignIn.confirmed_at.is_not(None),
            SignIn.last_seen_at > utc_now() - kept_for_so_long(),
            Person.is_active.is_(True),
        )
    )


def kept_for_so_long() -> timedelta:
    return timedelta(hours=settings.current().kept_work_hours)


def keep(person: Person, *, path: str, fields: Sequence[tuple[str, str]]) -> datetime | None:
    """Keep a form for this person. Returns until when; nothing when as much waits for them as may.

    What waits already is never given up for something newer. The same form sent again is kept once.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())  # two tabs, one after another
    sweep()
    rows = rows_of(person)
    text = json.dumps({"path": path, "fields": [pair for pair in fields if may_be_kept(pair[0])]})
    row = next((row for row in rows if row.fields == text), None)
    if row is None and len(rows) >= MOST:
        return None
    row = row or KeptWork(person_id=person.id, fields=text)
    row.expires_at = utc_now() + kept_for_so_long()
    db.session.add(row)
    db.session.flush()
    return row.expires_at


def may_be_kept(name: str) -> bool:
    return name.rpartition("-")[2] not in NEVER_KEPT


def rows_of(person: Person) -> Sequence[KeptWork]:
    return db.session.scalars(
        select(KeptWork)
        .where(KeptWork.person_id == person.id, KeptWork.expires_at > utc_now())
        .order_by(KeptWork.created_at.desc(), KeptWork.id)
    ).all()


def kept_for(person: Person) -> list[Kept]:
    """What waits for this person, newest first."""
    return [opened(row) for row in rows_of(person)]


def opened(row: KeptWork) -> Kept:
    contents = json.loads(row.fields)
    fields = [(name, text) for name, text in contents["fields"]]
    return Kept(row.id, contents["path"], fields, kept_at=row.created_at, expires_at=row.expires_at)


def waits_for(person_id: uuid.UUID) -> bool:
    """Whether anything waits for this person."""
    query = select(exists().where(KeptWork.person_id == person_id, KeptWork.expires_at > utc_now()))
    return bool(db.session.scalar(query))


def throw_away(person: Person, kept_id: uuid.UUID) -> None:
    """Delete it. Raises NoResultFound when nothing of this person's has this id."""
    row = db.session.scalars(select(KeptWork).where(KeptWork.id == kept_id, KeptWork.person_id == person.id)).one()
    db.session.delete(row)
    db.session.flush()


def throw_away_all(person: Person) -> None:
    """Delete everything that waits for this person: it was for work that is not theirs any more."""
    db.session.execute(delete(KeptWork).where(KeptWork.person_id == person.id))


def forget_sent(person_id: uuid.UUID, kept_id: uuid.UUID) -> None:
    """Delete what has been sent, if it is still there and this person's."""
    db.session.execute(delete(KeptWork).where(KeptWork.id == kept_id, KeptWork.person_id == person_id))


def sweep() -> None:
    """Delete what has run out, whoever's it was."""
    db.session.execute(delete(KeptWork).where(KeptWork.expires_at <= utc_now()))
