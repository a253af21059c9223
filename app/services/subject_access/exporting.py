"""The file for who asked: made at this moment of what both agreed to, and kept nowhere."""

import io
import json
import zipfile
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Person, SubjectRequest, utc_now
from app.models.codes import AskedBy, Giving, RequestState
from app.services import auditing
from app.services.errors import RuleBroken
from app.services.subject_access import deciding
from app.services.subject_access.deciding import Decided, Looked
from app.services.subject_access.requesting import check_keeps_accounts

FORMAT: Final = "heard-what-is-held"
VERSION: Final = 1
OF_THE_CHAIR: Final = (
    "You wrote something for the chair of your meeting alone. It is in no file. Ask us, and the chair tells you what "
    "it says."
)
Copy = dict[str, Any]


def make(request: SubjectRequest, by: Person) -> Copy:
    """What goes into the file. It is written down that it was made, and by whom.

    Raises RuleBroken before a safeguarding lead has agreed, for that lead, and when anything has changed since.
    """
    check_keeps_accounts(by)
    if request.state is not RequestState.AGREED:
        raise RuleBroken("A safeguarding lead has not agreed yet. There is no file before that.")
    if request.agreed_by_id == by.id:
        raise RuleBroken("You agreed to this. Somebody else makes the file.")
    looked = deciding.look(request)
    if any(is_new(one) for one in looked.pieces):
        raise RuleBroken(
            "Something was added or changed since the safeguarding lead agreed. They look at it again, and agree anew."
        )
    request.made_at, request.made_by_id = utc_now(), by.id
    auditing.note(by, "made the file of what is held", request)
    db.session.flush()
    return copy_of(request, looked, request.made_at)


def is_new(one: Decided) -> bool:
    """Whether nobody has agreed to this piece as it stands now. What is the chair's alone never goes."""
    return not one.piece.is_for_the_chair and (one.row.giving is None or one.is_changed)


def copy_of(request: SubjectRequest, looked: Looked, now: datetime) -> Copy:
    """What is given, group by group. What is not given at all is not named: that it is there could say too much.

    That a child wrote something for the chair alone is told to the child, and to nobody who asks for them.
    """
    given = [one for one in looked.pieces if one.words is not None]
    groups = groupby(given, key=lambda one: one.piece.group)
    for_the_chair = request.asked_by is AskedBy.THEMSELVES and any(one.piece.is_for_the_chair for one in looked.pieces)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(timespec="seconds"),
        "asked_on": request.received_on.isoformat(),
        "groups": [{"about": group, "pieces": [piece_of(one) for one in ones]} for group, ones in groups],
        "gone": [{"about": gone.what, "since": gone.since.date().isoformat()} for gone in looked.gone],
        "opened_by": opened_by(looked),
        "for_the_chair_alone": OF_THE_CHAIR if for_the_chair else None,
    }


def piece_of(one: Decided) -> Copy:
    return {
        "what": one.piece.label,
        "written_by_them": one.piece.is_theirs,
        "at": one.piece.at.date().isoformat() if one.piece.at else None,
        "words": one.words,
        "has_parts_left_out": one.giving is Giving.PARTS,
    }


def opened_by(looked: Looked) -> list[str]:
    """Who has had to do with it, by role: UK GDPR, Article 15(1)(c). Nobody's name."""
    those = {one.piece.row_id for one in looked.pieces}
    query = select(Person.role).join(AuditLine, AuditLine.person_id == Person.id)
    return sorted(role.value for role in db.session.scalars(query.where(AuditLine.subject_id.in_(those)).distinct()))


def as_zip(copy: Copy, page: str) -> bytes:
    """One file: a page to read and print, and the same for programs. Made in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("what-heard-holds.html", page)
        archive.writestr("what-heard-holds.json", json.dumps(copy, ensure_ascii=False, indent=2) + "\n")
    return file.getvalue()
