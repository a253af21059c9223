"""How migrations run: online only, on the app's own engine, with the app's own names for constraints."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]

with migrate.db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # Changing a table makes it anew on SQLite; with the keys checked, rows that point at it would be in the way.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.commit()
    context.configure(connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"After the migrations a row of {broken[0]} points at nothing.")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
