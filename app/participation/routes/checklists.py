"""The checklists that members fill in on visits: a worker makes one, and closes it."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_young_accounts
from app.checklist_forms import ChecklistForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.refusals import refusals_shown_on
from app.services import checklists


@participation.get("/inbox/checklists")
@open_to(who_keeps_young_accounts)
def list_checklists() -> ResponseReturnValue:
    return render_template("participation/list_checklists.html", open_checklists=checklists.open_checklists())


@participation.route("/inbox/checklists/new", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@shows_back
@takes_writing
def make_checklist() -> ResponseReturnValue:
    form = ChecklistForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            what = {"title": form.title.data, "wishes": form.chosen, "once": form.once.data}
            checklists.make(signed_in_person(), **what)
            db.session.commit()
            return redirect(url_for(".list_checklists"))
    page = render_template("participation/make_checklist.html", form=form)
    return page, 400 if form.is_submitted() else 200


@participation.post("/inbox/checklists/<uuid:checklist_id>/close")
@open_to(who_keeps_young_accounts)
def close_checklist(checklist_id: UUID) -> ResponseReturnValue:
    checklists.close(signed_in_person(), checklist_id)
    db.session.commit()
    return redirect(url_for(".list_checklists"))
