"""Which agencies were invited to a conference, were there, and sent a report; and whether they were enough."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Conference, ConferenceAgency, Person
from app.services import auditing, settings
from app.services.errors import RuleBroken


class Attendance(TypedDict):
    """The agencies of each kind, in the order of their names, and what the chair says of the quorum."""

    invited: list[UUID]
    attended: list[UUID]
    reported: list[UUID]
    is_quorate: bool | None
    not_quorate_reason: str | None


def agencies_at(conference: Conference) -> Sequence[ConferenceAgency]:
    """What is recorded of each agency, by name."""
    query = (
        select(ConferenceAgency)
        .join(ConferenceAgency.agency)
        .where(ConferenceAgency.conference_id == conference.id)
        .options(joinedload(ConferenceAgency.agency, innerjoin=True))
        .order_by(Agency.name, Agency.id)
    )
    return db.session.scalars(query).all()


def agencies_to_ask_about(conference: Conference) -> Sequence[Agency]:
    """The agencies that could be there, by name: those that are active, and any that is recorded already."""
    recorded = select(ConferenceAgency.agency_id).where(ConferenceAgency.conference_id == conference.id)
    query = select(Agency).where(or_(Agency.is_active.is_(True), Agency.id.in_(recorded)))
    return db.session.scalars(query.order_by(Agency.name, Agency.id)).all()


def attendance_at(conference: Conference) -> Attendance:
    """What is stored of who was there, as the form begins with it."""
    recorded = agencies_at(conference)
    return Attendance(
        invited=[one.agency_id for one in recorded if one.is_invited],
        attended=[one.agency_id for one in recorded if one.has_attended],
        reported=[one.agency_id for one in recorded if one.has_reported],
        is_quorate=conference.is_quorate,
        not_quorate_reason=conference.not_quorate_reason,
    )


def social_care() -> frozenset[UUID]:
    """The agencies that are children's social care, as an administrator has marked them. None while nobody has."""
    return frozenset(db.session.scalars(select(Agency.id).where(Agency.is_social_care.is_(True))))


class Lacks(NamedTuple):
    """What is missing for a quorum: local standards ask for children's social care and at least two other agencies.

    While nobody has marked which agency that is, only the number can be told. It is a setting.
    """

    social_care: bool
    agencies: int  # how many more must be there, of `needed`
    needed: int

    @property
    def in_words(self) -> str | None:
        """Why it was not quorate: "children’s social care was not there". None when it was."""
        parts = ["children’s social care was not there"] if self.social_care else []
        if self.agencies:
            parts.append(f"{self.needed - self.agencies} of at least {self.needed} agencies were there")
        return ", and ".join(parts) or None


def lacks(attended: Collection[UUID]) -> Lacks:
    """What is missing for a quorum when these agencies were there."""
    needed, known = settings.current().quorum_agencies, social_care()
    return Lacks(bool(known) and known.isdisjoint(attended), max(needed - len(attended), 0), needed)


def check_quorum(is_quorate: bool | None, attended: Collection[UUID]) -> None:
    """Raises RuleBroken, its message for the chair, when it is called quorate and is not."""
    if not is_quorate:
        return
    missing = lacks(attended)
    if missing.agencies:
        raise RuleBroken(f"At least {missing.needed} agencies must be there. Tick each one that was, or choose “No”.")
    if missing.social_care:
        raise RuleBroken("Children’s social care must be there. Tick it if it was, or choose “No” and write why.")


def why_not_quorate(conference: Conference, recorded: Sequence[ConferenceAgency]) -> str | None:
    """What nobody has said yet, or what contradicts it: who was there was not enough. None where it was enough, where
    nobody has written down who was there, and where it is said already that it was not quorate."""
    attended = [one.agency_id for one in recorded if one.has_attended]
    if not attended or conference.is_quorate is False:
        return None
    return lacks(attended).in_words


def save_attendance(chair: Person, conference: Conference, attendance: Attendance) -> None:
    """Store who was there, of a conference that was got `for_change`. A reason belongs only to one that is not quorate.

    Raises RuleBroken when it is finished, when it cannot be quorate, or when the reason is missing.
    """
    if conference.finished_at is not None:
        raise RuleBroken("This conference is finished. Open it again to change it.")
    if attendance == attendance_at(conference):
        return
    check_quorum(attendance["is_quorate"], attendance["attended"])
    if attendance["is_quorate"] is False and not attendance["not_quorate_reason"]:
        raise RuleBroken("Write why it went ahead, or that it was adjourned.")
    conference.is_quorate = attendance["is_quorate"]
    conference.not_quorate_reason = None if attendance["is_quorate"] else attendance["not_quorate_reason"]
    if attendance["is_quorate"] is None:
        conference.not_quorate_reason = None
    record_agencies(conference, attendance)
    auditing.note(chair, "saved who was there", conference)
    db.session.flush()


def record_agencies(conference: Conference, attendance: Attendance) -> None:
    db.session.execute(delete(ConferenceAgency).where(ConferenceAgency.conference_id == conference.id))
    mentioned = [*attendance["invited"], *attendance["attended"], *attendance["reported"]]
    db.session.add_all(
        ConferenceAgency(
            conference_id=conference.id,
            agency_id=agency_id,
            is_invited=agency_id in attendance["invited"],
            has_attended=agency_id in attendance["attended"],
            has_reported=agency_id in attendance["reported"],
        )
        for agency_id in dict.fromkeys(mentioned)
    )
