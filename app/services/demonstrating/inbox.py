"""The inbox of the demonstration: some views are handed to somebody, a word raised others, and some are new."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import InboxLook, Role, View
from app.models.codes import ViewStatus
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days
from app.services.demonstrating.people import Crew
from app.services.due_next import place_of

MOST_CHANGED: Final = 200  # views: as many as anybody looks at
EVERY: Final = 4  # of those that wait is handed to somebody
AFRAID: Final = "I am scared of somebody, and I do not want to say who yet."
LOOKED: Final = timedelta(hours=8)  # before today began, so at four in the afternoon


def read_the_inbox(*, chance: Chance, days: Days, crew: Crew) -> None:
    """As those who read views left it yesterday."""
    readers = [*crew.by_role[Role.PARTICIPATION_WORKER], *crew.by_role[Role.SAFEGUARDING_LEAD]]
    waiting = db.session.scalars(
        select(View).where(View.status == ViewStatus.WAITING).order_by(View.sent_at.desc(), View.id).limit(MOST_CHANGED)
    ).all()
    if afraid := next((view for view in waiting if is_plain(view)), None):
        afraid.words = AFRAID
    for number, view in enumerate(waiting):
        view.place = place_of(view.words, is_safe=view.is_safe)
        if view.sent_at < days.end and number % EVERY == 0:
            view.handler_id = readers[number // EVERY % len(readers)].id
    looked_at = days.end - LOOKED
    for reader in readers:
        look = InboxLook(
            id=chance.new_id(), created_at=looked_at, person_id=reader.id, new_since=looked_at, looked_at=looked_at
        )
        db.session.add(look)
    db.session.flush()


def is_plain(view: View) -> bool:
    """Whether it says something in words, and nothing has come of it yet."""
    has_begun = view.is_complaint or view.taken_back_at is not None or view.first_answered_at is not None
    return view.is_safe and view.words is not None and not has_begun
