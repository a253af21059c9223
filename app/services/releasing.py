"""The chair lets a child's words show what came of the meeting. From then on what is put right shows at once.

It can be taken back while the child cannot have read it. What a child has read is not taken away from them.
"""

from datetime import timedelta

from app.extensions import db
from app.models import ChildRecord, Person, utc_now
from app.services import auditing, essentials, meeting_opening, meeting_words, settings
from app.services.errors import RuleBroken
from app.services.essentials import TOO_YOUNG_TO_BE_TOLD


def why_not_yet(record: ChildRecord) -> str | None:
    """Why the child's words cannot show anything yet, for the chair; None when they can. What is missing is a list."""
    if record.stage in TOO_YOUNG_TO_BE_TOLD:
        return "This child is too young for a page of their own. Somebody tells the carer."
    if utc_now() < meeting_opening.starts_at(record.conference):
        return "This conference has not been held yet. Afterwards you can let the child see what came of it."
    if essentials.missing_in(record):
        return "Something is still missing on the record. Put it in, then let the child see what came of it."
    return None


def release(chair: Person, record: ChildRecord) -> None:
    """From now on this child's words show what came of the meeting. Of a record that was got `for_change`.

    Raises RuleBroken while the conference is to come or something is missing. A second time changes nothing.
    """
    if record.released_at is not None:
        return
    if reason := why_not_yet(record):
        raise RuleBroken(reason)
    record.released_at = utc_now()
    auditing.note(chair, "released a child's page", record)
    db.session.flush()


def may_take_back(record: ChildRecord) -> bool:
    """Whether the page is released and nobody can have read it.

    Whoever typed the words a while before may have the meeting open still, for as long as a browser keeps anything.
    """
    if record.released_at is None:
        return False
    since = record.released_at - timedelta(minutes=settings.current().draft_long_minutes)
    return all(words.last_used_at is None or words.last_used_at < since for words in meeting_words.words_given(record))


def take_back(chair: Person, record: ChildRecord) -> None:
    """The child's words do not show it any more. Of a record that was got `for_change`. A second time changes nothing.

    Raises RuleBroken when the child may have read it.
    """
    if record.released_at is None:
        return
    if not may_take_back(record):
        raise RuleBroken(
            "The words were used since, so the child may have read it. Put it right on the record: that shows at once."
        )
    record.released_at = None
    auditing.note(chair, "took back a child's page", record)
    db.session.flush()
