"""What the board itself has promised and is late with: questions and agenda items of members, commitments,
recommendations, minutes.

Everybody can read these promises, and none is about one child who could be found: they are counted as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import AgendaProposal, BoardMeeting, Commitment, Recommendation
from app.models.codes import ClockName
from app.services import board_questions, overdue
from app.services.clocks import london_day

MOST: Final = 20
CLOCKS: Final = (
    ClockName.QUESTION_ANSWERED,
    ClockName.COMMITMENT_REVISITED,
    ClockName.RECOMMENDATION_DONE,
    ClockName.PROPOSAL_DECIDED,
    ClockName.MINUTES_WRITTEN,
)
OF_AGENCIES: Final = (ClockName.FRAMEWORK_SIGNED, ClockName.SELF_ASSESSED)


class LatePromise(NamedTuple):
    """One promise of the board, and the day on which it was due."""

    clock: ClockName
    due_on: date
    words: str
    row_id: UUID
    review_id: UUID | None = None  # of a recommendation


def late_promises(now: datetime) -> Sequence[LatePromise]:
    """Those that ran out the longest ago, the first of them first; 20 at most."""
    everything = (late_questions, late_commitments, late_recommendations, late_decisions, late_minutes)
    found = sorted((one for late in everything for one in late(now)), key=lambda one: (one.due_on, one.words))
    return list(islice(found, MOST))


def how_many_are_late(now: datetime) -> Mapping[ClockName, int]:
    """How many promises of each kind are late."""
    return {name: overdue.how_many(name, now) for name in CLOCKS}


def how_many_agencies_are_late(now: datetime) -> Mapping[ClockName, int]:
    """How many agencies are late with what all of them have agreed to: to sign, to fill in."""
    return {name: overdue.how_many(name, now) for name in OF_AGENCIES}


def late_questions(now: datetime) -> Iterator[LatePromise]:
    for one in board_questions.late_questions(now, MOST):
        words = one.question.agreed or ""
        yield LatePromise(ClockName.QUESTION_ANSWERED, london_day(one.due_at), words, one.question_id)


def late_commitments(now: datetime) -> Iterator[LatePromise]:
    clock = ClockName.COMMITMENT_REVISITED
    query = select(Commitment).where(*overdue.has_run_out(clock, now)).order_by(Commitment.look_again_on, Commitment.id)
    for one in db.session.scalars(query.limit(MOST)):
        if one.look_again_on is not None:  # as the query says
            yield LatePromise(clock, one.look_again_on, one.title, one.id)


def late_recommendations(now: datetime) -> Iterator[LatePromise]:
    clock = ClockName.RECOMMENDATION_DONE
    query = (
        select(Recommendation)
        .join(Recommendation.review)
        .where(*overdue.has_run_out(clock, now))
        .options(contains_eager(Recommendation.review))
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(MOST)
    )
    for one in db.session.scalars(query):
        if one.due_on is not None:
            words = f"{one.review.reference}, recommendation {one.number}: {one.text}"
            yield LatePromise(clock, one.due_on, words, one.id, one.review_id)


def late_decisions(now: datetime) -> Iterator[LatePromise]:
    """What members propose is in their words, so it is not said here which it is."""
    clock, due = ClockName.PROPOSAL_DECIDED, AgendaProposal.decide_due_on
    query = select(AgendaProposal.id, due).where(*overdue.has_run_out(clock, now)).order_by(due, AgendaProposal.id)
    for row_id, due_on in db.session.execute(query.limit(MOST)):
        if due_on is not None:
            yield LatePromise(clock, due_on, "An agenda item of the shadow board that nobody has decided on", row_id)


def late_minutes(now: datetime) -> Iterator[LatePromise]:
    clock, due = ClockName.MINUTES_WRITTEN, BoardMeeting.minutes_due_on
    query = select(BoardMeeting.id, BoardMeeting.held_on, due).where(*overdue.has_run_out(clock, now))
    for row_id, held_on, due_on in db.session.execute(query.order_by(due, BoardMeeting.id).limit(MOST)):
        words = f"Minutes of the meeting on {held_on.day} {held_on:%B %Y}"
        yield LatePromise(clock, due_on, words, row_id)
