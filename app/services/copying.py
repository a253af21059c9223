"""A copy of one child's record, for the case system: on paper, or as a file that programs read (docs/record-copy.md).

It holds what the record says of this child and of the conference, and nothing of a brother or sister. What a child
wrote "only for the chair" is in no copy. Both kinds come from the same facts, so that neither says more than the other.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.extensions import db
from app.models import Agency, Base, ChildRecord, Conference, ConferenceAgency, Contribution, MeetingReply, Person
from app.services import auditing, essentials, receiving
from app.services.time_limits import MAY_BEGIN_A_PLAN

FORMAT: Final = "heard-child-record"
VERSION: Final = 1
Facts = dict[str, Any]

ROW: Final = frozenset({"id", "created_at", "once"})
OF_CONFERENCE: Final = ROW | {"cleared_at", "reference_index"}
OF_RECORD: Final = ROW | {"position", "saved_at", "age_band"}  # the month of birth says more
OF_WISH: Final = ROW | {"position"}
# Where in a copy a column of the record stands. One that is not named here stands under "more": nothing is left out.
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "child": ("is_subject", "stage", "sibling_place", "sibling_count", "first_language", "interpreter")
    + ("interpreted_by", "needs", "aids"),
    "space": ("told_beforehand", "told_by", "told_about_on", "was_invited", "wants_to_attend", "not_asked_reason")
    + ("kept_out", "chair_met", "chair_not_met_reason", "advocate_offered", "advocate_attended", "advocate_reported")
    + ("words_checked", "seen_alone", "times_seen_alone"),
    "voice": ("participation_code", "sources", "heard_when", "heard_by", "carer_present", "pressure", "own_words")
    + ("topics", "going_well", "worries", "should_happen", "how_safe", "observation", "observed_by", "read_by")
    + ("daily_life", "adults", "access_prevented", "access_detail", "not_heard_reason"),
    "audience": ("considered_individually", "shared_when", "shared_by", "all_had_it_in_writing"),
    "influence": ("category", "harms", "outcome", "dissent", "no_wishes", "no_action_asked"),
    "feedback": ("teller", "told_how", "not_told_reason", "tell_due_on", "tell_by", "told_on", "understood")
    + ("child_says", "told_of_advocate", "has_plan", "released_at"),
    "chair": ("at_the_centre", "better_next_time", "is_escalated", "escalated_to", "escalated_on"),
}
NOT_TICKED: Final = frozenset({"wishes", "actions", "contributions", "replies"})


def copy_of(record: ChildRecord, agencies: Iterable[ConferenceAgency], *, made_by: Person, now: datetime) -> Facts:
    """All that a copy says, section by section. The record comes as `recording.get_record` loads it."""
    facts = facts_of(record, OF_RECORD) | ticked_on(record)
    sections = {name: {key: facts.pop(key) for key in keys if key in facts} for name, keys in SECTIONS.items()}
    child = {"reference": record.child.reference, "born": record.child.born} | sections.pop("child")
    voice = sections.pop("voice") | {"written_for_the_meeting": [written(one) for one in record.contributions]}
    wishes = [wish | {"number": number} for number, wish in enumerate(wishes_of(record), start=1)]
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now,
        "made_by": made_by.name,
        "saved_at": record.saved_at,
        "still_missing": [thing.sentence for thing in essentials.missing_in(record)],
        "conference": conference_facts(record.conference, agencies),
        "child": child,
        "space": sections["space"],
        "voice": voice,
        "audience": sections["audience"],
        "influence": sections["influence"] | {"wishes": wishes},
        "actions": list(actions_of(record)),
        "feedback": sections["feedback"] | {"said_afterwards": [said(one, record) for one in record.replies]},
        "chair": sections["chair"],
        "more": facts,
    }


def note_copy(chair: Person, record: ChildRecord, *, is_file: bool, reason: str) -> None:
    """Write down that a copy of this record left Heard, and why."""
    deed = "downloaded a child's record" if is_file else "printed a child's record"
    auditing.note(chair, deed, record, reason=reason)
    db.session.flush()


def facts_of(row: Base, left_out: frozenset[str] = ROW) -> Facts:
    """What stands in the columns of a row, opened, by their names. Of other rows only an agency is named."""
    facts = {}
    for column in row.__table__.columns:
        name = column.name.removesuffix("_sealed")
        if column.foreign_keys:
            if any(key.column.table is Agency.__table__ for key in column.foreign_keys):
                facts[name.removesuffix("_id")] = name_of_agency(getattr(row, name))
        elif name not in left_out:
            facts[name] = getattr(row, name)
    return facts


def name_of_agency(agency_id: UUID | None) -> str | None:
    agency = db.session.get(Agency, agency_id) if agency_id else None
    return agency.name if agency else None


def ticked_on(record: ChildRecord) -> Facts:
    """What was ticked on a record: each list by its name, in the order of its choices."""
    lists = [one.key for one in record.__mapper__.relationships if one.uselist and one.key not in NOT_TICKED]
    return {name: sorted_choices(getattr(record, name)) for name in lists}


def sorted_choices(rows: Sequence[Base]) -> list[Any]:
    found = [value for row in rows for value in facts_of(row).values()]
    return sorted(found, key=lambda value: list(type(value)).index(value) if isinstance(value, StrEnum) else 0)


def conference_facts(conference: Conference, agencies: Iterable[ConferenceAgency]) -> Facts:
    there = [{"name" if name == "agency" else name: value for name, value in facts_of(one).items()} for one in agencies]
    facts = facts_of(conference, OF_CONFERENCE) | {"agencies": there}
    return facts if conference.type in MAY_BEGIN_A_PLAN else facts | {"core_group_due_on": None}


def wishes_of(record: ChildRecord) -> Iterator[Facts]:
    for wish in record.wishes:
        yield facts_of(wish, OF_WISH) | {"is_written_by_the_child": wish.contribution_id is not None}


def actions_of(record: ChildRecord) -> Iterator[Facts]:
    numbers = numbers_of_wishes(record)
    for action in record.actions:
        yield facts_of(action) | {"for_wish": numbers.get(action.wish_id) if action.wish_id else None}


def numbers_of_wishes(record: ChildRecord) -> dict[Any, int]:
    return {wish.id: number for number, wish in enumerate(record.wishes, start=1)}


def written(sitting: Contribution) -> Facts:
    """What a child wrote at one sitting. Each is named here: what they wrote for the chair alone is not."""
    return {
        "sent_at": sitting.sent_at,
        "replaced_at": sitting.replaced_at,
        "joining": sitting.joining,
        "how_safe": sitting.how_safe,
        "good": sitting.good,
        "worries": sitting.worries,
        "wishes": receiving.wishes_in(sitting),
        "speaker": sitting.speaker,
        "understanding": sitting.understanding,
        "helped_by": sitting.helped_by,
        "words_are_own": sitting.words_are_own,
    }


def said(reply: MeetingReply, record: ChildRecord) -> Facts:
    """What a child said about what came of the meeting, and the answer to it."""
    return {
        "sent_at": reply.sent_at,
        "about_wish": numbers_of_wishes(record).get(reply.wish_id),
        "is_right": reply.is_right,
        "has_happened": reply.has_happened,
        "words": reply.words,
        "answer_due_at": reply.due_at,
        "answer": reply.answer,
        "answered_at": reply.settled_at,
    }


def as_json(copy: Facts) -> str:
    """A copy as the file says it: UTF-8, days and moments as ISO 8601, each choice with its code and its words."""
    return json.dumps(coded(copy), default=plain, ensure_ascii=False, indent=2) + "\n"


def coded(value: Any) -> Any:
    """The same, with every choice as its code and its words. (A choice is text too, and would pass for it.)"""
    if isinstance(value, StrEnum):
        return {"code": value.value, "label": words_for(value)}
    if isinstance(value, dict):
        return {key: coded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [coded(one) for one in value]
    return value


def words_for(choice: StrEnum) -> str:
    """PN1: what the national return says it means; of a code that is words already, those words."""
    meaning = getattr(choice, "meaning", None)
    return str(meaning) if meaning else choice.value[:1].upper() + choice.value[1:]


def plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    raise TypeError(f"No file says {type(value).__name__}")
