"""Where a view stands in the inbox: what is due first of all that is to be done about it."""

from datetime import datetime

from app.models import View
from app.protection.worrying_words import has_worrying_word

FIRST, RAISED, USUAL = 0, 1, 2  # not safe, or alerted; raised by a word; all others
PLACES = (FIRST, RAISED, USUAL)


def what_is_due_first(view: View) -> datetime:
    """The first time by which something about this view is to be done: read, read what was added, or answered.

    Of a view that was got with its additions, its answers and with how to find them.
    """
    unread = [addition.read_due_at for addition in view.additions if addition.read_at is None]
    unread += [answer.read_due_at for answer in view.answers if answer.read_due_at and answer.is_reason_unread]
    if view.read_at is None:
        unread.append(view.read_due_at)
    contact = view.contact
    if contact is not None and contact.read_due_at is not None and contact.opened_at is None:
        unread.append(contact.read_due_at)
    return min([*unread, view.answer_due_at])


def note_what_is_due(view: View) -> None:
    """Keep that with the view: the inbox is read in its order."""
    view.next_due_at = what_is_due_first(view)


def place_of(text: str | None, *, is_safe: bool) -> int:
    """Where a view stands that says this, before anything else is known of it."""
    if not is_safe:
        return FIRST
    return RAISED if has_worrying_word(text) else USUAL


def place_of_members(*words: str) -> int:
    """Where what a member wrote stands: first with a worrying word, and then an alert is raised as well. Nothing on
    their forms asks whether they are safe."""
    return FIRST if any(map(has_worrying_word, words)) else USUAL


def note_alert_closed(view: View) -> None:
    """It stands where it would without its alert. Of a view that was got with its additions and its answers."""
    said = [view.words, *(one.words for one in view.additions), *(one.missing for one in view.answers)]
    view.place = min(place_of(text, is_safe=view.is_safe) for text in said)


def note_what_was_said(view: View, text: str | None, at: datetime) -> None:
    """They wrote something more: it is new to everybody, and a word in it may bring the view forward, never back."""
    view.last_said_at = at
    view.place = min(view.place, place_of(text, is_safe=True))
