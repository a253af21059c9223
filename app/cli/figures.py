"""The board's figures, from the server: published, checked, described."""

import sys
from datetime import date, datetime

import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import utc_now
from app.services import publishing, revising_figures, verifying_figures
from app.services.clocks import Period, london_day
from app.services.figures import describing

LONGEST_REASON = 500  # characters

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


@figures.command("describe")
def describe_figures() -> None:
    """Print what each figure counts and how: docs/figures.md."""
    click.echo(describing.describe(), nl=False)
