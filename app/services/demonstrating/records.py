"""The record of one child at one conference of the demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.models import Base, ChildRecord, Conference, RecordHarm, RecordSource
from app.models.codes import (
    Category,
    Outcome,
    ParticipationCode,
    SharedBy,
    SharedWhen,
    Stage,
    ToldHow,
    Understood,
    VoiceSource,
)
from app.services.clocks import add_working_days
from app.services.demonstrating import details
from app.services.demonstrating import meeting_sentences as sentences
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days, Shares, in_the_afternoon
from app.services.demonstrating.households import Sibling
from app.services.essentials import NOT_HEARD, TOO_YOUNG_TO_BE_TOLD
from app.services.stages import age_band_of

PN = ParticipationCode
TAKING_PART: Final = {  # up to this age in years: at the beginning of the days, and at their end
    7: (
        Odds({PN.PN1: 6, PN.PN2: 7, PN.PN4: 5, PN.PN5: 18, PN.PN6: 40, PN.PN7: 24}),
        Odds({PN.PN1: 8, PN.PN2: 9, PN.PN4: 3, PN.PN5: 26, PN.PN6: 46, PN.PN7: 8}),
    ),
    17: (
        Odds({PN.PN1: 34, PN.PN2: 8, PN.PN3: 1, PN.PN4: 8, PN.PN5: 16, PN.PN6: 17, PN.PN7: 16}),
        Odds({PN.PN1: 42, PN.PN2: 12, PN.PN3: 1, PN.PN4: 4, PN.PN5: 20, PN.PN6: 16, PN.PN7: 5}),
    ),
}
WHEN_SHARED: Final = (
    Odds({SharedWhen.START: 36, SharedWhen.DURING: 40, SharedWhen.END: 18, SharedWhen.NOT_SHARED: 6}),
    Odds({SharedWhen.START: 66, SharedWhen.DURING: 26, SharedWhen.END: 6, SharedWhen.NOT_SHARED: 2}),
)
WHO_SHARES: Final = {
    None: (SharedBy.SOCIAL_WORKER, SharedBy.SCHOOL_OR_HEALTH),
    PN.PN0: (SharedBy.SOCIAL_WORKER, SharedBy.SCHOOL_OR_HEALTH),
    PN.PN1: (SharedBy.CHILD,),
    PN.PN2: (SharedBy.ADVOCATE,),
    PN.PN3: (SharedBy.CHILD, SharedBy.SCHOOL_OR_HEALTH),
    PN.PN5: (SharedBy.ADVOCATE,),
    PN.PN6: (SharedBy.CHAIR, SharedBy.SOCIAL_WORKER, SharedBy.SCHOOL_OR_HEALTH, SharedBy.RECORDING),
}
HOW_TOLD: Final = Odds({ToldHow.FACE_TO_FACE: 44, ToldHow.PICTURES: 22, ToldHow.LETTER: 10, ToldHow.PHONE: 8,
                        ToldHow.SCHOOL: 8, ToldHow.ADVOCATE: 8})  # fmt: skip
UNDERSTOOD: Final = Odds({Understood.YES: 74, Understood.PARTLY: 21, Understood.NO: 5})
TOLD_BEFOREHAND: Final = Shares(0.68, 0.93)
ON_THEIR_OWN: Final = Shares(0.78, 0.97)
TOLD_IN_TIME: Final = Shares(0.42, 0.66)
NOBODY_TELLS: Final = 0.005
MOST_TOLD_LATE: Final = 12  # working days
OFTEN_TOGETHER: Final = (Category.NEG, Category.EMO)


@dataclass(frozen=True)
class Course:
    """What happened at one conference, as far as it is the same for all its children."""

    conference: Conference
    category: Category
    outcome: Outcome
    home: str
    is_complete: bool = True
    code: ParticipationCode | None = None  # when it is not left to chance
    is_owed: bool = False  # the children have not been told, and should have been


@dataclass(frozen=True)
class Recorder:
    """Writes down how each child's voice was heard."""

    chance: Chance
    days: Days
    tell_child_days: int

    def start(self, conference: Conference, sibling: Sibling, place: int, stage: Stage | None = None) -> ChildRecord:
        """The record as it is when the child has been added to the conference."""
        held_on = conference.held_on
        likely = sibling.stage_on(held_on, self.chance)
        stage = stage or likely
        tell_due_on = add_working_days(held_on, self.tell_child_days)
        return ChildRecord(
            id=self.chance.new_id(),
            created_at=conference.created_at,
            saved_at=conference.created_at,
            conference_id=conference.id,
            child_id=sibling.child.id,
            position=place,
            is_subject=True,
            stage=stage,
            age_band=age_band_of(stage, sibling.born, held_on),
            tell_due_on=tell_due_on,
            tell_by=None if stage is Stage.UNBORN else tell_due_on,
            once=self.chance.once(),
        )

    def fill_in(self, record: ChildRecord, course: Course, age: int) -> Iterator[Base]:
        """Put in everything but wishes and actions. Gives the rows that come with it."""
        progress = self.days.progress(course.conference.held_on)
        record.saved_at = in_the_afternoon(self.chance, course.conference.held_on)
        yield from self.hear(record, self.code_of(record, course, age, progress))
        if record.stage not in TOO_YOUNG_TO_BE_TOLD:
            record.told_beforehand = self.chance.happens(TOLD_BEFOREHAND.at(progress))
        if not course.is_complete:
            return
        self.share(record, progress)
        record.category = course.category
        yield from self.stand_for(record)
        record.outcome = course.outcome
        if record.stage is not Stage.UNBORN:
            self.tell(record, course, progress)
        yield from details.of_record(record, course.conference)

    def code_of(self, record: ChildRecord, course: Course, age: int, progress: float) -> ParticipationCode | None:
        if record.stage is Stage.UNBORN:
            return None
        if record.stage is Stage.UNDER_4:
            return PN.PN0
        if course.code is not None:
            return course.code
        odds = next(odds for oldest, odds in TAKING_PART.items() if age <= oldest)
        return self.chance.draw(odds[self.chance.happens(progress)])

    def stand_for(self, record: ChildRecord) -> Iterator[RecordHarm]:
        """The categories that MUL stands for."""
        for harm in OFTEN_TOGETHER if record.category is Category.MUL else ():
            new_id = self.chance.new_id()
            yield RecordHarm(id=new_id, created_at=record.saved_at, record_id=record.id, category=harm)

    def hear(self, record: ChildRecord, code: ParticipationCode | None) -> Iterator[RecordSource]:
        chance = self.chance
        record.participation_code = code
        sources: tuple[VoiceSource, ...] = sentences.UNBORN_SOURCES if code is None else sentences.SOURCES[code]
        if code is None:
            record.observation = chance.choice(sentences.PREPARATIONS)
        elif code is PN.PN0:
            record.observation = chance.choice(sentences.OBSERVATIONS)
        elif code is PN.PN3:
            record.own_words = sentences.BY_SYMBOLS
        elif code in NOT_HEARD:
            record.not_heard_reason = chance.choice(sentences.NOT_HEARD[code])
        else:
            record.own_words = f"{chance.choice(sentences.LIKES)} {chance.choice(sentences.WORRIES)}"
        for source in chance.sample(sources, chance.randint(1, min(2, len(sources)))):
            yield RecordSource(id=chance.new_id(), created_at=record.saved_at, record_id=record.id, source=source)

    def share(self, record: ChildRecord, progress: float) -> None:
        chance, is_heard = self.chance, record.participation_code not in NOT_HEARD
        record.considered_individually = chance.happens(ON_THEIR_OWN.at(progress))
        record.shared_when = chance.draw(WHEN_SHARED[chance.happens(progress)]) if is_heard else SharedWhen.NOT_SHARED
        if record.shared_when is not SharedWhen.NOT_SHARED:
            record.shared_by = chance.choice(WHO_SHARES[record.participation_code])

    def tell(self, record: ChildRecord, course: Course, progress: float) -> None:
        chance, is_baby = self.chance, record.stage is Stage.UNDER_4
        if chance.happens(NOBODY_TELLS) and not is_baby and not course.is_owed:
            record.told_how = ToldHow.NOT_GIVEN
            record.not_told_reason = chance.choice(sentences.NOT_TOLD_REASONS)
            return
        record.teller = chance.choice(sentences.CARER_TELLERS if is_baby else sentences.TELLERS)
        record.told_how = ToldHow.CARER if is_baby else chance.draw(HOW_TOLD)
        told_on = self.day_told(course.conference.held_on, progress)
        if told_on < self.days.today and not course.is_owed:
            record.told_on = told_on
            record.understood = Understood.PRE_VERBAL if is_baby else chance.draw(UNDERSTOOD)

    def day_told(self, held_on: date, progress: float) -> date:
        is_in_time = self.chance.happens(TOLD_IN_TIME.at(progress))
        most = self.tell_child_days
        late = self.chance.randint(1, MOST_TOLD_LATE)
        return add_working_days(held_on, self.chance.randint(1, most) if is_in_time else most + late)
