from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.participation import participation
from app.participation.forms import AnswerForm, ContactForm
from app.services import alerting, answering
from app.services.errors import RuleBroken
from app.units import writes

LAST_PAGE = 100_000  # nobody turns so many pages; a larger number is no number to a database


@participation.get("/inbox/")
@open_to(who_reads_views)
def list_views() -> ResponseReturnValue:
    page = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    views, has_more = answering.views_waiting(page=page)
    return render_template(
        "participation/list_views.html",
        views=views,
        page=page,
        has_more=has_more,
        alerts=answering.alerts_unacknowledged(),
        meeting_alerts=alerting.meeting_alerts() if page == 1 else [],
        now=utc_now(),
    )


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
    answering.open_view(view, reader)
    db.session.commit()
    return show(view_id, form=form)


def show(
    view_id: UUID, *, form: AnswerForm | None = None, contact: ContactForm | None = None, **more: Any
) -> ResponseReturnValue:
    """The page of one view, with whichever form was sent last as it was typed."""
    view = answering.get_view(view_id)
    sent = form if form and form.is_submitted() else contact if contact and contact.is_submitted() else None
    page = render_template(
        "participation/open_view.html",
        view=view,
        form=form or AnswerForm(formdata=None),
        contact_form=contact or ContactForm(formdata=None, prefix="contact"),
        late=bool(sent and sent.is_late),
        now=utc_now(),
        just_sent=request.args.get("sent") == "yes" and sent is None,
        says_how=answering.says_how(view),
        **{"how_to_find": None} | more,
    )
    return page, 400 if sent else 200


@participation.post("/alerts/<uuid:view_id>/acknowledge")
@open_to(who_reads_views)
def acknowledge(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    answering.acknowledge(view, signed_in_person())
    db.session.commit()
    return redirect(url_for(".open_view", view_id=view.id))


@participation.post("/inbox/<uuid:view_id>/find")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def open_contact(view_id: UUID) -> ResponseReturnValue:
    """What the young person gave us to find them: shown once, with the reason written down first.

    Either way the page holds the view itself, so this is an opening like any other.
    """
    view, form = answering.get_view(view_id, for_change=True), ContactForm(prefix="contact")
    how = None
    if is_right := form.validate_on_submit():
        how = answering.open_contact(view, signed_in_person(), reason=form.reason.data)
    answering.open_view(view, signed_in_person())
    db.session.commit()
    return show(view_id, how_to_find=how) if is_right else show(view_id, contact=form)
