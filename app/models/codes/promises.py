"""How far the board is with what it promised."""

from enum import StrEnum


class CommitmentState(StrEnum):
    """How far the board is with something young people asked for."""

    DONE = "done"
    STARTED = "started"
    NOT_POSSIBLE = "not possible yet"


class CommitmentSource(StrEnum):
    """What made the board promise something."""

    THEME = "what many young people say"
    QUESTION = "a question from young advisors"
    RECOMMENDATION = "a recommendation of a review"
    PATTERN = "what conferences show"


class RecommendationState(StrEnum):
    """How far a recommendation of a review is."""

    DONE = "done"
    STARTED = "started"
    NOT_STARTED = "not started"
