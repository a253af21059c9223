"""How things are measured side by side, and what is said of them."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

ROUNDS: Final = 5
Work = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One of the fourteen, or a part of it. `figure` is what is held against `target`: at most, or at least, that."""

    number: int
    what: str
    figure: float
    target: float
    unit: str = "×"
    at_least: bool = False
    more: str = ""

    @property
    def is_met(self) -> bool:
        return self.figure >= self.target if self.at_least else self.figure <= self.target

    @property
    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        said = "yes" if self.is_met else "no"
        return (
            str(self.number),
            self.what,
            f"{sign} {number_of(self.target)} {self.unit}",
            self.measured,
            said,
            self.more,
        )

    @property
    def measured(self) -> str:
        return f"{number_of(self.figure)} {self.unit}"

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def number_of(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


@dataclass(frozen=True)
class SideBySide:
    """Milliseconds of processor time for one call of each work, round by round."""

    rounds: Mapping[str, list[float]]

    def spent(self, name: str) -> float:
        return statistics.median(self.rounds[name])

    def ratio(self, name: str, to: str) -> float:
        """The median of what each round gives: whatever else ran slowed both."""
        pairs = zip(self.rounds[name], self.rounds[to], strict=True)
        return statistics.median(one / other for one, other in pairs)


def side_by_side(works: Mapping[str, Work], *, each: int = 30, rounds: int = ROUNDS) -> SideBySide:
    """All works take turns in every round, after one call each that does not count."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.process_time()
            for _ in range(each):
                work()
            found[name].append((time.process_time() - begun) / each * 1000)
    return SideBySide(found)
