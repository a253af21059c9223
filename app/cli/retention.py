"""How long things are kept: what would go, and letting it go. Counts, reasons and addresses, never a word."""

import uuid
from datetime import datetime

import click
from flask.cli import AppGroup

from app import logs
from app.cli.audit import only_reading
from app.extensions import db
from app.models import utc_now
from app.services import settings
from app.services.errors import RuleBroken
from app.services.retention import running
from app.services.retention.catalogue import CATALOGUE, Kind
from app.services.retention.running import Found

MOST_NAMED = 20

retention = AppGroup("retention", help="How long things are kept: what would go now, and letting it go.")
every_one = click.option("--all", "names_all", is_flag=True, help=f"Name all that stay, not {MOST_NAMED} of each kind.")


@retention.command("rules")
def show_rules() -> None:
    """For each kind: how long it is kept and from when, what goes, what stays, what keeps it."""
    in_force = settings.read()
    for kind, rule in CATALOGUE.items():
        click.echo(f"{kind}: {rule.what}")
        click.echo(f"  kept: {rule.how_long(in_force)} after {rule.since}")
        click.echo(f"  goes: {rule.goes}")
        click.echo(f"  stays: {rule.stays}")
        click.echo(f"  never while: {'; '.join(rule.blocked_by) or '-'}")


@retention.command("preview")
@every_one
def preview(names_all: bool) -> None:
    """How many of each kind would go now, and which stay although their time is over. Changes nothing."""
    now = utc_now()
    with only_reading():
        for kind in Kind:
            tell(kind, running.preview(kind, now), "would go", names_all)


@retention.command("run")
@every_one
@click.option(running.SURE, "is_sure", is_flag=True, help="Also when nothing was cleared for a long time.")
def run(names_all: bool, is_sure: bool) -> None:
    """Clear what has been kept long enough. Safe on several machines at once; again it finds nothing more."""
    now, run_id = utc_now(), uuid.uuid4()
    try:
        running.check_clock(now, is_sure=is_sure)
    except RuleBroken as broken:
        raise click.ClickException(f"Nothing was cleared. {broken}") from broken
    done: dict[Kind, Found] = {}
    failed = [problem for kind in Kind if (problem := run_one(kind, now, run_id, done, names_all))]
    running.note_run(run_id, now, {kind: found.over for kind, found in done.items()})
    db.session.commit()
    if failed:
        raise click.ClickException("\n".join(failed))


def run_one(kind: Kind, now: datetime, run_id: uuid.UUID, done: dict[Kind, Found], names_all: bool) -> str:
    """Run one kind. Returns what went wrong: what was cleared until then stays cleared, and the others are run."""
    found = done[kind] = Found()
    problem = ""
    try:
        for step in running.run(kind, now, run_id, db.session.commit):
            db.session.expunge_all()
            found.over += step.over
            found.blocked |= step.blocked
    except Exception as failed:
        logs.log.error("retention failed", kind=kind.value, exc_info=True)
        db.session.rollback()
        problem = f"{kind}: failed ({type(failed).__name__}). The other kinds were run."
    tell(kind, found, "cleared", names_all)
    return problem


def tell(kind: Kind, found: Found, done: str, names_all: bool) -> None:
    """What came of one kind. Of those that stay, the address at which somebody who may can open it."""
    click.echo(f"{kind}: {found.over:,} {done}, {len(found.blocked):,} must stay")
    for why, times in found.reasons.most_common():
        click.echo(f"  {times:,}: {why}")
    for row_id, reasons in list(found.blocked.items())[: None if names_all else MOST_NAMED]:
        click.echo(f"  {CATALOGUE[kind].place.format(row_id)}  {'; '.join(reasons)}")
    if not names_all and len(found.blocked) > MOST_NAMED:
        click.echo(f"  and {len(found.blocked) - MOST_NAMED:,} more: --all")
