"""You said, we did: what the board promises in public, for everybody to read, and whether it helped.

Only what is published is found here. What is not is nobody's business yet: it does not exist.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, select

from app.extensions import db
from app.models import Commitment, CommitmentVerdict, utc_now
from app.models.codes import CommitmentState, Verdict
from app.services import settings
from app.services.adding import add_if_new

PAGE = 10


def is_published() -> ColumnElement[bool]:
    return and_(Commitment.published_at.is_not(None), Commitment.published_at <= utc_now())


def published(*, state: CommitmentState | None = None, page: int = 1) -> tuple[Sequence[Commitment], bool]:
    """One page of what is published, newest first, and whether there are more. In one state, or in any."""
    query = select(Commitment).where(is_published()).order_by(Commitment.published_at.desc(), Commitment.id)
    if state is not None:
        query = query.where(Commitment.state == state)
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def still_published(commitment_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these that everybody can read today."""
    query = select(Commitment.id).where(Commitment.id.in_(commitment_ids), is_published())
    return set(db.session.scalars(query)) if commitment_ids else set()


def find_latest() -> Commitment | None:
    """The newest of those that are published, for the front page."""
    return db.session.scalar(
        select(Commitment).where(is_published()).order_by(Commitment.published_at.desc(), Commitment.id).limit(1)
    )


def get_published(commitment_id: UUID) -> Commitment:
    """One of those that are published. Raises NoResultFound for any other."""
    return db.session.scalars(select(Commitment).where(Commitment.id == commitment_id, is_published())).one()


def is_judged(once: str) -> bool:
    """Whether the form with this token has been sent already."""
    return db.session.scalar(select(CommitmentVerdict.id).where(CommitmentVerdict.once == once)) is not None


def judge(commitment: Commitment, verdict: Verdict, *, once: str) -> None:
    """Keep whether it helped somebody. The same form sent again changes nothing: the first tap counts."""
    values = {"id": uuid4(), "created_at": utc_now(), "commitment_id": commitment.id, "verdict": verdict, "once": once}
    add_if_new(CommitmentVerdict, values, key="once")


def shown_number(commitment: Commitment) -> int | None:
    """How many young people said it, or None where the number is too small to be shown to anybody.

    The rule is that of every figure: 1 to `small_number` is hidden (product rules; settings). Zero means that nobody
    counted, and there is nothing to show either.
    """
    number = commitment.said_by or 0
    return number if number > settings.current().small_number else None


def are_few(commitment: Commitment) -> bool:
    """Whether the number is one of those that are hidden."""
    return bool(commitment.said_by) and shown_number(commitment) is None
