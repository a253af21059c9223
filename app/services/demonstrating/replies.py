"""What becomes of a view of the demonstration: it is seen, read, answered and judged, mostly in time."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any, Final

from app.models import Answer, Contact, Role
from app.models.codes import SafeNow, Topic, Verdict, ViewStatus
from app.services import clocks, due_next
from app.services.clocks import ONE_DAY
from app.services.demonstrating import answers
from app.services.demonstrating.alerts import Dealing
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import (
    Days,
    Shares,
    add_working_days,
    due_on_day,
    in_the_afternoon,
    in_the_morning,
    when_young_people_write,
)
from app.services.demonstrating.people import Crew
from app.services.demonstrating.rows import Rows, seal
from app.services.demonstrating.sentences import Tone
from app.services.settings import Settings

SEEN_IN_TIME: Final = Shares(0.85, 0.97)
READ_IN_TIME: Final = Shares(0.86, 0.97)
ANSWERED_IN_TIME: Final = Shares(0.72, 0.94)
VERDICTS: Final = Odds[Verdict | None]({Verdict.YES: 52, Verdict.PARTLY: 18, Verdict.NO: 8, None: 22})
SECOND_VERDICTS: Final = Odds[Verdict | None]({Verdict.YES: 55, Verdict.PARTLY: 15, None: 30})
NOT_JUDGED_YET: Final = Odds[Verdict | None]({None: 1})
SAYS_WHAT_IS_MISSING: Final = 0.4
LEAVES_CONTACT: Final = 0.35
COMES_BACK_WITHIN: Final = 9  # days
MOST_READ_LATE, MOST_ANSWERED_LATE, MOST_MINUTES_LATE = 3, 8, 200
JUST_ANSWERED_SENT, JUST_ANSWERED_READ, JUST_ANSWERED_SINCE = 4, 3, 1  # working days ago


class Fate(Enum):
    """What is to become of a view."""

    BY_CHANCE = auto()
    KEPT_WAITING = auto()
    JUST_ANSWERED = auto()  # and the young person has not come back for the answer yet


@dataclass(frozen=True)
class Said:
    """One view, as the team meets it."""

    id: uuid.UUID
    at: datetime
    topic: Topic | None
    tone: Tone
    safe_now: SafeNow
    fate: Fate

    @property
    def is_safe(self) -> bool:
        return self.safe_now is SafeNow.YES


def with_place(said: Said, columns: dict[str, Any]) -> dict[str, Any]:
    """Where the view stands in the inbox, as app/services/due_next.py says."""
    is_due = columns["answer_due_at"] if columns["read_at"] else min(columns["read_due_at"], columns["answer_due_at"])
    return columns | {"place": due_next.USUAL if said.is_safe else due_next.FIRST, "next_due_at": is_due}


@dataclass(frozen=True)
class Team:
    """The people who read and answer."""

    chance: Chance
    days: Days
    crew: Crew
    in_force: Settings
    rows: Rows

    def take_up(self, said: Said) -> dict[str, Any]:
        """Add what came of this view. Returns the columns of its own row that tell of it."""
        day = clocks.london_day(said.at)
        read_due_at, answer_due_at = (
            due_on_day(day, number) for number in (self.in_force.read_days, self.in_force.answer_days)
        )
        read_at = self.read(said, day) if said.is_safe else self.see(said, day)
        answered_at = max(self.answer_moment(said, day), read_at + timedelta(minutes=20))
        if said.fate is Fate.JUST_ANSWERED:
            read_at = in_the_morning(self.chance, self.days.working_days_ago(JUST_ANSWERED_READ))
            answered_at = in_the_afternoon(self.chance, self.days.working_days_ago(JUST_ANSWERED_SINCE))
        columns: dict[str, Any] = {
            "status": ViewStatus.WAITING,
            "read_due_at": read_due_at,
            "read_at": self.if_over(read_at),
            "answer_due_at": answer_due_at,
            "first_answer_due_at": answer_due_at,
            "first_answered_at": None,
        }
        if answered_at >= self.days.end or said.fate is Fate.KEPT_WAITING:
            return with_place(said, columns)
        return with_place(said, columns | {"first_answered_at": answered_at} | self.answer(said, answered_at))

    def if_over(self, moment: datetime) -> datetime | None:
        """What is still to come has not happened."""
        return moment if moment < self.days.end else None

    def read(self, said: Said, day: date) -> datetime:
        in_time, days = READ_IN_TIME.at(self.days.progress(day)), self.in_force.read_days
        is_in_time = self.chance.happens(in_time)
        after = self.chance.randint(1, days) if is_in_time else days + self.chance.randint(1, MOST_READ_LATE)
        return in_the_morning(self.chance, add_working_days(day, after))

    def see(self, said: Said, day: date) -> datetime:
        """Somebody who is not safe is seen at once. Adds the alert, and sometimes how to find them."""
        is_in_time = self.chance.happens(SEEN_IN_TIME.at(self.days.progress(day)))
        most = self.in_force.alert_minutes
        minutes = self.chance.uniform(3, most - 1) if is_in_time else most + self.chance.uniform(5, MOST_MINUTES_LATE)
        due_at, seen_at = (
            clocks.add_covered_time(said.at, timedelta(seconds=int(60 * after)), self.in_force.cover)
            for after in (most, minutes)
        )
        Dealing(self.chance, self.days, self.crew, self.in_force, self.rows).add(
            view_id=said.id,
            at=said.at,
            due_at=due_at,
            acknowledged_at=self.if_over(seen_at),
            by=self.one_of(Role.SAFEGUARDING_LEAD),
        )
        if self.chance.happens(LEAVES_CONTACT):
            self.leave_contact(said)
        return seen_at

    def leave_contact(self, said: Said) -> None:
        contact_id, how = self.chance.new_id(), self.chance.choice(answers.HOW_TO_FIND_ME)
        self.rows.add(
            Contact,
            id=contact_id,
            created_at=said.at,
            view_id=said.id,
            wants_contact=True,
            how_sealed=seal(Contact, "how_sealed", contact_id, how, "identity"),
        )

    def answer_moment(self, said: Said, day: date) -> datetime:
        days = self.in_force.answer_days
        is_in_time = not said.is_safe or self.chance.happens(ANSWERED_IN_TIME.at(self.days.progress(day)))
        if is_in_time:
            after = self.working_days_taken(days if said.is_safe else min(days, 3))
        else:
            after = days + self.chance.randint(1, MOST_ANSWERED_LATE)
        return in_the_afternoon(self.chance, add_working_days(day, after))

    def working_days_taken(self, most: int) -> int:
        return round(self.chance.triangular(1, most, most / 2))

    def answer(self, said: Said, at: datetime) -> dict[str, Any]:
        """Add the answer, the verdict on it, and where that was a "no" the second answer."""
        text = answers.answer(self.chance, said.topic, said.tone)
        verdict, verdict_at = self.judge(NOT_JUDGED_YET if said.fate is Fate.JUST_ANSWERED else VERDICTS, at)
        is_missing = verdict is not Verdict.YES and verdict is not None and self.chance.happens(SAYS_WHAT_IS_MISSING)
        missing = self.chance.choice(answers.WHAT_IS_MISSING) if is_missing else None
        self.add_answer(said, 1, text, at, verdict, verdict_at, missing)
        if verdict_at is None or (verdict is not Verdict.NO and missing is None):
            return {"status": ViewStatus.ANSWERED}
        return self.answer_again(said, clocks.london_day(verdict_at))

    def answer_again(self, said: Said, day: date) -> dict[str, Any]:
        due_at = due_on_day(day, self.in_force.answer_days)
        after = self.working_days_taken(self.in_force.answer_days)
        at = in_the_afternoon(self.chance, add_working_days(day, after))
        if at >= self.days.end:
            return {"status": ViewStatus.WAITING, "answer_due_at": due_at}
        verdict, verdict_at = self.judge(SECOND_VERDICTS, at)
        self.add_answer(said, 2, self.chance.choice(answers.SECOND_ANSWERS), at, verdict, verdict_at, None)
        return {"status": ViewStatus.ANSWERED, "answer_due_at": due_at}

    def judge(self, odds: Odds[Verdict | None], answered_at: datetime) -> tuple[Verdict | None, datetime | None]:
        """What the young person said about an answer, and when, if they have come back for it by now."""
        day = clocks.london_day(answered_at) + ONE_DAY * self.chance.randint(1, COMES_BACK_WITHIN)
        verdict, at = self.chance.draw(odds), when_young_people_write(self.chance, day)
        return (verdict, at) if verdict and at < self.days.end else (None, None)

    def add_answer(
        self,
        said: Said,
        turn: int,
        text: str,
        at: datetime,
        verdict: Verdict | None,
        verdict_at: datetime | None,
        missing: str | None,
    ) -> None:
        answer_id = self.chance.new_id()
        self.rows.add(
            Answer,
            id=answer_id,
            created_at=at,
            view_id=said.id,
            turn=turn,
            text_sealed=seal(Answer, "text_sealed", answer_id, text),
            written_by_id=self.one_of(Role.PARTICIPATION_WORKER),
            sent_at=at,
            verdict=verdict,
            verdict_at=verdict_at,
            missing_sealed=seal(Answer, "missing_sealed", answer_id, missing) if missing else None,
            once=self.chance.once(),
        )

    def one_of(self, role: Role) -> uuid.UUID:
        return self.chance.choice(self.crew.by_role[role]).id
