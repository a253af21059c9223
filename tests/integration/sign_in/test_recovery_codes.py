"""Ten codes for the day the phone is lost: shown once, each taken once, and never stored."""

import math
import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.forms import new_once
from app.models import AuditLine, Passkey, Person, RecoveryCode, Role
from app.protection import passphrases
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services import two_step
from tests.factories import AuthenticatorFactory, PersonFactory, code_for
from tests.integration.conftest import KEY_RING

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
IN = "/account/recovery-codes?next=/home&used=yes"  # they see first how many are left
NOT_RIGHT = "That code is not right. Codes change every half minute, and each works once."


@pytest.fixture
def priya():
    priya = PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR, passphrase_hash=HASH)
    AuthenticatorFactory(person=priya)
    return priya


@pytest.fixture
def codes(priya):
    made = two_step.make_recovery_codes(priya, once=new_once())
    db.session.commit()
    return made


def sign_in_with(browser, code):
    browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)
    return browser.fill_in("/sign-in/code", code=code)


def codes_shown(page):
    return [code.get_text() for code in page.soup.select("main ol code")]


class TestMakingThem:
    def test_ten_are_shown_once(self, browser, priya):
        browser.sign_in(priya)
        shown = codes_shown(browser.fill_in("/account/recovery-codes").page)

        assert len(set(shown)) == 10
        assert all(re.fullmatch("[a-z]{4}-[a-z]{4}-[a-z]{4}", code) for code in shown)
        assert codes_shown(browser.get("/account/recovery-codes").page) == []

    def test_the_same_page_sent_again_shows_the_same_ten(self, browser, another_browser, priya):
        """A reload or a double tap must not end what has just been printed."""
        asked = browser.sign_in(priya).get("/account/recovery-codes")
        first, again = (codes_shown(browser.send(asked).page) for _ in range(2))

        assert first == again
        assert sign_in_with(another_browser, first[0]).location.startswith("/account/recovery-codes")

    def test_the_paper_says_whose_it_is_and_of_when(self, browser, priya):
        page = browser.sign_in(priya).fill_in("/account/recovery-codes").page

        assert "Heard, priya@example.org, 17 November 2026, 10.00am" in page.text

    def test_each_holds_fifty_bits(self):
        assert two_step.CODE_LETTERS * math.log2(len(set(two_step.LETTERS))) >= 50
        assert set(two_step.LETTERS).isdisjoint("aeiouyl")

    def test_new_ones_end_those_of_before(self, browser, another_browser, priya, codes):
        browser.sign_in(priya)
        new = codes_shown(browser.fill_in("/account/recovery-codes").page)

        assert sign_in_with(another_browser, codes[0]).page.errors == [NOT_RIGHT]
        assert sign_in_with(another_browser, new[0]).location == IN

    def test_the_page_says_how_many_are_left(self, browser, another_browser, priya, codes):
        sign_in_with(another_browser, codes[3])

        assert "You have 9 of ten left." in browser.sign_in(priya).get("/account/recovery-codes").page.text

    def test_or_that_there_are_none(self, browser, priya):
        assert "You have none yet." in browser.sign_in(priya).get("/account/recovery-codes").page.text

    def test_a_form_that_was_open_too_long_makes_none(self, browser, priya, codes):
        old = browser.sign_in(priya).get("/account/recovery-codes")
        browser.sign_in(priya)
        page = browser.send(old).page

        assert "This page was open for a long time." in page.text
        assert codes_shown(page) == []
        assert two_step.use_recovery_code(priya, codes[0])

    def test_they_ask_for_fresh_proof_of_who_it_is(self, browser, priya, clock):
        browser.sign_in(priya)
        clock.shift(11 * 60)

        assert browser.get("/account/recovery-codes").location == "/confirm?next=/account/recovery-codes"

    def test_nobody_is_led_to_another_site(self, browser, priya):
        page = browser.sign_in(priya).get("/account/recovery-codes?next=//elsewhere.example/").page

        assert page.link("Not now") == "/home"

    def test_somebody_half_way_gets_none(self, browser, priya):
        response = browser.sign_in(priya, half_way=True).get("/account/recovery-codes")

        assert response.location == "/sign-in/code?next=/account/recovery-codes"

    def test_making_them_is_written_down(self, browser, priya):
        browser.sign_in(priya).fill_in("/account/recovery-codes")

        assert "made recovery codes" in db.session.scalars(select(AuditLine.deed)).all()

    def test_the_page_can_be_printed_and_is_kept_nowhere(self, browser, priya):
        browser.sign_in(priya)
        response = browser.fill_in("/account/recovery-codes")

        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"


class TestUsingOne:
    def test_it_stands_in_for_the_app(self, browser, codes):
        assert sign_in_with(browser, codes[0]).location == IN
        assert browser.get("/account").status_code == 200

    def test_once(self, browser, another_browser, codes):
        sign_in_with(browser, codes[0])

        assert sign_in_with(another_browser, codes[0]).page.errors == [NOT_RIGHT]

    def test_of_two_requests_at_once_one_is_taken(self, priya, codes):
        db.session.scalars(select(RecoveryCode)).all()  # read before the other request wrote
        taken = [two_step.use_recovery_code(priya, codes[0]) for _ in range(2)]

        assert taken == [True, False]

    def test_the_others_still_work(self, browser, another_browser, codes):
        sign_in_with(browser, codes[0])

        assert sign_in_with(another_browser, codes[9]).location == IN

    @pytest.mark.parametrize(
        "as_typed", [str.upper, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
    )
    def test_however_it_is_typed(self, browser, codes, as_typed):
        assert sign_in_with(browser, as_typed(codes[0])).location == IN

    def test_it_is_its_owners_alone(self, priya, codes):
        sam = PersonFactory(name="Sam")

        assert not two_step.use_recovery_code(sam, codes[0])
        assert two_step.use_recovery_code(priya, codes[0])

    def test_the_app_works_as_before(self, browser, another_browser, priya, codes):
        sign_in_with(browser, codes[0])

        assert sign_in_with(another_browser, code_for(priya)).location == "/home"

    def test_they_are_told_to_put_another_phone_in_the_place_of_a_lost_one(self, browser, codes):
        page = browser.get(sign_in_with(browser, codes[0]).location).page

        assert page.link("set up another one") == "/sign-in/set-up/app"
        assert "passkey" not in page.text

    def test_and_to_remove_the_passkey_of_a_lost_device(self, browser, priya, codes):
        """Setting up an app would leave it working."""
        two_step.forget_all(priya, by=priya)
        codes = two_step.make_recovery_codes(priya, once=new_once())
        db.session.add(
            Passkey(person_id=priya.id, credential_id=b"one", public_key=b"a key", sign_count=0, name="Phone")
        )
        db.session.commit()
        page = browser.get(sign_in_with(browser, codes[0]).location).page

        assert page.link("remove its passkey") == "/account"
        assert "set up another one" not in page.text

    def test_it_is_written_down(self, browser, priya, codes):
        sign_in_with(browser, codes[0])

        deeds = db.session.scalars(select(AuditLine.deed).where(AuditLine.subject_id == priya.id)).all()
        assert "used a recovery code" in deeds

    def test_codes_alone_are_no_second_step(self, codes):
        sam = PersonFactory(name="Sam")
        two_step.make_recovery_codes(sam, once=new_once())

        assert not two_step.has_second_step(sam)


class TestStoringThem:
    def test_no_code_stands_in_the_database(self, codes):
        rows = str(db.session.execute(select(*RecoveryCode.__table__.columns)).all())

        for code in codes:
            assert code not in rows
            assert code.replace("-", "") not in rows

    def test_what_was_made_under_an_older_key_still_works(self, priya, codes):
        before = vault.ring
        vault.use(KeyRing.parse(f"{KEY_RING} 2:{'B' * 43}="))
        try:
            assert two_step.use_recovery_code(priya, codes[0])
        finally:
            vault.use(before)

    def test_the_key_is_noted_beside_it(self, codes):
        assert set(db.session.scalars(select(RecoveryCode.key_id))) == {1}

    def test_a_wrong_code_is_the_same_work_as_a_right_one(self, priya, codes, count_queries):
        person_id = priya.id

        def work(code):
            db.session.expire_all()
            person = db.session.get_one(Person, person_id)
            with count_queries() as queries:
                two_step.take(person, code)
            return [re.sub(r"\s+", " ", query) for query in queries]

        assert work("bcdf-ghjk-mnpq") == work(codes[0]) == work(codes[0])
