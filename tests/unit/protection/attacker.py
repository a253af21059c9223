"""Somebody who has everything that was published, and adds and subtracts until nothing more can be learnt.

What they know is kept as equations over whole numbers, written down here from what the tables mean and not taken from
the code that protects them. An integer program then says whether a number could be this or that.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from app.protection.links import Links
from app.protection.small_numbers import HIDDEN

MOST = 10_000


class Attacker:
    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.least: list[float] = []
        self.most: list[float] = []
        self.equations: list[tuple[str, tuple[str, ...]]] = []

    def reads(self, shown: Mapping[str, object], links: Links, *, period: str = "") -> "Attacker":
        """Learns a publication: its numbers, and how its tables hang together. A period keeps its names apart."""
        for name, cell in shown.items():
            self._place(period + name, *((0, MOST) if cell is HIDDEN else (cell, cell)))
        for breakdown in links.breakdowns:
            self.adds_up(period + breakdown.whole, [period + part for part in breakdown.parts])
            self._knows_that_zeros_are_shown(shown, breakdown.parts, period)
        for crossing in links.crossings:
            for margin, line in crossing.lines.items():
                self.adds_up(period + margin, [period + name for name in line])
        return self

    def adds_up(self, whole: str, parts: Iterable[str]) -> "Attacker":
        self.equations.append((whole, tuple(parts)))
        self.__dict__.pop("_sums", None)
        return self

    def recorded(self, own: Mapping[str, int], *, period: str = "") -> "Attacker":
        """Knows how much of each number is their own."""
        for name, count in own.items():
            place = self.places[period + name]
            self.least[place] = max(self.least[place], count)
        return self

    def could_be(self, name: str, value: int) -> bool:
        """Whether whole numbers make every equation true with this one."""
        place = self.places[name]
        least, most = np.array(self.least), np.array(self.most)
        if not least[place] <= value <= most[place]:
            return False
        least[place] = most[place] = value
        answer = milp(
            np.zeros(len(least)),
            integrality=np.ones(len(least)),
            bounds=Bounds(least, most),
            constraints=self._sums,
        )
        assert answer.status in (0, 2), answer.message  # found, or there is none
        return answer.status == 0

    def rules_out(self, name: str, values: Iterable[int] = range(1, 6)) -> list[int]:
        return [value for value in values if not self.could_be(name, value)]

    def _place(self, name: str, least: int, most: int) -> None:
        assert name not in self.places
        self.places[name] = len(self.places)
        self.least.append(least)
        self.most.append(most)

    def _knows_that_zeros_are_shown(self, shown, parts, period) -> None:
        """In a breakdown that is not hidden whole, nothing hidden is 0."""
        if any(shown[part] is not HIDDEN for part in parts):
            self.recorded({part: 1 for part in parts if shown[part] is HIDDEN}, period=period)

    @cached_property
    def _sums(self) -> LinearConstraint:
        entries = [
            (number, self.places[name], sign)
            for number, (whole, parts) in enumerate(self.equations)
            for name, sign in [(whole, -1.0), *((part, 1.0) for part in parts)]
        ]
        numbers, places, signs = zip(*entries, strict=True)
        return LinearConstraint(coo_array((signs, (numbers, places)), (len(self.equations), len(self.places))), 0, 0)
