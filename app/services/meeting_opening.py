"""A child opens their own meeting with the words their chair gave them, and finds where it stands."""

from datetime import UTC, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import ChildRecord, Conference, MeetingWords, utc_now
from app.protection.four_words import choose_words, understand, words_mark, words_marks
from app.protection.sealing import vault
from app.services import clocks
from app.services.essentials import TOO_YOUNG_TO_BE_TOLD

USUAL_START = time(9)
# Nobody so young is given a card. A card that was given opens nothing while the record says they are.
OLD_ENOUGH = or_(ChildRecord.stage.is_(None), ChildRecord.stage.not_in(TOO_YOUNG_TO_BE_TOLD))


class MeetingState(StrEnum):
    """Where a meeting stands for its child."""

    TO_COME = "to come"
    BEGUN = "begun"
    OVER = "over"
    RELEASED = "released"


def find_words(typed: str) -> MeetingWords | None:
    """The words on a child's card, unless they were revoked.

    Words that are none cost the same search as words that were never given or that open nothing any more.
    """
    words = understand(typed) or choose_words()
    found = db.session.scalar(
        select(MeetingWords)
        .join(MeetingWords.record)
        .where(
            MeetingWords.words_mark.in_(words_marks(vault.ring, words)), MeetingWords.revoked_at.is_(None), OLD_ENOUGH
        )
    )
    return found if understand(typed) else None


def note_use(found: MeetingWords, typed: str) -> None:
    """Note for the chair that the words were used, and mark them under the newest key."""
    words, now = understand(typed), utc_now()
    found.first_used_at = found.first_used_at or now
    found.last_used_at = max(now, found.last_used_at or now)
    if words and found.words_key_id != vault.ring.newest:
        found.words_mark = words_mark(vault.ring, words)
        found.words_key_id = vault.ring.newest
    db.session.flush()


def get_opened(words_id: str, *, for_change: bool = False) -> MeetingWords:
    """The words that a browser has opened a meeting with, with the child's record and its conference.

    `for_change` keeps every change of the conference, of its children and of these words waiting until this one is
    done; whatever was changed a moment before is seen. Raises NoResultFound when the words, or the meeting, are gone.
    """
    query = (
        select(MeetingWords)
        .join(MeetingWords.record)
        .where(MeetingWords.id == UUID(words_id), MeetingWords.revoked_at.is_(None), OLD_ENOUGH)
        .options(joinedload(MeetingWords.record, innerjoin=True).joinedload(ChildRecord.conference, innerjoin=True))
    )
    if for_change:
        lock(UUID(words_id))
        query = query.with_for_update(of=MeetingWords).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def find_opened(words_id: str | None, *, for_change: bool = False) -> MeetingWords | None:
    """The same, or None where nothing is opened."""
    try:
        return get_opened(words_id, for_change=for_change) if words_id else None
    except NoResultFound:
        return None


def lock(words_id: UUID) -> None:
    """From here on nobody else changes the conference these words are for. What is read later is as others left it."""
    query = select(Conference.id).join(ChildRecord).join(MeetingWords).where(MeetingWords.id == words_id)
    db.session.scalars(query.with_for_update(of=Conference)).one()


def get_whole_record(words: MeetingWords) -> ChildRecord:
    """The child's record with what their page shows: its conference, wishes and actions."""
    query = (
        select(ChildRecord)
        .where(ChildRecord.id == words.record_id)
        .options(
            joinedload(ChildRecord.conference, innerjoin=True),
            selectinload(ChildRecord.wishes),
            selectinload(ChildRecord.actions),
        )
    )
    return db.session.scalars(query).one()


def starts_at(conference: Conference) -> datetime:
    """The moment a meeting starts: until then a child can write for it.

    The day and time are London's. Where no time is put in, it is 9 in the morning.
    """
    start_time = conference.start_time or USUAL_START
    return datetime.combine(conference.held_on, start_time, clocks.LONDON).astimezone(UTC)


def state_of(record: ChildRecord, now: datetime) -> MeetingState:
    """Where this child's meeting stands at this moment. What is to be read after it never shows before it."""
    if now < starts_at(record.conference):
        return MeetingState.TO_COME
    if record.released_at is not None:
        return MeetingState.RELEASED
    is_today = clocks.london_day(now) == record.conference.held_on
    return MeetingState.BEGUN if is_today else MeetingState.OVER
