"""My meeting: opening it with the words from a chair, and what stands there before, at and after it."""

from itertools import chain
from operator import attrgetter
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import anyone, open_to
from app.asked_again import seconds_left
from app.extensions import db
from app.forgery import shows_back
from app.models import MeetingWords, utc_now
from app.services import child_page, contributing, meeting_opening, recording, replying, slowing
from app.services.contributing import Draft
from app.services.meeting_opening import MeetingState
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.meeting import MeetingForm
from app.young_people.forms.returning import FourWordsForm
from app.young_people.meeting_labels import answers_to_show
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.returning import open_with_words, who_is_trying

GOES_ON = (MeetingState.TO_COME, MeetingState.RELEASED)


@young_people.route("/meeting", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def meeting_words() -> ResponseReturnValue:
    kept = what_is_remembered()
    form, wait = FourWordsForm(), seconds_left()
    if form.validate_on_submit():
        wait = slowing.take_a_try(who_is_trying())
        db.session.commit()
        opened = None if wait else open_with_words(form.words.data)
        if opened:
            return redirect(url_for(opened))
        if not wait:
            form.words.errors = [_("We cannot find those 4 words. Check the spelling and the order, then try again.")]
    is_kept = bool(what_is_unsent(kept)) or "kept_about" in kept.meeting
    page = render_template(
        "young_people/meeting_words.html", form=form, wait_seconds=wait, late=form.is_late, is_kept=is_kept
    )
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if form.is_submitted() else 200


def what_is_unsent(contents: Remembered) -> list[Any]:
    """What this browser has half-written for the meeting, question by question, without those they skipped."""
    return [shown for shown in answers_to_show(Draft.of(contents.meeting)) if shown.picked or shown.words]


@young_people.route("/meeting/mine", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def meeting_show() -> ResponseReturnValue:
    contents = what_is_remembered()
    words = meeting_opening.find_opened(contents.opened_meeting_id)
    if words is None:
        return redirect(url_for(".meeting_words"))
    form, state = MeetingForm(), meeting_opening.state_of(words.record, utc_now())
    if form.validate_on_submit() and state in GOES_ON:
        return go_on(state, form.go.data or "")
    show = show_what_came_of_it if state is MeetingState.RELEASED else show_before_it_is_told
    return show(words, contents, state, form), 400 if form.is_submitted() else 200


def go_on(state: MeetingState, button: str) -> ResponseReturnValue:
    """To the first question; after the meeting, to say something about the wish that the button is for."""
    secret = browser_session().begin()
    if state is MeetingState.RELEASED:
        replying.choose(secret, button)
    else:
        contributing.keep_draft(secret, {"mode": "replace" if button == "replace" else "add"})
    db.session.commit()
    return redirect(url_for(".meeting_reply" if state is MeetingState.RELEASED else ".meeting_joining"))


def show_before_it_is_told(words: MeetingWords, contents: Remembered, state: MeetingState, form: MeetingForm) -> str:
    now = utc_now()
    return render_template(
        "young_people/meeting_show.html",
        form=form,
        late=form.is_late,
        state=state.value,
        reading=contributing.late_reading(words.record_id, now),
        telling=recording.late_telling(words.record, now),
        record=words.record,
        starts_at=meeting_opening.starts_at(words.record.conference),
        saved_at=contributing.saved_at(words.record_id),
        unsent=what_is_unsent(contents),
        is_unsafe=Draft.of(contents.meeting).is_unsafe,
    )


def show_what_came_of_it(words: MeetingWords, contents: Remembered, _state: MeetingState, form: MeetingForm) -> str:
    now, record = utc_now(), meeting_opening.get_whole_record(words)
    replies = replying.replies_to(record, now=now)
    return render_template(
        "young_people/meeting_outcome.html",
        form=form,
        late=form.is_late,
        page=child_page.page_for(record, now=now),
        replies=replies,
        newest=max(chain.from_iterable(replies.values()), key=attrgetter("sent_on"), default=None),
        unsent=what_is_unsent(contents),
        kept_about=contents.meeting.get("kept_about"),
        whole=replying.WHOLE,
    )
