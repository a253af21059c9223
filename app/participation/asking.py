"""What an address of the inbox asks for. Values that are none are left out: a list is shown, never an error."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import has_request_context, request

from app.access import signed_in_person
from app.models import View, utc_now
from app.models.codes import AgeGroup, Topic
from app.participation import participation
from app.services.inbox import looking
from app.services.inbox.filters import Asker, Due, Filters, Nothing, State
from app.services.inbox.listing import Neighbours, neighbours
from app.services.inbox.order import Position, Walk

Choice = TypeVar("Choice", bound=StrEnum)
LIST_OF_ALERTS = "participation.list_alerts"


def choice(name: str, kind: type[Choice]) -> Choice | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def theme_asked_for() -> UUID | None:
    try:
        return UUID(request.args.get("theme", ""))
    except ValueError:
        return None


def filters_asked_for() -> Filters:
    """The filters that the address names."""
    return Filters().but(
        state=choice("state", State) or State.WAITING,
        due=choice("due", Due),
        topic=choice("topic", Topic) or choice("topic", Nothing),
        theme=theme_asked_for(),
        age_group=choice("age", AgeGroup) or choice("age", Nothing),
        is_new=request.args.get("new") == "yes",
    )


@participation.url_defaults
def carry_filters(endpoint: str, values: dict[str, Any]) -> None:
    """Whatever is done about a view or its alert leads back to where it was opened from: its filters, where it stood.

    They stand in the address as the inbox itself has them there: codes and times, and no word of anybody's.
    """
    if has_request_context() and is_way_on(endpoint, values):
        at = Position.read(request.args.get("at", ""))
        for name, value in (filters_asked_for().asked() | ({"at": str(at)} if at else {})).items():
            values.setdefault(name, value)


def is_way_on(endpoint: str, values: dict[str, Any]) -> bool:
    """Whether a link goes on with the same view or with alerts: from a list to one, to its view, and back."""
    here = request.view_args or {}
    if "view_id" in here and str(values.get("view_id")) == str(here["view_id"]):
        return True
    if endpoint == LIST_OF_ALERTS or "alert_id" in values:
        return request.blueprint == participation.name
    return "alert_id" in here and "view_id" in values


def walk_asked_for() -> Walk:
    """From where on, or back from where, the address asks for a page."""
    if before := Position.read(request.args.get("before", "")):
        return Walk(before, is_back=True)
    return Walk(Position.read(request.args.get("after", "")))


def around(view: View) -> tuple[Filters, Neighbours]:
    """What this view was opened from, and the views on either side of where it stood then. Three queries.

    Where it stood is in the address. Without it, that is where it stands now.
    """
    filters, now = filters_asked_for(), utc_now()
    here = Position.read(request.args.get("at", ""))
    if here is None or here.view_id != view.id:
        here = Position.of(view)
    person = signed_in_person()
    asker = Asker(person_id=person.id, now=now, new_since=looking.new_since(person, now))
    return filters, neighbours(filters, asker, here)
