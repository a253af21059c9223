"""Fills an empty database with people, views and conferences that are made up, for the demonstration.

The same seed gives the same on the same day, apart from the few views that were sent just before it was loaded.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, DemonstrationMark, Person, Setting, View
from app.protection.four_words import FourWords
from app.services import publishing, settings
from app.services.clocks import Quarter, london_day
from app.services.demonstrating.advisors import look_after_advisors
from app.services.demonstrating.alerts import leave_one_open, put_on_the_rota
from app.services.demonstrating.board_meetings import meet_all_year
from app.services.demonstrating.brought_in import bring_some_in
from app.services.demonstrating.cards import Card, cards_that_work, write_for_meetings
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.coming_back import FEWEST, ComingBack, words_that_work
from app.services.demonstrating.conferences import hold_everything
from app.services.demonstrating.days import Days
from app.services.demonstrating.desk import fill_desks
from app.services.demonstrating.guidance import write_guidance
from app.services.demonstrating.holds import hold_one
from app.services.demonstrating.inbox import read_the_inbox
from app.services.demonstrating.late import note_what_is_late
from app.services.demonstrating.members import check_and_notice
from app.services.demonstrating.partnership import keep_partnership
from app.services.demonstrating.people import add_everybody
from app.services.demonstrating.practice import practise
from app.services.demonstrating.priorities import put_in_order
from app.services.demonstrating.public_promises import promise_in_public
from app.services.demonstrating.public_reviews import find_in_reviews
from app.services.demonstrating.questions import ask_the_board
from app.services.demonstrating.quotes import quote_and_find
from app.services.demonstrating.reports import keep_last_year, report_on_last_year
from app.services.demonstrating.requests import ask_what_is_held
from app.services.demonstrating.stopped import stop_one
from app.services.demonstrating.telling import tell_of_alerts
from app.services.demonstrating.trail import write_trail
from app.services.demonstrating.voices import say_everything
from app.services.errors import RuleBroken

__all__ = ["Loaded", "is_in_use", "load", "words_that_work"]


@dataclass(frozen=True)
class Loaded:
    """What there is now: the quarters with figures, the 4 words of a view whose answer waits, and children's cards."""

    quarters: list[Quarter]
    four_words: FourWords | None
    cards: list[Card]


def is_in_use() -> bool:
    """Whether anybody or anything is in this database already, or somebody has begun to set it up."""
    return any(db.session.scalar(select(model.id).limit(1)) is not None for model in (Person, Agency, Setting, View))


def load(*, seed: int, views: int, conferences: int, now: datetime) -> Loaded:
    """Make up that many views and conferences, over eight quarters and up to now, and publish what is over.

    Raises RuleBroken when the database is not empty.
    """
    if is_in_use():
        raise RuleBroken("This database is not empty, so nothing was loaded. Use a new database for the demonstration.")
    chance = Chance(seed)
    days = Days(london_day(now))
    in_force = settings.current()
    db.session.add(DemonstrationMark(seed=seed))
    crew = add_everybody(chance, days.begin)
    put_on_the_rota(chance, crew, days.begin, in_force)
    four_words = say_everything(views, chance=chance, days=days, crew=crew, in_force=in_force, now=now)
    leave_one_open()
    if four_words and views >= FEWEST:
        four_words = ComingBack(seed, chance, days, crew, in_force).come(four_words)
    fill_desks(seed=seed, crew=crew, now=now)
    look_after_advisors(seed=seed, days=days, crew=crew, now=now)
    check_and_notice(seed=seed, days=days, crew=crew, in_force=in_force)
    quote_and_find(seed=seed, days=days, crew=crew, in_force=in_force)
    hold_one(seed=seed, days=days, crew=crew)
    hold_everything(conferences, chance=chance, days=days, crew=crew, in_force=in_force)
    stop_one(days=days, crew=crew)
    bring_some_in(seed=seed, days=days, crew=crew)
    promise_in_public(chance=chance, days=days, crew=crew)
    ask_the_board(seed=seed, days=days, crew=crew, in_force=in_force)
    put_in_order(seed=seed, days=days, crew=crew)
    find_in_reviews(chance=chance, days=days, crew=crew)
    keep_partnership(seed=seed, days=days, crew=crew, in_force=in_force)
    meet_all_year(seed=seed, days=days, crew=crew, in_force=in_force)
    write_for_meetings(chance=chance, days=days, crew=crew, in_force=in_force)
    write_trail(chance=chance, crew=crew, in_force=in_force, now=now)
    read_the_inbox(chance=chance, days=days, crew=crew)
    note_what_is_late(now)
    tell_of_alerts(chance=chance, crew=crew, now=now)
    ask_what_is_held(seed=seed, days=days, crew=crew)
    practise(seed=seed, days=days, crew=crew)
    write_guidance(seed=seed, days=days, crew=crew)
    keep_last_year(seed=seed, days=days, crew=crew)
    quarters = publishing.publish_closed_quarters(days.today)
    publishing.publish_closed_years(days.today)
    report_on_last_year(seed=seed, days=days, crew=crew)
    return Loaded(quarters, four_words, cards_that_work())
