"""A young person takes back what they sent.

For whoever holds the 4 words it is gone at once, in every browser. Somebody else may have found them, though, and must
not be able to erase a cry for help: what nobody has dealt with yet stays with staff, sealed and under its clock, until
they close it. Everything else is cleared at once. docs/decisions says which is which, and why.
"""

import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select

from app.extensions import db
from app.models import Addition, Answer, AnswerDraft, Contact, Note, Person, Redaction, View, ViewTheme, utc_now
from app.models.codes import Permission, ViewStatus
from app.protection.sealing import vault
from app.services import answering, auditing, due_next, holding, powers, quoting, returning
from app.services.due_next import note_what_is_due
from app.services.errors import RuleBroken
from app.services.powers import Power


class Kept(StrEnum):
    """Why staff still keep a view that is taken back."""

    UNSAFE = "they may not be safe"
    UNREAD = "nobody has read it"
    ADDED = "nobody has read what they added"
    AGAIN = "they asked us to look again"
    HELD = "it is on hold"


class End(StrEnum):
    """What becomes of a view that is taken back."""

    CLEARED = "cleared"
    KEPT = "kept"


def why_kept(view: View) -> list[Kept]:
    """Why staff would keep this view if it were taken back now; nothing when it would be cleared at once."""
    is_answer_waited_for = view.status is ViewStatus.WAITING and view.first_answered_at is not None
    found = {
        Kept.UNSAFE: is_alerted(view),
        Kept.UNREAD: view.read_at is None,
        Kept.ADDED: has_unread(view),
        Kept.AGAIN: is_answer_waited_for,
        Kept.HELD: holding.is_held(view),
    }
    return [why for why, holds in found.items() if holds]


def is_alerted(view: View) -> bool:
    """Whether it came with an alert, seen or not. Only a safeguarding lead may have it cleared."""
    return view.alert is not None or not view.is_safe


def has_unread(view: View) -> bool:
    """Whether they added words that nobody has read, or a way to find them that nobody has opened."""
    contact = view.contact  # what came with the view itself came with an alert
    is_contact_unopened = contact is not None and contact.given_at is not None and contact.opened_at is None
    return is_contact_unopened or any(addition.read_at is None for addition in view.additions)


def is_taken_back(view_id: str) -> bool:
    """Whether a view whose receipt a browser still holds was taken back since, in this browser or in another.

    The receipt of what a member said without their name does not say which view it is of: they keep it until it ends.
    """
    if not view_id:
        return False
    return bool(db.session.scalar(select(View.taken_back_at.is_not(None)).where(View.id == UUID(view_id))))


def take_back(view: View) -> End:
    """Shut it to its 4 words for good, and clear it unless staff must keep it. For a view that was got `for_change`."""
    now, is_kept = utc_now(), bool(why_kept(view))
    shut(view, now)
    if is_kept:
        returning.open_again(view, now)
        note_what_is_due(view)
    else:
        clear(view, now)
    auditing.note(None, "took back view", view)
    db.session.flush()
    return End.KEPT if is_kept else End.CLEARED


def close_taken_back(view: View, by: Person, *, done: str) -> None:
    """Clear a view that was kept, once staff have dealt with it. What they did is written down. Again changes nothing.

    Raises RuleBroken when it was not taken back, when something of it is unread or unopened, or when it came with an
    alert and they are no safeguarding lead.
    """
    if view.cleared_at is not None:
        return
    if view.taken_back_at is None:
        raise RuleBroken("They have not taken this back. Answer it.")
    if is_alerted(view) and not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("They said they may not be safe, so only a safeguarding lead can close this.")
    if view.read_at is None or any(addition.read_at is None for addition in view.additions):
        raise RuleBroken("Open it and read it first. Then you can close it.")
    if has_unread(view):
        raise RuleBroken("A safeguarding lead has to look at how to find them first. Then you can close it.")
    if holding.is_held(view):
        raise RuleBroken("This is on hold. A safeguarding lead lifts the hold first. Then you can close it.")
    answering.acknowledge(view, by)
    auditing.note(by, "closed view that was taken back", view, reason=done)
    clear(view, utc_now())


def shut(view: View, now: datetime) -> None:
    """No words open it any more, not even by chance; and nobody is shown a quote of it, also while staff keep it."""
    view.taken_back_at = now
    view.words_mark = secrets.token_bytes(len(view.words_mark))
    view.words_key_id = vault.ring.newest
    quoting.clear_all_of(view, now)


def clear(view: View, now: datetime) -> None:
    """Leave a row that says only that something was sent, when it was read and answered, and whether they were safe."""
    view.words = None
    view.topic = view.feeling = view.age_group = view.area = view.advisor_id = None
    view.helped_by = view.words_are_own = None
    view.is_by_pictures = view.is_complaint = view.looks_automatic = False
    view.permission = Permission.TEAM
    view.looked_at = None
    view.place = due_next.place_of(None, is_safe=view.is_safe)  # that a word raised it says something of the words
    view.not_genuine_reason = view.handler_id = None
    view.status = ViewStatus.TAKEN_BACK
    view.cleared_at = now
    quoting.clear_all_of(view, now)
    # With how to find them goes who was let see it.
    for what in (Answer, Addition, Contact, AnswerDraft, Note, Redaction, ViewTheme):
        db.session.execute(delete(what).where(what.view_id == view.id))
    db.session.flush()
    db.session.expire(view, ["answers", "additions", "contact", "advisor", "handler"])
