"""The record of one child at one conference: how old they were, how their voice was heard, how they are told."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Contribution, Person, RecordSource, utc_now
from app.models.codes import (
    ClockName,
    ParticipationCode,
    SharedBy,
    SharedWhen,
    Stage,
    ToldHow,
    Understood,
    VoiceSource,
)
from app.protection.fingerprints import mark
from app.protection.sealing import vault
from app.services import auditing, essentials, minuting, overdue, stages
from app.services.clocks import add_months, london_day
from app.services.conferring import lock, this_day
from app.services.errors import RuleBroken
from app.services.overdue import Late, Running
from app.services.stages import BirthMonth
from app.services.whose_conference import Whose, led_by

MONTHS_TO_TELL = 3
IN_WORDS = {
    Stage.UNBORN: "not born",
    Stage.UNDER_4: "under 4",
    Stage.FOURTH_BIRTHDAY: "4",
    Stage.FOUR_OR_OVER: "over 4",
}
# With all its parts: put together once, as every page of a record asks for the same.
WHOLE_RECORD: Final = (
    select(ChildRecord)
    .join(ChildRecord.conference)
    .options(
        contains_eager(ChildRecord.conference),
        joinedload(ChildRecord.child, innerjoin=True),
        selectinload(ChildRecord.sources),
        selectinload(ChildRecord.needs),
        selectinload(ChildRecord.aids),
        selectinload(ChildRecord.harms),
        selectinload(ChildRecord.topics),
        selectinload(ChildRecord.adults),
        selectinload(ChildRecord.wishes),
        selectinload(ChildRecord.contributions).joinedload(Contribution.alert),
        selectinload(ChildRecord.replies),
        selectinload(ChildRecord.actions).options(joinedload(Action.agency, innerjoin=True), joinedload(Action.wish)),
    )
)


class Telling(StrEnum):
    """Where we are with telling a child what happened."""

    NOT_NEEDED = "not needed"
    NOT_GIVEN = "not given"
    TOLD = "told"
    LATE = "late"
    TODAY = "today"
    TO_COME = "to come"


def get_record(
    person: Person, conference_id: UUID, record_id: UUID, *, whose: Whose = led_by, for_change: bool = False
) -> ChildRecord:
    """One child's record in a conference that this person leads, with all its parts. Others raise NoResultFound.

    With `whose=written_by` also where they take the minutes. `for_change` keeps other changes of the same conference
    and its children waiting until this one is done: a conference cannot be finished while something that it needs is
    taken out.
    """
    if for_change:
        lock(person, conference_id, whose=whose)
    query = WHOLE_RECORD.where(
        ChildRecord.id == record_id,
        ChildRecord.conference_id == conference_id,
        whose(person),
    )
    return db.session.scalars(query).one()


def open_record(person: Person, conference_id: UUID, record_id: UUID, *, whose: Whose = led_by) -> ChildRecord:
    """The same, for a page that shows the child's words: who opened it is written down."""
    record = get_record(person, conference_id, record_id, whose=whose)
    auditing.note(person, "opened record", record)
    db.session.flush()
    return record


def born_of(record: ChildRecord) -> BirthMonth | None:
    """The child's month of birth as far as this record goes: a baby may have been born since."""
    if record.stage is Stage.UNBORN or record.child.born is None:
        return None
    return BirthMonth.parse(record.child.born)


def possible_stages(record: ChildRecord) -> tuple[Stage, ...]:
    """The stages between which only the chair can decide: more than one in the month of the 4th birthday."""
    return stages.possible_stages(born_of(record), record.conference.held_on)


def stage_in(conference: Conference, born: BirthMonth | None, *, on_the_day: Stage | None = None) -> Stage | None:
    try:
        return stages.stage_on(born, conference.held_on, on_the_day=on_the_day)
    except ValueError as wrong:
        raise RuleBroken(str(wrong)) from wrong


def check_keeps_code(record: ChildRecord, stage: Stage) -> None:
    """Raises RuleBroken, saying which code would go, when the code that is chosen is not for a child of this stage."""
    code = record.participation_code
    if code is not None and code not in stages.codes_for(stage):
        raise RuleBroken(
            f"{code} is not for a child who was {IN_WORDS[stage]} on the day. Nothing is changed yet: "
            f"tick that {code} goes, or leave the age as it is."
        )


def say_stage(chair: Person, record: ChildRecord, *, on_the_day: Stage, code_goes: bool = False) -> None:
    """Say whether the child was 4 on the day. With `code_goes` a code that does not fit any more is taken away, to be
    chosen again; without, RuleBroken is raised."""
    stage = stage_in(record.conference, born_of(record), on_the_day=on_the_day)
    if stage is not None and not code_goes:
        check_keeps_code(record, stage)
    record.stage = stage
    record.age_band = stages.age_band_of(stage, born_of(record), record.conference.held_on)
    if stage is None or record.participation_code not in stages.codes_for(stage):
        record.participation_code = None
    keep(chair, record, "said the child's age")


def save_space(chair: Person, record: ChildRecord, *, told_beforehand: bool | None) -> None:
    """Raises RuleBroken as keep() does."""
    record.told_beforehand = told_beforehand
    keep(chair, record, "saved space")


def save_voice(
    chair: Person,
    record: ChildRecord,
    *,
    participation_code: ParticipationCode | None,
    sources: Sequence[VoiceSource],
    own_words: str | None,
    observation: str | None,
    not_heard_reason: str | None,
) -> None:
    """Raises RuleBroken when the code is not one for a child of this age."""
    check_code(record, participation_code)
    record.participation_code = participation_code
    record.own_words = own_words
    record.observation = observation
    record.not_heard_reason = not_heard_reason
    record.sources = [source for source in record.sources if source.source in sources] + [
        RecordSource(record_id=record.id, source=source)
        for source in VoiceSource
        if source in sources and source not in {known.source for known in record.sources}
    ]
    keep(chair, record, "saved voice")


def check_code(record: ChildRecord, code: ParticipationCode | None) -> None:
    """SSDA903 rules 440 and 441, and no code for a child who is not born yet."""
    if code is None:
        return
    if record.stage is None:
        raise RuleBroken("First say whether the child was 4 on the day of the conference. Then choose the code.")
    if code not in stages.codes_for(record.stage):
        raise RuleBroken(f"{code} is not for a child of this age. Choose one of the codes on the page.")


def save_audience(
    chair: Person,
    record: ChildRecord,
    *,
    considered_individually: bool | None,
    shared_when: SharedWhen | None,
    shared_by: SharedBy | None,
) -> None:
    """Raises RuleBroken as keep() does."""
    record.considered_individually = considered_individually
    record.shared_when = shared_when
    record.shared_by = shared_by
    keep(chair, record, "saved audience")


def save_telling(
    chair: Person,
    record: ChildRecord,
    *,
    teller: str | None,
    told_how: ToldHow | None,
    not_told_reason: str | None,
    tell_by: date | None,
    told_on: date | None,
    understood: Understood | None,
) -> None:
    """Without a day to tell the child by, it is the day on which they are due to be told.

    Raises RuleBroken when nobody can be told, or the child was told in no way or on a day that cannot be right.
    """
    if record.stage is Stage.UNBORN:
        raise RuleBroken("This child is not born yet, so there is nobody to tell.")
    check_tell_by(tell_by, record.conference.held_on)
    check_between(told_on, record.conference.held_on, this_day(), what="The day the child was told")
    if told_on is not None and told_how in (None, ToldHow.NOT_GIVEN):
        raise RuleBroken("Choose how the child was told, or take away the day they were told.")
    record.teller = teller
    record.told_how = told_how
    record.not_told_reason = not_told_reason
    record.tell_by = tell_by or record.tell_due_on
    record.told_on = told_on
    record.understood = understood
    keep(chair, record, "saved telling")


def mark_of(stored: dict[str, Any]) -> str:
    """A keyed mark of what is stored, by which a page knows whether somebody has changed it since it was opened."""
    written = json.dumps(stored, sort_keys=True, default=str)
    return mark(vault.ring, "tokens", written).hex()


def check_tell_by(day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when a child cannot be told by this day."""
    if day is not None and day < held_on:
        raise RuleBroken("The child must be told on or after the day of the conference. Check the date.")
    if day is not None and day > add_months(held_on, MONTHS_TO_TELL):
        raise RuleBroken("The child must be told within 3 months of the conference. Check the date.")


def check_between(day: date | None, first: date, last: date, *, what: str) -> None:
    """Raises RuleBroken, its message for the chair, unless the day is one from the conference up to today."""
    if day is not None and day < first:
        raise RuleBroken(f"{what} must not be before the conference.")
    if day is not None and day > last:
        raise RuleBroken(f"{what} must be today or earlier.")


def keep(chair: Person, record: ChildRecord, deed: str) -> None:
    """Store a change of the record, with its moment and a line in the audit trail.

    Raises RuleBroken when the conference is finished and the change would leave something out: what is finished stays
    complete; and when the child can read it and somebody else than the chair changes it.
    """
    minuting.check_not_read_yet(chair, record)
    missing = essentials.missing_in(record)
    if missing and record.conference.finished_at is not None:
        raise RuleBroken(
            f"This conference is finished, and this would leave something out: {missing[0].sentence} "
            "Put it in, or open the conference again first."
        )
    record.saved_at = utc_now()
    auditing.note(chair, deed, record)
    db.session.flush()


def planned_day(record: ChildRecord) -> date:
    """By when somebody means to tell the child: as the chair said, or when they are due to be told."""
    return record.tell_by or record.tell_due_on


def late_telling(record: ChildRecord, now: datetime) -> Late | None:
    """That nobody has told this child in time, where somebody should have."""
    if telling_of(record, london_day(now)) is not Telling.LATE:
        return None
    return overdue.first_late([Running(ClockName.CHILD_TOLD, record.id, record.tell_due_on)], now)


def telling_of(record: ChildRecord, today: date) -> Telling:
    """Where we are with telling this child, on this day. What the chair plans does not move the board's clock."""
    if record.stage is Stage.UNBORN:
        return Telling.NOT_NEEDED
    if record.told_on is not None:
        return Telling.TOLD
    if record.told_how is ToldHow.NOT_GIVEN:
        return Telling.NOT_GIVEN
    if record.tell_due_on == today:
        return Telling.TODAY
    return Telling.LATE if overdue.is_late(record.tell_due_on, today) else Telling.TO_COME
