"""The agenda of a meeting: its items, their order, and what was said and decided on each."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm, WithdrawForm
from app.board.meeting_forms import ItemForm, MinutesForm, MoveForm, NewItemForm
from app.board.routes.meetings import meeting_page
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import BoardMeeting
from app.services import agenda, board_minutes
from app.services.board_meetings import get_item, get_meeting
from app.services.errors import RuleBroken
from app.services.plain_meter import measure


@board.route("/meetings/<uuid:meeting_id>/items/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_item(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = get_meeting(meeting_id, for_change=request.method == "POST"), NewItemForm()
    if form.validate_on_submit():
        try:
            agenda.add(signed_in_person(), meeting, form.details, once=form.once.data)
            db.session.commit()
            return back_to(meeting)
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return render_template("board/add_item.html", form=form, meeting=meeting), 400 if form.is_submitted() else 200


def back_to(meeting: BoardMeeting) -> ResponseReturnValue:
    return redirect(url_for(".show_meeting", meeting_id=meeting.id))


@board.route("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    meeting = get_meeting(meeting_id, for_change=request.method == "POST")
    item = get_item(meeting, item_id)
    form = ItemForm(item)
    if form.validate_on_submit():
        agenda.change(signed_in_person(), item, form.details)
        db.session.commit()
        return back_to(meeting)
    page = render_template("board/change_item.html", form=form, meeting=meeting, item=item)
    return page, 400 if form.is_submitted() else 200


@board.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/move")
@open_to(who_keeps_promises)
def move_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    meeting, form = get_meeting(meeting_id, for_change=True), MoveForm()
    up = form.way.data == "up"
    agenda.move(signed_in_person(), meeting, get_item(meeting, item_id), up=up, seen=form.seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_meeting", meeting_id=meeting_id, _anchor="agenda"))


@board.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/remove")
@open_to(who_keeps_promises)
def remove_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    meeting = get_meeting(meeting_id, for_change=True)
    agenda.remove(signed_in_person(), meeting, get_item(meeting, item_id))
    db.session.commit()
    return back_to(meeting)


@board.route("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/minutes", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def write_minutes(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    meeting = get_meeting(meeting_id, for_change=request.method == "POST")
    item = get_item(meeting, item_id)
    form = MinutesForm(item)
    if form.validate_on_submit():
        try:
            board_minutes.write(signed_in_person(), meeting, item, form.details)
            db.session.commit()
            return redirect(url_for(".show_meeting", meeting_id=meeting_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    plain = measure(form.answer.data) if form.answer.data else None
    page = render_template("board/write_minutes.html", form=form, meeting=meeting, item=item, plain=plain)
    return page, 400 if form.is_submitted() else 200


@board.post("/meetings/<uuid:meeting_id>/minutes/publish")
@open_to(who_keeps_promises)
def publish_minutes(meeting_id: UUID) -> ResponseReturnValue:
    meeting = get_meeting(meeting_id, for_change=True)
    board_minutes.publish(signed_in_person(), meeting, seen=PublishForm().seen.data or "")
    db.session.commit()
    return back_to(meeting)


@board.post("/meetings/<uuid:meeting_id>/minutes/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_minutes(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = get_meeting(meeting_id, for_change=True), WithdrawForm()
    if form.validate_on_submit():
        board_minutes.withdraw(signed_in_person(), meeting, reason=form.because.data)
        db.session.commit()
        return back_to(meeting)
    return meeting_page(meeting, withdraw_form=form)
