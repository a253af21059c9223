"""What the board puts before others, and takes back: promises, reviews, guidance, reports, papers; as it was seen."""

from typing import Final

from app.extensions import db
from app.models import AnnualReport, Commitment, Guidance, MeetingPaper, Person, Review, utc_now
from app.services import auditing
from app.services.errors import RuleBroken

Public = AnnualReport | Commitment | Guidance | MeetingPaper | Review
CHANGED: Final = "Somebody changed this since you opened the page. Go back, read it again, then publish it."


def check_as_seen(seen: str, mark: str) -> None:
    """Raises RuleBroken when what is to be published is not what the page showed, whose mark is `seen`."""
    if seen != mark:
        raise RuleBroken(CHANGED)


def publish(by: Person, row: Public, deed: str, *, seen: str, mark: str, missing: str | None = None) -> None:
    """It can be read from now on. Again changes nothing.

    Raises RuleBroken when it is not what was seen, or when something is `missing`, with that sentence.
    """
    if row.published_at is not None:
        return
    check_as_seen(seen, mark)
    if missing:
        raise RuleBroken(missing)
    row.published_at = utc_now()
    auditing.note(by, deed, row)
    db.session.flush()


def withdraw(by: Person, row: Public, deed: str, *, reason: str) -> None:
    """Nobody can read it any more. Again changes nothing."""
    if row.published_at is None:
        return
    row.published_at = None
    auditing.note(by, deed, row, reason=reason)
    db.session.flush()
