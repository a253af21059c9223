"""How the service is, for a page of an administrator: what the doctor asks, and what else they look for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from app.extensions import db
from app.models import Publication, utc_now
from app.models.audit import HeadPlace
from app.models.codes import Channel, ClockName
from app.protection.sealing import vault
from app.services import clocks, outbox, overdue
from app.services.checking_up import asking, files
from app.services.checking_up.findings import Finding, Verdict, look, ok

WORST_FIRST: Final = (Verdict.WRONG, Verdict.LOOK, Verdict.OK)


def how_it_is(
    places: Collection[HeadPlace], channels: Sequence[Channel], folders: Iterable[Path]
) -> list[tuple[Verdict, list[Finding]]]:
    """Every finding, the worst kind first. `folders`: where there must be room. Only reads."""
    findings = dict.fromkeys([*asking.about_database(places, channels), *more(channels, folders)])
    return [
        (verdict, found)
        for verdict in WORST_FIRST
        if (found := [finding for finding in findings if finding.verdict is verdict])
    ]


def more(channels: Sequence[Channel], folders: Iterable[Path]) -> Iterator[Finding]:
    yield from asking.asked("The outbox", lambda: waiting(channels))
    yield from asking.asked("The clocks", late)
    yield from asking.asked("The figures", figures)
    yield ok(f"Key {vault.ring.newest} seals. In the ring: {', '.join(map(str, vault.ring.ids()))}.")
    yield from (files.free_space(folder) for folder in folders)


def waiting(channels: Sequence[Channel]) -> Iterator[Finding]:
    for channel in channels:
        state = outbox.state(channel, utc_now())
        yield ok(f"By {channel.value}: {state.waiting} wait, {state.handed_over} were handed over in the last week.")


def late() -> Iterator[Finding]:
    """How many clocks have run out, of all kinds together: of one kind alone, a small number could point at a child."""
    now = utc_now()
    if many := sum(overdue.how_many(name, now) for name in ClockName):
        counted = "1 clock has run out and runs" if many == 1 else f"{many} clocks have run out and run"
        yield look(f"{counted} still. Whose they are, and who is above them, see them on their own pages.")
    else:
        yield ok("No clock has run out.")


def figures() -> Iterator[Finding]:
    newest = db.session.execute(select(func.max(Publication.last_day), func.max(Publication.created_at))).one()
    last_day, at = newest
    if last_day is None:
        yield look("No figures are published yet. See: flask figures publish --help")
    else:
        yield ok(f"Figures are published up to {last_day:%-d %B %Y}, last on {clocks.london_day(at):%-d %B %Y}.")
