"""Canned openings: the first sentences of an answer, kept for everybody who writes one."""

from uuid import UUID, uuid4

from sqlalchemy import select

from app.extensions import db
from app.models import CannedOpening, Person, utc_now
from app.services import auditing
from app.services.adding import add_if_new
from app.services.errors import RuleBroken


def all_openings() -> list[CannedOpening]:
    """Every opening: those that can be chosen first, each by name."""
    openings = db.session.scalars(select(CannedOpening))
    return sorted(openings, key=lambda opening: (not opening.is_active, opening.name.casefold()))


def to_choose_from() -> list[CannedOpening]:
    """Those that can be put in front of an answer, by name."""
    return [opening for opening in all_openings() if opening.is_active]


def get_opening(opening_id: UUID) -> CannedOpening:
    """Raises NoResultFound."""
    return db.session.get_one(CannedOpening, opening_id)


def find_by_name(name: str) -> CannedOpening | None:
    """Capitals count for nothing."""
    return next((one for one in all_openings() if one.name.casefold() == name.casefold()), None)


def put_in_front(opening_id: UUID | None, text: str) -> str:
    """A text with this opening before it; as it is when there is none, or when it begins like that already."""
    opening = db.session.get(CannedOpening, opening_id) if opening_id else None
    if opening is None or not opening.is_active or text.startswith(opening.text):
        return text
    return f"{opening.text}\n\n{text}" if text else opening.text


def add_opening(by: Person, *, name: str, text: str) -> None:
    """Keep an opening. The same twice adds one. Raises RuleBroken when another one has that name."""
    found = find_by_name(name)
    if found and (found.name, found.text, found.is_active) == (name, text, True):
        return
    if found:
        raise RuleBroken(f"There is an opening called {found.name} already. Change it, or choose another name.")
    values = {"id": uuid4(), "created_at": utc_now(), "name": name, "text": text, "is_active": True}
    add_if_new(CannedOpening, values, key="name")
    opening = db.session.scalars(select(CannedOpening).where(CannedOpening.name == name)).one()
    auditing.note(by, "added opening", opening)
    db.session.flush()


def change_opening(opening: CannedOpening, by: Person, *, name: str, text: str, is_active: bool) -> None:
    """Change an opening, retire it, bring it back. Answers that were sent stay as they are.

    Raises RuleBroken when another one has that name.
    """
    other = find_by_name(name)
    if other is not None and other.id != opening.id:
        raise RuleBroken(f"There is an opening called {other.name} already. Change it, or choose another name.")
    if (opening.name, opening.text) != (name, text):
        opening.name, opening.text = name, text
        auditing.note(by, "changed opening", opening)
    if opening.is_active != is_active:
        opening.is_active = is_active
        auditing.note(by, "brought opening back" if is_active else "retired opening", opening)
    db.session.flush()
