"""The demonstration's agencies: who leads for each, what they have signed, and what they say of themselves."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from app.extensions import db
from app.models import (
    Agency,
    FrameworkSignature,
    FrameworkVersion,
    Person,
    Role,
    SelfAssessment,
    StandardScore,
)
from app.models.codes import Standard
from app.services import clocks
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.partnership_sentences import (
    EVIDENCE,
    FIRST,
    LEADS,
    LOOKED_AT,
    NEW,
    ROLES,
    SECOND,
    TEXT,
)
from app.services.demonstrating.people import AGENCY_LEADS, Crew
from app.services.settings import Settings

NEVER_SIGNED: Final = frozenset({"sports", "faith"})
NOT_AGAIN: Final = frozenset({"housing", "police", "districts", *NEVER_SIGNED})  # of those that signed the first
NOT_BEGUN: Final = frozenset({"police", "sports"})  # with this year's Section 11
HALF_WAY: Final = frozenset({"community health", "housing", "colleges", "faith"})
LOOKED_AT_ALREADY: Final = frozenset({"city", "county", "rutland", "hospitals"})
BEST: Final = 3


def keep_partnership(*, seed: int, days: Days, crew: Crew, in_force: Settings) -> None:
    """Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"partnership {seed}")
    leads = {key: find_lead(key, crew) or add_lead(key, chance, crew, days) for key in crew.agencies}
    sign_everything(chance, days, crew, leads, in_force)
    for year, due_on in (
        (days.today.year - 1, date(days.today.year - 1, 11, 30)),
        (days.today.year, days.from_now(15)),
    ):
        assess(year, due_on, chance, days, crew, leads)
    db.session.flush()


def find_lead(key: str, crew: Crew) -> Person | None:
    name = AGENCY_LEADS.get(key)
    return next((one for one in crew.by_role[Role.AGENCY_LEAD] if one.name == name), None)


def add_lead(key: str, chance: Chance, crew: Crew, days: Days) -> Person:
    name = LEADS[key]
    username = f"{name.lower().replace(' ', '.')}@example.org"
    lead = Person(
        id=chance.new_id(),
        created_at=days.begin,
        username=username,
        name=name,
        email=username,
        role=Role.AGENCY_LEAD,
        agency_id=crew.agencies[key].id,
    )
    db.session.add(lead)
    db.session.flush()
    return lead


def sign_everything(chance: Chance, days: Days, crew: Crew, leads: dict[str, Person], in_force: Settings) -> None:
    """Two versions. The second came five weeks ago, so that whoever has not signed it is a little late."""
    by = crew.by_role[Role.BOARD_MEMBER][0]
    versions = (
        (1, FIRST, None, None, days.working_day_at(0.1), NEVER_SIGNED),
        (2, SECOND, NEW, TEXT, days.working_days_ago(in_force.framework_days + 5), NOT_AGAIN),
    )
    for number, summary, changed, text, valid_from, without in versions:
        added_at = in_the_morning(chance, valid_from)
        version = FrameworkVersion(
            id=chance.new_id(), created_at=added_at, number=number, summary=summary, changed=changed, text=text,
            valid_from=valid_from, added_by_id=by.id, once=chance.once(),
        )  # fmt: skip
        db.session.add(version)
        db.session.flush()
        for key, agency in crew.agencies.items():
            if key not in without:
                day = clocks.add_working_days(valid_from, chance.randint(1, in_force.framework_days))
                db.session.add(signature(version, agency, leads[key], day, chance))
    for key in NOT_AGAIN:
        since = versions[0 if key in NEVER_SIGNED else 1][4]
        crew.agencies[key].framework_due_on = clocks.add_working_days(since, in_force.framework_days)


def signature(version: FrameworkVersion, agency: Agency, lead: Person, day: date, chance: Chance) -> FrameworkSignature:
    return FrameworkSignature(
        id=chance.new_id(),
        created_at=in_the_morning(chance, day),
        version_id=version.id,
        agency_id=agency.id,
        signed_by_id=lead.id,
        name=lead.name,
        role=ROLES[len(lead.name) % len(ROLES)],
    )


def assess(year: int, due_on: date, chance: Chance, days: Days, crew: Crew, leads: dict[str, Person]) -> None:
    """One year of Section 11: the one before is whole and looked at, this one is on its way."""
    is_open = year == days.today.year
    asked_at = clocks.start_of_day(days.working_days_ago(25) if is_open else date(year, 9, 15))
    by = crew.by_role[Role.BOARD_MEMBER][0]
    for key, agency in crew.agencies.items():
        assessment = SelfAssessment(
            id=chance.new_id(), created_at=asked_at, agency_id=agency.id, year=year, due_on=due_on, is_open=is_open
        )
        day = (
            days.working_days_ago(chance.randint(3, 20)) if is_open else due_on - timedelta(days=chance.randint(1, 40))
        )
        assessment.scores = list(scores(standards_done(key, is_open=is_open), assessment, leads[key], day, chance))
        if len(assessment.scores) == len(Standard):
            assessment.completed_at = assessment.scores[-1].scored_at
        if not is_open or key in LOOKED_AT_ALREADY:
            look_at(assessment, by, days.working_days_ago(1) if is_open else due_on + timedelta(days=30), chance)
        db.session.add(assessment)


def standards_done(key: str, *, is_open: bool) -> list[Standard]:
    """Those that an agency has scored itself in."""
    if is_open and key in NOT_BEGUN:
        return []
    return list(Standard)[:5] if is_open and key in HALF_WAY else list(Standard)


def scores(
    standards: list[Standard], assessment: SelfAssessment, lead: Person, day: date, chance: Chance
) -> Iterator[StandardScore]:
    at = in_the_morning(chance, day)
    for standard in standards:
        own = min(BEST, chance.randint(1, 3) + assessment.is_open)  # it gets slowly better
        good, not_yet, better = EVIDENCE[standard]
        is_best = own == BEST
        yield StandardScore(
            id=chance.new_id(),
            created_at=at,
            standard=standard,
            self_score=own,
            evidence=good if own > 1 else not_yet,
            improvement=None if is_best else better,
            improve_by=None if is_best else clocks.add_months(day, chance.randint(2, 8)),
            scored_by_id=lead.id,
            scored_at=at,
        )


def look_at(assessment: SelfAssessment, by: Person, day: date, chance: Chance) -> None:
    """The board mostly agrees, and sometimes goes one step lower."""
    at = in_the_morning(chance, day)
    for one in assessment.scores:
        agrees = one.self_score < 2 or chance.happens(0.75)
        one.moderated_score = one.self_score if agrees else one.self_score - 1
        one.moderated_because, one.moderated_by_id, one.moderated_at = LOOKED_AT[agrees], by.id, at
