"""What somebody sends when they are not signed in any more waits, sealed, for their next sign-in."""

import json

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, KeptWork, Person, Role, SignIn, Wish
from app.protection import passphrases
from app.services import keeping, settings, signing_in
from tests.factories import (
    AuthenticatorFactory,
    ChildRecordFactory,
    ConferenceFactory,
    PersonFactory,
    ViewFactory,
    code_for,
)
from tests.integration.chairs.addresses import record_address, save_shown

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
TYPED = 'I <3 my nan & "dad"\nand 2 > 1'
HALF_AN_HOUR = 31 * 60
ID = "00000000-0000-0000-0000-000000000000"


def chair(username):
    person = PersonFactory(username=username, role=Role.CHAIR, passphrase_hash=HASH)
    AuthenticatorFactory(person=person)
    return person


@pytest.fixture
def priya():
    return chair("priya@example.org")


@pytest.fixture
def lee():
    return chair("lee@example.org")


@pytest.fixture
def record(priya):
    return ChildRecordFactory(conference=ConferenceFactory(chair=priya))


@pytest.fixture
def new(record):
    return f"{record_address(record)}/wishes/new"


@pytest.fixture
def too_late(browser, priya, new, clock):
    """Priya types a wish, is away for half an hour, and then presses the button."""
    shown = browser.sign_in(priya).get(new)
    clock.shift(HALF_AN_HOUR)
    return lambda **typed: browser.send(shown, **({"text": TYPED} | typed))


def sign_in(browser, person, clock=None):
    """Both steps. Gives where they come to."""
    if clock:
        clock.shift(30)  # each code is taken once
    asked = browser.fill_in("/sign-in", username=person.username, passphrase=PASSPHRASE)
    return browser.fill_in(asked.location, code=code_for(person)).location


def kept():
    return list(db.session.scalars(select(KeptWork).order_by(KeptWork.created_at)))


class TestKeeping:
    def test_the_page_says_until_when_it_waits(self, too_late):
        response = too_late()

        assert response.status_code == 403
        assert response.page.heading == "You are not signed in any more"
        assert "We have kept what you sent." in response.page.text
        assert "It waits until Friday 20 November, 10.31am. Nobody else can open it." in response.page.text
        assert response.page.said == []

    def test_it_is_sealed(self, too_late):
        too_late()

        (row,) = kept()
        assert b"nan" not in row.fields_sealed
        assert ("text", TYPED) in [tuple(field) for field in json.loads(row.fields)["fields"]]

    def test_tokens_are_not_kept(self, too_late):
        too_late()

        assert "csrf_token" not in kept()[0].fields

    @pytest.mark.parametrize("name", ["passphrase", "present_passphrase", "again", "code", "x-csrf_token", "kept"])
    def test_nor_is_what_proves_who_somebody_is(self, name):
        assert not keeping.may_be_kept(name)

    def test_the_board_sets_how_long(self, too_late):
        settings.change("kept_work_hours", "1")
        db.session.commit()

        assert "until Tuesday 17 November, 11.31am" in too_late().page.text

    def test_the_same_form_sent_again_is_kept_once(self, too_late):
        too_late()
        too_late()

        assert len(kept()) == 1

    def test_five_wait_at_most_and_none_gives_way(self, too_late):
        for number in range(5):
            assert "We have kept" in too_late(text=f"wish {number}").page.text
        sixth = too_late(text="wish 5")

        assert "What you sent was not saved." in sixth.page.text
        assert "wish 5" in sixth.page.said
        assert len(kept()) == 5

    def test_what_was_sent_after_a_whole_day_is_kept_too(self, browser, priya, new, clock):
        shown = browser.sign_in(priya).get(new)
        clock.shift(24 * 3600)

        assert "We have kept what you sent." in browser.send(shown, text=TYPED).page.text


class TestWhatIsNotKept:
    """The page shows it, to be copied, as far as it may be seen."""

    def refused(self, response):
        assert response.status_code == 403
        assert "We have kept" not in response.page.text
        assert kept() == []
        return response.page.said

    def test_for_nobody_in_particular(self, browser, new):
        browser.get("/sign-in")

        assert self.refused(browser.post(new, data={"text": TYPED})) == [TYPED]

    def test_for_somebody_who_is_paused(self, too_late, priya):
        db.session.get(Person, priya.id).is_active = False
        db.session.commit()

        assert TYPED in self.refused(too_late())

    def test_for_a_sign_in_that_was_ended(self, browser, priya, new):
        """Whoever still has its cookie may not be Priya: it was ended because of that."""
        shown = browser.sign_in(priya).get(new)
        signing_in.end_all(priya)
        db.session.commit()

        assert TYPED in self.refused(browser.send(shown, text=TYPED))

    def test_not_even_when_it_had_run_out_before_it_was_ended(self, browser, another_browser, priya, new, clock):
        shown = browser.sign_in(priya).get(new)
        clock.shift(HALF_AN_HOUR)
        another_browser.sign_in(priya)
        another_browser.fill_in(
            "/account/passphrase",
            present_passphrase=PASSPHRASE,
            passphrase="seven teapots paint",
            again="seven teapots paint",
        )

        assert TYPED in self.refused(browser.send(shown, text=TYPED))

    def test_for_a_cookie_that_was_last_seen_longer_ago_than_work_is_kept(self, browser, priya, new, clock):
        shown = browser.sign_in(priya).get(new)
        clock.shift(72 * 3600)

        assert TYPED in self.refused(browser.send(shown, text=TYPED))

    def test_for_somebody_who_was_only_half_way(self, browser, another_browser, priya, new, clock):
        token = browser.sign_in(priya, half_way=True).get("/sign-in").page.field("csrf_token")
        clock.shift(HALF_AN_HOUR)

        self.refused(browser.post(new, data={"csrf_token": token, "text": TYPED}))

    @pytest.mark.parametrize(
        "headers",
        [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "same-site"}],
    )
    def test_when_another_site_sent_it(self, browser, priya, new, clock, headers):
        token = browser.sign_in(priya).get(new).page.field("csrf_token")
        clock.shift(HALF_AN_HOUR)

        self.refused(browser.post(new, data={"csrf_token": token, "text": TYPED}, headers=headers))

    @pytest.mark.parametrize("token", [None, "", "x"])
    def test_when_its_token_is_not_this_browsers(self, browser, priya, new, clock, token):
        browser.sign_in(priya)
        clock.shift(HALF_AN_HOUR)

        self.refused(browser.post(new, data={"text": TYPED} | ({"csrf_token": token} if token is not None else {})))

    def test_when_the_token_is_another_browsers(self, browser, another_browser, priya, lee, new, clock):
        theirs = another_browser.sign_in(lee).get("/conferences/new").page.field("csrf_token")
        browser.sign_in(priya)
        clock.shift(HALF_AN_HOUR)

        self.refused(browser.post(new, data={"csrf_token": theirs, "text": TYPED}))

    def test_when_it_cannot_be_read(self, browser, priya, new, clock):
        token = browser.sign_in(priya).get(new).page.field("csrf_token")
        clock.shift(HALF_AN_HOUR)
        body = f"csrf_token={token}&text=%FF%FE".encode()

        self.refused(browser.post(new, data=body, content_type="application/x-www-form-urlencoded"))

    def test_when_nothing_was_typed(self, browser, priya, clock):
        token = browser.sign_in(priya).get("/account").page.field("csrf_token")
        clock.shift(HALF_AN_HOUR)

        self.refused(browser.post("/sign-out", data={"csrf_token": token}))

    def test_a_passphrase_is_neither_kept_nor_shown(self, browser, priya, clock):
        shown = browser.sign_in(priya).get("/account/passphrase")
        clock.shift(HALF_AN_HOUR)
        typed = {"present_passphrase": PASSPHRASE, "passphrase": "seven teapots paint", "again": "seven teapots paint"}

        assert self.refused(browser.send(shown, **typed)) == []

    def test_what_a_young_person_writes_needs_no_sign_in_at_all(self, browser, clock):
        browser.sign_in(PersonFactory(role=Role.YOUNG_ADVISOR))
        shown = browser.get("/say/1")
        clock.shift(HALF_AN_HOUR)

        assert browser.send(shown, topic="home").location == "/say/2"
        assert kept() == []


class TestAtTheNextSignIn:
    def test_they_come_to_it_first_and_see_what_they_typed(self, browser, too_late, priya):
        too_late()
        assert sign_in(browser, priya) == "/kept"

        page = browser.get("/kept").page
        assert page.heading == "What you sent is still here"
        assert TYPED in page.said
        assert "From Tuesday 17 November, 10.31am" in page.text

    def test_they_see_nothing_that_they_did_not_type_themselves(self, browser, priya, record, clock):
        """A page brings more than that: which button it was, and how it knows what another tab has changed."""
        shown = browser.sign_in(priya).get(record_address(record))
        clock.shift(HALF_AN_HOUR)
        save_shown(browser, shown, "voice", own_words=TYPED)
        sign_in(browser, priya)
        said = browser.get("/kept").page.said

        assert TYPED in said
        assert shown.page.field("voice-seen") not in said
        assert "voice" not in said

    def test_they_are_told_what_sending_it_will_do(self, browser, too_late, priya):
        too_late()
        sign_in(browser, priya)
        text = browser.get("/kept").page.text

        assert "Sending it will: add wish." in text
        assert "If you did not type it, throw it away." in text

    @pytest.mark.parametrize(
        ("path", "will"),
        [
            (f"/administration/people/{ID}/pause", "pause person"),
            (f"/administration/approvals/{ID}/approve", "approve what another administrator asked for"),
            (f"/inbox/{ID}", "answer the view"),
        ],
    )
    def test_whatever_it_is(self, browser, priya, path, will):
        keeping.keep(priya, path=path, fields=[("reason", TYPED)])
        db.session.commit()

        assert f"Sending it will: {will}." in browser.sign_in(priya).get("/kept").page.text

    def test_what_waits_is_gone_once_somebody_joins_anew(self, browser, too_late, priya):
        too_late()
        token = signing_in.make_joining_link(priya)
        db.session.commit()
        browser.fill_in(f"/join/{token}", passphrase="seven teapots paint", again="seven teapots paint")

        assert kept() == []

    def test_on_any_other_browser_too(self, another_browser, too_late, priya):
        too_late()

        assert sign_in(another_browser, priya) == "/kept"

    def test_sending_it_puts_it_in_its_place(self, browser, too_late, priya, record):
        too_late()
        sign_in(browser, priya)
        response = browser.fill_in("/kept")

        assert response.location == f"{record_address(record)}?saved=wish#influence"
        (wish,) = db.session.scalars(select(Wish))
        assert wish.text == TYPED
        assert kept() == []

    def test_sending_it_twice_sends_it_once(self, browser, too_late, priya):
        too_late()
        sign_in(browser, priya)
        shown = browser.get("/kept")
        browser.send(shown)
        browser.send(shown)

        assert len(db.session.scalars(select(Wish)).all()) == 1

    def test_what_was_sent_in_the_meantime_is_not_sent_again(self, browser, too_late, priya, new):
        """They go back in the browser, sign in, and send the same page once more."""
        too_late()
        once = dict(json.loads(kept()[0].fields)["fields"])["once"]
        sign_in(browser, priya)
        token = browser.get(new).page.field("csrf_token")
        browser.post(new, data={"csrf_token": token, "text": TYPED, "once": once})
        browser.fill_in("/kept")

        assert len(db.session.scalars(select(Wish)).all()) == 1

    def test_what_cannot_be_taken_as_it_is_stays(self, browser, too_late, priya):
        too_late(text="x" * 5_001)
        sign_in(browser, priya)
        response = browser.fill_in("/kept")

        assert response.status_code == 400
        assert len(kept()) == 1

    def test_it_can_be_thrown_away(self, browser, too_late, priya):
        too_late()
        sign_in(browser, priya)
        response = browser.fill_in("/kept", form="form[action*='throw-away']")

        assert response.location == "/kept?next=/home"
        assert kept() == []
        assert browser.get("/kept").page.heading == "Nothing is waiting for you"

    def test_it_can_be_left_for_later(self, browser, too_late, priya, clock):
        too_late()
        sign_in(browser, priya)
        assert browser.get("/kept").page.link("Leave it here for now") == "/home"
        assert browser.get("/account").page.link("See it, and send it") == "/kept"

        assert sign_in(browser, priya, clock) == "/kept"

    def test_the_page_they_wanted_comes_after_it(self, browser, too_late, priya):
        too_late()
        asked = browser.fill_in("/sign-in?next=/conferences/new", username=priya.username, passphrase=PASSPHRASE)
        location = browser.fill_in(asked.location, code=code_for(priya)).location

        assert location == "/kept?next=/conferences/new"
        assert browser.get(location).page.link("Leave it here for now") == "/conferences/new"

    def test_after_its_time_it_is_gone(self, browser, too_late, priya, clock):
        too_late()
        clock.shift(72 * 3600)

        assert sign_in(browser, priya) == "/home"
        assert browser.get("/kept").page.heading == "Nothing is waiting for you"
        keeping.sweep()
        assert kept() == []

    def test_a_page_that_is_not_there_any_more_is_not_sent_to(self, browser, priya):
        keeping.keep(priya, path="/conferences/gone/for/ever", fields=[("text", TYPED)])
        db.session.commit()
        page = browser.sign_in(priya).get("/kept").page

        assert TYPED in page.said
        assert "Its page is not there any more." in page.text
        assert "Send it now" not in page.text

    @pytest.mark.parametrize("path", ["//elsewhere.example/x", "https://elsewhere.example/", "javascript:alert(1)", ""])
    def test_nothing_is_ever_sent_to_another_site(self, browser, priya, path):
        keeping.keep(priya, path=path, fields=[("text", TYPED)])
        db.session.commit()
        page = browser.sign_in(priya).get("/kept").page

        assert "Send it now" not in page.text
        assert all(form["action"].startswith(("/kept/", "/sign-out")) for form in page.soup.select("form[action]"))


class TestNobodyElse:
    def test_who_signs_in_next_at_that_browser_sees_nothing_of_it(self, browser, too_late, lee):
        too_late()

        assert sign_in(browser, lee) == "/home"
        page = browser.get("/kept").page
        assert page.heading == "Nothing is waiting for you"
        assert "nan" not in browser.get("/account").text

    def test_nobody_throws_away_what_is_not_theirs(self, browser, another_browser, too_late, lee):
        too_late()
        token = another_browser.sign_in(lee).get("/account").page.field("csrf_token")
        address = f"/kept/{kept()[0].id}/throw-away"

        assert another_browser.post(address, data={"csrf_token": token}).status_code == 404
        assert len(kept()) == 1

    def test_nobody_makes_it_go_by_sending_something_under_its_id(self, another_browser, too_late, lee):
        too_late()
        view = ViewFactory()
        worker = PersonFactory()
        shown = another_browser.sign_in(worker).get(f"/inbox/{view.id}")
        token = shown.page.field("csrf_token")
        data = {"csrf_token": token, "text": "We asked.", "kept": str(kept()[0].id), "once": "x"}
        another_browser.post(f"/inbox/{view.id}/answer", data=data)

        assert len(db.session.scalars(select(Answer)).all()) == 1
        assert len(kept()) == 1

    def test_it_is_not_opened_before_the_second_step(self, browser, too_late, priya):
        too_late()
        browser.fill_in("/sign-in", username=priya.username, passphrase=PASSPHRASE)

        assert browser.get("/kept").location == "/sign-in/code?next=/kept"


def test_a_whole_record_waits_with_every_answer_in_its_place(browser, priya, record, clock):
    shown = browser.sign_in(priya).get(record_address(record))
    clock.shift(HALF_AN_HOUR)
    name = shown.page.soup.select_one("main form textarea")["name"]
    browser.send(shown, **{name: TYPED})
    sign_in(browser, priya)
    waiting = browser.get("/kept")
    assert TYPED in waiting.page.said

    assert browser.send(waiting).status_code == 302
    assert browser.get(record_address(record)).page.field(name) == TYPED


def test_an_old_sign_in_of_somebody_else_does_not_make_it_theirs(browser, priya, lee, new, clock):
    """The cookie is renewed at every sign-in: it stands for one person only."""
    browser.sign_in(lee)
    browser.sign_in(priya)
    marks = {row.person_id: row.secret_mark for row in db.session.scalars(select(SignIn))}

    assert keeping.find_owner(marks[priya.id]).id == priya.id
    assert keeping.find_owner(b"nobody's") is None
