"""Runs `flask` commands on the database of a service that is running, one for each line that it is sent.

Beside the service's own: `card to-come` and `card told` make a child's card and print its 4 words; `have` makes what
others have left there. It is a process that
stays: to begin one takes longer than most of what browser tests ask of it.
"""

import json
import sys
from datetime import time, timedelta

import click
from flask.cli import with_appcontext

from app import create_app
from app.extensions import db
from app.forms import new_once
from app.models import Role, utc_now
from app.models.codes import Extent, Reason, SharedBy, SharedWhen
from app.protection.four_words import choose_words
from app.services import agencies, clocks
from config import Config
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    MeetingWordsFactory,
    PersonFactory,
    PublicationFactory,
    WishFactory,
)
from tests.participation_factories import ThemeFactory


def make_card(kind: str) -> str:
    """The words on the card of a child whose meeting is next week, or was last week and can be read about."""
    today, name = clocks.london_day(utc_now()), new_once()
    chair = PersonFactory(role=Role.CHAIR, name=name)
    day = today + timedelta(days=7 if kind == "to-come" else -7)
    conference = ConferenceFactory(reference=name, held_on=day, start_time=time(14), chair=chair)
    record = ChildRecordFactory(conference=conference, child=ChildFactory(reference=name))
    if kind == "told":
        tell(record, today)
    words = choose_words()
    MeetingWordsFactory(record=record, four_words=words)
    return " ".join(words)


def tell(record, today) -> None:
    record.released_at = utc_now()
    record.shared_when, record.shared_by = SharedWhen.START, SharedBy.ADVOCATE
    stay = WishFactory(
        record=record,
        position=1,
        text="I want to stay at my school. I like it there.",
        extent=Extent.FULLY,
        changed="You stay at your school. That was because of what you said.",
    )
    WishFactory(
        record=record,
        position=2,
        text="I want the meetings to stop",
        extent=Extent.NOT_ACTED_ON,
        reason=Reason.NOT_YET,
        explanation="We still need to check that home is safe. We will look again in 3 months.",
    )
    school = AgencyFactory(name=new_once())
    ActionFactory(
        record=record, agency=school, wish=stay, what="Keep the place at school", due_on=today + timedelta(days=14)
    )
    ActionFactory(record=record, agency=school, what="Come to see you", owner_role="Social worker", due_on=today)


@click.command
@click.argument("kind")
@with_appcontext
def card(kind: str) -> None:
    words = make_card(kind)
    db.session.commit()
    click.echo(words)


@click.command
@click.argument("kind", type=click.Choice(["theme", "action", "figures"]))
@click.argument("name")
@with_appcontext
def have(kind: str, name: str) -> None:
    """A theme of this name; an action of the agency of this name; two quarters of the table of this name."""
    if kind == "theme":
        ThemeFactory(name=name)
    elif kind == "action":
        ActionFactory(agency=agencies.find_agency(name), what="Keep the place at school")
    else:
        now = clocks.Quarter.containing(clocks.london_day(utc_now()))
        for quarter, percent in ((now.previous.previous, 70), (now.previous, 80)):
            content = PublicationFactory.build(table_name=name).content | {
                "share": {"counted": percent, "of": 100, "percent": percent},
                "numerator": "heard",
            }
            days = {"first_day": quarter.first_day, "last_day": quarter.last_day}
            PublicationFactory(table_name=name, content=content, **days)
    db.session.commit()


if __name__ == "__main__":
    app = create_app(Config.from_environment())
    app.cli.add_command(card)
    app.cli.add_command(have)
    for line in sys.stdin:
        done = app.test_cli_runner().invoke(args=json.loads(line))
        sys.stdout.write(json.dumps([done.exit_code, done.output]) + "\n")
        sys.stdout.flush()
