"""The members of the board, who own actions."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, SelfAssessment
from app.services import auditing, framework, self_assessing
from app.services.errors import RuleBroken

LONGEST_NAME = 120  # what its column holds


def add_agency(name: str) -> Agency:
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
    agency = Agency(name=name)
    if newest := next(iter(framework.versions()), None):
        agency.framework_due_on = framework.sign_by(newest)
    db.session.add(agency)
    if others := self_assessing.of_open_year():
        db.session.add(SelfAssessment(agency_id=agency.id, year=others.year, due_on=others.due_on))
    auditing.note(None, "added agency", agency)
    db.session.flush()
    return agency


def find_agency(name: str) -> Agency | None:
    return db.session.scalar(select(Agency).where(Agency.name == name))


def names() -> Sequence[str]:
    """The name of every agency, in the order of the alphabet."""
    return db.session.scalars(select(Agency.name).order_by(Agency.name)).all()
