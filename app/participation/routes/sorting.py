"""What those who read views note beside one: its themes, who deals with it, notes to each other."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.participation.routes.opening import open_and_show
from app.participation.view_forms import HandOverForm, NoteForm, ThemesForm
from app.refusals import refusals_shown_on
from app.services import answering, handling, noting, theming


@participation.post("/inbox/<uuid:view_id>/themes")
@open_to(who_reads_views)
@shows_back
def put_themes(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    form = ThemesForm(view)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            theming.put_themes(view, signed_in_person(), theme_ids=form.themes.data)
            db.session.commit()
            return back_to(view_id, "themes")
    return open_and_show(view, themes_form=form)


@participation.post("/inbox/<uuid:view_id>/hand-over")
@open_to(who_reads_views)
@shows_back
def hand_over(view_id: UUID) -> ResponseReturnValue:
    """To a colleague, to oneself, or to nobody by name."""
    view = answering.get_view(view_id, for_change=True)
    form = HandOverForm(view)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            colleague = handling.find_colleague(form.to.data) if form.to.data else None
            handling.hand_over(view, signed_in_person(), colleague)
            db.session.commit()
            return back_to(view_id, "handler")
    return open_and_show(view, hand_form=form)


@participation.post("/inbox/<uuid:view_id>/notes")
@open_to(who_reads_views)
@shows_back
@takes_writing
@counts_once
def add_note(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), NoteForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            noting.add_note(view, signed_in_person(), text=form.text.data, once=form.once.data)
            db.session.commit()
            return back_to(view_id, "notes")
    return open_and_show(view, note_form=form)


def back_to(view_id: UUID, part: str) -> Response:
    return redirect(url_for(".open_view", view_id=view_id, _anchor=part))
