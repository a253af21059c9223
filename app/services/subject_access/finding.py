"""What a reference or 4 words lead to. Neither is kept: only the row."""

from sqlalchemy import select

from app.extensions import db
from app.models import Base, Child, ChildRecord, Conference, MeetingWords, View
from app.protection.fingerprints import blind_indexes
from app.protection.four_words import choose_words, understand, words_marks
from app.protection.sealing import vault


def find_by_reference(typed: str) -> Base | None:
    """The child with this reference, or else the newest conference with it."""
    indexes = blind_indexes(vault.ring, typed)
    child = db.session.scalar(select(Child).where(Child.reference_index.in_(indexes)))
    return child or db.session.scalar(
        select(Conference)
        .where(Conference.reference_index.in_(indexes), Conference.cleared_at.is_(None))
        .order_by(Conference.held_on.desc(), Conference.id)
        .limit(1)
    )


def find_by_words(typed: str) -> Base | None:
    """What was sent for these words, or the child whose meeting they open. A card that was revoked is still theirs.

    Words that are none cost the same search as words that were never given.
    """
    marks = words_marks(vault.ring, understand(typed) or choose_words())
    view = db.session.scalar(select(View).where(View.words_mark.in_(marks)))
    child = db.session.scalar(
        select(Child)
        .join(ChildRecord, ChildRecord.child_id == Child.id)
        .join(MeetingWords, MeetingWords.record_id == ChildRecord.id)
        .where(MeetingWords.words_mark.in_(marks))
    )
    return (view or child) if understand(typed) else None
