"""Which key is still needed for what: counts, and never a key or what it sealed. Keys are changed at the server."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, who_keeps_accounts
from app.administration import administration
from app.services import key_checking


@administration.get("/keys")
@open_to(who_keeps_accounts)
def show_keys() -> ResponseReturnValue:
    return render_template("administration/show_keys.html", uses=key_checking.uses(with_indexes=False))
