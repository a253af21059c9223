"""Making it easier to read: bigger, wider, light or dark, until the browser is closed."""

from dataclasses import asdict

from flask import current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import looks
from app.access import anyone, open_to
from app.forgery import shows_back
from app.looks import Colours, Look
from app.young_people import young_people
from app.young_people.forms.reading import LookForm


@young_people.route("/reading", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def change_look() -> ResponseReturnValue:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    form = LookForm(data=asdict(looks.look_of_request(app)))
    if form.validate_on_submit():
        look = Look(colours=Colours(form.colours.data), is_big=form.is_big.data, is_wide=form.is_wide.data)
        return looks.keep(app, make_response(redirect(url_for(".change_look", saved="yes"))), look)
    page = render_template("young_people/change_look.html", form=form, late=form.is_late)
    return page, 400 if form.is_submitted() else 200
