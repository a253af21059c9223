"""Verifying the audit trail: the chain is made again from the lines, and the first line that does not fit is named.

What a chain can prove depends on what is known elsewhere: whoever can write to the database could make a whole new
chain. Against the heads that were handed over (app/services/audit_handing.py) that is found too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, select

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment
from app.models.audit import LINES_IN_A_SEGMENT
from app.services.audit_fitting import Chain, DoesNotFit, Fault, Misfit, Notes, written
from app.services.audit_handing import Head
from app.services.audit_reading import LINE, SEGMENT, named
from app.services.audit_retiring import DROPPED_DEED, kept_from
from app.services.audit_sealing import ITS_SEAL, LATE_DEED, UNSEALED, earliest_taken, waiting

PERIOD_DEED: Final = "changed setting audit_years"
SEALED_WITHIN: Final = timedelta(days=1)
ROWS_AT_ONCE: Final = 1_000
HEADS_AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found. The trail fits when there are no misfits; remarks are for somebody to know."""

    chain: Chain
    waiting: int  # lines that are not sealed yet
    heads: int  # that it was compared with
    misfits: list[Misfit]
    remarks: list[str]


def verify(now: datetime, heads: Iterable[Head] = ()) -> Report:
    """Make the chain again, look for lines outside it, and compare it with heads that were kept elsewhere.

    Of each of the three the first misfit is named. Reads the whole trail once, a thousand rows at a time.
    """
    known = sorted(set(heads))  # read before the trail: a segment that is sealed meanwhile is in neither
    chain = Chain(find_notes(now))
    misfits = [*broken(chain), *outside(now), *other_heads(known)]
    return Report(chain=chain, waiting=waiting(), heads=len(known), misfits=misfits, remarks=list(remarks(chain)))


def broken(chain: Chain) -> Iterator[Misfit]:
    """The first thing in the chain that does not fit."""
    with db.session.execute(sealed_rows()) as sealed:
        try:
            for _, rows in groupby(sealed, key=lambda row: row.segment_id):
                chain.add(list(islice(rows, LINES_IN_A_SEGMENT + 1)))
        except DoesNotFit as found:
            yield found.misfit


def sealed_rows() -> Select[Any]:
    """Every segment with its lines, in order: on uq_audit_segment_number, then uq_audit_seal_segment_position."""
    return (
        select(
            *SEGMENT,
            *LINE,
            named("sealed_line_id", AuditSeal.line_id),
            named("position", AuditSeal.position),
            named("line_hash", AuditSeal.line_hash),
        )
        .select_from(AuditSegment)
        .outerjoin(AuditSeal, AuditSeal.segment_id == AuditSegment.id)
        .outerjoin(AuditLine, AuditLine.id == AuditSeal.line_id)
        .order_by(AuditSegment.number, AuditSeal.position)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )


def outside(now: datetime) -> Iterator[Misfit]:
    """The oldest line that is in no segment though it should be: every line is sealed within a day."""
    earliest = earliest_taken(now)
    is_late: ColumnElement[bool] = literal(False) if earliest is None else AuditLine.created_at < earliest
    line = db.session.execute(
        select(named("line_id", AuditLine.id), is_late.label("is_late"))
        .outerjoin(*ITS_SEAL)
        .where(UNSEALED, AuditLine.created_at < now - SEALED_WITHIN)
        .order_by(AuditLine.created_at, AuditLine.id)
        .limit(1)
    ).first()
    if line and line.is_late:
        what = "it is dated long before what was sealed already. If that is right, run: flask audit seal --late"
        yield Misfit(fault=Fault.ADDED, line_id=written(line.line_id), what=what)
    elif line:
        yield Misfit(fault=Fault.UNSEALED, line_id=written(line.line_id), what="run: flask audit seal")


def other_heads(heads: list[Head]) -> Iterator[Misfit]:
    """The first head kept elsewhere that the chain does not have."""
    fits_to = 0
    for start in range(0, len(heads), HEADS_AT_ONCE):
        some = heads[start : start + HEADS_AT_ONCE]
        numbers = [head.number for head in some]
        query = select(AuditSegment.number, named("hash", AuditSegment.hash)).where(AuditSegment.number.in_(numbers))
        there: dict[int, bytes] = {row.number: row.hash for row in db.session.execute(query)}
        for head in some:
            if there.get(head.number) != head.hash:
                fault = Fault.REBUILT if head.number in there else Fault.MISSING
                what = (
                    f"a head that was kept elsewhere says so. The last one that fits is of segment {fits_to or 'none'}."
                )
                yield Misfit(fault=fault, segment=head.number, what=what)
                return
            fits_to = head.number


def find_notes(now: datetime) -> Notes:
    """What the trail says about itself: what was dropped or sealed late, and when the period was last changed."""
    return Notes(
        now=now,
        kept_from=kept_from(now),
        period_changed_at=db.session.scalar(
            select(func.max(AuditLine.created_at)).where(AuditLine.deed == PERIOD_DEED)
        ),
        dropped=noted(DROPPED_DEED),
        newest_dropped_at=db.session.scalar(
            select(func.max(AuditSegment.last_line_at)).where(AuditSegment.dropped_at.is_not(None))
        ),
        sealed_late=noted(LATE_DEED),
    )


def noted(deed: str) -> frozenset[int]:
    """The numbers of the segments of which a line of the trail says this."""
    query = (
        select(AuditSegment.number)
        .join(AuditLine, AuditLine.subject_id == AuditSegment.id)
        .where(AuditLine.subject_table == AuditSegment.__tablename__, AuditLine.deed == deed)
    )
    return frozenset(db.session.scalars(query))


def remarks(chain: Chain) -> Iterator[str]:
    if chain.dropped:
        yield f"{chain.dropped:,} segments were dropped when they were old enough. Their hashes fit."
    if chain.late:
        numbers = ", ".join(str(number) for number in chain.late[:10])
        yield f"Lines in {len(chain.late):,} segments were sealed late, by order: {numbers}. See who gave it, and why."
