"""The 4 words that a chair gives a child for *My meeting*: made, shown once, revoked. Only a keyed hash is stored."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select

from app.extensions import db
from app.models import ChildRecord, MeetingWords, Person, utc_now
from app.models.codes import Stage
from app.protection.four_words import FourWords, words_mark, words_of
from app.protection.sealing import vault
from app.services import auditing
from app.services.errors import RuleBroken
from app.services.essentials import TOO_YOUNG_TO_BE_TOLD


def words_given(record: ChildRecord) -> Sequence[MeetingWords]:
    """Every set of words made for this record, the newest first. At most the first of them still works."""
    return db.session.scalars(
        select(MeetingWords)
        .where(MeetingWords.record_id == record.id)
        .order_by(MeetingWords.revoked_at.is_not(None), MeetingWords.created_at.desc(), MeetingWords.id)
    ).all()


def find_live(record: ChildRecord) -> MeetingWords | None:
    """The words that open this child's meeting now."""
    return next((words for words in words_given(record) if words.revoked_at is None), None)


def why_none(record: ChildRecord) -> str | None:
    """Why this child gets no words, for the chair; None when they can have some."""
    if record.stage is Stage.UNBORN:
        return "This child is not born yet, so there are no words to make."
    if record.stage in TOO_YOUNG_TO_BE_TOLD:
        return "This child is under 4, so there are no words to make. Write on the record what was seen of their life."
    if record.stage is None:
        return "First say on the record whether the child was 4 on the day of the conference."
    return None


def make_words(chair: Person, record: ChildRecord, *, once: str) -> FourWords:
    """New words for a record that was got `for_change`; those it had stop working.

    The same form sent again gives the same words and changes nothing: what was printed goes on working.
    Raises RuleBroken for a child who is too young, and when this form's words have been stopped since.
    """
    already = find_by_form(record, once)
    if already is not None:
        check_live(already)
        return form_words(record, once)
    if reason := why_none(record):
        raise RuleBroken(reason)
    stop(record)
    words = form_words(record, once)
    made = MeetingWords(
        record_id=record.id,
        words_mark=words_mark(vault.ring, words),
        words_key_id=vault.ring.newest,
        made_by_id=chair.id,
        once=stored_once(record, once),
    )
    db.session.add(made)
    auditing.note(chair, "made a child's words", record)
    db.session.flush()
    return words


def revoke(chair: Person, record: ChildRecord) -> None:
    """Nobody opens this child's meeting with the words they have. Of a record that was got `for_change`."""
    if stop(record):
        auditing.note(chair, "stopped a child's words", record)
    db.session.flush()


def stop(record: ChildRecord) -> bool:
    """Whether there were words to stop."""
    live = find_live(record)
    if live is None:
        return False
    live.revoked_at = utc_now()
    db.session.flush()
    return True


def find_by_form(record: ChildRecord, once: str) -> MeetingWords | None:
    return db.session.scalar(select(MeetingWords).where(MeetingWords.once == stored_once(record, once)))


def check_live(words: MeetingWords) -> None:
    if words.revoked_at is not None:
        raise RuleBroken("The words of that page do not work any more. Make new ones.")


def form_words(record: ChildRecord, once: str) -> FourWords:
    """What only this form and our own key give, so that the words need not be stored to be shown for a second tap."""
    return words_of(vault.ring, f"{record.id}|{once}")


def stored_once(record: ChildRecord, once: str) -> str:
    """What is kept of the form's token: with the token itself and the key, the words could be made again."""
    return urlsafe_b64encode(sha256(f"{record.id}|{once}".encode()).digest()).decode().rstrip("=")
