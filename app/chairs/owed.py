"""How what is owed to children, and what is still to be written down, is shown in the list of conferences."""

from datetime import datetime
from typing import Any

from flask import url_for

from app.chairs import chairs
from app.chairs.shown import Tag
from app.formats import in_london
from app.models import Conference, utc_now
from app.models.codes import ClockName
from app.services import clocks, conferring, following_up, overdue
from app.services.clock_kinds import Due
from app.services.following_up import FollowUp
from app.services.owing import Owed


@chairs.app_template_filter()
def owed_what(one: Owed) -> str:
    """What is owed, in a few words of ours: never a word of the child's."""
    return {
        ClockName.MEETING_REPLY_SETTLED: "they wait for your answer",
        ClockName.MEETING_PAGE_READ: "they wrote to you. Read it",
        ClockName.CHILD_TOLD: "tell them what happened",
        ClockName.ACTION_DONE: f"an action of {one.agency}",
        ClockName.STOP_LOOKED_AT: f"{one.agency} stopped an action. Look at it with the child’s wish",
        ClockName.LETTER_SENT: "send the letter with the decisions",
        ClockName.CONFERENCE_RECORD_SENT: "send the record of the conference",
        ClockName.CORE_GROUP_MET: "the first core group meets",
    }[one.clock]


@chairs.app_template_filter()
def owed_tag(one: Owed) -> Tag:
    """By when, and whether that has passed."""
    return due_tag(one.due)


@chairs.app_template_filter()
def due_tag(due: Due) -> Tag:
    """The same for any day or moment."""
    day = in_london(due).date() if isinstance(due, datetime) else due
    if overdue.is_late(due, utc_now()):
        return f"Late, was due {day.day} {day:%B}", "late"
    return ("Due today", "wait") if day == conferring.this_day() else (f"Due {day.day} {day:%B}", "off")


@chairs.app_template_filter()
def owed_address(one: Owed) -> str:
    """The page on which it is done."""
    if one.record is None:
        return url_for("chairs.change_afterwards", conference_id=one.conference.id)
    here: dict[str, Any] = {"conference_id": one.conference.id, "record_id": one.record.id}
    if one.clock is ClockName.MEETING_REPLY_SETTLED:
        return url_for("chairs.open_reply", **here, reply_id=one.subject_id)
    if one.clock in (ClockName.ACTION_DONE, ClockName.STOP_LOOKED_AT):
        return url_for("chairs.change_action", **here, action_id=one.subject_id)
    part = "tell" if one.clock is ClockName.CHILD_TOLD else "written"
    return url_for("chairs.show_record", **here, _anchor=part)


@chairs.app_template_filter()
def asks_for_quorum(conference: Conference) -> bool:
    return following_up.asks_for_quorum(conference, conferring.this_day())


@chairs.app_template_filter()
def late_afterwards(conference: Conference) -> list[FollowUp]:
    """What should have followed this conference by now, and has not been written down."""
    now = utc_now()
    return [
        one for one in following_up.outstanding(conference, clocks.london_day(now)) if overdue.is_late(one.due_on, now)
    ]
