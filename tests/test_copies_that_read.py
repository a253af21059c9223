"""Figures counted from a copy of the database that only reads: a real one, which PostgreSQL itself keeps up."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from app.extensions import copy_for_figures, db
from app.models.codes import Topic
from app.services import figures, spreading
from app.services.checking_up import asking
from app.services.checking_up.findings import Verdict
from app.services.clocks import Quarter
from app.services.figures import reading
from config import Config
from tests import postgres
from tests.counted import add_views
from tests.integration.conftest import app_with, with_nothing_kept

SUMMER = Quarter(2026, 3)


class Cluster(NamedTuple):
    leader: str
    copy: str


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with postgres.server(is_durable=True) as leader, postgres.copy_of(leader) as copy:
        yield Cluster(leader, copy)


@pytest.fixture
def leader(cluster) -> Iterator[str]:
    """An empty database, of which the copy has one as well."""
    with postgres.empty_database(cluster.leader, "heard") as address:
        yield address


@pytest.fixture
def copy(cluster) -> str:
    return f"{cluster.copy}/heard"


@pytest.fixture
def app(leader, copy, tmp_path) -> Iterator[Flask]:
    with counting_from(copy, leader, tmp_path) as app:
        yield app


@contextmanager
def counting_from(copy: str, leader: str, folder: Path) -> Iterator[Flask]:
    """Heard with thirty views, whose figures are counted from this copy."""
    with (
        with_nothing_kept(),
        app_with(leader, folder / "assets", FIGURES_DATABASE_URL=copy) as app,
        app.app_context(),
    ):
        db.create_all()
        add_views(30, topic=Topic.HOME)
        yield app


@pytest.fixture
def asked_of_the_copy(app) -> list[str]:
    asked: list[str] = []
    event.listen(copy_for_figures(), "before_cursor_execute", lambda *about: asked.append(about[2]))
    return asked


def grouped(statements: list[str]) -> int:
    return sum("GROUP BY" in statement for statement in statements)


def say(address: str, statement: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def views_counted() -> int:
    return figures.count(SUMMER).counts["views"]


def test_every_question_is_asked_of_the_copy_and_what_was_just_sent_is_there(asked_of_the_copy, caplog):
    assert views_counted() == 30
    assert grouped(asked_of_the_copy) == len(figures.SOURCES)
    for number in range(31, 36):
        add_views(1, topic=Topic.HOME)
        assert views_counted() == number
    assert grouped(asked_of_the_copy) == 6 * len(figures.SOURCES)
    assert caplog.text == ""
    assert [finding.verdict for finding in asking.what_is_counted()] == [Verdict.OK]


def test_what_is_spread_by_month_is_read_there_too(app, asked_of_the_copy):
    app.test_cli_runner().invoke(args=["figures", "spread"], catch_exceptions=False)
    asked_of_the_copy.clear()

    assert views_counted() == 30
    assert sum("FROM counted_view" in statement for statement in asked_of_the_copy) == 2
    assert spreading.how_many_differ() == 0


def test_a_copy_that_does_not_come_as_far_is_left_and_read_again_when_it_does(
    app, copy, asked_of_the_copy, caplog, monkeypatch
):
    monkeypatch.setattr(reading, "WAITS", 0.3)
    say(copy, "SELECT pg_wal_replay_pause()")
    add_views(1, topic=Topic.HOME)
    assert views_counted() == 31
    assert grouped(asked_of_the_copy) == 0
    assert caplog.messages == [reading.BEHIND]
    (finding,) = asking.what_is_counted()
    assert finding.verdict is Verdict.LOOK
    assert finding.says == f"{reading.BEHIND} Figures are counted from the leader."

    monkeypatch.undo()
    say(copy, "SELECT pg_wal_replay_resume()")
    assert views_counted() == 31
    assert grouped(asked_of_the_copy) == len(figures.SOURCES)


def test_where_the_copy_is_away_figures_are_counted_all_the_same(leader, tmp_path, caplog):
    nobody = f"postgresql+psycopg://heard@127.0.0.1:{postgres.free_port()}/heard"
    with counting_from(nobody, leader, tmp_path):
        assert views_counted() == 30
        assert caplog.messages == [reading.AWAY]


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # SQLAlchemy closes no cursor whose line was cut
def test_when_the_copy_breaks_off_all_is_counted_anew_and_nothing_twice(app, copy, asked_of_the_copy, caplog):
    def cut_the_line(*_about) -> None:
        if grouped(asked_of_the_copy) == 3:
            say(copy, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'")

    event.listen(copy_for_figures(), "before_cursor_execute", cut_the_line)

    assert views_counted() == 30
    assert grouped(asked_of_the_copy) == 3
    assert caplog.messages == [reading.AWAY]
    gc.collect()


def test_of_several_machines_one_that_only_reads_is_asked(cluster, leader, tmp_path, caplog):
    machines = ",".join(address.rpartition("@")[2] for address in cluster)
    environment = {"SECRET_KEY": "x", "KEY_RING": "x", "DATABASE_URL": leader}
    environment["FIGURES_DATABASE_URL"] = f"postgresql+psycopg://heard@{machines}/heard"
    named = Config.from_environment(environment).FIGURES_DATABASE_URL

    with counting_from(named, leader, tmp_path):
        assert views_counted() == 30
        assert caplog.messages == []


def test_a_leader_is_no_copy(leader, tmp_path, caplog):
    with counting_from(leader, leader, tmp_path):
        assert views_counted() == 30
        assert caplog.messages == [reading.ANOTHER]


def test_a_copy_of_another_database_is_never_read(cluster, leader, tmp_path, caplog):
    with counting_from(f"{cluster.copy}/postgres", leader, tmp_path):
        assert views_counted() == 30
        assert caplog.messages == [reading.ANOTHER]


def test_a_copy_of_another_server_is_never_read(cluster, tmp_path, caplog):
    with (
        postgres.server() as other,
        postgres.empty_database(cluster.leader, "heard"),
        postgres.empty_database(other, "heard") as leader,
        counting_from(f"{cluster.copy}/heard", leader, tmp_path),
    ):
        assert views_counted() == 30
        assert caplog.messages == [reading.ANOTHER]
