"""What is new since somebody last looked, and from one view to the next in the list it was opened from."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, View, utc_now
from app.models.codes import Topic
from app.services import returning
from tests.factories import AlertFactory, ViewFactory

MINUTES, HOURS = 60, 60 * 60


def sent(days_ago: int, **more) -> View:
    return ViewFactory(sent_at=utc_now() - timedelta(days=days_ago), **more)


def new_ones(page) -> list[str]:
    return [row.select_one("h2").get_text() for row in page.soup.select(".rows > li") if "New" in row.get_text()]


class TestNew:
    @pytest.fixture
    def looked(self, sams_browser, sam, clock):
        """Sam looked, went away for two hours, and comes back."""
        ViewFactory(topic=Topic.HOME)
        sams_browser.get("/inbox/")
        clock.shift(2 * HOURS)
        sams_browser.sign_in(sam)
        return sams_browser

    def test_to_somebody_who_has_never_looked_nothing_is_new(self, sams_browser):
        ViewFactory()

        assert new_ones(sams_browser.get("/inbox/").page) == []

    def test_what_came_meanwhile_is_new(self, looked):
        ViewFactory(topic=Topic.SCHOOL)

        assert new_ones(looked.get("/inbox/").page) == ["School"]

    def test_loading_the_page_again_wipes_no_mark(self, looked, clock):
        ViewFactory(topic=Topic.SCHOOL)
        for _ in range(4):
            assert new_ones(looked.get("/inbox/").page) == ["School"]
            clock.shift(20 * MINUTES)

    def test_the_next_look_wipes_it(self, looked, sam, clock):
        ViewFactory(topic=Topic.SCHOOL)
        looked.get("/inbox/")
        clock.shift(2 * HOURS)

        assert new_ones(looked.sign_in(sam).get("/inbox/").page) == []

    def test_what_they_wrote_again_is_new(self, looked):
        view = db.session.scalars(select(View)).one()
        returning.add_more(returning.get_view(str(view.id), for_change=True), words="And my dog.", once="x" * 43)
        db.session.commit()

        assert "New: they wrote again" in looked.get("/inbox/").page.text

    def test_what_is_new_can_be_shown_alone_and_says_since_when(self, looked):
        ViewFactory(topic=Topic.SCHOOL)
        page = looked.get("/inbox/").page
        assert "(Tuesday 17 November, 10.00am)" in page.text
        page = looked.get(page.link("1 new since you last looked")).page

        assert [link.get_text() for link in page.soup.select(".rows h2 a")] == ["School"]

    def test_what_somebody_else_looked_at_is_still_new_to_me(self, looked, leads_browser):
        ViewFactory(topic=Topic.SCHOOL)
        leads_browser.get("/inbox/")

        assert new_ones(looked.get("/inbox/").page) == ["School"]

    def test_asking_about_the_inbox_is_not_looking(self, sams_browser):
        assert sams_browser.head("/inbox/").status_code == 405


class TestNextAndPrevious:
    @pytest.fixture
    def views(self) -> list[View]:
        return [sent(9, topic=Topic.HOME), sent(6), sent(5, topic=Topic.HOME), sent(4, topic=Topic.HOME)]

    def opened(self, browser, address: str, number: int):
        """The page of that view of a list, as it opens from there."""
        return browser.get(browser.get(address).page.soup.select(".rows h2 a")[number]["href"]).page

    def test_it_goes_on_in_the_order_of_the_list(self, sams_browser, views):
        page, found = self.opened(sams_browser, "/inbox/", 0), []
        for _ in range(3):
            address = page.link("Next in the inbox")
            found.append(address.split("?")[0])
            page = sams_browser.get(address).page

        assert found == [f"/inbox/{view.id}" for view in views[1:]]
        # What was read on the way waits for its answer now, and stands behind what nobody has read.
        assert page.link("Next in the inbox").split("?")[0] == f"/inbox/{views[0].id}"

    def test_and_back_although_opening_them_has_moved_them(self, sams_browser, views):
        second = self.opened(sams_browser, "/inbox/", 1)
        third = sams_browser.get(second.link("Next in the inbox")).page
        before = third.link("Previous in the inbox").split("?")[0]

        # The second was opened, so it is due later now: before the third stands what nobody has opened.
        assert before == f"/inbox/{views[0].id}"

    def test_the_filter_goes_with_it(self, sams_browser, views):
        page = self.opened(sams_browser, "/inbox/?topic=home", 0)

        assert page.link("Next in the inbox").startswith(f"/inbox/{views[2].id}?")
        assert "topic=home" in page.link("Next in the inbox")
        assert page.link("Back to the list") == "/inbox/?topic=home"

    def test_at_the_ends_there_is_no_more(self, sams_browser, views):
        assert "Previous in the inbox" not in self.opened(sams_browser, "/inbox/", 0).text
        assert "Next in the inbox" not in self.opened(sams_browser, "/inbox/", 3).text

    def test_in_what_is_answered_it_goes_on_to_what_is_older(self, sams_browser):
        older, newer = (sent(days, answered=True) for days in (9, 3))
        page = self.opened(sams_browser, "/inbox/?state=answered", 0)

        assert page.link("Next in the inbox").startswith(f"/inbox/{older.id}?")
        assert "Previous in the inbox" in sams_browser.get(page.link("Next in the inbox")).page.text
        assert newer.id != older.id

    def test_a_view_that_was_opened_from_elsewhere_stands_where_it_stands(self, sams_browser, views):
        page = sams_browser.get(f"/inbox/{views[0].id}").page

        assert page.link("Previous in the inbox").startswith(f"/inbox/{views[3].id}?")

    @pytest.mark.parametrize("at", ["x", "2.1.1." + "0" * 32, "9" * 4_000])
    def test_a_position_that_is_none_is_left_out(self, sams_browser, views, at):
        assert sams_browser.get(f"/inbox/{views[0].id}?at={at}").status_code == 200

    def test_only_the_view_that_is_opened_is_written_down(self, sams_browser, views):
        self.opened(sams_browser, "/inbox/", 1)

        lines = db.session.scalars(select(AuditLine.subject_id).where(AuditLine.deed == "opened view"))
        assert list(lines) == [views[1].id]

    def test_no_browser_fetches_the_next_one_before_somebody_opens_it(self, sams_browser, views):
        page = self.opened(sams_browser, "/inbox/", 1)

        assert page.soup.select("[rel]:not(link), link[rel=next], link[rel=prefetch], link[rel=prerender]") == []

    def test_the_keys_are_named_to_whoever_cannot_see_them(self, sams_browser, views):
        nav = self.opened(sams_browser, "/inbox/", 1).soup.select_one("#next-and-previous")

        assert {link["aria-keyshortcuts"] for link in nav.select("[data-key]")} == {"j", "k"}


class TestTheWayBack:
    """Whatever is done about a view, it leads back to the list that it was opened from."""

    ASKED = "topic=home&due=later"

    @pytest.fixture
    def address(self, sams_browser):
        ViewFactory(topic=Topic.HOME, next_due_at=utc_now() + timedelta(days=30))
        page = sams_browser.get(f"/inbox/?{self.ASKED}").page
        return page.soup.select_one(".rows h2 a")["href"]

    def filters_of(self, address: str) -> dict[str, str]:
        return {name: value for name, value in parse_qsl(urlsplit(address).query) if name in ("topic", "due", "at")}

    @pytest.mark.parametrize(
        ("form", "typed"),
        [
            ("#answer", {"text": "We asked.", "act": "look"}),
            ("#answer", {"text": "We asked.", "act": "save"}),
            ("#note", {"note-text": "I rang."}),
            ("#hand", {}),
            ("#raise-form", {"raise-because": "They are afraid."}),
        ],
    )
    def test_every_form_of_the_page_keeps_the_filters(self, sams_browser, address, form, typed):
        response = sams_browser.fill_in(address, form=form, **typed)

        assert response.status_code == 302
        assert self.filters_of(response.location) == self.filters_of(address)
        assert self.filters_of(address).keys() == {"topic", "due", "at"}

    def test_once_it_is_sent_the_list_is_as_it_was(self, sams_browser, address):
        checking = sams_browser.fill_in(address, form="#answer", text="We asked.", act="look").location
        sent = sams_browser.fill_in(checking, form="#send", follow_redirects=True).page

        (back,) = [link["href"] for link in sent.soup.select("[role=status] a")]
        assert self.filters_of(back) == {"topic": "home", "due": "later"}

    def test_another_view_has_none_of_it(self, sams_browser, address):
        other = ViewFactory()

        assert f"/inbox/{other.id}?" not in sams_browser.get(address).text


@pytest.mark.parametrize(
    "address",
    [f"/inbox/{page}" for page in ("", "meetings", "asked", "openings", "quotes", "looked-at", "holds")]
    + ["/alerts/", "/rota", "/themes"],
)
def test_every_page_of_the_inbox_has_the_same_menu(leads_browser, address):
    page = leads_browser.get(address).page
    links = page.soup.select("nav[aria-label='Pages of the inbox'] a")

    assert len(links) == 13
    assert [link["href"] for link in links if link.get("aria-current")] == [address]


class TestBackFromAnAlert:
    """From the filtered inbox over the alerts to one of them, to what it is about, and back to the same filters."""

    def test_every_step_keeps_the_filters(self, sams_browser):
        AlertFactory(view__topic=Topic.HOME)
        page = sams_browser.get("/inbox/?topic=home").page
        for words in ("See the alerts", "Not safe", "Open what they told us", "Open the alert"):
            page = sams_browser.get(page.link(words)).page
            assert page.soup.select_one(".crumb a")["href"] == "/inbox/?topic=home"

    def test_saying_it_is_seen_keeps_them_too(self, sams_browser):
        alert = AlertFactory(view__topic=Topic.HOME)

        sent = sams_browser.fill_in(f"/alerts/{alert.id}?topic=home", form="#acknowledge")

        assert parse_qsl(urlsplit(sent.location).query) == [("topic", "home")]

    def test_the_address_holds_nothing_but_what_the_inbox_knows(self, sams_browser):
        alert = AlertFactory()

        page = sams_browser.get(f"/alerts/{alert.id}?topic=<b>&due=later&words=my+own+words&next=//evil.example").page

        assert page.soup.select_one(".crumb a")["href"] == "/inbox/?due=later"

    def test_without_filters_the_addresses_are_plain(self, sams_browser):
        alert = AlertFactory()
        page = sams_browser.get("/inbox/").page

        assert (page.link("See the alerts"), sams_browser.get("/alerts/").page.link("Not safe")) == (
            "/alerts/",
            f"/alerts/{alert.id}",
        )
