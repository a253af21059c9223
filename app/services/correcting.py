"""Putting right a conference that was made with a mistake, or taking it out while it has no children.

Much hangs on the day of a conference: how old each child was, so which participation codes fit, and by when things are
to be done. When the day changes, all of it is looked at again; what no longer fits is for the chair to decide.
"""

from datetime import date

from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import ChildRecord, Conference, Person
from app.models.codes import Stage
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services import auditing, conferring, minuting, promising, recording, stages, time_limits
from app.services.conferring import ConferenceDetails
from app.services.errors import RuleBroken
from app.services.stages import BirthMonth


def change_conference(
    chair: Person, conference: Conference, details: ConferenceDetails, *, codes_again: bool = False
) -> None:
    """Store what the chair has put right. With the day, each child's stage and day to be told change too.

    `codes_again` takes away participation codes that no longer fit a child's age, to be chosen again.
    Raises RuleBroken, and changes nothing, when the conference is finished, when a new conference like this would be
    refused, or when something recorded for a child does not fit the new day.
    """
    check_not_finished(conference)
    if details == details_of(conference):
        return
    for record in conference.records:
        minuting.check_not_read_yet(chair, record)
    conferring.check_details(details)
    conferring.check_not_there(chair, details["reference"], details["held_on"], besides=conference)
    if details["held_on"] != conference.held_on:
        check_move(conference, details["held_on"], codes_again=codes_again)
    try:
        with db.session.begin_nested():
            move(conference, details["held_on"])
            describe(conference, details)
            db.session.flush()
    except IntegrityError as taken:  # another chair was first by a moment
        raise conferring.already_there(chair, details["reference"], details["held_on"]) from taken
    auditing.note(chair, "changed conference", conference)
    db.session.flush()


def details_of(conference: Conference) -> ConferenceDetails:
    return ConferenceDetails(
        reference=conference.reference,
        held_on=conference.held_on,
        start_time=conference.start_time,
        type=conference.type,
        format=conference.format,
        strategy_discussion_on=conference.strategy_discussion_on,
        last_conference_on=conference.last_conference_on,
        told_of_move_on=conference.told_of_move_on,
        late_reason=conference.late_reason,
    )


def describe(conference: Conference, details: ConferenceDetails) -> None:
    conference.reference = details["reference"]
    conference.reference_index = blind_index(vault.ring, details["reference"])
    conference.held_on = details["held_on"]
    conference.start_time = details["start_time"]
    conference.type = details["type"]
    conference.format = details["format"]
    conference.strategy_discussion_on = details["strategy_discussion_on"]
    conference.last_conference_on = details["last_conference_on"]
    conference.told_of_move_on = details["told_of_move_on"]
    conference.late_reason = details["late_reason"]


def check_move(conference: Conference, held_on: date, *, codes_again: bool) -> None:
    """Raises RuleBroken, naming the child, when something recorded does not fit a conference on this day."""
    if not codes_again:
        check_codes(conference, held_on)
    check_afterwards(conference, held_on)
    for record in conference.records:
        try:
            stage_on(record, held_on)
        except ValueError as wrong:
            raise RuleBroken(
                f"The month of birth of {record.child.reference} does not fit a conference on {in_words(held_on)}. "
                "Check the date of the conference."
            ) from wrong
        check_days(record, held_on)


def check_afterwards(conference: Conference, held_on: date) -> None:
    """Raises RuleBroken when the core group, the letter or the record would come before the conference."""
    after = (conference.core_group_on, conference.letter_sent_on, conference.record_sent_on)
    if any(day < held_on for day in after if day):
        raise RuleBroken(
            f"Something that followed the conference has a day before {in_words(held_on)}. "
            "Change the dates afterwards first, or choose another date here."
        )


def check_codes(conference: Conference, held_on: date) -> None:
    """Raises RuleBroken, naming each child whose participation code would no longer fit their age."""
    misfits = [
        f"{record.participation_code} of {record.child.reference}"
        for record in conference.records
        if not keeps_code(record, held_on)
    ]
    if misfits:
        raise RuleBroken(
            f"On {in_words(held_on)} this no longer fits the age we know: {', '.join(misfits)}. "
            "Check the date of the conference, or tick that you choose the participation code again."
        )


def check_days(record: ChildRecord, held_on: date) -> None:
    """Raises RuleBroken, naming the child, when a day in their record does not fit. A usual day to be told moves."""
    today = conferring.this_day()
    try:
        for action in record.actions:
            promising.check_due_on(action.due_on, held_on=held_on)
            promising.check_done_on(action.status, action.done_on, held_on=held_on, today=today)
        recording.check_tell_by(tell_by_on(record, held_on), held_on)
        recording.check_between(record.told_on, held_on, today, what="The day the child was told")
    except RuleBroken as broken:
        raise RuleBroken(
            f"{record.child.reference}: {broken} Change it on the child’s record first, or choose another date here."
        ) from broken


def keeps_code(record: ChildRecord, held_on: date) -> bool:
    """Whether the participation code fits on another day.

    Where the chair has still to say how old the child was, none fits. A month of birth that cannot be right is another
    mistake, with a message of its own.
    """
    if record.participation_code is None or held_on == record.conference.held_on:
        return True
    try:
        stage = stage_on(record, held_on)
    except ValueError:
        return True
    return stage is not None and record.participation_code in stages.codes_for(stage)


def move(conference: Conference, held_on: date) -> None:
    """Work out anew what hangs on the day."""
    if held_on == conference.held_on:
        return
    for record in conference.records:
        if not keeps_code(record, held_on):
            record.participation_code = None
        record.tell_by, record.stage = tell_by_on(record, held_on), stage_on(record, held_on)
        born = BirthMonth.parse(record.child.born) if record.child.born else None
        record.age_band = stages.age_band_of(record.stage, born, held_on)
        record.tell_due_on = conferring.day_to_tell(held_on)
    conference.held_on = held_on
    time_limits.start_clocks(conference)


def stage_on(record: ChildRecord, held_on: date) -> Stage | None:
    """The child's stage if the conference is on another day, or None when only the chair can say.

    What was said for one day says nothing for another. Raises ValueError when the month of birth does not fit.
    """
    born = BirthMonth.parse(record.child.born) if record.child.born else None
    if record.stage is Stage.UNBORN and born and born >= BirthMonth(held_on.year, held_on.month):
        return Stage.UNBORN  # in the month of birth, as the chair said
    return stages.stage_on(born, held_on)


def tell_by_on(record: ChildRecord, held_on: date) -> date | None:
    """By when somebody means to tell the child if the conference is on another day. What the chair chose stays."""
    if stage_on(record, held_on) is Stage.UNBORN:
        return None
    if record.tell_by in (None, record.tell_due_on):
        return conferring.day_to_tell(held_on)
    return record.tell_by


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def remove_conference(chair: Person, conference: Conference) -> None:
    """Take out a conference that was made by mistake. Raises RuleBroken when it has children or is finished."""
    if conference.records:
        raise RuleBroken("There are children in this conference, so it stays. Change it instead.")
    check_not_finished(conference)
    auditing.note(chair, "removed conference", conference)
    db.session.delete(conference)
    db.session.flush()


def check_not_finished(conference: Conference) -> None:
    if conference.finished_at is not None:
        raise RuleBroken("This conference is finished. Open it again to change it.")
