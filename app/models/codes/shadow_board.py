"""What members of the shadow board do together, and where it stands."""

from enum import StrEnum


class QuestionState(StrEnum):
    """Where a question to the board stands."""

    WRITING = "members are writing it"
    WAITING = "the board is to answer"
    ANSWERED = "members say whether that answers it"
    DONE = "members say that it is answered"


class MemberTextKind(StrEnum):
    """What a text of a member is."""

    QUESTION = "a question to the board"
    COMMENT = "a comment"
    MISSING = "what is missing in an answer"


class MemberTextState(StrEnum):
    """Whether other members see a text. Only one that was passed on is seen by anybody but its writer."""

    WAITING = "waits to be read"
    PASSED_ON = "passed on"
    NOT_PASSED_ON = "not passed on"
    REPORTED = "reported"


class ReportReason(StrEnum):
    """Why a member reports what another one wrote."""

    WORRIED = "I am worried about somebody"
    UNKIND = "it is unkind"
    NAMES = "it says who somebody is"
    OTHER = "something else"
