"""One view: opened, with all that stands beside it, and answered in a draft."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import View, utc_now
from app.participation import participation
from app.participation.alert_forms import RaiseForm
from app.participation.forms import CloseForm, ContactForm, NotGenuineForm
from app.participation.hold_forms import HoldForm, LiftHoldForm
from app.participation.redaction_words import to_choose_from
from app.participation.view_forms import (
    AnswerForm,
    HandOverForm,
    HideForm,
    LiftForm,
    NoteForm,
    SeeHiddenForm,
    ThemesForm,
    ThrowAwayForm,
)
from app.refusals import refusals_shown_on
from app.services import answering, contact_releasing, drafting, holding, quoting, taking_back
from app.services.beside_view import Beside, beside
from app.services.clocks import london_day
from app.units import writes


@participation.route("/inbox/<uuid:view_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_view(view_id: UUID) -> ResponseReturnValue:
    """Opening a view is written down, and the young person is told that somebody read it. An answer begins as a draft.

    `act` says what is to become of what is typed: save, look (a second look at it), opening (put one in front).
    """
    view, form, act = answering.get_view(view_id, for_change=True), AnswerForm(), request.form.get("act")
    if not form.is_submitted():
        return open_and_show(view)
    if act == "opening":
        form.put_opening_in_front()
    if form.validate():
        with refusals_shown_on(form):
            drafting.save_draft(view, signed_in_person(), text=form.text.data, seen=form.seen.data or "")
            db.session.commit()
            return back_to_writing(view_id) if act in ("save", "opening") else second_look(view_id)
    return open_and_show(view, form=form)


def back_to_writing(view_id: UUID) -> Response:
    return redirect(url_for(".open_view", view_id=view_id, saved="yes", _anchor="answers"))


def second_look(view_id: UUID) -> Response:
    return redirect(url_for(".check_answer", view_id=view_id))


def open_and_show(view: View, **more: Any) -> ResponseReturnValue:
    """The page holds the view itself, whatever was sent from it: this is an opening like any other."""
    answering.open_view(view, signed_in_person())
    db.session.commit()
    return show(view.id, **more)


def show(
    view_id: UUID, *, how_to_find: str | None = None, sees_hidden: bool = False, **sent: HeardForm
) -> ResponseReturnValue:
    """The page of one view, with whichever form was sent last as it was typed."""
    view = answering.get_view(view_id)
    around = beside(view)
    was_sent = [form for form in sent.values() if form.is_submitted()]
    page = render_template(
        "participation/open_view.html",
        view=view,
        beside=around,
        was_sent=was_sent,
        late=any(form.is_late for form in was_sent),
        now=utc_now(),
        done=""
        if was_sent
        else next((deed for deed in ("sent", "saved", "thrown") if request.args.get(deed) == "yes"), ""),
        says_how=answering.says_how(view),
        how_to_find=how_to_find,
        sees_hidden=sees_hidden,
        release=contact_releasing.find_current(view, signed_in_person()),
        why_no_quote=quoting.why_none(view),
        hold=holding.find_live(view),
        today=london_day(utc_now()),
        may_lift=holding.may_lift(view, signed_in_person()),
        may_settle=not taking_back.is_alerted(view) or a_safeguarding_lead(),
        **(empty_forms(view, around) | sent),
    )
    return page, 400 if was_sent else 200


def empty_forms(view: View, around: Beside) -> dict[str, HeardForm]:
    """Every form of the page as it is before somebody fills it in. The answer begins with its draft."""
    return {
        "form": AnswerForm(formdata=None, data={"text": around.draft.text if around.draft else ""}),
        "throw_form": ThrowAwayForm(formdata=None, prefix="throw"),
        "contact_form": ContactForm(formdata=None, prefix="contact"),
        "not_genuine_form": NotGenuineForm(formdata=None, prefix="aside"),
        "close_form": CloseForm(formdata=None, prefix="close"),
        "raise_form": RaiseForm(formdata=None, prefix="raise"),
        "themes_form": ThemesForm(view, formdata=None),
        "hand_form": HandOverForm(view, formdata=None),
        "note_form": NoteForm(formdata=None),
        "hide_form": HideForm(formdata=None),
        "see_form": SeeHiddenForm(formdata=None),
        "hold_form": HoldForm(formdata=None),
        "lift_hold_form": LiftHoldForm(formdata=None),
        "lift_form": LiftForm(to_choose_from(view), formdata=None),
    }
