"""How a child's record is shown in a list: the age, how far the record is, whether the child has been told."""

from datetime import datetime
from typing import NamedTuple

from flask import request

from app.chairs import chairs
from app.chairs.guidance import GUIDANCE
from app.formats import in_london, short_date, short_time
from app.models import Action, ChildRecord, Contribution, MeetingReply, utc_now
from app.models.codes import NOT_THE_CHILDS_OWN_VOICE, ActionStatus, Extent, Happened, ParticipationCode, Stage, Verdict
from app.services import conferring, describing, detailing, holding, overdue, receiving, recording, settling
from app.services.essentials import Missing, RecordState, missing_in, state_of
from app.services.following_up import FollowUp
from app.services.plain_meter import Plain, measure
from app.services.promised import LastPromises, PromisedAction, SaidSince
from app.services.recording import Telling
from app.services.stages import age_in_years

MONTHS_UNTIL_YEARS_SAY_ENOUGH = 24
TWO, FOUR = 2, 4
Tag = tuple[str, str]  # the words, and the state that gives them their colour


class Done(NamedTuple):
    """What has just been done, in words, and the part of a record it belongs to."""

    sentence: str
    part: str | None = None


RIGHT = {Verdict.YES: "that is right", Verdict.PARTLY: "some of it is right", Verdict.NO: "that is not right"}
HAPPENED = {
    Happened.YES: "that happened",
    Happened.NOT_YET: "that has not happened yet",
    Happened.NO: "that did not happen",
}
DONE = {
    "conference": Done("The conference is saved."),
    "conference-removed": Done("The conference is removed."),
    "agencies": Done("Who was there is saved."),
    "afterwards": Done("The dates are saved."),
    "minutes": Done("They can write in this conference now. They are told that something waits for them."),
    "minutes-ended": Done("They cannot open this conference any more."),
    "training": Done("The training is written down."),
    "reassigned": Done("The conference has another chair now. They are told."),
    "all-reassigned": Done("The conferences have another chair now. They are told."),
    "handed-over": Done("The conference has another chair now. They are told."),
    "finished": Done("The conference is finished."),
    "open-again": Done("The conference is open again."),
    "child": Done("The child is added."),
    "child-removed": Done("The child is removed."),
    "record": Done("Saved."),
    "released": Done("The child’s words show this page now."),
    "taken-back": Done("The child’s words do not show it any more."),
    "brought-in": Done("The children are brought in. From now on their reference is enough."),
    "import-taken-back": Done("The import is taken back."),
    "reply": Done("The answer is sent.", "replies"),
    "words-stopped": Done("The words are stopped."),
    "wish": Done("The wish is saved.", "influence"),
    "wish-needs-reason": Done("Saved. Still needed: the reason.", "influence"),
    "wish-needs-words": Done("Saved. Still needed: what the child will be told.", "influence"),
    "wish-needs-both": Done("Saved. Still needed: the reason, and what the child will be told.", "influence"),
    "wish-removed": Done("The wish is removed.", "influence"),
    "action": Done("The action is saved.", "actions"),
    "action-looked-at": Done("You have looked at the action that was stopped.", "actions"),
    "action-removed": Done("The action is removed.", "actions"),
}


@chairs.app_template_filter()
def code_examples(code: str) -> tuple[tuple[str, str], ...]:
    """What a code looks like in a room: what happened, and why it is this code."""
    return GUIDANCE[ParticipationCode(code)].examples


@chairs.app_template_filter()
def age_in_words(record: ChildRecord) -> str:
    """not born yet, 3 months, 3 or 4, 11: on the day of the conference, as far as it is known."""
    born, held_on = recording.born_of(record), record.conference.held_on
    if born is None:
        return "not born yet"
    months = 12 * (held_on.year - born.year) + held_on.month - born.month
    if months < MONTHS_UNTIL_YEARS_SAY_ENOUGH:
        return "newborn" if months == 0 else f"{months} month{'s' if months > 1 else ''}"
    if record.stage is None:  # the month of the 4th birthday, and nobody has said on which side of it
        return "3 or 4"
    is_four = record.stage in (Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER)
    return str(max(age_in_years(born, held_on), FOUR if is_four else TWO))


@chairs.app_template_filter()
def needs_in_words(record: ChildRecord) -> str:
    """Child 2 of 3. First language Polish. Needs: hearing. Helped by: photos."""
    known = describing.described(record)
    parts = [
        f"Child {known['siblings']}." if known["siblings"] else "",
        f"First language {known['first_language']}." if known["first_language"] else "",
        f"Interpreter: {known['interpreter']}." if known["interpreter"] else "",
        f"Harder because of {', '.join(known['needs'])}." if known["needs"] else "",
        f"Used: {', '.join(known['aids'])}." if known["aids"] else "",
    ]
    return " ".join(filter(None, parts)) or "Brothers and sisters, language, and what the child needs to be heard."


@chairs.app_template_filter()
def saved_when(record: ChildRecord) -> str:
    """10.00am, and the day when it is not today."""
    time = short_time(record.saved_at)
    is_today = in_london(record.saved_at).date() == conferring.this_day()
    return time if is_today else f"{short_date(record.saved_at)}, {time}"


@chairs.app_template_global()
def done(part: str | None = None) -> list[str]:
    """What has just been done, as the address says it: for one part of a record, or for the whole page."""
    words = request.args.getlist("saved") if request.method == "GET" else []
    return [DONE[word].sentence for word in words if word in DONE and DONE[word].part == part]


def parts_just_done(saved: list[str]) -> set[str]:
    """The parts of a record in which something has just been saved: `saved` are the words for it, or their names."""
    return {DONE[word].part or "" if word in DONE else word.removesuffix("_more") for word in saved}


@chairs.app_template_filter()
def still_missing(record: ChildRecord) -> list[Missing]:
    return missing_in(record)


@chairs.app_template_filter()
def worth_adding(record: ChildRecord) -> list[tuple[str, str]]:
    return list(detailing.worth_adding(record))


@chairs.app_template_filter()
def record_tag(record: ChildRecord) -> Tag:
    """How far the record is."""
    return {
        RecordState.NOT_STARTED: ("Not started", "off"),
        RecordState.DRAFT: ("Draft", "wait"),
        RecordState.COMPLETE: ("Complete", "done"),
    }[state_of(record)]


@chairs.app_template_filter()
def told_tag(record: ChildRecord) -> Tag:
    """Whether the child has been told what happened, or by when."""
    telling = recording.telling_of(record, conferring.this_day())
    due = record.tell_due_on
    return {
        Telling.NOT_NEEDED: ("Not needed", "off"),
        Telling.NOT_GIVEN: ("Will not be told", "off"),
        Telling.TOLD: ("Told", "done"),
        Telling.TODAY: ("Due today", "late"),
        Telling.LATE: (f"Late, was due {due.day} {due:%B}", "late"),
        Telling.TO_COME: (f"Due {due.day} {due:%B}", "off"),
    }[telling]


@chairs.app_template_filter()
def promised_told(promises: LastPromises) -> str:
    """Whether the child was told what came of their last conference."""
    if promises.told_on:
        return f"The child was told on {short_date(promises.told_on)}."
    return {
        Telling.NOT_NEEDED: "Nobody had to be told.",
        Telling.NOT_GIVEN: "It was decided not to tell the child.",
    }.get(promises.telling, "Nobody has written down that the child was told.")


@chairs.app_template_filter()
def reply_says(reply: MeetingReply | SaidSince) -> str:
    """What a child says about what came of the meeting, in a few words of ours: both answers, where they gave two."""
    answers = [
        RIGHT[reply.is_right] if reply.is_right else "",
        HAPPENED[reply.has_happened] if reply.has_happened else "",
    ]
    return f"The child said: {', and '.join(filter(None, answers))}"


@chairs.app_template_filter()
def reply_tag(reply: MeetingReply) -> Tag:
    """By when the chair answers what a child says, or that it is answered."""
    if reply.settled_at is not None:
        return f"Answered {short_date(reply.settled_at)}", "done"
    return by_tag("Answer", reply.due_at) if reply.due_at else ("Nothing to answer", "off")


@chairs.app_template_filter()
def first_waiting_reply(record: ChildRecord) -> MeetingReply | None:
    return settling.first_due(record.replies)


@chairs.app_template_filter()
def written_tag(record: ChildRecord) -> Tag | None:
    """Whether the child wrote for the meeting, and by when somebody reads what nobody has read."""
    if unread := receiving.first_unread(record):
        return by_tag("They wrote to you: read it", unread.read_due_at)
    return ("Wrote for the meeting", "plum") if record.contributions else None


def by_tag(what: str, due_at: datetime) -> Tag:
    """What is to be done by a moment, and whether that has passed."""
    day, state = in_london(due_at).date(), overdue.clock_state(due_at, None, utc_now())
    by = ": late, was due" if state == "late" else " by"
    return f"{what}{by} {day.day} {day:%B}", state


@chairs.app_template_filter()
def wishes_in(contribution: Contribution) -> list[str]:
    return receiving.wishes_in(contribution)


@chairs.app_template_filter()
def action_tag(action: Action | PromisedAction) -> Tag:
    """Where an action is, and whether it is late."""
    is_open = action.status in (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)
    if is_open and overdue.is_late(action.due_on, utc_now()):
        return f"Late, was due {action.due_on.day} {action.due_on:%B}", "late"
    return {
        ActionStatus.NOT_STARTED: ("Not started", "off"),
        ActionStatus.IN_PROGRESS: ("In progress", "wait"),
        ActionStatus.DONE: ("Done", "done"),
        ActionStatus.STOPPED: ("Stopped", "off"),
    }[action.status]


@chairs.app_template_filter()
def follow_up_tag(one: FollowUp) -> Tag:
    """The day on which something that follows a conference was done or is planned, or by when it is due."""
    due, done = one.due_on, one.done_on
    if done is None:
        late = overdue.is_late(due, utc_now())
        return (f"Late, was due {due.day} {due:%B}", "late") if late else (f"Due {due.day} {due:%B}", "off")
    if done > due:
        return f"{done.day} {done:%B}, late: was due {due.day} {due:%B}", "late"
    return f"{done.day} {done:%B}", "done"


@chairs.app_template_filter()
def extent_tag(extent: Extent | None) -> Tag:
    """How far a wish was acted on."""
    if extent is None:
        return "Not said yet", "off"
    return {
        Extent.FULLY: ("Fully acted on", "done"),
        Extent.PARTLY: ("Partly acted on", "wait"),
        Extent.NOT_ACTED_ON: ("Not acted on", "off"),
        Extent.UNDECIDED: ("Still being decided", "wait"),
        Extent.NOT_ASKED: ("No action was asked for", "off"),
    }[extent]


@chairs.app_template_filter()
def plain(text: str) -> Plain:
    """How plain an explanation is."""
    return measure(text)


@chairs.app_template_filter()
def asks_for_stage(record: ChildRecord) -> bool:
    """Whether only the chair can say how old the child was: in the month of the 4th birthday."""
    return len(recording.possible_stages(record)) > 1


@chairs.app_template_filter()
def is_only_told_by_others(record: ChildRecord) -> bool:
    """Whether nothing on this record comes from the child. Of one who is not born yet nobody expects it."""
    if record.stage is Stage.UNBORN:
        return False
    return bool(record.sources) and all(source.source in NOT_THE_CHILDS_OWN_VOICE for source in record.sources)


@chairs.app_template_filter()
def is_held(record: ChildRecord) -> bool:
    """Whether somebody said that this record must be kept."""
    return holding.is_held(record)
