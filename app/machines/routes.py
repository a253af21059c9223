from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

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
