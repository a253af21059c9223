"""The board's figures, from the server: published, checked, described."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.models import utc_now
from app.services import publishing, revising_figures, spreading, verifying_figures
from app.services.clocks import Period, london_day
from app.services.figures import describing

LONGEST_REASON = 500  # characters
TRIES = 120  # of half a second each
LOCKED = "55P03"  # https://www.postgresql.org/docs/15/errcodes-appendix.html
ONLY_POSTGRESQL = "Views can be spread by month on PostgreSQL only. Figures of this database are the same without it."
Done = TypeVar("Done")

figures = AppGroup("figures", help="Publish the board's figures, and check what is published.")


@figures.command("publish")
@click.option("--reason", default=revising_figures.REASON, help="Why a revision is made: everybody reads it. No child.")
def publish_figures(reason: str) -> None:
    """Publish every quarter and year that is over and not published yet, and revise what was corrected since.

    A revision stands beside what it replaces, marked as one and with the reason. Nothing published is ever lost.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise click.UsageError(f"Give a reason of at most {LONGEST_REASON} characters.")
    today = london_day(utc_now())
    published: list[Period] = [*publishing.publish_closed_quarters(today), *publishing.publish_closed_years(today)]
    revised = revising_figures.revise(today, reason=reason)
    db.session.commit()
    for period in published:
        click.echo(f"Published the figures for {period.label}.")
    for period in revised:
        click.echo(f"Published a revision of the figures for {period.label}.")
    if not published and not revised:
        click.echo("Nothing to do: every quarter that is over is published, or nothing happened in it.")


@figures.command("verify")
@click.option(
    "--kept-since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="What was published before this day is from before Heard kept what it counts. It is not checked.",
)
def verify_figures(kept_since: datetime | None) -> None:
    """Make everything published again from what was counted, and say whether it is the same. Ends with 1 when not."""
    wrong = list(verifying_figures.verify(kept_since=kept_since.date() if kept_since else date.min))
    for sentence in wrong:
        click.echo(sentence)
    if wrong:
        sys.exit(1)
    click.echo("What is published is what the rule gives.")


@figures.command("spread")
@click.option(
    "--ahead", default=spreading.AHEAD, show_default=True, type=click.IntRange(1, 120), help="Months to make ahead."
)
def spread_views(ahead: int) -> None:
    """Keep what is counted of views in a table of its own, spread by month. PostgreSQL only.

    People can go on sending. Again it makes the months that are missing. When it was broken off it goes on.
    """
    refuse_where_not_possible()
    if patiently(lambda: spreading.begin(utc_now(), ahead=ahead)):
        last: spreading.Place | None = spreading.BEFORE_ALL
        while last:
            last = patiently(partial(spreading.copy, last))
        patiently(spreading.weigh)
        patiently(spreading.finish)
        click.echo("What is counted of views is spread by month from now on.")
    months = spreading.parts()
    click.echo(f"{len(months):,} months are there, the last of them {spreading.month_of(months[-1]):%B %Y}.")


@figures.command("gather")
def gather_views() -> None:
    """Undo `flask figures spread`. Nothing is lost: what is counted of views stands in the views themselves."""
    refuse_where_not_possible()
    patiently(spreading.gather)
    click.echo("Figures are counted from the views themselves.")


def refuse_where_not_possible() -> None:
    if not spreading.is_possible():
        raise click.ClickException(ONLY_POSTGRESQL)


def patiently(step: Callable[[], Done]) -> Done:
    """Do and commit this step as soon as nobody holds what it needs: it waits half a second, lets others go, and tries
    again."""
    for _ in range(TRIES):
        try:
            done = step()
            db.session.commit()
        except OperationalError as error:
            db.session.rollback()
            if getattr(error.orig, "sqlstate", None) != LOCKED:
                raise
        else:
            return done
    raise click.ClickException("Somebody held the views for a minute. Nothing is lost: do it again in a quiet moment.")


@figures.command("describe")
def describe_figures() -> None:
    """Print what each figure counts and how: docs/figures.md."""
    click.echo(describing.describe(), nl=False)
