"""Guidance as the board writes it: a draft at a time, published as a version that stays as it is.

Who must read it reads it through app/services/guidance_reading.py.
"""

from collections.abc import Sequence
from typing import Any, Final, TypedDict
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Guidance, GuidanceAudience, GuidanceVersion, Person, Role, utc_now
from app.models.codes import Event
from app.services import auditing, guidance_reading, public, recording, telling
from app.services.errors import RuleBroken

PAGE: Final = 25
READERS: Final = tuple(role for role in Role if not role.is_young)


class Details(TypedDict):
    title: str
    text: str
    roles: list[Role]
    changed: str | None
    is_small: bool


def whole() -> Select[Guidance]:
    """With its versions, their readers and who published each. A version's text is fetched when it is asked for."""
    versions = selectinload(Guidance.versions)
    return select(Guidance).options(
        versions.defer(GuidanceVersion.text),
        versions.selectinload(GuidanceVersion.audience),
        versions.joinedload(GuidanceVersion.published_by),
    )


def list_guidance(*, page: int = 1) -> tuple[Sequence[Guidance], bool]:
    """One page of all guidance, the oldest first, and whether there is more."""
    query = whole().order_by(Guidance.created_at, Guidance.id).offset((page - 1) * PAGE).limit(PAGE + 1)
    found = db.session.scalars(query).all()
    return found[:PAGE], len(found) > PAGE


def get_guidance(guidance_id: UUID, *, for_change: bool = False) -> Guidance:
    """Raises NoResultFound."""
    query = whole().where(Guidance.id == guidance_id)
    return db.session.scalars(query.with_for_update(of=Guidance) if for_change else query).one()


def get_version(guidance_id: UUID, version_id: UUID) -> tuple[GuidanceVersion, GuidanceVersion | None]:
    """One version that was published, with its readers and who published it, and the one before. Raises NoResultFound.

    A draft is on the page of its guidance, and on no other.
    """
    everything = joinedload(GuidanceVersion.published_by), selectinload(GuidanceVersion.audience)
    of_it = select(GuidanceVersion).where(GuidanceVersion.guidance_id == guidance_id)
    published = of_it.where(GuidanceVersion.id == version_id, GuidanceVersion.published_at.is_not(None))
    version = db.session.scalars(published.options(*everything)).one()
    return version, db.session.scalar(of_it.where(GuidanceVersion.number == version.number - 1))


def add(by: Person, details: Details, *, once: str) -> Guidance:
    """A first draft, to be published later. The same form sent again adds nothing."""
    if found := db.session.scalar(select(Guidance).where(Guidance.once == once)):
        return found
    guidance = Guidance(once=once)
    guidance.versions = [filled_in(GuidanceVersion(guidance_id=guidance.id, number=1, audience=[]), details)]
    db.session.add(guidance)
    db.session.flush()
    auditing.note(by, "added guidance", guidance)
    return guidance


def stored(guidance: Guidance) -> dict[str, Any]:
    """What the form that changes it begins with: the draft, or the newest version with nothing said of a change yet."""
    latest = guidance.latest
    is_draft = latest.published_at is None
    return {
        "title": latest.title,
        "text": latest.text,
        "roles": latest.roles,
        "changed": latest.changed if is_draft else None,
        "is_small": latest.is_small if is_draft else False,
    }


def change(by: Person, guidance: Guidance, details: Details) -> None:
    """Change the draft of guidance that was got `for_change`, or begin one. What is published stays as it is."""
    draft = guidance.draft
    if draft is None:
        draft = GuidanceVersion(guidance_id=guidance.id, number=guidance.latest.number + 1, audience=[])
        guidance.versions.append(draft)
    filled_in(draft, details)
    auditing.note(by, "changed guidance", guidance)
    db.session.flush()


def filled_in(version: GuidanceVersion, details: Details) -> GuidanceVersion:
    version.title, version.text, version.changed = details["title"], details["text"], details["changed"]
    version.is_small = details["is_small"]
    kept = [one for one in version.audience if one.role in details["roles"]]
    new = [role for role in READERS if role in details["roles"] and role not in {one.role for one in kept}]
    version.audience = kept + [GuidanceAudience(version_id=version.id, role=role) for role in new]
    return version


def throw_away_draft(by: Person, guidance: Guidance) -> bool:
    """Take a draft away; the guidance itself when nothing else is there. Whether the guidance still is.

    Again changes nothing.
    """
    draft = guidance.draft
    if draft is None:
        return True
    auditing.note(by, "threw away a draft of guidance", guidance)
    if guidance.newest is None:
        db.session.delete(guidance)
    else:
        guidance.versions.remove(draft)
    db.session.flush()
    return guidance.newest is not None


def mark_of_public(guidance: Guidance) -> str:
    """Stands for what is read once it is published, by which a page knows whether it has changed since."""
    return recording.mark_of(stored(guidance) | {"number": guidance.latest.number})


def publish(by: Person, guidance: Guidance, *, seen: str) -> None:
    """The draft becomes the newest version and stays as it is; what was withdrawn can be read again. Whoever must read
    it and has not is told that something waits; after a small change that is nobody who had read the one before.

    `seen` is the mark of what was on the page. Again changes nothing. Raises RuleBroken when it is not what they saw,
    nobody has to read it, or a later version changes nothing or does not say what and why.
    """
    draft = guidance.draft
    if draft is None:
        public.publish(by, guidance, "published guidance again", seen=seen, mark=mark_of_public(guidance))
        return
    public.check_as_seen(seen, mark_of_public(guidance))
    if missing := what_is_missing(draft, guidance.newest):
        raise RuleBroken(missing)
    draft.published_at = guidance.published_at = utc_now()
    draft.published_by_id = by.id
    guidance.newest_number = draft.number
    guidance.read_from = guidance.read_from if draft.is_small else draft.number
    auditing.note(by, "published guidance", guidance)
    db.session.flush()
    waiting = guidance_reading.who_has_not(guidance)
    telling.tell((person for person in waiting if person.id != by.id), Event.HANDED_OVER, draft)


def what_is_missing(draft: GuidanceVersion, newest: GuidanceVersion | None) -> str | None:
    """Why this draft cannot be published yet, and what to do; None when it can."""
    if not draft.audience:
        return "Say first who must read it. Then it can be published."
    if newest is None:
        return None
    if (draft.title, draft.text, draft.roles) == (newest.title, newest.text, newest.roles):
        return f"This says the same as version {newest.number}. Change it, or throw the draft away."
    return None if draft.changed else "Say first what changed, and why. Then it can be published."


def withdraw(by: Person, guidance: Guidance, *, reason: str) -> None:
    """Nobody has to read it any more, and nobody but the board can. Who has read it stays. Again changes nothing."""
    public.withdraw(by, guidance, "withdrew guidance", reason=reason)
