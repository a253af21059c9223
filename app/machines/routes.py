"""Whether Heard lives and is ready, and its numbers: for machines that ask."""

from hmac import compare_digest

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app import metrics
from app.access import anyone, open_to
from app.machines import machines
from app.services.checking_up.asking import newest_migration, stands_at


@machines.get("/health/live")
@open_to(anyone)
def live() -> ResponseReturnValue:
    """The process answers. Asks nothing of the database."""
    return {"is": "live"}


@machines.get("/health/ready")
@open_to(anyone)
def ready() -> ResponseReturnValue:
    """The database answers and its migrations are at head. (The app does not start with keys that do not fit.)"""
    try:
        migration = stands_at()
    except SQLAlchemyError:
        return {"is": "not ready", "because": "the database does not answer"}, 503
    if migration != newest_migration():
        return {"is": "not ready", "because": "the database is not at the newest migration"}, 503
    return {"is": "ready"}


@machines.get("/metrics")
@open_to(anyone)
def show_metrics() -> ResponseReturnValue:
    """Numbers for Prometheus, for whoever brings METRICS_TOKEN. For everybody else there is no such page."""
    token = current_app.config["METRICS_TOKEN"]
    if not token or not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        abort(404)
    return metrics.written(), {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
