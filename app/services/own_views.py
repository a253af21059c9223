"""What a member said under their name: theirs while they are signed in, without the 4 words."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from app.extensions import db
from app.models import Person, View

MOST: Final = 100


def said_by(person: Person) -> Sequence[View]:
    """Each view they sent under their name, the newest first: when, about what and where it stands. Never its words."""
    shown = load_only(View.topic, View.sent_at, View.status, View.read_at, View.answer_due_at, raiseload=True)
    return db.session.scalars(
        select(View)
        .where(View.advisor_id == person.id, View.taken_back_at.is_(None), View.cleared_at.is_(None))
        .options(shown)
        .order_by(View.sent_at.desc(), View.id)
        .limit(MOST)
    ).all()


def get_own_view(person: Person, view_id: UUID) -> View:
    """One of them. Raises NoResultFound for a view that is somebody else's, or that has no name on it."""
    query = select(View).where(View.id == view_id, View.advisor_id == person.id, View.taken_back_at.is_(None))
    return db.session.scalars(query).one()
