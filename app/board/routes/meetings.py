"""The board's meetings: planned, held or called off; and what is on their pages for members."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm, WithdrawForm
from app.board.meeting_forms import CallOffForm, MeetingForm, MoveForm, NewMeetingForm
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import BoardMeeting, utc_now
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import board_meetings, board_minutes, deciding
from app.services.clocks import london_day
from app.services.errors import RuleBroken


@board.get("/meetings")
@open_to(who_keeps_promises)
def list_meetings() -> ResponseReturnValue:
    page = page_asked_for()
    earlier, has_more = board_meetings.earlier(page=page)
    return render_template(
        "board/list_meetings.html",
        planned=board_meetings.planned() if page == 1 else [],
        waiting=deciding.waiting() if page == 1 else [],
        earlier=earlier,
        unwritten={meeting.id: len(board_minutes.unwritten(meeting)) for meeting in earlier},
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@board.route("/meetings/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def plan_meeting() -> ResponseReturnValue:
    form = NewMeetingForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            meeting = board_meetings.plan(signed_in_person(), form.details, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_meeting", meeting_id=meeting.id))
    return render_template("board/plan_meeting.html", form=form), 400 if form.is_submitted() else 200


@board.get("/meetings/<uuid:meeting_id>")
@open_to(who_keeps_promises)
def show_meeting(meeting_id: UUID) -> ResponseReturnValue:
    return meeting_page(board_meetings.get_meeting(meeting_id))


def meeting_page(
    meeting: BoardMeeting, *, call_off_form: CallOffForm | None = None, withdraw_form: WithdrawForm | None = None
) -> ResponseReturnValue:
    sent, now = call_off_form or withdraw_form, utc_now()
    page = render_template(
        "board/show_meeting.html",
        meeting=meeting,
        unwritten=board_minutes.unwritten(meeting),
        move_form=MoveForm(formdata=None),
        state_form=HeardForm(formdata=None),
        call_off_form=call_off_form or CallOffForm(formdata=None, prefix="off"),
        publish_form=PublishForm(formdata=None, data={"seen": board_minutes.mark_of_public(meeting)}),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        just_saved=request.args.get("saved") == "yes",
        late=bool(sent and sent.is_late),
        now=now,
        today=london_day(now),
    )
    return page, 400 if sent else 200


@board.route("/meetings/<uuid:meeting_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_meeting(meeting_id: UUID) -> ResponseReturnValue:
    meeting = board_meetings.get_meeting(meeting_id, for_change=request.method == "POST")
    form = MeetingForm(meeting)
    if form.validate_on_submit():
        try:
            board_meetings.change(signed_in_person(), meeting, form.details)
            db.session.commit()
            return redirect(url_for(".show_meeting", meeting_id=meeting_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/change_meeting.html", form=form, meeting=meeting)
    return page, 400 if form.is_submitted() else 200


@board.post("/meetings/<uuid:meeting_id>/held")
@open_to(who_keeps_promises)
def say_held(meeting_id: UUID) -> ResponseReturnValue:
    meeting = board_meetings.get_meeting(meeting_id, for_change=True)
    board_meetings.say_held(signed_in_person(), meeting)
    db.session.commit()
    return redirect(url_for(".show_meeting", meeting_id=meeting_id))


@board.post("/meetings/<uuid:meeting_id>/planned")
@open_to(who_keeps_promises)
def plan_again(meeting_id: UUID) -> ResponseReturnValue:
    meeting = board_meetings.get_meeting(meeting_id, for_change=True)
    board_meetings.plan_again(signed_in_person(), meeting)
    db.session.commit()
    return redirect(url_for(".show_meeting", meeting_id=meeting_id))


@board.post("/meetings/<uuid:meeting_id>/call-off")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def call_off(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = board_meetings.get_meeting(meeting_id, for_change=True), CallOffForm(prefix="off")
    if form.validate_on_submit():
        try:
            board_meetings.call_off(signed_in_person(), meeting, because=form.because.data)
            db.session.commit()
            return redirect(url_for(".show_meeting", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return meeting_page(meeting, call_off_form=form)
