"""`flask backup`: a copy for somewhere else that this machine cannot open, and bringing it back."""

import os
from contextlib import ExitStack
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from app.extensions import db
from app.models import CountedView, LastRun, Role, SignIn, View, Visit, utc_now
from app.models.codes import Topic, Work
from app.services import audit_sealing, auditing, signing_in, spreading
from app.services.backing_up import sealed_files
from app.services.backing_up.manifest import UnusableBackup, manifest_of
from tests import postgres
from tests.factories import PersonFactory, ViewFactory
from tests.integration.conftest import make_app, make_config

WORDS = "I want to see my brother"


@pytest.fixture
def places(database_url, tmp_path):
    """Addresses of new, empty databases of the same kind."""
    with ExitStack() as open_until_the_end:

        def place(name: str) -> str:
            if database_url.startswith("sqlite"):
                return f"sqlite:///{tmp_path}/{name}.db"
            server, _, first = database_url.rpartition("/")
            return open_until_the_end.enter_context(postgres.empty_database(server, f"{first}_{name}"))

        yield place


@pytest.fixture
def key(tmp_path) -> Path:
    """The key that opens backups, kept elsewhere."""
    secret, public = sealed_files.new_key()
    file = tmp_path / "elsewhere" / "backup.key"
    file.parent.mkdir()
    file.write_text(f"{secret}\n")
    file.chmod(0o600)
    file.with_suffix(".public").write_text(public)
    return file


@pytest.fixture
def service(places, key, assets_folder, clock):
    """Heard as it is in use: somebody wrote, somebody is signed in, and the audit trail is sealed."""
    public = key.with_suffix(".public").read_text()
    app = make_app(make_config(places("in_use"), assets_folder, BACKUP_TO=public))
    with app.app_context():
        db.create_all()
        flask_migrate.stamp()
        worker = PersonFactory(role=Role.PARTICIPATION_WORKER)
        ViewFactory(words=WORDS)
        signing_in.sign_in(worker, secret_mark=b"cookie", half_way=False, place_mark=None, browser_name="")
        db.session.add(Visit(secret_mark=b"mark", contents_sealed=b"half written", expires_at=utc_now()))
        auditing.note(worker, "opened a view", worker, reason="to answer it")
        db.session.commit()
        while audit_sealing.seal_next():
            db.session.commit()
        db.session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def flask(service):
    """Run a command at the service that is in use."""
    return lambda *command: run_at(service, *command)


def run_at(app, *command):
    with app.app_context():
        return app.test_cli_runner().invoke(args=["backup", *map(str, command)])


@pytest.fixture
def made(flask, tmp_path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    result = flask("make", folder)
    assert result.exit_code == 0, result.output
    (file,) = folder.iterdir()
    return file


@pytest.fixture
def new_machine(places, assets_folder):
    """Heard on another machine, with a database that is empty."""
    app = make_app(make_config(places("new"), assets_folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_what_was_brought_back_is_what_there_was(made, key, new_machine):
    result = run_at(new_machine, "restore", made, "--key", key)

    assert result.exit_code == 0, result.output
    with new_machine.app_context():
        assert db.session.query(View).one().words == WORDS


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session")
def test_what_is_spread_by_month_is_so_where_it_was_brought_back(service, flask, key, tmp_path, new_machine):
    with service.app_context():
        service.test_cli_runner().invoke(args=["figures", "spread"], catch_exceptions=False)
    flask("make", tmp_path)
    (file,) = tmp_path.glob("*.age")
    result = run_at(new_machine, "restore", file, "--key", key)

    assert result.exit_code == 0, result.output
    with new_machine.app_context():
        assert spreading.state() == spreading.KEPT
        db.session.query(View).one().topic = Topic.SCHOOL
        db.session.commit()
        assert db.session.query(CountedView).one().topic == Topic.SCHOOL
        assert spreading.how_many_differ() == 0


def test_what_an_older_release_made_is_brought_up_to_date(service, flask, key, tmp_path, new_machine):
    with service.app_context():
        flask_migrate.downgrade(revision="-1")
    flask("make", tmp_path)
    (file,) = tmp_path.glob("*.age")

    result = run_at(new_machine, "restore", file, "--key", key)

    assert result.exit_code == 0, result.output
    assert "the migrations since were applied" in result.output


def test_it_can_be_checked_without_touching_what_is_in_use(made, key, flask, places, service):
    service.config["CHECK_DATABASE_URL"] = places("checked")

    first, again = flask("check", made, "--key", key), flask("check", made, "--key", key, "--every")

    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert "Everything is there" in again.output


class BreaksOff:
    def read(self, size: int = -1) -> bytes:
        raise UnusableBackup("pg_dump did not finish. pg_dump: error: server version mismatch")


def test_a_copy_that_breaks_off_says_why_and_leaves_no_file(service, key, tmp_path):
    file = tmp_path / "heard.age"
    with service.app_context():
        manifest = manifest_of(db.session.connection(), utc_now())

    with pytest.raises(UnusableBackup, match="server version mismatch"):
        sealed_files.seal(file, manifest, BreaksOff(), [key.with_suffix(".public").read_text()])
    assert list(tmp_path.glob("heard.*")) == []


def test_nobody_can_read_it_without_the_key(made):
    assert WORDS.encode() not in made.read_bytes()
    assert b"young_person_view" not in made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0


def test_who_is_signed_in_and_what_is_half_written_stays_out(made, key, new_machine):
    run_at(new_machine, "restore", made, "--key", key)

    with new_machine.app_context():
        assert (db.session.query(SignIn).count(), db.session.query(Visit).count()) == (0, 0)


def test_nothing_half_written_is_left_in_the_file(made, key, tmp_path):
    with (tmp_path / "dump").open("wb") as dump:
        sealed_files.open_file(made, key.read_text().strip(), dump)

    assert b"half written" not in (tmp_path / "dump").read_bytes()


def test_it_is_written_down_when_it_was_made(made, service):
    with service.app_context():
        assert db.session.query(LastRun).filter_by(work=Work.BACKUP).count() == 1


def test_another_key_does_not_open_it(made, flask, tmp_path):
    other = tmp_path / "other.key"
    assert flask("new-key", other).output.startswith("age1")

    result = flask("check", made, "--key", other)

    assert result.exit_code == 1
    assert "This key does not open it" in result.output


@pytest.mark.parametrize("cut", [1, 1000])
def test_one_that_is_not_whole_is_refused(made, key, flask, cut):
    made.write_bytes(made.read_bytes()[:-cut])

    assert "part of it is missing" in flask("check", made, "--key", key).output


def test_a_key_that_others_can_read_is_refused(made, key, flask):
    key.chmod(0o644)

    assert "chmod 600" in flask("check", made, "--key", key).output


def test_a_database_with_something_in_it_is_not_overwritten(made, key, service, flask):
    result = flask("restore", made, "--key", key)

    assert result.exit_code == 1
    assert "is not empty" in result.output
    with service.app_context():
        assert db.session.query(SignIn).count() == 1


def test_a_row_that_is_missing_is_found(made, key, new_machine, monkeypatch):
    from app.services.backing_up import databases

    real = databases.put_into

    def one_short(engine, manifest, dump):
        real(engine, manifest, dump)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM young_person_view"))

    monkeypatch.setattr(databases, "put_into", one_short)
    result = run_at(new_machine, "restore", made, "--key", key)

    assert result.exit_code == 1
    assert "young_person_view has 0 rows, and should have 1." in result.output


def test_a_value_that_does_not_open_is_found(service, flask, tmp_path, key, places):
    service.config["CHECK_DATABASE_URL"] = places("checked")
    with service.app_context():
        view = db.session.query(View).one()
        db.session.execute(
            text("UPDATE young_person_view SET words_sealed = :other"), {"other": view.words_sealed[:-1] + b"\0"}
        )
        db.session.commit()
    flask("make", tmp_path)
    (file,) = tmp_path.glob("*.age")

    result = flask("check", file, "--key", key)

    assert result.exit_code == 1
    assert "young_person_view.words_sealed" in result.output


def test_an_audit_trail_that_was_changed_is_found(service, flask, tmp_path, key, places):
    service.config["CHECK_DATABASE_URL"] = places("checked")
    with service.app_context():
        from app.models.audit_guards import GUARDS

        for trigger in triggers(GUARDS, db.engine.dialect.name):
            db.session.execute(text(trigger))
        db.session.execute(text("UPDATE audit_line SET deed = 'sent an answer'"))
        db.session.commit()
    flask("make", tmp_path)
    (file,) = tmp_path.glob("*.age")

    assert "It did not come back as it was." in flask("check", file, "--key", key).output


def triggers(guards, kind):
    for (of, table), statements in guards.items():
        for statement in statements:
            if of == kind and statement.startswith("CREATE TRIGGER"):
                name = statement.split()[2]
                yield f"DROP TRIGGER {name}" + (f" ON {table}" if kind == "postgresql" else "")


def test_without_a_key_to_seal_for_nothing_is_made(service, flask, tmp_path):
    service.config["BACKUP_TO"] = None
    result = flask("make", tmp_path)

    assert result.exit_code == 1
    assert "flask backup new-key" in result.output


def test_what_is_no_key_is_said_and_leaves_nothing_behind(service, flask, tmp_path):
    service.config["BACKUP_TO"] = "ssh-ed25519 AAAA"
    folder = tmp_path / "backups"
    folder.mkdir()

    assert "It begins with age1" in flask("make", folder).output
    assert list(folder.iterdir()) == []


def test_old_ones_go_and_others_stay(flask, tmp_path, clock, still_clock):
    strange = tmp_path / "heard-by-hand.age"
    strange.touch()
    flask("make", tmp_path)
    (first,) = set(tmp_path.glob("*.age")) - {strange}
    clock.shift(35 * 86_400)
    flask("make", tmp_path, "--keep", 35)
    assert first.exists(), "On the last day it is kept for"
    clock.shift(1)
    flask("make", tmp_path, "--keep", 35)

    assert not first.exists()
    assert len(list(tmp_path.glob("*.age"))) == 3
    assert strange.exists()


def test_a_new_key_is_never_written_over_another(flask, key):
    before = key.read_text()

    assert flask("new-key", key).exit_code != 0
    assert key.read_text() == before
    assert os.stat(key).st_mode & 0o077 == 0
