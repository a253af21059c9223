"""Who must read which guidance, and who says that they have.

A person must read the newest version of what is in force for their role. Whoever read it, or an earlier version since
which only small things changed, has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, defer, joinedload

from app.extensions import db
from app.models import Guidance, GuidanceAudience, GuidanceReading, GuidanceVersion, Person, Role, utc_now
from app.services.adding import add_if_new


@dataclass(frozen=True)
class ToRead:
    """The newest version of one guidance, for one person; when they said that they have read it, if they have."""

    version: GuidanceVersion
    read_at: datetime | None


@dataclass(frozen=True)
class Readers:
    """The people of one role who must read something, and those who have not said that they have, by name."""

    role: Role
    number: int
    not_yet: Sequence[Person]

    @property
    def number_read(self) -> int:
        return self.number - len(self.not_yet)


def readings_of(person_id: UUID | InstrumentedAttribute[UUID], *columns: Any) -> Select[Any]:
    """What this person said they read of the guidance at hand, as far as it counts today."""
    read = aliased(GuidanceVersion)
    return (
        select(*columns)
        .join(read, read.id == GuidanceReading.version_id)
        .where(
            read.guidance_id == Guidance.id,
            read.number >= Guidance.read_from,
            GuidanceReading.person_id == person_id,
        )
        .correlate(Guidance, Person)
    )


def in_force_for(person: Person) -> Select[GuidanceVersion]:
    """The newest version of all that this person must read."""
    return (
        select(GuidanceVersion)
        .join(GuidanceVersion.guidance)
        .join(GuidanceVersion.audience)
        .where(
            Guidance.published_at.is_not(None),
            GuidanceVersion.number == Guidance.newest_number,
            GuidanceAudience.role == person.role,
        )
    )


def list_for(person: Person) -> list[ToRead]:
    """All that this person must read: first what they have not, then by its name. Without the texts."""
    read_at = readings_of(person.id, func.max(GuidanceReading.created_at)).scalar_subquery()
    query = in_force_for(person).add_columns(read_at).options(defer(GuidanceVersion.text))
    found = [ToRead(version, at) for version, at in db.session.execute(query)]
    return sorted(found, key=lambda one: (one.read_at is not None, one.version.title.casefold(), str(one.version.id)))


def how_many_wait_for(person: Person) -> int:
    """How much there is that this person must read and has not. One query."""
    has_read: ColumnElement[bool] = exists(readings_of(person.id, GuidanceReading.id))
    waiting = in_force_for(person).where(~has_read).with_only_columns(func.count())
    return db.session.scalars(waiting).one()


def get_for(person: Person, guidance_id: UUID) -> ToRead:
    """One that this person must read. Raises NoResultFound for any other."""
    read_at = readings_of(person.id, func.max(GuidanceReading.created_at)).scalar_subquery()
    query = in_force_for(person).where(Guidance.id == guidance_id).add_columns(read_at)
    version, at = db.session.execute(query).one()
    return ToRead(version, at)


def changes_since_read(person: Person, version: GuidanceVersion) -> Sequence[GuidanceVersion]:
    """The versions after the newest that this person read, the newest first, up to this one; none for a first reading.

    Each says what changed in it, and why.
    """
    of_it = select(func.max(GuidanceVersion.number)).join(
        GuidanceReading, GuidanceReading.version_id == GuidanceVersion.id
    )
    of_them = of_it.where(GuidanceVersion.guidance_id == version.guidance_id, GuidanceReading.person_id == person.id)
    query = select(GuidanceVersion).where(
        GuidanceVersion.guidance_id == version.guidance_id,
        GuidanceVersion.number > of_them.scalar_subquery(),
        GuidanceVersion.number <= version.number,
    )
    newest_first = query.order_by(GuidanceVersion.number.desc())
    return db.session.scalars(newest_first.options(defer(GuidanceVersion.text))).all()


def say_read(person: Person, guidance_id: UUID, version_id: UUID | None) -> None:
    """They say that they have read the version that was on their page. Again changes nothing, nor does any other.

    Raises NoResultFound when they need not read it.
    """
    get_for(person, guidance_id)
    of_it = GuidanceVersion.guidance_id == guidance_id, GuidanceVersion.published_at.is_not(None)
    if db.session.scalar(select(GuidanceVersion.id).where(GuidanceVersion.id == version_id, *of_it)) is None:
        return
    values = {"id": uuid4(), "created_at": utc_now(), "version_id": version_id, "person_id": person.id}
    add_if_new(GuidanceReading, values, key=("version_id", "person_id"))


def readers_in_force() -> Select[Any]:
    """Everybody who must read each guidance that is in force: its newest version, and each person who can sign in."""
    return (
        select(Guidance.id)
        .join(GuidanceVersion, GuidanceVersion.guidance_id == Guidance.id)
        .join(GuidanceAudience, GuidanceAudience.version_id == GuidanceVersion.id)
        .join(Person, Person.role == GuidanceAudience.role)
        .where(
            Guidance.published_at.is_not(None),
            GuidanceVersion.number == Guidance.newest_number,
            Person.is_active.is_(True),
        )
    )


def how_many_have() -> dict[UUID, tuple[int, int]]:
    """By guidance that is in force: how many have read it, and how many must. One query."""
    has_read = exists(readings_of(Person.id, GuidanceReading.id))
    counts = func.count(case((has_read, 1))), func.count()
    rows = db.session.execute(readers_in_force().add_columns(*counts).group_by(Guidance.id))
    return {guidance_id: (read, must) for guidance_id, read, must in rows}


def who_has_not(guidance: Guidance) -> Sequence[Person]:
    """Everybody who must read what is in force of it and has not said that they have."""
    has_read = exists(readings_of(Person.id, GuidanceReading.id))
    query = readers_in_force().where(Guidance.id == guidance.id, ~has_read).with_only_columns(Person)
    return db.session.scalars(query.order_by(Person.id)).all()


def readers_of(guidance: Guidance) -> list[Readers]:
    """Of each role that must read it: how many there are, and who has not said that they have."""
    has_read = exists(readings_of(Person.id, GuidanceReading.id))
    query = readers_in_force().where(Guidance.id == guidance.id).with_only_columns(Person, has_read)
    found = db.session.execute(query.options(joinedload(Person.agency))).all()
    roles = guidance.newest.roles if guidance.newest else []
    return [
        Readers(
            role,
            sum(person.role is role for person, _ in found),
            sorted(
                (person for person, has in found if person.role is role and not has),
                key=lambda person: (person.name.casefold(), str(person.id)),
            ),
        )
        for role in roles
    ]
