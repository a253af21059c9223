"""One table of figures in full: as a page, and as files that hold the same.

Whoever may open the page may have the file: there is no number in it that the page does not show. That it was fetched
is written down all the same, like every export.
"""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.access import a_board_member, open_to, signed_in_person
from app.board import board, periods
from app.board.files.comma_separated import as_csv
from app.board.files.sheets import sheets_of
from app.board.files.workbook import as_xlsx
from app.board.whole_table import WholeTable, make_whole_table
from app.extensions import db
from app.models.codes import ParticipationCode
from app.services import published
from app.services.figures import BY_NAME
from app.services.published import Published
from app.units import writes

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@board.get("/figures/<table>")
@open_to(a_board_member)
def show_table(table: str) -> ResponseReturnValue:
    figure = BY_NAME.get(table) or abort(404)
    over_time = published.table_over_time(table)
    asked = request.args.get("period", "")
    chosen = periods.find_period(asked, over_time)
    return render_template(
        "board/show_table.html",
        figure=figure,
        chosen=chosen,
        is_another=chosen is not None and asked not in ("", periods.code(chosen)),
        quarters=periods.to_choose_from(over_time, chosen) if chosen else None,
        code=periods.code(chosen) if chosen else None,
        whole=make_whole_table(chosen, over_time) if chosen else None,
        codes=ParticipationCode if table == "children_by_participation" else (),
    )


@board.get("/figures/<table>.csv")
@open_to(a_board_member)
@writes
def download_csv(table: str) -> ResponseReturnValue:
    whole, over_time = find_whole(table)
    return hand_out(whole, as_csv(*sheets_of(whole, over_time)), "csv", CSV)


@board.get("/figures/<table>.xlsx")
@open_to(a_board_member)
@writes
def download_xlsx(table: str) -> ResponseReturnValue:
    whole, over_time = find_whole(table)
    file = as_xlsx(*sheets_of(whole, over_time), made_on=whole.table.published_at)
    return hand_out(whole, file, "xlsx", XLSX)


def find_whole(table: str) -> tuple[WholeTable, Published]:
    """The table that was asked for, in that period or the newest. Of a period that is not there is no file: 404."""
    over_time = published.table_over_time(table) if table in BY_NAME else {}
    asked = request.args.get("period", "")
    period = periods.find_period(asked, over_time)
    if period is None or asked not in ("", periods.code(period)):
        abort(404)
    return make_whole_table(period, over_time), over_time


def hand_out(whole: WholeTable, file: bytes, kind: str, content_type: str) -> Response:
    """The file, once it is written down who fetched it."""
    published.note_download(signed_in_person(), whole.table, kind.upper())
    db.session.commit()
    name = f"heard-{whole.table.name.replace('_', '-')}-{periods.code(whole.period)}.{kind}"
    return Response(file, content_type=content_type, headers={"Content-Disposition": f"attachment; filename={name}"})
