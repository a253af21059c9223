"""The conferences of the demonstration: households whose children are heard, again and again, until a plan ends."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from app.extensions import db
from app.models import Conference
from app.models.codes import ConferenceFormat, ConferenceType, Outcome
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services import time_limits
from app.services.clocks import ONE_DAY, add_months, add_working_days
from app.services.demonstrating import meeting_sentences as sentences
from app.services.demonstrating.around import go_round
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days, Shares, in_the_afternoon, in_the_morning, working_days_before
from app.services.demonstrating.households import Household, Neighbourhood
from app.services.demonstrating.people import Crew
from app.services.demonstrating.promises import Promises
from app.services.demonstrating.records import Course, Recorder
from app.services.demonstrating.stories import STORIES, Meeting, State, Story
from app.services.settings import Settings

FIRST_TYPES: Final = Odds(
    {
        ConferenceType.INITIAL: 56,
        ConferenceType.PRE_BIRTH: 7,
        ConferenceType.TRANSFER_IN: 5,
        ConferenceType.FIRST_REVIEW: 12,
        ConferenceType.LATER_REVIEW: 12,
        ConferenceType.RECONVENED: 2,
    }
)
REVIEWS: Final = (ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW, ConferenceType.RECONVENED)
FORMATS: Final = Odds({ConferenceFormat.IN_PERSON: 55, ConferenceFormat.HYBRID: 34, ConferenceFormat.ONLINE: 11})
ENDS: Final = {False: 0.24, True: 0.36}  # after a first conference, after a review
OUTCOMES: Final = {  # by whether it is a review, and whether it is the last
    (False, False): Odds({Outcome.PLAN_MADE: 1}),
    (False, True): Odds({Outcome.CHILD_IN_NEED: 60, Outcome.EARLY_HELP: 22, Outcome.FURTHER_ASSESSMENT: 12,
                         Outcome.NO_FURTHER_ACTION: 6}),
    (True, False): Odds({Outcome.PLAN_CONTINUES: 90, Outcome.CATEGORY_CHANGED: 10}),
    (True, True): Odds({Outcome.ENDS_IN_NEED: 62, Outcome.ENDS_EARLY_HELP: 20, Outcome.ENDS_LOOKED_AFTER: 8,
                        Outcome.ENDS_NO_ACTION: 8, Outcome.TRANSFERRED: 2}),
}  # fmt: skip
START_TIMES: Final = (time(9, 30), time(10), time(11), time(13, 30), time(14), None)
HELD_IN_TIME: Final = Shares(0.78, 0.93)
USUALLY_HELD_BEFORE: Final = 7  # working days before the limit, at most
MOST_HELD_LATE: Final = 6  # working days
STARTS_EARLY: Final = 1.7  # above 1: more households begin early, since later their reviews come on top of the new ones
FINISHED_WITHIN: Final = 6  # working days
FIRST_REVIEW_MONTHS, LATER_REVIEW_MONTHS = 3, 6
BEFORE_THE_LIMIT: Final = 12  # days
LONGEST_BEFORE: Final = {  # months from the conference before
    ConferenceType.FIRST_REVIEW: FIRST_REVIEW_MONTHS,
    ConferenceType.LATER_REVIEW: LATER_REVIEW_MONTHS,
    ConferenceType.RECONVENED: 1,
}
KNOWN_BEFORE: Final = 10  # working days: that long before it is held, a conference is put in
HARDLY_BEGUN: Final = 0.4


@dataclass(frozen=True)
class Meetings:
    """Holds conferences, and writes down what is heard there."""

    chance: Chance
    days: Days
    neighbourhood: Neighbourhood
    recorder: Recorder
    promises: Promises
    in_force: Settings

    def tell(self, story: Story) -> None:
        """One of the conferences that are always there."""
        held_on, chair = story.day(self.days), self.neighbourhood.chairs[story.chair]
        household = self.neighbourhood.add(
            list(story.ages), held_on, self.known_since(held_on), chair=chair, category=story.category
        )
        self.hold(household, held_on, story.meeting, ends=False)
        db.session.flush()

    def live_through(self, most: int) -> int:
        """One household from its first conference here to its last, or to the newest. Returns how many were held."""
        type = self.chance.draw(FIRST_TYPES)
        held_on = self.days.working_day_at(self.chance.random() ** STARTS_EARLY)
        ages = self.neighbourhood.some_ages(is_expecting=type is ConferenceType.PRE_BIRTH)
        household = self.neighbourhood.add(ages, held_on, self.known_since(held_on))
        held, ends, last = 0, False, None
        while held < most and held_on < self.days.today and not ends:
            ends = self.chance.happens(ENDS[type in REVIEWS])
            self.hold(household, held_on, Meeting(type=type, last=last), ends=ends)
            held, last = held + 1, held_on
            held_on, type = self.next_review(held_on, type)
        db.session.flush()
        return held

    def known_since(self, held_on: date) -> datetime:
        return in_the_morning(self.chance, working_days_before(min(held_on, self.days.today), KNOWN_BEFORE))

    def next_review(self, held_on: date, type: ConferenceType) -> tuple[date, ConferenceType]:
        is_first = type not in REVIEWS
        limit = add_months(held_on, FIRST_REVIEW_MONTHS if is_first else LATER_REVIEW_MONTHS)
        day = add_working_days(limit - ONE_DAY * self.chance.randint(5, BEFORE_THE_LIMIT), 0)
        return day, ConferenceType.FIRST_REVIEW if is_first else ConferenceType.LATER_REVIEW

    def hold(self, household: Household, held_on: date, meeting: Meeting, *, ends: bool) -> None:
        """Add a conference with a record of every child."""
        finished_at = self.finish_moment(held_on)
        state = State.BEGUN if finished_at >= self.days.end and meeting.state is State.FINISHED else meeting.state
        conference = self.call(household, held_on, meeting)
        conference.finished_at = finished_at if state is State.FINISHED else None
        course = Course(
            conference=conference,
            category=household.category,
            outcome=self.chance.draw(OUTCOMES[meeting.type in REVIEWS, ends]),
            home=household.home,
            is_complete=state is State.FINISHED,
            code=meeting.code,
            is_owed=meeting.is_owed,
        )
        agencies = list(self.promises.crew.agencies.values())
        attended = go_round(conference, agencies, chance=self.chance, today=self.days.today, in_force=self.in_force)
        db.session.add_all([conference, *attended])
        for place, sibling in enumerate(household.siblings, start=1):
            record = self.recorder.start(conference, sibling, place, meeting.stage)
            db.session.add_all([sibling.child, record])
            if state is State.FINISHED or (state is State.BEGUN and not self.chance.happens(HARDLY_BEGUN)):
                age = sibling.age_on(held_on)
                db.session.add_all(self.recorder.fill_in(record, course, age))
                db.session.add_all(self.promises.add_to(record, course, age))

    def finish_moment(self, held_on: date) -> datetime:
        day = add_working_days(held_on, self.chance.randint(1, FINISHED_WITHIN))
        return in_the_afternoon(self.chance, day)

    def call(self, household: Household, held_on: date, meeting: Meeting) -> Conference:
        days = self.counted_from(held_on, household, meeting)
        conference = Conference(
            id=self.chance.new_id(),
            created_at=self.known_since(held_on),
            reference=household.reference,
            reference_index=blind_index(vault.ring, household.reference),
            held_on=held_on,
            start_time=START_TIMES[household.number % len(START_TIMES)],
            type=meeting.type,
            format=self.chance.draw(FORMATS),
            strategy_discussion_on=days.strategy_discussion_on,
            last_conference_on=days.last_conference_on,
            told_of_move_on=days.told_of_move_on,
            late_reason=self.chance.choice(sentences.LATE_REASONS) if time_limits.is_late(days) else None,
            chair_id=household.chair.id,
            once=self.chance.once(),
        )
        time_limits.start_clocks(conference)
        return conference

    def counted_from(self, held_on: date, household: Household, meeting: Meeting) -> time_limits.Days:
        """The conference's days, with the one from which its limit is counted."""
        moved, last = None, None
        if meeting.type is ConferenceType.TRANSFER_IN:
            moved = working_days_before(held_on, self.in_force.initial_conference_days - household.number % 8)
        elif meeting.type in REVIEWS:
            months = LONGEST_BEFORE[meeting.type]
            last = meeting.last or add_working_days(add_months(held_on, -months) + ONE_DAY * BEFORE_THE_LIMIT, 0)
        return time_limits.Days(meeting.type, held_on, self.strategy_day(held_on, meeting), last, moved)

    def strategy_day(self, held_on: date, meeting: Meeting) -> date | None:
        """The strategy discussion from which the limit of an initial conference is counted."""
        if meeting.type not in time_limits.FROM_STRATEGY_DISCUSSION:
            return None
        limit = self.in_force.initial_conference_days
        before = limit - self.chance.randint(0, min(USUALLY_HELD_BEFORE, limit))
        if not self.chance.happens(HELD_IN_TIME.at(self.days.progress(held_on))):
            before = limit + self.chance.randint(1, MOST_HELD_LATE)
        return working_days_before(held_on, meeting.strategy_discussion or before)


def hold_everything(number: int, *, chance: Chance, days: Days, crew: Crew, in_force: Settings) -> None:
    """Add that many conferences: first those that are always there, then households as chance has it."""
    meetings = Meetings(
        chance=chance,
        days=days,
        neighbourhood=Neighbourhood(chance, crew),
        recorder=Recorder(chance, days, in_force.tell_child_days),
        promises=Promises(chance, days, crew),
        in_force=in_force,
    )
    for story in STORIES[:number]:
        meetings.tell(story)
    left = number - len(STORIES)
    while left > 0:
        left -= meetings.live_through(left)
