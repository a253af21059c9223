"""Taking back what they sent. The page says before the button what happens in their case."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import shows_back
from app.models import View
from app.services import taking_back, visiting
from app.services.taking_back import End
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.returning import TakeBackForm
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.returning import ask_again, mark_of, opened_view


@young_people.route("/answer/take-back", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def take_back() -> ResponseReturnValue:
    view, form = opened_view(), TakeBackForm()
    if view is None:
        return redirect(url_for(".show_taken_back")) if what_became_of_it() else ask_again()
    if not form.is_of(mark_of(view)):
        return ask_again()
    why = taking_back.why_kept(view)
    is_what_they_were_told = not why or form.told.data == End.KEPT
    if form.validate_on_submit() and is_what_they_were_told:
        return take_it_back(view)
    is_changed = form.is_submitted() and not form.is_late and not is_what_they_were_told
    form.told.data = (End.KEPT if why else End.CLEARED).value
    page = render_template(
        "young_people/take_back.html", form=form, why=[one.name for one in why], late=form.is_late, changed=is_changed
    )
    return page, 400 if form.is_submitted() else 200


def take_it_back(view: View) -> ResponseReturnValue:
    end = taking_back.take_back(view)
    visiting.keep_taken_back(browser_session().begin(), view.id, end=end.value)
    db.session.commit()
    return redirect(url_for(".show_taken_back"))


def what_became_of_it() -> str | None:
    """What became of the view that was taken back in this browser's visit, if one was."""
    return what_is_remembered().taken_back


@young_people.get("/answer/taken-back")
@open_to(anyone)
def show_taken_back() -> ResponseReturnValue:
    """Where taking back ends, however often the button was pressed."""
    end = what_became_of_it()
    if end is None:
        return redirect(url_for(".show_home"))
    return render_template("young_people/show_taken_back.html", is_kept=end == End.KEPT)
