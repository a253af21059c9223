"""Who does what by when: write an action down, change it, take it out."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.promises import ActionForm, NewActionForm
from app.chairs.leading import is_led_here, is_only_read_here, is_shut_here
from app.chairs.refusals import check_open, refusals_shown_on
from app.chairs.routes.record import RECORD, page_with_words, part_address
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Action, ChildRecord
from app.services import conferring, promising, recording
from app.services.whose_conference import written_by
from app.units import writes


@chairs.route(f"{RECORD}/actions/new", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
@writes
@counts_once
def add_action(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = NewActionForm()
    record = recording.get_record(
        signed_in_person(), conference_id, record_id, whose=written_by, for_change=form.is_submitted()
    )
    form.offer(record, promising.agencies_for())
    form.start_with(request.args.get("wish"))
    if request.method == "GET" and is_shut_here(record):
        return redirect(part_address(conference_id, record_id, "actions"))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            check_open(record)
            promising.add_action(
                signed_in_person(), record, form.details, once=form.once.data, today=conferring.this_day()
            )
            db.session.commit()
            return redirect(after_adding(conference_id, record_id, wants_another=form.another.data))
    return page_with_words("chairs/add_action.html", conference_id, record_id, form=form)


def after_adding(conference_id: UUID, record_id: UUID, *, wants_another: bool) -> str:
    if wants_another:
        return url_for(".add_action", conference_id=conference_id, record_id=record_id, saved="action")
    return part_address(conference_id, record_id, "actions", saved="action")


@chairs.route(f"{RECORD}/actions/<uuid:action_id>", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
@writes
def change_action(conference_id: UUID, record_id: UUID, action_id: UUID) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by, for_change=True)
    action = promising.get_action(record, action_id)
    if request.method == "GET" and is_only_read_here(record):
        return redirect(part_address(conference_id, record_id, "actions"))
    form = ActionForm(action, is_finished=record.conference.finished_at is not None)
    form.offer(record, promising.agencies_for(action))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            saved = change_or_look(record, action, form)
            db.session.commit()
            return redirect(part_address(conference_id, record_id, "actions", saved=saved))
    return page_with_words("chairs/change_action.html", conference_id, record_id, form=form, action_id=action_id)


def change_or_look(record: ChildRecord, action: Action, form: ActionForm) -> str:
    """Do what the button says. What comes back is the word for what has just been done. Raises RuleBroken."""
    if form.has_only_looked and is_led_here(record.conference):
        promising.look_at_stopped(signed_in_person(), action)
        return "action-looked-at"
    promising.change_action(signed_in_person(), record, action, form.details, today=conferring.this_day())
    return "action"


@chairs.route(f"{RECORD}/actions/<uuid:action_id>/remove", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@writes
def remove_action(conference_id: UUID, record_id: UUID, action_id: UUID) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by, for_change=True)
    action = promising.get_action(record, action_id)
    form = HeardForm()
    if request.method == "GET" and is_shut_here(record):
        return redirect(part_address(conference_id, record_id, "actions"))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            check_open(record)
            promising.remove_action(signed_in_person(), record, action)
            db.session.commit()
            return redirect(part_address(conference_id, record_id, "actions", saved="action-removed"))
    return page_with_words("chairs/remove_action.html", conference_id, record_id, form=form, action_id=action_id)
