"""What stands in a child's record beside the essentials, heading by heading."""

import uuid
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Sealed, SealedText, one_of
from app.models.codes import (
    AdvocateOffered,
    AtTheCentre,
    CarerPresent,
    ChairMet,
    ChildSays,
    HowFar,
    KeptOut,
    Pressure,
    WantsToAttend,
)


class OfSpace:
    """Was the chance given?"""

    told_by_sealed: Mapped[Sealed | None]
    told_about_on: Mapped[date | None]
    was_invited: Mapped[bool | None]
    wants_to_attend: Mapped[WantsToAttend | None]
    not_asked_reason_sealed: Mapped[Sealed | None]
    kept_out: Mapped[KeptOut | None]
    chair_met: Mapped[ChairMet | None]
    chair_not_met_reason_sealed: Mapped[Sealed | None]
    advocate_offered: Mapped[AdvocateOffered | None]
    advocate_attended: Mapped[bool | None]
    advocate_reported: Mapped[bool | None]
    words_checked: Mapped[HowFar | None]
    seen_alone: Mapped[bool | None]
    times_seen_alone: Mapped[int | None]

    told_by = SealedText[str | None]("told_by_sealed")
    not_asked_reason = SealedText[str | None]("not_asked_reason_sealed")
    chair_not_met_reason = SealedText[str | None]("chair_not_met_reason_sealed")


class OfVoice:
    """How was it heard, what was it, and who stood in the way?"""

    heard_when_sealed: Mapped[Sealed | None]
    heard_by_sealed: Mapped[Sealed | None]
    carer_present: Mapped[CarerPresent | None]
    pressure: Mapped[Pressure | None]
    going_well_sealed: Mapped[Sealed | None]
    worries_sealed: Mapped[Sealed | None]
    should_happen_sealed: Mapped[Sealed | None]
    how_safe: Mapped[int | None]  # 0 to 10, as the child says
    observed_by_sealed: Mapped[Sealed | None]
    read_by_sealed: Mapped[Sealed | None]  # who said what the observation means
    daily_life_sealed: Mapped[Sealed | None]
    access_prevented: Mapped[bool | None]
    access_detail_sealed: Mapped[Sealed | None]

    heard_when = SealedText[str | None]("heard_when_sealed")
    heard_by = SealedText[str | None]("heard_by_sealed")
    going_well = SealedText[str | None]("going_well_sealed")
    worries = SealedText[str | None]("worries_sealed")
    should_happen = SealedText[str | None]("should_happen_sealed")
    observed_by = SealedText[str | None]("observed_by_sealed")
    read_by = SealedText[str | None]("read_by_sealed")
    daily_life = SealedText[str | None]("daily_life_sealed")
    access_detail = SealedText[str | None]("access_detail_sealed")


class OfAudience:
    """Did whoever decides have it before them?"""

    all_had_it_in_writing: Mapped[bool | None]


class OfInfluence:
    """Who did not agree with what was decided: the child's dissent counts as that of those who work with them."""

    dissent_sealed: Mapped[Sealed | None]

    dissent = SealedText[str | None]("dissent_sealed")


class OfFeedback:
    """What does the child say, and what have they in their hands?"""

    child_says: Mapped[ChildSays | None]
    told_of_advocate: Mapped[bool | None]
    has_plan: Mapped[bool | None]


class OfTheChair:
    """The chair's own look back."""

    at_the_centre: Mapped[AtTheCentre | None]
    better_next_time_sealed: Mapped[Sealed | None]
    is_escalated: Mapped[bool | None]
    escalated_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    escalated_on: Mapped[date | None]

    better_next_time = SealedText[str | None]("better_next_time_sealed")


class RecordDetails(OfSpace, OfVoice, OfAudience, OfInfluence, OfFeedback, OfTheChair):
    """Everything beside the essentials."""


DETAIL_COLUMNS: Final = tuple(name for kind in RecordDetails.__mro__ for name in vars(kind).get("__annotations__", ()))
DETAIL_RULES: Final = (
    CheckConstraint(
        "times_seen_alone IS NULL OR (seen_alone IS NOT NULL AND seen_alone AND times_seen_alone >= 1)",
        name="seen_alone_so_often",
    ),
    CheckConstraint("how_safe BETWEEN 0 AND 10", name="how_safe_from_0_to_10"),
    CheckConstraint(
        "(escalated_to_id IS NULL AND escalated_on IS NULL) OR (is_escalated IS NOT NULL AND is_escalated)",
        name="escalated_to_somebody",
    ),
    one_of("wants_to_attend", WantsToAttend),
    one_of("kept_out", KeptOut),
    one_of("chair_met", ChairMet),
    one_of("advocate_offered", AdvocateOffered),
    one_of("words_checked", HowFar),
    one_of("carer_present", CarerPresent),
    one_of("pressure", Pressure),
    one_of("child_says", ChildSays),
    one_of("at_the_centre", AtTheCentre),
)
