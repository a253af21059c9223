"""Papers for the board's meetings, each in both forms: as the board reads it, and in plain words for members."""

from typing import Any, Final, TypedDict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AgendaItem, BoardMeeting, MeetingPaper, Person
from app.services import auditing, public, recording
from app.services.errors import RuleBroken
from app.services.plain_meter import Plain, measure

NO_PLAIN_WORDS: Final = "Write the plain words first. Members read them beside the paper."


class Details(TypedDict):
    title: str
    item_id: UUID | None
    written_by: str
    text: str
    plain: str | None


def get_paper(meeting_id: UUID, paper_id: UUID, *, for_change: bool = False) -> MeetingPaper:
    """One paper of this meeting, with what it is about. Any other raises NoResultFound."""
    query = (
        select(MeetingPaper)
        .where(MeetingPaper.id == paper_id, MeetingPaper.meeting_id == meeting_id)
        .options(
            joinedload(MeetingPaper.meeting, innerjoin=True),
            joinedload(MeetingPaper.item).joinedload(AgendaItem.proposal),
        )
    )
    return db.session.scalars(query.with_for_update(of=MeetingPaper) if for_change else query).one()


def stored(paper: MeetingPaper) -> dict[str, Any]:
    """What the form that changes it begins with."""
    return {name: getattr(paper, name) for name in Details.__annotations__}


def add(by: Person, meeting: BoardMeeting, details: Details, *, once: str) -> MeetingPaper:
    """Add a paper, to be published later. The same form sent again adds nothing."""
    if found := db.session.scalar(select(MeetingPaper).where(MeetingPaper.once == once)):
        return found
    paper = MeetingPaper(meeting_id=meeting.id, once=once, **details)
    db.session.add(paper)
    db.session.flush()
    auditing.note(by, "added a paper", paper)
    return paper


def change(by: Person, paper: MeetingPaper, details: Details) -> None:
    """Change a paper that was got `for_change`. Raises RuleBroken when members read it, and lose its plain words."""
    if paper.published_at is not None and not details["plain"]:
        raise RuleBroken("Members read this paper. Keep its plain words, or withdraw it first.")
    for name, value in details.items():
        setattr(paper, name, value)
    auditing.note(by, "changed a paper", paper)
    db.session.flush()


def mark_of_public(paper: MeetingPaper) -> str:
    """Stands for what members read of it, by which a page knows whether it has changed since it was shown."""
    return recording.mark_of(stored(paper))


def publish(by: Person, paper: MeetingPaper, *, seen: str) -> None:
    """Members read it from now on, in both forms. Again changes nothing. `seen` is the mark of what was on the page.

    Raises RuleBroken when it is not what they saw, and without its plain words.
    """
    missing = None if paper.plain else NO_PLAIN_WORDS
    public.publish(by, paper, "published a paper", seen=seen, mark=mark_of_public(paper), missing=missing)


def withdraw(by: Person, paper: MeetingPaper, *, reason: str) -> None:
    """Members do not read it any more. Again changes nothing."""
    public.withdraw(by, paper, "withdrew a paper", reason=reason)


def remove(by: Person, paper: MeetingPaper) -> None:
    """Take away a paper that nobody outside the board reads. Raises RuleBroken when members do."""
    if paper.published_at is not None:
        raise RuleBroken("Members read this paper. Withdraw it first.")
    auditing.note(by, "took away a paper", paper)
    db.session.delete(paper)
    db.session.flush()


def how_plain(paper: MeetingPaper) -> Plain | None:
    """How plain its plain words are; None while there are none."""
    return measure(paper.plain) if paper.plain else None
