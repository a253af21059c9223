"""What a child reads about their meeting, and what they say to that."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.replies import ReplyForm
from app.chairs.refusals import refusals_shown_on
from app.chairs.routes.record import RECORD, part_address
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import ChildRecord, utc_now
from app.services import child_page, meeting_words, recording, releasing, replying, settling
from app.units import writes


@chairs.route(f"{RECORD}/child-page", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@writes
def show_child_page(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Exactly what the child's words will open, and the button that lets them, or takes that back."""
    form = HeardForm()
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            saved = release_or_take_back(record)
            db.session.commit()
            return redirect(url_for(".show_child_page", conference_id=conference_id, record_id=record_id, saved=saved))
    record = recording.open_record(signed_in_person(), conference_id, record_id)
    page = page_of(record, form)
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


def release_or_take_back(record: ChildRecord) -> str:
    """Do what the button says. What comes back is the word for what has just been done. Raises RuleBroken."""
    if request.form.get("act") == "take-back":
        releasing.take_back(signed_in_person(), record)
        return "taken-back"
    releasing.release(signed_in_person(), record)
    return "released"


def page_of(record: ChildRecord, form: HeardForm) -> str:
    now = utc_now()
    return render_template(
        "chairs/show_child_page.html",
        record=record,
        form=form,
        page=child_page.page_for(record, now=now),
        replies=replying.replies_to(record, now=now),
        may_take_back=releasing.may_take_back(record),
        why_not_yet=releasing.why_not_yet(record),
        live=meeting_words.find_live(record),
    )


@chairs.route(f"{RECORD}/replies/<uuid:reply_id>", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
@writes
def open_reply(conference_id: UUID, record_id: UUID, reply_id: UUID) -> ResponseReturnValue:
    """What the child says about what came of the meeting, and the chair's answer to it."""
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=True)
    reply, form = settling.get_reply(record, reply_id), ReplyForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            settling.settle(signed_in_person(), reply, answer=form.answer.data)
            db.session.commit()
            return redirect(part_address(conference_id, record_id, "replies", saved="reply"))
    record = recording.open_record(signed_in_person(), conference_id, record_id)
    reply = settling.get_reply(record, reply_id)
    settling.open_reply(signed_in_person(), reply)
    page = render_template("chairs/open_reply.html", record=record, reply=reply, form=form)
    db.session.commit()
    return page, 400 if request.method == "POST" else 200
