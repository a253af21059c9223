"""How settings are shown: what each is now in words, what is usual, when it was last changed or made sure of."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.administration.setting_forms import LISTED, bounds_in_words
from app.formats import short_date
from app.models import utc_now
from app.services import setting_history, settings
from app.services.checking_up.people import is_made_up
from app.services.clocks import london_day
from app.services.number_checks import NEVER_RUNG, NumberCheck
from app.services.setting_catalogue import EXPLAINED, GROUPS
from app.services.setting_explained import Explained, Group
from app.services.setting_history import LastChange
from app.services.setting_rules import BOUNDS, DAYS

OWN = "Each board has its own. Heard comes with one that is made up."
OF_EACH_BOARD = frozenset({"board_name", "board_area", "areas", "advocate_name", "complaints_address"})


@dataclass(frozen=True)
class Shown:
    """One setting on the page."""

    setting: Explained
    now: str
    typed: str  # the same as it is stored
    usual: str  # what Heard comes with; where that rings nowhere, that each board has its own
    bounds: str | None
    changed: LastChange | None
    check: NumberCheck | None
    today: date
    is_usual: bool

    @property
    def is_stale(self) -> bool:
        """Whether it is a number that nobody has made sure of lately."""
        return self.check is not None and self.check.is_stale(self.today)

    @property
    def is_rung(self) -> bool:
        """Whether making sure means ringing it. Nobody rings 999 to see whether it is right."""
        return self.setting.name not in NEVER_RUNG


@dataclass(frozen=True)
class ShownGroup:
    """Some settings that are looked at together."""

    group: Group
    settings: list[Shown]

    @property
    def says(self) -> str:
        """How many there are, and how many are not what Heard comes with: 10 settings, 2 changed."""
        number = len(self.settings)
        changed = sum(not shown.is_usual for shown in self.settings)
        return f"{number} settings" + (f", {changed} changed" if changed else "")

    @property
    def stale(self) -> int:
        """How many numbers nobody has made sure of lately."""
        return sum(shown.is_stale for shown in self.settings)


def every_group() -> list[ShownGroup]:
    """Every setting as it is now, by group."""
    shown = shown_by_name()
    return [ShownGroup(group, [shown[one.name] for one in group.settings]) for group in GROUPS]


def group_of(name: str) -> str:
    """The key of the group in which a setting stands."""
    return next(group.key for group in GROUPS if any(one.name == name for one in group.settings))


def shown_by_name() -> dict[str, Shown]:
    in_force, checks, changes = settings.read(), settings.checks_now(), setting_history.last_changes()
    today = london_day(utc_now())
    found = {}
    for name, setting in EXPLAINED.items():
        now = getattr(in_force, name)
        found[name] = Shown(
            setting=setting,
            now=in_words(setting, now),
            typed=settings.in_words(now),
            usual=OWN if name in OF_EACH_BOARD or is_made_up(name, setting.usual) else in_words(setting, setting.usual),
            bounds=bounds_in_words(setting) if name in BOUNDS else None,
            changed=changes.get(name),
            check=checks.get(name),
            today=today,
            is_usual=now == setting.usual,
        )
    return found


def in_words(setting: Explained, value: Any) -> str:
    """As people read it: 60 minutes; Monday, Tuesday; Yes."""
    if setting.name in LISTED:
        return ", ".join(LISTED[setting.name].get(str(one), str(one)) for one in value)
    if setting.name in DAYS:
        return short_date(date.fromisoformat(value)) if value else "Not yet"
    words = settings.in_words(value)
    if isinstance(value, bool):
        return words.capitalize()
    return f"{words} {setting.unit}" if setting.unit else words
