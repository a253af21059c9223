"""After a meeting: is that right, and did it happen?"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.asked_again import fields_sent, is_sent, pass_over, seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MeetingWords, utc_now
from app.models.codes import Happened, Verdict
from app.services import child_page, contributing, meeting_opening, replying
from app.services.child_page import ChildPage, Decided
from app.services.meeting_opening import MeetingState
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.meeting import ReplyForm
from app.young_people.routes.asking_again import answer_now, what_is_remembered
from app.young_people.routes.slowed import asked_again, seconds_to_wait


@young_people.route("/meeting/after", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_reply() -> ResponseReturnValue:
    """About the wish they chose; about the meeting as a whole when that is gone. What cannot be taken now is kept."""
    contents = what_is_remembered()
    words = meeting_opening.find_opened(contents.opened_meeting_id, for_change=request.method == "POST")
    about = what_it_is_about(contents)
    read = what_they_read(words)
    wish = find_wish(read, about)
    away = ".meeting_show" if words else ".meeting_words"
    if not is_sent() and not (read and about):
        return redirect(url_for(away))
    form = make_form(contents, about, may_happen=may_happen(read, wish))
    is_anothers = is_sent() and contributing.is_of_another(contents, form.draft_of.data)
    if form.validate_on_submit() and not is_anothers:
        wait = take(words if read else None, wish, form)
        if wait:
            return ask(form, read, wish, wait=wait)
        return redirect(url_for(away, _anchor="newest" if read else None))
    return ask(form, read, wish, is_anothers=is_anothers, wait=seconds_left())


def what_it_is_about(contents: Remembered) -> str:
    """The wish that the form sent is about; of a page that is opened, the one they chose last."""
    if request.method == "POST":
        return str(fields_sent().get("about", ""))
    chosen = contents.meeting.get("about", "")
    if fields_sent().get("about", chosen) != chosen:
        pass_over()
    return chosen


def make_form(contents: Remembered, about: str, *, may_happen: bool) -> ReplyForm:
    whose = {"about": about, "draft_of": contents.meeting.get("for")}
    return ReplyForm(data=whose | replying.unsent_reply(contents.meeting, about)).ask(may_happen=may_happen)


def ask(
    form: ReplyForm, read: ChildPage | None, wish: Decided | None, *, is_anothers: bool = False, wait: int = 0
) -> ResponseReturnValue:
    if is_anothers:
        answer_now()
    page = render_template(
        "young_people/meeting_reply.html",
        form=form,
        late=form.is_late or is_anothers,
        wish=wish,
        other_steps=read.other_steps if read else (),
        wait_seconds=wait,
    )
    return asked_again(page, wait)


def what_they_read(words: MeetingWords | None) -> ChildPage | None:
    """What stands on the child's page, once it is there to be read."""
    now = utc_now()
    if words is None or meeting_opening.state_of(words.record, now) is not MeetingState.RELEASED:
        return None
    return child_page.page_for(meeting_opening.get_whole_record(words), now=now)


def find_wish(read: ChildPage | None, about: str) -> Decided | None:
    return next((wish for wish in read.wishes if str(wish.wish_id) == about), None) if read else None


def may_happen(read: ChildPage | None, wish: Decided | None) -> bool:
    """Whether to ask if it happened. Of the meeting as a whole: when somebody has something to do."""
    return wish.may_happen if wish else bool(read is None or read.other_steps)


def take(words: MeetingWords | None, wish: Decided | None, form: ReplyForm) -> int:
    """Send the reply; without words keep it for when they have opened their meeting again.

    What comes too soon after many others about the same wish is not sent: then how many seconds it must wait.
    """
    if words and not replying.is_sent(str(form.once.data)):
        wait = seconds_to_wait("reply", wish.wish_id if wish else words.record_id)
        if wait:
            return wait
    right, more = form.is_right.data or "", form.more.data or ""
    happened = (form.has_happened.data or "") if "has_happened" in form else ""
    secret = browser_session().begin()
    if words is None:
        typed = {"is_right": right, "has_happened": happened, "more": more}
        about = str(form.about.data or replying.WHOLE)
        replying.keep_unsent(secret, about, typed, draft_of=form.draft_of.data)
    else:
        replying.reply(
            words,
            wish.wish_id if wish else None,
            is_right=Verdict(right) if right else None,
            has_happened=Happened(happened) if happened else None,
            more=more,
            once=str(form.once.data),
        )
        replying.forget_unsent(secret)
    db.session.commit()
    return 0
