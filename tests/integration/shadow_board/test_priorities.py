"""Members put themes in order, with buttons; what comes of it is shown when the quarter is over."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import PriorityRanking, Role, utc_now
from app.models.codes import CommitmentSource
from app.services import ranking
from app.services.clocks import Quarter, london_day
from app.services.errors import RuleBroken
from tests.factories import CommitmentFactory, PersonFactory
from tests.member_factories import make_member, rank
from tests.page import words
from tests.participation_factories import ThemeFactory

PRIORITIES = "/shadow-board/priorities"
SUMMER, NOW = "2026-3", Quarter(2026, 4)


@pytest.fixture
def zee(browser):
    member = make_member(name="Zee")
    browser.sign_in(member)
    return member


@pytest.fixture
def themes(database):
    return [ThemeFactory(name=name) for name in ("Buses", "Meetings", "Workers")]


def press(browser, words_, theme):
    shown = browser.get(PRIORITIES)
    return browser.send(shown, press=f"{words_} {theme.id}", follow_redirects=True)


def own_list(page):
    return [words(item.h3) for item in page.soup.select("ol.cards > li")]


class TestOneOrder:
    def test_each_button_saves_the_whole_of_it(self, browser, zee, themes):
        buses, meetings, workers = themes
        for theme in (buses, meetings, workers):
            press(browser, "in", theme)
        press(browser, "up", workers)
        press(browser, "down", buses)
        page = press(browser, "out", meetings).page

        assert own_list(page) == ["1. Workers", "2. Buses"]
        assert ranking.own_order(zee, NOW) == [workers.id, buses.id]

    def test_the_same_button_pressed_twice_moves_once(self, browser, zee, themes):
        for theme in themes:
            press(browser, "in", theme)
        shown = browser.get(PRIORITIES)
        for _ in range(2):
            browser.send(shown, press=f"up {themes[2].id}")

        assert ranking.own_order(zee, NOW) == [themes[0].id, themes[2].id, themes[1].id]

    def test_it_says_where_the_theme_is_now(self, browser, zee, themes):
        assert "Saved. Buses is number 1 now." in press(browser, "in", themes[0]).page.text

    @pytest.mark.parametrize("pressed", ["up nothing", "sideways {}", "", "in 00000000-0000-4000-8000-000000000000"])
    def test_what_no_page_sends_changes_nothing(self, browser, zee, themes, pressed):
        response = browser.send(browser.get(PRIORITIES), press=pressed.format(themes[0].id))

        assert response.status_code == 400
        assert db.session.scalars(select(PriorityRanking)).all() == []

    def test_nobody_sees_the_order_of_another(self, app, browser, zee, themes):
        press(browser, "in", themes[1])
        other = app.test_client().sign_in(make_member())

        assert own_list(other.get(PRIORITIES).page) == []


class TestTheResult:
    def result(self):
        return ranking.result_of(Quarter(2026, 3), today=london_day(utc_now()))

    def ranked_by(self, many, *order):
        for _ in range(many):
            rank(SUMMER, make_member(), *order)

    def test_it_is_of_a_quarter_that_is_over(self, browser, zee, themes):
        self.ranked_by(3, themes[1], themes[0])

        page = browser.get(PRIORITIES).page
        assert "July to September 2026 Number 1 Meetings" in page.text

    def test_before_that_nobody_learns_the_count_so_far(self, zee):
        with pytest.raises(RuleBroken, match="not over"):
            ranking.result_of(NOW, today=NOW.last_day)

    def test_of_two_orders_nothing_is_shown(self, app, browser, zee, themes):
        self.ranked_by(2, themes[0])
        rank(SUMMER, make_member())  # took everything out again
        board = app.test_client().sign_in(PersonFactory(role=Role.BOARD_MEMBER))

        assert "Fewer than 3 members put themes in order" in browser.get(PRIORITIES).page.text
        assert "Fewer than 3 members put themes in order" in board.get("/board/priorities").page.text
        assert self.result().placed == []

    def test_themes_that_share_a_place_are_shown_as_such(self, browser, zee, themes):
        self.ranked_by(2, themes[0], themes[1], themes[2])
        self.ranked_by(2, themes[1], themes[0], themes[2])

        assert [(one.theme.name, one.place, one.is_shared) for one in self.result().placed] == [
            ("Buses", 1, True),
            ("Meetings", 1, True),
            ("Workers", 3, False),
        ]

    def test_a_theme_that_was_retired_since_keeps_its_place(self, browser, zee, themes):
        self.ranked_by(3, themes[0])
        themes[0].is_active = False
        db.session.commit()

        assert [one.theme.name for one in self.result().placed] == ["Buses"]

    def test_the_board_says_what_it_did_about_it_with_its_promises(self, app, browser, zee, themes):
        self.ranked_by(3, *themes)
        because_of_it = {"comes_from": CommitmentSource.THEME, "theme_id": themes[0].id}
        CommitmentFactory(title="Free buses", **because_of_it)
        CommitmentFactory(title="Not published", published_at=None, **because_of_it)
        board = app.test_client().sign_in(PersonFactory(role=Role.BOARD_MEMBER))
        board.fill_in(f"/board/priorities/{SUMMER}/{themes[0].id}", text="We asked the bus company.")

        page = browser.get(PRIORITIES).page
        assert "We asked the bus company. Free buses" in page.text
        assert "Not published" not in page.text

    def test_of_what_did_not_come_first_there_is_no_page(self, app, themes):
        themes.append(ThemeFactory(name="Food"))
        self.ranked_by(3, *themes)
        board = app.test_client().sign_in(PersonFactory(role=Role.BOARD_MEMBER))

        assert board.get(f"/board/priorities/{SUMMER}/{themes[3].id}").status_code == 404
        assert board.get(f"/board/priorities/2026-4/{themes[0].id}").status_code == 404
