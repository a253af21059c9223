"""How a copy of a child's record reads on paper: each fact with its question, each choice in words."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from app.chairs import chairs
from app.formats import clock_time, in_london, sentence, short_date, short_time
from app.models.codes import Category, ParticipationCode
from app.services.copying import Facts, words_for
from app.services.stages import BirthMonth

LABELS = {
    "born": "Month of birth",
    "is_subject": "The conference is about this child",
    "stage": "Age on the day",
    "sibling_place": "Place among brothers and sisters",
    "sibling_count": "Brothers and sisters, with this child",
    "needs": "Makes it harder to be heard",
    "aids": "Used to help",
    "told_beforehand": "Told about the conference in a way they understand",
    "participation_code": "How the child took part",
    "sources": "How the voice was obtained",
    "own_words": "The child’s own words",
    "observation": "What was seen of daily life",
    "not_heard_reason": "Why there is nothing from the child",
    "told_by": "Who told them",
    "told_about_on": "Told about it on",
    "was_invited": "Invited",
    "wants_to_attend": "Wanted to be there",
    "not_asked_reason": "Why they were not asked",
    "kept_out": "Why they were not invited, or kept out",
    "chair_met": "The chair met the child",
    "chair_not_met_reason": "Why the chair did not meet them",
    "advocate_offered": "Advocate",
    "advocate_attended": "The advocate was there",
    "advocate_reported": "The advocate sent a report",
    "words_checked": "Saw the report and checked their own words",
    "seen_alone": "Seen alone since the last conference",
    "times_seen_alone": "How many times",
    "heard_when": "When they were heard",
    "heard_by": "Who heard them",
    "carer_present": "A parent or carer was there",
    "pressure": "Signs of coaching or pressure",
    "topics": "What they spoke of",
    "going_well": "What is going well",
    "should_happen": "What should happen",
    "observed_by": "Who saw it",
    "read_by": "Who said what it means",
    "daily_life": "What daily life is like",
    "adults": "Adults who spoke for the child",
    "access_prevented": "Somebody kept others from the child",
    "access_detail": "Who, and how",
    "all_had_it_in_writing": "All agencies had it in writing",
    "dissent": "Who did not agree",
    "child_says": "What the child says to it",
    "told_of_advocate": "Told about advocates and complaints",
    "has_plan": "Has a copy of the plan",
    "at_the_centre": "The child was at the centre",
    "better_next_time": "Better next time",
    "is_escalated": "Raised with an agency",
    "escalated_to": "With which agency",
    "escalated_on": "Raised on",
    "topic": "About",
    "weight": "What age and understanding say about it",
    "considered_individually": "Considered on their own, apart from brothers and sisters",
    "shared_when": "When the voice was shared",
    "shared_by": "Who shared it",
    "harms": "Multiple stands for",
    "no_wishes": "No wishes were expressed",
    "no_action_asked": "No action was asked for",
    "teller": "Who tells the child",
    "told_how": "How",
    "not_told_reason": "Why nobody tells the child",
    "tell_due_on": "Due to be told by",
    "tell_by": "To be told by, as planned",
    "told_on": "Told on",
    "understood": "The child understood",
    "released_at": "The child’s words show it since",
    "held_on": "Held on",
    "start_time": "Started at",
    "type": "Kind of conference",
    "format": "How people met",
    "strategy_discussion_on": "Strategy discussion",
    "last_conference_on": "Conference before",
    "told_of_move_on": "The other area told us",
    "late_reason": "Why it was late",
    "is_quorate": "Quorate",
    "not_quorate_reason": "Why it went ahead all the same",
    "letter_due_on": "Letter due by",
    "record_due_on": "Record due by",
    "core_group_due_on": "First core group due by",
    "core_group_on": "First core group",
    "core_group_late_reason": "Why the core group was late",
    "letter_sent_on": "Letter sent",
    "record_sent_on": "Record sent",
    "finished_at": "Finished",
    "text": "The wish",
    "extent": "Acted on",
    "changed": "What changes because of it",
    "reason": "Why not, or not fully",
    "explanation": "How it is explained to the child",
    "what": "What is done",
    "owner_role": "Who there",
    "due_on": "By",
    "done_on": "Done on",
    "stopped_reason": "Why it has stopped",
    "reported": "What the agency says",
    "reported_at": "When it said so",
    "look_due_on": "The chair looks at why the agency stopped it by",
    "evidence": "How anybody can see it",
    "difference": "Did it make a difference?",
    "child_said": "What the child said about it",
    "good": "What is good",
    "worries": "What worries them",
    "speaker": "Who should speak for them",
    "understanding": "What would help them understand",
    "joining": "How they want to join",
    "how_safe": "How safe they feel, of 10",
    "words_are_own": "The words are the child’s own",
    "is_right": "Is that right?",
    "has_happened": "Did it happen?",
    "words": "What they say to it",
    "about_wish": "About wish",
    "for_wish": "For wish",
    "answer_due_at": "To be answered by",
}
NOT_ROWS = frozenset(
    {"agencies", "written_for_the_meeting", "wishes", "said_afterwards", "sent_at", "number", "is_written_by_the_child"}
)
ONLY_WHEN_TRUE = frozenset({"no_wishes", "no_action_asked"})


class Row(NamedTuple):
    """One fact: the question, and the answer in words."""

    label: str
    words: str


@chairs.app_template_filter()
def copied_rows(facts: Facts) -> list[Row]:
    """Every fact that is there, in its order. What nobody put in is not on the paper: its top says what is missing."""
    return [
        Row(LABELS.get(name) or sentence(name.removeprefix("is_").replace("_", " ")), copied(value, name))
        for name, value in facts.items()
        if name not in NOT_ROWS and value not in (None, "", []) and not (name in ONLY_WHEN_TRUE and not value)
    ]


def copied(value: Any, name: str = "") -> str:
    """One answer in words."""
    if isinstance(value, list):
        return "; ".join(copied(one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (ParticipationCode, Category)):
        return f"{value}: {words_for(value)}"
    if isinstance(value, StrEnum):
        return words_for(value)
    if isinstance(value, datetime):
        return f"{short_date(value)}, {short_time(in_london(value))}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, time):
        return clock_time(value)
    return month_in_words(value) if name == "born" else str(value)


@chairs.app_template_filter()
def month_in_words(born: str) -> str:
    """May 2014"""
    month = BirthMonth.parse(born)
    return f"{date(month.year, month.month, 1):%B %Y}"
