"""Where administrators begin: every page of theirs, with what it is for and what waits there."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, who_keeps_accounts
from app.administration import administration
from app.administration.places import parts


@administration.get("/")
@open_to(who_keeps_accounts)
def start() -> ResponseReturnValue:
    return render_template("administration/start.html", parts=parts())
