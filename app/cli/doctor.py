"""`flask doctor`: how this service is set up, in one line each: what is well, what is not, and what to do about it.

It answers when Heard itself does not start: it builds no more than it needs, asks one thing after another, and goes on
when one of them breaks. It changes nothing, and says of no setting what it holds when that is a secret.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from argon2 import PasswordHasher
from flask import Flask
from flask.cli import FlaskGroup
from flask.helpers import get_debug_flag
from sqlalchemy.exc import SQLAlchemyError

from app import extensions, keys, logs
from app.cli.backup import backup, make_key
from app.extensions import db, may_write
from app.models.audit import HeadPlace
from app.protection.keys import KeyProblem
from app.protection.sealing import vault
from app.services.carriers import channels_set_up
from app.services.checking_up import asking, files, machine
from app.services.checking_up.findings import Finding, Verdict, ok, tried, wrong
from config import Config, MissingSetting, ServerConfig, UnsafeSetting, private_files, said_twice

SAID_ELSEWHERE = (MissingSetting, UnsafeSetting, KeyProblem)  # the checks find it, and say it better
CONNECT_WITHIN = 5  # seconds


def examine(problem: Exception | None = None) -> Iterator[Finding]:
    """Everything there is to say. `problem`, which kept Heard from starting, has a line when no other explains it."""
    findings = list(everything())
    yield from findings
    faults = [finding.says for finding in findings if finding.verdict is Verdict.WRONG]
    if problem and not is_explained(problem, faults):
        yield does_not_start(problem)


def is_explained(problem: Exception, faults: list[str]) -> bool:
    if isinstance(problem, SAID_ELSEWHERE):
        return True
    if isinstance(problem, SQLAlchemyError):
        return any("database" in fault or "DATABASE_URL" in fault for fault in faults)
    if isinstance(problem, OSError) and problem.filename:
        return any(str(problem.filename) in fault for fault in faults)
    is_of_demonstration = any(place.startswith("app/demonstration/") for place in logs.places(problem.__traceback__))
    return is_of_demonstration and any("DEMO=yes" in fault for fault in faults)


def everything() -> Iterator[Finding]:
    yield machine.python_version(sys.version_info[:2])
    yield machine.debugging(get_debug_flag())
    for path in private_files():
        yield files.private_file(path, user=os.geteuid())
    try:
        config, server = Config.from_environment(), ServerConfig.from_environment()
    except (MissingSetting, UnsafeSetting) as unusable:
        yield wrong(str(unusable))
    except OSError as missing:
        yield wrong(f"{missing.filename} cannot be read: {missing.strerror}.")
    except ValueError:
        yield wrong("A line of SETTINGS_FILE is not NAME=value, or PORT, WORKERS or THREADS is no whole number.")
    else:
        yield from tried("The settings", lambda: about_settings(config, server))
        yield from tried("This machine", lambda: about_machine(config, server))
        yield from tried("DATABASE_URL", lambda: about_database(config))


def does_not_start(problem: Exception) -> Finding:
    """The type, and the last place of ours it came through: what it says may be anything."""
    ours = [place for place in logs.places(problem.__traceback__) if place.startswith(("app/", "config.py", "wsgi.py"))]
    return wrong(f"Heard does not start ({type(problem).__name__}, at {ours[-1] if ours else 'an unknown place'}).")


def about_settings(config: Config, server: ServerConfig) -> Iterator[Finding]:
    yield machine.secret_key(config.SECRET_KEY)
    yield machine.said_twice(said_twice())
    yield machine.key_ring(config.KEY_RING_FILE)
    yield machine.demonstration(config.DEMO)
    yield machine.plain_http(config.ALLOW_HTTP)
    yield machine.site_address(config.SITE_ADDRESS)
    yield machine.trusted_hosts(config.TRUSTED_HOSTS, config.SITE_ADDRESS)
    yield machine.proxies(config.PROXIES, server.address)
    yield machine.mail(smtp_url=config.SMTP_URL, mail_from=config.MAIL_FROM, head_to=config.AUDIT_HEAD_TO)
    yield machine.webhook(url=config.WEBHOOK_URL, secret=config.WEBHOOK_SECRET)
    yield machine.head_places(file=config.AUDIT_HEAD_FILE, mail_to=config.AUDIT_HEAD_TO)
    yield machine.backups(config.BACKUP_TO)


def about_machine(config: Config, server: ServerConfig) -> Iterator[Finding]:
    memory, passes, lanes = config.ARGON2_MEMORY_KIB, config.ARGON2_PASSES, config.ARGON2_LANES
    yield machine.hashing(memory_kib=memory, passes=passes, lanes=lanes)
    hasher = PasswordHasher(memory_cost=memory, time_cost=passes, parallelism=lanes)
    began = time.perf_counter()
    hasher.hash("what a passphrase could be")
    yield machine.hashing_time((time.perf_counter() - began) * 1000)
    machine_kib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    yield machine.hashing_memory(
        memory_kib=memory, at_once=config.HASHES_AT_ONCE, workers=server.workers, machine_kib=machine_kib
    )
    yield files.assets_folder(Path(config.ASSETS_FOLDER))
    yield files.free_space(Path(config.ASSETS_FOLDER))
    if config.AUDIT_HEAD_FILE:
        yield files.head_file(Path(config.AUDIT_HEAD_FILE))


def about_database(config: Config) -> Iterator[Finding]:
    """Through an app that has a database, and nothing else that could keep it from starting."""
    app = Flask("app")
    app.config.from_object(config)
    if config.SQLALCHEMY_DATABASE_URI.startswith("postgresql"):
        options = {**config.SQLALCHEMY_ENGINE_OPTIONS, "connect_args": {"connect_timeout": CONNECT_WITHIN}}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    extensions.init_app(app)
    with app.app_context():
        reading = may_write.set(False)
        try:
            yield from list(findings_of(config))
        finally:
            may_write.reset(reading)
            db.session.remove()
            db.engine.dispose()


def findings_of(config: Config) -> Iterator[Finding]:
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        yield files.sqlite_file(path)
        if not path.exists():
            return  # asking would make it
        yield files.free_space(path)
    try:
        vault.use(keys.source_of(vars(config)).read())
    except KeyProblem as problem:
        yield wrong(str(problem))  # it names a key's id, or a file
    else:
        yield ok(f"The key ring can be read. Key {vault.ring.newest} seals.")
        set_places = {HeadPlace.FILE: config.AUDIT_HEAD_FILE, HeadPlace.MAIL: config.AUDIT_HEAD_TO}
        channels = channels_set_up(vars(config))
        yield from asking.about_database([place for place, is_set in set_places.items() if is_set], channels)


def report(problem: Exception | None = None) -> None:
    counted: Counter[Verdict] = Counter()
    for finding in dict.fromkeys(examine(problem)):  # two ways to the same thing say it once
        counted[finding.verdict] += 1
        click.echo(f"{finding.verdict.value:<14}{finding.says}")
    click.echo(f"\n{counted[Verdict.WRONG]} wrong, {counted[Verdict.LOOK]} to look at, {counted[Verdict.OK]} well.")
    if counted[Verdict.WRONG]:
        raise click.exceptions.Exit(1)


@click.command("doctor")
def doctor() -> None:
    """Look at how this service is set up, and say what is wrong. Ends with 1 when something is."""
    report()


class WithoutSettings(click.Group):
    """The commands of a service that does not start: those that need nothing of it. Any other says what stops it."""

    def __init__(self, problem: Exception, *commands: click.Command, help_text: str | None = None) -> None:
        super().__init__(commands=commands, help=help_text)
        self.problem = problem

    def get_command(self, context: click.Context, name: str) -> click.Command:
        command = super().get_command(context, name)
        if command is None:
            raise told(self.problem)
        return command


def told(problem: Exception) -> Exception:
    """What an operator can put right, in one line. Anything else is our fault, and comes as it is."""
    if isinstance(problem, SAID_ELSEWHERE):
        return click.ClickException(str(problem))
    if isinstance(problem, (SQLAlchemyError, OSError)):
        why = "flask --app wsgi doctor says why."
        return click.ClickException(f"Heard does not start ({type(problem).__name__}): {why}")
    return problem


def what_needs_no_settings(problem: Exception) -> Flask:
    """What `flask` is given when Heard does not start. Raises the problem again wherever something would be served."""
    context = click.get_current_context(silent=True)
    if context is None or not isinstance(context.command, FlaskGroup):
        raise problem
    app = Flask("app")
    says_why = click.Command(doctor.name, callback=lambda: report(problem), help=doctor.help)
    app.cli = WithoutSettings(problem, says_why)
    # Whoever keeps the key of the backups has no settings, and must not need any.
    app.cli.add_command(WithoutSettings(problem, make_key, help_text=backup.help), backup.name)
    return app
