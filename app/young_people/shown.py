"""What the board promised, in the words young people read. Nothing that is hidden gets as far as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.formats import grouped
from app.models import Commitment, utc_now
from app.models.codes import CommitmentState
from app.services import commitments, overdue

STATES = {
    CommitmentState.DONE: _("Done"),
    CommitmentState.STARTED: _("Started"),
    CommitmentState.NOT_POSSIBLE: _("Not possible yet"),
}
WHAT_WE_DID = {
    CommitmentState.DONE: _("We did"),
    CommitmentState.STARTED: _("We are doing"),
    CommitmentState.NOT_POSSIBLE: _("We could not"),
}
DID_IT_HELP = {
    CommitmentState.DONE: _("Did it help?"),
    CommitmentState.STARTED: _("Is it helping?"),
    CommitmentState.NOT_POSSIBLE: _("Does that answer you?"),
}
TAGS = {CommitmentState.DONE: "done", CommitmentState.STARTED: "wait", CommitmentState.NOT_POSSIBLE: "off"}
FILTERS = {
    "done": CommitmentState.DONE,
    "started": CommitmentState.STARTED,
    "not-possible": CommitmentState.NOT_POSSIBLE,
}


@dataclass(frozen=True, kw_only=True)
class ShownCommitment:
    """What stands on a page of one commitment. The number of a few is not in it."""

    id: UUID
    title: str
    who_said: str
    said: str
    state_label: str
    tag: str
    did_label: str
    did: str
    for_now: str | None
    decided_on: date
    look_again_on: date | None
    is_look_late: bool
    asks: str


def commitment_to_show(commitment: Commitment) -> ShownCommitment:
    state, again = commitment.state, commitment.look_again_on
    return ShownCommitment(
        id=commitment.id,
        title=commitment.title,
        who_said=who_said(commitment),
        said=commitment.said,
        state_label=str(STATES[state]),
        tag=TAGS[state],
        did_label=str(WHAT_WE_DID[state]),
        did=commitment.did,
        for_now=commitment.for_now,
        decided_on=commitment.decided_on,
        look_again_on=again,
        is_look_late=again is not None and overdue.is_late(again, utc_now()),
        asks=str(DID_IT_HELP[state]),
    )


def who_said(commitment: Commitment) -> str:
    """23 of you said; a few of you, where the number is hidden; you said, where nobody counted."""
    if commitments.are_few(commitment):
        return str(gettext("A few of you said"))
    number = commitments.shown_number(commitment)
    if not number:
        return str(gettext("You said"))
    return str(ngettext("%(count)s of you said", "%(count)s of you said", number, count=grouped(number)))


def all_to_show(found: Sequence[Commitment]) -> list[ShownCommitment]:
    return [commitment_to_show(commitment) for commitment in found]
