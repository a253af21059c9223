"""The same questions in pictures, one tap each."""

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, Contact, View
from app.models.codes import Feeling, Permission, SafeNow, Topic
from app.young_people.forms.choices import FEELINGS, PERMISSIONS, SAFE, TOPICS
from tests.factories import PersonFactory

CHANGE = {"It is about": 1, "You feel": 2, "Safe now": 3, "Your words": 4, "Who can read it": 5}


@pytest.fixture
def tap(browser):
    """Answer with pictures, as far as the last page before sending."""

    def go(*, topic="home", feeling="not good", safe_now="yes", words="", permission="team"):
        browser.fill_in("/say/pictures/1", topic=topic)
        browser.fill_in("/say/pictures/2", feeling=feeling)
        browser.fill_in("/say/pictures/3", safe_now=safe_now)
        browser.fill_in("/say/pictures/4", words=words)
        return browser.fill_in("/say/pictures/5", permission=permission)

    return go


def the_view() -> View:
    return db.session.scalars(select(View)).one()


@pytest.mark.parametrize(
    ("number", "answers", "labels"),
    [
        (1, {"topic": "school"}, TOPICS),
        (2, {"feeling": "good"}, FEELINGS),
        (3, {"safe_now": "yes"}, SAFE),
        (5, {"permission": "board"}, PERMISSIONS),
    ],
)
def test_each_picture_has_its_words_and_one_tap_on_it_goes_on(browser, tap, number, answers, labels):
    tap()
    buttons = browser.get(f"/say/pictures/{number}").page.soup.select("button.pic")

    assert [(button["value"], button.span.contents[0]) for button in buttons] == [
        (value, str(label)) for value, label in labels.items()
    ]
    assert all(button.svg["aria-hidden"] == "true" for button in buttons)
    assert browser.fill_in(f"/say/pictures/{number}", **answers).location == "/say/6"


@pytest.mark.parametrize("number", [1, 3, 5])
def test_each_picture_is_drawn_on_its_page(browser, tap, number):
    tap()
    page = browser.get(f"/say/pictures/{number}").page

    assert {f"#{symbol['id']}" for symbol in page.soup.select("symbol")} == {
        used["href"] for used in page.soup.select("use")
    }


def test_one_question_follows_the_other(browser):
    assert browser.fill_in("/say/pictures/1", topic="home").location == "/say/pictures/2"
    assert browser.fill_in("/say/pictures/2", feeling="good").location == "/say/pictures/3"
    assert browser.fill_in("/say/pictures/3", safe_now="yes").location == "/say/pictures/4"
    assert browser.fill_in("/say/pictures/4").location == "/say/pictures/5"
    assert browser.fill_in("/say/pictures/5", permission="team").location == "/say/6"


def test_pictures_alone_are_sent_and_give_four_words(browser, tap):
    tap(topic="family", feeling="mixed", permission="everyone")
    page = browser.fill_in("/say/6", follow_redirects=True).page

    view = the_view()
    assert view.is_by_pictures
    assert view.words is None
    assert (view.topic, view.feeling, view.permission) == (Topic.FAMILY, Feeling.MIXED, Permission.EVERYONE)
    assert len(page.soup.select("ol.words li")) == 4


def test_words_can_be_added(browser, tap):
    tap(words="  and my nan <3 ")
    browser.fill_in("/say/6")

    assert the_view().words == "  and my nan <3 "
    assert the_view().is_by_pictures


def test_nothing_but_space_is_no_words(browser, tap):
    tap(words=" \n ")
    browser.fill_in("/say/6")

    assert the_view().words is None


def test_who_writes_is_not_said_to_have_picked_pictures(send):
    send()

    assert not the_view().is_by_pictures


def test_the_check_page_shows_their_pictures_and_leads_back_to_each(browser, tap):
    tap(topic="a meeting about me", safe_now="not sure", permission="board")
    page = browser.get("/say/6").page

    assert [used["href"] for used in page.soup.select("dl use")] == [
        "#pic-a-meeting-about-me",
        "#pic-not-sure",
        "#pic-board",
    ]
    assert len(page.soup.select("dl svg.mood")) == 4
    for question, number in CHANGE.items():
        assert page.link(f"Change: {question}") == f"/say/pictures/{number}"


def test_the_picture_they_tapped_is_marked_when_they_come_back(browser, tap):
    tap(topic="school")

    (marked,) = browser.get("/say/pictures/1").page.soup.select("[aria-current=true]")
    assert marked["value"] == "school"


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_no_tap_and_a_tampered_one_are_asked_again(browser, tap, number):
    tap()
    (name,) = {button["name"] for button in browser.get(f"/say/pictures/{number}").page.soup.select("button.pic")}

    assert browser.fill_in(f"/say/pictures/{number}").status_code == 400
    assert browser.fill_in(f"/say/pictures/{number}", **{name: "' OR 1=1"}).page.errors == ["Pick one from the list"]


class TestNotSafe:
    @pytest.mark.parametrize("answer", ["no", "not sure"])
    def test_help_comes_at_once(self, browser, answer):
        browser.fill_in("/say/pictures/1", topic="home")

        assert browser.fill_in("/say/pictures/3", safe_now=answer).location == "/say/help"
        page = browser.get("/say/help").page
        assert "Let us get you help." in page.heading
        assert page.link("Back") == "/say/pictures/3"

    def test_they_go_on_with_pictures(self, browser):
        browser.fill_in("/say/pictures/1", topic="home")
        browser.fill_in("/say/pictures/3", safe_now="no")

        assert browser.fill_in("/say/help", go="next").location == "/say/pictures/4"

    def test_one_tap_is_enough_to_be_sent_at_once(self, browser):
        """Whoever taps only "No, I am not safe" and "Send it now" is heard."""
        browser.fill_in("/say/with", helped_by="nobody")
        browser.fill_in("/say/pictures/3", safe_now="no")
        response = browser.fill_in("/say/help", how_to_find="Ask for Jo", wants_contact="yes", go="send")

        assert response.location == "/say/sent"
        view = the_view()
        assert (view.safe_now, view.words, view.topic, view.feeling) == (SafeNow.NO, None, None, None)
        assert db.session.scalar(select(func.count()).select_from(Alert)) == 1
        assert db.session.scalars(select(Contact)).one().how == "Ask for Jo"


class TestBothWays:
    def test_links_lead_from_one_to_the_other(self, browser):
        assert browser.get("/before-you-start").page.link("I like pictures better") == "/say/pictures/1"
        assert browser.get("/say/1").page.link("I like pictures better") == "/say/pictures/1"
        assert browser.get("/say/pictures/1").page.link("I want to write") == "/say/1"
        browser.fill_in("/say/pictures/1", topic="home")
        assert browser.get("/say/pictures/2").page.link("I want to write") == "/say/2"

    def test_what_they_wrote_is_still_there_with_pictures(self, browser, say):
        say("my own words")
        browser.fill_in("/say/pictures/1", topic="school")

        assert browser.get("/say/pictures/4").page.field("words") == "my own words"
        assert browser.get("/say/6").page.said == ["my own words"]

    def test_whoever_goes_over_to_writing_is_asked_for_words(self, browser, tap):
        tap()
        browser.fill_in("/say/3", feeling="good")

        assert browser.get("/say/6").location == "/say/2"

    def test_telling_us_their_age_changes_nothing_else(self, browser, tap):
        tap()
        browser.fill_in("/say/5", age_group="8 to 10")
        browser.fill_in("/say/6")

        assert the_view().is_by_pictures
        assert the_view().age_group == "8 to 10"


class TestMissing:
    def test_there_is_nothing_to_go_on_without_the_first(self, browser):
        for number in (2, 3, 4, 5):
            response = browser.get(f"/say/pictures/{number}")
            assert response.location == "/"
            assert "Set-Cookie" not in response.headers

    def test_whether_they_are_safe_is_asked(self, browser):
        browser.fill_in("/say/pictures/1", topic="home")

        assert browser.get("/say/6").location == "/say/pictures/3"

    def test_saying_only_that_they_are_safe_says_nothing(self, browser):
        browser.fill_in("/say/with", helped_by="nobody")
        browser.fill_in("/say/pictures/3", safe_now="yes")

        assert browser.get("/say/6").location == "/say/pictures/1"


def test_whoever_reads_it_sees_that_it_was_said_in_pictures(browser, another_browser, tap):
    tap()
    browser.fill_in("/say/6")
    page = another_browser.sign_in(PersonFactory()).get(f"/inbox/{the_view().id}").page

    assert "They picked pictures, and wrote no words." in page.text
    assert "With pictures" in page.text


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_each_page_is_small(browser, tap, number):
    tap()

    assert len(browser.get(f"/say/pictures/{number}", headers={"Accept-Encoding": "br"}).data) <= 5_000
