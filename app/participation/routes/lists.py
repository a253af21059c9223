"""What is kept for all who read views: themes, by administrators too; and openings of answers."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_themes, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.participation.view_forms import NewOpeningForm, NewThemeForm, OpeningForm, ThemeForm
from app.refusals import refusals_shown_on
from app.services import canned_openings, theming


@participation.route("/themes", methods=["GET", "POST"])
@open_to(who_keeps_themes)
@shows_back
def list_themes() -> ResponseReturnValue:
    form = NewThemeForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            theming.add_theme(signed_in_person(), name=form.name.data)
            db.session.commit()
            return redirect(url_for(".list_themes"))
    page = render_template("participation/list_themes.html", themes=theming.all_themes(), form=form)
    return page, 400 if form.is_submitted() else 200


@participation.route("/themes/<uuid:theme_id>", methods=["GET", "POST"])
@open_to(who_keeps_themes)
@shows_back
def change_theme(theme_id: UUID) -> ResponseReturnValue:
    """Rename it, retire it, bring it back."""
    theme = theming.get_theme(theme_id)
    form = ThemeForm(obj=theme)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            theming.change_theme(theme, signed_in_person(), name=form.name.data, is_active=form.is_active.data)
            db.session.commit()
            return redirect(url_for(".list_themes"))
    page = render_template("participation/change_theme.html", theme=theme, form=form)
    return page, 400 if form.is_submitted() else 200


@participation.route("/inbox/openings", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
def list_openings() -> ResponseReturnValue:
    form = NewOpeningForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            canned_openings.add_opening(signed_in_person(), name=form.name.data, text=form.text.data)
            db.session.commit()
            return redirect(url_for(".list_openings"))
    openings = canned_openings.all_openings()
    page = render_template("participation/list_openings.html", openings=openings, form=form)
    return page, 400 if form.is_submitted() else 200


@participation.route("/inbox/openings/<uuid:opening_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
def change_opening(opening_id: UUID) -> ResponseReturnValue:
    """Change it, retire it, bring it back."""
    opening = canned_openings.get_opening(opening_id)
    form = OpeningForm(obj=opening)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            new = {"name": form.name.data, "text": form.text.data, "is_active": form.is_active.data}
            canned_openings.change_opening(opening, signed_in_person(), **new)
            db.session.commit()
            return redirect(url_for(".list_openings"))
    page = render_template("participation/change_opening.html", opening=opening, form=form)
    return page, 400 if form.is_submitted() else 200
