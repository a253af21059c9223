"""When something has been kept long enough, and what keeps it all the same. Pure: days, facts, and an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.services.clocks import add_months, london_day

# How many days more than a period is long are asked of the database, so that no month of 28 days hides anything.
SLACK: Final = timedelta(days=4)


class Reason(StrEnum):
    """Why something stays that has been kept long enough."""

    HELD = "it is on hold"
    ALERT_OPEN = "its alert is not closed"
    UNREAD = "nobody has read it"
    ADDITION_UNREAD = "nobody has read what was added"
    REASON_UNREAD = "nobody has read what is missing in our answer"
    CONTACT_UNOPENED = "nobody has opened how to find them"
    UNANSWERED = "nobody has answered it"
    UNREVIEWED = "nobody has looked at why it was opened how to find them"
    QUOTE_UNDECIDED = "a quote of it waits for a second person"
    REPLY_UNSETTLED = "nobody has answered what the child said about it"
    UNTOLD = "nobody has told the child"
    UNFINISHED = "the conference is not finished"
    ACTION_OPEN = "an action is not done"
    STOP_UNSEEN = "an action was stopped, and the chair has not looked at it"
    NOT_SENT = "it has not been handed over"
    NOT_SEALED = "it is not sealed yet"


class Fate(StrEnum):
    """What becomes of something."""

    KEPT = "kept"
    BLOCKED = "blocked"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long: calendar months and days, counted from the end of a day in London."""

    months: int = 0
    days: int = 0

    def last_day(self, last_done_at: datetime) -> date:
        """The last day on which it is kept. It goes on the day after at the earliest."""
        return add_months(london_day(last_done_at), self.months) + timedelta(days=self.days)

    def is_over(self, last_done_at: datetime, now: datetime) -> bool:
        """Whether that day has passed in London."""
        return self.last_day(last_done_at) < london_day(now)

    def earliest(self, now: datetime) -> date:
        """A day before which something was last done with all that is over now, and with a little that is not."""
        return add_months(london_day(now), -self.months) - timedelta(days=self.days) + SLACK


def fate_of(period: Period, last_done_at: datetime, reasons: Iterable[Reason], now: datetime) -> Fate:
    """Kept until its period is over; then it goes, unless there is a reason why it must stay."""
    if not period.is_over(last_done_at, now):
        return Fate.KEPT
    return Fate.BLOCKED if any(True for _ in reasons) else Fate.OVER
