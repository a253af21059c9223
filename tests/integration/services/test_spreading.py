"""What is counted of views, spread by month: the same figures, whatever happens to a view, and while people send."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import OperationalError

from app.cli.figures import spread_views
from app.extensions import db
from app.models import CountedView, View, utc_now
from app.models.codes import Feeling, Permission, Topic, ViewStatus
from app.services import figures, spreading, verifying_figures
from app.services.checking_up import asking
from app.services.checking_up.findings import Verdict
from app.services.clocks import Quarter
from app.services.retention.catalogue import Kind
from tests.counted import SUMMER, add_views
from tests.factories import ViewFactory
from tests.integration.conftest import each_statement
from tests.integration.services.hard_world import make_hard_world
from tests.integration.services.test_retention import TWO_YEARS, everything_said
from tests.integration.services.test_retention import run as clear

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session")
QUARTERS = [Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)]
PEOPLE, BEFORE = 3, 5_000  # who send at once, and how many views there are by then


@pytest.fixture
def flask(app):
    return lambda *command: app.test_cli_runner().invoke(args=["figures", *command], catch_exceptions=False)


def places() -> dict:
    """In which part each view is counted."""
    found = db.session.execute(text("SELECT id, CAST(tableoid AS regclass)::text FROM counted_view"))
    return dict(found.all())


def counted_of(view_id) -> CountedView:
    return db.session.scalars(select(CountedView).where(CountedView.id == view_id)).one()


class TestTheFigures:
    def test_every_number_of_three_quarters_is_the_same_and_comes_from_there(self, flask):
        make_hard_world()
        from_views = [figures.count(quarter) for quarter in QUARTERS]
        flask("spread")
        asked: list[str] = []
        with each_statement(asked.append):
            from_months = [figures.count(quarter) for quarter in QUARTERS]

        assert from_months == from_views
        assert all(counted.counts["views"] for counted in from_views[:2])
        grouped = [statement for statement in asked if "GROUP BY" in statement]
        assert sum("FROM counted_view" in statement for statement in grouped) == 2 * len(QUARTERS)

    def test_they_are_the_same_when_it_is_turned_off_again_and_nothing_is_left_of_it(self, flask):
        make_hard_world()
        before = figures.count(QUARTERS[1])
        flask("spread")
        flask("gather")

        assert figures.count(QUARTERS[1]) == before
        assert spreading.state() is None
        assert spreading.parts() == []
        assert places() == {}
        ViewFactory()
        assert places() == {}

    def test_what_lies_there_from_an_earlier_time_is_not_counted(self, flask):
        now = utc_now()
        db.session.add(CountedView(sent_at=now, permission="team", status="waiting", first_answer_due_at=now))
        db.session.commit()
        flask("spread")

        assert places() == {}


def take_back(view: View) -> None:
    view.status, view.taken_back_at = ViewStatus.TAKEN_BACK, utc_now()
    view.read_at = utc_now()


def set_aside(view: View) -> None:
    view.status, view.read_at, view.not_genuine_reason = ViewStatus.NOT_GENUINE, utc_now(), "somebody was trying it"


CHANGES = {
    "taken back": take_back,
    "set aside": set_aside,
    "answered": lambda view: setattr(view, "first_answered_at", utc_now()),
    "answered later than was promised": lambda view: setattr(view, "first_answer_due_at", utc_now()),
    "about something else": lambda view: setattr(view, "topic", Topic.SCHOOL),
    "with another feeling": lambda view: setattr(view, "feeling", Feeling.OK),
    "from elsewhere": lambda view: setattr(view, "area", "city"),
    "of another age": lambda view: setattr(view, "age_group", None),
    "for others to read": lambda view: setattr(view, "permission", Permission.EVERYONE),
    "sent in another month": lambda view: setattr(view, "sent_at", datetime(2026, 7, 9, tzinfo=UTC)),
}


class TestWhatBecomesOfAView:
    @pytest.fixture(autouse=True)
    def spread(self, flask, database):
        flask("spread")

    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_when_it_is_changed_it_counts_as_it_is_now(self, change):
        (view_id,) = add_views(1, topic=Topic.HOME, age_group="8 to 10")
        before = {name: getattr(counted_of(view_id), name) for name in spreading.CHANGING + ("sent_at",)}
        view = db.session.get(View, view_id)
        change(view)
        db.session.commit()
        db.session.expire_all()

        after = {name: getattr(counted_of(view_id), name) for name in before}
        assert after != before
        assert after == {name: getattr(view, name) for name in before}

    def test_when_it_is_gone_it_does_not_count(self):
        view_id, other = add_views(2)
        db.session.execute(delete(View).where(View.id == view_id))

        assert places().keys() == {other}

    def test_when_it_was_kept_long_enough_what_is_cleared_is_cleared_there_too(self, clock):
        view = everything_said()
        assert counted_of(view.id).area == "city"
        clock.shift(TWO_YEARS)
        assert clear(Kind.VIEWS) == 1

        counted = counted_of(view.id)
        assert (counted.area, counted.age_group) == (view.area, view.age_group) == (None, None)
        assert spreading.how_many_differ() == 0

    def test_what_does_not_count_writes_nothing_there(self):
        (view_id,) = add_views(1)
        before = db.session.scalar(text("SELECT CAST(ctid AS text) FROM counted_view"))
        db.session.get(View, view_id).looked_at = utc_now()
        db.session.commit()

        assert db.session.scalar(text("SELECT CAST(ctid AS text) FROM counted_view")) == before

    @pytest.mark.parametrize(
        "behind_its_back",
        [
            "UPDATE counted_view SET topic = 'school'",
            "DELETE FROM counted_view",
            "UPDATE counted_view SET area = 'city'",
        ],
    )
    def test_who_checks_what_is_published_is_told_when_it_says_something_else(self, behind_its_back):
        add_views(1)
        assert [*verifying_figures.verify()] == []
        db.session.execute(text(behind_its_back))

        assert [*verifying_figures.verify()] == [verifying_figures.SPREAD_WRONGLY]


class TestMonths:
    def test_there_is_one_for_each_month_from_the_first_view_to_a_year_ahead(self, flask):
        add_views(1, sent_at=datetime(2026, 8, 31, 22, 59, tzinfo=UTC))
        told = flask("spread")

        assert spreading.parts()[0] == "counted_view_2026_08"
        assert len(spreading.parts()) == 16
        assert told.output.endswith("16 months are there, the last of them November 2027.\n")

    def test_a_month_begins_at_midnight_in_london_as_a_quarter_does(self, flask):
        last, first = (
            add_views(1, sent_at=datetime(2026, 6, 30, *moment, tzinfo=UTC))[0] for moment in ((22, 59, 59), (23, 0))
        )
        flask("spread")

        assert places() == {last: "counted_view_2026_06", first: "counted_view_2026_07"}

    def test_more_can_be_made_ahead_and_again_none_is_made(self, flask):
        flask("spread", "--ahead", "3")
        few = len(spreading.parts())
        more = [len(spreading.parts()) for _ in range(2) if flask("spread", "--ahead", "30")]

        assert (few, more) == (4, [31, 31])

    def test_the_clocks_make_them_ahead(self, app, flask, clock):
        flask("spread")
        clock.shift(45 * 24 * 3600)
        run = app.test_cli_runner().invoke(args=["clocks", "run"])
        again = app.test_cli_runner().invoke(args=["clocks", "run"])

        assert "months of the figures: 2 months made ahead\n" in run.output
        assert "months" not in again.output
        assert spreading.months_ahead(utc_now()) == spreading.AHEAD

    def test_where_it_is_not_turned_on_the_clocks_make_none(self, app):
        app.test_cli_runner().invoke(args=["clocks", "run"])

        assert spreading.parts() == []

    def test_a_view_whose_month_nobody_made_counts_and_moves_when_it_is_made(self, flask):
        flask("spread", "--ahead", "1")
        (view_id,) = add_views(1, sent_at=datetime(2027, 1, 5, tzinfo=UTC))
        assert places() == {view_id: "counted_view_other"}
        assert figures.count(Quarter(2027, 1)).counts["views"] == 1
        flask("spread")

        assert places() == {view_id: "counted_view_2027_01"}
        assert spreading.how_many_differ() == 0

    def test_what_is_dated_ages_ago_makes_no_thousand_months(self, flask):
        (view_id,) = add_views(1, sent_at=datetime(1926, 1, 5, tzinfo=UTC))
        flask("spread")

        assert places() == {view_id: "counted_view_other"}


def said_by_the_doctor() -> list:
    return [(finding.verdict, finding.says) for finding in asking.what_is_counted()]


class TestTheDoctor:
    def test_says_nothing_where_it_is_not_turned_on(self):
        assert said_by_the_doctor() == []

    def test_says_how_many_months_are_ahead(self, flask):
        flask("spread")

        says = "What is counted of views is spread by month, 12 months ahead."
        assert said_by_the_doctor() == [(Verdict.OK, says)]

    def test_says_when_they_run_out(self, flask):
        flask("spread", "--ahead", "1")

        ((verdict, says),) = said_by_the_doctor()
        assert verdict is Verdict.LOOK
        assert "the months ahead run out" in says

    def test_says_how_many_views_lie_in_no_month(self, flask):
        flask("spread")
        add_views(2, sent_at=datetime(1926, 1, 5, tzinfo=UTC))

        ((verdict, says),) = said_by_the_doctor()
        assert verdict is Verdict.LOOK
        assert says.startswith("2 views lie in no month of their own.")

    def test_says_when_it_was_begun_and_not_finished(self):
        spreading.begin(utc_now(), ahead=12)

        ((verdict, says),) = said_by_the_doctor()
        assert verdict is Verdict.LOOK
        assert says.endswith("Go on: flask figures spread")


def copy_all() -> None:
    last: spreading.Place | None = spreading.BEFORE_ALL
    while last := spreading.copy(last):
        db.session.commit()


class TestWhileItIsTurnedOn:
    def test_figures_are_counted_from_the_views_until_all_are_copied(self, flask):
        add_views(spreading.AT_ONCE + 1)
        spreading.begin(utc_now(), ahead=1)
        spreading.copy(spreading.BEFORE_ALL)
        assert len(places()) == spreading.AT_ONCE
        assert figures.count(QUARTERS[1]).counts["views"] == spreading.AT_ONCE + 1
        told = flask("spread")

        assert told.exit_code == 0
        assert spreading.state() == spreading.KEPT
        assert len(places()) == spreading.AT_ONCE + 1

    def test_many_who_were_sent_at_one_moment_are_all_copied(self, flask):
        add_views(2 * spreading.AT_ONCE + 1, sent_at=SUMMER)
        flask("spread")

        assert spreading.how_many_differ() == 0

    def test_nobody_is_lost_who_sends_changes_or_takes_away_meanwhile(self, shared_app):
        is_done, begun = Event(), [Event() for _ in range(PEOPLE)]
        with shared_app.app_context():
            ids = add_views(BEFORE)

        def person(number: int) -> int:
            sent = 0
            with shared_app.app_context():
                while not is_done.is_set():
                    one, other = ids[PEOPLE * sent + number], ids[-1 - PEOPLE * sent - number]
                    add_views(1, topic=Topic.HOME)
                    db.session.execute(update(View).where(View.id == one).values(topic=Topic.SCHOOL))
                    db.session.commit()
                    db.session.execute(delete(View).where(View.id == other))
                    db.session.commit()
                    sent += 1
                    begun[number].set()
            return sent

        with ThreadPoolExecutor(PEOPLE) as people:
            working = [people.submit(person, number) for number in range(PEOPLE)]
            try:
                assert all(each.wait(timeout=60) for each in begun)
                with shared_app.app_context():
                    told = shared_app.test_cli_runner().invoke(args=["figures", "spread"])
            finally:
                is_done.set()
            sent = sum(each.result() for each in working)

        assert told.exit_code == 0, told.output
        with shared_app.app_context():
            assert spreading.state() == spreading.KEPT
            assert spreading.how_many_differ() == 0
            assert db.session.scalar(select(func.count()).select_from(CountedView)) == BEFORE
            assert sent >= PEOPLE

    @pytest.mark.parametrize(
        "step",
        [
            lambda: spreading.copy(spreading.BEFORE_ALL),
            spreading.finish,
            spreading.gather,
            lambda: spreading.keep_ahead(utc_now()),
            lambda: spreading.begin(utc_now(), ahead=1),
        ],
        ids=["copying", "finishing", "gathering", "making months", "beginning"],
    )
    def test_each_step_gives_up_before_postgresql_would_stop_somebody_who_sends(self, step):
        spreading.begin(utc_now(), ahead=1)
        db.session.execute(text("SET LOCAL lock_timeout = '30s'"))
        step()

        assert db.session.scalar(text("SHOW lock_timeout")) == "500ms"
        assert db.session.scalar(text("SHOW deadlock_timeout")) == "1s"

    @pytest.mark.parametrize("is_deleted", [True, False], ids=["taken away", "changed"])
    def test_a_view_that_somebody_else_has_begun_to_write_is_waited_for(self, shared_app, is_deleted):
        with shared_app.app_context():
            (view_id,) = add_views(1, topic=Topic.HOME)
            spreading.begin(utc_now(), ahead=1)
            db.session.commit()
            theirs = delete(View) if is_deleted else update(View).values(topic=Topic.SCHOOL)
            with db.engine.connect() as somebody:
                somebody.execute(theirs.where(View.id == view_id))
                with pytest.raises(OperationalError, match="lock timeout"):
                    spreading.copy(spreading.BEFORE_ALL)
                db.session.rollback()
                somebody.commit()
            copy_all()
            spreading.finish()
            db.session.commit()

            assert spreading.how_many_differ() == 0
            assert len(places()) == (0 if is_deleted else 1)

    def test_what_was_read_for_copying_before_it_changed_does_not_take_the_place_of_the_newer(
        self, shared_app, monkeypatch
    ):
        monkeypatch.setattr(spreading, "GIVES_UP_AFTER", 60_000)
        with shared_app.app_context():
            (view_id,) = add_views(1, topic=Topic.HOME)
            spreading.begin(utc_now(), ahead=1)
            db.session.commit()
            with ThreadPoolExecutor(1) as people, db.engine.connect() as somebody:
                somebody.execute(update(View).where(View.id == view_id).values(topic=Topic.SCHOOL))
                copying = people.submit(copy_some, shared_app)
                wait_until_somebody_waits(somebody)
                somebody.commit()
                copying.result()

            assert counted_of(view_id).topic == Topic.SCHOOL

    def test_somebody_whose_view_is_just_being_copied_has_the_newer_one_counted(self, shared_app):
        with shared_app.app_context():
            (view_id,) = add_views(1, topic=Topic.HOME)
            spreading.begin(utc_now(), ahead=1)
            db.session.commit()
            with ThreadPoolExecutor(1) as people, db.engine.connect() as copying:
                copying.execute(spreading.COPYING, spreading.BEFORE_ALL)
                theirs = people.submit(change_topic, shared_app, view_id)
                wait_until_somebody_waits(copying)
                copying.commit()
                theirs.result()

            assert counted_of(view_id).topic == Topic.SCHOOL

    def test_two_who_turn_it_on_at_once_lose_nothing(self, shared_app):
        with shared_app.app_context():
            add_views(spreading.AT_ONCE + 1)
        together = Barrier(PEOPLE)

        def spread() -> None:
            with shared_app.app_context():
                together.wait(timeout=60)
                spread_views.main([], standalone_mode=False)

        with ThreadPoolExecutor(PEOPLE) as people:
            for each in [people.submit(spread) for _ in range(PEOPLE)]:
                each.result()

        with shared_app.app_context():
            assert spreading.state() == spreading.KEPT
            assert spreading.how_many_differ() == 0

    def test_machines_whose_clocks_make_a_month_at_once_make_it_once(self, shared_app, clock):
        with shared_app.app_context():
            shared_app.test_cli_runner().invoke(args=["figures", "spread"], catch_exceptions=False)
        clock.shift(45 * 24 * 3600)
        together = Barrier(PEOPLE)

        def run() -> int:
            with shared_app.app_context():
                together.wait(timeout=60)
                made = spreading.keep_ahead(utc_now())
                db.session.commit()
                return len(made)

        with ThreadPoolExecutor(PEOPLE) as machines:
            assert sorted(each.result() for each in [machines.submit(run) for _ in range(PEOPLE)]) == [0, 0, 2]

    def test_who_publishes_is_not_left_with_an_empty_table(self, shared_app):
        with shared_app.app_context():
            add_views(30)
            shared_app.test_cli_runner().invoke(args=["figures", "spread"])
            with db.engine.connect() as publishing:
                assert spreading.is_kept(publishing)
                with pytest.raises(OperationalError, match="lock timeout"):
                    spreading.gather()
            db.session.rollback()

            assert len(places()) == 30


def copy_some(app) -> None:
    with app.app_context():
        spreading.copy(spreading.BEFORE_ALL)
        db.session.commit()


def change_topic(app, view_id) -> None:
    with app.app_context():
        db.session.execute(update(View).where(View.id == view_id).values(topic=Topic.SCHOOL))
        db.session.commit()


def wait_until_somebody_waits(connection) -> None:
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while not connection.scalar(waits):
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
