"""The six questions, one a page, and sending. Half-written answers are on the server; see app/services/visiting.py."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import anyone, find_signed_in_person, open_to
from app.asked_again import fields_sent, seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Person
from app.models.codes import SafeNow
from app.protection.identifying import details_in
from app.services import saying, sending, settings, visiting
from app.services.saying import Said
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.units import writes
from app.young_people import young_people
from app.young_people.forms.carrying import QuestionForm, brought_along
from app.young_people.forms.saying import FeelingForm, HelpForm, SafeForm, SendForm, TopicForm, WhoForm, WordsForm
from app.young_people.labels import answers_to_check, hint_label
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.sent import it_is_sent, nothing_to_go_on

IN_WRITING = {"by_pictures": ""}
NOT_ANSWERS = frozenset({"csrf_token", "once", "subject", "answers", "shown", "earlier"})


def advisor() -> Person | None:
    """The young advisor or shadow board member who is signed in here, if one is."""
    person = find_signed_in_person()
    return person if person and person.role.is_young else None


def ask(template: str, form: HeardForm, contents: Remembered, **more: Any) -> tuple[str, int]:
    """Show a question. Too late or wrong, it comes back with what was typed and says so with its status."""
    if isinstance(form, QuestionForm):
        form.bring_along("view", contents.answers)
    more = {"late": form.is_late or contents.earlier_gone, "by_pictures": is_by_pictures(contents)} | more
    page = render_template(f"young_people/{template}.html", form=form, **more)
    return page, 400 if form.is_submitted() else 200


def keep(form: HeardForm, *, is_first: bool = False, also: dict[str, str] | None = None) -> Remembered:
    """Keep what this page asked. When earlier answers have run out since, the pages that follow say so.

    `also` is what follows from the page itself: whether they pick pictures or write.
    """
    fields = [field for field in form if field.name not in NOT_ANSWERS]
    is_skipped = request.form.get("go") == "skip"  # what was picked before is taken back
    answers = {field.name: "" if is_skipped else str(field.data or "") for field in fields}
    secret, earlier = browser_session().begin(), brought_along("view")
    contents = visiting.keep_answers(secret, answers | (also or {}), earlier=earlier, is_first=is_first)
    db.session.commit()
    return contents


def answered_before() -> Remembered:
    """What is remembered of this browser; with what the page brought along where that has run out since."""
    contents = what_is_remembered()
    return replace(contents, answers=brought_along("view") | contents.answers)


def is_by_pictures(contents: Remembered) -> bool:
    """Whether they said it with pictures until now."""
    return contents.answers.get("by_pictures") == "yes"


def onward(contents: Remembered, step: str) -> ResponseReturnValue:
    """To the next question; straight back to the check page when they came from there to change something."""
    return redirect(url_for("young_people.check_and_send" if contents.answers.get("permission") else step))


def question(
    template: str,
    make_form: Callable[[dict[str, str]], HeardForm],
    step: str,
    *,
    is_first: bool = False,
    also: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """What every question does: show it filled in as they left it, keep the answer, go on."""
    contents = answered_before()
    gone = None if is_first else nothing_to_go_on(contents)
    if gone:
        return gone
    form = make_form(contents.answers)
    if form.validate_on_submit():
        return onward(keep(form, is_first=is_first, also=also), step)
    return ask(template, form, contents)


@young_people.route("/say/1", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_topic() -> ResponseReturnValue:
    make_form, step = (lambda answers: TopicForm(data=answers)), "young_people.say_words"
    return question("say_topic", make_form, step, is_first=True, also=IN_WRITING)


@young_people.route("/say/2", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_words() -> ResponseReturnValue:
    return question("say_words", lambda answers: WordsForm(data=answers), "young_people.say_feeling", also=IN_WRITING)


@young_people.route("/say/3", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_feeling() -> ResponseReturnValue:
    return question("say_feeling", lambda answers: FeelingForm(data=answers), "young_people.say_safe", also=IN_WRITING)


@young_people.route("/say/4", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_safe() -> ResponseReturnValue:
    return ask_if_safe("say_safe", ".say_who", also=IN_WRITING)


def ask_if_safe(template: str, step: str, *, also: dict[str, str]) -> ResponseReturnValue:
    """Whether they are safe, in words or in pictures: help comes at once when they are not, or not sure."""
    contents = answered_before()
    if gone := nothing_to_go_on(contents):
        return gone
    form = SafeForm(data=contents.answers)
    if form.validate_on_submit():
        contents = keep(form, also=also)
        if form.safe_now.data != SafeNow.YES:
            return redirect(url_for(".offer_help"))
        return onward(contents, step)
    return ask(template, form, contents)


@young_people.route("/say/help", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@writes
@counts_once
def offer_help() -> ResponseReturnValue:
    """Help at once after "no" or "not sure". Both buttons keep what was typed; one of them sends it all now."""
    contents = what_is_remembered()
    if gone := nothing_to_go_on(contents):
        return gone
    form = HelpForm(data=contents.answers)
    contents = with_what_it_carries(contents, form)
    if form.validate_on_submit():
        before, contents = contents, keep(form)
        if asks_how(form, before):
            return ask("offer_help", with_token(form, contents), contents)
        if request.form.get("go") == "send":
            return send_it(contents, form, is_what_they_saw=before.once == form.once.data)
        return onward(contents, ".add_words" if is_by_pictures(contents) else ".say_who")
    return ask("offer_help", with_token(form, contents), contents)


def asks_how(form: HelpForm, before: Remembered) -> bool:
    """Whether to ask, once, how they can be reached: they want us to contact them and have not said how."""
    if form.wants_contact.data != "yes" or (form.how_to_find.data or "").strip() or before.answers.get("wants_contact"):
        return False
    form.how_to_find.errors = [_("Tell us how to reach you. Or send it as it is: then we cannot find you.")]
    return True


@young_people.route("/say/5", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_who() -> ResponseReturnValue:
    areas, is_advisor = settings.current().areas, advisor() is not None
    return question(
        "say_who",
        lambda answers: WhoForm(data=answers).ask(areas=areas, is_advisor=is_advisor),
        "young_people.check_and_send",
    )


@young_people.route("/say/6", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@writes
@counts_once
def check_and_send() -> ResponseReturnValue:
    once = fields_sent().get("once", "")
    contents = what_is_remembered()
    if saying.is_sent(once):
        return it_is_sent()
    if gone := nothing_to_go_on(contents):
        return gone
    form = SendForm()
    contents = with_what_it_carries(contents, form)
    said = Said.of(contents.answers)
    if form.validate_on_submit():
        return send_it(contents, form, is_what_they_saw=contents.once == once)
    if said is None:
        return redirect(url_for(what_is_missing(contents)))
    return show_check(form, contents, said, wait=seconds_left())


def with_what_it_carries(contents: Remembered, form: Any) -> Remembered:
    """What stood on the page that is sent, where their time has run out since: nothing of it is lost.

    A form that is late as well is shown back with it first, and only kept when it comes again.
    """
    is_over = contents.answers or contents.receipt or form.is_sent_since("view")
    if is_over or not saying.can_be_sent(form.carried):
        return contents
    if not form.validate_on_submit() and form.is_late:
        return Remembered(answers=form.carried)
    kept = visiting.bring_back(browser_session().begin(), form.carried, once=form.once.data)
    db.session.commit()
    return kept


def show_check(form: SendForm, contents: Remembered, said: Said, *, wait: int) -> ResponseReturnValue:
    """What they said, before it is sent; with `wait`, the seconds until it can be sent."""
    hints, answers = [hint_label(detail) for detail in details_in(said.words)], answers_to_check(said, advisor())
    if answers.is_name_gone:  # signed out since they chose: the page says so, and the next send goes without
        visiting.keep_answers(browser_session().begin(), {"with_name": ""})
    form, more = with_token(form, contents), {"said": said, "answers": answers, "hints": hints, "wait_seconds": wait}
    more["is_not_sent"] = "again" in request.args  # they pressed Send: it must not look as if it went
    page, status = ask("check_and_send", form, contents, **more)
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, status)


def what_is_missing(contents: Remembered) -> str:
    """The question that has to be answered before anything can be sent."""
    if is_by_pictures(contents):
        return ".pick_topic" if contents.answers.get("safe_now") else ".pick_safe"
    return ".say_safe" if contents.answers.get("words") else ".say_words"


def with_token(form: Any, contents: Remembered) -> Any:
    """The form with what is to be sent, and the one token that it has on every page that can send it."""
    if contents.answers:
        form.once.data = saying.token_of(browser_session().begin())
        form.carry("view", contents.answers)
        db.session.commit()
    return form


def send_it(contents: Remembered, form: Any, *, is_what_they_saw: bool) -> ResponseReturnValue:
    """Send the view, once; "sent" is shown only after it is on disk.

    What was changed in another tab, or would go without the name they chose, is shown to them again first; and so is
    what comes too soon after many others.
    """
    if saying.is_sent(form.once.data):
        return it_is_sent()
    said, who, secret = Said.of(contents.answers), advisor(), browser_session().begin()
    if said is None or not is_what_they_saw or (said.with_name and who is None):
        return redirect(url_for(".check_and_send", again=None if is_what_they_saw else "yes"))
    if wait := sending.seconds_to_wait(secret, request.remote_addr, contents, said):
        return show_check(SendForm(), contents, said, wait=wait)
    is_doubtful = sending.looks_automatic(contents, said, trap=form.subject.data or "")
    saying.send(secret, said, once=form.once.data, advisor=who, looks_automatic=is_doubtful)
    db.session.commit()
    return redirect(url_for(".show_sent"))
