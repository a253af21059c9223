"""Every view is read and answered, each by its clock. The list of them is app/services/inbox."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Alert, Answer, Person, View, utc_now
from app.models.codes import ViewStatus
from app.protection.sealing import ENVELOPE_BYTES
from app.services import alerting, auditing, drafting
from app.services.due_next import note_what_is_due
from app.services.errors import RuleBroken


def alerts_unacknowledged() -> int:
    """How many young people said they are not safe and nobody has said yet that they have seen it."""
    return db.session.scalar(select(func.count()).where(Alert.acknowledged_at.is_(None))) or 0


def get_view(view_id: UUID, *, for_change: bool = False) -> View:
    """One view with all that its page shows. Raises NoResultFound."""
    # What is held for change is fetched in queries of its own, which begin when nobody else can change it any more.
    one_row = selectinload if for_change else joinedload
    query = (
        select(View)
        .where(View.id == view_id)
        .options(
            one_row(View.alert),
            one_row(View.contact),
            joinedload(View.advisor),
            joinedload(View.handler),
            selectinload(View.answers),
            selectinload(View.additions),
        )
    )
    # Rows that refer to it, such as its alert, can be changed meanwhile: nobody waits for both in a circle.
    return db.session.scalars(query.with_for_update(of=View, key_share=True) if for_change else query).one()


def open_view(view: View, reader: Person) -> None:
    """Note that this person opened it and what was added; the young person is told when that was the first time."""
    auditing.note(reader, "opened view", view)
    now = utc_now()
    view.read_at = view.read_at or now
    for addition in view.additions:
        addition.read_at = addition.read_at or now
    for answer in view.answers:
        if answer.is_reason_unread:
            answer.read_at = now
    note_what_is_due(view)
    db.session.flush()


def send_answer(view: View, *, text: str, by: Person, once: str) -> None:
    """Send what we write back to a view that was got `for_change`. The same form sent twice sends one.

    Whoever answers has seen an alert there may be. Raises RuleBroken when the view was taken back or set aside, or has
    an answer the young person has not judged, or has accepted, or when they added something that nobody has read; when
    another text is saved as its draft, or when nobody else has looked at it and the board wants two.
    """
    if any(answer.once == once for answer in view.answers):
        return
    drafting.check_waits(view)
    check_all_is_read(view)
    drafting.check_may_be_sent(view, text)
    now = utc_now()
    turn = len(view.answers) + 1
    db.session.add(Answer(view_id=view.id, turn=turn, text=text, written_by_id=by.id, sent_at=now, once=once))
    drafting.drop(view)
    acknowledge(view, by)
    view.status = ViewStatus.ANSWERED
    view.read_at = view.read_at or now
    view.first_answered_at = view.first_answered_at or now
    auditing.note(by, "answered view", view)
    db.session.flush()


def has_unread(view: View) -> bool:
    """Whether they added something, or said what was missing, that nobody has read."""
    is_reason_unread = any(answer.is_reason_unread for answer in view.answers)
    return is_reason_unread or any(addition.read_at is None for addition in view.additions)


def check_all_is_read(view: View) -> None:
    """Raises RuleBroken when they added something that nobody has read: what is done now would pass it by."""
    if has_unread(view):
        raise RuleBroken("They added something while this page was open. Read it below, then send this again.")


def acknowledge(view: View, by: Person) -> None:
    """Say that the alert has been seen. The first to say so stops its clock."""
    if view.alert is not None:
        alerting.acknowledge(view.alert, by)


def says_how(view: View) -> bool:
    """Whether they wrote how to find them. It is not opened to see that: sealed, nothing is as long as its envelope."""
    return view.contact is not None and len(view.contact.how_sealed) > ENVELOPE_BYTES
