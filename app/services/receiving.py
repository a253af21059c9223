"""What a child wrote for their meeting reaches the chair: word for word, and read by a day that is written down."""

import json
from typing import NamedTuple

from app.extensions import db
from app.models import ChildRecord, Contribution, Person, utc_now
from app.services import auditing
from app.services.whose_conference import is_led_by


class Written(NamedTuple):
    """What a child wrote for the meeting: what counts, and what was replaced, each the newest first."""

    now: list[Contribution]
    replaced: list[Contribution]


def in_order(record: ChildRecord) -> Written:
    """Of a record that was got with its contributions."""
    return Written(
        [one for one in record.contributions if one.replaced_at is None],
        [one for one in record.contributions if one.replaced_at is not None],
    )


def wishes_in(contribution: Contribution) -> list[str]:
    """The wishes of one sitting, in the child's own order and words."""
    written = contribution.wishes_as_json
    return [str(wish) for wish in json.loads(written)] if written else []


def open_contributions(chair: Person, record: ChildRecord) -> None:
    """Somebody sees what the child wrote: that is written down. What was not read before is read once its chair does.

    The record comes with its conference.
    """
    if not record.contributions:
        return
    if is_led_by(record.conference, chair):
        now = utc_now()
        for contribution in record.contributions:
            contribution.read_at = contribution.read_at or now
    auditing.note(chair, "opened what a child wrote", record)
    db.session.flush()


def first_unread(record: ChildRecord) -> Contribution | None:
    """Of what nobody has read yet, the one whose time runs out first."""
    unread = [contribution for contribution in record.contributions if contribution.read_at is None]
    return min(unread, key=lambda contribution: contribution.read_due_at, default=None)
