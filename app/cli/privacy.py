"""The data map, printed from the code."""

import click
from flask.cli import AppGroup

from app.services.data_map import describing

privacy = AppGroup("privacy", help="What Heard holds about people, and why.")


@privacy.command("describe")
def describe_privacy() -> None:
    """Print the data map: docs/privacy.md. `make privacy` writes it there."""
    click.echo(describing.describe(), nl=False)
