"""Themes: what several views have in common, from one list. Whoever reads views keeps it, and administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.extensions import db
from app.models import Person, Theme, View, ViewTheme, utc_now
from app.services import auditing
from app.services.adding import add_those_new
from app.services.errors import RuleBroken


@dataclass(frozen=True)
class Used:
    """A theme, and how many views have it."""

    theme: Theme
    views: int


def all_themes() -> list[Used]:
    """Every theme: those that can be chosen first, each by name, with how many views have it. One query."""
    rows = db.session.execute(
        select(Theme, func.count(ViewTheme.id)).outerjoin(ViewTheme, ViewTheme.theme_id == Theme.id).group_by(Theme.id)
    )
    used = [Used(theme, views) for theme, views in rows]
    return sorted(used, key=lambda one: (not one.theme.is_active, one.theme.name.casefold()))


def get_theme(theme_id: UUID) -> Theme:
    """One theme, to be changed: two who change it take turns. Raises NoResultFound."""
    return db.session.get_one(Theme, theme_id, with_for_update=True)


def find_by_name(name: str) -> Theme | None:
    """Capitals count for nothing: there are few, so they are compared here."""
    themes = db.session.scalars(select(Theme))
    return next((theme for theme in themes if theme.name.casefold() == name.casefold()), None)


def add_theme(by: Person, *, name: str) -> Theme:
    """Put a theme on the list. The same name twice adds one.

    Raises RuleBroken when there is one with that name that is written otherwise, or that is retired.
    """
    found = find_by_name(name)
    if found and not found.is_active:
        raise RuleBroken(f"There was a theme called {found.name}. Bring it back instead.")
    if found and found.name != name:
        raise RuleBroken(f"There is a theme called {found.name} already.")
    if found:
        return found
    row = {"id": uuid4(), "created_at": utc_now(), "name": name, "is_active": True}
    is_ours = add_those_new(Theme, [row], key=["name"])
    theme = db.session.scalars(select(Theme).where(Theme.name == name)).one()
    if is_ours:
        auditing.note(by, "added theme", theme, reason=f"Is: {name}.")
    db.session.flush()
    return theme


def change_theme(theme: Theme, by: Person, *, name: str, is_active: bool) -> None:
    """Rename a theme, retire it, bring it back. Views that have it keep it, under its new name.

    Raises RuleBroken when another theme has that name.
    """
    other = find_by_name(name)
    if other is not None and other.id != theme.id:
        raise RuleBroken(f"There is a theme called {other.name} already.")
    if theme.name != name:
        auditing.note_change(by, "renamed theme", theme, was=theme.name, now=name)
        theme.name = name
    if theme.is_active != is_active:
        theme.is_active = is_active
        auditing.note(by, "brought theme back" if is_active else "retired theme", theme, reason=f"{name}.")
    db.session.flush()


def themes_of(view: View) -> list[Theme]:
    """What a view has in common with others, by name."""
    themes = db.session.scalars(select(Theme).join(ViewTheme).where(ViewTheme.view_id == view.id))
    return sorted(themes, key=lambda theme: theme.name.casefold())


def to_choose_from(view: View) -> list[Theme]:
    """Themes that can be chosen for a view, and retired ones that it has."""
    has = select(ViewTheme.theme_id).where(ViewTheme.view_id == view.id)
    themes = db.session.scalars(select(Theme).where(Theme.is_active.is_(True) | Theme.id.in_(has)))
    return sorted(themes, key=lambda theme: theme.name.casefold())


def put_themes(view: View, by: Person, *, theme_ids: Iterable[UUID]) -> None:
    """A view has exactly these themes from now on. For a view that was got `for_change`.

    Raises RuleBroken for one that does not exist or is retired, unless the view has it, and for a view that is cleared.
    """
    if view.cleared_at is not None:
        raise RuleBroken("Nothing of this is left to sort.")
    wanted = set(theme_ids)
    may_have = {theme.id for theme in to_choose_from(view)}
    if not wanted <= may_have:
        raise RuleBroken("A theme was retired while this page was open. Choose again.")
    has = {one.theme_id: one for one in db.session.scalars(select(ViewTheme).where(ViewTheme.view_id == view.id))}
    for theme_id in has.keys() - wanted:
        db.session.delete(has[theme_id])
    for theme_id in sorted(wanted - has.keys()):
        db.session.add(ViewTheme.of(view, theme_id=theme_id, added_by_id=by.id))
    if wanted != has.keys():
        auditing.note(by, "changed themes of view", view)
    db.session.flush()
