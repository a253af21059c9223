"""The forms of the annual report: the board's own words in one part of it, and publishing all of it."""

from typing import Any

from app.board.fields import FORMATTING, LONGEST_SAID, PLAINLY, PublishForm, words
from app.formats import LONGEST_FORMATTED
from app.forms import OnceForm
from app.models.codes import ReportPart
from app.staff_fields import ChangeForm

LONGEST_FOR_CHILDREN = 3_000
SHORTLY = f"{PLAINLY} Short words, short sentences, and never about one child."


class ReportTextForm(ChangeForm):
    text = words("What the board says here", longest=LONGEST_FORMATTED, description=FORMATTING)

    @property
    def written(self) -> str | None:
        """What was typed, or nothing: then this part has no text of the board."""
        text: str | None = self.text.data
        return text


class ChildrensTextForm(ReportTextForm):
    """Young people read less than others."""

    text = words("What the board says here", longest=LONGEST_FOR_CHILDREN, description=SHORTLY)


def text_form(stored: dict[str, Any], part: ReportPart) -> ReportTextForm:
    return ChildrensTextForm(stored) if part.is_for_children else ReportTextForm(stored)


class PublishReportForm(OnceForm, PublishForm):
    """Nothing to fill in the first time."""


class CorrectReportForm(PublishReportForm):
    corrects = words(
        "What was wrong, and is right now?",
        ask="Write what was wrong.",
        longest=LONGEST_SAID,
        description="Whoever reads the report reads this, with the day.",
    )
