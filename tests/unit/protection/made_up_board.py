"""Made-up children, counted as a board counts them: a quarter's tables, a year's, and each chair's own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random

from app.protection.links import Breakdown, Crossing, Links

BY_PARTICIPATION = Breakdown("children", ("reached", "not reached", "under 4", "unborn"))
BY_TYPE = Breakdown("children", ("initial", "review"))
BY_CATEGORY = Breakdown("children", ("neglect", "physical", "sexual", "emotional", "several"))
EVERY_QUARTER = (
    BY_PARTICIPATION,
    Breakdown("reached", ("PN1", "PN2", "PN3", "PN5", "PN6")),
    Breakdown("not reached", ("PN4", "PN7")),
    Breakdown("under 4", ("observed", "not observed")),
    BY_TYPE,
    Breakdown("children", ("in time", "late", "not told")),
)


def fixed(seed: int) -> Random:
    """The same children for the same seed."""
    return Random(seed)  # noqa: S311, nothing is kept secret with it


def crossed(rows: Breakdown, columns: Breakdown) -> Crossing:
    return Crossing(rows, columns, tuple(tuple(f"{row} × {column}" for column in columns.parts) for row in rows.parts))


QUARTER = Links(EVERY_QUARTER, (crossed(BY_PARTICIPATION, BY_TYPE),))
# By category only once a year, also by participation, which is there each quarter.
YEAR = Links((*EVERY_QUARTER, BY_CATEGORY), (*QUARTER.crossings, crossed(BY_PARTICIPATION, BY_CATEGORY)))


def some_links(random: Random) -> Links:
    """Tables of any shape: up to six breakdowns of everybody, some broken down further, some crossed."""
    names = (f"n{number}" for number in range(1000))
    first = [_breakdown("everybody", random, names) for _ in range(random.randint(1, 6))]
    further = [
        _breakdown(part, random, names)
        for each in first
        for part in each.parts
        for _ in range(random.choice([0, 0, 1, 2]))
    ]
    crossings = [crossed(first[random.randrange(place)], first[place]) for place in range(1, len(first))]
    return Links((*first, *further), tuple(each for each in crossings if random.random() < 0.5))


@dataclass(frozen=True)
class Child:
    chair: int
    answers: frozenset[str]


def some_children(random: Random, links: Links, *, how_many: int, chairs: int) -> list[Child]:
    """Children who are alike or not: how often each answer comes differs from call to call."""
    leanings = {each: _leaning(random, len(each.parts)) for each in links.breakdowns}
    chair = _leaning(random, chairs)
    children = []
    for _ in range(how_many):
        answers = list(links.roots)
        for name in answers:  # it grows while it is gone through
            answers += [random.choices(each.parts, leanings[each])[0] for each in links.of(name)]
        children.append(Child(random.choices(range(chairs), chair)[0], frozenset(answers)))
    return children


def counted(children: Iterable[Child], links: Links) -> dict[str, int]:
    found: Counter[str] = Counter()
    crossings = [pair for each in links.crossings for pair in product(each.rows.parts, each.columns.parts)]
    for child in children:
        found.update(child.answers)
        found.update(f"{row} × {column}" for row, column in crossings if {row, column} <= child.answers)
    return {name: found[name] for name in links.names}


def own_counts(children: Iterable[Child], links: Links) -> dict[int, Mapping[str, int]]:
    """What each chair recorded of it."""
    children = list(children)
    chairs = sorted({child.chair for child in children})
    return {chair: counted([child for child in children if child.chair == chair], links) for chair in chairs}


def _breakdown(whole: str, random: Random, names: Iterator[str]) -> Breakdown:
    return Breakdown(whole, tuple(next(names) for _ in range(random.choice([1, 2, 2, 3, 4, 5, 8]))))


def _leaning(random: Random, how_many: int) -> list[float]:
    return [random.random() ** 3 + 0.003 for _ in range(how_many)]
