from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.access import anyone, open_to
from app.extensions import db
from app.machines import machines


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
        stands_at = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return {"is": "not ready", "because": "the database does not answer"}, 503
    if stands_at != newest_migration():
        return {"is": "not ready", "because": "the database is not at the newest migration"}, 503
    return {"is": "ready"}


def newest_migration() -> str | None:
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", str(Path(current_app.root_path).parent / "migrations"))
    return ScriptDirectory.from_config(scripts).get_current_head()
