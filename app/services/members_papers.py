"""What members of the shadow board read of the board's meetings: when they are, the agenda, papers, what was said."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import AgendaItem, BoardMeeting, MeetingPaper, utc_now
from app.models.codes import BoardMeetingState
from app.services.clocks import london_day

PAGE: Final = 10


def whole() -> Select[BoardMeeting]:
    """With its agenda, and with those of its papers that members may read."""
    return select(BoardMeeting).options(
        selectinload(BoardMeeting.items).joinedload(AgendaItem.proposal),
        selectinload(BoardMeeting.papers.and_(MeetingPaper.published_at.is_not(None))).defer(MeetingPaper.text),
    )


def to_come() -> Sequence[BoardMeeting]:
    """The meetings whose day is still to come, the next first; those that are called off too."""
    query = whole().where(BoardMeeting.held_on >= london_day(utc_now()), BoardMeeting.state != BoardMeetingState.HELD)
    return db.session.scalars(query.order_by(BoardMeeting.held_on, BoardMeeting.id)).all()


def past(*, page: int = 1) -> tuple[Sequence[BoardMeeting], bool]:
    """One page of the others, the newest first, and whether there are more."""
    is_past = (BoardMeeting.held_on < london_day(utc_now())) | (BoardMeeting.state == BoardMeetingState.HELD)
    ordered = whole().where(is_past).order_by(BoardMeeting.held_on.desc(), BoardMeeting.id)
    found = db.session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_meeting(meeting_id: UUID) -> BoardMeeting:
    """One meeting, with the papers that are published. Raises NoResultFound."""
    return db.session.scalars(whole().where(BoardMeeting.id == meeting_id)).one()


def get_paper(meeting_id: UUID, paper_id: UUID) -> MeetingPaper:
    """One paper of this meeting that members may read. Any other raises NoResultFound."""
    query = select(MeetingPaper).where(
        MeetingPaper.id == paper_id, MeetingPaper.meeting_id == meeting_id, MeetingPaper.published_at.is_not(None)
    )
    with_all = joinedload(MeetingPaper.meeting, innerjoin=True)
    return db.session.scalars(query.options(with_all)).one()
