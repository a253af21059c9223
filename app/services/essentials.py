"""The twelve essentials: what makes one child's record complete, and what is still missing.

The list is the board's own. It is built on the local standards of City & Hackney, Sheffield and the Wales Safeguarding
Procedures: each child on their own, being there is not the same as taking part, and the child is told what came of it.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from app.models import ChildRecord, Wish
from app.models.codes import Category, Extent, ParticipationCode, SharedWhen, Stage, ToldHow

TOO_YOUNG_TO_BE_TOLD = (Stage.UNBORN, Stage.UNDER_4)
NOT_HEARD = (ParticipationCode.PN4, ParticipationCode.PN7)
NOT_FULLY = (Extent.PARTLY, Extent.NOT_ACTED_ON)


class Missing(NamedTuple):
    """One thing to put in: the part of the record it belongs to, and what to do in plain words."""

    section: str
    sentence: str


class RecordState(StrEnum):
    NOT_STARTED = "not started"
    DRAFT = "draft"
    COMPLETE = "complete"


class Evidence(StrEnum):
    """Which of the boxes for a child's voice has to be filled in."""

    OWN_WORDS = "own words"
    OBSERVATION = "observation"
    EITHER = "own words or observation"
    REASON = "reason"


def missing_in(record: ChildRecord) -> list[Missing]:
    """What this record still lacks, in the order of the page. The record must be loaded with all its parts."""
    return [
        *missing_stage(record),
        *missing_space(record),
        *missing_voice(record),
        *missing_audience(record),
        *missing_influence(record),
        *missing_actions(record),
        *missing_telling(record),
    ]


def state_of(record: ChildRecord) -> RecordState:
    """Whether the record is complete, begun, or still empty."""
    if not is_started(record):
        return RecordState.NOT_STARTED
    return RecordState.DRAFT if missing_in(record) else RecordState.COMPLETE


def is_started(record: ChildRecord) -> bool:
    """Whether anything has been put in. What was set when the child was added does not count."""
    answers = (
        record.told_beforehand,
        record.participation_code,
        record.own_words_sealed,
        record.observation_sealed,
        record.not_heard_reason_sealed,
        record.considered_individually,
        record.shared_when,
        record.shared_by,
        record.category,
        record.outcome,
        record.teller_sealed,
        record.told_how,
        record.not_told_reason_sealed,
        record.told_on,
        record.understood,
    )
    return (
        any(answer is not None for answer in answers)
        or record.no_wishes
        or record.no_action_asked
        or bool(record.sources or record.wishes or record.actions or record.contributions)
    )


def needed_evidence(stage: Stage | None, code: ParticipationCode | None) -> Evidence:
    """What stands for this child's voice.

    A baby's or an unborn child's is what was seen or is known. A child who shows what they think without speech (PN3)
    may have either. Where nothing was conveyed (PN4, PN7) it is the reason.
    """
    if code in NOT_HEARD:
        return Evidence.REASON
    if stage in TOO_YOUNG_TO_BE_TOLD or code is ParticipationCode.PN0:
        return Evidence.OBSERVATION
    if code is ParticipationCode.PN3 or (code is None and stage is not Stage.FOUR_OR_OVER):
        return Evidence.EITHER
    return Evidence.OWN_WORDS


def has_written(record: ChildRecord) -> bool:
    """Whether the child's own words are there already, because they wrote for the meeting and called them their own."""
    return any(
        contribution.replaced_at is None
        and contribution.words_are_own is not False
        and (contribution.good_sealed, contribution.worries_sealed, contribution.wishes_sealed) != (None, None, None)
        for contribution in record.contributions
    )


def missing_stage(record: ChildRecord) -> Iterator[Missing]:
    """Essential 1. Reference and month of birth are there since the child was added."""
    if record.stage is None:
        yield Missing("stage", "Say whether the child was 4 on the day of the conference.")


def missing_space(record: ChildRecord) -> Iterator[Missing]:
    """Essential 2. Not for a child who is unborn or under 4."""
    if record.told_beforehand is None and record.stage not in TOO_YOUNG_TO_BE_TOLD:
        yield Missing("space", "Say whether the child was told about the conference in a way they understand.")


def missing_voice(record: ChildRecord) -> Iterator[Missing]:
    """Essentials 3, 4 and 5. A child who is not born yet has no participation code."""
    is_unborn = record.stage is Stage.UNBORN
    if record.participation_code is None and not is_unborn:
        yield Missing("voice", "Choose the participation code.")
    if not record.sources:
        yield Missing("voice", "Tick how you know this." if is_unborn else "Tick how the child’s voice was obtained.")
    yield from missing_evidence(record)


def missing_evidence(record: ChildRecord) -> Iterator[Missing]:
    words = record.own_words_sealed is not None or has_written(record)
    seen = record.observation_sealed is not None
    match needed_evidence(record.stage, record.participation_code):
        case Evidence.REASON if record.not_heard_reason_sealed is None:
            yield Missing("voice", "Write why there is nothing from the child.")
        case Evidence.OBSERVATION if not seen and record.stage is Stage.UNBORN:
            yield Missing("voice", "Write what is known of the preparations for the baby.")
        case Evidence.OBSERVATION if not seen:
            yield Missing("voice", "Write what was seen of the child’s daily life.")
        case Evidence.EITHER if not words and not seen:
            yield Missing("voice", "Write what the child said or showed, or what was seen of their daily life.")
        case Evidence.OWN_WORDS if not words:
            yield Missing("voice", "Write what the child said, in their own words.")


def missing_audience(record: ChildRecord) -> Iterator[Missing]:
    """Essentials 6 and 7. A voice that was not shared was shared by nobody."""
    if record.considered_individually is None:
        yield Missing("audience", "Say whether the child was considered on their own, apart from brothers and sisters.")
    if record.shared_when is None:
        yield Missing("audience", "Say when in the meeting the child’s voice was shared.")
    if record.shared_by is None and record.shared_when is not SharedWhen.NOT_SHARED:
        yield Missing("audience", "Say who shared the child’s voice.")


def missing_influence(record: ChildRecord) -> Iterator[Missing]:
    """Essentials 8, 9 and 11. No wish is asked for where there is only a reason why nothing was conveyed.

    The category is for the children whom the conference is about.
    """
    is_needed = needed_evidence(record.stage, record.participation_code) is not Evidence.REASON
    if is_needed and not record.wishes and not record.no_wishes:
        yield Missing("influence", "Add what the child wishes, or tick that no wishes were expressed.")
    for number, wish in enumerate(record.wishes, start=1):
        yield from missing_answer(wish, number)
    if record.category is None and record.is_subject:
        yield Missing("influence", "Choose the category for this child.")
    if record.category is Category.MUL and not record.harms:
        yield Missing("influence", "Tick the categories that MUL stands for.")
    if record.outcome is None:
        yield Missing("influence", "Choose the outcome for this child.")


def missing_answer(wish: Wish, number: int) -> Iterator[Missing]:
    if wish.extent is None:
        yield Missing("influence", f"Say how far wish {number} was acted on.")
    if wish.extent in NOT_FULLY and wish.reason is None:
        yield Missing("influence", f"Choose why wish {number} was not fully acted on.")
    if wish.extent in NOT_FULLY and wish.explanation_sealed is None:
        yield Missing("influence", f"Write how the answer to wish {number} is explained to the child.")


def missing_actions(record: ChildRecord) -> Iterator[Missing]:
    """Essential 10."""
    if not record.actions and not record.no_action_asked:
        yield Missing("actions", "Add an action, or tick that no action was asked for.")


def missing_telling(record: ChildRecord) -> Iterator[Missing]:
    """Essential 12. Nobody tells a child who is not born yet; for a baby somebody tells the carer."""
    if record.stage is Stage.UNBORN:
        return
    if record.told_how is ToldHow.NOT_GIVEN:
        if record.not_told_reason_sealed is None:
            yield Missing("tell", "Write why nobody tells the child.")
        return
    listener = "the carer" if record.stage is Stage.UNDER_4 else "the child"
    if record.teller_sealed is None:
        yield Missing("tell", f"Write who tells {listener} what happened.")
    if record.told_how is None:
        yield Missing("tell", f"Choose how {listener} is told.")
    if record.tell_by is None:
        yield Missing("tell", f"Enter the day by which {listener} is told.")
