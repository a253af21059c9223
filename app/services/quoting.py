"""Quotes: what a young person said, edited so that it points at nobody, for no more people than they allowed.

One person suggests a quote and another decides. Where they are shown: app/services/quotes_shown.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.models import Person, Quote, View, utc_now
from app.models.codes import Event, Permission, QuoteState, ViewStatus
from app.protection.hiding import hidden_places
from app.protection.pointing_at import Pointer, PointsAt, pointers_in
from app.services import answering, auditing, clocks, powers, redacting, settings, telling
from app.services.errors import RuleBroken
from app.services.powers import Power

PAGE: Final = 25
# What may be made of what they allowed, the more private first.
ALLOWED: Final = {
    Permission.TEAM: (),
    Permission.BOARD: (Permission.BOARD,),
    Permission.EVERYONE: (Permission.BOARD, Permission.EVERYONE),
}


def why_none(view: View) -> str | None:
    """Why no quote can be made of this view, as a sentence; None when one can."""
    if view.taken_back_at is not None or view.cleared_at is not None:
        return "They took this back, so no quote can be made of it."
    if view.status is ViewStatus.NOT_GENUINE:
        return "This is marked as not genuine, so no quote can be made of it."
    if not ALLOWED[view.permission]:
        return "They said that only the Heard team can read this, so no quote can be made of it."
    return None


def words_to_quote(view: View) -> list[str]:
    """All that a young person wrote in a view, as whoever makes or checks a quote is shown it.

    The one place where the pages of quotes get their words: what is hidden in them is hidden here too. Of a view got
    with its additions and answers.
    """
    return [redacting.hide(view, text) for text in redacting.said_in(view) if text]


def points_at(view: View, text: str) -> list[Pointer]:
    """What of a quote could point at somebody, and what of it staff have hidden in the view it is from."""
    places = hidden_places(text, redacting.details_of(view))
    hidden = [Pointer(PointsAt.HIDDEN, text[place.start : place.end]) for place in places]
    return list(dict.fromkeys([*hidden, *pointers_in(text, words_to_quote(view))]))


def propose(view: View, by: Person, *, text: str, permission: Permission, why: str, once: str) -> None:
    """Suggest a quote from a view that was got `for_change`. Others who may decide are told. Sent twice, it is one.

    Raises RuleBroken when no quote can be made of it, or when it is for more people than they allowed.
    """
    if db.session.scalar(select(Quote.id).where(Quote.once == once)) is not None:
        return
    check_allows(view, permission)
    quote = Quote(
        view_id=view.id,
        text=text,
        permission=permission,
        why=why,
        proposed_by_id=by.id,
        decide_due_at=clocks.due_by(utc_now(), settings.current().quote_decide_days),
        once=once,
    )
    db.session.add(quote)
    db.session.flush()
    auditing.note(by, "suggested a quote", quote)
    telling.tell(who_may_decide(quote), Event.QUOTE_PROPOSED, quote)


def check_allows(view: View, permission: Permission) -> None:
    if reason := why_none(view):
        raise RuleBroken(reason)
    if permission not in ALLOWED[view.permission]:
        raise RuleBroken("They said that only the team and the board can read this. Choose the board.")


def who_may_decide(quote: Quote) -> Sequence[Person]:
    """Everybody who reads views but whoever suggested it."""
    readers = [role for role, rules in powers.ROLES.items() if Power.READ_VIEWS in rules.powers]
    return db.session.scalars(
        select(Person)
        .where(Person.role.in_(readers), Person.is_active.is_(True), Person.id != quote.proposed_by_id)
        .order_by(Person.id)
    ).all()


def decide(quote: Quote, by: Person, *, is_approved: bool, because: str) -> None:
    """Say whether a quote may be shown. For one that was got `for_change`. Again the same by the same changes nothing.

    Raises RuleBroken for whoever suggested it, when it waits no more, or when its view allows it no more.
    """
    state = QuoteState.APPROVED if is_approved else QuoteState.REFUSED
    if quote.state is state and quote.decided_by_id == by.id:
        return
    if quote.proposed_by_id == by.id:
        raise RuleBroken("You suggested this quote, so somebody else decides.")
    if quote.state is not QuoteState.PROPOSED:
        raise RuleBroken("This quote does not wait any more.")
    if is_approved:
        check_allows(quote.view, quote.permission)
    quote.state, quote.decided_at, quote.decided_by_id = state, utc_now(), by.id
    quote.decided_because = because
    auditing.note(by, "approved a quote" if is_approved else "refused a quote", quote)
    db.session.flush()


def withdraw(quote: Quote, by: Person, *, because: str) -> None:
    """Show it to nobody any more, from now on. For one that was got `for_change`. Again changes nothing.

    Raises RuleBroken for one that was refused: nobody is shown it.
    """
    if quote.state is QuoteState.WITHDRAWN:
        return
    if quote.state is QuoteState.REFUSED:
        raise RuleBroken("This quote was refused. Nobody is shown it.")
    take_away(quote, by, utc_now(), because=because)
    db.session.flush()


def take_away(quote: Quote, by: Person | None, now: datetime, *, because: str | None) -> None:
    quote.state, quote.withdrawn_at, quote.withdrawn_by_id = QuoteState.WITHDRAWN, now, by.id if by else None
    quote.withdrawn_because = because
    auditing.note(by, "withdrew a quote", quote)


def withdraw_all_of(view: View, by: Person, *, because: str) -> None:
    """No quote of this view is shown any more, or waits: it was not genuine."""
    for quote in quotes_of(view):
        if quote.state in (QuoteState.PROPOSED, QuoteState.APPROVED):
            take_away(quote, by, utc_now(), because=because)
    db.session.flush()


def withdraw_what_shows(view: View, by: Person, *, detail: str) -> None:
    """A detail was hidden in a view: no quote of it that holds that detail waits, or is shown to anybody, any more."""
    for quote in quotes_of(view):
        if quote.state in (QuoteState.PROPOSED, QuoteState.APPROVED) and hidden_places(quote.text or "", [detail]):
            take_away(quote, by, utc_now(), because="A detail in it was hidden in what they said.")
    db.session.flush()


def clear_all_of(view: View, now: datetime) -> None:
    """The view is taken back: its quotes are shown to nobody, and nothing of what they said is left in them."""
    for quote in quotes_of(view):
        if quote.state is not QuoteState.WITHDRAWN:
            take_away(quote, None, now, because=None)
        quote.text = quote.why = quote.decided_because = quote.withdrawn_because = None
    db.session.flush()


def quotes_of(view: View) -> Sequence[Quote]:
    """Every quote that was suggested from a view, the newest first, with who suggested it and who decided."""
    return db.session.scalars(
        select(Quote)
        .where(Quote.view_id == view.id)
        .options(joinedload(Quote.proposed_by), joinedload(Quote.decided_by))
        .order_by(Quote.created_at.desc(), Quote.id)
    ).all()


def list_quotes(state: QuoteState, *, page: int = 1) -> tuple[Sequence[Quote], bool]:
    """One page of the quotes that stand so, and whether there are more: what waits by its clock, others newest first.

    One query; each with who suggested it and who decided.
    """
    orders: dict[QuoteState, ColumnElement[Any]] = {
        QuoteState.PROPOSED: Quote.decide_due_at.asc(),
        QuoteState.WITHDRAWN: Quote.withdrawn_at.desc(),
    }
    query = (
        select(Quote)
        .where(Quote.state == state)
        .options(joinedload(Quote.proposed_by), joinedload(Quote.decided_by))
        .order_by(orders.get(state, Quote.decided_at.desc()), Quote.created_at, Quote.id)
    )
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_quote(quote_id: UUID, *, for_change: bool = False) -> Quote:
    """One quote with all that its page shows. Raises NoResultFound.

    For change its view is held first, as whoever takes that back does: neither can pass the other by.
    """
    view_id = db.session.execute(select(Quote.view_id).where(Quote.id == quote_id)).scalar_one()
    view = answering.get_view(view_id, for_change=for_change)
    query = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(joinedload(Quote.proposed_by), joinedload(Quote.decided_by))
        .execution_options(populate_existing=True)
    )
    quote = db.session.scalars(query.with_for_update(of=Quote) if for_change else query).one()
    set_committed_value(quote, "view", view)
    return quote
