"""A member's own page: what is new, what the board owes, what to do before the next meeting.

A part that has something for members adds its function here: one line in one of the three tuples.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.models import BoardMeeting, Person
from app.services import board_meetings, member_news, news_of_the_board, overdue
from app.services.inbox import looking
from app.services.member_news import NewsItem

FIRST_TIME: Final = timedelta(days=30)

Source = Callable[[Person, datetime, datetime], Iterable[NewsItem]]  # who looks, since when it is new to them, now

NEW: Final[tuple[Source, ...]] = (
    member_news.answers_to_them,
    member_news.notes_decided,
    member_news.promises_published,
    member_news.figures_published,
    news_of_the_board.questions_answered,
    news_of_the_board.their_texts,
    news_of_the_board.their_items,
    news_of_the_board.papers_published,
    news_of_the_board.minutes_published,
)
OWED: Final[tuple[Source, ...]] = (
    member_news.views_to_answer,
    member_news.promises_to_keep,
    news_of_the_board.questions_to_answer,
    news_of_the_board.items_to_decide,
    news_of_the_board.minutes_to_write,
)
TO_DO: Final[tuple[Source, ...]] = (
    member_news.checklists_to_fill_in,
    news_of_the_board.questions_to_vote_on,
    news_of_the_board.answers_to_judge,
    news_of_the_board.themes_to_put_in_order,
)


@dataclass(frozen=True)
class Home:
    """What a member's page shows. `since` is when they were here the last time; nothing when this is the first."""

    since: datetime | None
    new: list[NewsItem]
    owed: list[NewsItem]
    to_do: list[NewsItem]
    next_meeting: BoardMeeting | None


def home_of(person: Person, now: datetime) -> Home:
    """What is there for this member now, and that they looked is kept. To who is here the first time
    what came in the last month is new.

    What is new: the newest first. What is owed and what is to be done: what is due first comes first.
    """
    first = max(person.created_at, now - FIRST_TIME)
    since = looking.look(person, now, first=first)
    new = sorted(gather(NEW, person, since, now), key=lambda item: moment(item.since, now), reverse=True)
    owed, to_do = (
        sorted(gather(sources, person, since, now), key=lambda item: moment(item.due, now)) for sources in (OWED, TO_DO)
    )
    before = since if looking.has_looked_before(person) else None
    return Home(before, new, owed, to_do, board_meetings.next_meeting())


def gather(sources: tuple[Source, ...], person: Person, since: datetime, now: datetime) -> list[NewsItem]:
    return [item for source in sources for item in source(person, since, now)]


def moment(when: date | datetime | None, now: datetime) -> datetime:
    """For putting in order. What has no date comes as if it were now."""
    return overdue.moment_of(now if when is None else when)
