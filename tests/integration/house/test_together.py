"""Many at once, with real commits: nothing is lost, nothing is there twice."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.forms import new_once
from app.models import (
    Answer,
    Child,
    ChildImport,
    ChildRecord,
    Contact,
    MeetingReply,
    MeetingWords,
    Person,
    Role,
    View,
    WrongTry,
)
from app.models.codes import ViewStatus
from app.protection.cookie_secret import CookieSecret
from app.services import inviting, settings, two_step, visiting
from app.services.visiting import Remembered
from tests.factories import (
    AuthenticatorFactory,
    ChildRecordFactory,
    ConferenceFactory,
    MeetingReplyFactory,
    PersonFactory,
    code_for,
)
from tests.integration.answers import write
from tests.page import Page
from tests.visitor import Visitor


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


@pytest.mark.usefixtures("still_clock")
def test_many_guesses_at_the_same_moment_are_all_counted(shared_app):
    guesser = shared_app.test_client()
    shown = guesser.get("/answer")
    guesses = [shared_app.test_client() for _ in range(12)]
    for guess in guesses:
        guess.set_cookie(guesser.cookie_name, guesser.secret)
    with ThreadPoolExecutor(6) as fingers:
        list(fingers.map(lambda guess: guess.send(shown, words="no such words here"), guesses))

    with shared_app.app_context():
        tries = sorted(db.session.scalars(select(WrongTry.tries)))
    assert tries == [6, 6]  # at this browser and at this place: five are free, and the sixth begins the waiting


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
            inviting.add_person(username=f"{name}@example.org", name=name, role=Role.PARTICIPATION_WORKER)
            for name in ("sam", "lee", "kim")
        ]
        db.session.commit()
        workers = [shared_app.test_client().sign_in(db.session.get_one(Person, person.id)) for person in people]
        shown = [write(worker, view_id, "Thank you.") for worker in workers]
    with ThreadPoolExecutor(3) as hands:
        sent = hands.map(lambda pair: pair[0].send(pair[1], form="#send"), zip(workers, shown, strict=True))
        codes = sorted(response.status_code for response in sent)

    assert codes == [302, 400, 400]
    assert how_many(shared_app, Answer) == 1


def test_an_answer_and_a_taking_back_at_the_same_moment_leave_no_answer_to_nobody(shared_app):
    with shared_app.app_context():
        sam = inviting.add_person(username="sam@example.org", name="sam", role=Role.PARTICIPATION_WORKER)
        db.session.commit()
        desk = shared_app.test_client().sign_in(db.session.get_one(Person, sam.id))
    for _ in range(6):
        phone = shared_app.test_client()
        phone.fill_in("/say/1")
        phone.fill_in("/say/2", words="my own words")
        phone.fill_in("/say/4", safe_now="yes")
        phone.fill_in("/say/5", permission="team")
        said = Page(phone.fill_in("/say/6", follow_redirects=True).text)
        phone.fill_in("/answer", words=" ".join(word.get_text() for word in said.soup.select(".words li")))
        with shared_app.app_context():
            view_id = db.session.scalar(select(View.id).where(View.taken_back_at.is_(None)))
        at_the_desk, on_the_phone = write(desk, view_id, "Thank you."), phone.get("/answer/take-back")
        with ThreadPoolExecutor(2) as hands:
            sent = hands.submit(desk.send, at_the_desk, form="#send")
            gone = hands.submit(phone.send, on_the_phone)
            codes = sent.result().status_code, gone.result().location

        assert codes in ((302, "/answer/taken-back"), (400, "/answer/taken-back"))
        with shared_app.app_context():
            view = db.session.get_one(View, view_id)
            assert (view.words, view.status) == (None, ViewStatus.TAKEN_BACK)
    assert how_many(shared_app, Answer) == 0


def test_what_is_told_in_two_tabs_at_the_same_moment_is_all_kept(shared_app):
    phone = shared_app.test_client()
    said = Page(phone.send(say_up_to_the_last_page(phone), follow_redirects=True).text)
    phone.fill_in("/answer", words=" ".join(word.get_text() for word in said.soup.select(".words li")))
    shown = phone.get("/answer/find-me")
    tabs = [shared_app.test_client() for _ in range(4)]
    for tab in tabs:
        tab.set_cookie(phone.cookie_name, phone.secret)
    with ThreadPoolExecutor(4) as fingers:
        sent = fingers.map(lambda pair: pair[1].send(shown, more=f"place {pair[0]}").location, enumerate(tabs))
        assert list(sent) == ["/answer/sent"] * 4

    with shared_app.app_context():
        told = db.session.scalars(select(Contact)).one().how
        assert sorted(told.split("\n\n")) == [f"place {number}" for number in range(4)]


@pytest.mark.parametrize("is_recovery_code", [False, True])
def test_a_code_sent_by_many_at_the_same_moment_lets_one_in(shared_app, is_recovery_code):
    with shared_app.app_context():
        priya = PersonFactory(role=Role.CHAIR)
        AuthenticatorFactory(person=priya)
        code = two_step.make_recovery_codes(priya, once=new_once())[0] if is_recovery_code else code_for(priya)
        db.session.commit()
        browsers = [shared_app.test_client().sign_in(priya, half_way=True) for _ in range(5)]
        shown = [browser.get("/sign-in/code") for browser in browsers]
    with ThreadPoolExecutor(5) as hands:
        sent = hands.map(lambda pair: pair[0].send(pair[1], code=code), zip(browsers, shown, strict=True))
        codes = sorted(response.status_code for response in sent)

    assert codes == [302, 400, 400, 400, 400]


def a_child_and_their_chair() -> tuple[ChildRecord, Person, str]:
    chair = PersonFactory(role=Role.CHAIR)
    conference = ConferenceFactory(chair=chair)
    record = ChildRecordFactory(conference=conference)
    return record, chair, f"/conferences/{conference.id}/children/{record.id}"


def test_two_windows_at_the_same_moment_send_a_child_one_answer(shared_app):
    answers = ["You are right.", "I have asked again.", "It is on Monday."]
    with shared_app.app_context():
        record, chair, address = a_child_and_their_chair()
        reply_id = MeetingReplyFactory(record=record).id
        windows = [shared_app.test_client().sign_in(chair) for _ in answers]
        shown = [window.get(f"{address}/replies/{reply_id}") for window in windows]
    with ThreadPoolExecutor(3) as hands:
        sent = hands.map(lambda window, page, text: window.send(page, answer=text), windows, shown, answers)
        codes = [response.status_code for response in sent]

    assert sorted(codes) == [302, 400, 400]
    with shared_app.app_context():
        assert db.session.get_one(MeetingReply, reply_id).answer == answers[codes.index(302)]


def test_many_taps_at_the_same_moment_make_a_child_one_card(shared_app):
    with shared_app.app_context():
        _record, chair, address = a_child_and_their_chair()
        window = shared_app.test_client().sign_in(chair)
        shown = window.get(f"{address}/words")
        taps = [shared_app.test_client() for _ in range(4)]
        for tap in taps:
            tap.set_cookie(window.cookie_name, window.secret)
    with ThreadPoolExecutor(4) as fingers:
        cards = list(fingers.map(lambda tap: tap.send(shown), taps))

    assert [card.status_code for card in cards] == [200] * 4
    assert len({str(Page(card.text).soup.select_one(".slip .words")) for card in cards}) == 1
    assert how_many(shared_app, MeetingWords) == 1


def test_two_windows_that_make_new_words_at_the_same_moment_leave_one_card_that_works(shared_app):
    with shared_app.app_context():
        _record, chair, address = a_child_and_their_chair()
        windows = [shared_app.test_client().sign_in(chair) for _ in range(4)]
        shown = [window.get(f"{address}/words") for window in windows]
    with ThreadPoolExecutor(4) as hands:
        codes = list(hands.map(lambda window, page: window.send(page).status_code, windows, shown))

    assert codes == [200] * 4
    with shared_app.app_context():
        live = select(func.count()).select_from(MeetingWords).where(MeetingWords.revoked_at.is_(None))
        assert db.session.scalar(live) == 1


def test_lists_of_children_at_the_same_moment_come_in_whole_or_not_at_all_and_each_once(shared_app):
    lists = {number: [f"B-{number}", "B-9"] for number in range(3)}  # one child is in all of them
    with shared_app.app_context():
        chair = PersonFactory(role=Role.CHAIR)
        windows = [shared_app.test_client().sign_in(chair) for _ in range(6)]
        token, once = windows[0].get("/conferences/import").page.field("csrf_token"), [new_once() for _ in lists]
        for window in windows:
            window.set_cookie(windows[0].cookie_name, windows[0].secret)

    def bring_in(number: int) -> int:
        rows = "reference,born\n" + "".join(f"{child},2014-05\n" for child in lists[number % 3])
        data = {"csrf_token": token, "once": once[number % 3], "rows": rows, "act": "bring-in"}
        return windows[number].post("/conferences/import", data=data).status_code

    with ThreadPoolExecutor(6) as hands:
        codes = list(hands.map(bring_in, range(6)))

    assert set(codes) <= {302, 400}
    assert codes.count(302) >= 2
    with shared_app.app_context():
        come = {child.reference: child.import_id for child in db.session.scalars(select(Child))}
        made = {one.id: one.added for one in db.session.scalars(select(ChildImport))}
    assert sorted(made.values()) == [1] * (len(made) - 1) + [2]
    assert len(come) == len(made) + 1


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


def test_two_whose_time_has_run_out_come_back_at_the_same_moment(shared_app, clock):
    """Each holds a row that the other would sweep away: neither waits for the other for ever."""
    secrets = [CookieSecret(f"browser {number}", b"server") for number in range(2)]
    with shared_app.app_context():
        for secret in secrets:
            visiting.keep(secret, Remembered(answers={"words": "half-written"}))
        db.session.commit()
    clock.shift(2 * 60 * 60)
    both_hold = Barrier(2)

    def come_back(secret: CookieSecret) -> None:
        with shared_app.app_context():
            visiting.own_row(secret)
            with suppress(BrokenBarrierError):  # on SQLite one waits for the other from here on
                both_hold.wait(timeout=0.5)
            visiting.keep_answers(secret, {"words": "again"})
            db.session.commit()

    with ThreadPoolExecutor(2) as people:
        list(people.map(come_back, secrets))
    with shared_app.app_context():
        assert [visiting.remembered(secret).answers["words"] for secret in secrets] == ["again"] * 2
