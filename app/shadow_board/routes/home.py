"""Where members begin."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.extensions import db
from app.models import utc_now
from app.services import member_home
from app.shadow_board import shadow_board
from app.units import writes


@shadow_board.get("/")
@open_to(a_young_person)
@writes
def show_home() -> ResponseReturnValue:
    """That they looked is kept: it says what is new to them the next time."""
    person, now = signed_in_person(), utc_now()
    home = member_home.home_of(person, now)
    page = render_template("shadow_board/show_home.html", person=person, home=home, now=now)
    db.session.commit()
    return page
