"""What was published stays as it was read: the database itself refuses to change or remove a version of a report.

A migration that makes the table anew on SQLite drops its triggers with it, and has to make them again.
"""

from typing import Final

from sqlalchemy import Connection, Table, event, text

from app.models.report import ReportVersion

REFUSED: Final = "A report that is published stays as it is"
GUARDS: Final = {
    "sqlite": tuple(
        f"CREATE TRIGGER report_version_not_{done} BEFORE {how} ON report_version"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for done, how in (("changed", "UPDATE"), ("removed", "DELETE"))
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION report_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER report_version_kept BEFORE UPDATE OR DELETE ON report_version"
        " FOR EACH ROW EXECUTE FUNCTION report_version_kept()",
    ),
}


def make_guards(_table: Table, connection: Connection, **_: object) -> None:
    for statement in GUARDS.get(connection.dialect.name, ()):
        connection.execute(text(statement))


def remove_functions(_table: Table, connection: Connection, **_: object) -> None:
    """The triggers go with their table. The function they call does not."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS report_version_kept()"))


event.listen(ReportVersion.__table__, "after_create", make_guards)
event.listen(ReportVersion.__table__, "after_drop", remove_functions)
