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
def carry_filters(_endpoint: str, values: dict[str, Any]) -> None:
    """Whatever is done about a view leads back to where it was opened from: its filters, and where it stood."""
    here = request.view_args or {} if has_request_context() else {}
    if "view_id" in here and str(values.get("view_id")) == str(here["view_id"]):
        at = Position.read(request.args.get("at", ""))
        for name, value in (filters_asked_for().asked() | ({"at": str(at)} if at else {})).items():
            values.setdefault(name, value)


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
