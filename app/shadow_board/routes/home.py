"""Where members begin."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.shadow_board import shadow_board


@shadow_board.get("/")
@open_to(a_young_person)
def show_home() -> ResponseReturnValue:
    return render_template("shadow_board/show_home.html", person=signed_in_person())
