"""Quotes as the board and everybody read them: the words, the quarter in which they were approved, and nothing more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.models import Quote, View
from app.models.codes import Permission, QuoteState, ViewStatus
from app.services import clocks
from app.services.clocks import Period, Quarter, london_day

PAGE: Final = 10
A_FEW: Final = 3
MOST: Final = 2_000  # the newest that were approved


@dataclass(frozen=True)
class ShownQuote:
    """What may be seen of a quote. When it was said, by whom of which age and where is not in it."""

    text: str
    quarter: Quarter


def shown_to_board(*, page: int = 1, many: int = PAGE) -> tuple[list[ShownQuote], bool]:
    """One page of the approved quotes that the board may read, and whether there are more."""
    return shown([Permission.BOARD, Permission.EVERYONE], page, many)


def shown_to_everybody(*, page: int = 1, many: int = PAGE) -> tuple[list[ShownQuote], bool]:
    """The same for anybody: only of young people who allowed it."""
    return shown([Permission.EVERYONE], page, many)


def shown(permissions: Sequence[Permission], page: int, many: int) -> tuple[list[ShownQuote], bool]:
    """The newest quarter first. In a quarter by chance: the order in which they were approved says nothing.

    Two queries: which there are, and the words of those on this page. Only these are decrypted.
    """
    found = db.session.execute(
        select(Quote.id, Quote.decided_at)
        .join(Quote.view)
        .where(*may_be_shown(permissions))
        .order_by(Quote.decided_at.desc())
        .limit(MOST)
    )
    quarters = {quote_id: Quarter.containing(london_day(at)) for quote_id, at in found if at}
    in_order = sorted(sorted(quarters), key=lambda quote_id: quarters[quote_id], reverse=True)
    wanted = in_order[(page - 1) * many : page * many]
    texts = texts_of(wanted) if wanted else {}
    return [ShownQuote(texts[one], quarters[one]) for one in wanted if one in texts], len(in_order) > page * many


def approved_in(period: Period, *, many: int = A_FEW) -> list[UUID]:
    """A few of the quotes that everybody may read and that were approved in this time: which, and not their words."""
    first, last = clocks.start_of_day(period.first_day), clocks.end_of_day(period.last_day)
    query = select(Quote.id).join(Quote.view).where(*may_be_shown([Permission.EVERYONE]))
    return list(db.session.scalars(query.where(Quote.decided_at.between(first, last)).order_by(Quote.id).limit(many)))


def still_shown(quote_ids: Sequence[UUID]) -> list[str]:
    """The words of those of these quotes that everybody may read today, in their order."""
    if not quote_ids:
        return []
    query = select(Quote).join(Quote.view).where(*may_be_shown([Permission.EVERYONE]), Quote.id.in_(quote_ids))
    return [quote.text for quote in db.session.scalars(query.order_by(Quote.id)) if quote.text]


def texts_of(quote_ids: Iterable[object]) -> dict[object, str]:
    quotes = db.session.scalars(select(Quote).where(Quote.id.in_(list(quote_ids))))
    return {quote.id: quote.text for quote in quotes if quote.text}


def may_be_shown(permissions: Sequence[Permission]) -> Sequence[ColumnElement[bool]]:
    """Approved, for these readers, and of a view that still allows it: what its quotes say is not all that is asked."""
    return (
        Quote.state == QuoteState.APPROVED,
        Quote.permission.in_(permissions),
        View.permission.in_(permissions),
        View.taken_back_at.is_(None),
        View.cleared_at.is_(None),
        View.status != ViewStatus.NOT_GENUINE,
    )
