"""What the server remembers for one browser: half-written answers for an hour, the 4 words until the session ends.

Opened only with the cookie's own secret. A row that has run out is as good as gone, and goes at the next cleaning.
"""

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, bindparam, delete, select

from app.extensions import db
from app.models import Visit, utc_now
from app.protection.carried import Carried
from app.protection.cookie_secret import CookieSecret
from app.protection.sealing import open_with, seal_with
from app.services import beside_visit, settings
from app.services.adding import add_if_new
from app.services.beside_visit import place

MOST_ASKED_AGAIN: Final = 4  # pages
# Asked for by every page with a question: put together once, and read as it is where nothing is to be changed.
TABLE: Final = Visit.metadata.tables[Visit.__tablename__]
TO_READ: Final = select(TABLE.c.id, TABLE.c.contents_sealed, TABLE.c.expires_at).where(
    TABLE.c.secret_mark == bindparam("mark")
)
FOR_CHANGE: Final = (
    select(Visit)
    .where(Visit.secret_mark == bindparam("mark"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
OVER: Final = select(TABLE.c.id).where(TABLE.c.expires_at <= bindparam("now")).with_for_update(skip_locked=True)
SWEEP: Final = delete(TABLE).where(TABLE.c.id.in_(OVER))


@dataclass
class Remembered:
    """What one browser's visit holds. Answers are the values of the forms, by field name."""

    answers: dict[str, str] = field(default_factory=dict)
    once: str | None = None
    began_at: str | None = None  # when the first of these answers was kept
    earlier_gone: bool = False
    receipt: dict[str, str] | None = None
    opened_view_id: str | None = None
    last_looked_at: str | None = None  # when its 4 words were typed before this time, here or elsewhere
    taken_back: str | None = None  # what became of the view that was taken back here
    meeting: dict[str, str] = field(default_factory=dict)
    opened_meeting_id: str | None = None  # the row of the words that were typed
    asked_again: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the address of its page
    joining: dict[str, str] = field(default_factory=dict)  # the way in that was opened with 4 words, the chosen name


def remembered(secret: CookieSecret | None, *, for_change: bool = False) -> Remembered:
    """What is remembered for this browser; nothing when there is no cookie, no row, or its time has run out.

    Whoever means to keep it again asks `for_change`, so that no other tab changes it in between.
    """
    if secret is None:
        return Remembered()
    row = row_for_change(secret) if for_change else row_to_read(secret)
    return open_row(row, secret) if row else Remembered()


def row_to_read(secret: CookieSecret) -> Row[uuid.UUID, bytes, datetime] | None:
    return db.session.execute(TO_READ, {"mark": secret.visit_mark}).first()


def row_for_change(secret: CookieSecret) -> Visit | None:
    return db.session.scalar(FOR_CHANGE, {"mark": secret.visit_mark})


def open_row(row: Visit | Row[uuid.UUID, bytes, datetime], secret: CookieSecret) -> Remembered:
    if row.expires_at <= utc_now():
        return Remembered()
    try:
        opened = open_with(secret.visit_key, row.contents_sealed, place(row.id))
    except InvalidTag:  # sealed under a server key that has been changed since: as if it had run out
        return Remembered()
    return Remembered(**json.loads(opened))


def sealed(secret: CookieSecret, contents: Remembered, row_id: uuid.UUID) -> bytes:
    return seal_with(secret.visit_key, json.dumps(asdict(contents)).encode(), place(row_id))


def own_row(secret: CookieSecret) -> Visit:
    """The row of this browser, for change, made now when there is none. Two tabs that begin at once get the same."""
    row = row_for_change(secret)
    if row is None:
        row_id, minute = uuid.uuid4(), utc_now().replace(second=0, microsecond=0)
        add_if_new(
            Visit,
            {
                "id": row_id,
                "created_at": minute,
                "secret_mark": secret.visit_mark,
                "contents_sealed": sealed(secret, Remembered(), row_id),
                "expires_at": runs_out_at(Remembered()),
            },
            key="secret_mark",
        )
        row = row_for_change(secret)
        assert row is not None  # noqa: S101 (it was there, or it has just been added)
    return row


def own(secret: CookieSecret) -> tuple[Visit, Remembered]:
    """What is remembered for this browser, for change, and the row to keep it in again: asked for once."""
    row = own_row(secret)
    return row, open_row(row, secret)


def keep(secret: CookieSecret, contents: Remembered, row: Visit | None = None) -> None:
    """Remember this for the browser from now on, and start its time again. What has run out goes, whoever's it was.

    `row`: its own, where it has been asked for already.
    """
    row = row or own_row(secret)
    row.contents_sealed = sealed(secret, contents, row.id)
    row.expires_at = runs_out_at(contents)
    db.session.flush()
    sweep()


def keep_answers(
    secret: CookieSecret, answers: dict[str, str], *, earlier: dict[str, str] | None = None, is_first: bool = False
) -> Remembered:
    """Add answers to the half-written view, beside those another tab may have kept since. Returns all of it.

    `earlier`: what the page brought along, which fills in what has run out. An answer to a later question
    that finds nothing to add to is kept, and it is noted that the earlier ones are gone.
    What changes gets a new token, so that only what stands on the page somebody sees can be sent from it.
    """
    row, contents = own(secret)
    contents.answers = (earlier or {}) | contents.answers
    contents.earlier_gone = contents.earlier_gone or not (is_first or contents.answers)
    if any(contents.answers.get(name, "") != answer for name, answer in answers.items()):
        contents.once = None
    contents.began_at = contents.began_at or utc_now().isoformat()
    contents.answers |= answers
    keep(secret, contents, row)
    return contents


def bring_back(secret: CookieSecret, answers: dict[str, str], *, once: str) -> Remembered:
    """Remember a half-written view that had run out, with the token of the page that carried it. Returns all of it."""
    row, contents = own(secret)
    contents.answers, contents.once = answers, once
    keep(secret, contents, row)
    return contents


def note_sent(secret: CookieSecret, what: Carried, *, about: str = "") -> None:
    """Note that this browser has sent it, and no word of it, for as long as an older tab could bring it back."""
    minutes, mark = settings.current().draft_long_minutes, secret.mark_of_sent(f"{what} {about}")
    beside_visit.keep(secret, mark, utc_now().isoformat(), minutes=minutes)


def last_sent_at(secret: CookieSecret, what: Carried, *, about: str = "") -> datetime | None:
    """When this browser last sent it, as long as that is noted. `about`: the child, for a meeting."""
    noted = beside_visit.find(secret, secret.mark_of_sent(f"{what} {about}"))
    return datetime.fromisoformat(noted) if noted else None


def keep_asked_again(secret: CookieSecret, page: str, sent: dict[str, Any]) -> None:
    """Remember what was sent to a page and could not be taken, for whom it has open now. Only the last few are kept."""
    row, contents = own(secret)
    others = [(path, kept) for path, kept in contents.asked_again.items() if path != page]
    contents.asked_again = dict(others[-MOST_ASKED_AGAIN + 1 :]) | {page: sent | {"opened": what_is_open(contents)}}
    keep(secret, contents, row)


def find_asked_again(contents: Remembered, page: str) -> dict[str, Any] | None:
    """What could not be taken there, as long as what was open then is open still: another child's is not shown."""
    kept = contents.asked_again.get(page)
    return kept if kept and kept["opened"] == what_is_open(contents) else None


def what_is_open(contents: Remembered) -> list[str | None]:
    return [contents.opened_view_id, contents.meeting.get("for")]


def forget_asked_again(secret: CookieSecret, page: str) -> None:
    """It has been taken since."""
    contents = remembered(secret, for_change=True)
    if contents.asked_again.pop(page, None):
        keep(secret, contents)


def keep_opened(secret: CookieSecret, view_id: uuid.UUID, *, last_looked_at: datetime | None) -> None:
    """Remember which view this browser has opened with its 4 words, and when somebody last did so before."""
    row, contents = own(secret)
    contents.opened_view_id = str(view_id)
    contents.last_looked_at = last_looked_at.isoformat() if last_looked_at else None
    contents.taken_back = None
    keep(secret, contents, row)


def keep_taken_back(secret: CookieSecret, view_id: uuid.UUID, *, end: str) -> None:
    """Remember nothing more of a view that was taken back here but what became of it: not even its 4 words."""
    row, contents = own(secret)
    contents.opened_view_id, contents.last_looked_at = None, None
    if contents.receipt and contents.receipt["view_id"] in (str(view_id), ""):
        contents.receipt = None
    contents.taken_back = end
    contents.asked_again = {}
    keep(secret, contents, row)


def keep_opened_meeting(secret: CookieSecret, words_id: uuid.UUID, record_id: uuid.UUID) -> None:
    """Remember which meeting this browser has opened. What was half-written for another child's meeting goes."""
    row, contents = own(secret)
    if contents.meeting.get("for", str(record_id)) != str(record_id):
        contents.meeting = {}
    contents.meeting["for"] = str(record_id)
    contents.opened_meeting_id = str(words_id)
    keep(secret, contents, row)


def move(old: CookieSecret | None, new: CookieSecret) -> None:
    """What was remembered under one cookie is remembered under another: somebody signs in while they write."""
    contents = remembered(old, for_change=True)
    forget(old)
    if contents != Remembered():
        keep(new, contents)


def runs_out_at(contents: Remembered) -> datetime:
    """A whole minute, so that the row does not tell to the second when something was sent."""
    in_force = settings.current()
    asked = any(["keep_for_a_day", "y"] in kept["fields"] for kept in contents.asked_again.values())
    wants_a_day = asked or "True" in (contents.answers.get("keep_for_a_day"), contents.meeting.get("keep_for_a_day"))
    minutes = in_force.draft_long_minutes if wants_a_day else in_force.draft_minutes
    return (utc_now() + timedelta(minutes=minutes + 1)).replace(second=0, microsecond=0)


def forget(secret: CookieSecret | None) -> None:
    """Delete what is remembered for this browser."""
    if secret:
        marks = secret.visit_mark, secret.mark_of_sent("view ")
        db.session.execute(delete(Visit).where(Visit.secret_mark.in_(marks)))


def sweep() -> None:
    """Delete what has run out. What somebody holds at this moment goes the next time: two never wait for each other."""
    db.session.execute(SWEEP, {"now": utc_now()})
