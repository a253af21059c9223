"""A button for each made-up person signs in as them."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.models import Person
from app.services import demonstrating, signing_in
from app.services.demonstrating import cards
from app.services.people import HAS_JOINED
from app.sessions import browser_session

demonstration = Blueprint("demonstration", __name__, url_prefix="/demo")
CAN_BE = (Person.is_active.is_(True), HAS_JOINED)  # whoever was invited since joins first, as anybody would


@demonstration.get("/")
@open_to(anyone)
def list_people() -> ResponseReturnValue:
    people = db.session.scalars(select(Person).where(*CAN_BE).order_by(Person.role, Person.username))
    return render_template(
        "demonstration/list_people.html",
        people=people.all(),
        four_words=demonstrating.words_that_work(),
        cards=cards.cards_that_work(),
        form=HeardForm(),
    )


@demonstration.post("/<uuid:person_id>")
@open_to(anyone)
@shows_back
def sign_in_as(person_id: UUID) -> ResponseReturnValue:
    if not HeardForm().validate_on_submit():
        return redirect(url_for(".list_people"))
    person = db.session.scalars(select(Person).where(Person.id == person_id, *CAN_BE)).one()
    signing_in.sign_in(person, secret_mark=browser_session().renew().sign_in_mark)
    db.session.commit()
    return redirect(url_for("sign_in.show_home"))
