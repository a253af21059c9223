"""The words on a child's card: make them, print them, stop them, see whether they were used."""

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.refusals import refusals_shown_on
from app.chairs.routes.record import RECORD
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm, OnceForm
from app.protection.four_words import FourWords
from app.services import meeting_words, recording


def meeting_address() -> str:
    """Where a child types the words: at the service's own address, where that is set. Nothing else stands in it."""
    site = current_app.config["SITE_ADDRESS"] or request.host_url
    return f"{site.rstrip('/')}{url_for('young_people.meeting_words')}"


@chairs.route(f"{RECORD}/words", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def show_words(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """The words stand in the answer to the button, and nowhere else: no address shows them again."""
    form, words = OnceForm(), None
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            words = meeting_words.make_words(signed_in_person(), record, once=form.once.data)
            db.session.commit()
    return words_page(conference_id, record_id, form, words)


def words_page(conference_id: UUID, record_id: UUID, form: OnceForm, words: FourWords | None) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id)
    page = render_template(
        "chairs/show_words.html",
        record=record,
        form=OnceForm(formdata=None) if words else form,
        words=words,
        given=meeting_words.words_given(record),
        why_none=meeting_words.why_none(record),
        meeting_address=meeting_address(),
    )
    return page, 400 if form.is_submitted() and not words else 200


@chairs.route(f"{RECORD}/words/stop", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def stop_words(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        meeting_words.revoke(signed_in_person(), record)
        db.session.commit()
        return redirect(url_for(".show_words", conference_id=conference_id, record_id=record_id, saved="words-stopped"))
    live = meeting_words.find_live(record)
    page = render_template("chairs/stop_words.html", form=form, record=record, live=live)
    return page, 400 if form.is_submitted() else 200
