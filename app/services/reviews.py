"""What reviews found, and what has changed since, for everybody to read. Only what is published is found here."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Review, utc_now

PAGE = 10


def is_published() -> ColumnElement[bool]:
    return and_(Review.published_at.is_not(None), Review.published_at <= utc_now())


def published(*, page: int = 1) -> tuple[Sequence[Review], bool]:
    """One page of the reviews, newest report first, each with its recommendations; and whether there are more."""
    found = db.session.scalars(
        select(Review)
        .where(is_published())
        .options(selectinload(Review.recommendations))
        .order_by(Review.reported_on.desc(), Review.reference)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return found[:PAGE], len(found) > PAGE


def still_published(review_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these that everybody can read today."""
    query = select(Review.id).where(Review.id.in_(review_ids), is_published())
    return set(db.session.scalars(query)) if review_ids else set()


def get_published(review_id: UUID) -> Review:
    """One review with its recommendations in their order. Raises NoResultFound when it is not published."""
    query = select(Review).where(Review.id == review_id, is_published()).options(selectinload(Review.recommendations))
    return db.session.scalars(query).one()
