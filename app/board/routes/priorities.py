"""What matters most to members, quarter by quarter, and what the board did about it."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.question_forms import DoneForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.services import board_questions, ranking
from app.services.clocks import Quarter, london_day


@board.get("/priorities")
@open_to(who_keeps_promises)
def list_priorities() -> ResponseReturnValue:
    today = london_day(utc_now())
    return render_template(
        "board/list_priorities.html",
        results=[ranking.result_of(one, today=today) for one in ranking.closed_quarters(today)],
        quarter=Quarter.containing(today),
        fewest=ranking.FEWEST,
        just_saved=request.args.get("saved") == "yes",
    )


@board.route("/priorities/<quarter>/<uuid:theme_id>", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def say_what_was_done(quarter: str, theme_id: UUID) -> ResponseReturnValue:
    """About one of the themes that came first in a quarter that is over. There is no page about any other."""
    asked = ranking.find_quarter(quarter)
    one = ranking.get_first_one(asked, theme_id, today=london_day(utc_now())) if asked else None
    if asked is None or one is None:
        abort(404)
    form = DoneForm(data={"text": one.answer.text if one.answer else ""})
    if form.validate_on_submit():
        ranking.say_what_was_done(signed_in_person(), asked, theme_id, form.text.data)
        db.session.commit()
        return redirect(url_for(".list_priorities", saved="yes"))
    plain = board_questions.how_plain(one.answer.text) if one.answer else None
    page = render_template("board/say_what_was_done.html", form=form, one=one, quarter=asked, plain=plain)
    return page, 400 if form.is_submitted() else 200
