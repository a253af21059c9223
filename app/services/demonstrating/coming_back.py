"""Young people of the demonstration who come back: they add something, take it back, are told that we are late.

Each state that somebody can find has a view with 4 words that `/demo` shows: they are made from the seed, and nothing
else is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Addition, AuditLine, Base, Contact, DemonstrationMark, Person, Role, View
from app.models.codes import ViewStatus
from app.protection.four_words import FourWords, words_mark, words_marks
from app.protection.sealing import vault
from app.services import clocks, taking_back
from app.services.demonstrating.answers import HOW_TO_FIND_ME, WHAT_IS_ADDED
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning, when_young_people_write
from app.services.demonstrating.people import Crew
from app.services.demonstrating.voices import WordsGiven
from app.services.settings import Settings

FEWEST: Final = 40  # views; with fewer there are not enough to change some
JUST_ANSWERED: Final = "An answer to read, and to say whether it answered you"
LATE: Final = "Nobody has answered in time"
ADDED_TO: Final = "Answered, and then added to"
SET_ASIDE: Final = "Marked as not genuine"
FOUND: Final = "Not safe, and told us how to find them"
TO_TRY: Final = (JUST_ANSWERED, LATE, ADDED_TO, SET_ASIDE, FOUND)
WHY_SET_ASIDE: Final = "The same sentence came 14 times in one minute, from a lesson about computers."
MISCHIEF: Final = "test test is this thing on asdfasdf"
WHY_FOUND: Final = "They say they are not safe, and somebody has to speak to them today."


def words_to_try(seed: int) -> dict[str, FourWords]:
    """The 4 words for each state that there is to see."""
    given = WordsGiven(Chance(f"words to try {seed}"))
    return {state: given.give() for state in TO_TRY}


def words_that_work() -> list[tuple[str, FourWords]]:
    """Of these, what opens a view in this database now: each with what there is to see. One query for the views."""
    seed = db.session.scalar(select(DemonstrationMark.seed).limit(1))
    if seed is None:
        return []
    marks = {mark: (state, words) for state, words in words_to_try(seed).items() for mark in marks_of(words)}
    found = set(db.session.scalars(select(View.words_mark).where(View.words_mark.in_(marks))))
    return [state for mark, state in marks.items() if mark in found]


def marks_of(words: FourWords) -> list[bytes]:
    return words_marks(vault.ring, words)


@dataclass(frozen=True)
class ComingBack:
    """The young people who come back yesterday, and those of the team who have opened what they sent."""

    seed: int
    chance: Chance
    days: Days
    crew: Crew
    in_force: Settings

    @property
    def yesterday(self) -> datetime:
        return when_young_people_write(self.chance, self.days.working_days_ago(1))

    def come(self, just_answered: FourWords) -> FourWords:
        """Change some of the newest views, so that there is one in every state. Returns the words of the first."""
        to_try = words_to_try(self.seed)
        view = db.session.scalars(select(View).where(View.words_mark.in_(marks_of(just_answered)))).one()
        self.give(view, to_try[JUST_ANSWERED])
        is_waiting = View.status == ViewStatus.WAITING
        answered = self.some(View.status == ViewStatus.ANSWERED, View.id != view.id, View.is_safe.is_(True))
        waiting = self.some(
            is_waiting, View.read_at.is_not(None), View.first_answered_at.is_(None), View.is_safe.is_(True)
        )
        unsafe = self.some(View.is_safe.is_(False), View.read_at.is_not(None))
        late_first = iter(sorted(waiting, key=lambda one: one.answer_due_at))
        for state, views, change in (
            (LATE, late_first, self.wait_too_long),
            (SET_ASIDE, late_first, self.set_aside),
            (ADDED_TO, answered, self.add_more),
            (FOUND, unsafe, self.tell_how),
            (None, answered, self.take_back),
            (None, answered, self.take_back_what_is_kept),
        ):
            if one := next(views, None):
                change(one)
                if state:
                    self.give(one, to_try[state])
        db.session.flush()
        return to_try[JUST_ANSWERED]

    def some(self, *which: ColumnElement[bool]) -> Iterator[View]:
        """The newest of these from before today."""
        query = (
            select(View)
            .where(*which, View.sent_at < self.days.end)
            .options(joinedload(View.contact), joinedload(View.alert))
            .options(selectinload(View.answers), selectinload(View.additions))
            .order_by(View.sent_at.desc(), View.id)
            .limit(FEWEST)
        )
        return iter(db.session.scalars(query).all())

    def give(self, view: View, words: FourWords) -> None:
        view.words_mark, view.words_key_id = words_mark(vault.ring, words), vault.ring.newest
        view.looked_at = view.sent_at

    def wait_too_long(self, view: View) -> None:
        self.note("opened view", view, view.read_at or self.yesterday)

    def set_aside(self, view: View) -> None:
        at = in_the_afternoon(self.chance, self.days.working_days_ago(1))
        view.words, view.topic = MISCHIEF, None
        view.status, view.not_genuine_reason = ViewStatus.NOT_GENUINE, WHY_SET_ASIDE
        self.note("opened view", view, at - timedelta(minutes=3))
        self.note("marked view as not genuine", view, at, reason=WHY_SET_ASIDE)

    def add_more(self, view: View) -> None:
        at = self.yesterday
        addition = Addition(
            id=self.chance.new_id(),
            created_at=at,
            view_id=view.id,
            words=self.chance.choice(WHAT_IS_ADDED),
            sent_at=at,
            read_due_at=clocks.due_by(at, self.in_force.read_days),
            once=self.chance.once(),
        )
        db.session.add(addition)
        self.wait_again(view, at)
        view.next_due_at = min(view.answer_due_at, addition.read_due_at)
        view.last_said_at = at

    def wait_again(self, view: View, at: datetime) -> None:
        if view.status is ViewStatus.ANSWERED:
            view.status = ViewStatus.WAITING
            view.answer_due_at = clocks.due_by(at, self.in_force.answer_days)

    def tell_how(self, view: View) -> None:
        at = in_the_morning(self.chance, self.days.working_days_ago(1))
        contact = view.contact or Contact(id=self.chance.new_id(), created_at=at, view_id=view.id)
        contact.wants_contact, contact.how = True, self.chance.choice(HOW_TO_FIND_ME)
        contact.given_at, contact.opened_at = at, at + timedelta(minutes=50)
        contact.read_due_at = clocks.due_by(at, self.in_force.read_days)
        db.session.add(contact)
        self.wait_again(view, at)
        view.next_due_at, view.last_said_at = view.answer_due_at, at
        for deed, row in (("opened view", view), ("opened how to find them", contact)):
            self.note(deed, row, contact.opened_at, by=Role.SAFEGUARDING_LEAD, reason=WHY_FOUND)

    def take_back(self, view: View) -> None:
        self.shut(view)
        taking_back.clear(view, self.yesterday)

    def take_back_what_is_kept(self, view: View) -> None:
        self.add_more(view)
        self.shut(view)

    def shut(self, view: View) -> None:
        view.taken_back_at = self.days.end - timedelta(minutes=5)
        view.words_mark = self.chance.randbytes(len(view.words_mark))
        self.note("took back view", view, view.taken_back_at, by=None)

    def note(
        self,
        deed: str,
        row: Base,
        at: datetime,
        *,
        by: Role | None = Role.PARTICIPATION_WORKER,
        reason: str | None = None,
    ) -> None:
        """A line of the trail with the day it belongs to. It is written once, so it is never changed."""
        person: Person | None = self.chance.choice(self.crew.by_role[by]) if by else None
        db.session.add(
            AuditLine(
                created_at=at,
                person_id=person.id if person else None,
                deed=deed,
                subject_table=row.__tablename__,
                subject_id=row.id,
                reason=reason,
            )
        )
