"""A young person says what they think, on a phone, without an account."""

import io
import json

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, Contact, Person, Role, View, Visit
from app.models.codes import AgeGroup, Feeling, Permission, SafeNow, Topic
from app.protection.cookie_secret import CookieSecret
from tests.factories import PersonFactory
from tests.integration.young_people.conftest import WORDS


def the_view() -> View:
    return db.session.scalars(select(View)).one()


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_no_cookie_is_set_before_a_page_with_a_form(browser):
    for address in ("/", "/before-you-start", "/private", "/help"):
        assert "Set-Cookie" not in browser.get(address).headers


def test_no_cookie_is_set_where_there_is_nothing_to_go_on(browser):
    for address in ("/say/2", "/say/3", "/say/4", "/say/help", "/say/5", "/say/6", "/say/sent", "/say/card"):
        assert "Set-Cookie" not in browser.get(address).headers


def test_the_cookie_holds_a_random_secret_and_goes_with_the_browser(browser):
    header = browser.get("/say/1").headers["Set-Cookie"]

    assert header.startswith("__Host-heard=")
    assert len(browser.secret) == 43
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in header
    assert "Expires" not in header
    assert "Max-Age" not in header


def test_what_they_said_is_stored_as_they_typed_it(browser, send):
    send(topic="a meeting about me", feeling="not good", permission="board", age_group="11 to 13", area="Rutland")

    view = the_view()
    assert view.words == WORDS
    assert (view.topic, view.feeling, view.safe_now) == (Topic.MEETING, Feeling.NOT_GOOD, SafeNow.YES)
    assert (view.permission, view.age_group, view.area) == (Permission.BOARD, AgeGroup.AGE_11_TO_13, "Rutland")
    assert view.advisor_id is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two spaces first\n\n\nand lines  ", "  two spaces first\n\n\nand lines  "),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("cafe\u0301", "caf\u00e9"),
        ("no\x00thing\x07 lost\t", "nothing lost\t"),
        ("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u202bשלום\u202c", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u202bשלום\u202c"),
        ("&amp; <b>bold</b> {{ 7*7 }} %(name)s", "&amp; <b>bold</b> {{ 7*7 }} %(name)s"),
    ],
)
def test_nothing_of_it_is_tidied_up(send, typed, kept):
    send(typed)

    assert the_view().words == kept


def test_the_words_come_out_exactly_as_typed_on_the_check_page(browser, say):
    say(f"{WORDS}\n\n  and more")

    assert browser.get("/say/6").page.said == [f"{WORDS}\n\n  and more"]


def test_they_get_four_words_and_the_dates(browser, send):
    words = send()
    page = browser.get("/say/sent").page

    assert len(words) == 4
    assert page.heading == "Thank you. We have got it."
    assert "By " in page.text


def test_half_written_answers_are_there_when_they_go_back(browser, say):
    say()

    assert browser.get("/say/2").page.field("words") == WORDS
    assert browser.get("/say/3").page.field("feeling") == "good"
    assert browser.get("/say/5").page.field("permission") == "team"


def test_half_written_answers_cannot_be_read_in_the_database(say):
    say("my own words")

    (row,) = db.session.scalars(select(Visit))
    assert b"my own words" not in row.contents_sealed
    assert "my own words" not in json.dumps({key: str(value) for key, value in vars(row).items()})


def test_half_written_answers_are_not_found_by_the_cookie_itself(browser, say):
    say()

    (row,) = db.session.scalars(select(Visit))
    assert browser.secret.encode() not in row.secret_mark


def test_another_browser_does_not_see_half_written_answers(say, another_browser):
    say()

    assert another_browser.get("/say/2").location == "/"


def test_after_hide_page_nothing_is_left(browser, say):
    say()

    response = browser.get("/exit")

    assert response.location == "https://www.bbc.co.uk/weather"
    assert browser.secret is None
    assert how_many(Visit) == 0
    assert browser.get("/say/2").location == "/"


def test_hide_page_works_without_a_form_token(browser, say):
    say()

    assert browser.post("/exit").status_code == 204
    assert browser.secret is None
    assert how_many(Visit) == 0


def test_half_written_answers_run_out_after_an_hour(browser, say, clock):
    say()
    clock.shift(61 * 60)

    assert browser.get("/say/3").location == "/"


def test_half_written_answers_are_held_for_a_day_when_they_ask(browser, say, clock):
    say()
    browser.fill_in("/say/2", keep_for_a_day="y")
    clock.shift(20 * 60 * 60)

    assert browser.get("/say/2").page.field("words") == WORDS


def test_what_arrives_without_its_cookie_is_shown_back_with_a_fresh_token(browser, say):
    shown = browser.get("/say/2") if browser.fill_in("/say/1", topic="home") else None
    browser.delete_cookie(browser.cookie_name)

    back = browser.send(shown, words=WORDS)

    assert back.status_code == 400
    assert back.page.field("words") == WORDS
    assert "We kept what you typed here" in back.page.text
    assert browser.send(back).location == "/say/3"


@pytest.mark.parametrize("address", ["/say/6", "/say/help"])
def test_what_they_checked_is_sent_when_it_arrives_after_the_hour(browser, say, clock, address):
    say("  first line\n\n&quot;second\tline&quot; \U0001f620", safe_now="no", topic="school", age_group="11 to 13")
    shown = browser.get(address)
    clock.shift(61 * 60)
    browser.send(shown, **({"go": "send"} if address == "/say/help" else {}))

    assert browser.get("/say/sent").page.heading == "Thank you. We have got it."
    view = db.session.scalars(select(View)).one()
    assert view.words == "  first line\n\n&quot;second\tline&quot; \U0001f620"
    assert (view.topic, view.age_group, view.safe_now) == (Topic.SCHOOL, AgeGroup.AGE_11_TO_13, SafeNow.NO)


def test_what_they_checked_is_shown_back_without_its_cookie_and_then_sent(browser, say):
    say()
    shown = browser.get("/say/6")
    browser.delete_cookie(browser.cookie_name)
    back = browser.send(shown)

    assert back.status_code == 400
    assert back.page.said == [WORDS]
    assert how_many(View) == 0
    assert browser.send(back).location == "/say/sent"
    assert db.session.scalars(select(View)).one().words == WORDS


def test_what_a_page_carries_is_not_sent_beside_what_was_sent_from_another_tab(browser, say):
    say()
    old_tab = browser.get("/say/6")
    browser.fill_in("/say/2", words="Said better")
    browser.fill_in("/say/6")
    browser.send(old_tab)

    assert [view.words for view in db.session.scalars(select(View))] == ["Said better"]


@pytest.mark.parametrize("carried", ["", "[]", "[" * 50_000, '{"words": 1}', '{"words": "x", "safe_now": "x"}', "null"])
def test_a_page_that_carries_what_cannot_be_is_like_one_that_carries_nothing(browser, say, clock, carried):
    say()
    shown = browser.get("/say/6")
    clock.shift(61 * 60)

    assert browser.send(shown, answers=carried).location == "/say/6?again=yes"
    assert how_many(View) == 0


def test_an_area_nobody_can_pick_is_not_sent(browser, say, clock):
    say()
    shown = browser.get("/say/6")
    clock.shift(61 * 60)
    browser.send(shown, answers='{"words": "x", "safe_now": "yes", "area": "The moon"}')

    assert how_many(View) == 0


def test_changing_an_answer_comes_straight_back_to_the_check_page(browser, say):
    say()

    assert browser.fill_in("/say/3", feeling="really bad").location == "/say/6"
    assert "Really bad" in browser.get("/say/6").page.text


def test_the_questions_they_skip_say_so_on_the_check_page(browser):
    browser.fill_in("/say/1")
    browser.fill_in("/say/2", words="Hello")
    browser.fill_in("/say/3")
    browser.fill_in("/say/4", safe_now="yes")
    browser.fill_in("/say/5")

    assert browser.get("/say/6").page.text.count("Skipped") == 4


@pytest.mark.parametrize(("address", "field", "picked"), [("/say/1", "topic", "home"), ("/say/3", "feeling", "good")])
def test_what_they_picked_can_be_taken_back(browser, say, address, field, picked):
    say()
    token = browser.get(address).page.field("csrf_token")
    browser.post(address, data={"csrf_token": token, field: picked, "go": "skip"})

    assert browser.get(address).page.field(field) == ""


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("ring me on 07700 900123", "a phone number"),
        ("I live at LE1 5WW", "a postcode"),
        ("write to me@example.org", "an e-mail address"),
        ("my NHS number is 943 476 5919", "an NHS number"),
        ("I was born on 3/4/2012", "a date of birth"),
    ],
)
def test_they_are_told_when_their_words_could_show_who_they_are(browser, say, words, detail):
    say(words)

    assert f"your words have {detail} in them" in browser.get("/say/6").page.text
    assert browser.fill_in("/say/6").location == "/say/sent"


class TestBadInput:
    @pytest.mark.parametrize("words", ["", "   ", "\n\t\n"])
    def test_no_words(self, browser, words):
        browser.fill_in("/say/1", topic="home")
        response = browser.fill_in("/say/2", words=words)

        assert response.status_code == 400
        assert response.page.errors == ["Type what you want to say"]

    def test_too_many_words_are_shown_back_whole(self, browser):
        browser.fill_in("/say/1", topic="home")
        response = browser.fill_in("/say/2", words="é" * 5_001)

        assert response.status_code == 400
        assert response.page.field("words") == "é" * 5_001
        assert response.page.errors == ["That is a lot to say. Take out 1 letter, and send the rest after"]

    def test_exactly_enough_words(self, browser):
        browser.fill_in("/say/1", topic="home")

        assert browser.fill_in("/say/2", words="é" * 5_000).location == "/say/3"

    @pytest.mark.parametrize(
        ("address", "field"),
        [("/say/1", "topic"), ("/say/3", "feeling"), ("/say/4", "safe_now"), ("/say/5", "permission")],
    )
    def test_a_tampered_choice_is_asked_again(self, browser, say, address, field):
        say()
        response = browser.fill_in(address, **{field: "' OR 1=1"})

        assert response.status_code == 400
        assert response.page.errors == ["Pick one from the list"]

    def test_whether_they_are_safe_must_be_answered(self, browser):
        browser.fill_in("/say/1")
        browser.fill_in("/say/2", words="Hello")

        assert browser.fill_in("/say/4").page.errors == ["Pick the one that fits best"]

    def test_the_page_title_says_there_is_an_error(self, browser):
        browser.fill_in("/say/1")

        assert browser.fill_in("/say/2", words="").page.title == "Error. Step 2 of 6 – Heard"

    def test_letters_that_are_not_utf8(self, browser):
        shown = browser.get("/say/2") if browser.fill_in("/say/1") else None
        token = shown.page.soup.select_one("[name=csrf_token]")["value"]
        body = f"csrf_token={token}&words=hello%FF%FEthere".encode()
        response = browser.post("/say/2", data=body, content_type="application/x-www-form-urlencoded")

        assert response.status_code == 400
        assert "hello" in response.page.field("words")
        assert "could not read" in response.page.errors[0]

    def test_a_body_that_is_far_too_large(self, browser):
        response = browser.post("/say/2", data={"words": "x" * 600_000})

        assert response.status_code == 413

    def test_a_wrong_method(self, browser):
        response = browser.put("/say/2")

        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]

    def test_a_page_that_is_not_there(self, browser):
        assert browser.get("/say/7").status_code == 404

    def test_sending_before_everything_is_answered_goes_to_what_is_missing(self, browser):
        browser.fill_in("/say/1", topic="home")
        assert browser.get("/say/6").location == "/say/2"
        browser.fill_in("/say/2", words="Hello")
        assert browser.get("/say/6").location == "/say/4"


class TestOnce:
    def test_a_double_tap_sends_once_and_ends_at_the_same_words(self, browser, say):
        say()
        shown = browser.get("/say/6")
        browser.send(shown)
        first = browser.get("/say/sent").page.text
        again = browser.send(shown)

        assert how_many(View) == 1
        assert again.location == "/say/sent"
        assert browser.get("/say/sent").page.text == first

    def test_a_form_sent_without_its_token_is_not_sent(self, browser, say):
        say()
        shown = browser.get("/say/6")
        response = browser.post("/say/6", data={"once": shown.page.field("once")})

        assert response.status_code == 400
        assert how_many(View) == 0

    def test_a_form_with_somebody_elses_token_is_not_sent(self, browser, say):
        say()
        browser.send(browser.get("/say/6"), once="made-up")

        assert how_many(View) == 0

    def test_a_restored_tab_after_the_visit_is_over_sends_nothing_again(self, browser, say, clock):
        say()
        shown = browser.get("/say/6")
        browser.send(shown)
        clock.shift(61 * 60)
        again = browser.send(shown)

        assert again.page.heading == "You have sent this"
        assert how_many(View) == 1

    def test_going_back_after_sending_says_it_is_sent(self, browser, send):
        send()

        assert browser.get("/say/2").page.heading == "You have sent this"

    def test_they_can_say_something_else(self, browser, send):
        send("first")
        send("second")

        assert sorted(view.words for view in db.session.scalars(select(View))) == ["first", "second"]

    def test_the_words_are_gone_when_the_visit_is_over(self, browser, send, clock):
        send()
        clock.shift(61 * 60)

        assert browser.get("/say/sent").location == "/"


class TestNotSafe:
    @pytest.mark.parametrize("answer", ["no", "not sure"])
    def test_help_comes_at_once(self, browser, answer):
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words="Hello")
        response = browser.fill_in("/say/4", safe_now=answer)

        assert response.location == "/say/help"
        page = browser.get("/say/help").page
        assert "Let us get you help." in page.heading
        assert "999" in page.text
        assert "0800 1111" in page.text

    def test_nobody_is_alerted_before_they_press_send(self, browser, say):
        say(safe_now="no")

        assert how_many(Alert) == 0

    def test_sending_raises_an_alert_with_its_clock(self, browser, send):
        send(safe_now="not sure")

        (alert,) = db.session.scalars(select(Alert))
        assert alert.acknowledged_at is None
        assert alert.due_at > the_view().sent_at

    def test_being_safe_raises_none(self, send):
        send(safe_now="yes")

        assert how_many(Alert) == 0

    def test_send_it_now_skips_the_rest_and_goes_to_the_team_only(self, browser):
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words="Hello")
        browser.fill_in("/say/4", safe_now="no")
        shown = browser.get("/say/help")
        response = browser.post(
            "/say/help",
            data={
                "csrf_token": shown.page.field("csrf_token"),
                "once": shown.page.field("once"),
                "wants_contact": "yes",
                "how_to_find": "Ask for Jo at Mill Lane <school>",
                "go": "send",
            },
        )

        assert response.location == "/say/sent"
        assert the_view().permission is Permission.TEAM
        (contact,) = db.session.scalars(select(Contact))
        assert contact.wants_contact
        assert contact.how == "Ask for Jo at Mill Lane <school>"

    def test_they_are_asked_once_how_they_can_be_reached(self, browser, say):
        say(safe_now="no")
        first = browser.post(
            "/say/help", data={**fields(browser.get("/say/help")), "wants_contact": "yes", "go": "send"}
        )
        second = browser.post("/say/help", data={**fields(first), "wants_contact": "yes", "go": "send"})

        assert first.page.errors == ["Tell us how to reach you. Or send it as it is: then we cannot find you."]
        assert second.location == "/say/sent"
        assert "you did not tell us how" in browser.get("/say/sent").page.text

    def test_they_are_told_by_when_somebody_sees_it(self, browser, send):
        send(safe_now="no")

        assert "By 11.00am on Tuesday 17 November" in browser.get("/say/sent").page.text

    def test_help_and_the_last_page_send_the_same_view_once(self, browser, say):
        say(safe_now="no")
        help_page, last_page = browser.get("/say/help"), browser.get("/say/6")
        browser.post("/say/help", data={**fields(help_page), "go": "send"})
        browser.send(last_page)

        assert how_many(View) == 1

    def test_the_next_step_keeps_how_to_find_them(self, browser, say):
        say(safe_now="no")
        help_page = browser.get("/say/help")
        browser.post("/say/help", data={**fields(help_page), "how_to_find": "At school", "go": "next"})

        assert browser.get("/say/help").page.field("how_to_find") == "At school"


def fields(shown) -> dict[str, str]:
    return {name: shown.page.field(name) for name in ("csrf_token", "once")}


class TestYoungAdvisor:
    @pytest.fixture
    def amara(self) -> Person:
        return PersonFactory(name="Amara", role=Role.YOUNG_ADVISOR)

    @pytest.fixture
    def amara_browser(self, another_browser, amara):
        return another_browser.sign_in(amara)

    def test_the_view_carries_their_name_when_they_choose_so(self, amara_browser, amara, send):
        send(at=amara_browser, with_name="yes")

        assert the_view().advisor_id == amara.id

    def test_the_view_carries_no_name_when_they_choose_so(self, amara_browser, send):
        send(at=amara_browser, with_name="no")

        assert the_view().advisor_id is None

    def test_they_must_choose_each_time(self, amara_browser, say):
        assert say(at=amara_browser).page.errors == ["Pick yes or no"]

    def test_the_check_page_says_whether_their_name_is_with_it(self, amara_browser, say):
        say(at=amara_browser, with_name="yes")

        assert "Amara" in amara_browser.get("/say/6").page.text

    def test_nobody_else_is_asked_about_a_name(self, browser, say):
        say()

        assert browser.get("/say/5").page.soup.select("[name=with_name]") == []


class TestWhatTheySawIsWhatIsSent:
    def test_a_change_in_another_tab_is_shown_before_it_is_sent(self, browser, say):
        say("first")
        shown = browser.get("/say/6")
        browser.fill_in("/say/2", words="second")
        after = browser.send(shown, follow_redirects=True).page

        assert how_many(View) == 0
        assert after.said == ["second"]
        assert "It is not sent yet." in after.text

    def test_how_to_find_them_is_shown_before_it_is_sent(self, browser, say):
        say(safe_now="no")
        browser.fill_in("/say/help", how_to_find="Ask for Jo", wants_contact="yes")

        assert "Ask for Jo" in browser.get("/say/6").page.text

    @pytest.mark.parametrize("change", [("/say/4", {"safe_now": "yes"}), ("/say/help", {"wants_contact": "no"})])
    def test_how_to_find_them_is_not_sent_when_they_changed_their_mind(self, browser, say, change):
        say(safe_now="no")
        browser.fill_in("/say/help", how_to_find="Ask for Jo", wants_contact="yes")
        address, answer = change
        browser.fill_in(address, **answer)
        page = browser.get("/say/6").page
        browser.fill_in("/say/6")

        assert "Ask for Jo" not in page.text
        assert how_many(View) == 1
        assert how_many(Contact) == 0

    def test_a_name_that_would_be_lost_is_said_first(self, another_browser, say):
        another_browser.sign_in(PersonFactory(name="Amara", role=Role.YOUNG_ADVISOR))
        say(at=another_browser, with_name="yes")
        shown = another_browser.get("/say/6")
        for row in another_browser.sign_ins():
            db.session.delete(row)
        db.session.commit()
        response = another_browser.send(shown)

        assert response.location == "/say/6"
        assert "You are not signed in any more" in another_browser.get("/say/6").page.text
        assert another_browser.fill_in("/say/6").location == "/say/sent"


class TestNeverA500:
    @pytest.mark.parametrize("body", ["[1]", "5", '{"words": 5}', "null", ""])
    @pytest.mark.parametrize("address", ["/say/1", "/say/2", "/answer", "/sign-in"])
    def test_json_in_the_place_of_a_form(self, browser, address, body):
        response = browser.post(address, data=body, content_type="application/json")

        assert response.status_code == (415 if body else 400)

    def test_a_file_in_the_place_of_words(self, browser):
        browser.fill_in("/say/1")
        token = browser.get("/say/2").page.field("csrf_token")
        response = browser.post("/say/2", data={"csrf_token": token, "words": (io.BytesIO(b"x"), "x.txt")})

        assert response.status_code == 415

    @pytest.mark.parametrize("blank", [" ", "\t", "\n", "\x00"])
    @pytest.mark.parametrize(("address", "field"), [("/say/1", "topic"), ("/say/3", "feeling"), ("/say/5", "area")])
    def test_a_choice_of_nothing_but_space(self, browser, say, address, field, blank):
        say()
        browser.fill_in(address, **{field: blank})

        assert browser.get("/say/6").status_code == 200

    def test_asking_about_a_page_does_not_leave_it(self, browser, say):
        say()
        browser.head("/exit")

        assert browser.get("/say/2").page.field("words") == WORDS


def test_what_ran_out_is_deleted_when_anybody_writes(browser, another_browser, say, clock):
    say()
    say(at=another_browser)
    clock.shift(62 * 60)
    browser.fill_in("/say/1", topic="home")

    assert how_many(Visit) == 1


def test_a_visit_does_not_tell_the_second_at_which_something_was_sent(send, clock):
    clock.shift(17)
    send()

    moments = [row.expires_at for row in db.session.scalars(select(Visit))]
    sent_note = db.session.scalars(select(Visit).order_by(Visit.expires_at.desc())).first()
    assert sent_note is not None
    assert all(moment.second == moment.microsecond == 0 for moment in (*moments, sent_note.created_at))


def test_one_browsers_rows_cannot_be_matched_by_what_stands_in_them(app):
    secret = CookieSecret("one secret", app.session_interface.server_key)
    made = [
        secret.visit_mark,
        secret.visit_key,
        secret.sign_in_mark,
        secret.wrong_tries_mark,
        secret.sending_mark,
        secret.mark_of_sending("one thing"),
        secret.mark_of_sending("another"),
        secret.form_token.encode(),
    ]

    assert len(set(made)) == len(made)
