"""The agenda of a meeting of the board: its items, in their order."""

from typing import Any, TypedDict

from sqlalchemy import select

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, BoardMeeting, Person
from app.models.codes import BoardMeetingState
from app.services import auditing
from app.services.errors import RuleBroken


class Details(TypedDict):
    title: str
    about: str | None


def add(by: Person, meeting: BoardMeeting, details: Details, *, once: str) -> AgendaItem:
    """Add an item of the board's at the end of a meeting that was got `for_change`.

    The same form sent again adds nothing. Raises RuleBroken when the meeting was called off.
    """
    if found := db.session.scalar(select(AgendaItem).where(AgendaItem.once == once)):
        return found
    check_takes_place(meeting)
    item = AgendaItem(meeting_id=meeting.id, position=last_position(meeting) + 1, once=once, **details)
    meeting.items.append(item)
    db.session.flush()
    auditing.note(by, "added an item to an agenda", item)
    return item


def put_on(meeting: BoardMeeting, proposal: AgendaProposal) -> AgendaItem:
    """Put what members proposed at the end of the agenda of a meeting that was got `for_change`."""
    check_takes_place(meeting)
    item = AgendaItem(meeting_id=meeting.id, position=last_position(meeting) + 1, once=f"proposal-{proposal.id.hex}")
    item.proposal_id = proposal.id
    meeting.items.append(item)
    db.session.flush()
    return item


def check_takes_place(meeting: BoardMeeting) -> None:
    if meeting.state is BoardMeetingState.CALLED_OFF:
        raise RuleBroken("This meeting was called off. Choose another one.")


def last_position(meeting: BoardMeeting) -> int:
    return max((item.position for item in meeting.items), default=0)


def stored(item: AgendaItem) -> dict[str, Any]:
    """What the form that changes it begins with."""
    return {"title": item.title, "about": item.about}


def change(by: Person, item: AgendaItem, details: Details) -> None:
    """Change what the board wrote of an item. What members wrote stays as they wrote it."""
    if item.proposal_id is None:
        item.title = details["title"]
    item.about = details["about"]
    auditing.note(by, "changed an item of an agenda", item)
    db.session.flush()


def move(by: Person, meeting: BoardMeeting, item: AgendaItem, *, up: bool, seen: str) -> None:
    """Move an item one place up or down, in a meeting that was got `for_change`.

    `seen` is where it stood on the page: a second tap, or another window that has moved it meanwhile, changes nothing.
    """
    order: list[AgendaItem] = sorted(meeting.items, key=lambda one: (one.position, one.created_at, str(one.id)))
    place = [one.id for one in order].index(item.id)
    other = place - 1 if up else place + 1
    if str(place + 1) != seen or not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, 1):
        one.position = position
    auditing.note(by, "moved an item of an agenda", item)
    db.session.flush()


def remove(by: Person, meeting: BoardMeeting, item: AgendaItem) -> None:
    """Take an item of the board's off the agenda. Raises RuleBroken for one of members, and once it has minutes."""
    if item.proposal_id is not None:
        raise RuleBroken("Members proposed this. To take it off, decide on it again and say why: they read it.")
    if item.said or item.decided:
        raise RuleBroken("What was said about it is written down. It stays on the agenda.")
    auditing.note(by, "took an item off an agenda", item)
    meeting.items.remove(item)
    db.session.flush()
