"""Who leads a conference, as pages show it: to its chair, to whoever takes the minutes, and to the chairs' manager."""

from app.access import signed_in_person
from app.chairs import chairs
from app.chairs.shown import Tag, by_tag
from app.models import ChildRecord, Conference, utc_now
from app.services import minuting, overdue, receiving, whose_conference
from app.services.child_page import is_open


@chairs.app_template_filter()
def is_led_here(conference: Conference) -> bool:
    """Whether whoever looks at the page is its chair. What only a chair does is shown to nobody else."""
    return whose_conference.is_led_by(conference, signed_in_person())


@chairs.app_template_filter()
def is_only_read_here(record: ChildRecord) -> bool:
    """Whether whoever looks at the page changes nothing in this record: the child can read it, and they only take the
    minutes."""
    return minuting.is_only_read_by(signed_in_person(), record)


@chairs.app_template_filter()
def is_shut_here(record: ChildRecord) -> bool:
    """Whether nothing of the record but what became of it can be changed: its conference is finished, or the child can
    read it and whoever looks at the page only takes the minutes."""
    return record.conference.finished_at is not None or is_only_read_here(record)


@chairs.app_template_filter()
def unread_tag(record: ChildRecord) -> Tag | None:
    """By when the chair reads what the child wrote for the meeting, while nobody has."""
    unread = receiving.first_unread(record)
    return by_tag("The child wrote: read it", unread.read_due_at) if unread else None


@chairs.app_template_filter()
def late_actions(record: ChildRecord) -> int:
    """How many actions for this child are late."""
    return sum(is_open(action) and overdue.is_late(action.due_on, utc_now()) for action in record.actions)
