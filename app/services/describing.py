"""A child's place among brothers and sisters, and what they need so that they can say what they think.

What is known from the child's last conference stands there at the next one: nobody types it again.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Child, ChildRecord, Conference, Person, RecordAid, RecordHarm, RecordNeed
from app.models.codes import Aid, Category, InterpretedBy, Interpreter, Need
from app.services.errors import RuleBroken
from app.services.recording import keep

MOST_SIBLINGS = 20
FEWEST_HARMS = 2


class Siblings(NamedTuple):
    """2 of 3: the second of three brothers and sisters, the oldest first."""

    place: int
    of: int

    @classmethod
    def parse(cls, text: str) -> "Siblings":
        """Read "2 of 3" or "2/3". Raises RuleBroken, its message for the chair, when it is something else."""
        written = re.fullmatch(r"([0-9]{1,2})\s*(?:of|/)\s*([0-9]{1,2})", text.strip().lower())
        if written is None:
            raise RuleBroken("Enter the position like 2 of 3.")
        siblings = cls(int(written[1]), int(written[2]))
        if not 1 <= siblings.place <= siblings.of <= MOST_SIBLINGS:
            raise RuleBroken(f"The first number must be from 1 to the second, and the second {MOST_SIBLINGS} or fewer.")
        return siblings

    def __str__(self) -> str:
        return f"{self.place} of {self.of}"


class Described(TypedDict):
    siblings: Siblings | None
    first_language: str | None
    interpreter: Interpreter | None
    interpreted_by: InterpretedBy | None
    needs: list[Need]
    aids: list[Aid]


def described(record: ChildRecord) -> Described:
    """What is recorded about the child themselves. The record must be loaded with its needs and aids."""
    needs, aids = {one.need for one in record.needs}, {one.aid for one in record.aids}
    return Described(
        siblings=siblings_of(record),
        first_language=record.first_language,
        interpreter=record.interpreter,
        interpreted_by=record.interpreted_by,
        needs=[need for need in Need if need in needs],
        aids=[aid for aid in Aid if aid in aids],
    )


def siblings_of(record: ChildRecord) -> Siblings | None:
    if record.sibling_place is None or record.sibling_count is None:
        return None
    return Siblings(record.sibling_place, record.sibling_count)


def describe(record: ChildRecord, details: Described) -> None:
    """Put in what is known of the child. Raises RuleBroken when somebody interprets nothing."""
    if details["interpreted_by"] is not None and details["interpreter"] is None:
        raise RuleBroken("Choose what is interpreted.")
    if Aid.NONE in details["aids"] and len(details["aids"]) > 1:
        raise RuleBroken("Something is ticked and “Nothing was needed” too. Take one away.")
    siblings = details["siblings"]
    record.sibling_place = siblings.place if siblings else None
    record.sibling_count = siblings.of if siblings else None
    record.first_language = details["first_language"]
    record.interpreter = details["interpreter"]
    is_needed = details["interpreter"] is not Interpreter.NOT_NEEDED
    record.interpreted_by = details["interpreted_by"] if is_needed else None
    needs, aids = {one.need: one for one in record.needs}, {one.aid: one for one in record.aids}
    record.needs = [needs.get(need) or RecordNeed(record_id=record.id, need=need) for need in details["needs"]]
    record.aids = [aids.get(aid) or RecordAid(record_id=record.id, aid=aid) for aid in details["aids"]]


def save_child(chair: Person, record: ChildRecord, details: Described) -> None:
    """Store what the chair says of the child. Raises RuleBroken when it contradicts itself."""
    describe(record, details)
    keep(chair, record, "saved what the child needs")


def save_harms(record: ChildRecord, category: Category | None, harms: Sequence[Category]) -> None:
    """Which categories MUL stands for: at least two, or not said. Raises RuleBroken for one alone."""
    wanted = harms if category is Category.MUL else ()
    if 0 < len(wanted) < FEWEST_HARMS:
        raise RuleBroken("MUL stands for at least two categories. Tick each of them, or choose the one there is.")
    known = {one.category: one for one in record.harms}
    record.harms = [known.get(harm) or RecordHarm(record_id=record.id, category=harm) for harm in wanted]


def last_record_of(child: Child, *, before: Conference) -> ChildRecord | None:
    """The child's record of the last conference before this one, whoever chaired it, with needs and aids."""
    query = (
        select(ChildRecord)
        .join(ChildRecord.conference)
        .where(ChildRecord.child_id == child.id, Conference.held_on < before.held_on, Conference.id != before.id)
        .options(selectinload(ChildRecord.needs), selectinload(ChildRecord.aids))
        .order_by(Conference.held_on.desc(), Conference.created_at.desc(), Conference.id)
        .limit(1)
    )
    return db.session.scalar(query)


def describe_as_before(record: ChildRecord, child: Child, conference: Conference) -> None:
    """Put in what the child needed at the last conference. Who interpreted then says nothing about this time."""
    last = last_record_of(child, before=conference)
    if last is not None:
        known = described(last)
        known["interpreted_by"] = None
        describe(record, known)
