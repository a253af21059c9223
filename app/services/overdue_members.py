"""The clocks of what members of the shadow board write: it is read, and the board answers what they ask.

Of the one place that says what is overdue (overdue.py), the part that is about members.
"""

from typing import Final

from app.models import MemberNote, MemberText, QuestionRound
from app.models.codes import ClockName, MemberTextState, NoteState
from app.services.clock_kinds import ALL_WHO_READ, BOARD, WORKERS, Clock

OF_MEMBERS: Final[dict[ClockName, Clock]] = {
    ClockName.MEMBER_TEXT_READ: Clock(
        subject=MemberText,
        due=MemberText.read_due_at,
        runs=(MemberText.state.in_((MemberTextState.WAITING, MemberTextState.REPORTED)),),
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.MEMBER_NOTE_READ: Clock(
        subject=MemberNote,
        due=MemberNote.read_due_at,
        runs=(MemberNote.state == NoteState.WAITING,),
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.QUESTION_ANSWERED: Clock(
        subject=QuestionRound,
        due=QuestionRound.due_at,
        runs=(QuestionRound.answered_at.is_(None),),
        whose=BOARD,
        above=BOARD,  # nobody is above the board but everybody, who reads since when it waits
    ),
}
