"""What the board decides, from the server: shown and changed."""

from dataclasses import asdict

import click
from flask.cli import AppGroup

from app.extensions import db
from app.services import settings as board_settings
from app.services.errors import RuleBroken

settings = AppGroup("settings", help="See and change what the board decides.")


@settings.command("show")
def show_settings() -> None:
    """Every setting and the value in force."""
    for name, value in asdict(board_settings.read()).items():
        click.echo(f"{name} = {board_settings.in_words(value)}")


@settings.command("set")
@click.argument("name")
@click.argument("value")
def change_setting(name: str, value: str) -> None:
    """Change one setting. Every process uses it within 5 seconds."""
    try:
        now = board_settings.change(name, value)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    click.echo(f"{name} = {now}")
