"""What the board and everybody read of quotes: the words and a quarter, and nothing by which to find who said it."""

from datetime import UTC, datetime

import pytest

from app.models import Role, View
from app.models.codes import AgeGroup, Permission, QuoteState, Topic
from app.services import quotes_shown
from tests.factories import PersonFactory, ViewFactory
from tests.participation_factories import QuoteFactory

WAITING = {"state": QuoteState.PROPOSED}


def texts(shown) -> set[str]:
    return {quote.text for quote in shown[0]}


@pytest.fixture
def one_of_each():
    QuoteFactory(text="waits", permission=Permission.EVERYONE)
    QuoteFactory(text="refused", everyone=True, state=QuoteState.REFUSED)
    QuoteFactory(text="withdrawn", everyone=True, state=QuoteState.WITHDRAWN, withdrawn_at=datetime.now(UTC))
    QuoteFactory(text="for the board", approved=True)
    QuoteFactory(text="for everyone", everyone=True)


def test_the_board_reads_what_is_approved_for_it_or_for_everyone(one_of_each):
    assert texts(quotes_shown.shown_to_board()) == {"for the board", "for everyone"}


def test_everybody_reads_only_what_is_approved_for_everyone(one_of_each):
    assert texts(quotes_shown.shown_to_everybody()) == {"for everyone"}


def test_a_quote_for_everyone_is_not_shown_when_they_allowed_only_the_board():
    QuoteFactory(view=ViewFactory(permission=Permission.BOARD), everyone=True)

    assert texts(quotes_shown.shown_to_everybody()) == set()
    assert len(quotes_shown.shown_to_board()[0]) == 1


def test_the_newest_quarter_is_first_and_its_order_is_not_that_of_time():
    ids = [QuoteFactory(approved=True, decided_at=datetime(2026, 11, day, tzinfo=UTC)).id for day in range(1, 9)]
    old = QuoteFactory(approved=True, decided_at=datetime(2026, 9, 30, 12, tzinfo=UTC), text="old")
    shown, _ = quotes_shown.shown_to_board()

    assert shown[-1].text == old.text
    assert [quote.quarter.number for quote in shown] == [4] * 8 + [3]
    assert ids  # by their ids, which are made by chance
    by_id = sorted(ids)
    assert quotes_shown.shown_to_board(many=1)[0][0].text == quotes_shown.texts_of([by_id[0]])[by_id[0]]


def test_the_quarter_begins_at_midnight_in_london():
    QuoteFactory(approved=True, decided_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))

    assert quotes_shown.shown_to_board()[0][0].quarter.number == 3


def test_pages_hold_each_quote_once():
    for number in range(5):
        QuoteFactory(approved=True, text=str(number))
    pages = [quotes_shown.shown_to_board(page=page, many=2) for page in (1, 2, 3, 4)]

    assert [more for _, more in pages] == [True, True, False, False]
    assert sorted(quote.text for found, _ in pages for quote in found) == ["0", "1", "2", "3", "4"]


def test_only_what_is_on_the_page_is_decrypted(count_queries):
    for _ in range(6):
        QuoteFactory(approved=True)
    with count_queries() as queries:
        quotes_shown.shown_to_board(many=3)

    assert len(queries) == 2


class TestThePages:
    @pytest.fixture
    def view(self) -> View:
        return ViewFactory(
            permission=Permission.EVERYONE,
            topic=Topic.ONLINE,
            age_group=AgeGroup.AGE_8_TO_10,
            area="Rutland",
            sent_at=datetime(2026, 8, 19, 12, tzinfo=UTC),
        )

    @pytest.mark.parametrize("address", ["/you-said", "/you-said/words", "/board/", "/board/words"])
    def test_no_page_says_who_when_where_or_about_what(self, browser, view, address):
        quote = QuoteFactory(view=view, everyone=True, decided_at=datetime(2026, 11, 3, tzinfo=UTC))
        browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))
        page = browser.get(address).page

        assert quote.text in page.said
        for told in (str(view.id), str(quote.id), "8 to 10", "Rutland", "online", "August", "3 November"):
            assert told not in str(page.soup.select_one("main")), told

    def test_the_board_is_told_the_quarter_and_everybody_is_told_no_day_at_all(self, browser, view):
        QuoteFactory(view=view, everyone=True)
        assert "2026" not in browser.get("/you-said/words").page.text
        browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))

        assert "Approved in October to December 2026" in browser.get("/board/words").page.text

    @pytest.mark.parametrize("address", ["/you-said", "/you-said/words"])
    def test_nothing_keeps_a_copy(self, browser, address):
        QuoteFactory(everyone=True)
        headers = browser.get(address).headers

        assert headers["Cache-Control"] == "no-store"
        assert "ETag" not in headers
        assert "Last-Modified" not in headers

    def test_their_words_stand_in_their_own_direction_and_no_browser_translates_them(self, browser):
        QuoteFactory(everyone=True, text="أريد أن أرى أخي <b>أكثر</b>")
        said = browser.get("/you-said").page.soup.select_one(".said")

        assert (said["dir"], said["translate"]) == ("auto", "no")
        assert said.get_text() == "أريد أن أرى أخي <b>أكثر</b>"

    def test_a_few_stand_with_what_we_did_and_the_rest_a_link_away(self, browser):
        for number in range(4):
            QuoteFactory(everyone=True, text=f"quote {number}")
        page = browser.get("/you-said").page

        assert len(page.said) == 3
        assert len(browser.get(page.link("Read more of what young people say")).page.said) == 4

    def test_before_there_is_one_nothing_is_said_of_it(self, browser):
        assert "What young people say" not in browser.get("/you-said").page.text
        assert "There is nothing to read here yet." in browser.get("/you-said/words").page.text

    def test_a_board_member_reads_no_view_by_way_of_a_quote(self, browser):
        quote = QuoteFactory(everyone=True)
        browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))

        assert browser.get(f"/inbox/quotes/{quote.id}").status_code == 403
        assert browser.get("/board/words").page.soup.select(f"[href*='{quote.view_id}']") == []
