"""The words of the inbox: what its filters, its clocks and its duties are called, and how much time is left."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import g, url_for

from app.formats import long_date, short_time
from app.models import utc_now
from app.participation import participation
from app.participation.asking import around, filters_asked_for
from app.services import clocks, rota
from app.services.clocks import Covered
from app.services.inbox.counting import MOST_COUNTED, Counted
from app.services.inbox.filters import Due, Nothing, State
from app.services.inbox.listing import Duty

STATES = {
    State.WAITING: "Waiting",
    State.MINE: "Handed to me",
    State.KEPT: "Taken back and kept",
    State.ANSWERED: "Answered",
    State.NOT_GENUINE: "Not genuine",
}
NONE_THERE = {
    State.WAITING: "Nothing waits for an answer.",
    State.MINE: "Nothing is handed to you.",
    State.KEPT: "Nothing that was taken back is kept.",
    State.ANSWERED: "Nothing is answered yet.",
    State.NOT_GENUINE: "Nothing is marked as not genuine.",
}
DUES = {
    Due.LATE: "Late",
    Due.TODAY: "Due today",
    Due.WEEK: "Due later this week",
    Due.LATER: "Due after this week",
}
DUTIES = {
    Duty.READ: "Read it",
    Duty.READ_MORE: "Read what they added",
    Duty.READ_REASON: "Read what they say is missing",
    Duty.FIND: "Open how to find them",
    Duty.ANSWER: "Answer it",
    Duty.DEAL: "Deal with it",
}
MINUTE = timedelta(minutes=1)


def in_words(amount: timedelta) -> str:
    """1 hour 5 minutes, 42 minutes; less than a minute is said as that."""
    hours, minutes = divmod(amount // MINUTE, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if minutes:
        parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return " ".join(parts) or "Less than a minute"


def time_left(due_at: datetime) -> str:
    """42 minutes of covered time left, due 2.10pm; or since when it is late."""
    now = utc_now()
    if due_at < now:
        return f"Late since {short_time(due_at)}, {long_date(due_at)}"
    left = in_words(clocks.covered_time_between(now, due_at, cover_now()))
    is_today = clocks.london_day(due_at) == clocks.london_day(now)
    return f"{left} of covered time left, due {short_time(due_at)}{'' if is_today else f', {long_date(due_at)}'}"


def rota_now() -> rota.Duty:
    """Who is there to see alerts. Asked for once in each request."""
    if "alert_rota" not in g:
        g.alert_rota = rota.current()
    return cast(rota.Duty, g.alert_rota)


def cover_now() -> Covered:
    """The hours in which somebody is there to see alerts."""
    return rota_now().cover


def nobody_until() -> datetime | None:
    """When somebody will be there again to see an alert; None while somebody is there. Until then no clock runs."""
    now = utc_now()
    starts_at = clocks.next_cover(now, cover_now())
    return starts_at if starts_at > now else None


def who_is_there() -> str:
    """Who is told of an alert while nobody is promised to be there: "Nobody is there", or who is on call."""
    names = [person.name for person in rota_now().turns_at(utc_now())]
    return f"Only {' and '.join(names)} {'is' if len(names) == 1 else 'are'} on call" if names else "Nobody is there"


def choice_name(counted: Counted, none: str) -> str:
    """What one choice of a filter is called: a topic, an age group, a theme by its name, or that nothing was said."""
    if counted.value is Nothing.SAID:
        return none
    if isinstance(counted.value, Due):
        return DUES[counted.value]
    words = counted.name or str(counted.value)
    return words[:1].upper() + words[1:]


def back_to_list() -> str:
    """The address of the inbox with the filters that this page was opened from."""
    asked: dict[str, Any] = dict(filters_asked_for().asked())
    return url_for("participation.list_views", **asked)


@participation.context_processor
def for_its_pages() -> dict[str, Any]:
    """What the templates of the inbox may ask for."""
    return {
        "STATES": STATES,
        "NONE_THERE": NONE_THERE,
        "DUTIES": DUTIES,
        "most_counted": MOST_COUNTED,
        "time_left": time_left,
        "nobody_until": nobody_until,
        "who_is_there": who_is_there,
        "choice_name": choice_name,
        "inbox_around": around,
        "back_to_list": back_to_list,
        "now": utc_now(),
    }
