"""The last pages before a meeting: help for whoever does not feel safe, checking, sending."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.asked_again import fields_sent, is_sent, seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MeetingWords
from app.services import contributing, meeting_opening
from app.services.contributing import Draft, MeetingBegun, NotWhatTheySaw
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.units import writes
from app.young_people import young_people
from app.young_people.forms.meeting import SendMeetingForm
from app.young_people.meeting_labels import answers_to_show
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.meeting_questions import place_to_go
from app.young_people.routes.slowed import asked_again, seconds_to_wait


@young_people.route("/meeting/help", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@writes
@counts_once
def meeting_help() -> ResponseReturnValue:
    """Help at once for whoever feels 0 to 3 of 10 safe. One button sends what there is so far, the other goes on."""
    contents = what_is_remembered()
    if contributing.is_sent(fields_sent().get("once", "")):
        return it_is_sent()
    away = place_to_go(contents)
    if away and not is_sent():
        return redirect(url_for(away))
    form = SendMeetingForm()
    contents = with_what_it_carries(contents, form)
    if away and not form.is_late:
        return redirect(url_for(away))
    if form.validate_on_submit() and form.go.data == "send":
        return send_it(contents, form)
    if form.validate_on_submit() or not Draft.of(contents.meeting).is_unsafe:
        return redirect(url_for(".meeting_check" if "checked" in contents.meeting else ".meeting_private"))
    form = with_token(form, contents)
    page = render_template("young_people/meeting_help.html", form=form, late=form.is_late)
    return page, 400 if form.is_submitted() else 200


@young_people.route("/meeting/10", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@writes
@counts_once
def meeting_check() -> ResponseReturnValue:
    contents = what_is_remembered()
    if contributing.is_sent(fields_sent().get("once", "")):
        return it_is_sent()
    away = place_to_go(contents)
    if away and not is_sent():
        return redirect(url_for(away))
    form = SendMeetingForm()
    contents = with_what_it_carries(contents, form)
    if away and not form.is_late:
        return redirect(url_for(away))
    if form.validate_on_submit():
        return send_it(contents, form)
    return show_to_check(contents, with_token(form, contents, is_checked=True), wait=seconds_left())


def with_what_it_carries(contents: Remembered, form: SendMeetingForm) -> Remembered:
    """What stood on the page that is sent, where their time has run out since: it is there once they have typed their
    words again. A form that is late as well is shown back with it first, and only kept when it comes again."""
    draft, carried = contents.meeting, form.carried
    is_over = (
        "sent_at" in draft
        or contributing.is_begun(draft)
        or form.is_sent_since("meeting", about=carried.get("for", ""))
    )
    if not form.is_submitted() or is_over or not contributing.fills_in(contents, carried):
        return contents
    if not form.validate_on_submit() and form.is_late:
        return Remembered(meeting=carried)
    contents = contributing.keep_draft(browser_session().begin(), carried)
    db.session.commit()
    return contents


def with_token(form: SendMeetingForm, contents: Remembered, *, is_checked: bool = False) -> SendMeetingForm:
    """The form with what is to be sent, and the one token that it has on every page that can send it."""
    form.once.data = contributing.token_of(browser_session().begin(), is_checked=is_checked)
    db.session.commit()
    form.carry("meeting", contributing.carried(contents.meeting))
    return form


def show_to_check(contents: Remembered, form: SendMeetingForm, *, wait: int) -> ResponseReturnValue:
    """What they wrote, before it is sent; with `wait`, the seconds until it can be sent."""
    draft = Draft.of(contents.meeting)
    page = render_template(
        "young_people/meeting_check.html",
        form=form,
        late=form.is_late,
        wait_seconds=wait,
        is_not_sent="again" in request.args,
        answers=answers_to_show(draft),
        says_something=draft.says_something,
        is_unsafe=draft.is_unsafe,
        replaces=draft.replaces,
    )
    return asked_again(page, wait)


def send_it(contents: Remembered, form: SendMeetingForm) -> ResponseReturnValue:
    """Send it, once; "sent" is shown only after it is on disk.

    What was changed in another tab is shown to them again first, and so is what comes too soon after many others. When
    the meeting has begun or the words have been taken back meanwhile, what they wrote stays on the page they come to.
    """
    once = str(form.once.data)
    words = meeting_opening.find_opened(contents.opened_meeting_id, for_change=True)
    if words is None:
        return redirect(url_for(".meeting_words"))
    if wait := seconds_before_sending(words, contents, once):
        return show_to_check(contents, form, wait=wait)
    try:
        contributing.send(browser_session().begin(), words, once=once)
    except NotWhatTheySaw:
        return redirect(url_for(".meeting_check", again="yes"))
    except MeetingBegun:
        return redirect(url_for(".meeting_show"))
    db.session.commit()
    return redirect(url_for(".meeting_sent"))


def seconds_before_sending(words: MeetingWords, contents: Remembered, once: str) -> int:
    """How many seconds it must wait. What is sent already, or is not what they saw, is not counted."""
    if contributing.is_sent(once) or contents.meeting.get("once") != once:
        return 0
    return seconds_to_wait("contribution", words.record_id, is_unsafe=Draft.of(contents.meeting).is_unsafe)


def it_is_sent() -> ResponseReturnValue:
    """Where a second tap ends: at the same receipt, while this browser's visit lasts. The first may end only now."""
    if "sent_at" in what_is_remembered().meeting:
        return redirect(url_for(".meeting_sent"))
    return render_template("young_people/already_sent.html", has_words=False)


@young_people.get("/meeting/sent")
@open_to(anyone)
def meeting_sent() -> ResponseReturnValue:
    """When it will be read, for as long as this browser's visit lasts."""
    contents = what_is_remembered()
    kept = contents.meeting
    if "sent_at" not in kept:
        return redirect(url_for(".meeting_words"))
    words = meeting_opening.find_opened(contents.opened_meeting_id)
    return render_template(
        "young_people/meeting_sent.html",
        sent_on=datetime.fromisoformat(kept["sent_at"]),
        read_by=datetime.fromisoformat(kept["read_due_at"]),
        seen_by=datetime.fromisoformat(kept["alert_due_at"]) if kept["alert_due_at"] else None,
        draws=kept["draws"] == "yes",
        held_on=words.record.conference.held_on if words else None,
    )
