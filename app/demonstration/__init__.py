"""Demonstration mode: try Heard as anybody, on this machine only, with people and words that are made up.

It exists only when DEMO=yes. The app does not start in it on a database that `flask demo load` did not make.
"""

from ipaddress import ip_address

import click
from flask import Flask, abort, request
from sqlalchemy import inspect, select

from app.extensions import db
from app.models import DemonstrationMark

OUR_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


class NotADemonstration(RuntimeError):
    """DEMO=yes on a database that may hold real people."""


def is_made_for_demonstration() -> bool:
    """Whether `flask demo load` made this database."""
    if not inspect(db.engine).has_table(DemonstrationMark.__tablename__):
        return False
    return db.session.scalar(select(DemonstrationMark.id).limit(1)) is not None


def is_running_a_command() -> bool:
    """Whether this is `flask db upgrade` or `flask demo load`, which come before there is anything to serve."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name != "run"


def is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def refuse_other_machines() -> None:
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    from_here = is_this_machine(request.remote_addr or "")
    if host not in OUR_HOSTS or not from_here or "X-Forwarded-For" in request.headers:
        abort(403)


def init_app(app: Flask) -> None:
    if not app.config["DEMO"]:
        return
    from app.demonstration.routes import demonstration

    app.register_blueprint(demonstration)
    app.before_request(refuse_other_machines)
    with app.app_context():
        if not is_running_a_command() and not is_made_for_demonstration():
            raise NotADemonstration("DEMO=yes, but `flask demo load` did not make this database. Use another database.")
