"""What members see first when they come, from what is there already: their own views, promises, figures.

One function for each thing that can have news. Those of other parts stand beside what they tell of; which there are is
in member_home.py. Nothing that a young person wrote is in any of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import exists, select

from app.extensions import db
from app.models import Answer, Check, Checklist, Commitment, MemberNote, Person, View
from app.models.codes import ChecklistState, ClockName, NoteAbout, ViewStatus
from app.services import overdue, publishing

MOST: Final = 5  # of each kind: a home page is no list
WHERE: Final = {  # what a member wrote is shown to them again
    NoteAbout.FIGURES: "shadow_board.show_figures",
    NoteAbout.CHECKLIST: "shadow_board.list_checks",
    NoteAbout.CHECK: "shadow_board.list_checks",
    NoteAbout.REPORT: "shadow_board.show_you",
}


@dataclass(frozen=True, kw_only=True)
class NewsItem:
    """One line of a member's own page.

    `address` is the name of a route function, with `values` for it. `since`: when it came about, or since when
    somebody waits. `due`: by when. Both are moments, or days in London.
    """

    words: str
    address: str
    values: dict[str, str] = field(default_factory=dict)
    since: date | datetime | None = None
    due: date | datetime | None = None

    def is_late(self, now: datetime) -> bool:
        return self.due is not None and overdue.is_late(self.due, now)


def answers_to_them(person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """We answered what they said under their name. The newest first."""
    query = (
        select(Answer.sent_at)
        .join(View, View.id == Answer.view_id)
        .where(View.advisor_id == person.id, View.taken_back_at.is_(None), Answer.sent_at > since)
        .order_by(Answer.sent_at.desc(), Answer.id)
        .limit(MOST)
    )
    for sent_at in db.session.scalars(query):
        yield NewsItem(words="We answered what you said", address="shadow_board.list_said", since=sent_at)


def promises_published(_person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board made a promise in public. The newest first."""
    query = (
        select(Commitment)
        .where(Commitment.published_at > since)
        .order_by(Commitment.published_at.desc(), Commitment.id)
        .limit(MOST)
    )
    for promise in db.session.scalars(query):
        words = f"You said, we did: {promise.title}"
        yield NewsItem(words=words, address="young_people.you_said", since=promise.published_at)


def figures_published(_person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """There are figures of another quarter or year, or they were revised: the newest, however many there are."""
    for period, published_at in publishing.published_since(since)[:1]:
        yield NewsItem(words=f"New figures: {period.label}", address="shadow_board.show_figures", since=published_at)


def notes_decided(person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """Somebody read what they wrote for others, and passed it on or wrote back. The newest first."""
    query = (
        select(MemberNote.about, MemberNote.decided_at)
        .where(MemberNote.person_id == person.id, MemberNote.decided_at > since)
        .order_by(MemberNote.decided_at.desc(), MemberNote.id)
        .limit(MOST)
    )
    for about, decided_at in db.session.execute(query):
        yield NewsItem(words="We read what you wrote", address=WHERE[about], since=decided_at)


def checklists_to_fill_in(person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """A checklist is open that they have not filled in yet. The newest first."""
    has_filled_in = exists().where(Check.checklist_id == Checklist.id, Check.person_id == person.id)
    query = (
        select(Checklist.id)
        .where(Checklist.state == ChecklistState.OPEN, ~has_filled_in)
        .order_by(Checklist.created_at.desc(), Checklist.id)
        .limit(MOST)
    )
    for checklist_id in db.session.scalars(query):
        values = {"checklist_id": str(checklist_id)}
        yield NewsItem(words="Fill in a checklist", address="shadow_board.fill_in", values=values)


def views_to_answer(person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """What they said under their name waits for our answer. What is due first comes first."""
    query = (
        select(View.sent_at, View.answer_due_at)
        .where(View.advisor_id == person.id, View.status == ViewStatus.WAITING, View.taken_back_at.is_(None))
        .order_by(View.answer_due_at, View.sent_at, View.id)
        .limit(MOST)
    )
    for sent_at, due in db.session.execute(query):
        words = "An answer to what you said"
        yield NewsItem(words=words, address="shadow_board.list_said", since=sent_at, due=due)


def promises_to_keep(_person: Person, _since: datetime, now: datetime) -> Iterator[NewsItem]:
    """A promise in public was to be looked at again, and that day is over. The longest ago first."""
    query = (
        select(Commitment)
        .where(*overdue.has_run_out(ClockName.COMMITMENT_REVISITED, now))
        .order_by(Commitment.look_again_on, Commitment.id)
        .limit(MOST)
    )
    for promise in db.session.scalars(query):
        words = f"News about “{promise.title}”"
        yield NewsItem(
            words=words, address="young_people.you_said", since=promise.published_at, due=promise.look_again_on
        )
