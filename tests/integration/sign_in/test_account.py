"""The account page: who I am, how I sign in, where I am signed in, and what happened."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Person, Role, SignIn
from app.protection import passphrases
from app.services import auditing, signing_in
from tests.factories import AuthenticatorFactory, PersonFactory
from tests.page import words as words_of

PASSPHRASE, NEW = "four brave otters sing", "seven teapots paint quietly"
HASH = passphrases.hash_passphrase(PASSPHRASE)


@pytest.fixture
def priya():
    return PersonFactory(name="Priya Shah", username="priya@example.org", role=Role.CHAIR, passphrase_hash=HASH)


@pytest.fixture
def amara():
    return PersonFactory(name="Amara", username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)


def deeds(person):
    return [line.deed for line in auditing.lines_about(person)]


def is_in(browser):
    return browser.get("/account").status_code == 200


class TestThePage:
    def test_it_says_who_they_are(self, browser, priya):
        page = browser.sign_in(priya).get("/account").page

        assert "You are signed in as Priya Shah, conference chair." in page.text
        assert "Your username is priya@example.org." in page.text

    def test_staff_see_their_second_step(self, browser, priya):
        browser.sign_in(priya)
        assert "Authenticator app Not set up" in browser.get("/account").page.text
        AuthenticatorFactory(person=priya)
        assert "Authenticator app Set up" in browser.get("/account").page.text

    def test_young_people_have_none_and_are_not_asked(self, browser, amara):
        page = browser.sign_in(amara).get("/account").page

        assert "Authenticator" not in page.text
        assert "Recovery codes" not in page.text

    def test_it_takes_the_same_number_of_queries_however_much_happened(
        self, browser, another_browser, priya, count_queries
    ):
        browser.sign_in(priya)
        browser.get("/account")
        with count_queries() as few:
            browser.get("/account")
        for _ in range(20):
            another_browser.sign_in(priya)
            auditing.note(PersonFactory(), "changed the role", priya)
        db.session.commit()
        browser.get("/account")
        with count_queries() as many:
            browser.get("/account")

        assert len(many) == len(few)


class TestWhatHappened:
    def test_signing_in_and_out_and_wrong_passphrases_are_there(self, browser, amara, clock):
        browser.fill_in("/sign-in", username="amara", passphrase="not the one at all")
        clock.shift(60)
        browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
        clock.shift(60)
        browser.fill_in("/account", form="main form[action='/sign-out']")
        clock.shift(60)
        browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)

        shown = [words_of(row) for row in browser.get("/account").page.soup.select("dl.sum")[-1].select("div")]
        assert shown == [
            "Tuesday 17 November, 10.03am You signed in",
            "Tuesday 17 November, 10.02am You signed out",
            "Tuesday 17 November, 10.01am You signed in",
            "Tuesday 17 November, 10.00am Somebody typed a wrong passphrase",
        ]

    def test_hide_page_signs_out_and_that_is_there_too(self, browser, another_browser, amara):
        browser.sign_in(amara).get("/account")
        browser.get("/exit")
        another_browser.get("/exit")

        assert deeds(amara) == ["signed out"]
        assert "You signed out" in browser.sign_in(amara).get("/account").page.text

    def test_hide_page_before_the_second_step_is_no_signing_out(self, browser, priya):
        browser.sign_in(priya, half_way=True).get("/help")
        browser.get("/exit")

        assert deeds(priya) == []
        assert browser.sign_ins()[0].ended_at is not None

    def test_a_right_passphrase_is_there_before_its_second_step(self, browser, another_browser, priya):
        AuthenticatorFactory(person=priya)
        another_browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

        said = "Somebody typed the right passphrase. Their second step was still to come"
        assert said in browser.sign_in(priya).get("/account").page.text

    def test_joining_is_there_and_so_is_a_new_passphrase_with_a_link(self, browser, clock):
        lee = PersonFactory(username="lee", role=Role.YOUNG_ADVISOR)
        for passphrase in (PASSPHRASE, NEW):
            token = signing_in.make_joining_link(lee)
            db.session.commit()
            browser.fill_in(f"/join/{token}", passphrase=passphrase, again=passphrase)
            clock.shift(60)

        joined = [deed for deed in deeds(lee) if deed != "signed in"]
        assert joined == ["chose a new passphrase with a joining link", "joined"]
        text = browser.get("/account").page.text
        assert "You chose a new passphrase, with a joining link" in text
        assert "You joined, with a joining link" in text

    def test_what_others_did_says_so(self, browser, priya):
        auditing.note(PersonFactory(role=Role.ADMINISTRATOR), "paused", priya)
        db.session.commit()

        said = "Your account was paused, by somebody who looks after accounts"
        assert said in browser.sign_in(priya).get("/account").page.text

    @pytest.mark.parametrize(
        ("deed", "said"),
        [
            ("invited somebody as young advisor", "Your account was made: young advisor"),
            ("added person as young advisor", "Your account was made: young advisor"),
            ("changed role from young advisor to shadow board member", "Your role was changed: shadow board member"),
            ("made a joining link", "A joining link was made for you"),
            ("paused", "Your account was paused"),
            ("resumed", "You were let back in"),
            ("ended sign-ins", "You were signed out everywhere"),
        ],
    )
    def test_what_was_done_to_them_is_said_to_them(self, browser, amara, deed, said):
        auditing.note(None, deed, amara)
        db.session.commit()

        assert said in browser.sign_in(amara).get("/account").page.text

    def test_nothing_about_anybody_else_is_there(self, browser, priya, amara):
        auditing.note(amara, "signed out", amara)
        auditing.note(priya, "opened a view", amara)
        db.session.commit()
        text = browser.sign_in(priya).get("/account").page.text

        assert "You signed out" not in text
        assert "pened a view" not in text

    def test_fifty_lines_are_the_most_on_a_page_and_none_is_out_of_sight(self, browser, priya, clock):
        for number in range(60):
            auditing.note(priya, f"deed {number}", priya)
            db.session.commit()
            clock.shift(1)
        newest = browser.sign_in(priya).get("/account").page

        assert "Deed 59" in newest.text
        assert "Deed 10 " in newest.text + " "
        assert "Deed 9 " not in newest.text
        assert newest.link("What happened before this") == "/account?page=2#happened"
        earlier = browser.get("/account?page=2").page
        assert "Deed 9 " in earlier.text
        assert "Deed 0 " in earlier.text
        assert "Deed 10 " not in earlier.text
        assert earlier.link("What happened after this") == "/account?page=1#happened"
        assert "What happened before this" not in earlier.text

    @pytest.mark.parametrize("page", ["0", "-1", "7", "x", "9" * 30, "9" * 5000])
    def test_a_page_that_is_not_there_is_empty_or_the_first(self, browser, priya, page):
        assert browser.sign_in(priya).get(f"/account?page={page}").status_code == 200

    def test_a_wrong_passphrase_for_nobody_is_about_nobody(self, browser):
        browser.fill_in("/sign-in", username="nobody", passphrase="not the one at all")

        (line,) = db.session.scalars(select(AuditLine))
        assert (line.deed, line.person_id, line.subject_id.int) == ("wrong passphrase", None, 0)


class TestWhereTheyAreSignedIn:
    def named(self, browser, person, name):
        browser.sign_in(person)
        row = db.session.scalars(select(SignIn).where(SignIn.browser_name.is_(None))).one()
        row.browser_name = name
        db.session.commit()
        return row.id

    def test_every_browser_is_listed_and_this_one_is_marked(self, browser, another_browser, priya, clock):
        self.named(another_browser, priya, "Safari on an iPhone")
        clock.shift(5 * 60)
        self.named(browser, priya, "Firefox on Windows")
        text = browser.get("/account").page.text

        assert "Firefox on Windows This one. Since Tuesday 17 November, 10.05am." in text
        assert "Safari on an iPhone Since Tuesday 17 November, 10.00am. Last seen Tuesday 17 November, 10.00am." in text

    def test_what_has_run_out_and_what_is_half_way_is_not_listed(self, browser, another_browser, app, priya, clock):
        self.named(another_browser, priya, "Safari on an iPhone")
        clock.shift(31 * 60)
        app.test_client().sign_in(priya, half_way=True)
        browser.sign_in(priya)

        assert browser.get("/account").page.text.count("Since ") == 1

    def test_one_can_be_ended(self, browser, another_browser, app, priya):
        third = app.test_client()
        ended = self.named(another_browser, priya, "Safari on an iPhone")
        self.named(third, priya, "Chrome on a Mac")
        browser.sign_in(priya)
        response = browser.fill_in("/account", form=f"form[action='/account/sign-ins/{ended}/end']")

        assert response.location == "/account"
        assert [is_in(one) for one in (browser, another_browser, third)] == [True, False, True]
        assert "ended another sign-in" in deeds(priya)

    def test_all_others_can_be_ended_at_once(self, browser, another_browser, app, priya, amara):
        third, hers = app.test_client(), app.test_client()
        another_browser.sign_in(priya)
        third.sign_in(priya, half_way=True)
        hers.sign_in(amara)
        browser.sign_in(priya)
        browser.fill_in("/account", form="form[action='/account/sign-ins/end-others']")

        assert [is_in(one) for one in (browser, another_browser, third, hers)] == [True, False, False, True]

    def test_nobody_ends_the_sign_in_of_somebody_else(self, browser, another_browser, priya, amara):
        another_browser.sign_in(amara)
        hers = db.session.scalars(select(SignIn.id)).one()
        token = browser.sign_in(priya).get("/account").page.field("csrf_token")

        assert browser.post(f"/account/sign-ins/{hers}/end", data={"csrf_token": token}).status_code == 404
        assert is_in(another_browser)

    def test_ending_one_asks_first_who_they_are_when_that_was_a_while_ago(self, browser, another_browser, priya, clock):
        another_browser.sign_in(priya)
        browser.sign_in(priya)
        shown = browser.get("/account")
        clock.shift(11 * 60)
        response = browser.send(shown, form="form[action='/account/sign-ins/end-others']")

        assert response.location == "/confirm"
        assert is_in(another_browser)


class TestChangingThePassphrase:
    def change(self, browser, now=PASSPHRASE, new=NEW, again=None):
        return browser.fill_in(
            "/account/passphrase", present_passphrase=now, passphrase=new, again=new if again is None else again
        )

    def test_the_new_one_signs_them_in_and_the_old_one_does_not(self, browser, another_browser, amara):
        assert self.change(browser.sign_in(amara)).location == "/account?saved=passphrase"

        assert another_browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE).status_code == 400
        assert another_browser.fill_in("/sign-in", username="amara", passphrase=NEW).location == "/home"
        assert "changed the passphrase" in deeds(amara)

    def test_every_other_sign_in_ends_and_this_one_goes_on_under_a_new_cookie(self, browser, another_browser, amara):
        another_browser.sign_in(amara)
        browser.sign_in(amara)
        before = browser.secret
        self.change(browser)

        assert is_in(browser)
        assert not is_in(another_browser)
        browser.set_cookie(browser.cookie_name, before)
        assert not is_in(browser)

    def test_no_joining_link_lets_anybody_in_any_more(self, browser, another_browser, amara):
        token = signing_in.make_joining_link(amara)
        db.session.commit()
        self.change(browser.sign_in(amara))

        assert another_browser.get(f"/join/{token}").status_code == 404

    def test_it_proves_no_second_step(self, browser, priya, clock):
        browser.sign_in(priya)
        confirmed_at = browser.sign_ins()[0].confirmed_at
        clock.shift(9 * 60)
        self.change(browser)

        assert browser.sign_ins()[0].confirmed_at == confirmed_at

    def test_what_a_young_advisor_was_writing_goes_on(self, browser, amara):
        browser.sign_in(amara)
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words="my own words")
        self.change(browser)

        assert browser.get("/say/2").page.field("words") == "my own words"

    def test_the_old_one_must_be_right(self, browser, amara):
        response = self.change(browser.sign_in(amara), now="not the one at all")

        assert response.status_code == 400
        assert response.page.errors == ["This is not your passphrase now. Type it again."]
        assert "not the one at all" not in response.text
        assert NEW not in response.text
        assert "wrong passphrase" in deeds(amara)

    @pytest.mark.usefixtures("still_clock")
    def test_guessing_the_old_one_is_slowed(self, browser, amara):
        browser.sign_in(amara)
        for _ in range(7):
            response = self.change(browser, now="not the one at all")

        assert response.status_code == 429
        assert "Let us slow down. Wait" in response.page.text

    @pytest.mark.parametrize(
        ("new", "again", "error"),
        [
            ("short", None, "Your passphrase must be 12 letters or more"),
            ("x" * 201, None, "Your passphrase must be 200 letters or fewer"),
            ("", None, "Choose a passphrase"),
            (NEW, "seven teapots paint", "Type the same passphrase in both boxes"),
            ("password1234", None, "Many people choose this one. Three or four words"),
            ("Amara Northbank 2026", None, "This is made of words that somebody would try first"),
            ("young advisor amara", None, "This is made of words that somebody would try first"),
            ("Northbank Safeguarding Children Board", None, "This is made of words that somebody would try first"),
        ],
    )
    def test_they_are_told_what_to_put_right(self, browser, amara, new, again, error):
        response = self.change(browser.sign_in(amara), new=new, again=again)

        assert response.status_code == 400
        assert any(told.startswith(error) for told in response.page.errors)
        assert db.session.get(Person, amara.id).passphrase_hash == HASH

    def test_the_same_rule_holds_when_they_join(self, browser, priya):
        token = signing_in.make_joining_link(priya)
        db.session.commit()
        response = browser.fill_in(f"/join/{token}", passphrase="priya.shah2026", again="priya.shah2026")

        assert any("words that somebody would try first" in error for error in response.page.errors)

    def test_whoever_has_none_has_nothing_to_change(self, browser):
        browser.sign_in(PersonFactory())

        assert browser.get("/account/passphrase").location == "/account"
        assert "/account/passphrase" not in browser.get("/account").text
