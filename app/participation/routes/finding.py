"""How to find a young person: opened for a reason and for a time, and looked at afterwards by somebody else."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.models.codes import Finding
from app.paging import page_asked_for
from app.participation import participation
from app.participation.finding_forms import ReviewForm
from app.participation.forms import ContactForm
from app.participation.routes.opening import open_and_show
from app.refusals import refusals_shown_on
from app.services import answering, contact_releasing
from app.units import writes

DONE = "done"


@participation.post("/inbox/<uuid:view_id>/find")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def open_contact(view_id: UUID) -> ResponseReturnValue:
    """What the young person gave us to find them: at once, with the reason written down first."""
    view, form = answering.get_view(view_id, for_change=True), ContactForm(prefix="contact")
    if form.validate_on_submit():
        how = contact_releasing.release(view, signed_in_person(), reason=form.reason.data)
        return open_and_show(view, how_to_find=how)
    return open_and_show(view, contact_form=form)


@participation.post("/inbox/<uuid:view_id>/find/again")
@open_to(a_safeguarding_lead)
def look_again(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), ContactForm(formdata=None, prefix="contact")
    with refusals_shown_on(form):
        return open_and_show(view, how_to_find=contact_releasing.look_again(view, signed_in_person()))
    return open_and_show(view, contact_form=form)


@participation.post("/inbox/<uuid:view_id>/find/end")
@open_to(a_safeguarding_lead)
def end_contact(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    contact_releasing.end_early(view, signed_in_person())
    db.session.commit()
    return redirect(url_for(".open_view", view_id=view_id))


@participation.get("/inbox/looked-at")
@open_to(who_reads_views)
def list_releases() -> ResponseReturnValue:
    """What was opened, for somebody else to look at afterwards."""
    person, page, is_done = signed_in_person(), page_asked_for(), request.args.get("shown") == DONE
    listed, has_more = contact_releasing.list_releases(person, is_reviewed=is_done, page=page)
    return render_template(
        "participation/list_releases.html",
        listed=listed,
        shown=DONE if is_done else None,
        page=page,
        has_more=has_more,
        me=person.id,
        now=utc_now(),
    )


@participation.route("/inbox/looked-at/<uuid:release_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_release(release_id: UUID) -> ResponseReturnValue:
    """Who opened it and why. How to find anybody is not on this page."""
    looked, form = contact_releasing.get_release(signed_in_person(), release_id, for_change=True), ReviewForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            finding = Finding(form.finding.data)
            contact_releasing.review(looked.release, signed_in_person(), finding=finding, note=form.note.data)
            db.session.commit()
            return redirect(url_for(".open_release", release_id=release_id))
    page = render_template("participation/open_release.html", looked=looked, form=form, now=utc_now())
    return page, 400 if form.is_submitted() else 200
