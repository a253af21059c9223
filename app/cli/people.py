import click
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db
from app.models import Person, Role
from app.services import agencies, inviting, settings
from app.services import people as everybody
from app.services.errors import RuleBroken

people = AppGroup("people", help="The people who can sign in. Here one is enough: whoever runs this can read the keys.")
HERE = "http://127.0.0.1:8000"
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
        raise click.ClickException(f"There is no agency called {agency}.")
    agency_id = of_agency.id if of_agency else None
    try:
        person = inviting.add_person(username=username, name=name, role=Role(role), agency_id=agency_id)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    print_link(person, address)


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
    page, has_more = 1, True
    while has_more:
        found, has_more = everybody.accounts(page=page)
        for account in found:
            click.echo(f"{account.person.username}: {account.person.role.value}, {account.state.value}")
        page += 1


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
