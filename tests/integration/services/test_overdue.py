"""What is overdue, for every kind of clock."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Overdue, Role, utc_now
from app.models.codes import (
    ActionStatus,
    ClockName,
    ConferenceType,
    Outcome,
    QuoteState,
    Stage,
    ToldHow,
    ViewStatus,
)
from app.services import overdue, taking_back
from app.services.overdue import CATALOGUE, Running
from tests.factories import AdditionFactory, ChildRecordFactory, ConferenceFactory, ViewFactory
from tests.integration.services.clock_cases import CASES, late, meet, running
from tests.participation_factories import OverdueFactory
from tests.plans import plan, statements_of

EVERY = pytest.mark.parametrize("name", ClockName)


def ids(name: ClockName) -> list:
    return [row.id for row in db.session.execute(overdue.overdue_rows(name, utc_now()))]


def test_every_clock_is_in_the_catalogue_and_tried_here():
    assert set(CATALOGUE) == set(CASES) == set(ClockName)


@EVERY
class TestEveryClock:
    def test_it_is_overdue_once_it_ran_out_and_no_other_clock_is(self, database, name):
        row = late(name)

        assert ids(name) == [row.id]
        assert [other for other in ClockName if overdue.how_many(other, utc_now())] == [name]

    def test_it_is_not_while_there_is_time(self, database, name):
        running(name, utc_now() + timedelta(minutes=1))

        assert ids(name) == []

    def test_it_is_not_once_it_is_met(self, database, name):
        meet(name, late(name))

        assert ids(name) == []
        assert overdue.how_many(name, utc_now()) == 0

    def test_what_ran_out_first_comes_first(self, database, name):
        now = utc_now()
        rows = [running(name, now - timedelta(days=days)) for days in (2, 5, 3)]

        assert ids(name) == [rows[1].id, rows[2].id, rows[0].id]

    def test_somebody_is_above_and_nobody_young_is(self, name):
        assert CATALOGUE[name].above
        assert not any(role.is_young for role in CATALOGUE[name].above)

    def test_it_is_found_by_an_index(self, database, name):
        """Of a hundred thousand rows it reads those that ran out."""
        *_, query = statements_of(lambda: db.session.execute(overdue.overdue_rows(name, utc_now())))
        steps = plan(*query)

        assert not steps.reads_whole(CATALOGUE[name].subject.__tablename__), steps.says


class TestADay:
    """Something due on a day is not late on that day, in London."""

    @pytest.mark.parametrize(
        ("now", "is_late"),
        [
            (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), False),  # 23.59 in London
            (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), True),
            (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), False),
        ],
    )
    def test_it_is_late_when_the_day_is_over_in_london(self, database, now, is_late):
        ChildRecordFactory(tell_due_on=date(2026, 7, 1))

        assert overdue.is_late(date(2026, 7, 1), now) is is_late
        assert overdue.how_many(ClockName.CHILD_TOLD, now) == int(is_late)

    def test_its_moment_is_the_end_of_the_day(self):
        assert overdue.moment_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)

    def test_the_day_it_is_will_do(self):
        assert not overdue.is_late(date(2026, 7, 1), date(2026, 7, 1))
        assert overdue.is_late(date(2026, 7, 1), date(2026, 7, 2))


class TestWhichRowsRunIt:
    @pytest.mark.parametrize("changes", [{"told_how": ToldHow.NOT_GIVEN}, {"stage": Stage.UNBORN}])
    def test_nobody_is_late_to_tell_who_is_not_told(self, database, changes):
        late(ClockName.CHILD_TOLD, **changes)

        assert ids(ClockName.CHILD_TOLD) == []

    def test_an_action_that_was_stopped_is_not_late(self, database):
        late(ClockName.ACTION_DONE, status=ActionStatus.STOPPED)

        assert ids(ClockName.ACTION_DONE) == []

    @pytest.mark.parametrize(
        ("type", "outcomes", "is_late"),
        [
            (ConferenceType.INITIAL, (None,), True),
            (ConferenceType.INITIAL, (Outcome.CHILD_IN_NEED, Outcome.PLAN_MADE), True),
            (ConferenceType.INITIAL, (Outcome.CHILD_IN_NEED, Outcome.NO_FURTHER_ACTION), False),
            (ConferenceType.LATER_REVIEW, (Outcome.PLAN_CONTINUES,), False),
        ],
    )
    def test_a_core_group_follows_where_a_plan_may_begin_for_some_child(self, database, type, outcomes, is_late):
        conference = ConferenceFactory(type=type, core_group_due_on=date(2026, 11, 16))
        for outcome in outcomes:
            ChildRecordFactory(conference=conference, outcome=outcome, tell_due_on=date(2027, 11, 1))

        assert ids(ClockName.CORE_GROUP_MET) == ([conference.id] if is_late else [])

    @pytest.mark.parametrize("name", [ClockName.LETTER_SENT, ClockName.CONFERENCE_RECORD_SENT])
    def test_nothing_follows_a_conference_that_is_cleared_or_has_no_child(self, database, name):
        late(name).cleared_at = utc_now()
        ConferenceFactory(**{CATALOGUE[name].due.key: date(2026, 11, 16)})
        db.session.commit()

        assert ids(name) == []

    def test_a_quote_that_was_withdrawn_waits_for_nobody(self, database):
        late(ClockName.QUOTE_DECIDED, state=QuoteState.WITHDRAWN, withdrawn_at=utc_now())

        assert ids(ClockName.QUOTE_DECIDED) == []

    def test_how_to_find_them_that_came_with_the_view_has_the_clocks_of_the_view(self, database):
        late(ClockName.CONTACT_OPENED, opened_at=utc_now())

        assert ids(ClockName.CONTACT_OPENED) == []

    def test_a_view_that_was_set_aside_waits_for_no_answer(self, database):
        late(ClockName.VIEW_ANSWERED, status=ViewStatus.NOT_GENUINE, not_genuine_reason="A test")

        assert ids(ClockName.VIEW_ANSWERED) == []

    def test_one_that_was_taken_back_and_kept_still_runs(self, database):
        view = ViewFactory(answer_due_at=utc_now() - timedelta(days=1))
        view.taken_back_at = utc_now()
        db.session.commit()

        assert ids(ClockName.VIEW_ANSWERED) == [view.id]

    def test_one_that_was_cleared_does_not(self, database):
        view = ViewFactory(answered=True, answer_due_at=utc_now() - timedelta(days=1))
        AdditionFactory(view=view, read_due_at=utc_now() - timedelta(days=1))
        taking_back.shut(view, utc_now())
        taking_back.clear(view, utc_now())

        assert [name for name in ClockName if overdue.how_many(name, utc_now())] == []


@pytest.mark.parametrize(
    ("met", "hours", "state"),
    [(None, 1, "wait"), (None, -1, "late"), (True, -1, "done"), (datetime(2026, 11, 1, tzinfo=UTC), -1, "done")],
)
def test_pages_ask_how_a_clock_stands(met, hours, state):
    now = utc_now()

    assert overdue.clock_state(now + timedelta(hours=hours), met, now) == state


def test_a_clock_that_runs_out_at_this_moment_has_not_run_out():
    now = utc_now()

    assert not overdue.is_late(now, now)


class TestNoted:
    """Whether who is above was told of a clock: by the time that was promised, and only once it ran out."""

    @pytest.fixture
    def view(self, database):
        return ViewFactory(answer_due_at=utc_now() - timedelta(days=1))

    def clock(self, view, **changes):
        return Running(
            **({"clock": ClockName.VIEW_ANSWERED, "subject_id": view.id, "due": view.answer_due_at} | changes)
        )

    def note(self, view, **changes):
        OverdueFactory(view=view, **({"due_at": view.answer_due_at} | changes))

    def test_it_is_when_it_is_written_down(self, view):
        self.note(view)

        assert overdue.noted([self.clock(view)], utc_now()) == {self.clock(view)}

    def test_it_is_not_before(self, view):
        assert overdue.noted([self.clock(view)], utc_now()) == frozenset()

    def test_another_clock_of_the_same_row_is_another(self, view):
        self.note(view, clock=ClockName.VIEW_READ)

        assert overdue.noted([self.clock(view)], utc_now()) == frozenset()

    def test_the_same_clock_with_a_newer_time_is_another(self, view):
        self.note(view, due_at=view.answer_due_at - timedelta(days=14))

        assert overdue.noted([self.clock(view)], utc_now()) == frozenset()

    def test_of_what_is_due_on_a_day_it_is_known_by_the_end_of_that_day(self, database):
        record = ChildRecordFactory(tell_due_on=date(2026, 11, 10))
        clock = Running(ClockName.CHILD_TOLD, record.id, record.tell_due_on)
        row = OverdueFactory(
            clock=ClockName.CHILD_TOLD,
            subject_table="child_record",
            subject_id=record.id,
            due_at=overdue.moment_of(record.tell_due_on),
        )

        assert db.session.scalars(select(Overdue)).all() == [row]
        assert overdue.noted([clock], utc_now()) == {clock}

    def test_nothing_is_asked_while_there_is_time(self, view, count_queries):
        clock = self.clock(view, due=utc_now() + timedelta(hours=1))
        with count_queries() as queries:
            overdue.noted([clock], utc_now())

        assert queries == []

    def test_one_question_for_many(self, view, count_queries):
        clocks = [self.clock(view), *(self.clock(ViewFactory(), due=view.answer_due_at) for _ in range(9))]
        with count_queries() as queries:
            overdue.noted(clocks, utc_now())

        assert len(queries) == 1


def test_the_first_that_ran_out_is_the_one_that_is_admitted(database):
    now = utc_now()
    clocks = [
        Running(ClockName.MEETING_PAGE_READ, ViewFactory().id, now + timedelta(days=days)) for days in (3, -1, -4)
    ]

    assert overdue.first_late(clocks, now) == (clocks[2].due, False)
    assert overdue.first_late(clocks[:1], now) is None


def test_roles_that_are_above():
    """The whole of it, to be read at once and changed on purpose."""
    reads = (Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD)

    assert {name: clock.above for name, clock in CATALOGUE.items()} == {
        ClockName.ALERT_ACKNOWLEDGED: reads,
        ClockName.ALERT_CLOSED: (Role.SAFEGUARDING_LEAD,),
        ClockName.REASON_READ: reads,
        ClockName.VIEW_READ: reads,
        ClockName.VIEW_ANSWERED: reads,
        ClockName.ADDITION_READ: reads,
        ClockName.MEMBER_NOTE_READ: reads,
        ClockName.CONTACT_OPENED: reads,
        ClockName.MEETING_PAGE_READ: (Role.CHAIRS_MANAGER,),
        ClockName.MEETING_REPLY_SETTLED: (Role.CHAIRS_MANAGER,),
        ClockName.CHILD_TOLD: (Role.CHAIRS_MANAGER,),
        ClockName.COMMITMENT_REVISITED: (Role.BOARD_MEMBER,),
        ClockName.RECOMMENDATION_DONE: (Role.BOARD_MEMBER,),
        ClockName.FRAMEWORK_SIGNED: (Role.BOARD_MEMBER,),
        ClockName.SELF_ASSESSED: (Role.BOARD_MEMBER,),
        ClockName.PROPOSAL_SETTLED: reads,
        ClockName.PROPOSAL_DECIDED: (Role.BOARD_MEMBER,),
        ClockName.MINUTES_WRITTEN: (Role.BOARD_MEMBER,),
        ClockName.QUESTION_ANSWERED: (Role.BOARD_MEMBER,),
        ClockName.MEMBER_TEXT_READ: reads,
        ClockName.REQUEST_ANSWERED: (Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD),
        ClockName.ACTION_DONE: (Role.BOARD_MEMBER,),
        ClockName.STOP_LOOKED_AT: (Role.CHAIRS_MANAGER,),
        ClockName.CONTACT_REVIEWED: (Role.SAFEGUARDING_LEAD,),
        ClockName.QUOTE_DECIDED: reads,
        ClockName.VIEW_HOLD_REVIEWED: (Role.SAFEGUARDING_LEAD,),
        ClockName.MEETING_HOLD_REVIEWED: (Role.CHAIRS_MANAGER,),
        ClockName.LETTER_SENT: (Role.CHAIRS_MANAGER,),
        ClockName.CONFERENCE_RECORD_SENT: (Role.CHAIRS_MANAGER,),
        ClockName.CORE_GROUP_MET: (Role.CHAIRS_MANAGER,),
    }


class TestTheFirstOfSeveral:
    """What is admitted to a child: the clock that ran out the longest ago, and whether somebody above knows."""

    NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)

    def running(self, *days_ago) -> list[Running]:
        return [
            Running(ClockName.MEETING_PAGE_READ, UUID(int=number), self.NOW - timedelta(days=days))
            for number, days in enumerate(days_ago, start=1)
        ]

    def test_is_the_one_that_ran_out_the_longest_ago(self):
        assert overdue.first_late(self.running(1, 5, 3, -2), self.NOW).due == self.NOW - timedelta(days=5)

    @pytest.mark.parametrize("days_ago", [[], [-1, -2]])
    def test_is_none_while_none_ran_out(self, days_ago):
        assert overdue.first_late(self.running(*days_ago), self.NOW) is None

    @pytest.mark.parametrize(("told_of", "is_told"), [(None, False), (0, True), (1, False)])
    def test_says_whether_somebody_above_was_told_of_it(self, told_of, is_told):
        running = self.running(5, 1)
        if told_of is not None:
            told = running[told_of]
            OverdueFactory(clock=told.clock, subject_id=told.subject_id, due_at=told.due)

        assert overdue.first_late(running, self.NOW).is_told is is_told
