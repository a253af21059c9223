"""How old a child is on the day of their conference, and so which participation codes fit.

We keep the month of birth, not the day. In the month of the 4th birthday the chair therefore says which side of it the
conference fell. The checks are those of the national looked-after reviews return: PN0 is for a review not after the
4th birthday (rule 440), PN1 to PN7 for one not before it (rule 441). The birthday itself passes both.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.models.codes import AgeBand, ParticipationCode, Stage

MONTHS_TO_4 = 4 * 12
MONTHS_TO_18 = 18 * 12


@dataclass(frozen=True, order=True)
class BirthMonth:
    """The year and month in which a child was born. Written 2019-03."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if self.month not in range(1, 13):
            raise ValueError("Choose a month of birth from 1 to 12.")

    @classmethod
    def parse(cls, text: str) -> "BirthMonth":
        """Read what str() writes. Raises ValueError, its message for the chair, when it is something else."""
        written = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text.strip())
        if written is None:
            raise ValueError("Enter the year and month of birth, like 2019-03.")
        return cls(int(written[1]), int(written[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def possible_stages(born: BirthMonth | None, on: date) -> tuple[Stage, ...]:
    """The stages this child may be at on the day of the conference. None is a child who is not born yet.

    There is one, except in the month of the 4th birthday: then there are two or three, and the chair has to say. The
    birthday cannot be still to come on the last day of that month, nor be over on the first.
    Raises ValueError, its message for the chair, when the child is born after the conference, or 18 before its month.
    """
    if born is None:
        return (Stage.UNBORN,)
    months = _months_since(born, on)
    if months != MONTHS_TO_4:
        return (Stage.UNDER_4,) if months < MONTHS_TO_4 else (Stage.FOUR_OR_OVER,)
    to_come = (Stage.UNDER_4,) if on.day < monthrange(on.year, on.month)[1] else ()
    over = (Stage.FOUR_OR_OVER,) if on.day > 1 else ()
    return (*to_come, Stage.FOURTH_BIRTHDAY, *over)


def stage_on(born: BirthMonth | None, on: date, *, on_the_day: Stage | None = None) -> Stage | None:
    """The stage a child is at on the day of the conference, or None when only the chair can say and has not yet.

    `on_the_day` is the chair's answer. It counts only in the month of the 4th birthday; an answer left over from
    another date changes nothing.
    Raises ValueError, its message for the chair, when the answer or the month of birth cannot be right.
    """
    stages = possible_stages(born, on)
    if len(stages) == 1:
        return stages[0]
    if on_the_day is None or on_the_day in stages:
        return on_the_day
    choices = " or ".join(f"“{stage}”" for stage in stages)
    raise ValueError(f"Choose {choices} for the day of the conference, or check the month of birth.")


def codes_for(stage: Stage) -> tuple[ParticipationCode, ...]:
    """The participation codes that fit a child at this stage, in order. None fits a child who is not born yet."""
    too_young, *took_part_or_not = ParticipationCode
    return {
        Stage.UNBORN: (),
        Stage.UNDER_4: (too_young,),
        Stage.FOURTH_BIRTHDAY: (too_young, *took_part_or_not),
        Stage.FOUR_OR_OVER: tuple(took_part_or_not),
    }[stage]


def age_in_years(born: BirthMonth, on: date) -> int:
    """The whole years this child has surely lived. In the month of a birthday, the birthday is not counted yet.

    Raises ValueError, its message for the chair, when the child is born after the conference, or 18 before its month.
    """
    return max(_months_since(born, on) - 1, 0) // 12


def age_band_of(stage: Stage | None, born: BirthMonth | None, on: date) -> AgeBand | None:
    """The band in which figures count this child, or None under 4 and while nobody knows.

    Raises ValueError, its message for the chair, as age_in_years() does.
    """
    if born is None or stage not in (Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER):
        return None
    age = age_in_years(born, on)
    return AgeBand.FROM_4 if age < 10 else AgeBand.FROM_10 if age < 16 else AgeBand.FROM_16


def _months_since(born: BirthMonth, on: date) -> int:
    months = 12 * (on.year - born.year) + on.month - born.month
    if months < 0:
        raise ValueError("The month of birth is after the conference. Check both dates, or tick “Not born yet”.")
    if months > MONTHS_TO_18:
        raise ValueError("The month of birth makes this child 18 or over at the conference. Check both dates.")
    return months
