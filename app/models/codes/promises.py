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


class ReviewKind(StrEnum):
    """Which law a review was made under (Working Together 2015; Children and Social Work Act 2017, s. 17)."""

    SERIOUS_CASE = "serious case review"
    LOCAL_PRACTICE = "local child safeguarding practice review"


class RecommendationTheme(StrEnum):
    """What a recommendation is about."""

    VOICE = "hearing the child"
    SIBLINGS = "brothers and sisters"
    BEFORE_SPEECH = "children who cannot speak yet"
    ADVOCACY = "somebody who speaks for the child"
    CHAIRS = "how conferences are chaired"
    SHARING = "sharing information"
    TRAINING = "training"
    OTHER = "something else"


class Impact(StrEnum):
    """What was found when the board looked whether a recommendation changed anything."""

    DIFFERENCE = "it made a difference"
    TOO_EARLY = "it is too early to say"
    NO_DIFFERENCE = "it made no difference"
