"""Children of the system before this one in the demonstration, who wait for a conference."""

from typing import Final

from app.extensions import db
from app.models import AuditLine, Child, ChildImport, Role
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew

AGO: Final = 30  # working days
REFERENCES: Final = {"C-1912": "2012-03", "C-1913": "2015-11", "C-1940": "2020-07", "C-1977": None}


def bring_some_in(*, seed: int, days: Days, crew: Crew) -> None:
    """Four children, one not born yet. Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"brought in {seed}")
    chair, at = crew.by_role[Role.CHAIR][0], in_the_morning(chance, days.working_days_ago(AGO))
    made = ChildImport(
        id=chance.new_id(), created_at=at, chair_id=chair.id, added=len(REFERENCES), already_known=0,
        once=chance.once(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    for reference, born in REFERENCES.items():
        child = Child(id=chance.new_id(), created_at=at, reference=reference, born=born, import_id=made.id)
        child.reference_index = blind_index(vault.ring, reference)
        db.session.add(child)
    line = AuditLine(
        created_at=at, person_id=chair.id, deed="brought children in", subject_table=ChildImport.__tablename__,
        subject_id=made.id,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
