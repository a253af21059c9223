"""How migrations run: online only, on the app's own engine, with the app's own names for constraints."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

migrate = current_app.extensions["migrate"]


def check_keys(connection: Connection, on_or_off: str) -> None:
    """Changing a table makes it anew on SQLite. With its keys checked, the rows that point at it would go with it.

    The driver is asked directly: inside a transaction SQLite ignores this.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys = {on_or_off}")


with migrate.db.engine.connect() as connection:
    check_keys(connection, "OFF")
    context.configure(connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"After the migrations a row of {broken[0]} points at nothing.")
        connection.commit()
    check_keys(connection, "ON")
