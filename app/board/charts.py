"""Charts as shapes: where each bar, line, mark and word of a drawing stands. From what is shown, and nothing else.

Across, places are per cent of the drawing's width, so that words keep their size on every screen; down, they are
points, 16 to the height of a letter of the page, so that nothing overlaps when somebody reads bigger letters.
What is hidden has a mark of its own that is always of one size, and joins no line. The scale comes from what is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Final

from app.board.shown import number
from app.protection.small_numbers import HIDDEN, Cell

LETTERS_IN_A_LINE: Final = 26  # beside a number, on the narrowest phone
LINE, BAR, GAP, FOOT = 20, 16, 12, 4
TOP, BOTTOM, LEFT, RIGHT = 28, 204, 16, 94  # where a trend has its points
ABOVE, BELOW, NEAR = 12, 24, 32  # a point's number, and how near the target's line is too near
TICK_EVERY = 4  # quarters: one in a year is named
STEPS = 4


@dataclass(frozen=True)
class Text:
    """A line of words, and where its foot stands."""

    words: str
    y: int


@dataclass(frozen=True)
class Bar:
    """One bar: its name, if its row has several, its number as shown, and its length in per cent; None when hidden."""

    name: str
    shown: Text
    top: int
    length: int | None

    @property
    def is_hidden(self) -> bool:
        return self.length is None


@dataclass(frozen=True)
class BarChart:
    """Bars below each other, under the names of their rows."""

    title: str
    description: str
    heads: tuple[Text, ...]
    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True)
class Place:
    """A point of a trend, or the mark of a hidden one, in per cent across and points down."""

    x: int
    y: int
    words: str = ""
    leans: str = "middle"  # which part of the words stands over the point
    foot: int = 0  # of the words


@dataclass(frozen=True)
class Stroke:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class TrendChart:
    """One number over time, with the target it should come to, if there is one."""

    title: str
    description: str
    grid: tuple[Text, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Place, ...]
    hidden: tuple[Place, ...]
    ticks: tuple[Place, ...]
    target: Text | None
    height: int = BOTTOM + 32
    left: int = LEFT
    right: int = RIGHT


@dataclass(frozen=True)
class Point:
    """One period of a trend: its name, a short one for the foot of the chart, and what is shown. None: nothing was."""

    label: str
    short: str
    value: Cell | None


def bar_chart(title: str, rows: Sequence[tuple[str, Sequence[tuple[str, Cell]]]]) -> BarChart:
    """A bar for each number of a row, as long as that number beside the longest that is shown.

    A row is its label, and the name of each of its numbers, which is empty when it has only one.
    """
    longest = max((cell for _, named in rows for _, cell in named if cell is not HIDDEN), default=0)
    heads: list[Text] = []
    bars: list[Bar] = []
    top = 0
    for label, named in rows:
        for words in wrap(label, LETTERS_IN_A_LINE):
            top += LINE
            heads.append(Text(words, top - FOOT))
        for name, cell in named:
            top += LINE if name else 0
            length = None if cell is HIDDEN else 100 * cell // longest if longest else 0
            bars.append(Bar(name, Text(number(cell), top - FOOT), top + 2, length))
            top += BAR + GAP
    return BarChart(title, describe_bars(rows), tuple(heads), tuple(bars), top)


def describe_bars(rows: Sequence[tuple[str, Sequence[tuple[str, Cell]]]]) -> str:
    said = "; ".join(
        f"{label}, {name}: {number(cell)}" if name else f"{label}: {number(cell)}"
        for label, named in rows
        for name, cell in named
    )
    return f"Bar chart. {said}." if said else "Bar chart with nothing in it."


def trend_chart(title: str, points: Sequence[Point], *, unit: str = "", target: int | None = None) -> TrendChart:
    """The points in the order of time, each joined to its neighbour where both are shown."""
    highest = 100 if unit == "%" else round_number([*shown_of(points), target or 0])
    xs = across(len(points))
    dots = [
        Place(x, down(point.value, highest), f"{number(point.value)}{unit}")
        for x, point in zip(xs, points, strict=True)
        if point.value is not None and point.value is not HIDDEN
    ]
    return TrendChart(
        title,
        describe(points, unit, target),
        grid=tuple(
            Text(f"{number(highest * step // STEPS)}{unit}", down(highest * step // STEPS, highest))
            for step in range(STEPS + 1)
        ),
        strokes=strokes_between(xs, points, highest),
        dots=only_ends_named(dots, down(target, highest) if target is not None else None),
        hidden=tuple(Place(x, BOTTOM) for x, point in zip(xs, points, strict=True) if point.value is HIDDEN),
        ticks=ticks_under(xs, points),
        target=Text(f"Target {target}{unit}", down(target, highest)) if target is not None else None,
    )


def strokes_between(xs: Sequence[int], points: Sequence[Point], highest: int) -> tuple[Stroke, ...]:
    pairs = zip(zip(xs, points, strict=True), zip(xs[1:], points[1:], strict=True), strict=False)
    return tuple(
        Stroke(x1, down(one.value, highest), x2, down(other.value, highest))
        for (x1, one), (x2, other) in pairs
        if isinstance(one.value, int) and isinstance(other.value, int)
    )


def only_ends_named(dots: Sequence[Place], target: int | None) -> tuple[Place, ...]:
    """The first and the last point say their number, on the side away from the line of the target."""
    return tuple(
        replace(
            dot,
            words=dot.words if place in (0, len(dots) - 1) else "",
            foot=dot.y + BELOW if target is not None and target <= dot.y < target + NEAR else dot.y - ABOVE,
        )
        for place, dot in enumerate(dots)
    )


def ticks_under(xs: Sequence[int], points: Sequence[Point]) -> tuple[Place, ...]:
    """The newest period is named, and every fourth before it."""
    last = len(points) - 1
    return tuple(
        Place(x, BOTTOM + 26, point.short, "end" if place == last and place else "middle")
        for place, (x, point) in enumerate(zip(xs, points, strict=True))
        if (last - place) % TICK_EVERY == 0
    )


def across(many: int) -> list[int]:
    """Where so many points stand, from left to right; one alone stands in the middle."""
    if many == 1:
        return [(LEFT + RIGHT) // 2]
    return [LEFT + (RIGHT - LEFT) * place // (many - 1) for place in range(many)]


def down(value: int, highest: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * value // highest


def round_number(values: Sequence[int]) -> int:
    """The smallest number that is not below any of these and divides well: 4 × 1, 2 or 5 × a power of ten."""
    most, power = max(values, default=0), 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if STEPS * step >= most:
                return STEPS * step
        power *= 10


def shown_of(points: Sequence[Point]) -> list[int]:
    return [point.value for point in points if point.value is not None and point.value is not HIDDEN]


def describe(points: Sequence[Point], unit: str, target: int | None) -> str:
    said = "; ".join(
        f"{point.label}: {number(point.value)}{'' if point.value is HIDDEN else unit}"
        for point in points
        if point.value is not None
    )
    aim = f" The target is {target}{unit}." if target is not None else ""
    return f"Line chart. {said}.{aim}" if said else f"Line chart with nothing in it yet.{aim}"
