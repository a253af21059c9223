"""A clock that ran out is written down once, and who is above is told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import OutboxMessage, Overdue, Person, Role, utc_now
from app.models.codes import Channel, ClockName, Event
from app.services import clock_running, overdue
from app.services.clock_running import Ran
from tests.counted import add_views
from tests.factories import AgencyFactory, PersonFactory, ViewFactory
from tests.integration.services.clock_cases import late, running

EVERY = pytest.mark.parametrize("name", ClockName)
DAY = 24 * 60 * 60


@pytest.fixture
def crew(database) -> dict[Role, Person]:
    """One of each role; the agency lead is of an agency that has nothing to do."""
    people = {role: PersonFactory(role=role) for role in Role if role is not Role.AGENCY_LEAD}
    return people | {Role.AGENCY_LEAD: PersonFactory(role=Role.AGENCY_LEAD, agency_id=AgencyFactory().id)}


def run(name: ClockName) -> Ran:
    ran = clock_running.run(name, utc_now())
    db.session.commit()
    return ran


def rows() -> list[Overdue]:
    return list(db.session.scalars(select(Overdue).order_by(Overdue.due_at)))


def messages() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)))


def who_was_told() -> set[Role]:
    return {message.role for message in messages()}


@EVERY
class TestEveryClock:
    def test_it_is_written_down_with_what_was_promised(self, crew, name):
        row = late(name)
        run(name)

        (noted,) = rows()
        assert (noted.clock, noted.subject_id, noted.subject_table) == (name, row.id, row.__tablename__)
        assert noted.due_at == overdue.moment_of(getattr(row, overdue.CATALOGUE[name].due.key))

    def test_exactly_those_above_are_told(self, crew, name):
        late(name)
        run(name)

        assert who_was_told() == set(overdue.CATALOGUE[name].above)
        assert {(message.event, message.channel) for message in messages()} == {(Event.OVERDUE, Channel.EMAIL)}

    def test_again_changes_nothing(self, crew, name):
        late(name)
        first, told = run(name), len(messages())
        again = run(name)

        assert (first.late, first.noted, first.told) == (1, 1, told)
        assert again == Ran(late=1, noted=0, told=0, nobody_above=0)
        assert (len(rows()), len(messages())) == (1, told)

    def test_nobody_is_told_of_what_is_in_time(self, crew, name):
        assert run(name) == Ran(0, 0, 0, 0)
        assert messages() == []

    def test_it_asks_the_database_as_often_for_many_as_for_one(self, crew, count_queries, name):
        late(name)
        with count_queries() as for_one:
            clock_running.run(name, utc_now())
        db.session.rollback()
        agencies = {"agency": AgencyFactory()} if name is ClockName.ACTION_DONE else {}
        for _ in range(5):
            late(name, **agencies)
        with count_queries() as for_many:
            clock_running.run(name, utc_now())

        assert len(for_many) == len(for_one)


def test_it_asks_the_database_as_often_for_1000_as_for_10(crew, count_queries):
    yesterday = utc_now() - timedelta(days=1)
    numbers = []
    for views in (10, 1_000):
        add_views(views, due_at=yesterday)
        with count_queries() as queries:
            assert run(ClockName.VIEW_READ).noted == views
        numbers.append(len(queries))

    # the late, who is above, writing down, and one for each person who is told (two)
    assert numbers == [5, 5]


class TestOneMessage:
    def test_however_many_ran_out_somebody_is_told_once_in_a_run(self, crew):
        for _ in range(4):
            late(ClockName.VIEW_ANSWERED)
        ran = run(ClockName.VIEW_ANSWERED)

        assert (ran.noted, ran.told) == (4, 2)
        assert len(messages()) == 2

    def test_after_a_week_in_which_nothing_ran_too(self, crew, clock):
        add_views(5, sent_at=utc_now(), due_at=utc_now() + timedelta(days=1))
        add_views(5, sent_at=utc_now(), due_at=utc_now() + timedelta(days=3))
        clock.shift(7 * DAY)
        run(ClockName.VIEW_READ)

        assert len(rows()) == 10
        assert len(messages()) == 2

    def test_what_runs_out_later_is_told_again(self, crew, clock):
        late(ClockName.VIEW_READ)
        run(ClockName.VIEW_READ)
        clock.shift(DAY)
        late(ClockName.VIEW_READ)
        run(ClockName.VIEW_READ)

        assert len(messages()) == 4

    def test_it_is_about_what_ran_out_first_and_names_no_row_of_a_childs(self, crew):
        late(ClockName.CHILD_TOLD)
        running(ClockName.CHILD_TOLD, utc_now() - timedelta(days=3))
        run(ClockName.CHILD_TOLD)

        (message,) = messages()
        assert (message.subject_table, message.subject_id) == ("overdue", rows()[0].id)


class TestANewTime:
    def test_a_view_that_was_opened_again_runs_out_again(self, crew, clock):
        view = late(ClockName.VIEW_ANSWERED)
        run(ClockName.VIEW_ANSWERED)
        view.answer_due_at = utc_now() + timedelta(days=14)
        db.session.commit()
        assert run(ClockName.VIEW_ANSWERED).late == 0
        clock.shift(15 * DAY)
        assert run(ClockName.VIEW_ANSWERED).noted == 1

        assert [row.subject_id for row in rows()] == [view.id] * 2

    def test_a_time_that_was_there_before_is_not_written_down_twice(self, crew):
        action = late(ClockName.ACTION_DONE)
        later, earlier = action.due_on, action.due_on - timedelta(days=3)
        for due_on in (later, earlier, later, earlier):
            action.due_on = due_on
            db.session.commit()
            run(ClockName.ACTION_DONE)

        assert len(rows()) == 2
        assert len(messages()) == 2

    def test_two_clocks_of_one_view_that_run_out_at_one_moment_are_both_written_down(self, crew):
        yesterday = utc_now() - timedelta(days=1)
        ViewFactory(read_due_at=yesterday, answer_due_at=yesterday)
        for name in (ClockName.VIEW_READ, ClockName.VIEW_ANSWERED):
            assert run(name).noted == 1


class TestWhoIsAbove:
    def test_whoever_is_paused_is_not_told(self, crew):
        paused = PersonFactory(role=Role.CHAIRS_MANAGER, is_active=False)
        late(ClockName.CHILD_TOLD)
        run(ClockName.CHILD_TOLD)

        assert paused.id not in {message.person_id for message in messages()}

    def test_the_agency_that_owes_an_action_is_told_and_no_other(self, crew):
        agency = AgencyFactory()
        leads = [PersonFactory(role=Role.AGENCY_LEAD, agency_id=agency.id) for _ in range(2)]
        late(ClockName.ACTION_DONE, agency=agency)
        run(ClockName.ACTION_DONE)

        told = {message.person_id for message in messages()}
        assert told == {crew[Role.BOARD_MEMBER].id, *(lead.id for lead in leads)}

    def test_each_agency_is_told_of_its_own(self, crew):
        agencies = [AgencyFactory() for _ in range(2)]
        leads = [PersonFactory(role=Role.AGENCY_LEAD, agency_id=agency.id) for agency in agencies]
        actions = [late(ClockName.ACTION_DONE, agency=agency) for agency in agencies]
        run(ClockName.ACTION_DONE)

        about = {message.person_id: message.subject_id for message in messages()}
        noted = {row.subject_id: row.id for row in rows()}
        assert [about[lead.id] for lead in leads] == [noted[action.id] for action in actions]

    def test_where_nobody_is_above_nothing_is_written_down_until_somebody_is(self, database):
        late(ClockName.CHILD_TOLD)
        assert run(ClockName.CHILD_TOLD) == Ran(late=1, noted=0, told=0, nobody_above=1)
        assert rows() == []
        PersonFactory(role=Role.CHAIRS_MANAGER)

        assert run(ClockName.CHILD_TOLD) == Ran(late=1, noted=1, told=1, nobody_above=0)


def test_what_could_not_be_told_is_not_written_down(crew):
    """One transaction: the row and the message are there together, or neither is."""
    late(ClockName.VIEW_READ)
    clock_running.run(ClockName.VIEW_READ, utc_now())
    db.session.rollback()

    assert (rows(), messages()) == ([], [])


def test_several_machines_at_once_write_it_down_once_and_tell_once(shared_app):
    machines = 4
    with shared_app.app_context():
        for role in (Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD):
            PersonFactory(role=role)
        add_views(300, due_at=utc_now() - timedelta(days=1))
    together = Barrier(machines)

    def one_machine(_number: int) -> Ran:
        with shared_app.app_context():
            together.wait()
            return run(ClockName.VIEW_READ)

    with ThreadPoolExecutor(machines) as all_of_them:
        ran = list(all_of_them.map(one_machine, range(machines)))

    with shared_app.app_context():
        counted = [db.session.scalar(select(func.count()).select_from(model)) for model in (Overdue, OutboxMessage)]
    assert counted == [300, 2]
    assert sum(one.noted for one in ran) == 300
