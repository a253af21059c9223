"""What a member does with their own account: take a break, leave, take what they wrote with them.

The same as when the worker who looks after them does it (looking_after.py), and nobody has to be asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import AdvisorProfile, AgendaProposal, MemberText, Person, View
from app.models.codes import Event, MemberTextKind, NoteAbout, ProposalState
from app.services import auditing, checklists, looking_after, member_notes, telling
from app.services.advisors import find_profile, get_young_person
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.powers import Power

THEY_ASKED: Final = "They took a break, on their own page."
NOTES: Final = {
    NoteAbout.FIGURES: "What you noticed in the figures",
    NoteAbout.CHECKLIST: "A checklist you made",
    NoteAbout.CHECK: "What you wrote about a visit",
    NoteAbout.REPORT: "What you told us about",
}
TEXTS: Final = {
    MemberTextKind.QUESTION: "Your words for a question to the board",
    MemberTextKind.COMMENT: "Your comment on a question",
    MemberTextKind.MISSING: "What was missing in the board’s answer",
}


def take_a_break(person: Person) -> None:
    """They are signed out everywhere, until their worker lets them back in. Raises RuleBroken as `begin` does."""
    person, profile = begin(person)
    looking_after.begin_pause(person, person, profile, because=THEY_ASKED)
    tell_their_worker(profile)


def leave(person: Person) -> None:
    """Their account is gone at once; what they did stays as a member's. Raises RuleBroken as `begin` does."""
    person, profile = begin(person)
    looking_after.go(person, person, profile)
    tell_their_worker(profile)


def tell_their_worker(profile: AdvisorProfile) -> None:
    """Whoever looks after them asks how they are: it may not have been them who pressed it. Without anybody, or with
    one who is not here any more, every participation worker is told."""
    all_workers = telling.everybody_who(Power.KEEP_YOUNG_ACCOUNTS)
    theirs = [worker for worker in all_workers if worker.id == profile.looked_after_by_id]
    for worker in theirs or all_workers:
        telling.tell_anew(worker, Event.MEMBER_AWAY, profile)


def begin(person: Person) -> tuple[Person, AdvisorProfile]:
    """Until the end of this work nobody else changes this account.

    Raises RuleBroken when somebody paused it in the meantime, and for an account that no worker looks after.
    """
    person = get_young_person(person.id, for_change=True)
    profile = find_profile(person, for_change=True)
    if profile is None:
        raise RuleBroken("Nobody looks after your account yet. Ask your participation worker to do this for you.")
    if not person.is_active:
        raise RuleBroken("Your account is paused, or closed.")
    return person, profile


@dataclass(frozen=True)
class Written:
    """One thing that a member wrote."""

    what: str
    on: date
    words: str


def views_of(person: Person) -> Iterable[Written]:
    """What they said under their name, and what they added to it."""
    query = (
        select(View)
        .where(View.advisor_id == person.id, View.cleared_at.is_(None))
        .options(selectinload(View.additions), selectinload(View.answers))
        .order_by(View.sent_at, View.id)
    )
    for view in db.session.scalars(query):
        if view.words:
            yield Written("What you said", london_day(view.sent_at), view.words)
        for addition in view.additions:
            yield Written("What you added", london_day(addition.sent_at), addition.words)
        for answer in view.answers:
            if answer.missing and answer.verdict_at:
                yield Written("What was missing from our answer", london_day(answer.verdict_at), answer.missing)


def notes_of(person: Person) -> Iterable[Written]:
    """What they wrote for others, whatever became of it."""
    for note in reversed(member_notes.written_by(person, most=None)):
        yield Written(NOTES[note.about], london_day(note.sent_at), note.words)


def texts_of(person: Person) -> Iterable[Written]:
    """What they wrote about questions to the board, whatever became of it."""
    query = select(MemberText).where(MemberText.written_by_id == person.id).order_by(MemberText.sent_at, MemberText.id)
    for text in db.session.scalars(query):
        yield Written(TEXTS[text.kind], london_day(text.sent_at), text.words)


def proposals_of(person: Person) -> Iterable[Written]:
    """What they wanted the board to talk about; not what they took back."""
    query = select(AgendaProposal).where(
        AgendaProposal.person_id == person.id, AgendaProposal.state != ProposalState.WITHDRAWN
    )
    for one in db.session.scalars(query.order_by(AgendaProposal.created_at, AgendaProposal.id)):
        yield Written(
            "What you wanted the board to talk about", london_day(one.created_at), f"{one.title}\n\n{one.reason}"
        )


def checks_of(person: Person) -> Iterable[Written]:
    """What they saw on visits, wish by wish."""
    for check in reversed(checklists.filled_in_by(person, most=None)):
        marks = {seen.wish_id: seen.mark.value for seen in check.marks}
        lines = [f"{wish.wish} {marks[wish.id]}" for wish in check.checklist.wishes if wish.id in marks]
        yield Written(f"A check at {check.place.value}", check.visited_on, "\n".join(lines))


# A part in which members write adds its function here.
SOURCES: Final[tuple[Callable[[Person], Iterable[Written]], ...]] = (
    views_of,
    notes_of,
    texts_of,
    proposals_of,
    checks_of,
)


def all_written(person: Person) -> list[Written]:
    """Everything of theirs under their name, the oldest first. What they said without it is nobody's, and not here."""
    return sorted((one for source in SOURCES for one in source(person)), key=lambda one: one.on)


def fetch(person: Person) -> list[Written]:
    """The same, for a file: that they fetched it is written down."""
    found = all_written(person)
    auditing.note(person, "fetched their own words", person)
    db.session.flush()
    return found
