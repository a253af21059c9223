"""You said, we did: what the board promised, for everybody to read, and whether it helped."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import CommitmentVerdict, utc_now
from app.models.codes import CommitmentState, Verdict
from app.services import commitments, settings
from tests.factories import CommitmentFactory

DONE, STARTED, NOT_POSSIBLE = CommitmentState


def titles(page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.soup.select(".ysd h2")]


def verdicts() -> list[Verdict]:
    return list(db.session.scalars(select(CommitmentVerdict.verdict)))


class TestTheList:
    def test_the_newest_is_first(self, browser):
        CommitmentFactory(title="Old", published_at=utc_now() - timedelta(days=9))
        CommitmentFactory(title="New")

        assert titles(browser.get("/you-said").page) == ["New", "Old"]

    @pytest.mark.parametrize("published_at", [None, utc_now() + timedelta(days=3650)])
    def test_what_is_not_published_is_nowhere(self, browser, published_at):
        hidden = CommitmentFactory(title="Not yet", published_at=published_at)

        assert "Not yet" not in browser.get("/you-said").text
        assert "Not yet" not in browser.get("/").text
        assert browser.get(f"/you-said/{hidden.id}").status_code == 404

    def test_plain_links_show_one_state(self, browser):
        for state in CommitmentState:
            CommitmentFactory(title=state.value, state=state)
        page = browser.get("/you-said").page

        assert {words: titles(browser.get(page.link(words)).page) for words in ("Done", "Started", "Not possible")} == {
            "Done": ["done"],
            "Started": ["started"],
            "Not possible": ["not possible yet"],
        }
        assert len(titles(browser.get("/you-said?show=nonsense").page)) == 3

    def test_the_link_of_what_is_shown_says_so(self, browser):
        page = browser.get("/you-said?show=started").page

        assert [link.get_text() for link in page.soup.select("[aria-current]")] == ["Started"]

    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("/you-said", "There is nothing here yet."),
            ("/you-said?show=done", "Nothing is done yet."),
            ("/you-said?page=2", "There is nothing more."),
        ],
    )
    def test_an_empty_list_says_so(self, browser, address, says):
        assert says in browser.get(address).page.text

    def test_a_long_list_goes_on_and_keeps_what_is_shown(self, browser):
        CommitmentFactory.create_batch(commitments.PAGE + 1, state=DONE)
        first = browser.get("/you-said?show=done").page
        second = browser.get(first.link("Older")).page

        assert (len(titles(first)), len(titles(second))) == (commitments.PAGE, 1)
        assert second.link("Newer") == "/you-said?show=done"
        assert "Older" not in second.text

    def test_it_takes_the_same_queries_however_long_it_is(self, browser, count_queries):
        CommitmentFactory.create_batch(commitments.PAGE + 5)
        browser.get("/you-said")
        with count_queries() as queries:
            browser.get("/you-said")

        assert len(queries) == 3  # the promises; which quotes there are; the years with a report

    def test_it_sets_no_cookie(self, browser):
        CommitmentFactory()
        browser.get("/you-said")

        assert browser.secret is None


class TestWhatItSays:
    @pytest.mark.parametrize(
        ("said_by", "who"),
        [
            *((1, "A few of you said"), (5, "A few of you said"), (6, "6 of you said"), (1164, "1,164 of you said")),
            *((None, "You said"), (0, "You said")),
        ],
    )
    def test_a_small_number_is_never_shown(self, browser, said_by, who):
        commitment = CommitmentFactory(said_by=said_by)

        for address in ("/", "/you-said", f"/you-said/{commitment.id}"):
            assert browser.get(address).page.soup.select_one(".bubble__who").get_text() == who

    def test_how_small_is_the_boards_setting(self, browser):
        settings.change("small_number", "9")
        CommitmentFactory(said_by=9)

        assert "A few of you said" in browser.get("/you-said").page.text

    def test_the_boards_words_stand_without_quote_marks(self, browser):
        CommitmentFactory(said="Buses", did="We asked", said_by=3)

        assert not set("“”\"‘'") & set(browser.get("/you-said").page.soup.select_one(".pair").get_text())

    @pytest.mark.parametrize(
        ("state", "did", "asks"),
        [
            (DONE, "We did", "Did it help?"),
            (STARTED, "We are doing", "Is it helping?"),
            (NOT_POSSIBLE, "We could not", "Does that answer you?"),
        ],
    )
    def test_it_says_how_far_we_are(self, browser, state, did, asks):
        page = browser.get(f"/you-said/{CommitmentFactory(state=state).id}").page

        assert page.soup.select_one(".bubble--us .bubble__who").get_text() == did
        assert page.soup.select_one("legend").get_text() == asks

    def test_dates_and_what_to_do_for_now(self, browser):
        CommitmentFactory(
            state=NOT_POSSIBLE,
            for_now="Ask at the club.",
            decided_on=date(2026, 11, 2),
            look_again_on=date(2026, 12, 1),
        )
        text = browser.get("/you-said").page.text

        assert "For now: Ask at the club." in text
        assert "We decided this on Monday 2 November." in text
        assert "We will look at this again on Tuesday 1 December." in text

    def test_a_day_that_went_by_is_owned_up_to(self, browser):
        CommitmentFactory(look_again_on=date(2026, 11, 16))
        CommitmentFactory(look_again_on=date(2026, 11, 17))
        late = [item for item in browser.get("/you-said").page.soup.select(".ysd li") if "We are late" in item.text]

        assert len(late) == 1
        assert "We said we would look at this again by Monday 16 November." in " ".join(late[0].text.split())

    def test_what_it_says_is_no_html(self, browser):
        commitment = CommitmentFactory(title="<b>", said="<i>\nsecond line", did="<u>", for_now="<s>")

        for address in ("/", "/you-said", f"/you-said/{commitment.id}"):
            assert "&lt;i&gt;<br>second line" in browser.get(address).text


class TestDidItHelp:
    @pytest.mark.parametrize(
        ("pressed", "verdict"), [("yes", Verdict.YES), ("partly", Verdict.PARTLY), ("no", Verdict.NO)]
    )
    def test_they_tell_us_and_are_thanked(self, browser, pressed, verdict):
        response = browser.fill_in(f"/you-said/{CommitmentFactory().id}", verdict=pressed, follow_redirects=True)

        assert verdicts() == [verdict]
        assert "Thank you." in response.page.text
        assert not response.page.soup.select("form")

    def test_sending_twice_counts_once(self, browser):
        shown = browser.get(f"/you-said/{CommitmentFactory().id}")
        for pressed in ("yes", "no"):
            assert browser.send(shown, verdict=pressed).status_code == 302

        assert verdicts() == [Verdict.YES]

    @pytest.mark.parametrize(
        ("answers", "error"), [({}, "Pick the one that fits best"), ({"verdict": "great"}, "Pick one from the list")]
    )
    def test_nothing_picked_is_asked_again(self, browser, answers, error):
        response = browser.fill_in(f"/you-said/{CommitmentFactory().id}", **answers)

        assert (response.status_code, response.page.errors, verdicts()) == (400, [error], [])

    def test_a_page_open_too_long_comes_back_with_what_was_picked(self, browser, another_browser):
        address = f"/you-said/{CommitmentFactory().id}"
        shown = browser.get(address)
        response = another_browser.send(shown, verdict="no")

        assert response.status_code == 400
        assert response.page.field("verdict") == "no"
        assert "open for a long time" in response.page.text
        assert verdicts() == []
        assert another_browser.send(response).status_code == 302

    def test_there_is_no_box_to_write_in(self, browser):
        assert browser.get(f"/you-said/{CommitmentFactory().id}").page.soup.select("textarea, input[type=text]") == []


class TestTheFrontPage:
    def test_it_shows_the_newest_and_leads_to_the_rest(self, browser):
        CommitmentFactory(title="Old", published_at=utc_now() - timedelta(days=9))
        CommitmentFactory(title="New")
        page = browser.get("/").page

        assert "New" in page.text
        assert "Old" not in page.text
        assert page.link("See all that we did") == "/you-said"

    def test_with_nothing_yet_it_says_what_will_be_there(self, browser):
        assert "we say so here" in browser.get("/").page.text
