"""The hour runs out while somebody stands on a later question: nothing that they answered before is lost."""

from random import Random

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Contribution, View
from app.services import settings
from tests.integration.young_people.conftest import ANSWERS, WORDS

HOUR = 61 * 60
DAY = 24 * 60 * 60
GONE = "Earlier answers may be gone"
PROSE = (
    "I have moved three times this year and every time there is a new person who asks me the same questions. "
    "I want to stay at my school because my friends are there, and my nan can walk me home on Fridays. "
)


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


class TestAView:
    @pytest.mark.parametrize("question", ["/say/1", "/say/2", "/say/3", "/say/4", "/say/5", "/say/with"])
    def test_all_of_it_is_there_after_the_hour(self, browser, say, clock, question):
        say("  first line\n\nI <3 \U0001f620", topic="school", feeling="not good", permission="board", area="Rutland")
        browser.fill_in("/say/with", helped_by="friend", words_are_own="yes")
        before = browser.get("/say/6").page.text
        shown = browser.get(question)
        clock.shift(HOUR)
        browser.send(shown)
        page = browser.get("/say/6").page

        assert page.text == before
        assert page.said == ["  first line\n\nI <3 \U0001f620"]

    @pytest.mark.parametrize(
        ("question", "tap"),
        [
            ("/say/pictures/2", {"feeling": "good"}),
            ("/say/pictures/3", {"safe_now": "yes"}),
            ("/say/pictures/4", {"words": WORDS}),
            ("/say/pictures/5", {"permission": "team"}),
        ],
    )
    def test_so_is_what_was_picked_in_pictures(self, browser, say, clock, question, tap):
        browser.fill_in("/say/pictures/1", topic="home")
        say(topic="home", feeling="good", words=WORDS)
        shown = browser.get(question)
        clock.shift(HOUR)
        browser.send(shown, **tap)
        browser.fill_in("/say/6")

        (view,) = db.session.scalars(select(View))
        assert (view.topic, view.feeling, view.words, view.is_by_pictures) == ("home", "good", WORDS, True)

    def test_nobody_is_told_that_anything_is_gone(self, browser, say, clock):
        say()
        shown = browser.get("/say/3")
        clock.shift(HOUR)
        browser.send(shown)

        assert GONE not in browser.get("/say/4").page.text

    def test_what_has_to_be_put_right_first_still_brings_it_along(self, browser, clock):
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words=WORDS)
        shown = browser.get("/say/4")
        clock.shift(HOUR)
        asked_again = browser.send(shown)
        browser.send(asked_again, safe_now="yes")

        assert asked_again.status_code == 400
        assert browser.get("/say/2").page.field("words") == WORDS

    def test_it_stands_in_the_page_where_nobody_can_read_it(self, browser, say):
        say("Football with Sam")

        assert "Football" not in browser.get("/say/3").text

    def test_a_page_does_not_carry_what_it_asks_itself(self, browser, say):
        say("Football with Sam")
        with_its_box, after_it = (len(browser.get(f"/say/{number}").page.field("earlier")) for number in (2, 3))

        assert with_its_box < after_it

    def test_after_a_day_it_is_gone_and_they_are_told(self, browser, say, clock):
        say()
        shown = browser.get("/say/3")
        clock.shift(DAY + 60)
        browser.send(shown)

        assert GONE in browser.get("/say/4").page.text
        assert browser.get("/say/2").page.field("words") == ""

    def test_a_board_that_holds_them_for_less_brings_them_along_for_less(self, browser, say, clock):
        settings.change("draft_long_minutes", "120")
        say()
        shown = browser.get("/say/3")
        clock.shift(2 * HOUR)
        browser.send(shown)

        assert browser.get("/say/2").page.field("words") == ""

    def test_after_hide_page_a_tab_that_is_still_open_brings_nothing_back(self, browser, say):
        say()
        tab = browser.get("/say/3")
        browser.get("/exit")
        back = browser.send(tab)
        browser.send(back)

        assert back.status_code == 400
        assert GONE in back.page.text
        assert browser.get("/say/2").page.field("words") == ""

    def test_it_opens_at_no_other_browser(self, browser, another_browser, say):
        say()
        taken = browser.get("/say/3").page.field("earlier")
        another_browser.send(another_browser.get("/say/1"))
        asked = another_browser.get("/say/1").page
        another_browser.post("/say/3", data={"csrf_token": asked.field("csrf_token"), "earlier": taken})

        assert another_browser.get("/say/2").page.field("words") == ""

    def test_what_was_sent_meanwhile_does_not_come_back(self, browser, say):
        say()
        tab = browser.get("/say/3")
        browser.send(browser.get("/say/6"))
        browser.send(tab)

        assert browser.get("/say/2").page.field("words") == ""
        assert how_many(View) == 1

    def test_what_was_sent_meanwhile_does_not_come_back_after_the_hour_either(self, browser, say, clock):
        say()
        tab = browser.get("/say/3")
        browser.send(browser.get("/say/6"))
        clock.shift(HOUR)
        browser.send(tab)

        assert browser.get("/say/2").page.field("words") == ""

    def test_an_older_last_page_does_not_send_again_what_was_taken_back(self, browser, say):
        say()
        tab = browser.get("/say/6")
        browser.fill_in("/say/2", words="Said better")
        receipt = browser.fill_in("/say/6", follow_redirects=True).page
        browser.fill_in("/answer", words=" ".join(word.get_text() for word in receipt.soup.select("ol.words li")))
        browser.fill_in("/answer/take-back")
        browser.send(tab)

        assert how_many(View) == 1

    def test_what_was_begun_after_sending_outlives_the_hour(self, browser, say, send, clock):
        send("The first one")
        clock.shift(60)
        say("The second one")
        tab = browser.get("/say/3")
        clock.shift(HOUR)
        browser.send(tab)

        assert browser.get("/say/2").page.field("words") == "The second one"

    def test_what_was_sent_and_taken_back_meanwhile_does_not_come_back(self, browser, say):
        say()
        tab = browser.get("/say/3")
        receipt = browser.fill_in("/say/6", follow_redirects=True).page
        browser.fill_in("/answer", words=" ".join(word.get_text() for word in receipt.soup.select("ol.words li")))
        browser.fill_in("/answer/take-back")
        browser.send(tab)

        assert browser.get("/say/2").page.field("words") == ""

    def test_what_another_tab_has_changed_since_stays_changed(self, browser, say):
        say()
        tab = browser.get("/say/3")
        browser.fill_in("/say/2", words="Said better")
        browser.send(tab)

        assert browser.get("/say/2").page.field("words") == "Said better"

    @pytest.mark.parametrize("earlier", ["", "x", "é" * 30, "A" * 100])
    def test_a_page_that_brings_what_is_not_ours_is_like_one_that_brings_nothing(self, browser, say, clock, earlier):
        say()
        shown = browser.get("/say/3")
        clock.shift(HOUR)
        browser.send(shown, earlier=earlier)

        assert browser.get("/say/2").page.field("words") == ""
        assert browser.get("/say/3").page.field("feeling") == "good"

    @pytest.mark.parametrize("question", ["/say/3", "/say/4", "/say/5", "/say/pictures/3", "/say/pictures/5"])
    def test_the_pages_stay_small_behind_a_long_text(self, browser, say, question):
        say(PROSE * 5)

        assert len(browser.get(question, headers={"Accept-Encoding": "br"}).data) <= 5_000

    def test_what_another_tab_began_meanwhile_is_filled_in(self, browser, say, clock):
        say()
        first, last = browser.get("/say/1"), browser.get("/say/5")
        clock.shift(HOUR)
        browser.send(first, topic="school")
        browser.send(last)
        page = browser.get("/say/6").page

        assert page.said == [WORDS]
        assert "School" in page.text

    @pytest.mark.parametrize(("address", "button"), [("/say/6", {}), ("/say/help", {"go": "send"})])
    def test_an_older_tab_that_is_sent_after_the_hour_sends_nothing_more(self, browser, say, clock, address, button):
        say(safe_now="no")
        tab = browser.get(address)
        browser.fill_in("/say/2", words="Said better")
        browser.fill_in("/say/6")
        clock.shift(HOUR)
        browser.send(tab, **button)

        assert [view.words for view in db.session.scalars(select(View))] == ["Said better"]

    def test_a_page_shown_after_something_was_sent_is_sent_after_the_hour(self, browser, say, send, clock):
        send("The first")
        clock.shift(60)
        say("The second")
        tab = browser.get("/say/6")
        clock.shift(HOUR)
        browser.send(tab)

        assert {view.words for view in db.session.scalars(select(View))} == {"The first", "The second"}


class TestAMeeting:
    @pytest.mark.parametrize("question", [f"/meeting/{number}" for number in range(1, 10)])
    def test_all_of_it_is_there_after_the_hour(self, browser, write, open_meeting, clock, question):
        before = write().page.said
        shown = browser.get(question)
        clock.shift(HOUR)
        browser.send(shown)
        open_meeting()

        assert browser.get("/meeting/10").page.said == before

    def test_it_stands_in_the_page_where_nobody_can_read_it(self, browser, write):
        write()

        assert "Football" not in browser.get("/meeting/3").text

    def test_what_comes_from_an_older_tab_of_her_sisters_is_not_hers(self, browser, write, open_sisters, clock):
        write()
        tab = browser.get("/meeting/3")
        clock.shift(HOUR)
        open_sisters()
        back = browser.send(tab)

        assert back.page.field("worries") == "Shouting"
        assert browser.get("/meeting/2").page.field("good") == ""

    def test_it_is_there_when_the_first_child_has_typed_their_words_again(
        self, browser, write, open_sisters, open_meeting, clock
    ):
        write()
        tab = browser.get("/meeting/3")
        clock.shift(HOUR)
        open_sisters()
        back = browser.send(tab)
        open_meeting()
        browser.send(back)

        assert browser.get("/meeting/2").page.field("good") == ANSWERS["/meeting/2"]["good"]

    def test_what_was_sent_meanwhile_does_not_come_back(self, browser, write, open_meeting):
        shown = write()
        tab = browser.get("/meeting/3")
        browser.send(shown)
        browser.send(tab)

        assert browser.get("/meeting/2").page.field("good") == ""
        assert how_many(Contribution) == 1

    def test_what_was_sent_meanwhile_does_not_come_back_after_the_hour_either(
        self, browser, write, open_meeting, clock
    ):
        shown = write()
        tab = browser.get("/meeting/3")
        browser.send(shown)
        clock.shift(HOUR)
        browser.send(tab)
        open_meeting()

        assert browser.get("/meeting/2").page.field("good") == ""

    def test_an_older_tab_that_is_sent_after_the_hour_sends_nothing_more(self, browser, write, open_meeting, clock):
        tab = write()
        browser.fill_in("/meeting/3", worries="Said better")
        browser.send(browser.get("/meeting/10"))
        clock.shift(HOUR)
        open_meeting()
        browser.send(tab)

        assert [sent.worries for sent in db.session.scalars(select(Contribution))] == ["Said better"]
        assert browser.get("/meeting/2").page.field("good") == ""

    def test_what_another_tab_began_meanwhile_is_filled_in(self, browser, write, open_meeting, clock):
        write()
        first, last = browser.get("/meeting/1"), browser.get("/meeting/9")
        clock.shift(HOUR)
        browser.send(first, joining="be there")
        browser.send(last)
        open_meeting()
        page = browser.get("/meeting/10").page

        assert "Shouting" in page.said
        assert "I want to be there" in page.text

    @pytest.mark.parametrize("number", [2, 5, 7, 9])
    def test_the_pages_stay_small_behind_long_texts(self, browser, write, number):
        write(ANSWERS | {"/meeting/3": {"worries": PROSE * 3}, "/meeting/6": {"understanding": PROSE}})

        assert len(browser.get(f"/meeting/{number}", headers={"Accept-Encoding": "br"}).data) <= 5_000


class TestAllThatFitsInTheBoxes:
    """What comes along of long texts is more than a small form: no question may refuse it."""

    NOISE = "".join(map(chr, Random(4).choices(range(0x4E00, 0x9FA0), k=5_000)))  # noqa: S311 (only hard to pack)
    OTHER = NOISE[::-1]

    @pytest.mark.parametrize("question", ["/say/1", "/say/3", "/say/4", "/say/5", "/say/with"])
    def test_a_view(self, browser, say, question):
        say(self.NOISE, safe_now="no")
        browser.fill_in("/say/help", wants_contact="yes", how_to_find=self.OTHER)
        browser.fill_in("/say/with", helped_by="friend", words_are_own="yes")

        assert browser.send(browser.get(question)).status_code == 302

    @pytest.mark.parametrize(
        ("question", "tap"),
        [
            ("/say/pictures/1", {"topic": "home"}),
            ("/say/pictures/2", {"feeling": "good"}),
            ("/say/pictures/3", {"safe_now": "yes"}),
            ("/say/pictures/5", {"permission": "team"}),
        ],
    )
    def test_in_pictures(self, browser, say, question, tap):
        say(self.NOISE, safe_now="no")
        browser.fill_in("/say/help", wants_contact="yes", how_to_find=self.OTHER)

        assert browser.send(browser.get(question), **tap).status_code == 302

    def test_the_fullest_meeting_of_all_is_sent(self, browser, write):
        longest, wish = "\U0001f44b" * 5_000, "\U0001f44b" * 1_000
        boxes = {2: "good", 3: "worries", 5: "speaker", 6: "understanding", 8: "private"}
        write({f"/meeting/{number}": {name: longest} for number, name in boxes.items()})
        for count in range(10):
            page = browser.get("/meeting/4")
            browser.send(page, **{f"wishes-{count}": wish}, go="add" if count < 9 else "")
        shown = browser.get("/meeting/10")

        assert browser.send(shown).location == "/meeting/sent"

    @pytest.mark.parametrize("question", ["/meeting/1", "/meeting/7", "/meeting/9"])
    def test_a_meeting(self, browser, write, question):
        write(ANSWERS | {"/meeting/2": {"good": self.NOISE}, "/meeting/3": {"worries": self.OTHER}})

        assert browser.send(browser.get(question)).status_code == 302
