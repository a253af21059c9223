from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import View, utc_now
from app.participation import participation
from app.participation.alert_forms import RaiseForm
from app.participation.forms import AnswerForm, CloseForm, ContactForm, NotGenuineForm
from app.services import answering, contact_releasing, quoting, taking_back
from app.services.errors import RuleBroken
from app.units import writes


@participation.route("/inbox/<uuid:view_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_view(view_id: UUID) -> ResponseReturnValue:
    """Opening a view is written down, and the young person is told that somebody read it."""
    view, reader, form = answering.get_view(view_id, for_change=True), signed_in_person(), AnswerForm()
    if form.validate_on_submit():
        try:
            answering.send_answer(view, text=form.text.data, by=reader, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id, sent="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return open_and_show(view, form=form)


def open_and_show(view: View, **more: Any) -> ResponseReturnValue:
    """The page holds the view itself, whatever was sent from it: this is an opening like any other."""
    answering.open_view(view, signed_in_person())
    db.session.commit()
    return show(view.id, **more)


def show(view_id: UUID, *, how_to_find: str | None = None, **sent: HeardForm) -> ResponseReturnValue:
    """The page of one view, with whichever form was sent last as it was typed."""
    view = answering.get_view(view_id)
    forms = {
        "form": AnswerForm(formdata=None),
        "contact_form": ContactForm(formdata=None, prefix="contact"),
        "not_genuine_form": NotGenuineForm(formdata=None, prefix="aside"),
        "close_form": CloseForm(formdata=None, prefix="close"),
        "raise_form": RaiseForm(formdata=None, prefix="raise"),
    } | sent
    was_sent = [form for form in sent.values() if form.is_submitted()]
    page = render_template(
        "participation/open_view.html",
        view=view,
        late=any(form.is_late for form in was_sent),
        now=utc_now(),
        just_sent=request.args.get("sent") == "yes" and not was_sent,
        says_how=answering.says_how(view),
        how_to_find=how_to_find,
        release=contact_releasing.find_current(view, signed_in_person()),
        why_no_quote=quoting.why_none(view),
        may_settle=not taking_back.is_alerted(view) or a_safeguarding_lead(),
        **forms,
    )
    return page, 400 if was_sent else 200
