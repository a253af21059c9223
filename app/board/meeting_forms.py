"""The forms of the board's meetings: when and where, the agenda, papers, and what was said and decided."""

from typing import Any

from wtforms import HiddenField
from wtforms.fields import SelectChoice

from app.board.fields import FORMATTING, LONGEST_DID, LONGEST_SAID, PLAINLY, one_row, words
from app.fields import DayField, HourField
from app.formats import LONGEST_FORMATTED, long_date
from app.forms import HeardForm, OnceForm, strip
from app.models import AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper
from app.models.codes import ProposalState
from app.services import agenda, board_meetings, board_minutes, deciding, papers
from app.staff_fields import ChangeForm, line, radio_of

LONGEST_PLACE = 200
LONGEST_ANSWER = 5_000
ABOUT_NOBODY = f"{PLAINLY} Never about one child."


class MeetingFields(HeardForm):
    held_on = DayField("Which day?", when_empty="Enter the day of the meeting.")
    begins_at = HourField("When does it begin?", description="Leave it empty if you do not know yet.")
    place = line(
        "Where?",
        ask="Write where it is.",
        longest=LONGEST_PLACE,
        description="A room, or: on a video call. Members of the shadow board read it.",
    )


class NewMeetingForm(OnceForm, MeetingFields):
    @property
    def details(self) -> board_meetings.Details:
        given: Any = {name: self[name].data for name in board_meetings.Details.__annotations__}
        return given  # type: ignore[no-any-return]


class MeetingForm(ChangeForm, MeetingFields):
    def __init__(self, meeting: BoardMeeting) -> None:
        super().__init__(board_meetings.stored(meeting))


class CallOffForm(HeardForm):
    because = words(
        "Why does it not take place?",
        ask="Write why it does not take place.",
        longest=LONGEST_SAID,
        description="Members of the shadow board read your reason.",
    )


class ItemFields(HeardForm):
    title = line(
        "What is it?", ask="Write what it is.", description="A few words. Members of the shadow board read it."
    )
    about = words("What is it about?", longest=LONGEST_SAID, description="If there is more to say before the meeting.")


class NewItemForm(OnceForm, ItemFields):
    @property
    def details(self) -> agenda.Details:
        return agenda.Details(title=self.title.data, about=self.about.data)


class ItemForm(ChangeForm, ItemFields):
    """Of an item that members proposed only what the board adds: their words stay as they are."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(agenda.stored(item))
        if item.proposal_id is not None:
            del self.title


class MoveForm(HeardForm):
    """A button. `seen` is where the item stood on the page; `way` is which button it was."""

    seen = HiddenField(filters=[strip])
    way = HiddenField(filters=[strip])


class MinutesForm(ChangeForm):
    said = words("What was said?", longest=LONGEST_FORMATTED, description=FORMATTING)
    decided = words("What was decided?", longest=LONGEST_FORMATTED, description="If nothing was: write that, and why.")
    answer = words(
        "What do we tell members, in plain words?",
        longest=LONGEST_ANSWER,
        description=f"What was said about it, what was decided, and who does what by when. {ABOUT_NOBODY}",
    )

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(board_minutes.stored(item))


class PaperFields(HeardForm):
    title = line("What is it called?", ask="Write what it is called.")
    item_id = one_row("Which item of the agenda is it for?")
    written_by = line(
        "Who wrote it?", ask="Write who wrote it.", description="A role or a group, such as: head of transport."
    )
    text = words("The paper", ask="Write the paper.", longest=LONGEST_FORMATTED, description=FORMATTING)
    plain = words(
        "The same in plain words",
        longest=LONGEST_FORMATTED,
        description=f"Members read it beside the paper. {ABOUT_NOBODY} It can come later, but then the paper is not"
        " finished yet.",
    )

    def offer(self, meeting: BoardMeeting) -> None:
        """The items there are to choose from."""
        self.item_id.choices = [
            SelectChoice("", "The meeting as a whole"),
            *(SelectChoice(str(item.id), f"{number}. {item.name}") for number, item in enumerate(meeting.items, 1)),
        ]


class NewPaperForm(OnceForm, PaperFields):
    @property
    def details(self) -> papers.Details:
        given: Any = {name: self[name].data for name in papers.Details.__annotations__}
        return given  # type: ignore[no-any-return]


class PaperForm(ChangeForm, PaperFields):
    def __init__(self, paper: MeetingPaper, meeting: BoardMeeting) -> None:
        super().__init__(papers.stored(paper))
        self.offer(meeting)


class DecisionForm(ChangeForm):
    """Accept what members propose for one meeting, or defer it."""

    decision = radio_of(
        "What do you decide?",
        {
            ProposalState.ACCEPTED: "Accept it: it goes on the agenda",
            ProposalState.DEFERRED: "Defer it: it is not talked about yet",
        },
        ask="Choose what you decide.",
    )
    meeting_id = one_row("If you accept it: for which meeting?")
    because = words(
        "Why?",
        longest=LONGEST_DID,
        description="If you defer it, say why, and what members can do. They read it.",
    )

    def __init__(self, proposal: AgendaProposal) -> None:
        super().__init__(deciding.stored(proposal))
        self.meeting_id.choices = [
            SelectChoice("", "Choose a meeting"),
            *(
                SelectChoice(str(meeting.id), f"{long_date(meeting.held_on)}, {meeting.place}")
                for meeting in deciding.meetings_to_choose_from(proposal)
            ),
        ]

    @property
    def accepts(self) -> bool:
        return bool(self.decision.data is ProposalState.ACCEPTED)
