"""Training in hearing children, as the board sees it: the chairs' manager writes it down."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, who_keeps_promises
from app.board import board
from app.board.around_training import around
from app.models import utc_now
from app.paging import page_asked_for
from app.services import training
from app.services.clocks import london_day


@board.get("/training")
@open_to(who_keeps_promises)
def show_training() -> ResponseReturnValue:
    page, today, trained = page_asked_for(), london_day(utc_now()), training.chairs()
    sessions, has_more = training.sessions(page=page)
    return render_template(
        "board/show_training.html",
        trained=trained,
        standing=training.standing(trained, today),
        sessions=sessions,
        around=around(sessions),
        page=page,
        has_more=has_more,
        today=today,
    )
