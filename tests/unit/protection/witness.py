"""A world in which a hidden number is another one and all that is published is the same, built as the proof builds it.

docs/decisions/0028-linked-tables.md gives the proof. A test publishes the world that comes out of this with the real
rule: what is shown must not differ in anything.
"""

from collections.abc import Mapping, Sequence

from app.protection.linked_tables import Limits
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN


class Witness:
    def __init__(
        self,
        world: Mapping[str, int],
        shown: Mapping[str, object],
        links: Links,
        *,
        limits: Limits | None = None,
        given: Mapping[str, object] | None = None,
    ) -> None:
        self.world, self.shown, self.links = dict(world), shown, links
        self.limits, self.given = limits or Limits(), given or {}
        # What is hidden as company only, or for what one person recorded, may be hidden for small numbers as well.
        for whole in links.from_the_top:
            for breakdown in links.of(whole):
                hidden = [part for part in breakdown.parts if shown[part] is HIDDEN]
                if hidden and hidden[0] not in self.given and shown[whole] is not HIDDEN:
                    self._set(hidden[0], 1)

    def where(self, name: str, value: int) -> dict[str, int]:
        """The world in which this hidden number is that value."""
        crossing = next((each for each in self.links.crossings if name in set(each)), None)
        if crossing is None:
            self._set(name, value)
        else:
            row, column = (margin for margin, line in crossing.lines.items() if name in line)
            # A margin of one part is everybody: first how many they are, then who.
            for margin in (row, column) if len(crossing.rows.parts) == 1 else (column, row):
                if self.shown[margin] is HIDDEN and margin not in self.given:
                    self._set(margin, value)
            self._fill(crossing, fixed=(row, column, value))
        return self.world

    def _set(self, name: str, value: int) -> None:
        breakdown = next((each for each in self.links.breakdowns if name in each.parts), None)
        if breakdown is None:
            self._change({name: value})
            return
        whole, others = breakdown.whole, [part for part in breakdown.parts if part != name]
        if not others:
            self._set(whole, value)
            return
        if self.shown[whole] is HIDDEN and self.world[whole] < value:
            self._set(whole, self.limits.threshold)
        total = self.world[whole]
        if all(self.shown[part] is HIDDEN for part in breakdown.parts):  # nearly everybody in one category
            self._change({name: value, **dict.fromkeys(others, 0), others[0]: total - value})
            return
        hidden = [part for part in others if self.shown[part] is HIDDEN]
        neighbour = next(each for group in self._groups(breakdown) if name in group for each in group if each != name)
        new = {**dict.fromkeys(hidden, 1), name: value}
        if not any(self.world[part] for part in breakdown.parts if self.shown[part] is not HIDDEN):
            new[next(part for part in hidden if part != neighbour)] = self.limits.threshold
        new.pop(neighbour)
        new[neighbour] = sum(self.world[part] for part in (name, *hidden)) - sum(new.values())
        self._change(new)

    def _groups(self, breakdown: Breakdown) -> list[Sequence[str]]:
        there = [part for part in breakdown.parts if self.world[part]]
        pairs = [there[place : place + 2] for place in range(0, len(there) - 1, 2)]
        if len(there) % 2:
            pairs[-1].append(there[-1])
        return pairs

    def _change(self, new: Mapping[str, int]) -> None:
        self.world.update(new)
        for name in new:
            for breakdown in self.links.of(name):
                first, *others = breakdown.parts
                self._change({first: self.world[name], **dict.fromkeys(others, 0)})
        for crossing in self.links.crossings:
            if crossing.lines.keys() & new.keys():
                self._fill(crossing)

    def _fill(self, crossing: Crossing, fixed: tuple[str, str, int] | None = None) -> None:
        """Any numbers that make the margins, with one of them fixed."""
        rows = {name: self.world[name] for name in crossing.rows.parts}
        columns = {name: self.world[name] for name in crossing.columns.parts}
        if sum(rows.values()) != sum(columns.values()):
            return  # the other margin comes next
        order = [(row, column) for row in rows for column in columns]
        left = self._no_longer_small(crossing, rows, columns)
        if fixed:
            row, column, value = fixed
            assert (row, column) not in left
            left[row, column] = value
            rows[row] -= value
            columns[column] -= value
            order = sorted(
                (each for each in order if each != (row, column)), key=lambda each: (each[0] != row, each[1] != column)
            )
        for row, column in order:
            more = min(rows[row], columns[column])
            left[row, column] = left.get((row, column), 0) + more
            rows[row] -= more
            columns[column] -= more
        for row, line in zip(crossing.rows.parts, crossing.cells, strict=True):
            for column, name in zip(crossing.columns.parts, line, strict=True):
                self.world[name] = left[row, column]

    def _no_longer_small(self, crossing: Crossing, rows: dict[str, int], columns: dict[str, int]) -> dict:
        """Cells that the margins bound, where the columns are shown all the same: they are more than small."""
        whole, small = self.shown[crossing.rows.whole], self.limits.threshold
        bounded = [
            (row, column)
            for row in rows
            for column in columns
            if HIDDEN not in (whole, self.shown[row], self.shown[column])
            if 2 <= rows[row] + columns[column] - whole <= small
        ]
        for row, column in bounded:
            rows[row] -= small + 1
            columns[column] -= small + 1
        return dict.fromkeys(bounded, small + 1)
