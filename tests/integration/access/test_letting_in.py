"""Who is let in at this browser, by each rule, and where everybody else is led."""

import json
from contextlib import contextmanager

import pytest
from flask import g
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden

from app import access
from app.extensions import db, may_write
from app.models import AdvisorProfile, Role
from app.models.codes import AgeGroup
from app.services import own_account
from app.services.powers import ROLES, Power
from tests.factories import AgencyFactory, AuthenticatorFactory, PersonFactory
from tests.integration.access.test_rules import OF_A_POWER, OF_A_STATE
from tests.member_factories import make_member

NOBODY, YOUNG, WORKS_HERE = "nobody", "a young advisor", "somebody who works here"
HALF_WAY, HALF_WAY_FIRST, HALF_WAY_YOUNG = "half-way", "half-way for the first time", "young and half-way"
EVERYBODY = {NOBODY, YOUNG, WORKS_HERE, HALF_WAY, HALF_WAY_FIRST, HALF_WAY_YOUNG}
LET_IN = {
    access.anyone: EVERYBODY,
    access.somebody_signed_in: {YOUNG, WORKS_HERE},
    access.a_young_person: {YOUNG},
    access.somebody_half_way: {HALF_WAY, HALF_WAY_FIRST, HALF_WAY_YOUNG},
    access.somebody_setting_up: {WORKS_HERE, HALF_WAY_FIRST},
    access.somebody_with_two_steps: {WORKS_HERE},
    access.somebody_who_works_here: {WORKS_HERE},
}
POWERS = {
    access.a_chair: Power.RECORD_CONFERENCES,
    access.who_takes_minutes: Power.TAKE_MINUTES,
    access.who_oversees_conferences: Power.OVERSEE_CONFERENCES,
    access.who_reads_guidance: Power.READ_GUIDANCE,
    access.who_reads_views: Power.READ_VIEWS,
    access.a_safeguarding_lead: Power.OPEN_CONTACT,
    access.a_board_member: Power.SEE_FIGURES,
    access.who_keeps_promises: Power.KEEP_PROMISES,
    access.an_agency_lead: Power.DO_ACTIONS,
    access.who_keeps_accounts: Power.KEEP_ACCOUNTS,
    access.who_keeps_young_accounts: Power.KEEP_YOUNG_ACCOUNTS,
    access.who_reads_the_audit_trail: Power.READ_AUDIT,
    access.who_keeps_themes: Power.KEEP_THEMES,
    access.who_keeps_the_rota: Power.KEEP_ROTA,
}


def somebody(role):
    return PersonFactory(role=role, agency_id=AgencyFactory().id if role is Role.AGENCY_LEAD else None)


def with_an_app(role):
    person = somebody(role)
    AuthenticatorFactory(person=person)
    return person


@pytest.fixture
def at(browser):
    """This browser, as whoever it is said to be."""

    def make(who):
        if who in (YOUNG, HALF_WAY_YOUNG):
            browser.sign_in(somebody(Role.YOUNG_ADVISOR), half_way=who == HALF_WAY_YOUNG)
        elif who in (WORKS_HERE, HALF_WAY):
            browser.sign_in(with_an_app(Role.CHAIR), half_way=who == HALF_WAY)
        elif who == HALF_WAY_FIRST:
            browser.sign_in(somebody(Role.CHAIR), half_way=True)
        return browser

    return make


@contextmanager
def a_request_of(browser, address="/"):
    app = browser.application
    headers = {"Cookie": f"{browser.cookie_name}={browser.secret}"} if browser.secret else {}
    with app.app_context(), app.test_request_context(address, headers=headers):
        yield


@contextmanager
def says_nothing(route):
    rule = route.__dict__.pop("open_to")
    try:
        yield
    finally:
        route.open_to = rule


@contextmanager
def a_full_disk():
    """Nothing that is written about a sign-in arrives."""

    def refuse(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("UPDATE sign_in"):
            raise OperationalError(statement, parameters, OSError("disk full"))

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)


class TestRules:
    def test_each_is_here(self):
        assert LET_IN.keys() == OF_A_STATE
        assert POWERS.keys() == OF_A_POWER

    @pytest.mark.parametrize("who", sorted(EVERYBODY))
    def test_each_lets_in_whom_it_says_and_nobody_else(self, at, who):
        with a_request_of(at(who)):
            let_in = {rule for rule in LET_IN if rule()}

        assert let_in == {rule for rule, people in LET_IN.items() if who in people}

    @pytest.mark.parametrize("role", Role)
    def test_who_is_signed_in_may_what_their_role_may(self, browser, role):
        with a_request_of(browser.sign_in(somebody(role))):
            assert {POWERS[rule] for rule in POWERS if rule()} == ROLES[role].powers
            assert {power for power in Power if access.may(power)()} == ROLES[role].powers

    @pytest.mark.parametrize("who", [NOBODY, HALF_WAY, HALF_WAY_FIRST, HALF_WAY_YOUNG])
    def test_who_is_not_may_nothing(self, at, who):
        with a_request_of(at(who)):
            assert not any(rule() for rule in POWERS)
            assert not any(access.may(power)() for power in Power)

    def test_a_page_is_open_to_whom_it_says(self):
        @access.open_to(access.a_young_person)
        def show_something(): ...

        assert show_something.open_to is access.a_young_person


class TestWhereTheyAreLed:
    def test_to_the_sign_in_and_then_to_the_page_they_asked_for(self, browser):
        assert browser.get("/inbox/").location == "/sign-in?next=/inbox/"
        assert browser.get("/inbox/?kind=new&page=2").location == "/sign-in?next=/inbox/?kind%3Dnew%26page%3D2"

    def test_half_way_to_the_second_step(self, at):
        assert at(HALF_WAY).get("/inbox/?page=2").location == "/sign-in/code?next=/inbox/?page%3D2"

    @pytest.mark.parametrize("who", [NOBODY, HALF_WAY])
    def test_what_they_send_is_not_taken_and_they_are_told_why(self, app, at, who):
        sent = at(who).post("/conferences/new")

        assert (sent.status_code, sent.page.heading) == (403, "You are not signed in any more")

    def test_so_the_log_says(self, browser, capsys):
        browser.get("/inbox/")

        assert json.loads(capsys.readouterr().err.splitlines()[-1])["event"] == "not signed in"

    def test_who_is_signed_in_and_may_not_is_led_nowhere(self, at):
        assert at(YOUNG).get("/inbox/").status_code == 403

    def test_a_page_that_is_not_there_is_not_there_for_anybody(self, browser):
        assert browser.get("/no-such-page").status_code == 404

    @pytest.mark.parametrize(
        ("go", "page"), [(own_account.take_a_break, "/resting"), (own_account.leave, "/closed")], ids=["rests", "left"]
    )
    def test_a_young_person_who_is_away_is_told_so_kindly(self, browser, go, page):
        member = make_member()
        worker = somebody(Role.PARTICIPATION_WORKER)
        db.session.add(
            AdvisorProfile(
                person_id=member.id, role=member.role, age_group=AgeGroup.AGE_14_TO_15, looked_after_by_id=worker.id
            )
        )
        browser.sign_in(member)
        go(member)
        db.session.commit()

        assert browser.get("/account").location == page

    def test_somebody_who_works_here_and_was_paused_signs_in(self, browser):
        person = somebody(Role.CHAIR)
        browser.sign_in(person)
        person.is_active = False
        db.session.commit()

        assert browser.get("/account").location == "/sign-in?next=/account"


class TestAPageThatDoesNotSay:
    def test_stays_shut_even_for_an_administrator(self, app, browser):
        browser.sign_in(somebody(Role.ADMINISTRATOR))
        with says_nothing(app.view_functions["young_people.show_home"]):
            assert browser.get("/").status_code == 403

    def test_and_for_whoever_is_not_signed_in(self, app, browser):
        with says_nothing(app.view_functions["young_people.show_home"]):
            assert browser.get("/").status_code == 403

    def test_a_service_that_has_just_begun_asks_everybody(self, shared_app):
        with shared_app.app_context():
            browser = shared_app.test_client()
            assert browser.get("/account").location == "/sign-in?next=/account"
            assert browser.sign_in(somebody(Role.CHAIR)).get("/account").status_code == 200

    def test_files_are_for_everybody(self, app):
        with app.app_context(), app.test_request_context("/static/x.css"):
            assert access.check_access() is None


class TestFreshProof:
    """Adding a passkey asks for it."""

    PAGE = "/account/passkeys/add?next=/account"

    @pytest.fixture
    def long_ago(self, at, clock):
        browser = at(WORKS_HERE)
        clock.shift(10 * 60 + 1)
        return browser

    def test_of_a_minute_ago_is_enough(self, at):
        assert at(WORKS_HERE).get(self.PAGE).status_code == 200

    def test_of_long_ago_is_asked_for_again_and_they_come_back(self, long_ago):
        assert long_ago.get(self.PAGE).location == "/confirm?next=/account/passkeys/add?next%3D/account"

    def test_before_that_nothing_is_taken(self, long_ago):
        sent = long_ago.post(self.PAGE, data={"name": "My phone"})

        assert sent.status_code == 403
        assert "My phone" in sent.page.said

    def test_other_pages_stay_open(self, long_ago):
        assert long_ago.get("/account").status_code == 200

    def test_is_not_asked_of_whoever_gave_it_half_way(self, at, clock):
        browser = at(HALF_WAY_FIRST)
        clock.shift(10 * 60 + 1)

        assert browser.get(self.PAGE).status_code == 200


class TestTheSignInOfThisBrowser:
    def test_is_asked_for_once_in_a_request(self, at, count_queries):
        with a_request_of(at(WORKS_HERE)):
            found = access.find_own_sign_in()
            with count_queries() as queries:
                assert access.find_own_sign_in() is access.own_sign_in() is found
        assert queries == []

    def test_a_page_for_somebody_who_has_one_is_shut_without(self, browser):
        with a_request_of(browser), pytest.raises(Forbidden):
            access.own_sign_in()

    def test_says_who_it_is_only_when_it_is_whole(self, at, browser):
        with a_request_of(browser):
            assert access.find_signed_in_person() is None
        with a_request_of(at(HALF_WAY)):
            assert access.find_signed_in_person() is None
        with a_request_of(at(WORKS_HERE)):
            assert access.find_signed_in_person().role is Role.CHAIR

    @pytest.mark.parametrize(
        ("who", "role"), [(WORKS_HERE, Role.CHAIR.value), (YOUNG, None), (HALF_WAY, None), (NOBODY, None)]
    )
    def test_the_log_says_the_role_of_those_who_work_here_alone(self, at, who, role):
        with a_request_of(at(who)):
            access.find_signed_in_person()

            assert g.get("role") == role

    def test_that_they_are_there_is_written_down_once_a_minute(self, at, clock):
        browser = at(WORKS_HERE)
        (before,) = [row.last_seen_at for row in browser.sign_ins()]
        clock.shift(59)
        browser.get("/account")
        assert [row.last_seen_at for row in browser.sign_ins()] == [before]

        clock.shift(2)
        browser.get("/account")
        (after,) = [row.last_seen_at for row in browser.sign_ins()]
        assert 60 < (after - before).total_seconds() < 90

    @pytest.mark.parametrize("may", [True, False])
    def test_writing_it_down_lets_the_page_write_no_more_than_before(self, at, clock, may):
        browser = at(WORKS_HERE)
        clock.shift(61)
        with a_request_of(browser):
            may_write.set(may)
            try:
                access.find_own_sign_in()
                assert may_write.get() is may
            finally:
                may_write.set(True)

    def test_when_the_disk_is_full_they_still_read(self, at, clock):
        browser = at(WORKS_HERE)
        clock.shift(61)
        with a_full_disk():
            assert browser.get("/account").status_code == 200
