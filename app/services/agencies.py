"""The members of the board, who own actions."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, Person, SelfAssessment
from app.services import auditing, framework, self_assessing
from app.services.errors import RuleBroken

LONGEST_NAME = 120  # what its column holds


def add_agency(name: str, *, is_social_care: bool = False, by: Person | None = None) -> Agency:
    """An agency that chairs can give actions to, and that is asked for what the others are asked for.

    Raises RuleBroken when it has no name, a long one, or one in use.
    """
    name = name.strip()
    if not name:
        raise RuleBroken("Give the agency a name.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"Give the agency a name of {LONGEST_NAME} characters or fewer.")
    if find_agency(name):
        raise RuleBroken(f"{name} is there already.")
    agency = Agency(name=name, is_social_care=is_social_care)
    if newest := next(iter(framework.versions()), None):
        agency.framework_due_on = framework.sign_by(newest)
    db.session.add(agency)
    if others := self_assessing.of_open_year():
        db.session.add(SelfAssessment(agency_id=agency.id, year=others.year, due_on=others.due_on))
    auditing.note(by, "added agency", agency, reason=f"Is: {name}.")
    db.session.flush()
    return agency


def find_agency(name: str) -> Agency | None:
    """The agency of exactly this name, whether it takes part or not."""
    return db.session.scalar(select(Agency).where(Agency.name == name))


def every() -> Sequence[Agency]:
    """Every agency, in the order of the alphabet."""
    return db.session.scalars(select(Agency).order_by(Agency.name, Agency.id)).all()


def mark_social_care(by: Person, ids: Collection[UUID]) -> None:
    """Say which agencies are children's social care: without one of them no conference is quorate."""
    for agency in db.session.scalars(select(Agency).order_by(Agency.id).with_for_update()).all():
        is_marked = agency.id in ids
        if agency.is_social_care is not is_marked:
            agency.is_social_care = is_marked
            deed = "marked agency as children's social care" if is_marked else "ended mark as children's social care"
            auditing.note(by, deed, agency, reason=f"{agency.name}.")
    db.session.flush()


def say_who_takes_part(by: Person, ids: Collection[UUID]) -> None:
    """Say which agencies take part in the board. The others are given nothing new, and are asked for nothing more."""
    for agency in db.session.scalars(select(Agency).order_by(Agency.id).with_for_update()).all():
        takes_part = agency.id in ids
        if agency.is_active is not takes_part:
            agency.is_active = takes_part
            deed = "agency takes part again" if takes_part else "agency takes part no more"
            auditing.note(by, deed, agency, reason=f"{agency.name}.")
    db.session.flush()


def names() -> Sequence[str]:
    """The name of every agency, in the order of the alphabet."""
    return db.session.scalars(select(Agency.name).order_by(Agency.name)).all()
