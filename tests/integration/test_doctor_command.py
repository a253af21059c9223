"""`flask doctor` on services that are set up well, badly, and so badly that they do not start."""

import base64
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from app import create_app
from app.cli.doctor import what_needs_no_settings
from app.extensions import db
from app.models import Role, utc_now
from app.models.codes import Work
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services import last_runs, settings
from app.services.backing_up import sealed_files
from config import Config, MissingSetting, make_instance
from tests.contacts import OWN_CONTACTS
from tests.factories import PersonFactory
from tests.integration.conftest import KEY_RING
from tests.integration.test_doctor import give_app

ROOT = Path(__file__).parent.parent.parent
DATABASE_PASSWORD, MAIL_PASSWORD = "geheim-database", "geheim-mail"
PAGER_SECRET = "geheim-pager" * 3
OTHER_KEY = base64.b64encode(b"B" * 32).decode()
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def clock() -> None:
    """These services have the clock of this machine."""


@pytest.fixture(autouse=True)
def database() -> Iterator[None]:
    """And databases of their own."""
    settings.forget()
    yield
    settings.forget()
    vault.use(KeyRing.parse(KEY_RING))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory) -> dict[str, str]:
    """The settings of a service that is set up as docs/running.md says."""
    folder = tmp_path_factory.mktemp("deployment")
    folder.chmod(0o700)
    ring = folder / "keys"
    ring.write_text(KEY_RING)
    ring.chmod(0o600)
    said = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "KEY_RING_FILE": str(ring),
        "DATABASE_URL": f"sqlite:///{folder}/heard.db",
        "ASSETS_FOLDER": str(folder / "assets"),
        "SITE_ADDRESS": "https://heard.example.org",
        "TRUSTED_HOSTS": "heard.example.org",
        "PROXIES": "1",
        "SMTP_URL": f"smtps://heard:{MAIL_PASSWORD}@mail.example.org",
        "MAIL_FROM": "heard@example.org",
        "WEBHOOK_URL": "https://pager.example.org/heard",
        "WEBHOOK_SECRET": PAGER_SECRET,
        "AUDIT_HEAD_FILE": str(folder / "heads"),
        "BACKUP_TO": sealed_files.new_key()[1],
    }
    file = make_instance(str(folder / "instance"))
    file.write_text("".join(f"{name}={value}\n" for name, value in said.items()))
    return {"SETTINGS_FILE": str(file)}


@pytest.fixture(scope="module")
def well(deployment) -> dict[str, str]:
    """The same, migrated, with a board, and two administrators who have joined."""
    process(deployment, "db", "upgrade")
    app = create_app(Config.from_environment(deployment))
    with app.app_context():
        for name, value in (
            ("board_name", "Southbank Board"),
            ("board_area", "Southbank"),
            *OWN_CONTACTS.items(),
            ("numbers_checked_on", utc_now().date().isoformat()),
        ):
            settings.change(name, value)
        for _ in range(2):
            give_app(PersonFactory(role=Role.ADMINISTRATOR, passphrase_hash="x"))
        for work in Work:
            last_runs.note(work, utc_now())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    process(deployment, "audit", "seal")
    return deployment


def process(said: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """A command as an operator runs it."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT, env=os.environ | said, capture_output=True, text=True, check=False,
    )  # fmt: skip


def start() -> Flask:
    """What wsgi.py does."""
    try:
        return create_app(Config.from_environment())
    except Exception as problem:
        return what_needs_no_settings(problem)


@pytest.fixture
def flask(well, monkeypatch) -> Run:
    def run(*command: str, **changes: str) -> Result:
        for name, value in (well | changes).items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(FlaskGroup(create_app=start), command)
        for secret in (KEY_RING[2:], OTHER_KEY, DATABASE_PASSWORD, MAIL_PASSWORD, PAGER_SECRET):
            assert secret not in result.output
        return result

    return run


def test_a_service_that_is_set_up_as_the_documents_say(flask):
    result = flask("doctor")

    assert [line for line in result.stdout.splitlines() if line.startswith(("wrong", "look"))] == []
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) > 30


def test_the_same_service_with_one_thing_wrong(flask):
    result = flask("doctor", ALLOW_HTTP="yes")

    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("wrong")] == [
        "wrong         ALLOW_HTTP=yes: cookies are sent over lines that others can read. Take it out of the settings."
    ]
    assert result.stdout.splitlines()[-1].startswith("1 wrong, 0 to look at")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY": "", "SETTINGS_FILE": ""}, "Set SECRET_KEY."),
        ({"PROXIES": "one"}, "PROXIES must be a whole number"),
        ({"WORKERS": "two"}, "no whole number"),
        ({"SETTINGS_FILE": "/no/such/file"}, "/no/such/file cannot be read: No such file"),
        ({"KEY_RING": "1:YWJj"}, "key 1 must be 32 bytes"),
        ({"KEY_RING": f"1:{OTHER_KEY}"}, "Key 1 does not open"),
        ({"KEY_RING": f"2:{OTHER_KEY}"}, "Key 1 is not in KEY_RING"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL could not be looked at (ArgumentError)"),
        (
            {"DATABASE_URL": f"postgresql+psycopg://heard:{DATABASE_PASSWORD}@127.0.0.1:9/heard"},
            "The database does not answer (OperationalError)",
        ),
        ({"DEMO": "yes"}, "DEMO=yes: anybody can sign in"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/heard.db"}, "There is no folder /no/such/folder for the database"),
        ({"ASSETS_FOLDER": "/dev/null/assets"}, "/dev/null/assets cannot be made"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_service_that_does_not_start_is_told_why(flask, changes, told):
    result = flask("doctor", **changes)

    assert told in result.stdout
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "Heard does not start" not in result.output  # the line that says why is enough


def test_what_no_line_explains_is_said_with_its_place(flask, monkeypatch):
    monkeypatch.setattr("app.keys.prove", lambda app: {}["something of ours"])
    result = flask("doctor")

    assert result.stdout.splitlines()[-3].startswith("wrong         Heard does not start (KeyError, at app/making.py")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY": "", "SETTINGS_FILE": ""}, "Error: Set SECRET_KEY."),
        ({"KEY_RING": f"2:{OTHER_KEY}"}, "Error: Key 1 is not in KEY_RING"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/heard.db"}, "flask --app wsgi doctor says why."),
    ],
)
def test_any_other_command_says_what_stops_it(flask, changes, told):
    result = flask("people", "list", **changes)

    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_a_list_of_people_before_there_are_tables(flask, tmp_path):
    result = flask("people", "list", DATABASE_URL=f"sqlite:///{tmp_path}/new.db")

    assert result.exit_code == 1
    assert result.stderr == "Error: The tables are not there yet. Run: flask --app wsgi db upgrade\n"


def test_nothing_is_served_by_a_service_that_does_not_start(flask):
    result = flask("run", "--port", "1", SECRET_KEY="", SETTINGS_FILE="")

    assert isinstance(result.exception, MissingSetting)
    with pytest.raises(MissingSetting):
        what_needs_no_settings(result.exception)


def test_the_key_of_the_backups_is_made_on_a_machine_without_settings(flask, tmp_path):
    result = flask("backup", "new-key", str(tmp_path / "backup.key"), SECRET_KEY="", SETTINGS_FILE="")

    assert result.stdout.startswith("age1")
    assert (tmp_path / "backup.key").read_text().startswith("AGE-SECRET-KEY-1")


def test_nothing_else_about_backups_is_done_there(flask, tmp_path):
    result = flask("backup", "make", str(tmp_path), SECRET_KEY="", SETTINGS_FILE="")

    assert (result.exit_code, result.stderr) == (1, "Error: Set SECRET_KEY. README.md lists every setting.\n")


def test_whoever_asks_for_help_there_is_told_what_can_be_done(flask):
    result = flask("--help", SECRET_KEY="", SETTINGS_FILE="")

    assert re.search(r"^  backup .*\n  doctor ", result.stdout, flags=re.MULTILINE)


def test_looking_makes_no_database(flask, tmp_path):
    result = flask("doctor", DATABASE_URL=f"sqlite:///{tmp_path}/new.db", KEY_RING="1:YWJj")

    assert "There is no database at" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_it_looks_at_postgresql_too(flask, tmp_path):
    from tests import postgres
    from tests.conftest import POSTGRES_URL

    with postgres.empty_database(os.environ[POSTGRES_URL], f"doctor_{secrets.token_hex(4)}") as address:
        result = flask("doctor", DATABASE_URL=address)

    assert "ok            The database answers." in result.stdout
    assert "Run: flask --app wsgi db upgrade" in result.stdout


@pytest.mark.parametrize("said", [{}, {"SECRET_KEY": "", "SETTINGS_FILE": ""}], ids=["well", "broken"])
def test_it_is_a_command_like_any_other(well, said):
    done = process(well | said, "doctor")

    assert done.returncode == (1 if said else 0)
    assert ("Set SECRET_KEY." in done.stdout) == bool(said)
    assert "Traceback" not in done.stdout + done.stderr
