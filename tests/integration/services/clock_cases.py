"""For each kind of clock: a row that runs it until it is due, and how it is met. Nothing else of that row is late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.extensions import db
from app.models import Role, utc_now
from app.models.codes import (
    ActionStatus,
    AlertOutcome,
    BoardMeetingState,
    ClockName,
    Finding,
    MemberTextState,
    ProposalState,
    QuoteState,
    RecommendationState,
    RequestState,
    ToldHow,
    Verdict,
    ViewStatus,
)
from app.services.overdue import CATALOGUE
from tests.board_meeting_factories import AgendaProposalFactory, BoardMeetingFactory
from tests.factories import (
    ActionFactory,
    AdditionFactory,
    AgencyFactory,
    AlertFactory,
    AnswerFactory,
    ChildRecordFactory,
    CommitmentFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    RecommendationFactory,
    ViewFactory,
)
from tests.member_factories import MemberTextFactory, QuestionRoundFactory
from tests.note_factories import MemberNoteFactory
from tests.participation_factories import (
    ContactFactory,
    ContactReleaseFactory,
    HoldFactory,
    QuoteFactory,
    SubjectRequestFactory,
)
from tests.partnership_factories import SelfAssessmentFactory

NEXT_YEAR = date(2027, 11, 1)


class Case(NamedTuple):
    make: Callable[..., Any]
    met_by: Callable[[], dict[str, Any]]


def somebody() -> Any:
    return PersonFactory(role=Role.CHAIR).id  # is above nobody


def in_a_week() -> datetime:
    return utc_now() + timedelta(days=7)


def a_record(**values: Any) -> Any:
    return ChildRecordFactory(**({"tell_due_on": NEXT_YEAR} | values))


def a_conference(**values: Any) -> Any:
    return a_record(conference=ConferenceFactory(**values)).conference


def an_opened_contact(**values: Any) -> Any:
    contact = ContactFactory()
    return ContactReleaseFactory(contact=contact, released_to_id=somebody(), **values)


def a_contact_given_later(**values: Any) -> Any:
    return ContactFactory(given_at=utc_now() - timedelta(days=9), **values)


def lifted() -> dict[str, Any]:
    return {"lifted_at": utc_now(), "lifted_by_id": somebody()}


CASES = {
    ClockName.ALERT_ACKNOWLEDGED: Case(
        AlertFactory,
        lambda: {"acknowledged_at": utc_now(), "acknowledged_by_id": somebody(), "close_due_at": in_a_week()},
    ),
    ClockName.ALERT_CLOSED: Case(
        lambda **values: AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=somebody(), **values),
        lambda: {
            "closed_at": utc_now(),
            "closed_by_id": somebody(),
            "done": "Rang.",
            "told_whom": "nobody",
            "told_because": "Safe.",
            "outcome": AlertOutcome.SAFE,
        },
    ),
    ClockName.REASON_READ: Case(
        lambda **values: AnswerFactory(
            written_by_id=somebody(), verdict=Verdict.NO, verdict_at=utc_now(), missing="Who?", **values
        ),
        lambda: {"read_at": utc_now()},
    ),
    ClockName.VIEW_READ: Case(ViewFactory, lambda: {"read_at": utc_now()}),
    ClockName.VIEW_ANSWERED: Case(
        lambda **values: ViewFactory(read_at=utc_now(), **values), lambda: {"status": ViewStatus.ANSWERED}
    ),
    ClockName.ADDITION_READ: Case(AdditionFactory, lambda: {"read_at": utc_now()}),
    ClockName.MEMBER_NOTE_READ: Case(
        lambda **values: MemberNoteFactory(person_id=somebody(), **values),
        lambda: {"state": "passed on", "read_at": utc_now(), "decided_at": utc_now(), "decided_by_id": somebody()},
    ),
    ClockName.CONTACT_OPENED: Case(a_contact_given_later, lambda: {"opened_at": utc_now()}),
    ClockName.MEETING_PAGE_READ: Case(
        lambda **values: ContributionFactory(record=a_record(), **values), lambda: {"read_at": utc_now()}
    ),
    ClockName.MEETING_REPLY_SETTLED: Case(
        lambda **values: MeetingReplyFactory(record=a_record(), **values),
        lambda: {"settled_at": utc_now(), "settled_by_id": somebody(), "answer": "We asked."},
    ),
    ClockName.CHILD_TOLD: Case(a_record, lambda: {"told_on": date(2026, 11, 16), "told_how": ToldHow.FACE_TO_FACE}),
    ClockName.ACTION_DONE: Case(
        lambda **values: ActionFactory(record=a_record(), **values),
        lambda: {"status": ActionStatus.DONE, "done_on": date(2026, 11, 16)},
    ),
    ClockName.STOP_LOOKED_AT: Case(
        lambda **values: ActionFactory(record=a_record(), status=ActionStatus.STOPPED, **values),
        lambda: {"look_due_on": None},
    ),
    ClockName.CONTACT_REVIEWED: Case(
        an_opened_contact,
        lambda: {"reviewed_at": utc_now(), "reviewed_by_id": somebody(), "finding": Finding.RIGHT},
    ),
    ClockName.QUOTE_DECIDED: Case(
        lambda **values: QuoteFactory(proposed_by_id=somebody(), **values),
        lambda: {"state": QuoteState.APPROVED, "decided_at": utc_now(), "decided_by_id": somebody()},
    ),
    ClockName.VIEW_HOLD_REVIEWED: Case(HoldFactory, lifted),
    ClockName.MEETING_HOLD_REVIEWED: Case(
        lambda **values: HoldFactory(subject_table="child_record", subject_id=a_record().id, **values), lifted
    ),
    ClockName.COMMITMENT_REVISITED: Case(CommitmentFactory, lambda: {"look_again_on": NEXT_YEAR}),
    ClockName.LETTER_SENT: Case(a_conference, lambda: {"letter_sent_on": date(2026, 11, 16)}),
    ClockName.CONFERENCE_RECORD_SENT: Case(a_conference, lambda: {"record_sent_on": date(2026, 11, 16)}),
    ClockName.CORE_GROUP_MET: Case(a_conference, lambda: {"core_group_on": date(2026, 11, 20)}),
    ClockName.RECOMMENDATION_DONE: Case(
        RecommendationFactory, lambda: {"state": RecommendationState.DONE, "changed": "They ask each child."}
    ),
    ClockName.FRAMEWORK_SIGNED: Case(AgencyFactory, lambda: {"framework_due_on": None}),
    ClockName.MEMBER_TEXT_READ: Case(
        MemberTextFactory,
        lambda: {"state": MemberTextState.PASSED_ON, "read_at": utc_now(), "read_by_id": somebody()},
    ),
    ClockName.QUESTION_ANSWERED: Case(
        QuestionRoundFactory,
        lambda: {"answered_at": utc_now(), "answer": "They start at 4 now.", "written_by_id": somebody()},
    ),
    ClockName.REQUEST_ANSWERED: Case(
        lambda **values: SubjectRequestFactory(opened_by_id=somebody(), **values),
        lambda: {
            "state": RequestState.REFUSED,
            "refused_because": "They may not ask for them.",
            "closed_at": utc_now(),
            "closed_by_id": somebody(),
        },
    ),
    ClockName.SELF_ASSESSED: Case(SelfAssessmentFactory, lambda: {"completed_at": utc_now()}),
    ClockName.PROPOSAL_SETTLED: Case(
        AgendaProposalFactory,
        lambda: {
            "settled_at": utc_now(),
            "settled_by_id": somebody(),
            "state": ProposalState.NOT_PASSED_ON,
            "not_passed_because": "It names somebody.",
        },
    ),
    ClockName.PROPOSAL_DECIDED: Case(
        lambda **values: AgendaProposalFactory(settled_by_id=somebody(), passed_on=True, **values),
        lambda: {
            "state": ProposalState.ACCEPTED,
            "decide_due_on": None,
            "decided_at": utc_now(),
            "decided_by_id": somebody(),
        },
    ),
    ClockName.MINUTES_WRITTEN: Case(
        BoardMeetingFactory, lambda: {"state": BoardMeetingState.HELD, "minutes_published_at": utc_now()}
    ),
}


def running(name: ClockName, due: datetime, **values: Any) -> Any:
    """A row whose clock runs until this moment, or until the day it is on is over."""
    clock = CATALOGUE[name]
    return CASES[name].make(**{clock.due.key: due.date() if clock.is_of_a_day else due}, **values)


def late(name: ClockName, **values: Any) -> Any:
    """A row whose clock ran out yesterday."""
    return running(name, utc_now() - timedelta(days=1), **values)


def meet(name: ClockName, row: Any) -> None:
    with db.session.no_autoflush:
        for column, value in CASES[name].met_by().items():
            setattr(row, column, value)
    db.session.commit()
