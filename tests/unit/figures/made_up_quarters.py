"""Made-up quarters for the catalogue as it is declared: what came up is made from the types of what is asked for."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

from sqlalchemy import Boolean, Date, Enum

from app.services.figures import SOURCES, Counted, links_of_a_quarter, links_of_a_year
from app.services.figures.counting import tally
from app.services.figures.sources import HOURS
from app.services.protecting import protect_quarter

ROWS = {
    "views_by_area": {area: area for area in ("city", "county", "Rutland", "another area", "not said")},
    "actions_on_time": {letter * 32: f"Agency {letter}" for letter in "abcd"},
}
QUARTER, YEAR = links_of_a_quarter(ROWS), links_of_a_year(ROWS)
HELD_ON = date(2026, 8, 4)
DAYS = {  # such that some are in time, some are not, and some are missing
    "held_on": (0,),
    "strategy_discussion_on": (15, 60),
    "last_conference_on": (80, 170, 400),
    "told_of_move_on": (15, 60),
    "trained_on": (100, 1000),
}
NEVER_MISSING = {"permission", "verdict", "extent", "type"}


def fixed(seed: int) -> Random:
    return Random(seed)  # noqa: S311, nothing is kept secret with it


def made_up_quarter(random: Random, *, size: int, chairs: int = 1) -> Counted:
    """About so many of each thing that is counted, alike or not: how often each answer comes differs each time."""
    counted = Counted(Counter(), ROWS)
    for source in SOURCES:
        fields = {name: _answers(name, value.type, chairs) for name, value in source.fields.items()}
        leanings = {name: [random.random() ** 3 + 0.003 for _ in answers] for name, answers in fields.items()}
        groups = [
            _as_it_can_be(
                SimpleNamespace(
                    times=1,
                    **{name: random.choices(answers, leanings[name])[0] for name, answers in fields.items()},
                )
            )
            for _ in range(random.choice([size, size, size // 3, 2 * size]))
        ]
        tally(source, groups, counted)
    return counted


def _as_it_can_be(came: SimpleNamespace) -> SimpleNamespace:
    """An alert that nobody has acknowledged took no time."""
    if hasattr(came, "within") and came.in_time is None:
        came.within = None
    return came


def counts_of(counted: Counted) -> dict[str, int]:
    return {name: counted.counts.get(name, 0) for name in YEAR.names}


def shown_of(counted: Counted, limits) -> dict:
    return protect_quarter(counted.counts, QUARTER, counted.recorded, limits)


def _answers(name: str, kind, chairs: int) -> list:
    if name in ("chair", "agency"):
        letters = "abcd" if name == "agency" else range(chairs)
        return [SimpleNamespace(hex=f"{letter}" * 32) for letter in letters] if name == "agency" else [*letters]
    if name == "area":
        return ["city", "county", "Rutland", "old town", None]
    if name == "within":
        return [*HOURS, 0]
    if isinstance(kind, Date):
        return [HELD_ON - timedelta(days=days) for days in DAYS[name]] + ([None] if name != "held_on" else [])
    if isinstance(kind, Boolean):
        return [True, False] if name.startswith(("has_", "is_")) else [True, False, None]
    assert isinstance(kind, Enum), f"{name} is of a kind that nothing is made up for"
    return [*kind.enum_class] if name in NEVER_MISSING else [*kind.enum_class, None]
