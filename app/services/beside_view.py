"""What stands beside the words on the page of one view: its draft, notes, themes, and what is hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.models import AnswerDraft, Note, Redaction, Theme, View
from app.protection import hiding
from app.protection.hiding import Piece
from app.services import drafting, noting, redacting, theming
from app.services.plain_meter import Plain, measure


@dataclass(frozen=True)
class Beside:
    """All of it, asked for in a few queries."""

    draft: AnswerDraft | None
    notes: Sequence[Note]
    themes: list[Theme]
    redactions: Sequence[Redaction]
    pieces: Callable[[str], list[Piece]]  # of any text of theirs, as it is shown

    @property
    def version(self) -> str:
        return drafting.version_of(self.draft)

    @property
    def plain(self) -> Plain | None:
        """How plain the draft is."""
        return measure(self.draft.text) if self.draft else None


def beside(view: View) -> Beside:
    """What stands beside a view that was got with its additions and answers."""
    redactions = redacting.redactions_of(view)
    details = [redaction.detail for redaction in redactions]
    return Beside(
        draft=drafting.get_draft(view.id),
        notes=noting.notes_of(view),
        themes=theming.themes_of(view),
        redactions=redactions,
        pieces=lambda text: hiding.pieces_of(text, details),
    )
