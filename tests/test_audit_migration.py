"""The guards of the audit trail are the same, whether the migrations made them or the models."""

from sqlalchemy import create_engine, text

from app.models import Base
from tests.test_migrations import flask, how_many  # noqa: F401 (fixtures)

GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger"
        " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname"
    ),
}
FUNCTIONS = "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname = 'public'"


def guards(connection) -> list[tuple]:
    return [tuple(row) for row in connection.execute(text(GUARDS[connection.dialect.name]))]


def test_the_migrations_make_the_guards_that_the_models_make(flask, empty_database):  # noqa: F811
    up = flask("db", "upgrade")
    assert up.returncode == 0, up.stderr
    engine = create_engine(empty_database)
    with engine.connect() as connection:
        migrated = guards(connection)
    assert flask("db", "downgrade", "base").returncode == 0
    with engine.begin() as connection:
        assert guards(connection) == []
        Base.metadata.create_all(connection)
        made = guards(connection)
        Base.metadata.drop_all(connection)
        assert guards(connection) == []
        if connection.dialect.name == "postgresql":
            assert connection.execute(text(FUNCTIONS)).all() == []
    engine.dispose()

    assert migrated == made
    # Three tables of the audit trail, the versions of guidance, and those of annual reports.
    assert len(made) == (13 if engine.dialect.name == "sqlite" else 8)


def test_lines_from_before_are_sealed_and_survive_going_down_and_up(flask, empty_database):  # noqa: F811
    assert flask("db", "upgrade", "0002").returncode == 0
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_line (id, created_at, deed, subject_table, subject_id)"
                " VALUES (:id, '2025-01-01 10:00:00.000000', 'opened view', 'young_person_view', :id)"
            ),
            {"id": "9f5c2f0a8f0c4c1e8a3b2d1c0b9a8f7e"},
        )
    engine.dispose()
    for command in (
        ("db", "upgrade"),
        ("audit", "seal"),
        ("audit", "verify"),
        ("db", "downgrade", "0002"),
        ("db", "upgrade"),
        ("audit", "seal"),
        ("audit", "verify"),
    ):
        done = flask(*command)
        assert done.returncode == 0, (command, done.stderr)

    assert "1 line in 1 segment fits" in done.stdout
    assert how_many(empty_database, "audit_line") == 1
