"""The figures of conferences before and after each training: those that are published, of all chairs together.

Who was at a training is not counted apart: a few chairs are so few that it would tell what one of them does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.board.shown import percent
from app.models import TrainingSession
from app.services import publishing
from app.services.clocks import ONE_DAY, Quarter
from app.services.figures import BY_NAME
from app.services.figures.of_views import VIEWS_FIGURES

NOT_OF_CHAIRS = frozenset(figure.name for figure in VIEWS_FIGURES)


@dataclass(frozen=True)
class Moved:
    """One figure: its share in the quarter before the training and in the one after, as they are shown."""

    title: str
    before: str
    after: str
    target: str


@dataclass(frozen=True)
class Around:
    """The quarter before the one in which the training was, and the one after it."""

    before: Quarter
    after: Quarter
    figures: tuple[Moved, ...]


def around(sessions: Iterable[TrainingSession]) -> dict[object, Around]:
    """By the id of each training on both sides of which there are figures. One query for all of them."""
    beside = {one.id: quarters_around(one) for one in sessions}
    tables = publishing.published_tables(*{quarter for both in beside.values() for quarter in both}) if beside else {}
    return {
        session_id: Around(before, after, moved(tables[before], tables[after]))
        for session_id, (before, after) in beside.items()
        if tables[before] and tables[after]
    }


def quarters_around(session: TrainingSession) -> tuple[Quarter, Quarter]:
    of_it = Quarter.containing(session.held_on)
    return of_it.previous, Quarter.containing(of_it.last_day + ONE_DAY)


def moved(
    before: dict[str, publishing.PublishedTable], after: dict[str, publishing.PublishedTable]
) -> tuple[Moved, ...]:
    """The shares that both quarters have, and that chairs can change."""
    return tuple(
        Moved(
            title=BY_NAME[name].title,
            before=percent(before[name].share),
            after=percent(table.share),
            target="" if table.target is None else f"{table.target}%",
        )
        for name, table in after.items()
        if name in before and name not in NOT_OF_CHAIRS and table.numerator is not None
    )
