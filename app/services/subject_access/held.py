"""Everything that is held about somebody, piece by piece: each text by itself, and what was chosen in each row.

It is read from the models: a column that is added later is a piece the day it is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.models import (
    Addition,
    AgendaProposal,
    AlertStep,
    Answer,
    AnswerVerdict,
    Base,
    Check,
    Child,
    ChildRecord,
    Conference,
    Contact,
    Contribution,
    MeetingReply,
    MemberNote,
    MemberText,
    Person,
    PriorityRanking,
    QuestionVote,
    SubjectRequest,
    View,
)
from app.services.clocks import LONDON
from app.services.copying import words_for
from app.services.subject_access import members, rows
from app.services.subject_access.rows import Row

CHOSEN: Final = "chosen"  # the column of a piece that holds what was chosen and dated in a row, and no text
# What a young person wrote themselves. Everything else somebody else wrote, of them or to them.
THEIRS: Final = {
    (View, "words"), (View, CHOSEN), (Addition, "words"), (Addition, CHOSEN), (Answer, "missing"), (Contact, "how"),
    (Contribution, CHOSEN), (Contribution, "good"), (Contribution, "worries"), (Contribution, "wishes"),
    (Contribution, "speaker"), (Contribution, "understanding"), (MeetingReply, "words"), (MeetingReply, CHOSEN),
    (Person, "name"), (MemberText, "words"), (MemberNote, "words"), (AgendaProposal, "title"),
    (AgendaProposal, "reason"), (QuestionVote, CHOSEN), (AnswerVerdict, CHOSEN), (PriorityRanking, CHOSEN),
    (Check, CHOSEN),
}  # fmt: skip
# What others wrote, and they were given to read.
TOLD_THEM: Final = {
    (Answer, "text"), (Answer, CHOSEN), (MeetingReply, "answer"), (Child, CHOSEN), (Child, "reference"),
    (Person, CHOSEN), (MemberText, "because"), (MemberNote, "because"), (AgendaProposal, "not_passed_because"),
    (AgendaProposal, "decided_because"),
}  # fmt: skip
FOR_THE_CHAIR_ALONE: Final = (Contribution, "private")  # in no file, whoever asks
NOT_ABOUT_THEM: Final = {
    "id", "created_at", "once", "position", "place", "round", "rank", "turn", "next_due_at", "looks_automatic",
    "sent_at", "subject_table", "looked_at", "last_said_at", "saved_at", "words_key_id", "cleared_at", "is_safe",
    "passphrase_hash", "themes", "is_for",
}  # fmt: skip
CALLED: Final = {
    (View, "words"): "What they told us",
    (View, CHOSEN): "What they chose, and when",
    (View, "not_genuine_reason"): "Why it was set aside",
    (Addition, "words"): "What they added",
    (Answer, "text"): "Our answer",
    (Answer, "missing"): "What they said is missing in our answer",
    (Contact, "how"): "How to find them, as they told us",
    (Contribution, "good"): "For their meeting: what is good",
    (Contribution, "worries"): "For their meeting: what worries them",
    (Contribution, "wishes"): "For their meeting: what they want to happen",
    (Contribution, "speaker"): "For their meeting: who should speak for them",
    (Contribution, "understanding"): "For their meeting: what would help them understand",
    (Contribution, "private"): "For their meeting: for the chair alone",
    (MeetingReply, "words"): "What they said after the meeting",
    (MeetingReply, "answer"): "What the chair answered",
    (Person, "name"): "The name they chose here",
    (MemberText, "words"): "What they wrote about a question",
    (MemberNote, "words"): "What they noticed, saw or told us",
    (MemberNote, "because"): "What they were told about it",
    (MemberText, "because"): "Why it was not passed on",
    (AlertStep, "note"): "What was done about the alert",
    (Child, "reference"): "The child’s reference",
    (Child, "born"): "Month of birth",
    (ChildRecord, "own_words"): "The child’s own words, as the chair recorded them",
    (ChildRecord, "observation"): "What was seen of daily life",
    (Conference, "reference"): "The conference’s reference",
}


@dataclass(frozen=True)
class Piece:
    """One piece, as it stands now. `words` are what it says; `at` when its row was made or sent."""

    table: str
    row_id: UUID
    column: str
    group: str
    label: str
    words: str
    is_theirs: bool
    is_told: bool = False
    is_for_the_chair: bool = False
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, UUID, str]:
        return self.table, self.row_id, self.column


@dataclass(frozen=True)
class Gone:
    """Something that was here and is not any more, and since when."""

    what: str
    since: datetime


@dataclass(frozen=True)
class Held:
    """All that there is, in the order of the groups, and what is gone."""

    pieces: Sequence[Piece]
    gone: Sequence[Gone]


def all_held(request: SubjectRequest) -> Held:
    """What is held now for a request. Opens every text: whoever asks is written down by who calls this."""
    found = rows.rows_for(request.subject_table, request.subject_id)
    if request.subject_table == View.__tablename__:
        found += members.of_whoever_said(request.subject_id)
    pieces = [piece for row in found for piece in pieces_of(row)]
    gone = [Gone(row.group, since) for row in found if (since := getattr(row.row, "cleared_at", None))]
    return Held(pieces, gone)


def pieces_of(row: Row) -> Iterator[Piece]:
    """The texts of one row, each by itself, and then what was chosen in it as one piece."""
    chosen = []
    for name, value in facts_in(row.row):
        if isinstance(value, str) and not isinstance(value, StrEnum) and name in sealed_in(row.row):
            yield piece_of(row, name, value)
        else:
            chosen.append(f"{question(name)}: {answer(value)}")
    chosen += row.also
    if chosen:
        yield piece_of(row, CHOSEN, "\n".join(chosen))


def piece_of(row: Row, column: str, words: str) -> Piece:
    kind = type(row.row)
    return Piece(
        table=row.row.__tablename__,
        row_id=row.row.id,
        column=column,
        group=row.group,
        label=CALLED.get((kind, column)) or (row.chosen if column == CHOSEN else f"{row.what}: {question(column)}"),
        words=words,
        is_theirs=(kind, column) in THEIRS,
        is_told=(kind, column) in TOLD_THEM,
        is_for_the_chair=(kind, column) == FOR_THE_CHAIR_ALONE,
        at=getattr(row.row, "sent_at", None) or row.row.created_at,
    )


def sealed_in(row: Base) -> set[str]:
    return {column.name.removesuffix("_sealed") for column in row.__table__.columns if column.name.endswith("_sealed")}


def facts_in(row: Base) -> Iterator[tuple[str, Any]]:
    """What stands in a row about them: not its keys, nor what only the service needs."""
    for column in row.__table__.columns:
        name = column.name.removesuffix("_sealed")
        if column.foreign_keys or name in NOT_ABOUT_THEM or name.endswith(("_mark", "_index", "_id")):
            continue
        value = rows.wishes_as_lines(row) if name == "wishes" and isinstance(row, Contribution) else getattr(row, name)
        if value not in (None, "", False):
            yield name, value


def question(name: str) -> str:
    """Read due at, of read_due_at"""
    words = name.removeprefix("is_").replace("_", " ")
    return words[:1].upper() + words[1:]


def answer(value: Any) -> str:
    """A choice in its words, a day or a moment in London's, yes; a text as it is."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, StrEnum):
        return words_for(value)
    if isinstance(value, datetime):
        there = value.astimezone(LONDON)
        return f"{there.day} {there:%B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
