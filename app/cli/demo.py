"""An empty database is filled with people and words that are made up."""

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db
from app.models import utc_now
from app.services import demonstrating
from app.services.errors import RuleBroken
from app.services.key_proving import prove_keys

LARGEST_SEED = 2**31 - 1  # what its column holds

demo = AppGroup("demo", help="Fill an empty database with people and words that are made up.")


@demo.command("load")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0, LARGEST_SEED), help="Another, other words."
)
@click.option("--views", default=2400, show_default=True, type=click.IntRange(0), help="How many views.")
@click.option("--conferences", default=800, show_default=True, type=click.IntRange(0), help="How many conferences.")
@click.option("--upgrade", "upgrades", is_flag=True, help="First make its tables, or bring them up to date.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is something in the database.")
def load_demonstration(seed: int, views: int, conferences: int, upgrades: bool, if_empty: bool) -> None:
    """Make up views, conferences and people over eight quarters, and publish the figures. Never overwrites anything."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Set DEMO=yes: a database filled with made-up people is for demonstrations only.")
    if upgrades:
        flask_migrate.upgrade()
        prove_keys()  # as at every start: there was no table to keep the proof in
    if if_empty and demonstrating.is_in_use():
        click.echo("There is something in this database already: nothing to do.")
        return
    try:
        loaded = demonstrating.load(seed=seed, views=views, conferences=conferences, now=utc_now())
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    click.echo(f"Made up {views} views and {conferences} conferences. Figures: {len(loaded.quarters)} quarters.")
    if loaded.four_words:
        click.echo(f"To read an answer as a young person, type: {' '.join(loaded.four_words)}")
    for card in loaded.cards:
        click.echo(f"{card.what} At /meeting, type: {' '.join(card.words)}")
