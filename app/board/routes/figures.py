from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import a_board_member, open_to
from app.board import board, late, panels
from app.models import utc_now
from app.models.codes import ParticipationCode
from app.paging import page_asked_for
from app.services import board_promises, publishing, quotes_shown
from app.services.clocks import Quarter


@board.get("/")
@open_to(a_board_member)
def show_figures() -> ResponseReturnValue:
    quarters, live = publishing.published_quarters(), what_is_live()
    if not quarters:
        return render_template("board/show_figures.html", quarters=[], chosen=None, **live)
    asked = request.args.get("quarter", "")
    chosen = find_quarter(asked, quarters)
    tables = publishing.published_tables(chosen, chosen.previous)
    now, before = tables[chosen], tables[chosen.previous]
    return render_template(
        "board/show_figures.html",
        quarters=[(code(quarter), quarter.label, quarter == chosen) for quarter in quarters],
        chosen=chosen,
        is_another=asked not in ("", code(chosen)),
        published_at=max(table.published_at for table in now.values()),
        periods=[panels.months_and_year(quarter) for quarter in (chosen, chosen.previous) if tables[quarter]],
        tiles=panels.make_tiles(now, before),
        panels=panels.make_panels(now, before),
        late=late.late_in(now),
        codes=ParticipationCode,
        **live,
    )


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


def find_quarter(asked: str, published: list[Quarter]) -> Quarter:
    """The published quarter that was asked for, like 2026-1, or the newest."""
    return next((quarter for quarter in published if code(quarter) == asked), published[0])


def code(quarter: Quarter) -> str:
    """2026-1"""
    return f"{quarter.year}-{quarter.number}"
