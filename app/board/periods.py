"""The periods of figures as pages and addresses name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.services.clocks import FinancialYear, Period, Quarter

BESIDE_EACH_OTHER: Final = 4  # of the newest quarters; what was before them is folded


@dataclass(frozen=True)
class Choice:
    """A period to choose: how it stands in an address, what it is called, and whether it is the one on the page."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """The newest quarters and the newest year, and those that are folded away."""

    newest: list[Choice]
    older: list[Choice]


def to_choose_from(published: Iterable[Period], chosen: Period) -> Choices:
    """Quarters and years, each the newest first."""
    newest_first = sorted(published, key=lambda period: period.last_day, reverse=True)
    quarters = [period for period in newest_first if isinstance(period, Quarter)]
    years = [period for period in newest_first if isinstance(period, FinancialYear)]
    newest: list[Period] = [*quarters[:BESIDE_EACH_OTHER], *years[:1]]
    older: list[Period] = [*quarters[BESIDE_EACH_OTHER:], *years[1:]]
    return Choices(*([Choice(code(one), short(one), one == chosen) for one in group] for group in (newest, older)))


def find_period(asked: str, published: Iterable[Period]) -> Period | None:
    """The published period that was asked for, like 2026-3; or the newest quarter; None when there is none."""
    periods = list(published)
    newest = max(periods, key=lambda period: (isinstance(period, Quarter), period.first_day), default=None)
    return next((period for period in periods if code(period) == asked), newest)


def code(period: Period) -> str:
    """2026-3 for a quarter, 2026-27 for a financial year."""
    if isinstance(period, FinancialYear):
        return period.code
    return f"{period.year}-{period.number}"


def year_before(period: Period) -> Period | None:
    """The same months a year before; None for a year, whose period before is that already."""
    return Quarter(period.year - 1, period.number) if isinstance(period, Quarter) else None


def kind(period: Period) -> str:
    return "quarter" if isinstance(period, Quarter) else "year"


def months_and_year(period: Period) -> tuple[str, str]:
    """Jan to Mar, and 2026; of a financial year, Year to Mar, and 2026."""
    begins = f"{period.first_day:%b}" if isinstance(period, Quarter) else "Year"
    return f"{begins} to {period.last_day:%b}", str(period.last_day.year)


def short(period: Period) -> str:
    """Jan to Mar 2026"""
    return " ".join(months_and_year(period))
