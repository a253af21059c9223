"""The people and agencies of the demonstration. Nobody here exists."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.extensions import db
from app.models import Agency, Person, Role
from app.services.demonstrating.chance import Chance

AGENCIES = {
    "city": "Northbank City Council children's services",
    "county": "Northbank County Council children's services",
    "rutland": "Rutland children's services",
    "icb": "Northbank Integrated Care Board",
    "police": "Northbank Police",
    "probation": "Northbank Probation Service",
    "hospitals": "Northbank Hospitals NHS Trust",
    "community health": "Northbank Community Health NHS Trust",
    "mental health": "Northbank Mental Health NHS Trust",
    "ambulance": "Northbank Ambulance Service",
    "doctors": "Northbank GP Practices",
    "youth justice": "Northbank Youth Justice Service",
    "fire": "Northbank Fire and Rescue Service",
    "cafcass": "Cafcass Northbank",
    "early years": "Northbank Early Years Forum",
    "primary": "Northbank Primary Schools",
    "secondary": "Northbank Secondary Schools",
    "special": "Northbank Special Schools",
    "independent": "Northbank Independent Schools",
    "colleges": "Northbank Colleges",
    "housing": "Northbank Homes",
    "adults": "Northbank Adult Social Care",
    "districts": "Northbank District Councils",
    "voluntary": "Northbank Voluntary Sector Forum",
    "faith": "Northbank Faith Network",
    "sports": "Northbank Sports Clubs",
    "advocacy": "Northbank Young People's Advocacy",
}
SOCIAL_CARE = frozenset({"city", "county", "rutland"})

# The first of each role is the first on the page that signs people in, so their names begin early in the alphabet.
STAFF = {
    Role.PARTICIPATION_WORKER: ("Sam Okafor", "Tess Brennan"),
    Role.SAFEGUARDING_LEAD: ("Ruth Adeyemi",),
    Role.CHAIR: (
        "Priya Shah",
        "Rachel Mensah",
        "Robert Holt",
        "Thomas Kessler",
        "Ursula Pryce",
        "Victor Baptiste",
        "Vikram Rao",
        "Wendy Whitlock",
    ),
    Role.CHAIRS_MANAGER: ("Denise Farrow",),
    Role.BOARD_MEMBER: ("Alan Whitmore", "Nasreen Malik"),
    Role.ADMINISTRATOR: ("Jo Turner", "Lena Novak"),
}
AGENCY_LEADS = {"police": "Colin Reed", "community health": "Bola Akande", "city": "Asha Trent"}
YOUNG_PEOPLE = {
    Role.YOUNG_ADVISOR: ("Amara", "Kit", "Zee"),
    Role.SHADOW_BOARD_MEMBER: ("Dev", "Rowan"),
}


@dataclass(frozen=True)
class Crew:
    """Who there is, by what they do."""

    agencies: dict[str, Agency]
    people: tuple[Person, ...]

    @cached_property
    def by_role(self) -> dict[Role, tuple[Person, ...]]:
        return {role: tuple(person for person in self.people if person.role is role) for role in Role}


def add_everybody(chance: Chance, joined_at: datetime) -> Crew:
    """Add the agencies and the people. Nobody has a passphrase: the demonstration's own page signs them in."""
    agencies = {
        key: Agency(id=chance.new_id(), created_at=joined_at, name=name, is_social_care=key in SOCIAL_CARE)
        for key, name in AGENCIES.items()
    }
    people: list[Person] = []

    def add(name: str, role: Role, agency: Agency | None = None) -> None:
        username = name.lower() if role.is_young else f"{name.lower().replace(' ', '.')}@example.org"
        people.append(
            Person(
                id=chance.new_id(),
                created_at=joined_at,
                username=username,
                name=name,
                email=None if role.is_young else username,
                role=role,
                agency_id=agency.id if agency else None,
            )
        )

    for role, names in (STAFF | YOUNG_PEOPLE).items():
        for name in names:
            add(name, role)
    for key, name in AGENCY_LEADS.items():
        add(name, Role.AGENCY_LEAD, agencies[key])
    db.session.add_all([*agencies.values(), *people])
    db.session.flush()
    return Crew(agencies, tuple(people))
