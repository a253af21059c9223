"""The children of the system that was there before come in at once, so that nobody types them again.

All of a list comes in, or nothing. A child who is known already stays as they are; a chair who finds the wrong list
brought in takes it back, as far as its children are in no conference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Child, ChildImport, ChildRecord, Person, utc_now
from app.protection.fingerprints import blind_index, blind_indexes
from app.protection.sealing import vault
from app.services import auditing, including
from app.services.conferring import this_day
from app.services.errors import RuleBroken
from app.services.listed_children import ListedChild, Wrong, read_list

AT_ONCE: Final = 500
MOST_SHOWN: Final = 10


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a list would bring in, in the order of its lines: who is new, who is known already, and what is wrong.

    `born_since`: of those who are known, the babies whom we knew before they were born.
    """

    new: Sequence[ListedChild]
    known: Sequence[ListedChild]
    born_since: Sequence[ListedChild]
    wrong: Sequence[Wrong]

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.born_since)


def check(text: str) -> Checked:
    """Read a list and compare it with the children we know. It changes nothing."""
    found = read_list(text, today=this_day())
    held = known_children(found.children)
    wrong = [*found.wrong, *twice_in(found.children), *contradicting(found.children, held)]
    known = [child for child in found.children if index_of(child) in held]
    return Checked(
        new=[child for child in found.children if index_of(child) not in held],
        known=known,
        born_since=[child for child in known if child.born and held[index_of(child)].born is None],
        wrong=sorted(wrong, key=lambda one: one.line or 0),
    )


def index_of(child: ListedChild) -> bytes:
    return blind_index(vault.ring, child.reference)


def known_children(listed: Sequence[ListedChild]) -> dict[bytes, Child]:
    """Those of a list whom we know, by the newest index of their reference, whichever key theirs was made with."""
    newest = {index: index_of(child) for child in listed for index in blind_indexes(vault.ring, child.reference)}
    wanted, held = list(newest), dict[bytes, Child]()
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Child).where(Child.reference_index.in_(wanted[start : start + AT_ONCE]))
        held |= {newest[child.reference_index]: child for child in db.session.scalars(query)}
    return held


def twice_in(listed: Sequence[ListedChild]) -> Iterator[Wrong]:
    """However a reference is written, as at a conference."""
    first: dict[bytes, int] = {}
    for child in listed:
        line = first.setdefault(index_of(child), child.line)
        if line != child.line:
            yield Wrong(
                child.line, "reference", f"This child is in line {line} already. Take one of the two lines away."
            )


def contradicting(listed: Sequence[ListedChild], held: dict[bytes, Child]) -> Iterator[Wrong]:
    """Children whom we know by another month of birth. A baby we knew before birth has been born since."""
    for child in listed:
        known = held.get(index_of(child))
        if known is None or known.born is None:
            continue
        if child.born is None:
            yield Wrong(
                child.line, "born", "This child has been born, as we know it. Write the month and year of birth."
            )
        elif known.born != str(child.born):
            yield Wrong(
                child.line,
                "born",
                "We know this reference by another month of birth. Check both, or take the line away.",
            )


def bring_in(chair: Person, text: str, *, once: str) -> ChildImport:
    """Add every new child of a list, or nobody. The same form sent again gives the import it made.

    Raises RuleBroken when something in the list is wrong, or another import added one of the children at this moment.
    """
    if (already := find_by_form(once)) is not None:
        return already
    checked = check(text)
    if checked.wrong:
        raise RuleBroken("Nothing was brought in. Put the lines below right first.")
    made = ChildImport(chair_id=chair.id, added=len(checked.new), already_known=len(checked.known), once=once)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
            db.session.add_all(child_of(listed, made) for listed in checked.new)
            db.session.flush()
    except IntegrityError as taken:
        if (already := find_by_form(once)) is not None:
            return already
        raise RuleBroken(
            "Nothing was brought in: somebody added one of these children just now. Check again."
        ) from taken
    for listed in checked.born_since:
        including.find_or_add_child(listed.reference, listed.born)
    auditing.note(chair, "brought children in", made)
    db.session.flush()
    return made


def child_of(listed: ListedChild, made: ChildImport) -> Child:
    return Child(
        reference=listed.reference,
        reference_index=index_of(listed),
        born=str(listed.born) if listed.born else None,
        import_id=made.id,
    )


def find_by_form(once: str) -> ChildImport | None:
    return db.session.scalar(select(ChildImport).where(ChildImport.once == once))


def imports_of(chair: Person) -> Sequence[ChildImport]:
    """The last imports of this chair, the newest first."""
    return db.session.scalars(
        select(ChildImport)
        .where(ChildImport.chair_id == chair.id)
        .order_by(ChildImport.created_at.desc(), ChildImport.id)
        .limit(MOST_SHOWN)
    ).all()


def get_import(chair: Person, import_id: UUID) -> ChildImport:
    """One of this chair's own imports, held for change. Any other raises NoResultFound."""
    query = select(ChildImport).where(ChildImport.id == import_id, ChildImport.chair_id == chair.id)
    return db.session.scalars(query.with_for_update()).one()


def take_back(chair: Person, made: ChildImport) -> None:
    """Take out the children of an import who are in no conference. A second time changes nothing.

    They are held for change first, so that no conference gets one of them at the same moment.
    """
    if made.taken_back_at is not None:
        return
    ids = db.session.scalars(select(Child.id).where(Child.import_id == made.id).with_for_update()).all()
    is_used = exists().where(ChildRecord.child_id == Child.id)
    for start in range(0, len(ids), AT_ONCE):
        db.session.execute(delete(Child).where(Child.id.in_(ids[start : start + AT_ONCE]), ~is_used))
    made.taken_back_at = utc_now()
    auditing.note(chair, "took an import back", made)
    db.session.flush()
