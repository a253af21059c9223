"""Making it easier to read: bigger, wider, light or dark, another language, until the browser is closed."""

from dataclasses import asdict, replace

from flask import current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import languages, looks
from app.access import anyone, open_to
from app.forgery import shows_back
from app.looks import Colours
from app.young_people import young_people
from app.young_people.forms.reading import LanguageForm, LookForm
from app.young_people.routes.asking_again import what_is_remembered


@young_people.route("/reading", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def change_look() -> ResponseReturnValue:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    what_is_remembered()
    form = LookForm(data=asdict(looks.look_of_request(app)))
    if form.validate_on_submit():
        usual = looks.look_of_request(app)
        look = replace(usual, colours=Colours(form.colours.data), is_big=form.is_big.data, is_wide=form.is_wide.data)
        return looks.keep(app, make_response(redirect(url_for(".change_look", saved="yes"))), look)
    page = render_template("young_people/change_look.html", form=form, late=form.is_late)
    return page, 400 if form.is_submitted() else 200


@young_people.route("/language", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def choose_language() -> ResponseReturnValue:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    what_is_remembered()
    form = LanguageForm().offer(languages.offered())
    if form.validate_on_submit():
        chosen = "" if form.language.data == languages.ENGLISH.code else form.language.data
        look = replace(looks.look_of_request(app), language=chosen)
        return looks.keep(app, make_response(redirect(url_for(".choose_language"))), look)
    page = render_template(
        "young_people/choose_language.html", form=form, late=form.is_late, offered=languages.offered()
    )
    return page, 400 if form.is_submitted() else 200
