"""Young advisors of the demonstration as their worker knows them: joined, invited, resting, and one who left."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AdvisorProfile, AuditLine, DemonstrationMark, JoiningLink, Person, Role
from app.models.codes import AgeGroup
from app.protection.four_words import words_mark, words_of
from app.protection.sealing import vault
from app.services import settings
from app.services.advisors import LEFT_NAME
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import YOUNG_PEOPLE, Crew

AGES: Final = tuple(AgeGroup)[1:]
CONSENT: Final = (
    "They signed the form themselves, with their key worker beside them. Their foster carer signed as well."
)
SAFE_CONTACT: Final = "In person on Tuesdays at the youth club. Never ring home: somebody else may answer."
INVITED, RESTING, LEFT = "Tuesday group, draws", "Wren", "Juno"


def look_after_advisors(*, seed: int, days: Days, crew: Crew, now: datetime) -> None:
    """Who agreed and how to reach them, for each of them. Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"advisors {seed}")
    worker = crew.by_role[Role.PARTICIPATION_WORKER][0]
    joined = [person for role in YOUNG_PEOPLE for person in crew.by_role[role]]
    for person in joined:
        keep(chance, person, worker, days.begin)
    rest(keep(chance, add(chance, RESTING, days.begin), worker, days.begin), worker, at(chance, days, 6))
    leave(keep(chance, add(chance, LEFT, days.begin), worker, days.begin), worker, at(chance, days, 4))
    invite(chance, worker, now)


def at(chance: Chance, days: Days, working_days_ago: int) -> datetime:
    return in_the_morning(chance, days.working_days_ago(working_days_ago))


def add(chance: Chance, name: str, since: datetime) -> Person:
    username = "-".join(name.lower().replace(",", "").split())
    person = Person(id=chance.new_id(), created_at=since, username=username, name=name, role=Role.YOUNG_ADVISOR)
    db.session.add(person)
    db.session.flush()
    return person


def keep(chance: Chance, person: Person, worker: Person, since: datetime) -> AdvisorProfile:
    profile = AdvisorProfile(
        id=chance.new_id(),
        created_at=since,
        person_id=person.id,
        role=person.role,
        age_group=chance.choice(AGES),
        consent=CONSENT,
        consented_on=since.date(),
        safe_contact=SAFE_CONTACT,
        looked_after_by_id=worker.id,
    )
    profile.person = person
    db.session.add(profile)
    db.session.flush()
    return profile


def rest(profile: AdvisorProfile, worker: Person, moment: datetime) -> None:
    profile.person.is_active = False
    profile.paused_at, profile.paused_because = moment, "They asked for a rest until their exams are over."
    note(worker, "paused", profile.person, moment)


def leave(profile: AdvisorProfile, worker: Person, moment: datetime) -> None:
    profile.left_at, profile.name_before = moment, profile.person.name
    profile.person.name, profile.person.is_active = LEFT_NAME, False
    note(worker, "left", profile.person, moment)


def invite(chance: Chance, worker: Person, now: datetime) -> None:
    """Whoever came after the demonstration was loaded has joined only with a passphrase: this one waits."""
    loaded_at = db.session.scalars(select(DemonstrationMark.created_at)).one()
    person = add(chance, INVITED, max(now, loaded_at + timedelta(seconds=1)))
    keep(chance, person, worker, person.created_at)
    words = words_of(vault.ring, f"joining|{person.id}")
    link = JoiningLink(
        id=chance.new_id(),
        created_at=person.created_at,
        person_id=person.id,
        made_by_id=worker.id,
        token_mark=words_mark(vault.ring, words),
        expires_at=person.created_at + timedelta(days=settings.current().joining_days),
    )
    db.session.add(link)
    note(worker, "made joining words", person, person.created_at)


def note(worker: Person, deed: str, person: Person, moment: datetime) -> None:
    line = {"created_at": moment, "person_id": worker.id, "deed": deed, "reason": None}
    db.session.add(AuditLine(subject_table=person.__tablename__, subject_id=person.id, **line))
    db.session.flush()
