"""The migrations build the tables that the models describe, on both databases, and each can be undone."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import create_engine, inspect, text

from app.extensions import db
from tests.integration.conftest import make_app, make_config
from tests.replaying import Replay, fill_empty_tables
from tests.rotation import flask_to_the_end

ROOT = Path(__file__).parent.parent
VERSIONS = ROOT / "migrations" / "versions"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def flask(empty_database, tmp_path) -> Run:
    """Run a command in a process of its own, as an operator does: one that is forked, with the app loaded already."""
    settings = {
        "SECRET_KEY": "test",
        "KEY_RING": "1:" + "A" * 43 + "=",
        "DATABASE_URL": empty_database,
        "ASSETS_FOLDER": str(tmp_path / "assets"),
        "ALLOW_HTTP": "yes",
    }

    def run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return flask_to_the_end(tmp_path, settings | more, *command)

    return run


def tables(address: str) -> set[str]:
    engine = create_engine(address)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def how_many(address: str, table: str) -> int:
    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return found


def test_the_migrations_match_the_models(flask):
    up = flask("db", "upgrade")
    assert up.returncode == 0, up.stderr
    check = flask("db", "check")
    assert "No new upgrade operations detected" in check.stdout + check.stderr


def test_a_demonstration_makes_its_own_tables_and_fills_them_once(flask, empty_database):
    line = ("demo", "load", "--upgrade", "--if-empty", "--views", "3", "--conferences", "1")
    for _ in range(2):
        done = flask(*line, DEMO="yes")
        assert done.returncode == 0, done.stderr

    assert "nothing to do" in done.stdout
    assert how_many(empty_database, "young_person_view") == 3
    assert how_many(empty_database, "key_proof") == 1


# Where a migration changes what a row says, and why it is right to.
RIGHTLY_CHANGED = {
    "0028: contact.created_at",  # the minute in which somebody left their name would lead to what they sent without it
    "0032: member_note.is_raised is gone",  # its place in the queue says it now, with what is reported
}


def test_whatever_an_earlier_migration_made_comes_through_all_that_follow(flask, empty_database, tmp_path):
    """Down and up again, with rows in every table: at each migration there are some made for its own tables."""
    assert flask("db", "upgrade").returncode == 0
    loaded = flask("demo", "load", "--views", "40", "--conferences", "12", DEMO="yes")
    assert loaded.returncode == 0, loaded.stderr
    replay, app = Replay(), make_app(make_config(empty_database, tmp_path / "assets"))
    app.extensions["migrate"].configure_args["on_version_apply"] = replay.after_each
    with app.app_context():
        with db.engine.begin() as connection:
            fill_empty_tables(connection)
            replay.keep_newest(connection)
        flask_migrate.downgrade(revision="base")
        assert tables(empty_database) <= {"alembic_version"}
        flask_migrate.upgrade()
        db.engine.dispose()

    assert [name for at_each in replay.kept.values() for name, rows in at_each.items() if not rows] == []
    assert replay.kept.keys() == {path.name[:4] for path in VERSIONS.glob("0*.py")} | {"base"}
    assert replay.changed == RIGHTLY_CHANGED


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
def test_going_back_turns_off_what_is_spread_by_month_and_loses_no_view(flask, empty_database):
    steps = [
        flask("db", "upgrade"),
        flask("demo", "load", "--views", "40", "--conferences", "0", DEMO="yes"),
        flask("figures", "spread", DEMO="yes"),
        flask("db", "check"),
    ]
    views = how_many(empty_database, "young_person_view")
    assert how_many(empty_database, "counted_view") == views > 0
    steps += [flask("db", "downgrade", "0033"), flask("db", "upgrade")]

    assert [step.stderr for step in steps if step.returncode] == []
    assert how_many(empty_database, "young_person_view") == views
    assert how_many(empty_database, "counted_view") == 0
    assert how_many(empty_database, "pg_trigger WHERE tgname LIKE '%counted_view'") == 0


LATER = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade() -> None:
    with op.batch_alter_table("child_record") as table:
        table.create_check_constraint(op.f("ck_child_record_later"), "position < 1000")


def downgrade() -> None:
    with op.batch_alter_table("child_record") as table:
        table.drop_constraint(op.f("ck_child_record_later"), type_="check")
"""


def test_changing_a_table_keeps_the_rows_that_belong_to_it(flask, empty_database, tmp_path):
    flask("db", "upgrade")
    assert flask("demo", "load", "--views", "0", "--conferences", "6", DEMO="yes").returncode == 0
    before = how_many(empty_database, "wish"), how_many(empty_database, "action")
    migrations = shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    newest = max(path.name[:4] for path in (migrations / "versions").glob("*.py"))
    (migrations / "versions" / "9999_later.py").write_text(LATER.replace("{newest}", newest))
    for direction in (["upgrade"], ["downgrade", newest]):
        changed = flask("db", direction[0], "--directory", str(migrations), *direction[1:])
        assert changed.returncode == 0, changed.stderr

    assert min(before) > 0
    assert (how_many(empty_database, "wish"), how_many(empty_database, "action")) == before


def test_there_is_one_line_of_history(flask):
    assert flask("db", "heads").stdout.count("(head)") == 1


def test_migrations_import_none_of_our_code():
    for migration in VERSIONS.glob("*.py"):
        assert "from app" not in migration.read_text()
        assert "import app" not in migration.read_text()


class TestKeys:
    def test_a_wrong_key_stops_the_start_and_is_named(self, flask):
        flask("db", "upgrade")
        assert flask("settings", "show").returncode == 0
        wrong = flask("settings", "show", KEY_RING="1:" + "B" * 43 + "=")

        assert wrong.returncode != 0
        assert "Key 1 does not open this" in wrong.stderr

    def test_a_missing_key_stops_the_start_and_is_named(self, flask):
        flask("db", "upgrade")
        flask("settings", "show")
        missing = flask("settings", "show", KEY_RING="2:" + "A" * 43 + "=")

        assert missing.returncode != 0
        assert "Key 1 is not in KEY_RING" in missing.stderr

    def test_a_new_key_beside_the_old_one_starts(self, flask):
        flask("db", "upgrade")
        flask("settings", "show")
        ring = f"1:{'A' * 43}= 2:{'B' * 42}A="

        assert flask("settings", "show", KEY_RING=ring).returncode == 0
        assert flask("settings", "show", KEY_RING=f"1:{'A' * 43}=").returncode != 0

    @pytest.mark.parametrize(
        ("ring", "told"),
        [
            ("", "Set KEY_RING"),
            (" ", "holds no key"),
            ("1:short", "key 1 must be 32 bytes"),
            ("x:" + "A" * 43 + "=", "a key's id must be a number"),
        ],
    )
    def test_a_ring_that_cannot_be_read_stops_the_start(self, flask, ring, told):
        start = flask("settings", "show", KEY_RING=ring)

        assert start.returncode != 0
        assert told in start.stderr
