"""Whether everything came back: a backup that nobody has brought back is not one."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from sqlalchemy import text

from app.extensions import db
from app.models import utc_now
from app.protection.keys import KeyProblem
from app.services import audit_verifying, key_checking, key_proving
from app.services.audit_handing import Head
from app.services.backing_up.manifest import Manifest, manifest_of

MOST_NAMED: Final = 5


def differences(manifest: Manifest) -> Iterator[str]:
    """What is not as the backup says it must be: before its migrations are brought up to date."""
    found = manifest_of(db.session.connection(), manifest.made_at)
    if found.migration != manifest.migration:
        yield f"It stands at migration {found.migration}, and was made at {manifest.migration}."
    for table in sorted(found.rows.keys() | manifest.rows.keys()):
        has, should = found.rows.get(table, 0), manifest.rows.get(table, 0)
        if has != should:
            yield f"{table} has {has:,} rows, and should have {should:,}."
    if found.audit_segments != manifest.audit_segments:
        yield "The audit trail does not end where it ended."
    yield from damages()


def damages() -> Iterator[str]:
    """What SQLite finds in its own file. PostgreSQL checked every row when it took it."""
    if db.engine.dialect.name == "sqlite":
        if (said := db.session.scalar(text("PRAGMA integrity_check"))) != "ok":
            yield f"SQLite finds the file damaged: {said}"
        if db.session.execute(text("PRAGMA foreign_key_check")).first() is not None:
            yield "A row refers to another that is not there."


def faults(manifest: Manifest, *, every: bool) -> Iterator[str]:
    """What does not fit in the audit trail or open with the key ring: to be asked at the newest migration."""
    heads = [Head(int(number), bytes.fromhex(hash_)) for number, hash_ in manifest.audit_segments.items()]
    yield from map(str, audit_verifying.verify(utc_now(), heads).misfits)
    for proof in key_proving.proofs():
        try:
            key_proving.check(proof)
        except KeyProblem as problem:
            yield str(problem)
    unopened = (one for one in key_checking.openings(every=every) if one is not None)
    for misfit in islice(unopened, MOST_NAMED):
        yield f"{misfit.where}, row {misfit.row_id}: {misfit.why}"
