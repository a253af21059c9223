"""What is overdue is written down and told, once or again and again; and how every clock stands."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import click
from flask.cli import AppGroup

from app import logs
from app.cli.looping import again_and_again
from app.extensions import db
from app.models import utc_now
from app.models.codes import ClockName, Work
from app.services import clock_running, escalating, last_runs, leaving, overdue, spreading

clocks = AppGroup("clocks", help="Run the clocks: find what is overdue, and tell who is above.")


class Outcome(NamedTuple):
    """What one step did, if anything, and what somebody has to put right."""

    did: str = ""
    problem: str = ""


Step = Callable[[datetime], Outcome]


@clocks.command("run")
@click.option("--loop", is_flag=True, help="Go on, as a service does, until it is told to end (SIGTERM).")
@click.option(
    "--every", default=60, show_default=True, type=click.IntRange(1, 3600), metavar="SECONDS", help="With --loop."
)
def run_clocks(loop: bool, every: int) -> None:
    """Write down each clock that ran out, once, and tell who is above. Safe on several machines at once."""
    if loop:
        for _ in again_and_again(every):
            for problem in run_once():
                click.echo(problem, err=True)
        return
    if problems := run_once():
        raise click.ClickException("\n".join(problems))


def run_once() -> list[str]:
    """Run every clock, each in a transaction of its own: one that fails stops no other. Returns what went wrong."""
    now, problems = utc_now(), []
    for name, step in steps().items():
        try:
            outcome = step(now)
            db.session.commit()
        except Exception as failed:
            logs.log.error("clock failed", clock=name, exc_info=True)
            db.session.rollback()
            outcome = Outcome(problem=f"failed ({type(failed).__name__}). The other clocks were run.")
        if outcome.did:
            click.echo(f"{name}: {outcome.did}")
        if outcome.problem:
            problems.append(f"{name}: {outcome.problem}")
    return problems


def steps() -> dict[str, Step]:
    """What is done at each run, in this order. Each is handed the moment of the run, and is committed by itself."""
    return {
        "alerts": go_on_with_alerts,
        **{name.value: step_for(name) for name in ClockName},
        "young advisors who left": clear_those_who_left,
        "months of the figures": make_months,
        "that they ran": note_run,
    }


def note_run(now: datetime) -> Outcome:
    last_runs.note(Work.CLOCKS, now)
    return Outcome()


def go_on_with_alerts(now: datetime) -> Outcome:
    """The next on the rota is told of each alert that nobody has said they have seen."""
    taken = escalating.escalate(now)
    return Outcome(did=f"the next on the rota was told of {counted(taken, 'alert', 'alerts')}" if taken else "")


def clear_those_who_left(now: datetime) -> Outcome:
    """Whoever left long enough ago cannot come back: nothing that says who they are is kept any longer."""
    cleared = leaving.clear_those_who_left(now)
    return Outcome(did=f"{counted(cleared, 'account', 'accounts')} cleared" if cleared else "")


def make_months(now: datetime) -> Outcome:
    """Where views are spread by month for the figures, the months that come are made ahead."""
    made = spreading.keep_ahead(now)
    return Outcome(did=f"{counted(len(made), 'month', 'months')} made ahead" if made else "")


def step_for(name: ClockName) -> Step:
    def step(now: datetime) -> Outcome:
        ran = clock_running.run(name, now)
        people = f", {counted(ran.told, 'person', 'people')} told" if ran.noted else ""
        above = " or ".join(role.value for role in overdue.CATALOGUE[name].above)
        return Outcome(
            did=f"{ran.late:,} late, {ran.noted:,} new{people}" if ran.late else "",
            problem=f"{ran.nobody_above:,} ran out and nobody was told. Add a {above}." if ran.nobody_above else "",
        )

    return step


def counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


@clocks.command("show")
def show_clocks() -> None:
    """Every clock: how many are late now, whose they are, and who is above."""
    now = utc_now()
    for name, clock in overdue.CATALOGUE.items():
        whose, above = (", ".join(role.value for role in roles) for roles in (clock.whose, clock.above))
        click.echo(f"{name.value}: {overdue.how_many(name, now):,} late. Of: {whose}. Above: {above}.")
