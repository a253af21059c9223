"""Accounts, from the server: the first ones, and a way in for whoever has none left."""

from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.extensions import db
from app.models import Person, Role
from app.services import agencies, inviting, settings
from app.services import people as everybody
from app.services.errors import RuleBroken

HERE = "http://127.0.0.1:8000"
MOST_NAMED = 10
NO_TABLE = ("no such table", "does not exist")  # as SQLite says it, and PostgreSQL


class NeedsTables(AppGroup):
    """Says what to do first when the tables have not been made."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (OperationalError, ProgrammingError) as error:
            if not any(words in str(error.orig) for words in NO_TABLE):
                raise
            raise click.ClickException("The tables are not there yet. Run: flask --app wsgi db upgrade") from None


people = NeedsTables(
    "people", help="The people who can sign in. Here one is enough: whoever runs this can read the keys."
)
address = click.option("--address", help="Where this service is reached. Without it: SITE_ADDRESS.")


@people.command("add")
@click.argument("username")
@click.option("--name", required=True, help="As others will see it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", help="The agency of an agency lead.")
@address
def add_person(username: str, name: str, role: str, agency: str | None, address: str | None) -> None:
    """Let someone sign in. Prints a link they use once to choose a passphrase."""
    of_agency = agencies.find_agency(agency) if agency else None
    if agency and of_agency is None:
        raise click.ClickException(f"There is no agency called {agency}. {which_there_are()}")
    agency_id = of_agency.id if of_agency else None
    try:
        person = inviting.add_person(username=username, name=name, role=Role(role), agency_id=agency_id)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    print_link(person, address)


def which_there_are() -> str:
    names = agencies.names()
    if not names:
        return "There is none yet. Run: flask agencies add …"
    more = f" and {len(names) - MOST_NAMED:,} more: flask agencies list" if len(names) > MOST_NAMED else "."
    return f"There are: {'; '.join(names[:MOST_NAMED])}{more}"


@people.command("link")
@click.argument("username")
@address
def make_link(username: str, address: str | None) -> None:
    """A new way in for somebody who lost theirs. Everything that signed them in before ends when they use it."""
    person = everybody.find_by_username(username)
    if person is None:
        raise click.ClickException(f"Nobody is called {username}.")
    print_link(person, address)


@people.command("list")
def list_people() -> None:
    """Everybody who has an account, by username."""
    number, has_more = 1, True
    while has_more:
        page = everybody.accounts(page=number)
        for account in page.accounts:
            click.echo(f"{account.person.username}: {account.person.role.value}, {account.state.value}")
        number, has_more = number + 1, page.has_more


def print_link(person: Person, address: str | None) -> None:
    try:
        token = inviting.make_link(None, person)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    days = settings.read().joining_days
    at = address or current_app.config["SITE_ADDRESS"] or HERE
    click.echo(f"{person.name} can join as {person.role.value}. Give them this link. It works once, for {days} days:")
    click.echo(f"{at.rstrip('/')}/join/{token}")
