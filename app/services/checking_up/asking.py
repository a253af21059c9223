"""Asks the database how it is, and who has accounts. It only reads."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import exists, func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.models import Authenticator, DemonstrationMark, JoiningLink, Passkey, Person, Role, SignIn, utc_now
from app.models.audit import AuditLine, AuditSeal, HeadPlace
from app.models.audit_guards import GUARDS
from app.models.codes import Channel, Work
from app.protection.keys import KeyProblem
from app.services import audit_handing, figures, key_proving, last_runs, outbox, settings, spreading
from app.services.checking_up import database, people
from app.services.checking_up.findings import Finding, Verdict, look, ok, tried, wrong
from app.services.faults import RUNS_WITHIN
from app.services.powers import ROLES

MIGRATIONS: Final = Path(__file__).resolve().parents[3] / "migrations"
SQLITE_PROMISES: Final = ("journal_mode", "synchronous", "foreign_keys")
RIGHTS: Final = (
    "SELECT rolsuper, pg_class.relowner = pg_roles.oid FROM pg_roles, pg_class"
    " WHERE rolname = current_user AND pg_class.oid = to_regclass('audit_line')"
)
HANDED_WITHIN: Final = timedelta(days=2)  # an e-mail goes once a day
NEW_FOR: Final = timedelta(days=2)  # retention runs at night
BY_ITSELF: Final = {
    Work.CLOCKS: ("flask clocks run", RUNS_WITHIN, "docs/running.md, The clocks"),
    Work.SENDING: ("flask outbox send", RUNS_WITHIN, "heard-outbox.service, docs/telling.md"),
    Work.RETENTION: ("flask retention run", timedelta(days=2), "heard-retention.timer, docs/running.md"),
    Work.BACKUP: ("flask backup make", timedelta(days=2), "heard-backup.timer, docs/backup.md"),
}
COPY_READ: Final = "The copy that figures are counted from has all that the leader has."
UNSEEN_FOR: Final = timedelta(days=90)
TRIGGERS: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def asked(what: str, question: Callable[[], Iterable[Finding]]) -> list[Finding]:
    return list(tried(what, question, afterwards=db.session.rollback))


def about_database(places: Collection[HeadPlace], channels: Sequence[Channel]) -> Iterator[Finding]:
    """Every finding about the database and what is in it.

    `places` are set to hold the head of the audit trail, `channels` to tell staff by.
    """
    for what, question in (("The database", answering), ("The migrations", migrations)):
        findings = asked(what, question)
        yield from findings
        if any(finding.verdict is not Verdict.OK for finding in findings):
            return  # nothing else is where it should be
    yield from asked("The promises of the database", promises)
    yield from asked("What is counted", what_is_counted)
    yield from asked("The clocks", clocks)
    yield from asked("The keys", keys)
    yield from asked("The audit trail", lambda: audit_trail(places))
    yield from asked("What goes on by itself", by_itself)
    yield from asked("What staff are told", lambda: telling(channels))
    yield from asked("The accounts", accounts)
    yield from asked("What the board decides", decisions)


def answering() -> Iterable[Finding]:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        db.session.rollback()
        yield wrong(f"The database does not answer ({type(error).__name__}). Is it there, and is DATABASE_URL right?")
    else:
        yield ok("The database answers.")


def dialect() -> str:
    return db.session.get_bind().dialect.name


def promises() -> Iterable[Finding]:
    if dialect() == "sqlite":
        found = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in SQLITE_PROMISES}
        return [database.sqlite_promises(**found)]
    driver: Any = db.session.connection().connection.driver_connection
    is_superuser, owns = db.session.execute(text(RIGHTS)).one()
    return [
        database.postgresql_version(driver.info.server_version),
        database.postgresql_line(
            is_local=driver.info.host.startswith("/") or driver.info.hostaddr in ("127.0.0.1", "::1"),
            is_encrypted=driver.pgconn.ssl_in_use,
            is_demanded=driver.info.get_parameters().get("sslmode") == "verify-full",
        ),
        database.postgresql_rights(is_superuser=bool(is_superuser), owns_tables=bool(owns)),
    ]


def what_is_counted() -> Iterable[Finding]:
    """Nothing where views are not spread by month and no copy is read, as in most places."""
    if (state := spreading.state()) is not None:
        yield database.spread(
            is_finished=state == spreading.KEPT,
            months_ahead=spreading.months_ahead(utc_now()),
            elsewhere=spreading.how_many_elsewhere(),
        )
    if figures.has_copy():
        problem = figures.find_problem_with_copy()
        yield look(f"{problem} Figures are counted from the leader.") if problem else ok(COPY_READ)


def stands_at() -> str | None:
    """The migration that the database stands at."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest_migration() -> str | None:
    """The newest migration of this release."""
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(scripts).get_current_head()


def migrations() -> Iterable[Finding]:
    yield database.migrations(stands_at=stands_at(), newest=newest_migration())


def clocks() -> Iterable[Finding]:
    if dialect() == "postgresql":
        theirs: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
        yield database.clocks(theirs, utc_now())
    yield database.newest_line(db.session.scalar(select(func.max(AuditLine.created_at))), utc_now())


def keys() -> Iterable[Finding]:
    """Every key that ever sealed something left a proof (key_proving.py). `flask keys check` opens values as well."""
    yield database.keys([problem for proof in key_proving.proofs() for problem in problems_with(proof)])


def problems_with(proof: Any) -> list[str]:
    try:
        key_proving.check(proof)
    except KeyProblem as problem:
        return [str(problem)]  # it names the key's id
    return []


def audit_trail(places: Collection[HeadPlace]) -> Iterable[Finding]:
    there = set(db.session.scalars(text(TRIGGERS[dialect()])))
    tables = [table for kind, table in GUARDS if kind == dialect()]
    yield database.guards([table for table in tables if not names_of_guards(dialect(), table) <= there])
    waiting = select(func.min(AuditLine.created_at)).where(~exists().where(AuditSeal.line_id == AuditLine.id))
    yield database.sealed_lately(db.session.scalar(waiting), utc_now())
    yield database.handed_over(
        [place.value for place in places if audit_handing.head_for(place, wait=HANDED_WITHIN) is not None]
    )


def names_of_guards(kind: str, table: str) -> set[str]:
    """CREATE TRIGGER <name> …"""
    return {words.split()[2] for words in GUARDS[kind, table] if words.startswith("CREATE TRIGGER")}


def by_itself() -> Iterable[Finding]:
    """When each work that goes on by itself was last done: those of app/services/faults.py, and retention."""
    now = utc_now()
    set_up_at = db.session.scalar(select(func.min(Person.created_at)))
    is_new = set_up_at is None or now - set_up_at < NEW_FOR
    for work, (what, within, start) in BY_ITSELF.items():
        yield database.went_on(what, last_runs.last(work), now, within=within, is_new=is_new, start=start)


def telling(channels: Sequence[Channel]) -> Iterable[Finding]:
    now = utc_now()
    given_up = sum(outbox.state(channel, now).given_up for channel in channels)
    yield database.telling(outbox.untried_since(channels, now), now, given_up=given_up)


def accounts() -> Iterable[Finding]:
    joined = (Person.is_active.is_(True), Person.passphrase_hash.is_not(None))
    is_administrator = Person.role == Role.ADMINISTRATOR
    has_link = exists().where(
        JoiningLink.person_id == Person.id, JoiningLink.used_at.is_(None), JoiningLink.expires_at > utc_now()
    )
    waiting = count(Person.is_active.is_(True), Person.passphrase_hash.is_(None), is_administrator, has_link)
    yield people.administrators(count(*joined, is_administrator), waiting=waiting)
    has_app = exists().where(Authenticator.person_id == Person.id, Authenticator.confirmed_at.is_not(None))
    has_passkey = exists().where(Passkey.person_id == Person.id)
    two_step = [role for role, rules in ROLES.items() if rules.two_step]
    yield people.second_steps(count(*joined, Person.role.in_(two_step), ~or_(has_app, has_passkey)))
    long_ago = utc_now() - UNSEEN_FOR
    seen = exists().where(SignIn.person_id == Person.id, SignIn.last_seen_at > long_ago)
    yield people.unseen(count(Person.is_active.is_(True), Person.created_at < long_ago, ~seen))
    yield people.made_up_people(db.session.scalar(select(DemonstrationMark.id).limit(1)) is not None)


def count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(Person).where(*conditions)) or 0


def decisions() -> Iterable[Finding]:
    in_force = settings.read()
    return [people.board(in_force), people.help_numbers(in_force)]
