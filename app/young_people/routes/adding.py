"""What somebody can still tell us once they have come back: more words, and how to find them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.asked_again import seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import View
from app.services import returning
from app.young_people import young_people
from app.young_people.answer_shown import as_shown
from app.young_people.forms.returning import AddForm, FindMeForm
from app.young_people.routes.returning import ask_again, mark_of, opened_view
from app.young_people.routes.slowed import asked_again, seconds_for_view


@young_people.route("/answer/more", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def add_more() -> ResponseReturnValue:
    view, form, wait = opened_view(), AddForm(), seconds_left()
    if view is None or not form.is_of(mark_of(view)):
        return ask_again()
    if form.validate_on_submit():
        added = {"words": form.more.data, "once": form.once.data}
        wait = 0 if returning.is_added(view, **added) else seconds_for_view("addition", view)
        if not wait:
            returning.add_more(view, **added)
            db.session.commit()
            return redirect(url_for(".show_received"))
    return ask("add_more", form, view, wait)


@young_people.route("/answer/find-me", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
def tell_how() -> ResponseReturnValue:
    view, form, wait = opened_view(), FindMeForm(), seconds_left()
    if view is None or not form.is_of(mark_of(view)):
        return ask_again()
    if form.validate_on_submit():
        how = form.more.data
        wait = 0 if returning.is_told(view, how=how) else seconds_for_view("how to find me", view)
        if not wait:
            returning.tell_how(view, how=how)
            db.session.commit()
            return redirect(url_for(".show_received"))
    return ask("tell_how", form, view, wait)


def ask(template: str, form: HeardForm, view: View, wait: int) -> ResponseReturnValue:
    shown = as_shown(view)
    page = render_template(f"young_people/{template}.html", form=form, late=form.is_late, wait_seconds=wait, view=shown)
    return asked_again(page, wait)


@young_people.get("/answer/sent")
@open_to(anyone)
def show_received() -> ResponseReturnValue:
    """What we have got since they came back, and by when we read and answer it. Not what it says."""
    view = opened_view()
    if view is None or not (view.additions or view.contact):
        return redirect(url_for(".read_answer"))
    return render_template("young_people/show_received.html", view=as_shown(view))
