"""Everything that members write waits in one queue; and what they write for each other, read before others see it."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MemberText, utc_now
from app.paging import page_asked_for
from app.participation import participation
from app.participation.alert_forms import RaiseForm
from app.participation.member_forms import OffPublicForm, ReadForm
from app.refusals import refusals_shown_on
from app.services import member_queue, moderating, raising
from app.units import writes


@participation.context_processor
def what_members_wrote() -> dict[str, Any]:
    """How much from members waits, for the menu of the inbox: asked for only by a page that shows it."""
    return {"from_members": LocalProxy(member_queue.how_many_wait)}


@participation.get("/inbox/members")
@open_to(who_reads_views)
def list_from_members() -> ResponseReturnValue:
    page, is_waiting = page_asked_for(), request.args.get("shown") != "read"
    found, has_more = member_queue.queue(is_waiting=is_waiting, page=page)
    return render_template(
        "participation/list_from_members.html",
        found=found,
        is_waiting=is_waiting,
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@participation.get("/inbox/members/<uuid:text_id>")
@open_to(who_reads_views)
@writes
def open_member_text(text_id: UUID) -> ResponseReturnValue:
    return text_page(moderating.get_text(text_id))


def text_page(
    text: MemberText,
    *,
    form: ReadForm | None = None,
    off_form: OffPublicForm | None = None,
    raise_form: RaiseForm | None = None,
) -> ResponseReturnValue:
    """The page holds a young person's words: whatever was sent from it, somebody reads them, and that is kept."""
    moderating.open_text(signed_in_person(), text)
    sent = form or off_form or raise_form
    page = render_template(
        "participation/open_member_text.html",
        text=text,
        before=moderating.around(text),
        pointers=moderating.points_at(text),
        form=form or ReadForm(formdata=None),
        off_form=off_form or OffPublicForm(formdata=None, prefix="off"),
        raise_form=raise_form or RaiseForm(formdata=None, prefix="raise"),
        late=sent is not None and sent.is_late,
        just_saved=request.args.get("saved") == "yes",
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if sent else 200


@participation.post("/inbox/members/<uuid:text_id>/decide")
@open_to(who_reads_views)
@shows_back
@takes_writing
def decide_member_text(text_id: UUID) -> ResponseReturnValue:
    text, form = moderating.get_text(text_id, for_change=True), ReadForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            moderating.decide(signed_in_person(), text, passes=form.passes, because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_member_text", text_id=text_id, saved="yes"))
    return text_page(text, form=form)


@participation.post("/inbox/members/<uuid:text_id>/off-public")
@open_to(who_reads_views)
@shows_back
@takes_writing
def take_off_public(text_id: UUID) -> ResponseReturnValue:
    text, form = moderating.get_text(text_id, for_change=True), OffPublicForm(prefix="off")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            moderating.hide_from_public(signed_in_person(), text, because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_member_text", text_id=text_id))
    return text_page(text, off_form=form)


@participation.post("/inbox/members/<uuid:text_id>/alert")
@open_to(who_reads_views)
@shows_back
@takes_writing
def raise_on_member_text(text_id: UUID) -> ResponseReturnValue:
    """Whoever reads it may decide that a young person is not safe."""
    text, form = moderating.get_text(text_id, for_change=True), RaiseForm(prefix="raise")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            raising.raise_on_text(text, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_member_text", text_id=text_id))
    return text_page(text, raise_form=form)
