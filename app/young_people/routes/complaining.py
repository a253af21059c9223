"""How to complain, and the form to do it with."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models.codes import SafeNow
from app.services import complaining, saying
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.public import ComplaintForm
from app.young_people.routes.sent import it_is_sent


@young_people.route("/complain", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
def complain() -> ResponseReturnValue:
    """A complaint gets its 4 words on the same page as everything else that is sent."""
    form = ComplaintForm()
    if form.is_submitted() and saying.is_sent(request.form.get("once", "")):
        return it_is_sent()
    if form.validate_on_submit():
        complaining.complain(
            browser_session().begin(),
            words=form.words.data,
            safe_now=SafeNow(form.safe_now.data),
            once=form.once.data,
        )
        db.session.commit()
        return redirect(url_for(".show_sent"))
    page = render_template("young_people/complain.html", form=form, late=form.is_late)
    return page, 400 if form.is_submitted() else 200
