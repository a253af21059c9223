"""Whether what a member proposes goes on to the board."""

from app.models import AgendaProposal
from app.models.codes import ProposalState
from app.services import reading_proposals
from app.staff_fields import ChangeForm, chairs_words, radio_of


class PassOnForm(ChangeForm):
    decision = radio_of(
        "Does it go to the board?",
        {
            ProposalState.PASSED_ON: "Yes, pass it on as it is",
            ProposalState.NOT_PASSED_ON: "No, and I tell them why",
        },
        ask="Choose whether it goes to the board.",
    )
    because = chairs_words(
        "If it does not: why?",
        description="They read it. Say what they can change, and that they can propose it again.",
    )

    def __init__(self, proposal: AgendaProposal, *, is_sent: bool = True) -> None:
        super().__init__(reading_proposals.stored(proposal), is_sent=is_sent)

    @property
    def passes_on(self) -> bool:
        return bool(self.decision.data is ProposalState.PASSED_ON)
