"""What a chair writes into a child's record beside the essentials. Nothing of it is needed; all of it may be put in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from app.models import ChildRecord, Person, RecordAdult, RecordTopic
from app.models.codes import (
    AdvocateOffered,
    AtTheCentre,
    CarerPresent,
    ChairMet,
    ChildSays,
    HowFar,
    KeptOut,
    Pressure,
    SpokeUp,
    VoiceTopic,
    WantsToAttend,
)
from app.services.conferring import this_day
from app.services.errors import RuleBroken
from app.services.recording import check_between, keep


class SpaceDetails(TypedDict):
    told_by: str | None
    told_about_on: date | None
    was_invited: bool | None
    wants_to_attend: WantsToAttend | None
    not_asked_reason: str | None
    kept_out: KeptOut | None
    chair_met: ChairMet | None
    chair_not_met_reason: str | None
    advocate_offered: AdvocateOffered | None
    advocate_attended: bool | None
    advocate_reported: bool | None
    words_checked: HowFar | None
    seen_alone: bool | None
    times_seen_alone: int | None


class VoiceDetails(TypedDict):
    heard_when: str | None
    heard_by: str | None
    carer_present: CarerPresent | None
    pressure: Pressure | None
    going_well: str | None
    worries: str | None
    should_happen: str | None
    how_safe: int | None
    topics: list[VoiceTopic]
    observed_by: str | None
    read_by: str | None
    daily_life: str | None
    adults: list[SpokeUp]
    access_prevented: bool | None
    access_detail: str | None


class FeedbackDetails(TypedDict):
    child_says: ChildSays | None
    told_of_advocate: bool | None
    has_plan: bool | None


class LookBack(TypedDict):
    at_the_centre: AtTheCentre | None
    better_next_time: str | None
    is_escalated: bool | None
    escalated_to_id: UUID | None
    escalated_on: date | None


def save_space_details(chair: Person, record: ChildRecord, details: SpaceDetails) -> None:
    """Raises RuleBroken when it contradicts itself, or the child was told after the conference."""
    if details["told_about_on"] is not None and details["told_about_on"] > record.conference.held_on:
        raise RuleBroken("The child must be told about the conference on the day of it or before. Check the date.")
    if details["times_seen_alone"] is not None and not details["seen_alone"]:
        raise RuleBroken("Choose “Yes” for seen alone, or take away the number of times.")
    put(record, details)
    keep(chair, record, "saved details of space")


def save_voice_details(chair: Person, record: ChildRecord, details: VoiceDetails) -> None:
    """Raises RuleBroken as recording.keep() does."""
    topics, adults = details["topics"], details["adults"]
    known, spoke = {one.topic: one for one in record.topics}, {one.adult: one for one in record.adults}
    record.topics = [known.get(topic) or RecordTopic(record_id=record.id, topic=topic) for topic in topics]
    record.adults = [spoke.get(adult) or RecordAdult(record_id=record.id, adult=adult) for adult in adults]
    put(record, {name: value for name, value in details.items() if name not in ("topics", "adults")})
    keep(chair, record, "saved details of voice")


def save_audience_details(chair: Person, record: ChildRecord, *, all_had_it_in_writing: bool | None) -> None:
    """Raises RuleBroken as recording.keep() does."""
    record.all_had_it_in_writing = all_had_it_in_writing
    keep(chair, record, "saved details of audience")


def save_influence_details(chair: Person, record: ChildRecord, *, dissent: str | None) -> None:
    """Raises RuleBroken as recording.keep() does."""
    record.dissent = dissent
    keep(chair, record, "saved details of influence")


def save_feedback_details(chair: Person, record: ChildRecord, details: FeedbackDetails) -> None:
    """Raises RuleBroken as recording.keep() does."""
    put(record, details)
    keep(chair, record, "saved details of telling")


def save_look_back(chair: Person, record: ChildRecord, details: LookBack) -> None:
    """Raises RuleBroken when something went to nobody, or on a day that cannot be right."""
    check_escalated_on(details["escalated_on"], record.conference.held_on)
    if not details["is_escalated"] and (details["escalated_to_id"] or details["escalated_on"]):
        raise RuleBroken("Choose “Yes” for raised with somebody above, or take away the agency and the day.")
    put(record, details)
    keep(chair, record, "saved a look back")


def check_escalated_on(day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when a concern cannot have been raised on this day."""
    check_between(day, held_on, this_day(), what="The day it was raised")


def put(record: ChildRecord, details: Mapping[str, Any]) -> None:
    for name, value in details.items():
        setattr(record, name, value)


def worth_adding(record: ChildRecord) -> Iterator[tuple[str, str]]:
    """What an answer in the details asks for, by heading. It advises: the record is complete without it."""
    if record.wants_to_attend is WantsToAttend.NOT_ASKED and record.not_asked_reason_sealed is None:
        yield "space", "Write why nobody asked whether the child wanted to be there."
    if record.was_invited is False and record.kept_out is None:
        yield "space", "Choose why the child was not invited."
    if record.chair_met is ChairMet.NOT_OFFERED and record.chair_not_met_reason_sealed is None:
        yield "space", "Write why the child was not offered to meet you."
    if record.access_prevented and record.access_detail_sealed is None:
        yield "voice", "Write who kept whom from seeing the child, and what was done."
    if record.observation_sealed is not None and record.own_words_sealed is None and record.daily_life_sealed is None:
        yield "voice", "Write what daily life is like for this child, going by what was seen."
    if record.is_escalated and (record.escalated_to_id is None or record.escalated_on is None):
        yield "look_back", "Say which agency it was raised with, and when."
