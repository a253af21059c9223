"""What those who read views and see alerts choose from, and how what they are told gets to them."""

from enum import StrEnum


class AlertStepKind(StrEnum):
    """One dated step in the life of an alert."""

    RAISED = "raised"
    TOLD = "told the next on the rota"
    TOLD_EVERYBODY = "told everybody who holds the role"
    NOBODY_ON = "nobody was on the rota"
    ACKNOWLEDGED = "acknowledged"
    RECORDED = "recorded what was done"
    CLOSED = "closed"


class AlertOutcome(StrEnum):
    """How an alert ended."""

    SAFE = "the young person is safe"
    PASSED_ON = "another agency is acting on it"
    HELPED = "help was given"
    NOT_FOUND = "we could not find out who they are"
    NOT_NEEDED = "there was no danger"


class QuoteState(StrEnum):
    """Where a quote stands. Only an approved one is shown to anybody."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """A way to tell somebody who works here."""

    EMAIL = "e-mail"
    WEBHOOK = "webhook"


class Event(StrEnum):
    """What somebody who works here is told about. The words go no further than the kind of thing it is."""

    ALERT_RAISED = "an alert was raised"
    ALERT_WAITS = "an alert waits to be acknowledged"
    HANDED_OVER = "something was handed to them"
    OVERDUE = "a clock ran out"
    QUOTE_PROPOSED = "a quote waits for a second person"
    CONTACT_OPENED = "opening how to find somebody waits for a second look"
    CONTACT_NOT_RIGHT = "opening how to find somebody was not right"
    CHILD_SAID_NO = "a child said that something is not right"
    BACK_AGAIN = "they are let in again, and something waits"
    MEMBER_REPORTED = "a member reported what another one wrote"
    QUESTION_ASKED = "members ask the board something"
    MEMBER_AWAY = "a member takes a break or leaves"


class Work(StrEnum):
    """What goes on by itself, and whose standing still somebody has to see."""

    CLOCKS = "clocks"
    SENDING = "sending"
    RETENTION = "retention"
    BACKUP = "backup"


class ClockName(StrEnum):
    """What is promised by a time. app/services/overdue.py says when each has run out, and who is above."""

    ALERT_ACKNOWLEDGED = "alert acknowledged"
    ALERT_CLOSED = "alert closed"
    VIEW_READ = "view read"
    VIEW_ANSWERED = "view answered"
    ADDITION_READ = "addition read"
    REASON_READ = "what is missing read"
    CONTACT_OPENED = "how to find them opened"
    MEETING_PAGE_READ = "meeting page read"
    MEETING_REPLY_SETTLED = "reply to a meeting settled"
    CHILD_TOLD = "child told"
    ACTION_DONE = "action done"
    STOP_LOOKED_AT = "stopped action looked at"
    CONTACT_REVIEWED = "opening how to find them reviewed"
    QUOTE_DECIDED = "quote decided"
    VIEW_HOLD_REVIEWED = "hold on a view looked at again"
    MEETING_HOLD_REVIEWED = "hold on a meeting looked at again"
    COMMITMENT_REVISITED = "commitment looked at again"
    RECOMMENDATION_DONE = "recommendation done"
    LETTER_SENT = "letter after a conference sent"
    CONFERENCE_RECORD_SENT = "record of a conference sent"
    CORE_GROUP_MET = "first core group met"
    FRAMEWORK_SIGNED = "framework signed"
    SELF_ASSESSED = "self-assessment filled in"
    PROPOSAL_SETTLED = "agenda item of a member read"
    PROPOSAL_DECIDED = "agenda item of members decided"
    MINUTES_WRITTEN = "minutes of the board written"
    MEMBER_TEXT_READ = "what a member wrote read"
    QUESTION_ANSWERED = "question of members answered"
    MEMBER_NOTE_READ = "what a member noticed read"
    REQUEST_ANSWERED = "request for what is held answered"


class Finding(StrEnum):
    """What a second person says about the reason for opening how to find somebody."""

    RIGHT = "it was right to open it"
    NOT_RIGHT = "it was not right to open it"
