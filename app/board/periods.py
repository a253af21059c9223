"""The periods of figures as pages and addresses name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.services.clocks import Quarter

BESIDE_EACH_OTHER: Final = 4  # the newest; those before them are folded


@dataclass(frozen=True)
class Choice:
    """A period to choose: how it stands in an address, what it is called, and whether it is the one on the page."""

    code: str
    label: str
    is_chosen: bool


def to_choose_from(newest_first: Sequence[Quarter], chosen: Quarter) -> tuple[list[Choice], list[Choice]]:
    """The newest periods, and those that are folded away."""
    choices = [Choice(code(period), period.label, period == chosen) for period in newest_first]
    return choices[:BESIDE_EACH_OTHER], choices[BESIDE_EACH_OTHER:]


def find_period(asked: str, published: Iterable[Quarter]) -> Quarter | None:
    """The published period that was asked for, like 2026-3; or the newest; None when there is none."""
    newest_first = list(published)
    return next((period for period in newest_first if code(period) == asked), newest_first[0] if newest_first else None)


def code(period: Quarter) -> str:
    """2026-3"""
    return f"{period.year}-{period.number}"


def year_before(period: Quarter) -> Quarter:
    """The same months a year before."""
    return Quarter(period.year - 1, period.number)


def months_and_year(period: Quarter) -> tuple[str, str]:
    """Jan to Mar, and 2026"""
    return f"{period.first_day:%b} to {period.last_day:%b}", str(period.year)


def short(period: Quarter) -> str:
    """Jan to Mar 2026"""
    return " ".join(months_and_year(period))
