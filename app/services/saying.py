"""A young person says what they think: kept half-written for an hour, sent once, with 4 words to come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Alert, Contact, Person, View, utc_now
from app.models.codes import AgeGroup, Feeling, Permission, SafeNow, Topic
from app.protection.cookie_secret import CookieSecret, new_secret
from app.protection.four_words import FourWords, choose_words, words_mark
from app.protection.sealing import vault
from app.services import clocks, settings, visiting
from app.services.visiting import Remembered


@dataclass(frozen=True, kw_only=True)
class Said:
    """A whole view as the young person left it, ready to be sent."""

    words: str
    safe_now: SafeNow
    topic: Topic | None = None
    feeling: Feeling | None = None
    permission: Permission = Permission.TEAM
    age_group: AgeGroup | None = None
    area: str | None = None
    with_name: bool = False
    wants_contact: bool = False
    how_to_find: str = ""

    @property
    def gives_contact(self) -> bool:
        """Whether they want us to be able to find them."""
        return self.wants_contact or bool(self.how_to_find.strip())

    @classmethod
    def of(cls, answers: dict[str, str]) -> "Said | None":
        """The view in these half-written answers, or None while the words or "are you safe" are missing."""
        if not answers.get("words", "").strip() or not answers.get("safe_now"):
            return None
        safe_now = SafeNow(answers["safe_now"])
        finds = safe_now is not SafeNow.YES and answers.get("wants_contact") != "no"
        return cls(
            words=answers["words"],
            safe_now=safe_now,
            topic=Topic(answers["topic"]) if answers.get("topic") else None,
            feeling=Feeling(answers["feeling"]) if answers.get("feeling") else None,
            permission=Permission(answers.get("permission") or Permission.TEAM),
            age_group=AgeGroup(answers["age_group"]) if answers.get("age_group") else None,
            area=answers.get("area") or None,
            with_name=answers.get("with_name") == "yes",
            wants_contact=finds and answers.get("wants_contact") == "yes",
            how_to_find=answers.get("how_to_find", "") if finds else "",
        )


def token_of(secret: CookieSecret) -> str:
    """The token that makes this half-written view count once, the same on every page that can send it.

    A new one comes with every change, so that only what somebody has seen can be sent.
    """
    contents = visiting.remembered(secret, for_change=True)
    if contents.once is None:
        contents.once = new_secret()
        visiting.keep(secret, contents)
    return contents.once


def is_sent(once: str) -> bool:
    """Whether the form with this token has been sent already."""
    return db.session.scalar(select(View.id).where(View.once == once)) is not None


def send(secret: CookieSecret, said: Said, *, once: str, advisor: Person | None = None) -> None:
    """Store the view with its clocks, and with its alert when they are not safe; then keep the receipt for the browser.

    All of it or nothing: the caller commits once. A second send with the same token changes nothing.
    """
    try:
        with db.session.begin_nested():
            view, words = store(said, once=once, advisor=advisor)
    except IntegrityError:
        if is_sent(once):  # another tap, or another tab, was first
            return
        raise
    kept = visiting.remembered(secret, for_change=True)  # what they write for their meeting is not sent with it
    visiting.keep(
        secret,
        Remembered(receipt=receipt(view, words, said), meeting=kept.meeting, opened_meeting_id=kept.opened_meeting_id),
    )


def store(said: Said, *, once: str, advisor: Person | None) -> tuple[View, FourWords]:
    now, words = utc_now(), choose_words()
    view = View(
        words=said.words,
        topic=said.topic,
        feeling=said.feeling,
        safe_now=said.safe_now,
        is_safe=said.safe_now is SafeNow.YES,
        permission=said.permission,
        age_group=said.age_group,
        area=said.area,
        advisor_id=advisor.id if advisor and advisor.role.is_young and said.with_name else None,
        sent_at=now,
        words_mark=words_mark(vault.ring, words),
        words_key_id=vault.ring.newest,
        once=once,
        **clocks_from(now),
    )
    db.session.add(view)
    if not view.is_safe:
        db.session.add(Alert(view_id=view.id, due_at=alert_due(now)))
    if said.gives_contact:
        db.session.add(Contact(view_id=view.id, wants_contact=said.wants_contact, how=said.how_to_find))
    db.session.flush()
    return view, words


def clocks_from(moment: datetime) -> dict[str, datetime]:
    """By when a view sent at this moment is to be read and answered."""
    in_force = settings.current()
    answer_due = clocks.due_by(moment, in_force.answer_days)
    return {
        "read_due_at": clocks.due_by(moment, in_force.read_days),
        "answer_due_at": answer_due,
        "first_answer_due_at": answer_due,
    }


def alert_due(moment: datetime) -> datetime:
    """By when somebody must have seen that a young person is not safe: an hour in which somebody is there."""
    in_force = settings.current()
    return clocks.add_covered_time(moment, timedelta(minutes=in_force.alert_minutes), in_force.cover)


def receipt(view: View, words: FourWords, said: Said) -> dict[str, str]:
    return {
        "view_id": str(view.id),
        "words": " ".join(words),
        "sent_at": view.sent_at.isoformat(),
        "read_due_at": view.read_due_at.isoformat(),
        "answer_due_at": view.answer_due_at.isoformat(),
        "safe_now": view.safe_now.value,
        "alert_due_at": "" if view.is_safe else alert_due(view.sent_at).isoformat(),
        "is_named": "yes" if view.advisor_id else "no",
        "contact": "" if not said.gives_contact else "given" if said.how_to_find.strip() else "empty",
    }
