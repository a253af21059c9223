"""Guidance in the demonstration: on neglect in three versions, on telling a child with a draft; most have read it."""

from typing import Final, NamedTuple

from app.extensions import db
from app.models import Guidance, GuidanceAudience, GuidanceReading, GuidanceVersion, Person, Role
from app.services.demonstrating import guidance_texts as texts
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew
from app.services.guiding import READERS


class Version(NamedTuple):
    """`ago`: working days since it was published; None for a draft. `read`: how many of the readers read it."""

    text: str
    ago: int | None
    read: float = 0
    changed: str | None = None
    is_small: bool = False


AFTER_A_BABY: Final = (
    "Everybody asks about food, sleep and washing each time, and a table says who tells you what at which age. Because"
    " nobody wrote down what the days of Child C4 were like."
)
GUIDANCE: Final = (
    (
        "Neglect: what to see, ask and write down",
        READERS,
        (
            Version(texts.NEGLECT_FIRST, 330, 0.9),
            Version(texts.NEGLECT_SECOND, 60, 0.55, AFTER_A_BABY),
            Version(texts.NEGLECT_THIRD, 12, 0.1, "The health visitor is named, too: parents asked us to.", True),
        ),
    ),
    (
        "Telling a child what was decided",
        (Role.CHAIR, Role.CHAIRS_MANAGER),
        (
            Version(texts.TELLING_FIRST, 140, 0.8),
            Version(texts.TELLING_DRAFT, None, 0, "Babies, and how you know that a child was told."),
        ),
    ),
)


def write_guidance(*, seed: int, days: Days, crew: Crew) -> None:
    """Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"guidance {seed}")
    by = crew.by_role[Role.BOARD_MEMBER][0]
    for title, roles, versions in GUIDANCE:
        readers = [person for role in roles for person in crew.by_role[role]]
        guidance = Guidance(id=chance.new_id(), once=chance.once())
        db.session.add(guidance)
        for number, one in enumerate(versions, 1):
            version = add_version(chance, days, guidance, number, one, title=title, roles=roles, by=by)
            if one.ago is not None:
                read(chance, days, version, one.ago, [reader for reader in readers if chance.happens(one.read)])


def add_version(
    chance: Chance,
    days: Days,
    guidance: Guidance,
    number: int,
    one: Version,
    *,
    title: str,
    roles: tuple[Role, ...],
    by: Person,
) -> GuidanceVersion:
    at = in_the_morning(chance, days.working_days_ago(1 if one.ago is None else one.ago))
    if one.ago is not None:
        guidance.published_at, guidance.newest_number = at, number
        guidance.read_from = guidance.read_from if one.is_small else number
    if number == 1:
        guidance.created_at = at
    version = GuidanceVersion(
        id=chance.new_id(),
        created_at=at,
        guidance_id=guidance.id,
        number=number,
        title=title,
        text=one.text,
        changed=one.changed,
        is_small=one.is_small,
        published_at=None if one.ago is None else at,
        published_by_id=None if one.ago is None else by.id,
    )
    version.audience = [
        GuidanceAudience(id=chance.new_id(), created_at=at, version_id=version.id, role=role) for role in roles
    ]
    db.session.add(version)
    db.session.flush()  # a version is there before anybody reads it
    return version


def read(chance: Chance, days: Days, version: GuidanceVersion, ago: int, readers: list[Person]) -> None:
    """Some within days, and some weeks later."""
    db.session.add_all(
        GuidanceReading(
            id=chance.new_id(),
            created_at=in_the_morning(chance, days.working_days_ago(max(1, ago - chance.randint(1, 25)))),
            version_id=version.id,
            person_id=reader.id,
        )
        for reader in readers
    )
    db.session.flush()
