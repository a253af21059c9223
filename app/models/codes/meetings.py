"""How far a meeting of the board is, and what became of what members want to be talked about there."""

from enum import StrEnum


class BoardMeetingState(StrEnum):
    """Whether a meeting of the board is still to come."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called off"


class ProposalState(StrEnum):
    """Where an item stands that a member of the shadow board proposed. The board sees it once it is passed on."""

    SENT = "sent"
    PASSED_ON = "passed on"
    NOT_PASSED_ON = "not passed on"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
