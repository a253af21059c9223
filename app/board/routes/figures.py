"""The board's first page: what it is late with, the figures of one period, and approved quotes."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import a_board_member, open_to
from app.board import board, late, panels, periods
from app.models import utc_now
from app.models.codes import ParticipationCode
from app.paging import page_asked_for
from app.services import board_promises, published, publishing, quotes_shown
from app.services.clocks import Period


@board.get("/")
@open_to(a_board_member)
def show_figures() -> ResponseReturnValue:
    there, live = published.periods(), what_is_live()
    asked = request.args.get("period", "")
    chosen = periods.find_period(asked, there)
    if chosen is None:
        return render_template("board/show_figures.html", chosen=None, **live)
    return render_template(
        "board/show_figures.html",
        quarters=periods.to_choose_from(there, chosen),
        is_another=asked not in ("", periods.code(chosen)),
        codes=ParticipationCode,
        **figures_of(chosen),
        **live,
    )


def figures_of(chosen: Period) -> dict[str, Any]:
    """What the page shows of this period: all of it from what is frozen."""
    now, before, year_before = tables_beside(chosen)
    return {
        "chosen": chosen,
        "code": periods.code(chosen),
        "kind": periods.kind(chosen),
        "published_at": max(table.published_at for table in now.values()),
        "periods": [periods.months_and_year(one) for one, its in ((chosen, now), (chosen.previous, before)) if its],
        "tiles": panels.make_tiles(now, before),
        "groups": panels.make_panels(now, before, year_before),
        "late": late.late_in(now),
    }


def tables_beside(chosen: Period) -> tuple[panels.Tables, panels.Tables, panels.Tables]:
    """The tables of this period, of the one before, and of the same a year before: empty where there are none."""
    then = periods.year_before(chosen)
    tables = publishing.published_tables(chosen, chosen.previous, *([then] if then else []))
    return tables[chosen], tables[chosen.previous], tables[then] if then else {}


def what_is_live() -> dict[str, Any]:
    """What is not of a quarter: the promises that the board is late with, and a few approved quotes."""
    now = utc_now()
    return {
        "promises": board_promises.late_promises(now),
        "how_many_late": board_promises.how_many_are_late(now),
        "agencies_late": board_promises.how_many_agencies_are_late(now),
        "quotes": quotes_shown.shown_to_board(many=quotes_shown.A_FEW),
    }


@board.get("/words")
@open_to(a_board_member)
def read_quotes() -> ResponseReturnValue:
    """What young people let the board read, in words that point at nobody, the newest quarter first."""
    page = page_asked_for()
    quotes, has_more = quotes_shown.shown_to_board(page=page)
    return render_template("board/read_quotes.html", quotes=quotes, page=page, has_more=has_more)
