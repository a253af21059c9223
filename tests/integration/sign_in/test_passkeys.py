"""Signing in with a passkey: what counts, and everything that does not."""

import json
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, text

from app.extensions import db
from app.models import Authenticator, Passkey, PasskeyChallenge, Person, Role, utc_now
from app.protection.cookie_secret import CookieSecret
from app.protection.passkey_proofs import LONGEST_ANSWER, site_at
from app.services import auditing, passkeys, signing_in
from app.services.errors import RuleBroken
from tests.authenticator import PRESENT, SITE, VERIFIED, WITH_KEY, Phone, encode
from tests.factories import PersonFactory
from tests.visitor import Visitor

ADD, USE = "/account/passkeys/add", "/sign-in/passkey"
NOT_RIGHT = "That did not work. Press the button, and do what your device asks. Or use another way to sign in."
NOT_ADDED = "The passkey was not added. Press the button, and do what your device asks."
FIVE_MINUTES = 5 * 60

NOT_AN_ANSWER = {
    "nothing": "",
    "not JSON": "{",
    "no object": "[]",
    "a number": "7",
    "a number too long to read": "9" * 5_000,
    "nested too deep": "[" * 4_000,
    "an empty object": "{}",
    "half a pair": '"\\ud800"',
    "a zero byte": '{"id": "\\u0000"}',
    "too much": json.dumps({"id": "x" * LONGEST_ANSWER}),
}


@pytest.fixture(autouse=True)
def _address(app, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_ADDRESS", SITE)


@pytest.fixture
def priya():
    return PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR)


@pytest.fixture
def phone(app, priya):
    """Priya's phone, with a passkey that she has added at her desk."""
    return phone_of(app, priya)


def phone_of(app, person: Person, **state) -> Phone:
    phone = Phone(**state)
    assert add(app.test_client().sign_in(person), phone).location
    return phone


def options_on(shown) -> str:
    return shown.page.soup.select_one("[name=answer]")["data-options"]


def add(browser: Visitor, phone: Phone, **wrong):
    shown = browser.get(ADD)
    return browser.send(shown, answer=phone.make(options_on(shown), **wrong))


def use(browser: Visitor, phone: Phone, **wrong):
    shown = browser.get(USE)
    return browser.send(shown, answer=phone.sign(options_on(shown), **wrong))


def is_in(browser: Visitor) -> bool:
    return browser.get("/account").status_code == 200


def changed(answer: str, path: str, value) -> str:
    """The same answer with one thing in it replaced, or left out."""
    whole = json.loads(answer)
    *above, name = path.split(".")
    part = whole[above[0]] if above else whole
    if value is None:
        del part[name]
    else:
        part[name] = value
    return json.dumps(whole)


class TestSigningIn:
    def test_the_passkey_alone_opens_their_own_pages(self, browser, phone):
        assert use(browser, phone).location == "/home"
        assert browser.get("/home").location == "/conferences/"

    def test_they_come_to_the_page_they_wanted(self, browser, phone):
        shown = browser.get(f"{USE}?next=/conferences/new")

        assert browser.send(shown, answer=phone.sign(options_on(shown))).location == "/conferences/new"

    def test_nobody_is_sent_to_another_site(self, browser, phone):
        shown = browser.get(f"{USE}?next=//elsewhere.example")

        assert browser.send(shown, answer=phone.sign(options_on(shown))).location == "/home"

    def test_the_cookie_is_a_new_one(self, browser, phone):
        browser.get(USE)
        before = browser.secret
        use(browser, phone)

        assert before
        assert browser.secret != before

    def test_it_is_written_down(self, browser, priya, phone):
        use(browser, phone)

        assert {"signed in", "used a passkey"} <= set(deeds_of(priya))
        assert db.session.scalars(select(Passkey)).one().last_used_at is not None

    def test_whoever_is_half_way_is_in(self, browser, priya, phone):
        browser.sign_in(priya, half_way=True)

        assert use(browser, phone).location == "/home"
        assert is_in(browser)

    def test_whoever_is_half_way_needs_their_own(self, app, browser, phone):
        browser.sign_in(PersonFactory(role=Role.CHAIR), half_way=True)

        assert use(browser, phone).page.errors == [NOT_RIGHT]
        assert not is_in(browser)

    def test_whoever_is_signed_in_proves_again_who_they_are(self, browser, priya, phone, clock):
        browser.sign_in(priya)
        clock.shift(FIVE_MINUTES * 4)
        assert browser.get(ADD).location == f"/confirm?next={ADD}"
        use(browser, phone)

        assert browser.get(ADD).status_code == 200

    def test_nobody_proves_it_with_somebody_elses(self, browser, phone):
        browser.sign_in(PersonFactory(role=Role.CHAIR))

        assert use(browser, phone).page.errors == [NOT_RIGHT]

    def test_the_page_names_nobodys_passkeys(self, browser, phone):
        asked = json.loads(options_on(browser.get(USE)))

        assert asked["allowCredentials"] == []
        assert asked["userVerification"] == "required"

    def test_without_the_script_words_stand_in_the_place_of_the_button(self, browser):
        page = browser.get(USE).page

        assert page.soup.select_one("[data-with][hidden] button")
        assert "needs a newer browser" in page.text


class TestWhatDoesNotSignIn:
    @pytest.mark.parametrize(
        "wrong",
        [
            pytest.param({"challenge": encode(b"another")}, id="another challenge"),
            pytest.param({"origin": "https://elsewhere.example"}, id="another site"),
            pytest.param({"origin": "http://localhost"}, id="the same site without https"),
            pytest.param({"host": "elsewhere.example"}, id="a passkey of another site"),
            pytest.param({"flags": PRESENT}, id="nobody verified"),
            pytest.param({"flags": VERIFIED}, id="nobody there"),
            pytest.param({"kind": "webauthn.create"}, id="another kind of answer"),
            pytest.param({"in_a_frame": True}, id="inside another site's page"),
            pytest.param({"handle": None}, id="nobody named"),
            pytest.param({"handle": b"x" * 16}, id="somebody else named"),
            pytest.param({"handle": b"x" * 7}, id="a number that is none"),
            pytest.param({"key": ec.generate_private_key(ec.SECP256R1())}, id="signed with another key"),
        ],
    )
    def test_it_is_refused_with_the_same_words(self, browser, phone, wrong):
        response = use(browser, phone, **wrong)

        assert response.page.errors == [NOT_RIGHT]
        assert response.status_code == 400
        assert not is_in(browser)

    def test_a_phone_nobody_knows(self, browser, priya):
        stranger = Phone(handle=priya.id.bytes)

        assert use(browser, stranger).page.errors == [NOT_RIGHT]

    def test_somebody_who_is_paused(self, browser, priya, phone):
        priya.is_active = False
        db.session.commit()

        assert use(browser, phone).page.errors == [NOT_RIGHT]

    def test_an_answer_sent_twice(self, browser, another_browser, phone):
        shown = browser.get(USE)
        answer = phone.sign(options_on(shown))
        browser.send(shown, answer=answer)

        assert another_browser.send(another_browser.get(USE), answer=answer).page.errors == [NOT_RIGHT]

    def test_an_answer_sent_twice_by_the_same_browser(self, browser, phone):
        shown = browser.get(USE)
        answer = phone.sign(options_on(shown), origin="https://elsewhere.example")
        browser.send(shown, answer=answer)

        assert browser.send(shown, answer=phone.sign(options_on(shown))).page.errors == [NOT_RIGHT]

    def test_an_answer_to_what_another_browser_was_asked(self, browser, another_browser, phone):
        theirs = options_on(another_browser.get(USE))

        assert browser.send(browser.get(USE), answer=phone.sign(theirs)).page.errors == [NOT_RIGHT]

    def test_an_answer_after_five_minutes(self, browser, phone, clock):
        shown = browser.get(USE)
        answer = phone.sign(options_on(shown))
        clock.shift(FIVE_MINUTES)

        assert browser.send(shown, answer=answer).page.errors == [NOT_RIGHT]

    def test_a_passkey_that_was_used_less_than_it_was_seen(self, app, browser, another_browser, priya):
        phone = phone_of(app, priya, uses=4)
        phone.uses = 6
        use(browser, phone)
        assert is_in(browser)

        for copy in (6, 5, 0):
            assert use(another_browser, phone, uses=copy).page.errors == [NOT_RIGHT]
        assert use(another_browser, phone, uses=7).location == "/home"

    def test_a_count_larger_than_any_honest_one(self, browser, phone):
        assert use(browser, phone, uses=2**32 - 1).page.errors == [NOT_RIGHT]

    def test_a_passkey_that_was_removed(self, browser, priya, phone):
        db.session.delete(db.session.scalars(select(Passkey)).one())
        db.session.commit()

        assert use(browser, phone).page.errors == [NOT_RIGHT]

    @pytest.mark.parametrize("answer", NOT_AN_ANSWER.values(), ids=NOT_AN_ANSWER.keys())
    def test_what_is_no_answer_at_all(self, browser, phone, answer):
        response = browser.send(browser.get(USE), answer=answer)

        assert response.page.errors == [NOT_RIGHT]

    def test_a_form_with_no_answer_in_it(self, browser):
        token = browser.get(USE).page.field("csrf_token")

        assert browser.post(USE, data={"csrf_token": token}).page.errors == [NOT_RIGHT]

    @pytest.mark.parametrize(
        "path",
        [
            "id",
            "rawId",
            "type",
            "response",
            "response.clientDataJSON",
            "response.userHandle",
            "response.authenticatorData",
            "response.signature",
        ],
    )
    @pytest.mark.parametrize("value", [None, 7, [], {}, "", "ü", "AAAA", "\x00"])
    def test_an_answer_with_one_part_wrong(self, browser, phone, path, value):
        shown = browser.get(USE)
        response = browser.send(shown, answer=changed(phone.sign(options_on(shown)), path, value))

        assert response.page.errors == [NOT_RIGHT]

    def test_the_page_comes_back_with_something_new_to_sign(self, browser, phone):
        first = browser.get(USE)
        again = browser.send(first, answer="{")

        assert options_on(again) != options_on(first)
        assert again.page.field("answer") == ""
        assert browser.send(again, answer=phone.sign(options_on(again))).location == "/home"

    @pytest.mark.usefixtures("still_clock")
    def test_one_place_cannot_ask_without_end(self, browser, phone):
        for _ in range(30):
            response = browser.fill_in(USE, answer="{")

        assert response.status_code == 429
        assert "Let us slow down. Wait" in response.page.text

    def test_right_ones_make_nobody_wait(self, browser, phone):
        assert [use(browser, phone).status_code for _ in range(30)] == [302] * 30


class TestAdding:
    def test_it_is_kept_under_the_name_they_give_it(self, browser, priya):
        browser.sign_in(priya)
        shown = browser.get(ADD)
        browser.send(shown, answer=Phone().make(options_on(shown)), name="  My phone ")

        (passkey,) = passkeys.passkeys_of(priya)
        assert passkey.name == "My phone"
        assert "added a passkey" in deeds_of(priya)

    def test_a_name_is_ready_for_it(self, browser, priya):
        says = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}

        assert (
            browser.sign_in(priya).get(ADD, headers=says).page.field("name") == "Firefox on Windows, 17 November 2026"
        )

    def test_the_first_one_leads_to_the_recovery_codes(self, browser, priya):
        browser.sign_in(priya, half_way=True)

        assert add(browser, Phone()).location == "/account/recovery-codes"
        assert is_in(browser)

    def test_the_device_keeps_no_name_of_theirs(self, browser, priya):
        asked = json.loads(options_on(browser.sign_in(priya).get(ADD)))

        assert asked["user"] == {
            "id": encode(priya.id.bytes),
            "name": "priya@example.org",
            "displayName": "priya@example.org",
        }

    def test_a_passkey_it_can_be_found_by_and_somebody_verified_are_asked_for(self, browser, priya):
        asked = json.loads(options_on(browser.sign_in(priya).get(ADD)))

        assert asked["attestation"] == "none"
        assert asked["authenticatorSelection"] == {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        }

    def test_a_device_that_has_one_is_not_asked_for_another(self, browser, priya, phone):
        asked = json.loads(options_on(browser.sign_in(priya).get(ADD)))

        assert [known["id"] for known in asked["excludeCredentials"]] == [encode(phone.credential_id)]

    @pytest.mark.parametrize(
        "wrong",
        [
            pytest.param({"challenge": encode(b"another")}, id="another challenge"),
            pytest.param({"origin": "https://elsewhere.example"}, id="another site"),
            pytest.param({"host": "elsewhere.example"}, id="made for another site"),
            pytest.param({"flags": PRESENT | WITH_KEY}, id="nobody verified"),
            pytest.param({"flags": VERIFIED | WITH_KEY}, id="nobody there"),
            pytest.param({"flags": PRESENT | VERIFIED}, id="no key"),
            pytest.param({"kind": "webauthn.get"}, id="another kind of answer"),
            pytest.param({"in_a_frame": True}, id="inside another site's page"),
            pytest.param({"credential_id": b""}, id="no id"),
            pytest.param({"credential_id": b"x" * 1024}, id="too long an id"),
            pytest.param({"cose": {-2: b"x" * 32}}, id="a point that is not on the curve"),
            pytest.param({"cose": {-1: 99}}, id="a curve nobody knows"),
            pytest.param({"cose": {3: -65535}}, id="a way to sign that is too weak"),
            pytest.param({"uses": 2**32 - 1}, id="a count larger than any honest one"),
        ],
    )
    def test_what_does_not_fit_is_not_added(self, browser, priya, wrong):
        response = add(browser.sign_in(priya), Phone(), **wrong)

        assert response.page.errors == [NOT_ADDED]
        assert response.status_code == 400
        assert not passkeys.passkeys_of(priya)

    @pytest.mark.parametrize("answer", NOT_AN_ANSWER.values(), ids=NOT_AN_ANSWER.keys())
    def test_what_is_no_answer_at_all(self, browser, priya, answer):
        assert browser.sign_in(priya).fill_in(ADD, answer=answer).page.errors == [NOT_ADDED]

    @pytest.mark.parametrize("path", ["id", "rawId", "type", "response", "response.clientDataJSON",
                                      "response.attestationObject"])  # fmt: skip
    @pytest.mark.parametrize("value", [None, 7, [], {}, "", "ü", "AAAA", "\x00"])
    def test_an_answer_with_one_part_wrong(self, browser, priya, path, value):
        shown = browser.sign_in(priya).get(ADD)
        response = browser.send(shown, answer=changed(Phone().make(options_on(shown)), path, value))

        assert response.page.errors == [NOT_ADDED]

    def test_one_that_somebody_else_has(self, app, browser, phone):
        copy = Phone(credential_id=phone.credential_id)

        assert add(browser.sign_in(PersonFactory(role=Role.CHAIR)), copy).page.errors == [NOT_ADDED]

    def test_the_answer_counts_once(self, browser, priya):
        shown = browser.sign_in(priya).get(ADD)
        data = {
            "answer": Phone().make(options_on(shown)),
            "csrf_token": shown.page.field("csrf_token"),
            "name": "Phone",
        }
        browser.post(ADD, data=data)
        browser.post(ADD, data=data)

        assert len(passkeys.passkeys_of(priya)) == 1

    @pytest.mark.parametrize(
        ("name", "error"),
        [(" ", "Give the passkey a name"), ("x" * 61, "The name must be 60 characters or fewer")],
    )
    def test_they_are_told_what_to_put_right(self, browser, priya, name, error):
        shown = browser.sign_in(priya).get(ADD)

        assert browser.send(shown, answer=Phone().make(options_on(shown)), name=name).page.errors == [error]

    def test_nobody_needs_more_than_twenty(self, app, browser, priya):
        for _ in range(20):
            phone_of(app, priya)

        assert "You have 20 passkeys" in add(browser.sign_in(priya), Phone()).page.errors[0]

    def test_the_passphrase_alone_adds_none_beside_the_owners(self, browser, priya, phone):
        assert browser.sign_in(priya, half_way=True).get(ADD).location == f"/sign-in/code?next={ADD}"

    def test_nor_when_the_owner_was_faster(self, app, browser, priya):
        shown = browser.sign_in(priya, half_way=True).get(ADD)
        phone_of(app, priya)
        browser.send(shown, answer=Phone().make(options_on(shown)))

        assert len(passkeys.passkeys_of(priya)) == 1

    def test_young_people_sign_in_with_a_passphrase_alone(self, browser):
        browser.sign_in(PersonFactory(role=Role.YOUNG_ADVISOR))

        assert browser.get(ADD).status_code == 403

    def test_nobody_who_is_not_signed_in_adds_one(self, browser):
        assert browser.get(ADD).location == f"/sign-in?next={ADD}"

    def test_it_asks_for_fresh_proof_of_who_they_are(self, browser, priya, clock):
        browser.sign_in(priya)
        clock.shift(20 * 60)

        assert browser.get(ADD).location == f"/confirm?next={ADD}"


class TestRemoving:
    def address(self, person):
        return f"/account/passkeys/{passkeys.passkeys_of(person)[0].id}/remove"

    def test_it_signs_nobody_in_any_more(self, app, browser, another_browser, priya, phone):
        phone_of(app, priya)
        browser.sign_in(priya)

        assert browser.fill_in(self.address(priya)).location == "/account"
        assert use(another_browser, phone).page.errors == [NOT_RIGHT]
        assert "removed a passkey" in deeds_of(priya)

    def test_the_only_second_step_stays(self, browser, priya, phone):
        browser.sign_in(priya)
        page = browser.get(self.address(priya)).page
        assert "It is your only second step, so it stays." in page.text

        response = browser.fill_in(self.address(priya))

        assert response.status_code == 409
        assert "This is your only second step." in response.page.text
        assert len(passkeys.passkeys_of(priya)) == 1

    def test_it_goes_when_they_have_an_app_as_well(self, browser, priya, phone):
        app = Authenticator(person_id=priya.id, confirmed_at=utc_now())
        app.secret = "JBSWY3DPEHPK3PXP"
        db.session.add(app)
        db.session.commit()

        assert browser.sign_in(priya).fill_in(self.address(priya)).location == "/account"

    def test_an_app_that_was_never_used_is_no_second_step(self, browser, priya, phone):
        app = Authenticator(person_id=priya.id)
        app.secret = "JBSWY3DPEHPK3PXP"
        db.session.add(app)
        db.session.commit()

        assert browser.sign_in(priya).fill_in(self.address(priya)).status_code == 409

    def test_nobody_can_remove_somebody_elses(self, browser, priya, phone):
        browser.sign_in(PersonFactory(role=Role.CHAIR))

        assert browser.get(self.address(priya)).status_code == 404
        assert browser.post(self.address(priya)).status_code in (400, 404)
        assert len(passkeys.passkeys_of(priya)) == 1

    def test_the_way_there_is_in_their_account(self, browser, priya, phone):
        page = browser.sign_in(priya).get("/account").page

        assert page.link("Remove the passkey") == self.address(priya)
        assert page.link("Add a passkey") == ADD
        assert "You added a passkey" in page.text

    def test_it_asks_for_fresh_proof_of_who_they_are(self, browser, priya, phone, clock):
        browser.sign_in(priya)
        clock.shift(20 * 60)

        assert browser.get(self.address(priya)).location.startswith("/confirm?next=")


class TestWhereTheyWork:
    @pytest.mark.parametrize(
        "address", [None, "http://heard.example.org", "https://192.0.2.7", "https://[::1]", "heard"]
    )
    def test_without_an_address_of_its_own_the_service_says_so(self, app, browser, priya, monkeypatch, address):
        monkeypatch.setitem(app.config, "SITE_ADDRESS", address)
        page = browser.get(USE).page

        assert page.heading == "Passkeys do not work here yet"
        assert browser.sign_in(priya).get(ADD).page.heading == "Passkeys do not work here yet"
        assert browser.post(USE).page.heading == "Passkeys do not work here yet"

    def test_the_way_to_them_is_shown_where_they_work(self, app, browser, monkeypatch):
        assert browser.get("/sign-in?next=/home").page.link("Sign in with a passkey") == f"{USE}?next=/home"

        monkeypatch.setitem(app.config, "SITE_ADDRESS", None)
        assert "passkey" not in browser.get("/sign-in").page.text

    def test_at_another_address_the_right_one_is_named(self, browser):
        page = browser.get(USE, base_url="https://www.heard.example.org").page

        assert page.heading == "Passkeys do not work at this address"
        assert page.link("Open that address") == f"{SITE}{USE}"


def test_what_has_run_out_goes(browser, another_browser, clock):
    browser.get(USE)
    clock.shift(FIVE_MINUTES)
    another_browser.get(USE)

    assert len(db.session.scalars(select(PasskeyChallenge)).all()) == 1


def test_neither_the_cookie_nor_the_challenge_stands_in_the_database_under_the_other(browser):
    browser.get(USE)

    (row,) = db.session.scalars(select(PasskeyChallenge))
    assert browser.secret.encode() not in row.secret_mark


def deeds_of(person: Person) -> list[str]:
    return [line.deed for line in auditing.lines_about(person)]


class TestAtTheSameMoment:
    """Whoever lost their phone joins anew, and whoever has found it is quick."""

    @staticmethod
    def until_it_waits(work: Future) -> None:
        """Until this work waits for what is held here, where a database tells; or is done."""
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as another:
                while not (work.done() or another.scalar(waiting)):
                    continue

    def test_the_old_passkey_opens_nothing_and_stops_nobody(self, shared_app, monkeypatch):
        monkeypatch.setitem(shared_app.config, "SITE_ADDRESS", SITE)
        with shared_app.app_context():
            priya = PersonFactory(role=Role.CHAIR)
            phone, token = phone_of(shared_app, priya), signing_in.make_joining_link(priya)
            db.session.commit()
            finder = shared_app.test_client()
            shown = finder.get(USE)
        with ThreadPoolExecutor(1) as hand, shared_app.app_context():
            db.session.execute(select(Person.id).with_for_update())  # as joining does first
            used = hand.submit(finder.send, shown, answer=phone.sign(options_on(shown)))
            self.until_it_waits(used)
            signing_in.join(signing_in.by_token(token), passphrase_hash="a new one")
            db.session.commit()

        assert used.result().status_code == 400

    def test_who_was_signed_out_a_moment_ago_adds_no_passkey(self, app, priya):
        browser, phone = app.test_client().sign_in(priya), Phone()
        shown, (signed_in,) = browser.get(ADD), browser.sign_ins()
        signing_in.end_all(priya)
        db.session.commit()
        secret_mark = CookieSecret(browser.secret, app.session_interface.server_key).passkey_mark

        with pytest.raises(RuleBroken, match="You were signed out"):
            passkeys.add_passkey(
                signed_in, site_at(SITE), secret_mark, phone.make(options_on(shown)), "The phone that was found"
            )
