"""Section 11: each year's scores of every agency and standard, the next year, and the board's own scores."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.agency_forms import ModerateForm, OpenYearForm, TakeBackForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.models.codes import Standard
from app.refusals import refusals_shown_on
from app.services import self_assessing
from app.services.self_assessing import SCORES


@board.get("/agencies/section-11")
@open_to(who_keeps_promises)
def show_year() -> ResponseReturnValue:
    years = self_assessing.years()
    asked = request.args.get("year", "")
    year = next((one for one in years if str(one) == asked), next(iter(years), None))
    return render_template(
        "board/show_year.html",
        years=years,
        year=year,
        assessments=self_assessing.of_year(year) if year else [],
        standards=Standard,
        scores=SCORES,
        take_back_form=TakeBackForm(formdata=None, data={"year": year}) if is_newest(year, years) else None,
        now=utc_now(),
    )


def is_newest(year: int | None, years: Sequence[int]) -> bool:
    """Whether it is the open year, in which nobody has written anything."""
    return bool(years) and year == years[0] and self_assessing.can_be_taken_back()


@board.post("/agencies/section-11/take-back")
@open_to(who_keeps_promises)
def take_back_year() -> ResponseReturnValue:
    form = TakeBackForm()
    if form.validate_on_submit():
        self_assessing.take_back_year(signed_in_person(), form.year.data)
        db.session.commit()
    return redirect(url_for(".show_year"))


@board.route("/agencies/section-11/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def open_year() -> ResponseReturnValue:
    form = OpenYearForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            self_assessing.open_year(signed_in_person(), year=form.year.data, due_on=form.due_on.data)
            db.session.commit()
            return redirect(url_for(".show_year"))
    newest = next(iter(self_assessing.years()), None)
    page = render_template("board/open_year.html", form=form, newest=newest)
    return page, 400 if form.is_submitted() else 200


@board.route("/agencies/<uuid:agency_id>/section-11/<standard>", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def moderate(agency_id: UUID, standard: str) -> ResponseReturnValue:
    about = self_assessing.standard_called(standard)
    assessment = self_assessing.get_open(agency_id, for_change=request.method == "POST")
    score = self_assessing.get_score(assessment, about)
    form = ModerateForm(score)
    if form.validate_on_submit():
        self_assessing.moderate(signed_in_person(), score, form.details)
        db.session.commit()
        return redirect(url_for(".show_agency", agency_id=agency_id))
    page = render_template(
        "board/moderate.html", form=form, score=score, about=about, assessment=assessment, scores=SCORES
    )
    return page, 400 if form.is_submitted() else 200
