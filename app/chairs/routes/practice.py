"""A chair's own practice, their training and everybody's, and what each participation code means."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person, who_oversees_conferences, who_reads_guidance
from app.chairs import chairs
from app.chairs.forms.training import TrainingForm
from app.chairs.guidance import GUIDANCE
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.models.codes import ParticipationCode
from app.paging import page_asked_for
from app.services import conferring, practising, promises_made, settings, training


@chairs.get("/practice")
@open_to(a_chair)
def show_practice() -> ResponseReturnValue:
    chair, today = signed_in_person(), conferring.this_day()
    periods = practising.periods(chair, today)
    asked = request.args.get("period")
    chosen = next((one for one in periods if one.code == asked), periods[0] if periods else None)
    sessions, page = training.sessions_of(chair), page_asked_for()
    promises, has_more = promises_made.promises_of(chair, now=utc_now(), page=page)
    return render_template(
        "chairs/show_practice.html",
        periods=periods,
        chosen=chosen,
        tables=practising.compare(chair, chosen) if chosen else [],
        guidance=GUIDANCE,
        sessions=sessions,
        promises=promises,
        has_more=has_more,
        page=page,
        due_on=training.due_after(sessions[0].held_on if sessions else None),
        today=today,
        in_force=settings.current(),
    )


@chairs.get("/guidance/")
@open_to(who_reads_guidance)
def list_guidance() -> ResponseReturnValue:
    return render_template("chairs/list_guidance.html", guidance=GUIDANCE)


@chairs.get("/guidance/<code>")
@open_to(who_reads_guidance)
def show_guidance(code: str) -> ResponseReturnValue:
    chosen = next((one for one in ParticipationCode if one.value == code), None)
    if chosen is None:
        abort(404)
    return render_template("chairs/show_guidance.html", code=chosen, one=GUIDANCE[chosen], codes=ParticipationCode)


@chairs.route("/training", methods=["GET", "POST"])
@open_to(who_oversees_conferences)
@shows_back
@takes_writing
def show_training() -> ResponseReturnValue:
    """Who is due training again, what there was, and a form for another."""
    form, number = TrainingForm(), page_asked_for()
    form.offer(one.person for one in training.chairs())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            training.write_down(signed_in_person(), form.given, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_training", saved="training"))
    sessions, has_more = training.sessions(page=number)
    page = render_template(
        "chairs/show_training.html",
        form=form,
        trained=training.chairs(),
        sessions=sessions,
        page=number,
        has_more=has_more,
        today=conferring.this_day(),
    )
    return page, 400 if form.is_submitted() else 200
