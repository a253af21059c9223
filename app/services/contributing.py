"""What a child writes for their meeting: kept half-written for an hour, sent once, and kept as it was written.

Until the meeting starts they can add to it, or replace it. What was replaced is kept: anybody could have held the card.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Action, Alert, Contribution, MeetingWords, Wish, utc_now
from app.models.codes import ClockName, HelpedBy, Joining
from app.protection.cookie_secret import CookieSecret, new_secret
from app.services import clocks, meeting_opening, overdue, raising, settings, visiting
from app.services.overdue import Late, Running
from app.services.visiting import Remembered

MOST_BOXES = 10
NOT_SAFE_UP_TO = 3  # of 10: help is shown at once, and somebody is told
TEXTS = ("good", "worries", "speaker", "understanding", "private")
ANSWERS = ("joining", *TEXTS, "wishes", "how_safe")
CARRIED = ("for", "mode", "keep_for_a_day", "helped_by", "words_are_own", *ANSWERS)


class MeetingBegun(Exception):
    """The meeting has started, so nothing can be sent for it any more."""


class NotWhatTheySaw(Exception):
    """What would be sent is not what stood on the page it is sent from: another tab has changed it."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A half-written contribution, as the child left it. None, or nothing, where they skipped."""

    joining: Joining | None = None
    good: str | None = None
    worries: str | None = None
    wishes: Sequence[str] = ()
    speaker: str | None = None
    understanding: str | None = None
    how_safe: int | None = None
    private: str | None = None
    helped_by: HelpedBy | None = None
    words_are_own: bool | None = None
    replaces: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything to send: one answer is enough. Who helped is not one."""
        return any(getattr(self, name) not in (None, ()) for name in ANSWERS)

    @property
    def is_unsafe(self) -> bool:
        return self.how_safe is not None and self.how_safe <= NOT_SAFE_UP_TO

    @classmethod
    def of(cls, answers: dict[str, str]) -> "Draft":
        """The contribution in these half-written answers. Words are as typed; a box with only spaces says nothing."""
        helped_by = HelpedBy(answers["helped_by"]) if answers.get("helped_by") else None
        return cls(
            **{name: answers.get(name) if answers.get(name, "").strip() else None for name in TEXTS},
            joining=Joining(answers["joining"]) if answers.get("joining") else None,
            wishes=tuple(wish for wish in boxes_of(answers) if wish.strip()),
            how_safe=int(answers["how_safe"]) if answers.get("how_safe") else None,
            helped_by=helped_by,
            words_are_own=answers.get("words_are_own") == "yes" if helped_by else None,
            replaces=answers.get("mode") == "replace",
        )


def boxes_of(answers: dict[str, str]) -> list[str]:
    """What stands in the boxes for wishes, in their order, the empty ones too."""
    return list(json.loads(answers.get("wishes") or "[]"))


def carried(answers: dict[str, str]) -> dict[str, str]:
    """What a page brings along of a half-written contribution: what the child answered, and which child it is."""
    return {name: answer for name, answer in answers.items() if name in CARRIED}


def is_begun(answers: dict[str, str]) -> bool:
    """Whether anything is half-written."""
    return Draft.of(answers).says_something


def can_be_kept(answers: dict[str, str]) -> bool:
    """Whether these answers, which came with a page, say something that can be said there."""
    try:
        draft, wishes = Draft.of(answers), boxes_of(answers)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
    is_possible = draft.how_safe in (None, *range(11)) and len(wishes) <= MOST_BOXES
    return is_possible and draft.says_something


def is_of_another(contents: Remembered, draft_of: str | None) -> bool:
    """Whether a page is of another child than the one whose meeting this browser has open now."""
    return bool(draft_of) and contents.meeting.get("for", draft_of) != draft_of


def fills_in(contents: Remembered, carried: dict[str, str]) -> bool:
    """Whether what came with a page may fill in what was half-written for the same child and has run out."""
    return not is_of_another(contents, carried.get("for")) and can_be_kept(carried)


def keep_draft(
    secret: CookieSecret,
    answers: dict[str, str],
    *,
    draft_of: str | None = None,
    earlier: dict[str, str] | None = None,
) -> Remembered:
    """Add answers to the half-written contribution, beside those another tab may have kept since. Returns all of it.

    What changes gets a new token, so that only what stands on the page somebody sees can be sent from it. `draft_of`
    is the child whose page it was typed on: what comes after the time has run out is theirs and nobody else's.
    `earlier`: what that page brought along, which fills in what has run out.
    """
    contents = visiting.open_row(visiting.own_row(secret), secret)
    draft = contents.meeting
    if earlier and fills_in(contents, earlier):
        draft = contents.meeting = earlier | draft
    if draft_of:
        draft.setdefault("for", draft_of)
    if any(draft.get(name, "") != answer for name, answer in answers.items()):
        draft.pop("once", None)
    draft |= answers
    visiting.keep(secret, contents)
    return contents


def token_of(secret: CookieSecret, *, is_checked: bool = False) -> str:
    """The token that makes this half-written contribution count once, the same on every page that can send it.

    `is_checked`: they have come as far as the page where they check it, and go back there from any change.
    """
    contents = visiting.remembered(secret, for_change=True)
    contents.meeting.setdefault("once", new_secret())
    if is_checked:
        contents.meeting["checked"] = "yes"
    visiting.keep(secret, contents)
    return contents.meeting["once"]


def saved_at(record_id: UUID) -> datetime | None:
    """When the child last sent something for this meeting that they have not replaced."""
    return db.session.scalar(
        select(func.max(Contribution.sent_at)).where(
            Contribution.record_id == record_id, Contribution.replaced_at.is_(None)
        )
    )


def late_reading(record_id: UUID, now: datetime) -> Late | None:
    """The first of what the child wrote that nobody has read in time, if there is any."""
    unread = db.session.execute(
        select(Contribution.id, Contribution.read_due_at).where(
            Contribution.record_id == record_id, *overdue.has_run_out(ClockName.MEETING_PAGE_READ, now)
        )
    )
    return overdue.first_late([Running(ClockName.MEETING_PAGE_READ, *row) for row in unread], now)


def is_sent(once: str) -> bool:
    """Whether the form with this token has been sent already."""
    return db.session.scalar(select(Contribution.id).where(Contribution.once == once)) is not None


def send(secret: CookieSecret, words: MeetingWords, *, once: str) -> None:
    """Store what a child wrote, their wishes in the record, and an alert when they do not feel safe; keep the receipt.

    The words come `for_change`. All of it or nothing: the caller commits once. A second send with the same token
    changes nothing. Raises MeetingBegun when the meeting has started meanwhile, and NotWhatTheySaw.
    """
    if is_sent(once):
        return
    contents, now = visiting.remembered(secret, for_change=True), utc_now()
    if now >= meeting_opening.starts_at(words.record.conference):
        raise MeetingBegun
    draft = Draft.of(contents.meeting)
    if contents.meeting.get("once") != once or not draft.says_something:
        raise NotWhatTheySaw
    try:
        with db.session.begin_nested():
            contribution, alert = store(words, draft, once=once, now=now)
    except IntegrityError:
        if is_sent(once):  # another tap was first
            return
        raise
    contents.meeting, contents.asked_again = receipt(words, contribution, alert), {}
    visiting.keep(secret, contents)
    visiting.note_sent(secret, "meeting", about=str(words.record_id))


def store(words: MeetingWords, draft: Draft, *, once: str, now: datetime) -> tuple[Contribution, Alert | None]:
    if draft.replaces:
        replace_earlier(words.record_id, now)
    contribution = Contribution(
        record_id=words.record_id,
        sent_at=now,
        read_due_at=read_due(words, now),
        joining=draft.joining,
        good=draft.good,
        worries=draft.worries,
        wishes_as_json=json.dumps(draft.wishes, ensure_ascii=False) if draft.wishes else None,
        speaker=draft.speaker,
        understanding=draft.understanding,
        how_safe=draft.how_safe,
        private=draft.private,
        helped_by=draft.helped_by,
        words_are_own=draft.words_are_own,
        once=once,
    )
    db.session.add(contribution)
    db.session.flush()
    add_wishes(words, contribution, draft.wishes)
    alert = raising.raise_alert(now, contribution_id=contribution.id) if draft.is_unsafe else None
    db.session.flush()
    return contribution, alert


def read_due(words: MeetingWords, now: datetime) -> datetime:
    """By when the chair reads what is sent now: as soon as any other view, and always before the meeting starts."""
    return min(clocks.due_by(now, settings.current().read_days), meeting_opening.starts_at(words.record.conference))


def replace_earlier(record_id: UUID, now: datetime) -> None:
    """Mark what was sent before as replaced, and take its wishes out of the record.

    A wish that the chair has answered already, or that an action is for, stays.
    """
    is_earlier = (Contribution.record_id == record_id, Contribution.replaced_at.is_(None))
    for earlier in db.session.scalars(select(Contribution).where(*is_earlier)):
        earlier.replaced_at = now
    untouched = (
        Wish.extent.is_(None),
        Wish.reason.is_(None),
        Wish.changed_sealed.is_(None),
        Wish.explanation_sealed.is_(None),
        ~exists().where(Action.wish_id == Wish.id),
    )
    theirs = Wish.record_id == record_id, Wish.contribution_id.is_not(None)
    for wish in db.session.scalars(select(Wish).where(*theirs, *untouched)):
        db.session.delete(wish)
    db.session.flush()


def add_wishes(words: MeetingWords, contribution: Contribution, wishes: Sequence[str]) -> None:
    """Put every one of the wishes into the record, after those that are there: none of them stays without an answer."""
    last = db.session.scalar(select(func.max(Wish.position)).where(Wish.record_id == words.record_id))
    for place, wish in enumerate(wishes, start=(last or 0) + 1):
        db.session.add(
            Wish(
                record_id=words.record_id,
                contribution_id=contribution.id,
                position=place,
                text=wish,
                once=new_secret(),
            )
        )
        words.record.no_wishes = False


def receipt(words: MeetingWords, contribution: Contribution, alert: Alert | None) -> dict[str, str]:
    """What the page after sending says, for as long as this browser's visit lasts. No word of theirs is in it."""
    return {
        "for": str(words.record_id),
        "sent_at": contribution.sent_at.isoformat(),
        "read_due_at": contribution.read_due_at.isoformat(),
        "alert_due_at": alert.due_at.isoformat() if alert else "",
        "draws": "yes" if contribution.joining is Joining.DRAW_OR_RECORD else "",
    }
