"""Children's meeting pages in the demonstration: cards, what was written, what is shown, what they say to it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.models import Alert, ChildRecord, Conference, Contribution, MeetingReply, MeetingWords, Role, Wish
from app.models.codes import Happened, HelpedBy, Joining, Stage, Verdict
from app.protection.four_words import FourWords, words_mark, words_marks
from app.protection.sealing import vault
from app.services import clocks, conferring, essentials
from app.services.child_page import MAY_HAPPEN
from app.services.demonstrating import card_sentences as sentences
from app.services.demonstrating.alerts import tell_of_meeting
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning, working_days_before
from app.services.demonstrating.people import Crew
from app.services.settings import Settings

OLDEST_SHOWN: Final = 40  # of a chair's finished conferences


class Card(NamedTuple):
    """A child's card: what it is for, and the words on it. They are the same in every demonstration."""

    what: str
    words: FourWords


TO_COME: Final = Card("A meeting to come. Write for it.", ("acorn", "boat", "cloud", "drum"))
ALSO_TO_COME: Final = Card("Another child of that meeting. Something is saved.", ("fern", "globe", "kite", "lamp"))
RELEASED: Final = Card("A meeting that is over. Read what was decided.", ("lemon", "maple", "north", "igloo"))
ANSWERED: Final = Card("Another one. You said no, and were answered.", ("banjo", "comet", "dahlia", "flute"))
CARDS: Final = (TO_COME, ALSO_TO_COME, RELEASED, ANSWERED)


@dataclass(frozen=True)
class Cards:
    """Hands out cards, and writes what came of them."""

    chance: Chance
    days: Days
    crew: Crew
    in_force: Settings

    def write(self) -> None:
        chair = self.crew.by_role[Role.CHAIR][0]
        query = select(Conference).where(Conference.chair_id == chair.id)
        query = query.options(conferring.children_with_what_is_missing())
        coming = db.session.scalars(
            query.where(Conference.held_on > self.days.today).order_by(Conference.held_on, Conference.id)
        ).all()
        children = [record for conference in coming for record in conference.records]
        old_enough = [record for record in children if record.stage is Stage.FOUR_OR_OVER]
        for record, tell in zip(old_enough, (self.leave_unused, self.write_three_times), strict=False):
            tell(record)
        over = query.where(Conference.finished_at.is_not(None)).order_by(Conference.held_on.desc(), Conference.id)
        found = self.worth_showing(db.session.scalars(over.limit(OLDEST_SHOWN)).all())
        for record, answer in zip(found, (self.say_no, self.be_answered), strict=False):
            answer(record)
        db.session.flush()

    def worth_showing(self, conferences: Iterable[Conference]) -> Iterator[ChildRecord]:
        """Complete records of children who can read what came of their wishes, and were promised something."""
        for conference in conferences:
            for record in conference.records:
                is_readable = record.stage is Stage.FOUR_OR_OVER and not essentials.missing_in(record)
                if is_readable and is_promised_something(record):
                    yield record

    def afternoon(self, days_ago: int) -> datetime:
        return in_the_afternoon(self.chance, self.days.working_days_ago(days_ago))

    def give(self, record: ChildRecord, card: Card, *, at: datetime, used: datetime | None) -> None:
        db.session.add(
            MeetingWords(
                id=self.chance.new_id(),
                created_at=at,
                record_id=record.id,
                words_mark=words_mark(vault.ring, card.words),
                words_key_id=vault.ring.newest,
                made_by_id=record.conference.chair_id,
                first_used_at=used,
                last_used_at=used,
                once=self.chance.once(),
            )
        )

    def contribute(self, record: ChildRecord, *, at: datetime, wishes: tuple[str, ...], **said: object) -> Contribution:
        contribution = Contribution(
            id=self.chance.new_id(),
            created_at=at,
            record_id=record.id,
            sent_at=at,
            read_due_at=clocks.due_by(at, self.in_force.read_days),
            wishes_as_json=json.dumps(wishes, ensure_ascii=False) if wishes else None,
            once=self.chance.once(),
            **said,
        )
        db.session.add(contribution)
        db.session.flush()  # wishes and alerts refer to it
        return contribution

    def wish(self, record: ChildRecord, contribution: Contribution, texts: tuple[str, ...], *, after: int = 0) -> None:
        for place, text in enumerate(texts, start=len(record.wishes) + after + 1):
            db.session.add(
                Wish(
                    id=self.chance.new_id(),
                    created_at=contribution.sent_at,
                    record_id=record.id,
                    contribution_id=contribution.id,
                    position=place,
                    text=text,
                    once=self.chance.once(),
                )
            )

    def leave_unused(self, record: ChildRecord) -> None:
        """A child has a card, and whoever tries the demonstration is the first to use it."""
        self.give(record, TO_COME, at=self.afternoon(6), used=None)

    def write_three_times(self, record: ChildRecord) -> None:
        """A child wrote, wrote again in the place of it, and then, with their carer, that they do not feel safe."""
        first, second = self.afternoon(4), self.afternoon(2)
        third = in_the_morning(self.chance, self.days.working_days_ago(1))
        self.give(record, ALSO_TO_COME, at=self.afternoon(6), used=third)
        self.contribute(record, at=first, wishes=(), joining=Joining.BE_THERE, replaced_at=second, read_at=second)
        said, wishes = sentences.WROTE_TWICE, sentences.WROTE_TWICE_WISHES
        self.wish(record, self.contribute(record, at=second, wishes=wishes, **said), wishes)
        self.say_it_is_not_safe(record, at=third, after=len(wishes))

    def say_it_is_not_safe(self, record: ChildRecord, *, at: datetime, after: int) -> None:
        wishes = sentences.NOT_SAFE_WISHES
        contribution = self.contribute(
            record, at=at, wishes=wishes, how_safe=2, helped_by=HelpedBy.CARER, words_are_own=True, **sentences.NOT_SAFE
        )
        self.wish(record, contribution, wishes, after=after)
        due_at = clocks.add_covered_time(at, timedelta(minutes=self.in_force.alert_minutes), self.in_force.cover)
        alert = Alert(
            id=self.chance.new_id(), created_at=at, contribution_id=contribution.id, raised_at=at, due_at=due_at
        )
        db.session.add(alert)
        tell_of_meeting(alert, self.chance, self.crew, now=self.days.end)

    def show(self, record: ChildRecord, card: Card, *, at: datetime) -> None:
        """What came of the meeting can be read, beside what the child wrote for it: the first of their wishes."""
        before = in_the_afternoon(self.chance, working_days_before(record.conference.held_on, 2))
        own = promised(record)
        contribution = self.contribute(
            record, at=before, wishes=(own.text,), read_at=before, joining=Joining.WRITE, how_safe=7
        )
        own.contribution_id = contribution.id
        self.give(record, card, at=before, used=at)
        record.released_at = at

    def reply(self, record: ChildRecord, *, at: datetime, **said: object) -> MeetingReply:
        reply = MeetingReply(
            id=self.chance.new_id(),
            created_at=at,
            record_id=record.id,
            wish_id=promised(record).id,
            sent_at=at,
            due_at=clocks.due_by(at, self.in_force.reply_days),
            once=self.chance.once(),
            **said,
        )
        db.session.add(reply)
        return reply

    def say_no(self, record: ChildRecord) -> None:
        """A child says that it did not happen, and waits for an answer."""
        self.show(record, RELEASED, at=self.afternoon(3))
        self.reply(record, at=self.afternoon(1), is_right=Verdict.NO, has_happened=Happened.NO, words=sentences.SAYS_NO)

    def be_answered(self, record: ChildRecord) -> None:
        at, answered_at = self.afternoon(6), self.afternoon(4)
        self.show(record, ANSWERED, at=self.afternoon(7))
        reply = self.reply(record, at=at, has_happened=Happened.NO, words=sentences.SAID_NO)
        reply.read_at = reply.settled_at = answered_at
        reply.settled_by_id = record.conference.chair_id
        reply.answer = sentences.WAS_ANSWERED


def is_promised_something(record: ChildRecord) -> bool:
    return any(wish.extent in MAY_HAPPEN for wish in record.wishes)


def promised(record: ChildRecord) -> Wish:
    """The first wish of which something was to happen."""
    return next(wish for wish in record.wishes if wish.extent in MAY_HAPPEN)


def write_for_meetings(*, chance: Chance, days: Days, crew: Crew, in_force: Settings) -> None:
    """Cards for children of the first chair, with what they wrote, read and said, as far as there are such children."""
    Cards(chance, days, crew, in_force).write()


def cards_that_work() -> list[Card]:
    """The cards of this demonstration that open something now."""
    live = set(db.session.scalars(select(MeetingWords.words_mark).where(MeetingWords.revoked_at.is_(None))))
    return [card for card in CARDS if live & set(words_marks(vault.ring, card.words))]
