"""`flask retention`: what an operator reads, and what it ends with; two at once; and one that is killed."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.extensions import db
from app.models import AuditLine, View, utc_now
from app.models.codes import Work
from app.services import last_runs
from app.services.retention import running
from app.services.retention.catalogue import AT_ONCE, CATALOGUE
from tests.factories import ViewFactory
from tests.integration.conftest import KEY_RING
from tests.participation_factories import HoldFactory

ROOT = Path(__file__).parent.parent.parent
LONG = timedelta(days=800)


@pytest.fixture
def flask(app):
    return lambda *command: app.test_cli_runner().invoke(args=("retention", *command))


def left() -> int:
    return db.session.scalar(select(func.count()).select_from(View).where(View.cleared_at.is_(None)))


def old_views(number: int) -> None:
    """Views that everybody was done with long before now."""
    then = utc_now() - LONG
    for _ in range(number):
        ViewFactory(answered=True, sent_at=then, read_at=then, first_answered_at=then)


class TestPreview:
    def test_it_says_how_many_would_go_and_names_what_stays_by_its_address(self, flask, clock):
        ViewFactory(answered=True)
        held = ViewFactory(answered=True, words="turquoise")
        HoldFactory(view=held, reason="turquoise")
        held_id = held.id
        clock.shift(LONG)
        said = flask("preview").output

        assert "views: 1 would go, 1 must stay\n  1: it is on hold\n" in said
        assert f"  /inbox/{held_id}  it is on hold\n" in said
        assert "turquoise" not in said
        assert left() == 2

    def test_it_names_twenty_and_says_how_many_more_there_are(self, flask, clock):
        for _ in range(22):
            ViewFactory()
        clock.shift(LONG)

        assert "  and 2 more: --all\n" in flask("preview").output
        assert len(re.findall("/inbox/", flask("preview", "--all").output)) == 22

    def test_it_writes_nothing_down(self, flask):
        flask("preview")

        assert db.session.scalar(select(func.count()).select_from(AuditLine)) == 0


class TestRun:
    def test_it_clears_and_says_so_and_again_there_is_nothing(self, flask):
        old_views(AT_ONCE + 1)
        first, second = flask("run"), flask("run")

        assert "views: 51 cleared, 0 must stay\n" in first.output
        assert "views: 0 cleared, 0 must stay\n" in second.output
        assert (first.exit_code, second.exit_code, left()) == (0, 0, 0)

    def test_each_batch_and_each_run_leave_one_line(self, flask):
        old_views(AT_ONCE + 1)
        flask("run")
        lines = db.session.execute(select(AuditLine.deed).order_by(AuditLine.created_at)).scalars().all()

        assert lines.count(running.BATCH_DEED) == 2
        assert lines.count(running.RUN_DEED) == 1

    def test_a_kind_that_fails_stops_no_other_and_the_command_ends_with_1(self, flask):
        old_views(1)
        db.session.execute(text("DROP TABLE kept_work"))
        db.session.commit()
        result = flask("run")

        assert result.exit_code == 1
        assert "kept work: failed (" in result.output
        assert left() == 0

    def test_with_a_clock_that_is_behind_nothing_is_cleared(self, flask, clock):
        old_views(1)
        flask("preview")
        running.note(running.RUN_DEED, ViewFactory().id, "")
        db.session.commit()
        clock.shift(-timedelta(hours=1))
        result = flask("run")

        assert result.exit_code == 1
        assert "Nothing was cleared" in result.output
        assert left() == 2

    def test_with_a_clock_that_is_far_ahead_nothing_is_cleared_until_somebody_is_sure_of_it(self, flask, clock):
        ViewFactory(answered=True, read_at=utc_now())
        flask("run")
        clock.shift(LONG)
        last_runs.note(Work.CLOCKS, utc_now())  # what the same wrong clock has written down says nothing
        refused, cleared = flask("run"), left()

        assert refused.exit_code == 1
        assert "this was last run on 2026-11-17, more than 14 days before. Look at the clock." in refused.output
        assert (cleared, flask("run", "--the-clock-is-right").exit_code, left()) == (1, 0, 0)

    def test_before_the_first_run_the_newest_line_of_the_trail_is_what_counts(self, flask, clock):
        old_views(1)
        running.note("signed in", ViewFactory(answered=True, read_at=utc_now()).id, "")
        db.session.commit()
        clock.shift(timedelta(days=15))
        refused = flask("run")

        assert "the last thing was done here on 2026-11-17" in refused.output
        assert left() == 2

    def test_after_two_weeks_without_a_run_it_still_runs(self, flask, clock):
        flask("run")
        clock.shift(timedelta(days=14) - timedelta(minutes=1))

        assert flask("run").exit_code == 0


def test_the_rules_say_of_each_kind_how_long_and_what_keeps_it(flask):
    said = flask("rules").output

    assert all(f"{kind}: {rule.what}\n" in said for kind, rule in CATALOGUE.items())
    assert "24 months (view_months)" in said


def test_two_runs_at_once_clear_each_view_once(shared_app):
    with shared_app.app_context():
        old_views(AT_ONCE * 3)
    start = [shared_app.test_cli_runner() for _ in range(2)]
    with ThreadPoolExecutor(2) as machines:
        results = list(machines.map(lambda runner: runner.invoke(args=("retention", "run")), start))

    with shared_app.app_context():
        assert [result.exit_code for result in results] == [0, 0]
        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed == running.BATCH_DEED))
        assert sum(int(line.reason.removeprefix("views: ")) for line in lines) == AT_ONCE * 3
        assert left() == 0


def test_whoever_is_killed_has_cleared_whole_views_and_the_next_run_goes_on(shared_app, clock):
    with shared_app.app_context():
        old_views(AT_ONCE * 4)
        address = db.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {
        "SECRET_KEY": "test", "KEY_RING": KEY_RING, "DATABASE_URL": address, "ALLOW_HTTP": "yes",
        "ASSETS_FOLDER": shared_app.config["ASSETS_FOLDER"],
    }  # fmt: skip
    kill_after_two = (
        "import os, signal; from app.services.retention import said\n"
        "count, clear = [0], said.clear_view\n"
        "def clear_and_die(view, now):\n"
        "    clear(view, now); count[0] += 1\n"
        f"    if count[0] == {AT_ONCE + 7}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "said.clear_view = clear_and_die\n"
        "from wsgi import app\n"
        "app.test_cli_runner().invoke(args=('retention', 'run'), catch_exceptions=False)\n"
    )
    killed = subprocess.run([sys.executable, "-c", kill_after_two], cwd=ROOT, env=environment, check=False)

    with shared_app.app_context():
        assert killed.returncode == -9
        assert left() == AT_ONCE * 3  # the second batch is as if it had never been begun
        half = View.cleared_at.is_(None) != View.words_sealed.is_not(None)
        assert db.session.scalar(select(func.count()).select_from(View).where(half)) == 0
        db.session.rollback()
    clock.shift(timedelta(days=20_000))  # the killed one went by the clock of this machine
    with shared_app.app_context():
        result = shared_app.test_cli_runner().invoke(args=("retention", "run", running.SURE))
        assert result.exit_code == 0, result.output
        assert left() == 0
