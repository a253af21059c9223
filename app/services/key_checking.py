"""Which key is still needed for what, and whether everything opens."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select

from app.extensions import db
from app.models import JoiningLink, MeetingWords, RecoveryCode, View, utc_now
from app.protection.fingerprints import blind_indexes
from app.protection.keys import KeyProblem
from app.protection.sealing import vault
from app.services import key_proving
from app.services.sealed_columns import SealedColumn, all_columns, sealed_tables

SAMPLE = 50  # values of each column
BATCH = 500
RELOADING = timedelta(hours=1)  # by then every process seals under a key that one of them has begun to seal under

VIEWS = "4 words of views"
CARDS = "words on cards"
CODES = "recovery codes"
LINKS = "joining links"


@dataclass
class KeyUse:
    """What one key is still needed for."""

    key_id: int
    is_held: bool  # the ring holds it
    is_newest: bool
    is_in_use: bool  # it has been the newest, and was not taken out since
    is_ahead: bool  # another process seals with it already
    sealed: Counter[str] = field(default_factory=Counter)  # values, and blind indexes, by column
    recognised: Counter[str] = field(default_factory=Counter)  # hashes of what is not kept: nothing can make them anew

    @property
    def lost_without(self) -> str:
        """What would not work any more without it, in words: nothing can make these hashes anew."""
        return ", ".join(f"{what} ({count:,})" for what, count in self.recognised.items())

    @property
    def why_it_stays(self) -> str | None:
        """Why this key cannot be taken out whatever anybody wants, and what to do about it."""
        if self.is_newest:
            return f"Key {self.key_id} is the one that seals. Bring another into use first: flask keys use"
        if self.is_ahead:
            return f"Another process seals with key {self.key_id} already. Restart this one with the same ring."
        if self.sealed:
            return f"{self.sealed.total():,} values still need key {self.key_id}. Next: flask keys rotate"
        return None

    @property
    def what_next(self) -> str | None:
        """What whoever runs the server does about it. None for the one that seals."""
        if self.is_newest:
            return None
        if not self.is_held and self.sealed:
            return "Put it back into the ring, from escrow: nothing that it sealed can be read."
        if not self.is_held:
            return "Those stopped working when it was taken out."
        if self.why_it_stays:
            return self.why_it_stays
        if self.recognised:
            return "It must stay until those are gone: nothing can make them anew."
        if self.is_in_use:
            return f"Nothing sealed needs it. Next, which looks once more: flask keys remove {self.key_id}"
        return f"It has not sealed yet. When every process has been restarted: flask keys use {self.key_id}"


@dataclass(frozen=True)
class Misfit:
    """A value that does not open, or is not found by what it says."""

    where: str
    row_id: UUID
    why: str


def uses(*, with_indexes: bool = True) -> list[KeyUse]:
    """Every key of the ring, and every other that has sealed something, by id. Looks at every row.

    What made a blind index is found by opening what it stands for: without them nothing is opened.
    """
    counted = {str(column): count_by_key(column) for column in all_columns()}
    began = key_proving.began()
    newest = vault.ring.newest
    hashes = list(recognised())
    ids = {*vault.ring.roots, *(key_id for _, key_id, _ in hashes)}
    found = {
        key_id: KeyUse(
            key_id=key_id,
            is_held=key_id in vault.ring.roots,
            is_newest=key_id == newest,
            is_in_use=key_id in began,
            is_ahead=key_id in began and newest in began and began[key_id] > began[newest],
            sealed=Counter({column: counts[key_id] for column, counts in counted.items() if counts[key_id]}),
        )
        for key_id in sorted(ids.union(*counted.values()))
    }
    for where, _, index_key in indexes() if with_indexes else ():
        if index_key is not None:
            found[index_key].sealed[where] += 1
    for what, key_id, count in hashes:
        found[key_id].recognised[what] += count
    return list(found.values())


def count_by_key(column: SealedColumn) -> Counter[int]:
    """How many values of this column each key has sealed."""
    is_there = column.table.c[column.name].is_not(None)
    rows = db.session.execute(select(column.key_byte, func.count()).where(is_there).group_by(column.key_byte))
    return Counter({int.from_bytes(key): count for key, count in rows})


def indexes() -> Iterator[tuple[str, UUID, int | None]]:
    """Each blind index by column and row, and the key that made it. None: no key of the ring makes it of its text."""
    for table in sealed_tables():
        if table.index is None:
            continue
        text = table.index.of
        for row_id, sealed, index in rows_of(table.table, table.table.c[text.name], table.table.c[table.index.name]):
            try:
                marks = blind_indexes(vault.ring, text.open(sealed, row_id))
            except KeyProblem:
                continue  # openings() tells of it
            under = dict(zip(marks, vault.ring.ids(), strict=True))
            yield f"{table.name}.{table.index.name}", row_id, under.get(index)


def rows_of(table: Table, *columns: ColumnElement[Any]) -> Iterator[tuple[Any, ...]]:
    """The id and these columns of every row, in batches by id."""
    query = select(table.c.id, *columns).order_by(table.c.id).limit(BATCH)
    rows = db.session.execute(query).all()
    while rows:
        yield from (tuple(row) for row in rows)
        rows = db.session.execute(query.where(table.c.id > rows[-1].id)).all()


def recognised() -> Iterator[tuple[str, int, int]]:
    """What is recognised by a hash alone, by the key that made the hash."""
    opening = select(View.words_key_id, func.count()).where(
        View.taken_back_at.is_(None)
    )  # what was taken back has none
    for key_id, count in db.session.execute(opening.group_by(View.words_key_id)):
        yield VIEWS, key_id, count
    given = select(MeetingWords.words_key_id, func.count()).where(MeetingWords.revoked_at.is_(None))
    for key_id, count in db.session.execute(given.group_by(MeetingWords.words_key_id)):
        yield CARDS, key_id, count
    unused = select(RecoveryCode.key_id, func.count()).where(RecoveryCode.used_at.is_(None))
    for key_id, count in db.session.execute(unused.group_by(RecoveryCode.key_id)):
        yield CODES, key_id, count
    yield from links()


def links() -> Iterator[tuple[str, int, int]]:
    """A joining link does not say which key made its hash: one that may be an older key's counts for it."""
    began = key_proving.began()
    still_work = select(func.count()).where(JoiningLink.used_at.is_(None), JoiningLink.expires_at > utc_now())
    for key_id, moment in began.items():
        query = still_work.where(JoiningLink.created_at >= moment)
        if key_id != vault.ring.newest:
            query = query.where(JoiningLink.created_at < began[vault.ring.newest] + RELOADING)
        if count := db.session.scalar(query):
            yield LINKS, key_id, count


def openings(*, every: bool) -> Iterator[Misfit | None]:
    """Open values, all of them or some of each column: None for each that opens, otherwise what is the matter."""
    for column in all_columns():
        sealed = column.table.c[column.name]
        some = select(column.table.c.id, sealed).where(sealed.is_not(None)).order_by(func.random()).limit(SAMPLE)
        for row_id, value in rows_of(column.table, sealed) if every else db.session.execute(some):
            if value is not None:
                yield misfit(column, row_id, value)
    for where, row_id, key_id in indexes():
        yield None if key_id is not None else Misfit(where, row_id, "It is not found by its reference.")


def misfit(column: SealedColumn, row_id: UUID, sealed: bytes) -> Misfit | None:
    try:
        column.open(sealed, row_id)
    except (KeyProblem, UnicodeDecodeError) as problem:
        return Misfit(str(column), row_id, str(problem))
    return None
