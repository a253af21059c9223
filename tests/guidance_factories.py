"""Ready-made guidance, saved: name only what matters to your test."""

from collections.abc import Iterable
from uuid import UUID

from app.extensions import db
from app.forms import new_once
from app.models import Guidance, GuidanceAudience, GuidanceVersion, Person, Role, utc_now
from app.services import guiding
from tests.factories import PersonFactory

EVERYBODY = tuple(role for role in Role if not role.is_young)


def make_guidance(
    *texts: str, roles: Iterable[Role] = EVERYBODY, draft: str | None = None, small: Iterable[int] = ()
) -> Guidance:
    """Guidance that is in force, with a version for each text; numbers in `small` are small changes."""
    guidance = Guidance(once=new_once())
    if texts:
        guidance.published_at, guidance.newest_number = utc_now(), len(texts)
        guidance.read_from = max(number for number in range(1, len(texts) + 1) if number not in small)
    by = PersonFactory(role=Role.BOARD_MEMBER)
    guidance.versions = [
        version_of(guidance.id, number, text, roles=roles, is_small=number in small, by=by)
        for number, text in enumerate(texts, 1)
    ]
    if draft is not None:
        guidance.versions.append(version_of(guidance.id, len(texts) + 1, draft, roles=roles))
    db.session.add(guidance)
    db.session.commit()
    return guiding.get_guidance(guidance.id)


def version_of(
    guidance_id: UUID,
    number: int,
    text: str,
    *,
    roles: Iterable[Role],
    is_small: bool = False,
    by: Person | None = None,
) -> GuidanceVersion:
    version = GuidanceVersion(
        guidance_id=guidance_id,
        number=number,
        title="Neglect",
        text=text,
        changed=f"Change {number}" if number > 1 else None,
        is_small=is_small,
        published_at=utc_now() if by else None,
        published_by_id=by and by.id,
    )
    version.audience = [GuidanceAudience(version_id=version.id, role=role) for role in roles]
    return version
