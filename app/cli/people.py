import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import Role
from app.services import agencies, settings, signing_in
from app.services.errors import RuleBroken

people = AppGroup("people", help="Add the people who can sign in.")


@people.command("add")
@click.argument("username")
@click.option("--name", required=True, help="As others will see it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", help="The agency of an agency lead.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where this service is reached.")
def add_person(username: str, name: str, role: str, agency: str | None, address: str) -> None:
    """Let someone sign in. Prints a link they use once to choose a passphrase."""
    of_agency = agencies.find_agency(agency) if agency else None
    if agency and of_agency is None:
        raise click.ClickException(f"There is no agency called {agency}.")
    agency_id = of_agency.id if of_agency else None
    try:
        person = signing_in.add_person(username=username, name=name, role=Role(role), agency_id=agency_id)
        token = signing_in.make_joining_link(person)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    db.session.commit()
    days = settings.read().joining_days
    click.echo(f"{name} can join as {role}. Give them this link. It works once, for {days} days:")
    click.echo(f"{address.rstrip('/')}/join/{token}")
