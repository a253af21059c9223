"""What an annual report of the board is made of."""

from enum import StrEnum


class ReportPart(StrEnum):
    """The parts of the annual report, in their order. In each the board may write a text of its own."""

    OPENING = "from the board"
    VOICES = "how children were heard, and how it was used"
    CHANGED = "what changed"
    REVIEWS = "what reviews found, and how far we are"
    AGENCIES = "how agencies work together"
    TRAINING = "training and guidance"
    LITTLE_PROGRESS = "where there was little progress"
    NEXT = "what comes next"
    FOR_CHILDREN = "what children and young people read first"
    NEXT_FOR_CHILDREN = "what children and young people read of what comes next"

    @property
    def slug(self) -> str:
        """How it stands in an address."""
        return self.name.lower().replace("_", "-")

    @property
    def is_for_children(self) -> bool:
        """Whether it stands in the children's version, and only there."""
        return self in (ReportPart.FOR_CHILDREN, ReportPart.NEXT_FOR_CHILDREN)
