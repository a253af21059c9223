"""The 4 words a young person joins with, without an e-mail address: a joining link that is said, not sent.

Marked as words and never as a link: the address of a link is not slowed, and 4 words must be.
"""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import JoiningLink, Person
from app.protection.four_words import FourWords, choose_words, understand, words_mark, words_marks, words_of
from app.protection.sealing import vault
from app.services import auditing, signing_in
from app.services.administering import check_not_paused
from app.services.errors import RuleBroken


def make_words(by: Person, person: Person, *, once: str) -> FourWords:
    """New words for this person; what let them in before stops working.

    The same form sent again gives the same words, as long as they can be used: what was printed goes on working.
    Raises RuleBroken for somebody who is paused, and when this form's words cannot be used any more.
    """
    check_not_paused(person)
    words = words_of(vault.ring, f"joining|{person.id}|{once}")
    if signing_in.find_way_in(by_words(words)):
        return words
    try:
        with db.session.begin_nested():
            signing_in.add_way_in(person, words_mark(vault.ring, words), by=by)
    except IntegrityError as made:
        raise RuleBroken("These words were made before, and do not work any more. Make new ones.") from made
    auditing.note(by, "made joining words", person)
    db.session.flush()
    return words


def by_words(words: FourWords) -> ColumnElement[bool]:
    return JoiningLink.token_mark.in_(words_marks(vault.ring, words))


def find_by_words(typed: str) -> JoiningLink | None:
    """The way in with its person, when these words can be used.

    Words that are none cost the same search as words that were never given.
    """
    words = understand(typed)
    found = signing_in.find_way_in(by_words(words or choose_words()))
    return found if words else None


def by_id(link_id: str) -> ColumnElement[bool]:
    """The way in that a browser has opened with its words."""
    return JoiningLink.id == UUID(link_id)
