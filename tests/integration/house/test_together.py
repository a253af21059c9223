"""Many at once, with real commits: nothing is lost, nothing is there twice."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.extensions import db
from app.models import Answer, Person, Role, View
from app.services import settings, signing_in
from tests.integration.conftest import make_config
from tests.page import Page
from tests.visitor import Visitor


@pytest.fixture
def shared_app(app, database_url, tmp_path, assets_folder) -> Iterator[Flask]:
    """An app on a database of its own, where what is committed stays."""
    address = f"sqlite:///{tmp_path}/shared.db" if database_url.startswith("sqlite") else database_url
    shared = create_app(make_config(address, assets_folder))
    shared.test_client_class = Visitor
    with shared.app_context():
        db.create_all()
        settings.forget()
    yield shared
    with shared.app_context():
        db.session.remove()
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        db.engine.dispose()
        settings.forget()


def say_up_to_the_last_page(visitor: Visitor):
    visitor.fill_in("/say/1", topic="home")
    visitor.fill_in("/say/2", words="my own words")
    visitor.fill_in("/say/4", safe_now="no")
    visitor.fill_in("/say/5", permission="team")
    return visitor.get("/say/6")


def how_many(app: Flask, model) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_many_young_people_at_once_are_all_heard(shared_app):
    def one(_number: int) -> int:
        visitor = shared_app.test_client()
        return len(
            Page(visitor.send(say_up_to_the_last_page(visitor), follow_redirects=True).text).soup.select(".words li")
        )

    with ThreadPoolExecutor(8) as people:
        words = list(people.map(one, range(24)))

    assert words == [4] * 24
    assert how_many(shared_app, View) == 24


def test_two_taps_at_the_same_moment_send_once(shared_app):
    for _ in range(3):
        visitor = shared_app.test_client()
        shown = say_up_to_the_last_page(visitor)
        taps = []
        for _tap in range(4):
            tap = shared_app.test_client()
            tap.set_cookie(visitor.cookie_name, visitor.secret)
            taps.append(tap)
        with ThreadPoolExecutor(4) as fingers:
            ends = list(fingers.map(lambda tap, shown=shown: tap.send(shown).location, taps))
        assert ends == ["/say/sent"] * 4

    assert how_many(shared_app, View) == 3


def test_two_taps_on_see_my_answer_both_open_it(shared_app):
    visitor = shared_app.test_client()
    said = Page(visitor.send(say_up_to_the_last_page(visitor), follow_redirects=True).text)
    words = " ".join(word.get_text() for word in said.soup.select(".words li"))
    for _ in range(3):
        later = shared_app.test_client()
        shown = later.get("/answer")
        taps = [shared_app.test_client() for _ in range(4)]
        for tap in taps:
            tap.set_cookie(later.cookie_name, later.secret)
        with ThreadPoolExecutor(4) as fingers:
            ends = list(fingers.map(lambda tap, shown=shown: tap.send(shown, words=words).location, taps))
        assert ends == ["/answer/read"] * 4


def test_many_guesses_at_the_same_moment_are_all_counted(shared_app):
    guesser = shared_app.test_client()
    shown = guesser.get("/answer")
    guesses = [shared_app.test_client() for _ in range(12)]
    for guess in guesses:
        guess.set_cookie(guesser.cookie_name, guesser.secret)
    with ThreadPoolExecutor(6) as fingers:
        codes = list(fingers.map(lambda guess: guess.send(shown, words="no such words here").status_code, guesses))

    assert sorted(codes) == [400] * 6 + [429] * 6  # five are free, and the sixth begins the waiting


def test_settings_grown_old_in_the_middle_of_writing_stop_nobody(shared_app, monkeypatch):
    monkeypatch.setattr(settings, "FRESH_FOR", 0.0)  # every question finds them old

    def one(_number: int) -> str:
        return shared_app.test_client().fill_in("/say/1", topic="home").location

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(one, range(24))) == ["/say/2"] * 24


def test_two_workers_at_the_same_moment_send_one_answer(shared_app):
    visitor = shared_app.test_client()
    visitor.send(say_up_to_the_last_page(visitor))
    with shared_app.app_context():
        view_id = db.session.scalar(select(View.id))
        people = [
            signing_in.add_person(username=f"{name}@example.org", name=name, role=Role.PARTICIPATION_WORKER)
            for name in ("sam", "lee", "kim")
        ]
        db.session.commit()
        workers = [shared_app.test_client().sign_in(db.session.get_one(Person, person.id)) for person in people]
        shown = [worker.get(f"/inbox/{view_id}") for worker in workers]
    with ThreadPoolExecutor(3) as hands:
        sent = hands.map(
            lambda pair: pair[0].send(pair[1], form="#answer", text="Thank you."), zip(workers, shown, strict=True)
        )
        codes = sorted(response.status_code for response in sent)

    assert codes == [302, 400, 400]
    assert how_many(shared_app, Answer) == 1


def test_what_is_sent_survives_a_process_that_dies_at_once(shared_app):
    """Committed means on disk: another process, started after this one was killed, finds it."""
    child = os.fork()
    if child == 0:
        with shared_app.app_context():
            db.engine.dispose(close=False)  # those connections are the parent's
        visitor = shared_app.test_client()
        visitor.send(say_up_to_the_last_page(visitor))
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)

    assert how_many(shared_app, View) == 1
