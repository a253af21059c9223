"""The agencies of the board, and which of them are children's social care."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.forms import AgenciesForm
from app.administration.shown import just_done
from app.extensions import db
from app.forgery import shows_back
from app.services import agencies


@administration.route("/agencies", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@shows_back
def list_agencies() -> ResponseReturnValue:
    form = AgenciesForm(agencies.every())
    if form.validate_on_submit():
        agencies.mark_social_care(signed_in_person(), form.social_care.data)
        db.session.commit()
        return redirect(url_for(".list_agencies", saved="agencies"))
    page = render_template("administration/list_agencies.html", form=form, done=just_done())
    return page, 400 if request.method == "POST" else 200
