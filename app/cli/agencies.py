import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.models import Agency

agencies = AppGroup("agencies", help="The members of the board, who own actions.")


@agencies.command("add")
@click.argument("name")
def add_agency(name: str) -> None:
    """Add an agency that chairs can give actions to."""
    if db.session.scalar(select(Agency.id).where(Agency.name == name.strip())):
        raise click.ClickException(f"{name} is there already.")
    db.session.add(Agency(name=name.strip()))
    db.session.commit()
    click.echo(f"{name} can now be given actions.")


@agencies.command("list")
def list_agencies() -> None:
    """Every agency, by name."""
    for name in db.session.scalars(select(Agency.name).order_by(Agency.name)):
        click.echo(name)
