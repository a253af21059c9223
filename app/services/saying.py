"""A young person says what they think: kept half-written for an hour, sent once, with 4 words to come back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Alert, Contact, Person, View, utc_now
from app.models.codes import AgeGroup, Feeling, HelpedBy, Permission, SafeNow, Topic
from app.protection.cookie_secret import CookieSecret, new_secret
from app.protection.four_words import FourWords, choose_words, words_mark
from app.protection.sealing import vault
from app.services import clocks, due_next, raising, settings, visiting

NOBODY = "nobody"  # helps them: picked by somebody who takes back that somebody does


@dataclass(frozen=True, kw_only=True)
class Said:
    """A whole view as the young person left it, ready to be sent. Words may be empty only beside pictures."""

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
    is_complaint: bool = False
    helped_by: HelpedBy | None = None
    words_are_own: bool = True
    is_by_pictures: bool = False

    @property
    def gives_contact(self) -> bool:
        """Whether they want us to be able to find them."""
        return self.wants_contact or bool(self.how_to_find.strip())

    @classmethod
    def of(cls, answers: dict[str, str]) -> "Said | None":
        """The view in these half-written answers, or None while what it says or "are you safe" is missing.

        With pictures, one of them says enough: "not safe" does all by itself.
        """
        if not answers.get("safe_now"):
            return None
        safe_now, is_by_pictures = SafeNow(answers["safe_now"]), answers.get("by_pictures") == "yes"
        has_picture = bool(answers.get("topic") or answers.get("feeling")) or safe_now is not SafeNow.YES
        if not answers.get("words", "").strip() and not (is_by_pictures and has_picture):
            return None
        finds = safe_now is not SafeNow.YES and answers.get("wants_contact") != "no"
        helped_by = answers.get("helped_by") or NOBODY
        return cls(
            words=answers.get("words", ""),
            safe_now=safe_now,
            topic=Topic(answers["topic"]) if answers.get("topic") else None,
            feeling=Feeling(answers["feeling"]) if answers.get("feeling") else None,
            permission=Permission(answers.get("permission") or Permission.TEAM),
            age_group=AgeGroup(answers["age_group"]) if answers.get("age_group") else None,
            area=answers.get("area") or None,
            with_name=answers.get("with_name") == "yes",
            wants_contact=finds and answers.get("wants_contact") == "yes",
            how_to_find=answers.get("how_to_find", "") if finds else "",
            helped_by=None if helped_by == NOBODY else HelpedBy(helped_by),
            words_are_own=answers.get("words_are_own") != "no",
            is_by_pictures=is_by_pictures,
        )


def token_of(secret: CookieSecret) -> str:
    """The token that makes this half-written view count once, the same on every page that can send it.

    A new one comes with every change, so that only what somebody has seen can be sent.
    """
    row, contents = visiting.own(secret)
    if contents.once is None:
        contents.once = new_secret()
        visiting.keep(secret, contents, row)
    return contents.once


def can_be_sent(answers: dict[str, str]) -> bool:
    """Whether these answers, which came with a page, are a whole view in what can be picked."""
    try:
        return Said.of(answers) is not None and answers.get("area", "") in ("", *settings.current().areas)
    except ValueError:
        return False


class Stored(NamedTuple):
    """A view that is stored, the words to come back with, and its alert where they are not safe."""

    view: View
    words: FourWords
    alert: Alert | None


def is_sent(once: str) -> bool:
    """Whether the form with this token has been sent already."""
    return db.session.scalar(select(View.id).where(View.once == once)) is not None


def send(
    secret: CookieSecret, said: Said, *, once: str, advisor: Person | None = None, looks_automatic: bool = False
) -> None:
    """Store the view with its clocks, and with its alert when they are not safe; then keep the receipt for the browser.

    All of it or nothing: the caller commits once. A second send with the same token changes nothing.
    """
    try:
        with db.session.begin_nested():
            stored = store(said, once=once, advisor=advisor, looks_automatic=looks_automatic)
    except IntegrityError:
        if is_sent(once):  # another tap, or another tab, was first
            return
        raise
    row, kept = visiting.own(secret)  # an answer or a meeting that is open beside it stays open
    kept.answers, kept.once, kept.began_at, kept.earlier_gone, kept.asked_again = {}, None, None, False, {}
    kept.receipt = receipt(stored, said, sent_by=advisor)
    visiting.keep(secret, kept, row)
    visiting.note_sent(secret, "view")


def store(said: Said, *, once: str, advisor: Person | None, looks_automatic: bool) -> Stored:
    """The view with its clocks and what belongs to it. Of one without a name only the day is kept, in London: the
    minute would lead to whoever was signed in then. Its clocks end with a day and lose nothing by it; an alert is an
    alert at once, and keeps its own moment."""
    now, words = utc_now(), choose_words()
    signed_by = advisor if advisor and advisor.role.is_young and said.with_name else None
    sent_at = now if signed_by else clocks.start_of_day(clocks.london_day(now))
    view = View(
        created_at=sent_at,
        words=said.words if said.words.strip() else None,
        topic=said.topic,
        feeling=said.feeling,
        safe_now=said.safe_now,
        is_safe=said.safe_now is SafeNow.YES,
        place=due_next.place_of(said.words, is_safe=said.safe_now is SafeNow.YES),
        permission=said.permission,
        age_group=said.age_group,
        area=said.area,
        is_complaint=said.is_complaint,
        looks_automatic=looks_automatic,
        advisor_id=signed_by.id if signed_by else None,
        is_by_pictures=said.is_by_pictures,
        helped_by=said.helped_by,
        words_are_own=said.words_are_own if said.helped_by else None,
        sent_at=sent_at,
        words_mark=words_mark(vault.ring, words),
        words_key_id=vault.ring.newest,
        once=once,
        **clocks_from(now),
    )
    db.session.add(view)
    alert = None if view.is_safe else raising.raise_alert(now, view_id=view.id)
    if said.gives_contact:
        contact = {"wants_contact": said.wants_contact, "how": said.how_to_find}
        db.session.add(Contact(created_at=sent_at, view_id=view.id, **contact))
    db.session.flush()
    return Stored(view, words, alert)


def clocks_from(moment: datetime) -> dict[str, datetime]:
    """By when a view sent at this moment is to be read and answered."""
    in_force = settings.current()
    answer_due = clocks.due_by(moment, in_force.answer_days)
    read_due = clocks.due_by(moment, in_force.read_days)
    return {
        "read_due_at": read_due,
        "next_due_at": min(read_due, answer_due),
        "answer_due_at": answer_due,
        "first_answer_due_at": answer_due,
    }


def receipt(stored: Stored, said: Said, *, sent_by: Person | None) -> dict[str, str]:
    """What the browser shows of it. Nothing at a member's browser leads to what they said without their name."""
    view, words, alert = stored
    is_unlinked = sent_by is not None and view.advisor_id is None
    return {
        "view_id": "" if is_unlinked else str(view.id),
        "words": " ".join(words),
        "sent_at": view.sent_at.isoformat(),
        "read_due_at": view.read_due_at.isoformat(),
        "answer_due_at": view.answer_due_at.isoformat(),
        "safe_now": view.safe_now.value,
        "alert_due_at": alert.due_at.isoformat() if alert else "",
        "is_named": "yes" if view.advisor_id else "no",
        "contact": "" if not said.gives_contact else "given" if said.how_to_find.strip() else "empty",
    }
