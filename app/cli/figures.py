import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import utc_now
from app.services import publishing
from app.services.clocks import london_day

figures = AppGroup("figures", help="Publish the board's figures.")


@figures.command("publish")
def publish_figures() -> None:
    """Publish every quarter that is over and not published yet. What is published never changes."""
    quarters = publishing.publish_closed_quarters(london_day(utc_now()))
    db.session.commit()
    for quarter in quarters:
        click.echo(f"Published the figures for {quarter.label}.")
    if not quarters:
        click.echo("Nothing to do: every quarter that is over is published, or nothing happened in it.")
