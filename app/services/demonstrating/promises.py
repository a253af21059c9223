"""What the children of the demonstration wish, what came of it, and who does what by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.models import Action, Base, ChildRecord, Role, Wish
from app.models.codes import ActionStatus, Extent
from app.services.clocks import ONE_DAY, add_working_days, end_of_day
from app.services.demonstrating import details
from app.services.demonstrating import meeting_sentences as sentences
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days, Shares
from app.services.demonstrating.meeting_sentences import Task, WishLine
from app.services.demonstrating.people import Crew
from app.services.demonstrating.records import Course
from app.services.essentials import NOT_FULLY, NOT_HEARD, TOO_YOUNG_TO_BE_TOLD

HOW_MANY_WISHES: Final = Odds({0: 4, 1: 14, 2: 30, 3: 30, 4: 16, 5: 6})
HOW_MANY_FOR_A_BABY: Final = Odds({0: 70, 1: 24, 2: 6})
EXTENTS: Final = (
    Odds({Extent.FULLY: 34, Extent.PARTLY: 27, Extent.NOT_ACTED_ON: 26, Extent.NOT_ASKED: 13}),
    Odds({Extent.FULLY: 48, Extent.PARTLY: 25, Extent.NOT_ACTED_ON: 16, Extent.NOT_ASKED: 11}),
)
STILL_BEING_DECIDED_FOR: Final = 30  # days
HOW_MANY_ACTIONS: Final = Odds({0: 3, 1: 8, 2: 24, 3: 36, 4: 20, 5: 9})
BY_SOCIAL_CARE: Final = 0.6
FOR_THE_HOME: Final = 0.2
STOPPED: Final = 0.02
ON_TIME: Final = Shares(0.56, 0.79)
BEFORE_MIDNIGHT: Final = timedelta(hours=8)  # in the afternoon
DUE_WITHIN, MOST_LATE = (7, 75), 30  # days
OLDEST_CHILD: Final = 10  # years; older ones are young people to us


@dataclass(frozen=True)
class Promises:
    """Writes down wishes and actions."""

    chance: Chance
    days: Days
    crew: Crew

    def add_to(self, record: ChildRecord, course: Course, age: int) -> Iterator[Base]:
        """The wishes and actions of this record."""
        wishes = list(self.wishes(record, course))
        yield from wishes
        if course.is_complete:
            yield from self.actions(record, course, age, wishes)

    def wishes(self, record: ChildRecord, course: Course) -> Iterator[Wish]:
        if record.participation_code in NOT_HEARD:
            return
        is_baby = record.stage in TOO_YOUNG_TO_BE_TOLD
        lines = sentences.BABY_WISHES if is_baby else sentences.WISHES
        number = self.chance.draw(HOW_MANY_FOR_A_BABY if is_baby else HOW_MANY_WISHES)
        record.no_wishes = number == 0
        for position, line in enumerate(self.chance.sample(lines, number), start=1):
            wish = Wish(
                id=self.chance.new_id(),
                created_at=record.saved_at,
                record_id=record.id,
                position=position,
                text=line.text,
                once=self.chance.once(),
            )
            if course.is_complete:
                self.act_on(wish, line, course.conference.held_on)
            yield wish

    def act_on(self, wish: Wish, line: WishLine, held_on: date) -> None:
        wish.extent = self.chance.draw(EXTENTS[self.chance.happens(self.days.progress(held_on))])
        if (self.days.today - held_on).days < STILL_BEING_DECIDED_FOR and self.chance.happens(0.15):
            wish.extent = Extent.UNDECIDED
        if wish.extent in (Extent.FULLY, Extent.PARTLY):
            wish.changed = line.changed
        if wish.extent in NOT_FULLY:
            wish.reason = line.reason
            wish.explanation = (sentences.PARTLY if wish.extent is Extent.PARTLY else "") + line.explanation

    def actions(self, record: ChildRecord, course: Course, age: int, wishes: list[Wish]) -> Iterator[Action]:
        acted_on = [wish for wish in wishes if wish.extent in (Extent.FULLY, Extent.PARTLY)]
        number = max(self.chance.draw(HOW_MANY_ACTIONS), min(len(acted_on), 1))
        record.no_action_asked = number == 0
        for place, other in enumerate(self.tasks(record, age, number)):
            wish = acted_on[place] if place < len(acted_on) else None
            task = sentences.BY_THE_SOCIAL_WORKER[wish.text] if wish else other
            action = Action(
                id=self.chance.new_id(),
                created_at=record.saved_at,
                record_id=record.id,
                wish_id=wish.id if wish else None,
                what=task.what,
                agency_id=self.crew.agencies[task.agency or course.home].id,
                owner_role=task.owner_role,
                once=self.chance.once(),
            )
            self.do(action, course.conference.held_on)
            self.report(action, course.conference.held_on)
            details.of_action(action)
            yield action

    def tasks(self, record: ChildRecord, age: int, number: int) -> Iterator[Task]:
        others: tuple[Task, ...] = sentences.FOR_CHILDREN if age <= OLDEST_CHILD else sentences.FOR_YOUNG_PEOPLE
        if record.stage in TOO_YOUNG_TO_BE_TOLD:
            others = sentences.FOR_BABIES
        own = iter(self.chance.sample(sentences.BY_SOCIAL_CARE, number))
        for _ in range(number):
            if self.chance.happens(BY_SOCIAL_CARE):
                yield next(own)
            else:
                yield self.chance.choice(sentences.FOR_THE_HOME if self.chance.happens(FOR_THE_HOME) else others)

    def do(self, action: Action, held_on: date) -> None:
        """By when it is due, and whether it has been done by now."""
        chance, today = self.chance, self.days.today
        action.due_on = add_working_days(held_on + ONE_DAY * chance.randint(*DUE_WITHIN), 0)
        is_on_time = chance.happens(ON_TIME.at(self.days.progress(action.due_on)))
        if is_on_time:
            done_on = held_on + ONE_DAY * chance.randint(3, (action.due_on - held_on).days)
        else:
            done_on = action.due_on + ONE_DAY * chance.randint(1, MOST_LATE)
        done_on = add_working_days(done_on, 0)
        action.status = ActionStatus.IN_PROGRESS if chance.happens(0.6) else ActionStatus.NOT_STARTED
        if action.due_on < today and chance.happens(STOPPED):
            action.status = ActionStatus.STOPPED
        elif done_on < today:
            action.status, action.done_on = ActionStatus.DONE, done_on

    def report(self, action: Action, held_on: date) -> None:
        """What the agency says of it, where somebody leads for that agency. Nothing is left to chance here."""
        lead = next((one for one in self.crew.by_role[Role.AGENCY_LEAD] if one.agency_id == action.agency_id), None)
        shows_it = sentences.SHOWS_IT.get(action.status)
        reported_on = action.done_on or min(held_on + ONE_DAY, self.days.today - ONE_DAY)
        if lead is None or shows_it is None or reported_on < held_on:
            return
        action.reported = shows_it[len(action.what) % len(shows_it)]
        action.reported_at, action.reported_by_id = end_of_day(reported_on) - BEFORE_MIDNIGHT, lead.id
