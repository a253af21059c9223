"""An audit trail to try things on: lines, sealing, and somebody who has the database in their hands."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, text

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment, Person, utc_now
from app.models.audit_guards import GUARDS
from app.services import audit_sealing, audit_verifying
from app.services.audit_handing import Head
from app.services.audit_verifying import Report

NOBODY = uuid.UUID(int=0)
SEVEN_YEARS = timedelta(days=7 * 366)


def write(number: int, *, person: Person | None = None, reason: str | None = None, **changes) -> list[AuditLine]:
    """So many lines, a second between them, the newest written a second ago."""
    changes = {"deed": "opened view", "subject_table": "young_person_view"} | changes
    first = changes.pop("created_at", utc_now() - timedelta(seconds=number))
    lines = [
        AuditLine(
            person_id=person.id if person else None,
            reason=reason,
            subject_id=uuid.uuid4(),
            created_at=first + timedelta(seconds=count),
            **changes,
        )
        for count in range(number)
    ]
    db.session.add_all(lines)
    db.session.commit()
    return lines


def seal(*, whatever_date: bool = False) -> list[AuditSegment]:
    """Seal everything there is. The segments this made."""
    made, after = [], None
    while sealing := audit_sealing.seal_next(after=after, whatever_date=whatever_date):
        made += [sealing.segment] if sealing.segment else []
        after = sealing.last
        db.session.commit()
    return made


def write_segments(*sizes: int, **changes) -> list[AuditSegment]:
    return [segment for size in sizes for segment in write(size, **changes) and seal()]


def heads() -> list[Head]:
    """What somebody else keeps."""
    rows = db.session.execute(select(AuditSegment.number, AuditSegment.hash).order_by(AuditSegment.number))
    return [Head(number, hash_) for number, hash_ in rows]


def verify(heads: list[Head] = (), *, now: datetime | None = None) -> Report:
    db.session.expire_all()
    return audit_verifying.verify(now or utc_now(), heads)


def line_at(segment: int, position: int) -> uuid.UUID:
    return db.session.scalars(
        select(AuditSeal.line_id)
        .join(AuditSegment, AuditSegment.id == AuditSeal.segment_id)
        .where(AuditSegment.number == segment, AuditSeal.position == position)
    ).one()


def stored(value):
    """As the driver takes it in text() queries."""
    if isinstance(value, uuid.UUID) and db.session.get_bind().dialect.name == "sqlite":
        return value.hex
    return value


class Insider:
    """Somebody who may do anything to the database, and begins by taking its guards away."""

    def __init__(self) -> None:
        if db.session.get_bind().dialect.name == "postgresql":
            self.run("SET LOCAL session_replication_role = replica")
            return
        for (kind, _table), statements in GUARDS.items():
            for statement in statements if kind == "sqlite" else ():
                self.run(f"DROP TRIGGER {statement.split()[2]}")
        self.run("PRAGMA defer_foreign_keys = ON")

    def run(self, statement: str, **values) -> int:
        made = db.session.execute(text(statement), {name: stored(value) for name, value in values.items()})
        return made.rowcount

    def remove_line(self, line_id: uuid.UUID) -> None:
        assert self.run("DELETE FROM audit_line WHERE id = :id", id=line_id) == 1

    def remove_seal(self, line_id: uuid.UUID) -> None:
        self.run("DELETE FROM audit_seal WHERE line_id = :id", id=line_id)

    def unseal_everything(self) -> None:
        for table in ("audit_head", "audit_seal", "audit_segment"):
            self.run(f"DELETE FROM {table}")
