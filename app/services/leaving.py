"""What becomes of a young advisor who left: for a while they can come back, then their account is cleared."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AdvisorProfile, InboxLook, JoiningLink, SignIn
from app.services import auditing, keeping, settings


def clear_those_who_left(now: datetime) -> int:
    """Clear every account whose time to come back is over, and say how many. Safe on several machines at once.

    What they did stays as a member's: the row stays, with nothing that says whose it was.
    """
    over = now - timedelta(days=settings.current().left_days)
    profiles = db.session.scalars(
        select(AdvisorProfile)
        .where(AdvisorProfile.left_at <= over, AdvisorProfile.cleared_at.is_(None))
        .options(joinedload(AdvisorProfile.person, innerjoin=True))
        .order_by(AdvisorProfile.id)
        .with_for_update(of=AdvisorProfile, skip_locked=True)
    ).all()
    for profile in profiles:
        clear(profile, now)
    db.session.flush()
    return len(profiles)


def clear(profile: AdvisorProfile, now: datetime) -> None:
    person = profile.person
    person.username, person.passphrase_hash = f"left-{person.id.hex}", None
    profile.name_before = profile.consent = profile.safe_contact = profile.consented_on = None
    profile.cleared_at = now
    keeping.throw_away_all(person)
    for model in (InboxLook, JoiningLink, SignIn):
        db.session.execute(delete(model).where(model.person_id == person.id))
    auditing.note(None, "cleared the account of somebody who left", person)
