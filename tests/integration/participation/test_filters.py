"""Those who work in the inbox choose what they see, each choice with how many there are."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.extensions import db
from app.models import View, utc_now
from app.models.codes import AgeGroup, Topic, ViewStatus
from app.services.inbox import counting
from tests.counted import add_views
from tests.factories import AlertFactory, ViewFactory
from tests.integration.inbox_list import in_the_inbox
from tests.participation_factories import ThemeFactory, ViewThemeFactory

NOW_IS_TUESDAY = {
    "late": timedelta(hours=-1),
    "today": timedelta(hours=5),
    "week": timedelta(days=5),  # Sunday
    "later": timedelta(days=6),
}


def due_in(amount: timedelta, **more) -> View:
    return ViewFactory(read_due_at=utc_now() + amount, answer_due_at=utc_now() + timedelta(days=30), **more)


def number_of(page, choice: str) -> str:
    """How many stand beside a choice, in the links or in the form."""
    words = [" ".join(part.get_text().split()) for part in page.soup.select("main .pick a, main option")]
    (found,) = [re.fullmatch(rf"{choice} \((.*)\)", text)[1] for text in words if text.startswith(f"{choice} (")]
    return found


def shown(page) -> int:
    return len(page.soup.select(".rows h2 a"))


class TestClock:
    @pytest.mark.parametrize("due", NOW_IS_TUESDAY)
    def test_each_is_due_at_one_of_four_times(self, sams_browser, due):
        views = {name: due_in(amount).id for name, amount in NOW_IS_TUESDAY.items()}
        page = sams_browser.get(f"/inbox/?due={due}").page

        assert page.soup.select_one(".rows h2 a")["href"].startswith(f"/inbox/{views[due]}?")
        assert shown(page) == 1

    def test_every_moment_belongs_to_exactly_one_of_them(self):
        for minutes in range(-60, 60 * 24 * 8, 173):
            due_in(timedelta(minutes=minutes))
        everything = [in_the_inbox(due=due) for due in counting.Due]

        assert sum(map(len, everything)) <= 100
        assert len({view for views in everything for view in views}) == sum(map(len, everything))

    def test_what_is_due_now_is_not_late(self, still_clock):
        view = due_in(timedelta(0))

        assert in_the_inbox(due=counting.Due.LATE) == []
        assert in_the_inbox(due=counting.Due.TODAY) == [view.id]

    def test_what_is_done_has_no_clock(self, sams_browser):
        ViewFactory(answered=True)
        page = sams_browser.get("/inbox/?state=answered&due=late").page

        assert shown(page) == 1
        assert page.soup.select("#due") == []


class TestState:
    @pytest.fixture
    def views(self, sam) -> dict[str, View]:
        return {
            "waiting": ViewFactory(topic=Topic.HOME),
            "answered": ViewFactory(topic=Topic.SCHOOL, answered=True),
            "not-genuine": ViewFactory(
                topic=Topic.ONLINE, status=ViewStatus.NOT_GENUINE, not_genuine_reason="A joke", read_at=utc_now()
            ),
            "kept": ViewFactory(topic=Topic.FRIENDS, taken_back_at=utc_now()),
            "mine": ViewFactory(topic=Topic.HELPERS, handler_id=sam.id),
        }

    @pytest.mark.parametrize(
        ("state", "topics"),
        [
            ("waiting", {"Home", "Friends", "People who help me"}),
            ("answered", {"School"}),
            ("not-genuine", {"Being online"}),
            ("kept", {"Friends"}),
            ("mine", {"People who help me"}),
        ],
    )
    def test_each_state_shows_its_own(self, sams_browser, views, state, topics):
        page = sams_browser.get(f"/inbox/?state={state}").page

        assert {link.get_text() for link in page.soup.select(".rows h2 a")} == topics

    def test_each_says_how_many_there_are(self, sams_browser, views):
        page = sams_browser.get("/inbox/").page
        choices = ("Waiting", "Answered", "Not genuine", "Taken back and kept", "Handed to me")

        assert [number_of(page, choice) for choice in choices] == ["3", "1", "1", "1", "1"]

    def test_what_is_handed_to_somebody_else_is_not_mine(self, leads_browser, views):
        assert "Nothing is handed to you." in leads_browser.get("/inbox/?state=mine").page.text

    def test_what_was_taken_back_and_cleared_is_nowhere(self, sams_browser):
        ViewFactory(
            status=ViewStatus.TAKEN_BACK, taken_back_at=utc_now(), cleared_at=utc_now(), words=None, read_at=utc_now()
        )

        for state in ("waiting", "answered", "not-genuine", "kept", "mine"):
            assert shown(sams_browser.get(f"/inbox/?state={state}").page) == 0


class TestTopicThemeAge:
    def test_by_topic(self, sams_browser):
        ViewFactory(topic=Topic.HOME)
        ViewFactory(topic=Topic.SCHOOL)
        ViewFactory(topic=None)

        page = sams_browser.get("/inbox/?topic=home").page
        assert shown(page) == 1
        assert [number_of(page, choice) for choice in ("Home", "School", "No topic", "Friends")] == ["1", "1", "1", "0"]
        assert shown(sams_browser.get("/inbox/?topic=none").page) == 1

    def test_by_age(self, sams_browser):
        ViewFactory(age_group=AgeGroup.AGE_8_TO_10)
        ViewFactory(age_group=None)

        page = sams_browser.get("/inbox/?age=8+to+10").page
        assert shown(page) == 1
        assert number_of(page, "Age not said") == "1"
        assert shown(sams_browser.get("/inbox/?age=none").page) == 1

    def test_by_theme_with_the_name_that_staff_gave_it(self, sams_browser):
        theme = ThemeFactory(name="seeing brothers <and> sisters")
        ViewThemeFactory(theme=theme, view=ViewFactory())
        ViewThemeFactory(theme=theme, view=ViewFactory(answered=True))
        ViewFactory()

        page = sams_browser.get(f"/inbox/?theme={theme.id}").page
        assert shown(page) == 1
        assert number_of(page, "Seeing brothers <and> sisters") == "1"

    def test_a_theme_that_is_retired_cannot_be_chosen(self, sams_browser):
        ThemeFactory(name="old", is_active=False)

        assert sams_browser.get("/inbox/").page.soup.select("#theme") == []


class TestTogether:
    def test_filters_narrow_each_other_and_so_do_their_numbers(self, sams_browser):
        due_in(NOW_IS_TUESDAY["late"], topic=Topic.HOME, age_group=AgeGroup.AGE_8_TO_10)
        due_in(NOW_IS_TUESDAY["late"], topic=Topic.SCHOOL)
        due_in(NOW_IS_TUESDAY["later"], topic=Topic.HOME)

        page = sams_browser.get("/inbox/?topic=home&due=late").page
        assert shown(page) == 1
        assert number_of(page, "Late") == "1"  # of those about home
        assert number_of(page, "School") == "1"  # of those that are late
        assert number_of(page, "Age not said") == "0"  # of those about home that are late

    def test_they_are_chosen_with_a_form_that_keeps_the_state(self, sams_browser):
        ViewFactory(answered=True, topic=Topic.HOME)
        form = sams_browser.get("/inbox/?state=answered&topic=home").page.soup.select_one("form.filter")

        assert form["method"] == "get"
        assert form.select_one("[name=state]")["value"] == "answered"
        assert form.select_one("#topic option[selected]")["value"] == "home"

    def test_they_stay_on_the_next_page(self, sams_browser):
        ViewFactory.create_batch(26, topic=Topic.HOME)
        ViewFactory.create_batch(3, topic=Topic.SCHOOL)
        first = sams_browser.get("/inbox/?topic=home").page

        assert shown(sams_browser.get(first.link("Next page")).page) == 1

    def test_they_are_cleared_with_one_link(self, sams_browser):
        page = sams_browser.get("/inbox/?state=answered&topic=home&age=none&new=yes").page

        assert "Nothing matches these filters." in page.text
        assert page.link("Clear filters") == "/inbox/?state=answered"

    def test_without_filters_there_is_nothing_to_clear(self, sams_browser):
        assert "Clear filters" not in sams_browser.get("/inbox/?state=answered").page.text

    @pytest.mark.parametrize("name", ["state", "due", "topic", "theme", "age", "new"])
    @pytest.mark.parametrize("value", ["", "x", "<script>", "\x00", "9" * 5_000, "%F0%9F%98%80"])
    def test_a_choice_that_is_none_is_left_out(self, sams_browser, name, value):
        ViewFactory()
        page = sams_browser.get("/inbox/", query_string={name: value}).page

        assert shown(page) == 1

    def test_an_unsafe_view_comes_first_whatever_is_asked_for(self, sams_browser):
        due_in(NOW_IS_TUESDAY["late"], topic=Topic.HOME)
        AlertFactory(view__topic=Topic.HOME, view__read_due_at=utc_now() - timedelta(minutes=1))
        page = sams_browser.get("/inbox/?topic=home&due=late").page

        assert "Safe now" in page.soup.select_one(".rows > li").get_text()

    def test_no_address_holds_a_word_of_theirs(self, sams_browser):
        ViewFactory(words="wonderland")
        page = sams_browser.get("/inbox/?topic=family")

        assert "wonderland" not in page.text


@pytest.mark.parametrize(("number", "said"), [(200, "200"), (201, "200+")])
def test_more_than_200_are_not_counted(sams_browser, number, said):
    add_views(number, topic=Topic.HOME)
    db.session.execute(update(View).values(place=2))
    db.session.commit()
    page = sams_browser.get("/inbox/").page

    assert number_of(page, "Home") == said
    assert number_of(page, "Waiting") == said
    assert ("More than 200 views" if number > 200 else "200 views") in page.text
