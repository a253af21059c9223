"""How a page names what is hidden without saying what it is."""

from app.formats import long_date, short_time
from app.models import Redaction, View
from app.services import redacting


def to_choose_from(view: View) -> list[tuple[Redaction, str]]:
    """What is hidden in a view now, each by when it was hidden and by whom, and in how many places."""
    return [(redaction, words_for(redaction, view)) for redaction in redacting.redactions_of(view)]


def words_for(redaction: Redaction, view: View) -> str:
    number = redacting.how_often(redaction, view)
    where = "1 place" if number == 1 else f"{number} places"
    when = f"{long_date(redaction.created_at)}, {short_time(redaction.created_at)}"
    return f"Hidden by {redaction.redacted_by.name}, {when}: in {where}"
