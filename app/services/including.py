"""The children of a conference: each child of the household is included, and found again at the next conference."""

from collections.abc import Iterable
from secrets import token_urlsafe

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Child, ChildRecord, Conference, Person
from app.models.codes import Stage
from app.protection.fingerprints import blind_index, blind_indexes
from app.protection.sealing import vault
from app.services import auditing, conferring, describing, essentials, stages
from app.services.conferring import ConferenceDetails, day_to_tell
from app.services.describing import Siblings
from app.services.errors import RuleBroken
from app.services.recording import stage_in
from app.services.stages import BirthMonth


def add_child(
    chair: Person,
    conference: Conference,
    *,
    reference: str,
    born: BirthMonth | None,
    is_subject: bool,
    siblings: Siblings | None = None,
    once: str,
) -> ChildRecord:
    """A record for a child of this household. No month of birth means not born yet.

    A child who is known by the reference is found again, with what they needed at their last conference. The same form
    sent again gives the record it made.
    Raises RuleBroken when the month of birth is another than we know, or cannot be right, or the child is here already.
    """
    records: list[ChildRecord] = conference.records
    for record in records:
        if record.once == once:
            return record
    check_not_finished(conference)
    stage = stage_in(conference, born)
    child = find_or_add_child(reference, born)
    if any(record.child_id == child.id for record in records):
        raise RuleBroken(f"{child.reference} is in this conference already. Check the reference.")
    tell_due_on = day_to_tell(conference.held_on)
    record = ChildRecord(
        conference_id=conference.id,
        child_id=child.id,
        position=max((record.position for record in records), default=0) + 1,
        is_subject=is_subject,
        stage=stage,
        age_band=stages.age_band_of(stage, born, conference.held_on),
        tell_due_on=tell_due_on,
        tell_by=None if stage is Stage.UNBORN else tell_due_on,
        once=once,
    )
    describing.describe_as_before(record, child, conference)
    if siblings is not None:
        record.sibling_place, record.sibling_count = siblings
    try:
        with db.session.begin_nested():
            db.session.add(record)
            db.session.flush()
    except IntegrityError as taken:
        raise RuleBroken("This form was sent already. Look at the list of children in the conference.") from taken
    auditing.note(chair, "added child", record)
    db.session.flush()
    return record


def find_or_add_child(reference: str, born: BirthMonth | None) -> Child:
    known = find_child(reference)
    if known is not None:
        return agree(known, born)
    child = Child(
        reference=reference,
        reference_index=blind_index(vault.ring, reference),
        born=str(born) if born else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(child)
            db.session.flush()
    except IntegrityError:  # another chair added the same child at this moment
        known = find_child(reference)
        if known is None:
            raise
        return agree(known, born)
    return child


def born_as_known(reference: str) -> BirthMonth | None:
    """The month of birth of the child we know by this reference; None when we know none."""
    known = find_child(reference)
    return BirthMonth.parse(known.born) if known is not None and known.born else None


def make_with_children(
    chair: Person, details: ConferenceDetails, records: Iterable[ChildRecord], *, once: str
) -> Conference:
    """A new conference of this chair, with the children whose earlier records are given. Raises RuleBroken."""
    made = conferring.make_conference(chair, details, once=once)
    conference = conferring.get_conference(chair, made.id, for_change=True)
    carry_over(chair, conference, records)
    return conference


def carry_over(chair: Person, conference: Conference, records: Iterable[ChildRecord]) -> None:
    """Add the children of an earlier conference to this one, as they were there. Who is in it already is left out.

    Raises RuleBroken, naming the child, when one cannot be at this conference.
    """
    there = {record.child_id for record in conference.records}
    for earlier in records:
        child = earlier.child
        if child.id in there:
            continue
        try:
            record = add_child(
                chair,
                conference,
                reference=child.reference,
                born=BirthMonth.parse(child.born) if child.born else None,
                is_subject=earlier.is_subject,
                once=token_urlsafe(32),
            )
        except RuleBroken as broken:
            raise RuleBroken(f"{child.reference}: {broken} Or take the tick away.") from broken
        conference.records.append(record)


def find_child(reference: str) -> Child | None:
    """The child we know by this reference, however it is written."""
    return db.session.scalar(
        select(Child)
        .where(Child.reference_index.in_(blind_indexes(vault.ring, reference)))
        .limit(1)
        .with_for_update(read=True, key_share=True)  # what is kept of a child is not cleared while they get a record
    )


def agree(child: Child, born: BirthMonth | None) -> Child:
    """What we know of a child agrees with what was typed now. A baby we knew before birth has been born since."""
    if child.born is None:
        child.born = str(born) if born else None
    elif born is None:
        raise RuleBroken(f"{child.reference} has been born, as we know it. Enter the month and year of birth.")
    elif child.born != str(born):
        raise RuleBroken(
            f"We know {child.reference} by another month of birth. Check the reference and the month of birth."
        )
    return child


def remove_child(chair: Person, record: ChildRecord) -> None:
    """Take out a child who was added by mistake. Raises RuleBroken once something has been recorded."""
    if record.contributions:
        raise RuleBroken("This child has written for the meeting, so the child stays in the conference.")
    if essentials.is_started(record):
        raise RuleBroken("Something is recorded for this child, so the child stays in the conference.")
    check_not_finished(record.conference)
    auditing.note(chair, "removed child", record)
    db.session.delete(record)
    db.session.flush()
    is_used = db.session.scalar(select(func.count()).where(ChildRecord.child_id == record.child_id))
    if not is_used:
        db.session.delete(record.child)
    db.session.flush()


def check_not_finished(conference: Conference) -> None:
    if conference.finished_at is not None:
        raise RuleBroken("This conference is finished. Open it again to change its children.")
