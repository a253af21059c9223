"""Every setting as administrators read it: what it is called, what it does, when changing it could harm somebody."""

from typing import Any, Final

from app.services.figures.catalogue import CATALOGUE as FIGURES
from app.services.setting_explained import Explained, Group
from app.services.setting_risks import (
    CLEARED,
    LESS_COVER,
    LESS_HIDDEN,
    OPEN_LONGER,
    PROMISE,
    WAITS,
    fewer,
    longer,
    shorter,
    turned,
)
from app.services.settings_on_pages import ON_PAGES

GROUPS: Final = (
    *ON_PAGES,
    Group(
        "hours",
        "Hours and cover",
        (
            Explained(
                "cover_days",
                "Days of cover",
                "On which days somebody is promised to be there to see alerts. The rota says who.",
                risk=fewer(LESS_COVER),
            ),
            Explained("cover_opens", "Cover begins", "The hour, from 0 to 22.", "o’clock", longer(LESS_COVER)),
            Explained("cover_closes", "Cover ends", "The hour, from 1 to 23.", "o’clock", shorter(LESS_COVER)),
            Explained("reading_days", "Days in words", "The same, as young people read it while the rota is empty."),
            Explained("reading_hours", "Hours in words", "The same, as young people read it while the rota is empty."),
        ),
    ),
    Group(
        "alerts",
        "Clocks of alerts",
        (
            Explained(
                "alert_minutes", "Seen within", "How soon somebody sees an alert, in hours of cover.", "minutes", WAITS
            ),
            Explained(
                "escalate_minutes",
                "Next person told after",
                "When nobody has seen an alert in time: so long after that, and again after so long.",
                "minutes",
                WAITS,
            ),
            Explained(
                "alert_close_days",
                "Closed within",
                "How soon an alert that was seen is dealt with and closed.",
                "working days",
                WAITS,
            ),
        ),
    ),
    Group(
        "views",
        "Clocks of what young people say",
        (
            Explained(
                "read_days", "Read within", "How soon somebody opens what a young person sent.", "working days", PROMISE
            ),
            Explained(
                "answer_days", "Answered within", "How soon an answer is there to read.", "working days", PROMISE
            ),
            Explained(
                "answers_need_two",
                "Two people for an answer",
                "Yes: somebody else must say that an answer looks right before it can be sent.",
                risk=turned(
                    False, "An answer that gives somebody away may be sent with nobody else having looked at it."
                ),
            ),
            Explained(
                "quote_decide_days",
                "Quote decided within",
                "How soon a second person says whether a quote may be used.",
                "working days",
            ),
            Explained(
                "release_hours",
                "Finding somebody",
                "How long a safeguarding lead may look again at how to find somebody, for one reason.",
                "hours",
                longer("What a child gave us to find them stays open for longer."),
            ),
            Explained(
                "review_days",
                "Reason looked at within",
                "How soon somebody else says whether it was right to find them.",
                "working days",
            ),
            Explained(
                "board_question_days",
                "Board answers within",
                "How soon a question of the shadow board is answered.",
                "working days",
                PROMISE,
            ),
        ),
    ),
    Group(
        "conferences",
        "Clocks of conferences",
        (
            Explained(
                "initial_conference_days",
                "Initial conference within",
                "After the strategy discussion, or after another area told us of a move.",
                "working days",
                longer("Working Together says 15. Children wait longer for a decision."),
            ),
            Explained("first_review_months", "First review within", "After the initial conference.", "months"),
            Explained("later_review_months", "Later reviews within", "After the review before.", "months"),
            Explained("core_group_days", "Core group within", "After the conference.", "working days"),
            Explained("letter_days", "Letter within", "With the decisions, after the conference.", "working days"),
            Explained("record_days", "Record within", "The whole record, after the conference.", "working days"),
            Explained("tell_child_days", "Child told within", "After the conference.", "working days", PROMISE),
            Explained(
                "reply_days",
                "“Not right” settled within",
                "How soon a chair settles what a child says is not right.",
                "working days",
                PROMISE,
            ),
            Explained(
                "stopped_days",
                "Stopped action looked at within",
                "How soon a chair looks at an action that its agency stopped.",
                "working days",
            ),
            Explained(
                "quorum_agencies", "Quorum", "How many agencies must be there, social care among them.", "agencies"
            ),
            Explained("refresher_months", "Training again after", "In hearing children, for a chair.", "months"),
            Explained("minutes_days", "Minutes within", "After a meeting of the board.", "working days"),
            Explained(
                "framework_days", "Framework signed within", "By each agency, after it is valid.", "working days"
            ),
        ),
    ),
    Group(
        "sign-in",
        "Signing in",
        (
            Explained(
                "sign_in_idle_minutes", "Staff, idle", "Signed out when nothing was done.", "minutes", OPEN_LONGER
            ),
            Explained("sign_in_hours", "Staff, at the latest", "Signed out whatever they do.", "hours", OPEN_LONGER),
            Explained("young_idle_minutes", "Young members, idle", "The same for them.", "minutes", OPEN_LONGER),
            Explained("young_hours", "Young members, at the latest", "The same for them.", "hours", OPEN_LONGER),
            Explained("administrator_idle_minutes", "Administrators, idle", "The same for us.", "minutes", OPEN_LONGER),
            Explained("administrator_hours", "Administrators, at the latest", "The same for us.", "hours", OPEN_LONGER),
            Explained(
                "own_phone_days", "A member’s own phone", "When they say that it is theirs.", "days", OPEN_LONGER
            ),
            Explained(
                "confirm_minutes",
                "Fresh proof lasts",
                "Who proved who they are need not again.",
                "minutes",
                OPEN_LONGER,
            ),
            Explained("joining_days", "Joining link works", "Or 4 words to join with.", "days"),
            Explained("approval_days", "Second administrator", "How long they have to say yes or no.", "days"),
        ),
    ),
    Group(
        "retention",
        "How long things are kept",
        (
            Explained(
                "view_months",
                "What young people say",
                "With answers, notes and all that belongs to it, after the last activity.",
                "months",
                CLEARED,
            ),
            Explained(
                "meeting_months",
                "Conferences",
                "What children said and what was recorded, after the last activity.",
                "months",
                CLEARED,
            ),
            Explained("draft_minutes", "Half-written answers", "A young person’s, until sent.", "minutes"),
            Explained("draft_long_minutes", "The same, when asked for longer", "“Need more time?”", "minutes"),
            Explained("kept_work_hours", "Staff’s work not sent", "When a sign-in ended meanwhile.", "hours"),
            Explained("left_days", "Young advisors who left", "They can come back until then.", "days", CLEARED),
            Explained("outbox_days", "That staff were told", "After it was handed over or given up.", "days"),
            Explained("request_months", "Requests for what is held", "After they were answered.", "months", CLEARED),
            Explained("audit_years", "The audit trail", "By whole sealed segments.", "years", CLEARED),
            Explained("hold_months", "Look at a hold again", "Within this time at most.", "months"),
            Explained(
                "retention_ahead_days",
                "Ask about the clock",
                "When nothing was cleared for so long, a run first asks whether the clock is right.",
                "days",
                longer("A machine whose clock is wrong may clear what is not old enough."),
            ),
        ),
    ),
    Group(
        "figures",
        "What figures hide",
        (
            Explained("small_number", "Hidden up to", "Counts from 1 to this are hidden.", risk=LESS_HIDDEN),
            Explained("smallest_base", "Smallest base", "No share is given on fewer.", risk=LESS_HIDDEN),
        ),
    ),
    Group(
        "targets",
        "Targets of the board",
        tuple(
            Explained(figure.target, figure.title, "What share the board wants when figures are published.", "per cent")
            for figure in FIGURES
            if figure.target
        ),
    ),
)
EXPLAINED: Final = {one.name: one for group in GROUPS for one in group.settings}
NOT_CHANGED_ALONE: Final = frozenset(
    {"numbers_checked_on", "numbers_checked_by"}
)  # what was said of each number says it


def risk_of(name: str, now: Any, then: Any) -> str | None:
    """What could happen to somebody if this setting became `then`; None for a change that harms nobody."""
    if name.endswith("_number") and any(letter.isalpha() for letter in str(then)):
        return "There are letters in it. A phone cannot ring that."
    risk = EXPLAINED[name].risk
    return risk.says if risk and risk.when(now, then) else None
