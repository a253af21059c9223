"""`flask clocks`: run by a timer, or going on by itself."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Timer, get_ident

import pytest
from sqlalchemy import select, text

from app.cli.looping import again_and_again, until_stopped
from app.extensions import db
from app.models import AlertStep, LastRun, Overdue, Role, utc_now
from app.models.codes import ClockName, Work
from tests.factories import AlertFactory, PersonFactory, ViewFactory
from tests.integration.conftest import KEY_RING
from tests.integration.services.clock_cases import late

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def flask(app):
    return lambda *command: app.test_cli_runner().invoke(args=command)


@pytest.fixture
def workers(database):
    for role in (Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD):
        PersonFactory(role=role)


def noted() -> set[ClockName]:
    return set(db.session.scalars(select(Overdue.clock)))


class TestRun:
    def test_it_says_how_many_are_late_how_many_are_new_and_who_was_told(self, flask, workers):
        late(ClockName.VIEW_READ)
        late(ClockName.VIEW_READ)
        late(ClockName.ADDITION_READ)
        result = flask("clocks", "run")

        assert result.exit_code == 0
        assert result.output == "view read: 2 late, 2 new, 2 people told\naddition read: 1 late, 1 new, 2 people told\n"

    def test_the_next_on_the_rota_is_told_of_an_alert_that_nobody_has_seen(self, flask, clock):
        alert = AlertFactory(raised_at=utc_now(), due_at=utc_now() + timedelta(hours=1))
        clock.shift(timedelta(hours=1, minutes=1))
        result = flask("clocks", "run")

        assert result.output.startswith("alerts: the next on the rota was told of 1 alert\n")
        assert db.session.scalars(select(AlertStep.alert_id)).all() == [alert.id]

    def test_that_it_ran_is_known(self, flask, still_clock):
        flask("clocks", "run")

        assert db.session.execute(select(LastRun.work, LastRun.at)).all() == [(Work.CLOCKS, utc_now())]

    def test_again_it_finds_nothing_new(self, flask, workers):
        late(ClockName.VIEW_READ)
        flask("clocks", "run")

        assert flask("clocks", "run").output == "view read: 1 late, 0 new\n"

    def test_it_says_nothing_where_nothing_is_late(self, flask, workers):
        assert flask("clocks", "run").output == ""

    def test_one_that_fails_stops_no_other_and_is_not_kept_quiet(self, flask, workers):
        late(ClockName.VIEW_READ)
        late(ClockName.VIEW_ANSWERED)
        db.session.execute(text("DROP TABLE addition"))
        db.session.commit()
        result = flask("clocks", "run")

        assert result.exit_code == 1
        assert "addition read: failed" in result.output
        assert noted() == {ClockName.VIEW_READ, ClockName.VIEW_ANSWERED}

    def test_that_nobody_is_above_is_said_with_what_to_do(self, flask, workers):
        late(ClockName.CHILD_TOLD)
        late(ClockName.VIEW_READ)
        result = flask("clocks", "run")

        assert result.exit_code == 1
        assert "child told: 1 ran out and nobody was told. Add a chairs' manager." in result.output
        assert noted() == {ClockName.VIEW_READ}

    def test_no_name_and_no_word_of_anybodys_is_in_what_it_says(self, flask, workers):
        PersonFactory(role=Role.SAFEGUARDING_LEAD, name="Ruth Adeyemi")
        late(ClockName.VIEW_READ, words="I am scared")
        output = flask("clocks", "run").output

        assert "Ruth" not in output
        assert "scared" not in output


def test_show_lists_every_clock_with_who_is_above(flask, database):
    late(ClockName.CHILD_TOLD)
    lines = flask("clocks", "show").output.splitlines()

    assert len(lines) == len(ClockName)
    assert "child told: 1 late. Of: conference chair. Above: chairs' manager." in lines


class TestLoop:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_ends_what_it_has_begun_and_then_itself(self, number):
        begun, ended, before = 0, 0, signal.getsignal(number)
        for _ in again_and_again(3600):
            begun += 1
            signal.raise_signal(number)
            ended += 1

        assert (begun, ended) == (1, 1)
        assert signal.getsignal(number) is before

    def test_it_ends_although_the_system_gave_the_signal_to_another_thread(self):
        other = Timer(0.1, lambda: signal.pthread_kill(get_ident(), signal.SIGTERM))
        other.start()
        with until_stopped() as ending:
            assert ending.wait()
        other.join()

    def test_another_signal_does_not_end_it(self):
        before = signal.signal(signal.SIGUSR1, lambda *_: None)
        try:
            with until_stopped() as ending:
                signal.raise_signal(signal.SIGUSR1)
                assert not ending.wait(0)
        finally:
            signal.signal(signal.SIGUSR1, before)

    def test_it_comes_again(self):
        times = 0
        for _ in again_and_again(0):
            times += 1
            if times == 3:
                signal.raise_signal(signal.SIGTERM)

        assert times == 3

    def test_as_a_service_it_runs_and_ends_when_it_is_told_to(self, shared_app):
        with shared_app.app_context():
            PersonFactory(role=Role.SAFEGUARDING_LEAD)
            ViewFactory(sent_at=utc_now() - timedelta(days=3))
            address = db.engine.url.render_as_string(hide_password=False)
        settings = {
            "SECRET_KEY": "test",
            "KEY_RING": KEY_RING,
            "DATABASE_URL": address,
            "ASSETS_FOLDER": shared_app.config["ASSETS_FOLDER"],
            "ALLOW_HTTP": "yes",
        }
        service = subprocess.Popen(
            [sys.executable, "-u", "-m", "flask", "--app", "wsgi", "clocks", "run", "--loop"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert service.stdout.readline() == "view read: 1 late, 1 new, 1 person told\n"
            service.terminate()
            assert service.wait() == 0
        finally:
            service.kill()
            service.stdout.close()
            service.wait()
