"""Coming back with the 4 words: the answer, and whether it answered them."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from app.access import anyone, open_to
from app.asked_again import fields_sent, is_sent, seconds_left
from app.extensions import db
from app.forgery import shows_back
from app.forms import as_typed
from app.limits import takes_writing
from app.models import View
from app.models.codes import Verdict
from app.services import meeting_opening, openings, returning, slowing, visiting
from app.services.slowing import Counted
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.answer_shown import as_shown
from app.young_people.forms.returning import FourWordsForm, VerdictForm
from app.young_people.routes.asking_again import answer_now, what_is_remembered
from app.young_people.routes.slowed import asked_again, seconds_for_view


def who_is_trying() -> list[Counted]:
    return slowing.tries_of_words(browser_session().begin().wrong_tries_mark, request.remote_addr)


@young_people.route("/answer", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def type_words() -> ResponseReturnValue:
    what_is_remembered()
    form, wait = FourWordsForm(), seconds_left()
    if form.validate_on_submit():
        wait = slowing.take_a_try(who_is_trying())
        db.session.commit()
        opened = None if wait else open_with_words(form.words.data)
        if opened:
            return redirect(url_for(opened))
        if not wait:
            form.words.errors = [_("We cannot find those 4 words. Check the spelling and the order, then try again.")]
    page = render_template("young_people/type_words.html", form=form, wait_seconds=wait, late=form.is_late)
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if form.is_submitted() else 200


def open_with_words(typed: str) -> str | None:
    """Remember for this browser what the words open, and give the page it is on: an answer, or a child's meeting.

    Both are always looked for, wherever the words are typed. Wrong, expired and taken back are all the same here.
    """
    view, meeting = returning.find_view_by_words(typed), meeting_opening.find_words(typed)
    if view or meeting:
        browser, place = who_is_trying()
        slowing.forgive([browser], shared=[place])
    if view:
        returning.mark_anew(view, typed)
        visiting.keep_opened(browser_session().begin(), view.id, last_looked_at=returning.look(view))
    elif meeting:
        meeting_opening.note_use(meeting, typed)
        visiting.keep_opened_meeting(browser_session().begin(), meeting.id, meeting.record_id)
    db.session.commit()
    return "young_people.read_answer" if view else "young_people.meeting_show" if meeting else None


def opened_view() -> View | None:
    """The view that this browser has opened; None when its visit is over, or the view is not theirs to see any more."""
    opened = what_is_remembered().opened_view_id
    try:
        return returning.get_view(opened, for_change=request.method == "POST") if opened else None
    except NoResultFound:
        return None


def mark_of(view: View) -> str:
    """What stands in the forms about a view, to know at this browser whether one is about another."""
    return browser_session().begin().mark_of_view(view.id)


def last_looked_at() -> datetime | None:
    """When somebody typed these 4 words before this time."""
    kept = what_is_remembered().last_looked_at
    return datetime.fromisoformat(kept) if kept else None


@young_people.route("/answer/read", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
def read_answer() -> ResponseReturnValue:
    view, wait = opened_view(), seconds_left()
    if view is None:
        return ask_again()
    answer = returning.open_answer(view)
    form = VerdictForm().about(answer.turn) if answer else None
    if form and not form.is_of(mark_of(view)):
        return ask_again()
    if form and form.validate_on_submit():
        wait = seconds_for_view("verdict", view)
        if not wait:
            returning.judge(view, Verdict(str(form.verdict.data)), missing=form.more.data or "")
            db.session.commit()
            return redirect(url_for(".read_answer"))
    return show_answer(view, form, wait)


def show_answer(view: View, form: VerdictForm | None, wait: int) -> ResponseReturnValue:
    shown = as_shown(view, openings.openings_of(view), last_looked_at())
    typed, late = "" if form else what_was_typed(), bool(form and form.is_late)
    page = render_template(
        "young_people/read_answer.html", view=shown, form=form, late=late, typed=typed, wait_seconds=wait
    )
    return asked_again(page, wait)


def what_was_typed() -> str:
    """What stood in the box of a form that could not be taken: it is shown back, never lost without a word."""
    return as_typed(fields_sent().get("more")) or ""


def ask_again() -> ResponseReturnValue:
    """The words again: this browser's visit is over, or is about another view. What was typed comes back with it."""
    answer_now()
    form = FourWordsForm(formdata=None)
    page = render_template(
        "young_people/type_words.html", form=form, wait_seconds=0, late=False, typed=what_was_typed()
    )
    return page, 400 if is_sent() else 200
