"""What was said and decided at a meeting of the board, item by item, and when members may read it."""

from typing import Any, TypedDict

from app.extensions import db
from app.models import AgendaItem, BoardMeeting, Person, utc_now
from app.models.codes import BoardMeetingState
from app.services import auditing, public, recording
from app.services.errors import RuleBroken


class Details(TypedDict):
    said: str | None
    decided: str | None
    answer: str | None


def stored(item: AgendaItem) -> dict[str, Any]:
    """What the form that changes it begins with."""
    return {name: getattr(item, name) for name in Details.__annotations__}


def write(by: Person, meeting: BoardMeeting, item: AgendaItem, details: Details) -> None:
    """Write down what was said about an item, of a meeting that was got `for_change`.

    Raises RuleBroken before it was held, and when members read the minutes and something would be missing in them.
    """
    if meeting.state is not BoardMeetingState.HELD:
        raise RuleBroken("Say first that the meeting was held.")
    is_of_members = item.proposal_id is not None
    if meeting.minutes_published_at is not None and missing_in(details, is_of_members=is_of_members):
        raise RuleBroken("Members read these minutes. Withdraw them first, or write everything.")
    for name, value in details.items():
        setattr(item, name, value)
    auditing.note(by, "wrote minutes", item)
    db.session.flush()


def missing_in(details: Details, *, is_of_members: bool) -> bool:
    is_answered = bool(details["answer"]) or not is_of_members
    return not (details["said"] and details["decided"] and is_answered)


def unwritten(meeting: BoardMeeting) -> list[AgendaItem]:
    """The items whose minutes are not whole: what was said, what was decided and, for members' items, plain words."""
    items: list[AgendaItem] = meeting.items
    return [
        item
        for item in items
        if missing_in(
            Details(said=item.said, decided=item.decided, answer=item.answer),
            is_of_members=item.proposal_id is not None,
        )
    ]


def mark_of_public(meeting: BoardMeeting) -> str:
    """Stands for what members read of it, by which a page knows whether it has changed since it was shown."""
    everything = {str(item.id): [item.position, item.said, item.decided, item.answer] for item in meeting.items}
    return recording.mark_of(everything | {"held_on": meeting.held_on})


def publish(by: Person, meeting: BoardMeeting, *, seen: str) -> None:
    """Members read the minutes from now on. Again changes nothing. `seen` is the mark of what was on the page.

    Raises RuleBroken when it is not what they saw, before the meeting was held, and while something is not written.
    """
    if meeting.minutes_published_at is not None:
        return
    public.check_as_seen(seen, mark_of_public(meeting))
    if meeting.state is not BoardMeetingState.HELD:
        raise RuleBroken("Say first that the meeting was held.")
    if not meeting.items:
        raise RuleBroken("Write first what was talked about: there is nothing on the agenda.")
    if unwritten(meeting):
        raise RuleBroken("Write first what was said and decided on every item, and the plain words for members’ items.")
    meeting.minutes_published_at = utc_now()
    auditing.note(by, "published minutes", meeting)
    db.session.flush()


def withdraw(by: Person, meeting: BoardMeeting, *, reason: str) -> None:
    """Members do not read the minutes any more. Again changes nothing. Their clock runs again."""
    if meeting.minutes_published_at is None:
        return
    meeting.minutes_published_at = None
    auditing.note(by, "withdrew minutes", meeting, reason=reason)
    db.session.flush()
