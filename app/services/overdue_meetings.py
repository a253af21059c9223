"""The clocks of the board's own meetings: what members want to be talked about, and the minutes."""

from typing import Final

from app.models import AgendaProposal, BoardMeeting
from app.models.codes import BoardMeetingState, ClockName, ProposalState
from app.services.clock_kinds import ALL_WHO_READ, BOARD, WORKERS, Clock

OF_THE_BOARDS_MEETINGS: Final[dict[ClockName, Clock]] = {
    ClockName.PROPOSAL_SETTLED: Clock(
        subject=AgendaProposal,
        due=AgendaProposal.read_due_at,
        runs=(AgendaProposal.settled_at.is_(None),),  # taken back unread: until somebody has read it
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.PROPOSAL_DECIDED: Clock(
        subject=AgendaProposal,
        due=AgendaProposal.decide_due_on,
        runs=(AgendaProposal.state == ProposalState.PASSED_ON,),
        whose=BOARD,
        above=BOARD,
    ),
    ClockName.MINUTES_WRITTEN: Clock(
        subject=BoardMeeting,
        due=BoardMeeting.minutes_due_on,
        # A day that has passed had its meeting, unless somebody called it off.
        runs=(BoardMeeting.minutes_published_at.is_(None), BoardMeeting.state != BoardMeetingState.CALLED_OFF),
        whose=BOARD,
        above=BOARD,
    ),
}
