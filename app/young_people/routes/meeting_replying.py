"""After a meeting: is that right, and did it happen?"""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MeetingWords, utc_now
from app.models.codes import Happened, Verdict
from app.services import child_page, clocks, meeting_opening, replying, visiting
from app.services.child_page import ChildPage, Decided
from app.services.meeting_opening import MeetingState
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.meeting import ReplyForm


@young_people.route("/meeting/after", methods=["GET", "POST"], defaults={"wish_id": None})
@young_people.route("/meeting/after/<uuid:wish_id>", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
def meeting_reply(wish_id: UUID | None) -> ResponseReturnValue:
    """About one wish, or about the meeting as a whole. What cannot be taken now is kept, until it can."""
    contents = visiting.remembered(browser_session().cookie)
    words = meeting_opening.find_opened(contents.opened_meeting_id, for_change=request.method == "POST")
    read = what_they_read(words)
    wish = find_wish(read, wish_id)
    away = ".meeting_words" if words is None else ".meeting_show"
    is_open = read is not None and (wish is not None or wish_id is None)
    if not is_open and request.method == "GET":
        return redirect(url_for(away))
    form = ReplyForm(data=replying.unsent_about(contents.meeting, wish_id)).ask(may_happen=may_happen(read, wish))
    if form.validate_on_submit():
        take(words if is_open else None, wish_id, form)
        return redirect(url_for(".meeting_show" if is_open else away))
    page = render_template("young_people/meeting_reply.html", form=form, late=form.is_late, wish=wish)
    return page, 400 if form.is_submitted() else 200


def what_they_read(words: MeetingWords | None) -> ChildPage | None:
    """What stands on the child's page, once it is there to be read."""
    now = utc_now()
    if words is None or meeting_opening.state_of(words.record, now) is not MeetingState.RELEASED:
        return None
    return child_page.page_for(meeting_opening.get_whole_record(words), today=clocks.london_day(now))


def find_wish(read: ChildPage | None, wish_id: UUID | None) -> Decided | None:
    return next((wish for wish in read.wishes if wish.wish_id == wish_id), None) if read else None


def may_happen(read: ChildPage | None, wish: Decided | None) -> bool:
    """Whether to ask if it happened. Of the meeting as a whole: when somebody has something to do."""
    return wish.may_happen if wish else bool(read is None or read.other_steps)


def take(words: MeetingWords | None, wish_id: UUID | None, form: ReplyForm) -> None:
    """Send the reply; without words keep it for when they have opened their meeting again."""
    right, more = form.is_right.data or "", form.more.data or ""
    happened = (form.has_happened.data or "") if "has_happened" in form else ""
    secret = browser_session().begin()
    if words is None:
        replying.keep_unsent(secret, wish_id, {"is_right": right, "has_happened": happened, "more": more})
    else:
        replying.reply(
            words,
            wish_id,
            is_right=Verdict(right) if right else None,
            has_happened=Happened(happened) if happened else None,
            more=more,
            once=str(form.once.data),
        )
        replying.forget_unsent(secret)
    db.session.commit()
