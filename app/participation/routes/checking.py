"""The second look at an answer: as the young person will read it. From here it is sent."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import AnswerDraft, View, utc_now
from app.models.codes import ViewStatus
from app.participation import participation
from app.participation.routes.opening import open_and_show
from app.participation.view_forms import AnswerForm, AskForm, LookForm, ThrowAwayForm
from app.refusals import refusals_shown_on
from app.services import answering, drafting, handling
from app.services.beside_view import beside
from app.services.second_look import look_at
from app.units import writes


@participation.route("/inbox/<uuid:view_id>/answer", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
@counts_once
def check_answer(view_id: UUID) -> ResponseReturnValue:
    """The page holds the view's words too, so opening it is an opening. What is sent is what was looked at."""
    view, form = answering.get_view(view_id, for_change=True), AnswerForm()
    if not form.is_submitted():
        return open_and_look(view)
    if form.validate():
        with refusals_shown_on(form):
            answering.send_answer(view, text=form.text.data, by=signed_in_person(), once=form.once.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view_id, sent="yes", _anchor="answers"))
    return open_and_show(view, form=form)


@participation.post("/inbox/<uuid:view_id>/answer/throw-away")
@open_to(who_reads_views)
@shows_back
def throw_away_draft(view_id: UUID) -> ResponseReturnValue:
    """It is asked for in two steps on the page: what is thrown away is gone."""
    view, form = answering.get_view(view_id, for_change=True), ThrowAwayForm(prefix="throw")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            drafting.throw_away(view, signed_in_person(), seen=form.seen.data or "")
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view_id, thrown="yes", _anchor="answers"))
    return open_and_show(view, throw_form=form)


@participation.post("/inbox/<uuid:view_id>/answer/ask")
@open_to(who_reads_views)
@shows_back
def ask_colleague(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), AskForm(writer_id=None)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            colleague = handling.find_colleague(form.colleague.data)
            drafting.ask_colleague(view, signed_in_person(), colleague, seen=form.seen.data or "")
            db.session.commit()
            return redirect(url_for(".check_answer", view_id=view_id, asked="yes"))
    return open_and_look(view, ask_form=form)


@participation.post("/inbox/<uuid:view_id>/answer/look")
@open_to(who_reads_views)
@shows_back
@takes_writing
def look_at_answer(view_id: UUID) -> ResponseReturnValue:
    """A colleague says that it looks right (`act` is right), or sends it back with a remark."""
    view, form, is_right = answering.get_view(view_id, for_change=True), LookForm(), request.form.get("act") == "right"
    if form.validate_on_submit():
        with refusals_shown_on(form):
            said = {"is_right": is_right, "remark": form.remark.data, "seen": form.seen.data or ""}
            drafting.look(view, signed_in_person(), **said)
            db.session.commit()
            return redirect(url_for(".list_asked", said="yes"))
    return open_and_look(view, look_form=form)


def open_and_look(view: View, **sent: HeardForm) -> ResponseReturnValue:
    """The page of the second look; the page of the view itself where there is no draft to look at any more."""
    draft = drafting.get_draft(view.id)
    if draft is None or view.status is not ViewStatus.WAITING or view.taken_back_at is not None:
        return open_and_show(view, **sent)
    answering.open_view(view, signed_in_person())
    db.session.commit()
    return show_second_look(answering.get_view(view.id), draft, **sent)


def show_second_look(view: View, draft: AnswerDraft, **sent: Any) -> ResponseReturnValue:
    around = beside(view)
    was_sent = [form for form in sent.values() if form.is_submitted()]
    forms = {
        "form": AnswerForm(formdata=None, data={"text": draft.text}),
        "ask_form": AskForm(writer_id=draft.written_by_id, formdata=None),
        "look_form": LookForm(formdata=None),
    }
    page = render_template(
        "participation/check_answer.html",
        view=view,
        beside=around,
        draft=draft,
        checked=look_at(draft.text, view),
        needs_look=drafting.needs_look(draft),
        was_sent=was_sent,
        late=any(form.is_late for form in was_sent),
        now=utc_now(),
        just_asked=request.args.get("asked") == "yes" and not was_sent,
        **(forms | sent),
    )
    return page, 400 if was_sent else 200
