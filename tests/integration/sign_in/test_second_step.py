"""The second step of staff: an app's code, taken once; set up before anything else opens; lost with the phone."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import select

from app.access import anyone, somebody_half_way
from app.extensions import db
from app.forms import new_once
from app.models import AuditLine, Authenticator, Passkey, Person, RecoveryCode, Role, SignIn
from app.protection import passphrases
from app.services import signing_in, two_step
from app.services.errors import RuleBroken
from app.services.powers import ROLES
from tests.factories import AgencyFactory, AuthenticatorFactory, PersonFactory, code_for

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
ID = "00000000-0000-0000-0000-000000000000"
NOT_RIGHT = "That code is not right. Codes change every half minute, and each works once."


@pytest.fixture
def priya():
    """A chair with no second step yet."""
    return PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR, passphrase_hash=HASH)


@pytest.fixture
def phone(priya):
    """The app on Priya's phone, which she signs in with."""
    return AuthenticatorFactory(person=priya)


def type_passphrase(browser, address="/sign-in"):
    """The first step. Gives where the second is."""
    return browser.fill_in(address, username="priya@example.org", passphrase=PASSPHRASE).location


def give_passkey(person):
    db.session.add(
        Passkey(person_id=person.id, credential_id=person.id.bytes, public_key=b"a key", sign_count=0, name="Laptop")
    )
    db.session.commit()


def key_shown(page):
    return page.soup.select_one("main code").get_text().replace(" ", "")


def wrong_code(person, *, steps=range(-3, 4)):
    """Six numbers that the app shows nowhere near now."""
    near = {code_for(person, steps=step) for step in steps}
    return next(code for code in (f"{number:06}" for number in range(10)) if code not in near)


def deeds(person):
    return [line.deed for line in db.session.scalars(select(AuditLine).where(AuditLine.subject_id == person.id))]


@pytest.mark.usefixtures("phone")
class TestTheCode:
    def test_a_code_is_taken_once(self, browser, another_browser, priya):
        code = code_for(priya)
        browser.fill_in(type_passphrase(browser), code=code)
        replayed = another_browser.fill_in(type_passphrase(another_browser), code=code)

        assert browser.get("/account").status_code == 200
        assert replayed.page.errors == [NOT_RIGHT]
        assert another_browser.get("/account").location == "/sign-in/code?next=/account"

    def test_nor_is_one_from_before_the_last_that_was_taken(self, browser, another_browser, priya):
        earlier = code_for(priya, steps=-1)
        browser.fill_in(type_passphrase(browser), code=code_for(priya))

        assert another_browser.fill_in(type_passphrase(another_browser), code=earlier).status_code == 400

    def test_of_two_requests_at_once_one_is_taken(self, priya):
        step = int(datetime(2026, 11, 17, 10, tzinfo=UTC).timestamp()) // 30
        db.session.execute(select(Authenticator))  # read before the other request wrote
        db.session.connection().exec_driver_sql(f"UPDATE authenticator SET last_step = {step}")

        assert not two_step.check_code(priya, pyotp.TOTP(two_step.find_authenticator(priya).secret).generate_otp(step))

    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_a_phones_clock_may_be_one_step_off(self, browser, priya, steps):
        assert browser.fill_in(type_passphrase(browser), code=code_for(priya, steps=steps)).location == "/home"

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_but_not_two(self, browser, priya, steps):
        page = browser.fill_in(type_passphrase(browser), code=code_for(priya, steps=steps)).page

        assert page.errors == [NOT_RIGHT]

    @pytest.mark.parametrize("spaced", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}\t{1}"])
    def test_spaces_make_no_difference(self, browser, priya, spaced):
        code = code_for(priya)

        assert browser.fill_in(type_passphrase(browser), code=spaced.format(code[:3], code[3:])).location == "/home"

    def test_another_persons_code_is_of_no_use(self, browser, priya):
        sam = AuthenticatorFactory().person_id
        page = browser.fill_in(type_passphrase(browser), code=code_for(db.session.get(Person, sam))).page

        assert page.errors == [NOT_RIGHT]

    @pytest.mark.parametrize("code", ["12345", "1234567", "١٢٣٤٥٦", "not a code", "é" * 60, "-", "<b>"])
    def test_what_is_no_code_is_not_right(self, browser, code):
        assert browser.fill_in(type_passphrase(browser), code=code).page.errors == [NOT_RIGHT]

    @pytest.mark.parametrize("code", ["", "   ", "x" * 61])
    def test_they_are_asked_for_it(self, browser, code):
        assert browser.fill_in(type_passphrase(browser), code=code).page.errors == ["Enter your code"]

    def test_the_page_wanted_at_first_is_reached_in_the_end(self, browser, priya):
        asked = type_passphrase(browser, browser.get("/conferences/new").location)

        assert browser.fill_in(asked, code=code_for(priya)).location == "/conferences/new"

    def test_even_after_a_wrong_code(self, browser, priya):
        asked = type_passphrase(browser, browser.get("/conferences/new").location)
        again = browser.fill_in(asked, code=wrong_code(priya))

        assert browser.send(again, code=code_for(priya)).location == "/conferences/new"

    def test_nobody_is_sent_to_another_site(self, browser, priya):
        type_passphrase(browser)
        response = browser.fill_in("/sign-in/code?next=https://elsewhere.example/", code=code_for(priya))

        assert response.location == "/home"

    def test_the_cookie_changes_at_this_step_too(self, browser, another_browser, priya):
        asked = type_passphrase(browser)
        known_to_somebody = browser.secret
        browser.fill_in(asked, code=code_for(priya))
        another_browser.set_cookie(another_browser.cookie_name, known_to_somebody)

        assert browser.secret != known_to_somebody
        assert another_browser.get("/account").location == "/sign-in?next=/account"

    def test_it_is_still_one_sign_in(self, browser, priya):
        browser.fill_in(type_passphrase(browser), code=code_for(priya))

        assert len(browser.sign_ins()) == 1

    def test_numbers_that_were_not_right_are_not_shown_back_and_letters_are(self, browser, priya):
        type_passphrase(browser)

        assert browser.fill_in("/sign-in/code", code=wrong_code(priya)).page.field("code") == ""
        assert browser.fill_in("/sign-in/code", code="bcdf-ghjk-mnpt").page.field("code") == "bcdf-ghjk-mnpt"

    def test_whoever_has_a_passkey_may_use_it_instead(self, app, browser, priya):
        app.config["SITE_ADDRESS"] = "https://heard.example.org"
        try:
            asked = type_passphrase(browser, "/sign-in?next=/conferences/new")
            assert "passkey" not in browser.get(asked).page.text
            give_passkey(priya)
            assert browser.get(asked).page.link("Use your passkey") == "/sign-in/passkey?next=/conferences/new"
            db.session.delete(two_step.find_authenticator(priya))
            db.session.commit()
            assert "when your passkey is not at hand" in browser.get(asked).page.text
        finally:
            app.config["SITE_ADDRESS"] = None

    def test_the_page_lets_a_phone_fill_it_in(self, browser):
        box = browser.get(type_passphrase(browser)).page.soup.select_one("[name=code]")

        assert box["autocomplete"] == "one-time-code"
        assert not box.has_attr("inputmode")  # recovery codes have letters

    def test_what_was_typed_is_in_no_page_once_they_are_signed_out(self, browser, priya, clock):
        asked = browser.get(type_passphrase(browser))
        code = code_for(priya)
        clock.shift(16 * 60)
        response = browser.send(asked, code=code)

        assert response.status_code == 403
        assert code not in response.text

    def test_a_form_from_before_the_cookie_changed_is_asked_for_again(self, browser, priya):
        old = browser.get(type_passphrase(browser))
        browser.sign_in(priya, half_way=True)
        page = browser.send(old, code=code_for(priya)).page

        assert "This page was open for a long time." in page.text

    def test_a_quarter_of_an_hour_is_the_longest_between_the_two_steps(self, browser, priya, clock):
        asked = type_passphrase(browser)
        clock.shift(15 * 60)

        again = browser.get(asked).location
        assert again == "/sign-in?next=/sign-in/code"
        assert browser.fill_in(type_passphrase(browser, again), code=code_for(priya)).location == "/home"


class TestBetweenTheTwoSteps:
    def test_nothing_opens(self, app, browser, priya, phone):
        open_already = (anyone, somebody_half_way)
        browser.sign_in(priya, half_way=True)
        for rule in app.url_map.iter_rules():
            route = app.view_functions[rule.endpoint]
            if "GET" not in rule.methods or getattr(route, "open_to", anyone) in open_already:
                continue
            address = re.sub(r"<[^>]+>", ID, rule.rule)
            assert browser.get(address).location == f"/sign-in/code?next={address}", rule

    def test_nothing_can_be_sent(self, app, browser, priya, phone):
        open_already = (anyone, somebody_half_way)
        browser.sign_in(priya, half_way=True)
        for rule in app.url_map.iter_rules():
            route = app.view_functions[rule.endpoint]
            if "POST" not in rule.methods or getattr(route, "open_to", anyone) in open_already:
                continue
            assert browser.post(re.sub(r"<[^>]+>", ID, rule.rule)).status_code == 403, rule

    def test_a_passphrase_alone_adds_no_second_step_beside_the_owners(self, browser, priya):
        browser.sign_in(priya, half_way=True)
        shown = browser.get("/sign-in/set-up/app")
        AuthenticatorFactory(person=priya)
        response = browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now())

        assert response.status_code == 403
        assert browser.get("/sign-in/set-up/app").location == "/sign-in/code?next=/sign-in/set-up/app"

    def test_not_even_in_the_same_moment(self, browser, priya):
        signed_in = signing_in.sign_in(priya, secret_mark=b"a" * 32, half_way=True)
        code = pyotp.TOTP(two_step.secret_to_set_up(signed_in)).now()
        AuthenticatorFactory(person=priya)

        with pytest.raises(RuleBroken, match="You have a second step already"):
            two_step.confirm_authenticator(signed_in, code)

    def test_whoever_is_in_is_not_asked_again(self, browser, priya, phone):
        assert browser.sign_in(priya).get("/sign-in/code").status_code == 403

    def test_whoever_is_not_begins_with_the_passphrase(self, browser):
        assert browser.get("/sign-in/code").location == "/sign-in?next=/sign-in/code"


@pytest.mark.usefixtures("phone", "still_clock")
class TestGuessingCodes:
    def guess(self, browser, person, times):
        for _ in range(times):
            response = browser.fill_in("/sign-in/code", code=wrong_code(person))
        return response

    def test_after_five_wrong_codes_they_begin_again_with_the_passphrase(self, browser, priya):
        asked = type_passphrase(browser, browser.get("/conferences/new").location)
        for _ in range(5):
            response = browser.fill_in(asked, code=wrong_code(priya))

        assert response.status_code == 403
        assert response.page.heading == "Begin again with your passphrase"
        assert response.page.link("Sign in") == "/sign-in?next=/conferences/new"
        assert browser.get("/sign-in/code").location == "/sign-in?next=/sign-in/code"
        assert browser.sign_ins()[0].ended_at is not None

    def test_four_and_a_right_one_are_enough(self, browser, priya):
        type_passphrase(browser)
        self.guess(browser, priya, 4)

        assert browser.fill_in("/sign-in/code", code=code_for(priya)).location == "/home"

    def test_the_next_five_are_slower(self, browser, another_browser, priya):
        type_passphrase(browser)
        self.guess(browser, priya, 5)
        type_passphrase(another_browser)
        self.guess(another_browser, priya, 1)
        response = self.guess(another_browser, priya, 1)

        assert response.status_code == 429
        assert response.headers["Retry-After"] == "2"
        assert "Let us slow down. Wait 2 seconds" in response.page.text

    def test_while_they_wait_not_even_the_right_one_is_looked_at(self, browser, priya, clock):
        type_passphrase(browser)
        self.guess(browser, priya, 5)
        type_passphrase(browser)
        self.guess(browser, priya, 1)
        code = code_for(priya)
        assert browser.fill_in("/sign-in/code", code=code).status_code == 429
        clock.shift(3)

        assert browser.fill_in("/sign-in/code", code=code).location == "/home"

    def guess_for_long(self, browser, priya, clock, wait):
        for _ in range(18):
            clock.shift(wait)
            type_passphrase(browser)
            self.guess(browser, priya, 1)
        type_passphrase(browser)

    def test_nobody_is_locked_out_for_good(self, browser, priya, clock):
        self.guess_for_long(browser, priya, clock, 15 * 60 + 1)
        clock.shift(14 * 60)
        assert browser.fill_in("/sign-in/code", code=code_for(priya)).status_code == 429
        clock.shift(59)
        type_passphrase(browser)
        clock.shift(2)

        assert browser.fill_in("/sign-in/code", code=code_for(priya)).location == "/home"

    def test_from_a_new_place_they_come_to_wait_for_a_quarter_of_an_hour(self, browser, priya, clock):
        self.guess_for_long(browser, priya, clock, 15 * 60 + 1)
        response = self.guess(browser, priya, 1)

        assert response.headers["Retry-After"] == "900"
        assert "Let us slow down. Wait 15 minutes, then try again." in response.page.text

    def test_where_they_usually_are_it_is_a_minute(self, browser, priya, clock):
        browser.fill_in(type_passphrase(browser), code=code_for(priya))
        self.guess_for_long(browser, priya, clock, 61)

        assert self.guess(browser, priya, 1).headers["Retry-After"] == "60"

    def test_so_it_is_for_a_recovery_code_wherever_they_are(self, browser, priya, clock):
        codes = two_step.make_recovery_codes(priya, once="once")
        db.session.commit()
        self.guess_for_long(browser, priya, clock, 15 * 60 + 1)
        assert browser.fill_in("/sign-in/code", code=codes[0]).headers["Retry-After"] == "60"
        clock.shift(61)

        assert browser.fill_in("/sign-in/code", code=codes[0]).status_code == 302
        assert browser.get("/account").status_code == 200

    def test_a_right_code_clears_the_count(self, browser, priya):
        type_passphrase(browser)
        self.guess(browser, priya, 4)
        browser.fill_in("/sign-in/code", code=code_for(priya))
        type_passphrase(browser)

        assert self.guess(browser, priya, 4).status_code == 400

    def test_somebody_elsewhere_does_not_make_them_wait_where_they_usually_are(self, browser, another_browser, priya):
        browser.fill_in(type_passphrase(browser), code=code_for(priya))
        another_browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        for _ in range(2):
            type_passphrase(another_browser)
            self.guess(another_browser, priya, 5)
        type_passphrase(browser)

        assert browser.fill_in("/sign-in/code", code=code_for(priya, steps=1)).location == "/home"

    def test_a_right_passphrase_is_written_down_before_the_code(self, browser, priya):
        type_passphrase(browser)

        assert deeds(priya) == ["passphrase right, second step to come"]

    def test_wrong_codes_are_written_down(self, browser, priya):
        type_passphrase(browser)
        self.guess(browser, priya, 2)

        assert deeds(priya).count("wrong code at the second step") == 2


class TestSettingUp:
    def test_it_comes_before_anything_else(self, browser, priya):
        asked = type_passphrase(browser, browser.get("/conferences/new").location)

        assert browser.get(asked).location == "/sign-in/set-up?next=/conferences/new"
        assert browser.get("/conferences/").location.startswith("/sign-in/code")

    @pytest.mark.parametrize("role", [role for role in Role if ROLES[role].two_step])
    def test_for_every_role_of_staff(self, browser, role):
        agency = AgencyFactory().id if role is Role.AGENCY_LEAD else None
        PersonFactory(username="priya@example.org", role=role, agency_id=agency, passphrase_hash=HASH)

        assert browser.get(type_passphrase(browser)).location == "/sign-in/set-up"

    @pytest.mark.parametrize("role", [Role.YOUNG_ADVISOR, Role.SHADOW_BOARD_MEMBER])
    def test_young_people_are_never_asked(self, browser, role):
        PersonFactory(username="amara", role=role, passphrase_hash=HASH)

        assert browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE).location == "/home"
        assert browser.get("/account").status_code == 200
        for address in ("/sign-in/code", "/sign-in/set-up", "/sign-in/set-up/app", "/account/recovery-codes"):
            assert browser.get(address).status_code == 403

    def test_the_app_then_the_recovery_codes_then_the_page_they_wanted(self, browser, priya):
        asked = browser.get(type_passphrase(browser, browser.get("/conferences/new").location)).location
        choice = browser.get(asked).page
        shown = browser.get(choice.link("Set up an app"))
        codes = browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now()).location
        made = browser.fill_in(codes).page

        assert made.link("Go on") == "/conferences/new"
        assert browser.get("/conferences/new").status_code == 200

    def test_the_code_that_set_it_up_does_not_sign_in(self, browser, another_browser, priya):
        browser.sign_in(priya, half_way=True)
        shown = browser.get("/sign-in/set-up/app")
        browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now())
        asked = type_passphrase(another_browser)

        assert another_browser.fill_in(asked, code=code_for(priya)).page.errors == [NOT_RIGHT]

    def test_the_cookie_changes(self, browser, priya):
        before = browser.sign_in(priya, half_way=True).secret
        shown = browser.get("/sign-in/set-up/app")
        browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now())

        assert browser.secret != before

    def test_the_picture_and_the_key_say_the_same(self, browser, priya, app):
        page = browser.sign_in(priya, half_way=True).get("/sign-in/set-up/app").page
        picture = page.soup.select_one("[role=img] svg")
        address = two_step.address_for_app(priya, key_shown(page))

        assert address == (
            f"otpauth://totp/Heard:priya%40example.org?secret={key_shown(page)}&issuer=Heard"
        )  # fmt: skip
        assert picture.select_one("path")["d"] in app.jinja_env.filters["qr_picture"](address)
        assert len(key_shown(page)) == 32  # 160 bits

    def test_the_key_stays_the_same_until_its_code_has_come_back(self, browser, priya):
        browser.sign_in(priya, half_way=True)
        first = browser.get("/sign-in/set-up/app")
        again = browser.send(first, code="000000").page

        assert again.errors == [
            "That is not the code your app shows for this key. Wait for the next one, and type that."
        ]
        assert key_shown(again) == key_shown(first.page) == key_shown(browser.get("/sign-in/set-up/app").page)

    def test_the_key_of_an_app_that_was_removed_never_comes_back(self, browser, priya):
        give_passkey(priya)
        browser.sign_in(priya)
        seen = []
        for _ in range(3):
            shown = browser.get("/sign-in/set-up/app")
            seen.append(key_shown(shown.page))
            browser.send(shown, code=pyotp.TOTP(seen[-1]).now())
            token = browser.get("/account").page.field("csrf_token")
            assert browser.post("/account/app/remove", data={"csrf_token": token}).location == "/account"

        assert not two_step.has_authenticator(priya)
        assert key_shown(browser.get("/sign-in/set-up/app").page) not in seen
        assert len(set(seen)) == 3

    def test_whoever_else_knows_the_passphrase_never_sees_it(self, browser, another_browser, priya):
        for one in (browser, another_browser):
            one.sign_in(priya, half_way=True)

        assert key_shown(browser.get("/sign-in/set-up/app").page) != key_shown(
            another_browser.get("/sign-in/set-up/app").page
        )

    def test_opening_the_page_changes_nothing(self, browser, priya):
        browser.sign_in(priya, half_way=True).get("/sign-in/set-up/app")

        assert not db.session.scalars(select(Authenticator)).all()

    def test_closing_the_browser_in_the_middle_leads_to_it_again(self, browser, another_browser):
        token = signing_in.make_joining_link(PersonFactory(username="priya@example.org", role=Role.CHAIR))
        db.session.commit()
        browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)
        browser.get("/sign-in/set-up/app")

        assert another_browser.get(type_passphrase(another_browser)).location == "/sign-in/set-up"

    def test_the_key_does_not_stand_in_the_database(self, priya, phone):
        (row,) = db.session.execute(select(*Authenticator.__table__.columns))

        assert phone.secret.encode() not in b"".join(value for value in row if isinstance(value, bytes))
        assert phone.secret not in str(row)

    def test_the_pages_are_kept_nowhere(self, browser, priya):
        response = browser.sign_in(priya, half_way=True).get("/sign-in/set-up/app")

        assert response.headers["Cache-Control"] == "no-store"

    def test_passkeys_are_offered_where_they_can_work(self, app, browser, priya):
        browser.sign_in(priya, half_way=True)
        assert "passkey" not in browser.get("/sign-in/set-up").page.text
        app.config["SITE_ADDRESS"] = "https://heard.example.org"
        try:
            assert browser.get("/sign-in/set-up?next=/inbox/").page.link("Set up a passkey").endswith("?next=/inbox/")
        finally:
            app.config["SITE_ADDRESS"] = None

    def test_it_is_written_down(self, browser, priya):
        browser.sign_in(priya, half_way=True)
        shown = browser.get("/sign-in/set-up/app")
        browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now())

        assert "set up an authenticator app" in deeds(priya)


class TestANewPhone:
    def test_the_old_app_works_until_the_new_one_has(self, browser, another_browser, priya, phone, clock):
        browser.sign_in(priya)
        shown = browser.get("/sign-in/set-up/app")
        new = pyotp.TOTP(key_shown(shown.page))
        assert new.secret != phone.secret
        assert another_browser.fill_in(type_passphrase(another_browser), code=code_for(priya)).location == "/home"

        clock.shift(60)
        old_code = code_for(priya)
        browser.send(shown, code=new.now())
        clock.shift(30)
        asked = type_passphrase(another_browser)
        assert another_browser.fill_in(asked, code=old_code).status_code == 400
        assert another_browser.fill_in(asked, code=new.now()).location == "/home"

    def test_no_key_is_given_twice(self, browser, priya, phone):
        browser.sign_in(priya)
        shown = browser.get("/sign-in/set-up/app")
        browser.send(shown, code=pyotp.TOTP(key_shown(shown.page)).now())

        assert key_shown(browser.get("/sign-in/set-up/app").page) != key_shown(shown.page)

    def test_the_app_goes_when_a_passkey_stays(self, browser, priya, phone):
        give_passkey(priya)
        shown = browser.sign_in(priya).get("/sign-in/set-up/app")
        browser.send(shown, form="form[action='/account/app/remove']")

        assert not two_step.has_authenticator(priya)
        assert two_step.has_second_step(priya)
        assert "removed their authenticator app" in deeds(priya)

    def test_the_last_second_step_stays(self, browser, priya, phone):
        shown = browser.sign_in(priya).get("/sign-in/set-up/app").page
        response = browser.post("/account/app/remove", data={"csrf_token": shown.field("csrf_token")})

        assert "Remove the app" not in shown.text
        assert response.status_code == 409
        assert "Add a passkey first" in response.page.text
        assert two_step.has_authenticator(priya)

    def test_changing_it_asks_for_fresh_proof_of_who_they_are(self, browser, priya, phone, clock):
        give_passkey(priya)
        shown = browser.sign_in(priya).get("/sign-in/set-up/app")
        clock.shift(11 * 60)
        browser.send(shown, form="form[action='/account/app/remove']")

        assert browser.get("/sign-in/set-up/app").location == "/confirm?next=/sign-in/set-up/app"
        assert two_step.has_authenticator(priya)

    def test_there_must_be_one_to_remove(self, priya):
        give_passkey(priya)

        with pytest.raises(RuleBroken, match="You have no authenticator app here"):
            two_step.remove_authenticator(priya)


class TestALostPhone:
    def test_a_new_link_forgets_every_second_step_of_before(self, browser, another_browser, priya, phone):
        give_passkey(priya)
        old_code = two_step.make_recovery_codes(priya, once=new_once())[0]
        token = signing_in.make_joining_link(priya)
        db.session.commit()
        another_browser.sign_in(priya)
        response = browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert response.location == "/sign-in/set-up"
        for kind in (Authenticator, Passkey, RecoveryCode):
            assert db.session.scalars(select(kind)).all() == []
        assert another_browser.get("/account").location.startswith("/sign-in")
        assert not two_step.use_recovery_code(priya, old_code)
        assert "second step removed" in deeds(priya)

    def test_other_peoples_stay(self, browser, priya, phone):
        sam = PersonFactory(name="Sam")
        AuthenticatorFactory(person=sam)
        token = signing_in.make_joining_link(priya)
        db.session.commit()
        browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert two_step.has_authenticator(sam)

    def test_until_it_is_used_nothing_changes(self, browser, priya, phone):
        token = signing_in.make_joining_link(priya)
        db.session.commit()
        browser.get(f"/join/{token}")

        assert browser.fill_in(type_passphrase(browser), code=code_for(priya)).location == "/home"


def test_a_young_person_is_never_half_way(browser):
    browser.fill_in("/sign-in", username=PersonFactory(role=Role.YOUNG_ADVISOR, passphrase_hash=HASH).username,
                    passphrase=PASSPHRASE)  # fmt: skip

    assert [row.confirmed_at is not None for row in db.session.scalars(select(SignIn))] == [True]
