"""The audit trail, from the server: sealed, verified, exported, retired. docs/audit.md says when."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from app.extensions import db, may_write
from app.models import AuditSegment, utc_now
from app.models.audit import HeadPlace
from app.services import audit_exporting, audit_handing, audit_retiring, audit_sealing, audit_verifying
from app.services.audit_handing import Head, NotHandedOver, UnreadableHeads

audit = AppGroup("audit", help="The audit trail: seal it, verify it, hand it on, and let go of what is old.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


def counted(number: int, thing: str) -> str:
    """1 line, 2 lines."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@audit.command("seal")
@click.option("--late", is_flag=True, help="Take lines too that are dated long before what is sealed already.")
@click.option(
    "--mail-every", default=24, show_default=True, type=click.IntRange(0), metavar="HOURS",
    help="E-mail the head when the last e-mail is this old. 0: after every sealing.",
)  # fmt: skip
def seal_trail(late: bool, mail_every: int) -> None:
    """Chain what was written since the last time, and hand the newest hash to somewhere else."""
    try:
        unreadable = seal_all(late)
    except IntegrityError as taken:
        db.session.rollback()
        raise click.ClickException("Another sealing was at work. Nothing is lost: the next one goes on.") from taken
    problems = [f"Line {line_id} cannot be read and is not sealed." for line_id in unreadable]
    problems += hand_over(timedelta(hours=mail_every))
    if problems:
        raise click.ClickException("\n".join(problems))


def seal_all(late: bool) -> list[str]:
    """Seal segment after segment, each in a transaction of its own: nobody waits long. The ids of what was left out."""
    unreadable: list[str] = []
    numbers: list[int] = []
    after = None
    while sealing := audit_sealing.seal_next(after=after, whatever_date=late):
        numbers += [sealing.segment.number] if sealing.segment else []
        unreadable += sealing.unreadable
        after = sealing.last
        db.session.commit()
        db.session.expunge_all()
    db.session.rollback()  # nothing was left to seal: let the next sealer have its turn
    click.echo(f"Sealed up to segment {numbers[-1]}." if numbers else "Nothing to seal.")
    return unreadable


def hand_over(mail_every: timedelta) -> list[str]:
    """Give the head to each place that is set and lacks it. Returns what went wrong: the next sealing tries again."""
    problems = []
    for place, wait in ((HeadPlace.FILE, timedelta(0)), (HeadPlace.MAIL, mail_every)):
        where = current_app.config["AUDIT_HEAD_FILE" if place is HeadPlace.FILE else "AUDIT_HEAD_TO"]
        segment = audit_handing.head_for(place, wait=wait) if where else None
        if segment is None:
            continue
        try:
            hand_to(place, where, segment)
        except NotHandedOver as problem:
            problems.append(f"The head of segment {segment.number} was not handed over. {problem}")
            continue
        audit_handing.write_down(segment, place)
        db.session.commit()
        click.echo(f"Handed the head of segment {segment.number} over: {place.value}.")
    return problems


def hand_to(place: HeadPlace, where: str, segment: AuditSegment) -> None:
    if place is HeadPlace.FILE:
        audit_handing.append_to(Path(where), segment)
    else:
        sender, server = current_app.config["MAIL_FROM"], current_app.config["SMTP_URL"]
        audit_handing.mail_to(where, segment, sender=sender, server=server)


@audit.command("verify")
@click.option(
    "--head", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of heads that was kept elsewhere. Without it, AUDIT_HEAD_FILE.",
)  # fmt: skip
@click.option(
    "--mailed", multiple=True, type=(click.IntRange(1), str), metavar="NUMBER HASH", help="A head as it was e-mailed."
)
def verify_trail(files: tuple[Path, ...], mailed: tuple[tuple[int, str], ...]) -> None:
    """Make the chain again from the lines, and name the first line that does not fit."""
    with only_reading():
        try:
            heads = list(known_heads(files, mailed))
        except (UnreadableHeads, OSError) as problem:
            raise click.ClickException(str(problem)) from problem
        report = audit_verifying.verify(utc_now(), heads)
    for line in describe(report):
        click.echo(line)
    if report.misfits:
        raise click.ClickException("\n".join(["The audit trail does not fit.", *map(str, report.misfits)]))


def known_heads(files: tuple[Path, ...], mailed: tuple[tuple[int, str], ...]) -> Iterator[Head]:
    kept_here = current_app.config["AUDIT_HEAD_FILE"]
    if kept_here and not files and not mailed:
        if Path(kept_here).exists():
            files = (Path(kept_here),)
        elif audit_handing.has_gone_to(HeadPlace.FILE):
            raise UnreadableHeads(f"{kept_here} is gone. Name a copy that was kept elsewhere: --head FILE.")
    for file in files:
        yield from audit_handing.read_heads(file)
    for number, hash_in_hex in mailed:
        yield audit_handing.head_from(number, hash_in_hex)


def describe(report: audit_verifying.Report) -> Iterator[str]:
    chain = report.chain
    fit = "fits" if chain.lines == 1 else "fit"
    wait = "waits" if report.waiting == 1 else "wait"
    yield (
        f"{counted(chain.lines, 'line')} in {counted(chain.number, 'segment')} {fit}."
        f" {counted(report.waiting, 'line')} {wait} to be sealed."
    )
    if chain.number:
        yield f"Head: {chain.number} {chain.hash.hex()}"
    yield f"Compared with {counted(report.heads, 'head')} kept elsewhere." if report.heads else "Compared with no head."
    yield from report.remarks


@audit.command("export")
@click.option("--since", type=DAY, metavar="YYYY-MM-DD", help="The first day.")
@click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="The last day.")
@click.option("--with-reasons", is_flag=True, help="With the reasons people gave, opened.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="A new file that only you can read. Without it, to the screen."
)
def export_trail(since: datetime | None, until: datetime | None, with_reasons: bool, output: Path | None) -> None:
    """Write the sealed lines as JSON, each with its place in the chain. Is itself written down."""
    with opened(output) as file:
        audit_exporting.note_export(with_reasons=with_reasons)
        db.session.commit()  # before anything leaves
        with only_reading():
            first, last = since and since.date(), until and until.date()
            try:
                for row in audit_exporting.export(since=first, until=last, with_reasons=with_reasons):
                    file.write(f"{row}\n")
            except audit_exporting.DoesNotOpen as problem:
                raise click.ClickException(f"{problem} Run: flask audit verify") from problem
            waiting = audit_sealing.waiting()
    are = "is" if waiting == 1 else "are"
    click.echo(f"{counted(waiting, 'newer line')} {are} not sealed yet, and {are} not in it.", err=True)


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise click.ClickException(f"{output}: {problem.strerror}.") from problem
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        yield file


@audit.command("retire")
@click.option("--yes", is_flag=True, help="Do it. Without this it says what would go.")
def retire_segments(yes: bool) -> None:
    """Drop the lines that have been kept as long as the board has decided (audit_years), by whole segments."""
    now = utc_now()
    due = audit_retiring.due(now)
    if not due.segments:
        click.echo("Nothing to do: every segment holds lines that are still kept.")
        return
    what = f"{counted(due.lines, 'line')} in {counted(due.segments, 'segment')}, up to {due.newest_line_at:%Y-%m-%d}"
    if not yes:
        click.echo(f"Would drop {what}. Their hashes stay. To do it, run: flask audit retire --yes")
        return
    while audit_retiring.retire_next(now):
        db.session.commit()
        db.session.expunge_all()
    db.session.commit()
    click.echo(f"Dropped {what}. Their hashes stay.")


@contextmanager
def only_reading() -> Iterator[None]:
    """Read for minutes without keeping anybody from writing."""
    token = may_write.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        may_write.reset(token)
