"""What a safeguarding lead does with a request: sees every piece, leaves out what must be, and agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID, uuid4

from sqlalchemy import false, select
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import Person, SubjectPiece, SubjectRequest, utc_now
from app.models.codes import AskedBy, Giving, Ground, RequestState
from app.protection.fingerprints import mark, marks
from app.protection.leaving_out import LEFT_OUT, only_leaves_out
from app.protection.sealing import vault
from app.services import auditing, powers
from app.services.adding import add_those_new
from app.services.errors import RuleBroken
from app.services.powers import Power
from app.services.recording import mark_of
from app.services.subject_access import held
from app.services.subject_access.held import Gone, Piece
from app.services.subject_access.requesting import OPEN, check_open

SOURCE = ("request_id", "source_table", "source_id", "source_column")


@dataclass(frozen=True)
class Decided:
    """A piece as it stands now, and what was decided about it."""

    piece: Piece
    row: SubjectPiece
    starts_whole: bool

    @property
    def is_changed(self) -> bool:
        """Whether it says something else now than when it was decided."""
        return self.row.seen_mark is not None and self.row.seen_mark not in marks(vault.ring, "index", said(self))

    @property
    def giving(self) -> Giving | None:
        """What becomes of it; None where a safeguarding lead has to say so."""
        if self.piece.is_for_the_chair:
            return Giving.WITHHELD
        if self.row.giving is None:
            return Giving.WHOLE if self.starts_whole else None
        return None if self.is_changed else self.row.giving

    @property
    def words(self) -> str | None:
        """What is given of it."""
        if self.giving is Giving.PARTS:
            return self.row.words
        return self.piece.words if self.giving is Giving.WHOLE else None


@dataclass(frozen=True)
class Looked:
    """Everything that is held for a request, decided or not, and what is gone."""

    pieces: Sequence[Decided]
    gone: Sequence[Gone]

    @property
    def groups(self) -> list[tuple[str, list[Decided]]]:
        """The pieces under their headings, as they come."""
        return [(group, list(ones)) for group, ones in groupby(self.pieces, key=lambda one: one.piece.group)]

    @property
    def to_decide(self) -> list[Decided]:
        return [one for one in self.pieces if one.giving is None]


def check_is_lead(by: Person) -> None:
    """Raises RuleBroken for anybody but a safeguarding lead: two administrators together get nothing."""
    if not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("A safeguarding lead goes through what is held, and agrees.")


def said(one: Decided) -> str:
    """What is marked of a piece: its words in its place, so that the same words elsewhere are marked otherwise."""
    return f"{one.row.id}|{one.piece.words}"


def look(request: SubjectRequest) -> Looked:
    """All pieces as they stand now, each with its row. What they did not write and were not told is decided one by one;
    all of it is, when it is not the young person who asks. Whoever is shown it is written down first (`open_all`)."""
    found = held.all_held(request)
    now = utc_now()
    rows = [
        {"id": uuid4(), "created_at": now, **dict(zip(SOURCE, (request.id, *piece.key), strict=True))}
        for piece in found.pieces
    ]
    add_those_new(SubjectPiece, rows, key=SOURCE)
    there = db.session.scalars(select(SubjectPiece).where(SubjectPiece.request_id == request.id)).all()
    by_key = {(row.source_table, row.source_id, row.source_column): row for row in there}
    is_own = request.asked_by is AskedBy.THEMSELVES
    pieces = [
        Decided(piece, by_key[piece.key], is_own and (piece.is_theirs or piece.is_told)) for piece in found.pieces
    ]
    return Looked(pieces, found.gone)


def open_all(request: SubjectRequest, by: Person) -> Looked:
    """The same for a safeguarding lead to read: an opening, of the request and of what it is about.

    Raises RuleBroken for anybody else, and when the request is over.
    """
    check_is_lead(by)
    check_open(request)
    auditing.note(by, "read what is held, for a request", request)
    if request.subject_table and request.subject_id:
        auditing.note_about(by, "read what is held, for a request", request.subject_table, request.subject_id)
    return look(request)


def get_piece(request: SubjectRequest, by: Person, piece_id: UUID) -> tuple[Decided, list[Decided]]:
    """One piece, to decide on, and all others that are to be decided.

    Raises NoResultFound when it is not of this request, is gone or the chair's alone; also when the request is over:
    nobody opens anything for that any more.
    """
    check_is_lead(by)
    query = select(SubjectPiece).where(SubjectPiece.request_id == request.id, SubjectPiece.id == piece_id)
    if request.state not in OPEN:
        query = query.where(false())
    row = db.session.scalars(query).one()
    auditing.note(by, "read a piece of what is held", row)
    looked = look(request)
    found = [one for one in looked.pieces if one.row.id == row.id and not one.piece.is_for_the_chair]
    if not found:
        raise NoResultFound("No piece like this is held any more.")
    return found[0], [one for one in looked.to_decide if one.row.id != row.id]


def decide(
    request: SubjectRequest,
    one: Decided,
    by: Person,
    *,
    giving: Giving,
    ground: Ground | None,
    reason: str,
    words: str,
) -> None:
    """Give a piece whole, without some parts, or not at all. What was agreed before is agreed to anew.

    Raises RuleBroken without a ground and a reason for what is left out, when the words are changed in any other way
    than by leaving out, and when the request is over.
    """
    check_is_lead(by)
    check_open(request)
    if giving is Giving.PARTS and not only_leaves_out(one.piece.words, words):
        raise RuleBroken(f"Put {LEFT_OUT} in the place of what is left out, and change nothing else.")
    if giving is not Giving.WHOLE and not (ground and reason):
        raise RuleBroken("Choose why it is left out, and write the reason.")
    is_whole = giving is Giving.WHOLE
    put(one, giving, None if is_whole else ground, None if is_whole else reason)
    one.row.words = words if giving is Giving.PARTS else None
    take_agreement_back(request)
    auditing.note(by, f"decided on a piece: {giving.value}", one.row)
    db.session.flush()


def put(one: Decided, giving: Giving, ground: Ground | None, reason: str | None) -> None:
    one.row.giving, one.row.ground, one.row.reason, one.row.words = giving, ground, reason, None
    one.row.seen_mark = mark(vault.ring, "index", said(one))


def take_agreement_back(request: SubjectRequest) -> None:
    request.state = RequestState.WAITING
    request.agreed_at = request.agreed_by_id = request.made_at = request.made_by_id = None


def mark_of_shown(looked: Looked) -> str:
    """Stands for what a page shows of it, by which agreeing knows whether anything came or changed since."""
    return mark_of({str(one.row.id): [one.piece.words, one.giving, one.words] for one in looked.pieces})


def agree(request: SubjectRequest, by: Person, *, seen: str) -> None:
    """From now on the administrator can make the file of exactly what was seen: `seen` is the mark of it.

    Raises RuleBroken while any piece is undecided, when anything came or changed since the page was opened, for who
    opened the request, and when it is over.
    """
    check_is_lead(by)
    check_open(request)
    if by.id == request.opened_by_id:
        raise RuleBroken("You opened this request. Somebody else has to agree to it.")
    looked = look(request)
    if looked.to_decide:
        raise RuleBroken("Decide first on every piece that is marked “To decide”.")
    if seen != mark_of_shown(looked):
        raise RuleBroken("Something was added or changed since you opened the page. Read it below, then agree.")
    for one in looked.pieces:
        if one.row.giving is None and one.giving is Giving.WHOLE:
            put(one, Giving.WHOLE, None, None)
    request.state, request.agreed_at, request.agreed_by_id = RequestState.AGREED, utc_now(), by.id
    auditing.note(by, "agreed to give what is held", request)
    db.session.flush()
