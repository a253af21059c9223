"""The inbox: every view is read and answered, the unsafe first, each with its clock."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Addition, Alert, Answer, Contact, Person, View, utc_now
from app.models.codes import ViewStatus
from app.protection.sealing import ENVELOPE_BYTES
from app.services import auditing
from app.services.due_next import note_what_is_due
from app.services.errors import RuleBroken

PAGE = 25
MOST_UNOPENED = 100


class Listed(NamedTuple):
    view: View
    unread_additions: int


def list_views(status: ViewStatus = ViewStatus.WAITING, *, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of the views that wait for an answer, or stand as `status` says, and whether there are more.

    With the first that wait are those that were answered before anybody opened how to find them.
    Unsafe first, then what is due first, which is the oldest; each with its alert, with whether they told us how to
    find them and, where they gave it, its young advisor. Nothing is decrypted but the advisors' chosen names.
    """
    rows = db.session.execute(
        listed_query().where(View.status == status).offset((page - 1) * PAGE).limit(PAGE + 1)
    ).all()
    listed, has_more = [Listed(*row) for row in rows[:PAGE]], len(rows) > PAGE
    if status is ViewStatus.WAITING and page == 1:
        listed = sorted([*still_to_be_found(), *listed], key=lambda one: one.view.place)
    return listed, has_more


def listed_query() -> Select[View, int]:
    unread = select(func.count()).where(Addition.view_id == View.id, Addition.read_at.is_(None)).scalar_subquery()
    return (
        select(View, unread)
        .options(joinedload(View.alert), joinedload(View.contact), joinedload(View.advisor))
        .order_by(View.place, View.next_due_at, View.sent_at, View.id)
    )


def still_to_be_found() -> list[Listed]:
    """Views that were answered, whose young people told us how to find them, and nobody has opened that yet.

    Asked for by itself, so that those that wait can be read in the order of their index, however many there are.
    """
    is_unopened = Contact.given_at.is_not(None), Contact.opened_at.is_(None)
    unopened = db.session.scalars(
        select(Contact.view_id).where(*is_unopened).order_by(Contact.read_due_at, Contact.id).limit(MOST_UNOPENED)
    ).all()
    if not unopened:
        return []
    query = listed_query().where(View.id.in_(unopened), View.status == ViewStatus.ANSWERED)
    return [Listed(*row) for row in db.session.execute(query)]


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
            selectinload(View.answers),
            selectinload(View.additions),
        )
    )
    return db.session.scalars(query.with_for_update(of=View) if for_change else query).one()


def open_view(view: View, reader: Person) -> None:
    """Note that this person opened it and what was added; the young person is told when that was the first time."""
    auditing.note(reader, "opened view", view)
    now = utc_now()
    view.read_at = view.read_at or now
    for addition in view.additions:
        addition.read_at = addition.read_at or now
    note_what_is_due(view)
    db.session.flush()


def send_answer(view: View, *, text: str, by: Person, once: str) -> None:
    """Send what we write back to a view that was got `for_change`. The same form sent twice sends one.

    Whoever answers has seen an alert there may be. Raises RuleBroken when the view was taken back or set aside, or has
    an answer the young person has not judged, or has accepted, or when they added something that nobody has read.
    """
    if any(answer.once == once for answer in view.answers):
        return
    if view.taken_back_at is not None:
        raise RuleBroken("They took this back while you wrote. Nobody can read an answer any more.")
    if view.status is ViewStatus.NOT_GENUINE:
        raise RuleBroken("This is marked as not genuine. Mark it as genuine first, then answer it.")
    if view.status is not ViewStatus.WAITING:
        raise RuleBroken("This has been answered. If the young person says it did not answer them, it comes back here.")
    check_all_is_read(view)
    now = utc_now()
    turn = len(view.answers) + 1
    db.session.add(Answer(view_id=view.id, turn=turn, text=text, written_by_id=by.id, sent_at=now, once=once))
    acknowledge(view, by)
    view.status = ViewStatus.ANSWERED
    view.read_at = view.read_at or now
    view.first_answered_at = view.first_answered_at or now
    auditing.note(by, "answered view", view)
    db.session.flush()


def check_all_is_read(view: View) -> None:
    """Raises RuleBroken when they added something that nobody has read: what is done now would pass it by."""
    if any(addition.read_at is None for addition in view.additions):
        raise RuleBroken("They added something while this page was open. Read it below, then send this again.")


def acknowledge(view: View, by: Person) -> None:
    """Say that the alert has been seen. The first to say so stops its clock."""
    if view.alert is None or view.alert.acknowledged_at is not None:
        return
    view.alert.acknowledged_at = utc_now()
    view.alert.acknowledged_by_id = by.id
    auditing.note(by, "acknowledged alert", view.alert)
    db.session.flush()


def says_how(view: View) -> bool:
    """Whether they wrote how to find them. It is not opened to see that: sealed, nothing is as long as its envelope."""
    return view.contact is not None and len(view.contact.how_sealed) > ENVELOPE_BYTES
