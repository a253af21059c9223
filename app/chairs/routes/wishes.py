"""What a child wishes: write it down with what became of it, change it, take it out."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.promises import NewWishForm, WishForm
from app.chairs.leading import is_shut_here
from app.chairs.refusals import check_open, refusals_shown_on
from app.chairs.routes.record import RECORD, page_with_words, part_address
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.services import promising, recording
from app.services.whose_conference import written_by
from app.units import writes


@chairs.route(f"{RECORD}/wishes/new", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
@writes
@counts_once
def add_wish(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = NewWishForm()
    record = recording.get_record(
        signed_in_person(), conference_id, record_id, whose=written_by, for_change=form.is_submitted()
    )
    if request.method == "GET" and is_shut_here(record):
        return redirect(part_address(conference_id, record_id, "influence"))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            check_open(record)
            promising.add_wish(signed_in_person(), record, form.details, once=form.once.data)
            db.session.commit()
            return redirect(after_adding(conference_id, record_id, form.saved, wants_another=form.another.data))
    return page_with_words("chairs/add_wish.html", conference_id, record_id, form=form)


def after_adding(conference_id: UUID, record_id: UUID, saved: str, *, wants_another: bool) -> str:
    if wants_another:
        return url_for(".add_wish", conference_id=conference_id, record_id=record_id, saved=saved)
    return part_address(conference_id, record_id, "influence", saved=saved)


@chairs.route(f"{RECORD}/wishes/<uuid:wish_id>", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
@writes
def change_wish(conference_id: UUID, record_id: UUID, wish_id: UUID) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by, for_change=True)
    wish = promising.get_wish(record, wish_id)
    form = WishForm(wish)
    if request.method == "GET" and is_shut_here(record):
        return redirect(part_address(conference_id, record_id, "influence"))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            check_open(record)
            promising.change_wish(signed_in_person(), record, wish, form.details)
            db.session.commit()
            return redirect(part_address(conference_id, record_id, f"wish-{wish_id}", saved=form.saved))
    return page_with_words("chairs/change_wish.html", conference_id, record_id, form=form, wish_id=wish_id)


@chairs.route(f"{RECORD}/wishes/<uuid:wish_id>/remove", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@writes
def remove_wish(conference_id: UUID, record_id: UUID, wish_id: UUID) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by, for_change=True)
    wish = promising.get_wish(record, wish_id)
    form = HeardForm()
    if request.method == "GET" and is_shut_here(record):
        return redirect(part_address(conference_id, record_id, "influence"))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            check_open(record)
            promising.remove_wish(signed_in_person(), record, wish)
            db.session.commit()
            return redirect(part_address(conference_id, record_id, "influence", saved="wish-removed"))
    return page_with_words("chairs/remove_wish.html", conference_id, record_id, form=form, wish_id=wish_id)
