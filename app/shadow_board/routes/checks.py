"""Quality checks: members make a checklist, take it with them on a visit, and say what they saw."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.checklist_forms import ChecklistForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.refusals import refusals_shown_on
from app.services import checklists
from app.shadow_board import shadow_board
from app.shadow_board.forms import CheckForm


@shadow_board.get("/checks")
@open_to(a_young_person)
def list_checks() -> ResponseReturnValue:
    person = signed_in_person()
    return render_template(
        "shadow_board/list_checks.html",
        open_checklists=checklists.open_checklists(),
        made=checklists.made_by(person),
        filled_in=checklists.filled_in_by(person),
        results=checklists.all_results(),
        fewest=checklists.FEWEST_MEMBERS,
        saved=request.args.get("saved"),
    )


@shadow_board.route("/checks/new", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def make_checklist() -> ResponseReturnValue:
    form = ChecklistForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            what = {"title": form.title.data, "wishes": form.chosen, "once": form.once.data}
            checklists.make(signed_in_person(), **what)
            db.session.commit()
            return redirect(url_for(".list_checks", saved="list"))
    page = render_template("shadow_board/make_checklist.html", form=form)
    return page, 400 if form.is_submitted() else 200


@shadow_board.route("/checks/<uuid:checklist_id>", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def fill_in(checklist_id: UUID) -> ResponseReturnValue:
    checklist = checklists.get_open(checklist_id)
    form = CheckForm.for_list(checklist)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            what = {"place": form.place.data, "visited_on": form.visited_on.data, "more": form.more.data}
            marks, once = form.marks(checklist), form.once.data
            checklists.fill_in(signed_in_person(), checklist, marks=marks, once=once, **what)
            db.session.commit()
            return redirect(url_for(".list_checks", saved="check"))
        checklist = checklists.get_open(checklist_id)
    page = render_template("shadow_board/fill_in.html", form=form, checklist=checklist)
    return page, 400 if form.is_submitted() else 200
