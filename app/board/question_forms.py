"""The forms of what members ask the board: who sees to it, the answer, and what was done about what matters most."""

from wtforms.fields import SelectChoice

from app.board.fields import LONGEST_DID, PLAINLY, one_row, words
from app.forms import HeardForm
from app.models import BoardQuestion, QuestionRound
from app.services import committing
from app.staff_fields import ChangeForm, line


class TakeForm(HeardForm):
    agency_id = one_row("Which agency sees to it?")
    owner_role = line("Who there?", ask="Write who sees to it.", description="A role, such as head of transport.")

    def offer(self, question: BoardQuestion) -> "TakeForm":
        agencies = committing.agencies_to_choose_from(question)
        self.agency_id.choices = [
            SelectChoice("", "The board itself"),
            *(SelectChoice(str(one.id), one.name) for one in agencies),
        ]
        return self


class AnswerForm(ChangeForm):
    answer = words(
        "The answer",
        ask="Write an answer.",
        longest=LONGEST_DID,
        description=f"{PLAINLY} If you cannot do it, say why. Everybody reads it.",
    )

    def __init__(self, newest: QuestionRound | None, *, is_sent: bool = True) -> None:
        super().__init__({"answer": (newest.answer if newest else None) or ""}, is_sent=is_sent)


class DoneForm(HeardForm):
    text = words(
        "What did the board do about it?",
        ask="Write what was done, or why nothing was.",
        longest=LONGEST_DID,
        description=f"Members read this. {PLAINLY}",
    )
