"""The members of the board, from the server: add one, list them."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.services import agencies as board_agencies
from app.services.errors import RuleBroken

agencies = AppGroup("agencies", help="The members of the board, who own actions.")


@agencies.command("add")
@click.argument("name")
@click.option("--social-care", is_flag=True, help="It is children's social care: no conference is quorate without it.")
def add_agency(name: str, social_care: bool) -> None:
    """Add an agency that chairs can give actions to."""
    try:
        agency = board_agencies.add_agency(name, is_social_care=social_care)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    click.echo(f"{agency.name} can now be given actions.")


@agencies.command("list")
def list_agencies() -> None:
    """Every agency, by name."""
    for name in board_agencies.names():
        click.echo(name)
