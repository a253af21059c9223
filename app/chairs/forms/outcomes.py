"""What can be decided for a child, by the kind of conference."""

from app.models.codes import ConferenceType, Outcome

AT_INITIAL = (
    Outcome.PLAN_MADE,
    Outcome.CHILD_IN_NEED,
    Outcome.EARLY_HELP,
    Outcome.FURTHER_ASSESSMENT,
    Outcome.NO_FURTHER_ACTION,
    Outcome.ADJOURNED,
    Outcome.OTHER,
)
AT_REVIEW = (
    Outcome.PLAN_CONTINUES,
    Outcome.CATEGORY_CHANGED,
    Outcome.ENDS_IN_NEED,
    Outcome.ENDS_EARLY_HELP,
    Outcome.ENDS_LOOKED_AFTER,
    Outcome.ENDS_NO_ACTION,
    Outcome.TRANSFERRED,
    Outcome.ADJOURNED,
    Outcome.OTHER,
)
REVIEWS = (ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW)


def outcomes_of(type: ConferenceType) -> tuple[Outcome, ...]:
    """What can be decided at a conference of this kind. One that is reconvened may be of either kind."""
    if type is ConferenceType.RECONVENED:
        return tuple(Outcome)
    return AT_REVIEW if type in REVIEWS else AT_INITIAL
