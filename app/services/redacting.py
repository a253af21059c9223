"""Details that point at somebody are hidden from everybody who reads a view; the words stay sealed as they were typed.

What is shown of a young person's words to anybody goes through `hide` or `pieces` here: on the page of their view, and
wherever somebody makes a quote of them.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Person, Redaction, View, utc_now
from app.protection import hiding
from app.services import auditing, powers
from app.services.errors import RuleBroken
from app.services.powers import Power


def said_in(view: View) -> list[str]:
    """All that a young person wrote in a view: at first, later, and to our answers. Of a view got with all of that."""
    missing = [answer.missing for answer in view.answers if answer.missing]
    return [view.words or "", *(addition.words for addition in view.additions), *missing]


def redactions_of(view: View) -> Sequence[Redaction]:
    """What is hidden in a view now, in the order in which it was hidden, each with who hid it."""
    return db.session.scalars(
        select(Redaction)
        .where(Redaction.view_id == view.id, Redaction.lifted_at.is_(None))
        .options(joinedload(Redaction.redacted_by))
        .order_by(Redaction.created_at, Redaction.id)
    ).all()


def details_of(view: View) -> list[str]:
    """The details that are hidden in a view now. For finding them: nobody is shown them."""
    rows = db.session.scalars(select(Redaction).where(Redaction.view_id == view.id, Redaction.lifted_at.is_(None)))
    return [redaction.detail for redaction in rows]


def hide(view: View, text: str) -> str:
    """Any text of a view's words as it is shown: each hidden detail is the word “[hidden]”."""
    return hiding.hide(text, details_of(view))


def redact(view: View, by: Person, *, detail: str, once: str) -> None:
    """Hide a detail wherever it stands in what they said in this view. The same form sent twice hides it once.

    For a view that was got `for_change`. Raises RuleBroken when it is too short, or hides nothing that is to be seen:
    whoever is told which of these it is must not learn what is hidden already.
    """
    if db.session.scalar(select(Redaction.id).where(Redaction.once == once)) is not None:
        return
    if not hiding.is_long_enough(detail):
        raise RuleBroken("Type at least 2 letters or figures of what you want to hide.")
    hidden = details_of(view)
    if not any(hiding.hides_more(text, detail, hidden) for text in said_in(view)):
        raise RuleBroken("These words do not stand in what they said. Type them exactly as they stand there.")
    db.session.add(Redaction(view_id=view.id, detail=detail, redacted_by_id=by.id, once=once))
    auditing.note(by, "hid a detail in view", view)
    db.session.flush()


def see_hidden(view: View, by: Person, *, reason: str) -> None:
    """Write down that a safeguarding lead saw what is hidden. Raises RuleBroken for anybody else."""
    check_is_lead(by)
    auditing.note(by, "saw what is hidden in view", view, reason=reason)
    db.session.flush()


def lift(view: View, by: Person, *, redaction_id: UUID, reason: str) -> None:
    """Show a detail to everybody again. Again changes nothing. Raises RuleBroken for who is no safeguarding lead."""
    check_is_lead(by)
    redaction = db.session.scalar(select(Redaction).where(Redaction.id == redaction_id, Redaction.view_id == view.id))
    if redaction is None or redaction.lifted_at is not None:
        return
    redaction.lifted_at, redaction.lifted_by_id = utc_now(), by.id
    auditing.note(by, "showed a hidden detail in view again", view, reason=reason)
    db.session.flush()


def check_is_lead(by: Person) -> None:
    if not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("Only a safeguarding lead can see what is hidden.")


def how_often(redaction: Redaction, view: View) -> int:
    """In how many places of a view a detail stands."""
    return sum(len(hiding.places_of(text, redaction.detail)) for text in said_in(view))
