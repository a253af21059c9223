"""What the demonstration's chairs wrote beside the essentials: most of it in most records, never all of it.

Nothing is drawn by chance here: it follows from the record's own id, so that no other draw comes out differently.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from app.models import Action, Base, ChildRecord, Conference, RecordAdult, RecordNeed, RecordTopic
from app.models.codes import (
    ActionStatus,
    AdvocateOffered,
    AtTheCentre,
    CarerPresent,
    ChairMet,
    Difference,
    HowFar,
    InterpretedBy,
    Interpreter,
    Need,
    ParticipationCode,
    Pressure,
    SpokeUp,
    VoiceTopic,
    WantsToAttend,
)
from app.services.essentials import TOO_YOUNG_TO_BE_TOLD
from app.services.time_limits import REVIEWS

TOLD_BEFORE: Final = timedelta(days=7)
PN = ParticipationCode
WANTED: Final = {
    PN.PN1: WantsToAttend.WHOLE,
    PN.PN2: WantsToAttend.PART,
    PN.PN3: WantsToAttend.PART,
    PN.PN4: WantsToAttend.WHOLE,
    PN.PN5: WantsToAttend.NO,
    PN.PN6: WantsToAttend.NO,
}
DAILY_LIFE: Final = "Quiet days with one carer, loud evenings. Sleeps and eats better where it is calm."
BETTER: Final = ("Ask the child first how long they want to stay.", "Have the drawing on the table from the start.")
INTERPRETED: Final = {  # by a number up to 40: about one child in eight needs somebody
    1: (Interpreter.SPOKEN, InterpretedBy.INTERPRETER),
    9: (Interpreter.SPOKEN, InterpretedBy.INTERPRETER),
    17: (Interpreter.BSL, InterpretedBy.INTERPRETER),
    25: (Interpreter.SPOKEN, InterpretedBy.STAFF),
    33: (Interpreter.SPOKEN, InterpretedBy.FAMILY),
}
DIFFERENCES: Final = (
    *(Difference.YES, Difference.YES, Difference.YES),
    *(Difference.PARTLY, Difference.PARTLY),
    Difference.NO,
    *(Difference.NOT_ASKED, Difference.NOT_ASKED),
)
EVIDENCE: Final = ("Seen at the last visit.", "The letter is on file.", "The school has confirmed it.")


def of_record(record: ChildRecord, conference: Conference) -> Iterator[Base]:
    """Put in the details of one record. Gives the rows that come with it."""
    number = record.id.int % 1000
    record.all_had_it_in_writing = number % 4 != 0
    record.at_the_centre = (AtTheCentre.MOSTLY, AtTheCentre.FULLY, AtTheCentre.A_LITTLE)[number % 3]
    record.better_next_time = BETTER[number % 2] if number % 5 == 0 else None
    if number % 3 == 0:
        yield RecordAdult(
            id=uuid.uuid5(record.id, "adult"), created_at=record.saved_at, record_id=record.id,
            adult=(SpokeUp.GRANDPARENT, SpokeUp.FATHER, SpokeUp.SCHOOL)[number % 7 % 3],
        )  # fmt: skip
    if record.stage in TOO_YOUNG_TO_BE_TOLD:
        record.daily_life = DAILY_LIFE if record.participation_code is PN.PN0 and number % 5 else None
        return
    yield from of_child(record, conference, number)


def of_child(record: ChildRecord, conference: Conference, number: int) -> Iterator[Base]:
    if record.told_beforehand:
        record.told_by = "Social worker"
        record.told_about_on = conference.held_on - TOLD_BEFORE
    record.was_invited = record.participation_code is not PN.PN7
    record.wants_to_attend = WANTED.get(record.participation_code) if record.participation_code else None
    record.chair_met = (ChairMet.BEFORE, ChairMet.BOTH, ChairMet.DECLINED, ChairMet.BEFORE, ChairMet.NOT_OFFERED)[
        number % 5
    ]
    if record.chair_met is ChairMet.NOT_OFFERED:
        record.chair_not_met_reason = "There was no day before the conference that suited everybody."
    record.advocate_offered = advocate_at(conference, number)
    record.words_checked = (HowFar.YES, HowFar.PARTLY, HowFar.NO)[number % 3]
    record.seen_alone = number % 6 != 0
    record.times_seen_alone = 1 + number % 4 if record.seen_alone else None
    record.interpreter, record.interpreted_by = INTERPRETED.get(number % 40, (Interpreter.NOT_NEEDED, None))
    if number % 7 == 2:
        need = (Need.COMM, Need.AUT, Need.LD)[number % 3]
        yield RecordNeed(id=uuid.uuid5(record.id, need), created_at=record.saved_at, record_id=record.id, need=need)
    record.carer_present, record.pressure = CarerPresent.NO, Pressure.NO
    topics = list(VoiceTopic)
    for topic in dict.fromkeys((topics[number % len(topics)], topics[number // 7 % len(topics)])):
        yield RecordTopic(id=uuid.uuid5(record.id, topic), created_at=record.saved_at, record_id=record.id, topic=topic)


def advocate_at(conference: Conference, number: int) -> AdvocateOffered:
    """Nearly always offered at initial conferences, far less often at reviews: that is what boards find."""
    if conference.type in REVIEWS:
        return (AdvocateOffered.ACCEPTED, AdvocateOffered.DECLINED, AdvocateOffered.NOT_AT_REVIEWS)[number % 3]
    is_offered = number % 8 != 0
    return (
        (AdvocateOffered.ACCEPTED, AdvocateOffered.DECLINED)[number % 2] if is_offered else AdvocateOffered.NOT_OFFERED
    )


def of_action(action: Action) -> None:
    """Put in how it can be seen that an action was done, and what it changed."""
    number = action.id.int % 1000
    if action.status is ActionStatus.DONE:
        action.evidence = action.evidence or EVIDENCE[number % 3]
        action.difference = DIFFERENCES[number % len(DIFFERENCES)]
    if action.status is ActionStatus.STOPPED:
        action.stopped_reason = "The family moved, and the new school does it now."
