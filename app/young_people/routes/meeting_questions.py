"""The questions before a meeting, one a page. Half-written answers are on the server; see app/services/visiting.py."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.asked_again import is_sent
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.services import contributing, meeting_opening
from app.services.contributing import MOST_BOXES, Draft
from app.services.meeting_opening import MeetingState
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.carrying import brought_along
from app.young_people.forms.meeting import (
    GoodForm,
    HelpedForm,
    HowSafeForm,
    JoiningForm,
    MeetingForm,
    PrivateForm,
    SpeakerForm,
    UnderstandingForm,
    WishesForm,
    WorriesForm,
)
from app.young_people.routes.asking_again import answer_now, what_is_remembered

NOT_ANSWERS = ("csrf_token", "go", "draft_of", "earlier")
MOVES = re.compile(r"(up|down|out) ([0-9])")


def place_to_go(contents: Remembered) -> str | None:
    """Where somebody has to go first who cannot write for a meeting here and now; None when they can."""
    words = meeting_opening.find_opened(contents.opened_meeting_id)
    if words is None:
        return ".meeting_words"
    if meeting_opening.state_of(words.record, utc_now()) is not MeetingState.TO_COME:
        return ".meeting_show"
    has_sent = "sent_at" in contents.meeting and "mode" not in contents.meeting
    is_done = has_sent and not contributing.is_begun(contents.meeting)  # an older tab may have added to it since
    return ".meeting_show" if is_done and not is_sent() else None


def question(
    name: str,
    make_form: Callable[[dict[str, str]], MeetingForm],
    onward: Callable[[MeetingForm, Remembered], str],
    **more: Any,
) -> ResponseReturnValue:
    """What every question does: show it filled in as they left it, keep the answer, go on.

    What is typed is kept first, even when their time has run out or the meeting has begun: it is there where they are
    sent then. On a phone that has another child's meeting open by now it is only shown back.
    """
    contents = what_is_remembered()
    away = place_to_go(contents)
    if away and not is_sent():
        return redirect(url_for(away))
    contents = with_earlier(contents)
    form = make_form(contents.meeting | {"draft_of": contents.meeting.get("for", "")})
    is_anothers = form.is_submitted() and contributing.is_of_another(contents, form.draft_of.data)
    if form.validate_on_submit() and not is_anothers:
        was_checked = "checked" in contents.meeting
        contents = keep(form)
        goes_on = ".meeting_check" if was_checked and form.go.data in (None, "", "skip") else onward(form, contents)
        return redirect(url_for(away) if away else goes_on if goes_on.startswith("/") else url_for(goes_on))
    if is_anothers:
        answer_now()
    else:
        form.bring_along("meeting", contributing.carried(contents.meeting))
    page = render_template(f"young_people/{name}.html", form=form, late=form.is_late or is_anothers, **more)
    return page, 400 if form.is_submitted() else 200


def with_earlier(contents: Remembered) -> Remembered:
    """What is remembered; with what the page brought along where that has run out since."""
    earlier = brought_along("meeting")
    if not contributing.fills_in(contents, earlier):
        return contents
    return replace(contents, meeting=earlier | contents.meeting)


def keep(form: MeetingForm) -> Remembered:
    """Keep what this page asked. What was picked before and is skipped now is taken back."""
    is_skipped = form.go.data == "skip"
    answers = {
        field.name: "" if is_skipped else str(field.data or "") for field in form if field.name not in NOT_ANSWERS
    }
    if isinstance(form, WishesForm):
        answers = {"wishes": json.dumps(changed(form.texts, form.go.data or ""), ensure_ascii=False)}
    secret, earlier = browser_session().begin(), brought_along("meeting")
    contents = contributing.keep_draft(secret, answers, draft_of=form.draft_of.data, earlier=earlier)
    db.session.commit()
    return contents


def changed(wishes: list[str], button: str) -> list[str]:
    """The boxes as the button leaves them: one more, one less, or one moved past its neighbour."""
    move = MOVES.fullmatch(button)
    if button == "add" and len(wishes) < MOST_BOXES:
        return [*wishes, ""]
    if move is None or int(move[2]) >= len(wishes):
        return wishes
    place = int(move[2])
    others = wishes[:place] + wishes[place + 1 :]
    if move[1] == "out":
        return others
    return [*others[: (new := neighbour(place, move[1]))], wishes[place], *others[new:]]


def neighbour(place: int, way: str) -> int:
    return max(place - 1, 0) if way == "up" else place + 1


def to(endpoint: str) -> Callable[[MeetingForm, Remembered], str]:
    return lambda _form, _contents: endpoint


@young_people.route("/meeting/1", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_joining() -> ResponseReturnValue:
    return question("meeting_joining", lambda draft: JoiningForm(data=draft), to(".meeting_good"))


@young_people.route("/meeting/2", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_good() -> ResponseReturnValue:
    return question("meeting_good", lambda draft: GoodForm(data=draft), to(".meeting_worries"))


@young_people.route("/meeting/3", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_worries() -> ResponseReturnValue:
    return question("meeting_worries", lambda draft: WorriesForm(data=draft), to(".meeting_wishes"))


@young_people.route("/meeting/4", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_wishes() -> ResponseReturnValue:
    return question(
        "meeting_wishes",
        lambda draft: WishesForm(data=draft | {"wishes": contributing.boxes_of(draft)}).name_boxes(),
        after_wishes,
        most=MOST_BOXES,
    )


def after_wishes(form: MeetingForm, contents: Remembered) -> str:
    """On, or back to the same page at the box that was added or moved."""
    button, number = str(form.go.data or ""), len(contributing.boxes_of(contents.meeting))
    move = MOVES.fullmatch(button)
    if button == "add":
        return url_for(".meeting_wishes", _anchor=f"wishes-{number - 1}")
    if move:
        place = int(move[2]) if move[1] == "out" else neighbour(int(move[2]), move[1])
        return url_for(".meeting_wishes", _anchor=f"wishes-{max(min(place, number - 1), 0)}")
    return ".meeting_speaker"


@young_people.route("/meeting/5", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_speaker() -> ResponseReturnValue:
    return question("meeting_speaker", lambda draft: SpeakerForm(data=draft), to(".meeting_understanding"))


@young_people.route("/meeting/6", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_understanding() -> ResponseReturnValue:
    return question("meeting_understanding", lambda draft: UnderstandingForm(data=draft), to(".meeting_safe"))


@young_people.route("/meeting/7", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_safe() -> ResponseReturnValue:
    return question("meeting_safe", lambda draft: HowSafeForm(data=draft), after_how_safe)


def after_how_safe(_form: MeetingForm, contents: Remembered) -> str:
    """Help at once for whoever does not feel safe."""
    return ".meeting_help" if Draft.of(contents.meeting).is_unsafe else ".meeting_private"


@young_people.route("/meeting/8", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_private() -> ResponseReturnValue:
    return question("meeting_private", lambda draft: PrivateForm(data=draft), to(".meeting_helped"))


@young_people.route("/meeting/9", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def meeting_helped() -> ResponseReturnValue:
    return question("meeting_helped", lambda draft: HelpedForm(data=draft), to(".meeting_check"))
