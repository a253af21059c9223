"""How Heard itself is: what stands still, what waits, when the last backup was made, and what to do about it."""

from pathlib import Path

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, who_keeps_accounts
from app.administration import administration
from app.extensions import db
from app.models.audit import HeadPlace
from app.services.carriers import channels_set_up
from app.services.checking_up import whole

PLACES = {HeadPlace.FILE: "AUDIT_HEAD_FILE", HeadPlace.MAIL: "AUDIT_HEAD_TO"}


@administration.get("/health")
@open_to(who_keeps_accounts)
def show_health() -> ResponseReturnValue:
    places = [place for place, setting in PLACES.items() if current_app.config[setting]]
    channels = channels_set_up(current_app.config)
    findings = whole.how_it_is(places, channels, folders())
    return render_template("administration/show_health.html", findings=findings)


def folders() -> list[Path]:
    """Where this machine needs room. Of a PostgreSQL elsewhere it knows nothing."""
    url = db.engine.engine.url
    is_file = url.get_backend_name() == "sqlite"
    return [Path(current_app.config["ASSETS_FOLDER"]), *([Path(str(url.database))] if is_file else [])]
