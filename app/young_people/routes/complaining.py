"""How to complain, and the form to do it with."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, find_signed_in_person, open_to
from app.asked_again import fields_sent, seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Person
from app.models.codes import SafeNow
from app.services import complaining, saying, sending, visiting
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.public import ComplaintForm
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.sent import it_is_sent


@young_people.route("/complain", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def complain() -> ResponseReturnValue:
    """A complaint gets its 4 words on the same page as everything else that is sent."""
    what_is_remembered()
    form, wait = ComplaintForm(), seconds_left()
    if saying.is_sent(fields_sent().get("once", "")):
        return it_is_sent()
    if form.validate_on_submit():
        wait = send_it(form)
        db.session.commit()
        if not wait:
            return redirect(url_for(".show_sent"))
    page = render_template("young_people/complain.html", form=form, late=form.is_late, wait_seconds=wait)
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, 400 if form.is_submitted() else 200)


def a_member() -> Person | None:
    """The member who is signed in here, if one is."""
    person = find_signed_in_person()
    return person if person and person.role.is_young else None


def send_it(form: ComplaintForm) -> int:
    """Send the complaint. What comes too soon after many others is not sent: then how many seconds it must wait."""
    secret = browser_session().begin()
    said = complaining.complaint(words=form.words.data or "", safe_now=SafeNow(form.safe_now.data))
    wait = sending.seconds_to_wait(secret, request.remote_addr, visiting.remembered(secret), said)
    if not wait:
        is_doubtful = sending.looks_automatic(Remembered(), said, trap=form.subject.data or "")
        once = str(form.once.data)
        complaining.complain(secret, said, once=once, sent_by=a_member(), looks_automatic=is_doubtful)
    return wait
