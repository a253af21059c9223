"""The inbox: every text a young person wrote, the unsafe first, then what is due first, each with its clock."""

from datetime import time, timedelta

import pytest

from app.extensions import db
from app.models import Contact, Role, View, utc_now
from app.models.codes import SafeNow, Topic, Verdict, ViewStatus
from app.services import returning
from tests.factories import (
    AdditionFactory,
    AlertFactory,
    AnswerFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    ViewFactory,
)
from tests.integration.answers import answer, write
from tests.integration.inbox_list import in_the_inbox
from tests.participation_factories import ContactFactory, RotaEntryFactory

UNREADABLE = b"nobody opens this"


def sent(days_ago: int, **more) -> View:
    return ViewFactory(sent_at=utc_now() - timedelta(days=days_ago), **more)


def topics_shown(page) -> list[str]:
    return [link.get_text() for link in page.soup.select(".rows h2 a")]


def first_row(page) -> str:
    return " ".join(page.soup.select_one(".rows > li").get_text().split())


class TestOrder:
    def test_the_unsafe_come_first_then_the_oldest(self, sams_browser):
        sent(1, topic=Topic.SCHOOL)
        sent(9, topic=Topic.HOME)
        sent(0, topic=Topic.ONLINE, safe_now=SafeNow.NOT_SURE, is_safe=False)

        assert topics_shown(sams_browser.get("/inbox/").page) == ["Being online", "Home", "School"]

    def test_on_one_day_the_first_sent_comes_first(self, sams_browser):
        due = utc_now() + timedelta(days=1)
        for hours, topic in ((3, Topic.HOME), (5, Topic.SCHOOL), (1, Topic.ONLINE), (4, Topic.FRIENDS)):
            ViewFactory(sent_at=utc_now() - timedelta(hours=hours), read_due_at=due, topic=topic)

        assert topics_shown(sams_browser.get("/inbox/").page) == ["School", "Friends", "Home", "Being online"]

    def test_what_is_due_first_comes_before_what_was_sent_first(self, sams_browser):
        sent(9, topic=Topic.HOME, read_at=utc_now(), answer_due_at=utc_now() + timedelta(days=9))
        sent(1, topic=Topic.SCHOOL, read_at=utc_now(), answer_due_at=utc_now() + timedelta(days=1))

        assert topics_shown(sams_browser.get("/inbox/").page) == ["School", "Home"]

    def test_what_a_word_raised_comes_after_the_unsafe_and_before_all_others(self, sams_browser):
        sent(9, topic=Topic.HOME)
        sent(0, topic=Topic.SCHOOL, place=1)
        sent(0, topic=Topic.ONLINE, unsafe=True)

        assert topics_shown(sams_browser.get("/inbox/").page) == ["Being online", "School", "Home"]

    def test_what_is_answered_stands_with_the_newest_first(self, sams_browser):
        sent(9, topic=Topic.HOME, answered=True)
        sent(1, topic=Topic.SCHOOL, answered=True)
        sent(5, topic=Topic.ONLINE, answered=True)

        assert topics_shown(sams_browser.get("/inbox/?state=answered").page) == ["School", "Being online", "Home"]


class TestRows:
    def test_an_empty_inbox_says_so(self, sams_browser):
        assert "Nothing waits for an answer." in sams_browser.get("/inbox/").page.text

    def test_each_says_what_is_due_next_and_a_late_one_that_it_is_late(self, sams_browser):
        sent(1)
        assert "Read it By Wednesday 18 November" in first_row(sams_browser.get("/inbox/").page)
        sent(20)
        assert "Read it Late: was due Friday 30 October" in first_row(sams_browser.get("/inbox/").page)

    def test_an_alert_nobody_has_seen_is_at_the_top_of_the_page(self, sams_browser):
        AlertFactory()

        page = sams_browser.get("/inbox/").page
        assert "nobody has said yet that they have seen it" in page.text

    def test_an_alert_says_how_much_covered_time_is_left(self, sams_browser, still_clock):
        AlertFactory(due_at=utc_now() + timedelta(minutes=42))

        row = first_row(sams_browser.get("/inbox/").page)
        assert "Must be seen 42 minutes of covered time left, due 10.42am" in row

    def test_while_nobody_is_there_the_clock_of_an_alert_stands_still(self, sams_browser, sam, clock):
        alert = AlertFactory(due_at=utc_now() + timedelta(days=1))  # 10 in the morning on Wednesday
        clock.shift(10 * 60 * 60)  # 8 in the evening on Tuesday
        sams_browser.sign_in(sam)

        assert alert.due_at > utc_now()
        page = sams_browser.get("/inbox/").page
        assert "1 hour of covered time left, due 10.00am, Wednesday 18 November" in first_row(page)
        stands_still = "a clock that still runs stands still until then."
        assert f"Nobody is there until 9.00am, Wednesday 18 November: {stands_still}" in page.text

    def test_out_of_hours_it_says_who_is_on_call(self, sams_browser, sam, clock):
        night = {"weekday": 1, "opens": time(17), "closes": time(9), "is_out_of_hours": True}
        RotaEntryFactory(person=PersonFactory(name="Tess"), **night)
        AlertFactory()
        clock.shift(10 * 60 * 60)  # 8 in the evening on Tuesday
        page = sams_browser.sign_in(sam).get("/inbox/").page

        assert "Only Tess is on call until 9.00am, Wednesday 18 November" in page.text

    def test_an_alert_whose_time_is_over_says_since_when(self, sams_browser):
        AlertFactory(due_at=utc_now() - timedelta(minutes=30))

        assert "Must be seen Late since 9.30am" in first_row(sams_browser.get("/inbox/").page)

    @pytest.mark.parametrize(
        ("asked", "says"), [(True, "They want us to get in touch"), (False, "They told us how to find them")]
    )
    def test_that_they_can_be_found_is_said_before_anybody_opens_it(self, sams_browser, asked, says):
        ContactFactory(view=ViewFactory(), wants_contact=asked)

        assert says in first_row(sams_browser.get("/inbox/").page)

    def test_that_they_can_be_found_is_not_said_once_it_was_opened(self, sams_browser):
        ContactFactory(view=ViewFactory(), opened_at=utc_now())

        assert "find them" not in first_row(sams_browser.get("/inbox/").page)

    def test_that_a_word_raised_it_is_said_and_the_word_is_not(self, sams_browser):
        ViewFactory(words="He hits me", place=1)

        row = first_row(sams_browser.get("/inbox/").page)
        assert "A word in it raised it" in row
        assert "hits" not in row

    def test_what_is_answered_is_not_there(self, sams_browser):
        ViewFactory(answered=True)

        assert "Nothing waits" in sams_browser.get("/inbox/").page.text

    def test_nothing_that_is_not_shown_is_opened_for_it(self, sams_browser):
        """What opens with no key at all would be an error if anybody tried."""
        view = AdditionFactory(words_sealed=UNREADABLE, view__words_sealed=UNREADABLE).view
        db.session.add(Contact(view_id=view.id, wants_contact=True, how_sealed=UNREADABLE))
        AnswerFactory(view=view, text_sealed=UNREADABLE, missing_sealed=UNREADABLE)
        ContributionFactory(good_sealed=UNREADABLE)
        MeetingReplyFactory(words_sealed=UNREADABLE)
        db.session.commit()

        assert topics_shown(sams_browser.get("/inbox/").page) == ["Family"]

    def test_no_words_are_in_the_list(self, sams_browser):
        ViewFactory(words="my own words")

        assert "my own words" not in sams_browser.get("/inbox/").text


class TestPages:
    def test_a_long_list_is_shown_a_page_at_a_time_and_each_is_there_once(self, sams_browser):
        ViewFactory.create_batch(49)
        AlertFactory.create_batch(3)

        first = sams_browser.get("/inbox/").page
        second = sams_browser.get(first.link("Next page")).page
        third = sams_browser.get(second.link("Next page")).page
        links = [
            link["href"].split("?")[0] for page in (first, second, third) for link in page.soup.select(".rows h2 a")
        ]
        assert len(links) == len(set(links)) == 52
        assert "Next page" not in third.text

    def test_the_page_before_is_the_page_that_came_before(self, sams_browser):
        ViewFactory.create_batch(60)

        first = sams_browser.get("/inbox/").page
        second = sams_browser.get(first.link("Next page")).page
        third = sams_browser.get(second.link("Next page")).page
        back = sams_browser.get(third.link("Previous page")).page
        assert [link["href"] for link in back.soup.select(".rows a")] == [
            link["href"] for link in second.soup.select(".rows a")
        ]
        assert "Previous page" not in sams_browser.get(back.link("Previous page")).page.text

    def test_none_is_passed_over_when_some_of_the_first_page_are_answered_meanwhile(self, sams_browser):
        views = [sent(60 - number) for number in range(30)]
        first = sams_browser.get("/inbox/").page
        for view in views[:10]:
            view.status, view.read_at = ViewStatus.ANSWERED, utc_now()
        db.session.commit()

        second = sams_browser.get(first.link("Next page")).page
        assert len(topics_shown(second)) == 5

    @pytest.mark.parametrize("name", ["after", "before", "page"])
    @pytest.mark.parametrize(
        "value", ["0", "x", "9" * 400, "2.1.1." + "f" * 32, "7.1.1." + "0" * 32, "2.1.1.1", "2.-1.9.zz", "%00", "2...."]
    )
    def test_a_page_that_is_not_there_is_never_an_error(self, sams_browser, name, value):
        ViewFactory()

        assert sams_browser.get(f"/inbox/?{name}={value}").status_code == 200

    def test_behind_the_end_there_is_a_way_back(self, sams_browser):
        ViewFactory()
        page = sams_browser.get("/inbox/?topic=family&after=2.99999999999999999.0." + "0" * 32).page

        assert "There is nothing more." in page.text
        assert page.link("Go to the first page") == "/inbox/?topic=family"

    def test_it_takes_the_same_queries_however_long_it_is(self, sams_browser, count_queries):
        advisor = PersonFactory(role=Role.YOUNG_ADVISOR)
        ViewFactory(advisor_id=advisor.id)
        AlertFactory()
        sams_browser.get("/inbox/")  # settings are read once
        with count_queries() as few:
            sams_browser.get("/inbox/")
        ViewFactory.create_batch(20, advisor_id=advisor.id)
        MeetingReplyFactory.create_batch(3)
        AlertFactory.create_batch(3)
        with count_queries() as many:
            sams_browser.get("/inbox/")

        # 1 who is signed in; 2, 3 that they look; 4 themes; 5 how many of each; 6 the views, with alerts and names;
        # 7 answered and not found; 8, 9 what waits for chairs, and who they are; 10, 11 alerts: how many, and those
        # from meetings; 12 what is for them; 13 the rota; 14 what they must read; 15 how much from members waits
        assert len(few) == len(many) == 16


class TestWhatTheyWroteLater:
    @pytest.fixture
    def answer(self) -> object:
        answer = AnswerFactory()
        answer.view.answer_due_at = utc_now() - timedelta(days=3)
        db.session.commit()
        return answer

    def judge(self, answer, verdict, missing=""):
        returning.judge(returning.get_view(str(answer.view_id), for_change=True), verdict, missing=missing)
        db.session.commit()

    @pytest.mark.parametrize("verdict", [Verdict.NO, Verdict.PARTLY, Verdict.YES])
    def test_words_beside_any_verdict_bring_it_back_with_a_clock_for_reading(self, sams_browser, answer, verdict):
        self.judge(answer, verdict, "You did not say when.")

        row = first_row(sams_browser.get("/inbox/").page)
        assert "Read what they say is missing By Thursday 19 November" in row
        assert "Answer it By Tuesday 1 December" in row
        assert "It was answered: they came back" in row

    def test_a_no_without_words_is_to_be_answered(self, sams_browser, answer):
        self.judge(answer, Verdict.NO)

        row = first_row(sams_browser.get("/inbox/").page)
        assert "Read what" not in row
        assert "Answer it By Tuesday 1 December" in row

    @pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.YES])
    def test_a_verdict_without_words_asks_for_nothing(self, answer, verdict):
        self.judge(answer, verdict)

        assert in_the_inbox() == []

    def test_opening_the_view_reads_what_they_say_is_missing(self, sams_browser, answer):
        self.judge(answer, Verdict.NO, "You did not say when.")
        sams_browser.get(f"/inbox/{answer.view_id}")

        assert "Read what" not in first_row(sams_browser.get("/inbox/").page)

    def test_nobody_answers_past_what_they_say_is_missing(self, sams_browser, leads_browser):
        view = ViewFactory()
        shown = write(sams_browser, view.id, "Thank you too.")
        answer(leads_browser, view.id, "Thank you.")
        self.judge(first_answer(view), Verdict.NO, "When?")
        response = sams_browser.send(shown, form="#send")

        assert response.page.errors == [
            "They added something while this page was open. Read it below, then send this again."
        ]

    def test_an_addition_is_due_before_the_answer(self, sams_browser):
        view = ViewFactory(read_at=utc_now())
        returning.add_more(returning.get_view(str(view.id), for_change=True), words="And my dog.", once="x" * 43)
        db.session.commit()

        assert "Read what they added By Thursday 19 November" in first_row(sams_browser.get("/inbox/").page)

    def test_how_to_find_them_is_due_before_the_answer(self, sams_browser):
        view = ViewFactory(read_at=utc_now())
        returning.tell_how(returning.get_view(str(view.id), for_change=True), how="Ask for Jo")
        db.session.commit()

        assert "Open how to find them By Thursday 19 November" in first_row(sams_browser.get("/inbox/").page)


def first_answer(view):
    return returning.get_view(str(view.id)).answers[0]


class TestWords:
    """A word may bring a view forward. None can put it back."""

    def place_after(self, view) -> int:
        db.session.expire_all()
        return db.session.get_one(View, view.id).place

    @pytest.mark.parametrize(("words", "place"), [("He hits me.", 1), ("White as snow", 2), ("", 2)])
    def test_what_is_added_is_looked_at_in_the_same_transaction(self, words, place):
        view = ViewFactory()
        returning.add_more(returning.get_view(str(view.id), for_change=True), words=words or "x", once="y" * 43)

        assert self.place_after(view) == place

    def test_so_is_what_they_say_is_missing(self):
        answer = AnswerFactory()
        view = returning.get_view(str(answer.view_id), for_change=True)
        returning.judge(view, Verdict.NO, missing="He still hurts me")

        assert self.place_after(view) == 1

    @pytest.mark.parametrize("place", [0, 1])
    def test_kind_words_put_nothing_back(self, place):
        view = ViewFactory(unsafe=place == 0, place=place)
        returning.add_more(returning.get_view(str(view.id), for_change=True), words="All is well", once="z" * 43)

        assert self.place_after(view) == place

    def test_an_unsafe_view_with_such_a_word_stays_first(self):
        view = ViewFactory(unsafe=True)
        returning.add_more(returning.get_view(str(view.id), for_change=True), words="He hits me", once="z" * 43)

        assert self.place_after(view) == 0


class TestMeetings:
    def test_a_meeting_page_waits_with_its_clock_and_whose_job_it_is(self, sams_browser):
        record = ContributionFactory(good="my own words", record__conference__chair=PersonFactory(
            name="Cass Chair", role=Role.CHAIR)).record  # fmt: skip
        page = sams_browser.get("/inbox/").page

        assert "What a child wrote for their meeting" in page.text
        assert "Read it By Thursday 19 November Whose job Cass Chair, conference chair" in page.text
        assert "my own words" not in page.text
        assert record.child.reference not in page.text

    def test_one_that_was_replaced_unread_still_waits(self, sams_browser):
        ContributionFactory(replaced_at=utc_now())

        assert "What a child wrote for their meeting" in sams_browser.get("/inbox/").page.text

    @pytest.mark.parametrize("changed", [{"read_at": utc_now()}, {"cleared_at": utc_now(), "good": None}])
    def test_one_that_is_read_or_cleared_does_not(self, sams_browser, changed):
        ContributionFactory(**changed)

        assert "Nothing waits for a chair." in sams_browser.get("/inbox/meetings").page.text

    def test_a_reply_waits_until_it_is_settled(self, sams_browser):
        reply = MeetingReplyFactory(words="my own words", read_at=utc_now())
        page = sams_browser.get("/inbox/meetings").page
        assert "A child says something is not right after their meeting" in page.text
        assert "conference chair, who has read it" in page.text
        assert "my own words" not in page.text

        reply.settled_at, reply.settled_by_id, reply.answer = utc_now(), reply.record.conference.chair_id, "We asked."
        db.session.commit()
        assert "Nothing waits for a chair." in sams_browser.get("/inbox/meetings").page.text

    def test_a_reply_that_asks_for_nothing_does_not_wait(self, sams_browser):
        MeetingReplyFactory(is_right=Verdict.YES, due_at=None)

        assert "Nothing waits for a chair." in sams_browser.get("/inbox/meetings").page.text

    def test_the_inbox_shows_the_first_due_and_leads_to_all(self, sams_browser):
        ContributionFactory.create_batch(5, sent_at=utc_now() - timedelta(hours=1))
        MeetingReplyFactory(due_at=utc_now() - timedelta(days=1))
        page = sams_browser.get("/inbox/").page

        rows = page.soup.select("section[aria-labelledby=meetings] li")
        assert "Late: was due Monday 16 November" in rows[0].get_text()
        assert len(rows) == 5
        everything = sams_browser.get(page.link("All that waits for chairs")).page
        assert len(everything.soup.select(".rows > li")) == 6

    def test_all_of_it_is_shown_a_page_at_a_time(self, sams_browser):
        ContributionFactory.create_batch(14)
        MeetingReplyFactory.create_batch(14)
        first = sams_browser.get("/inbox/meetings").page
        second = sams_browser.get(first.link("Next page")).page

        assert [len(page.soup.select(".rows > li")) for page in (first, second)] == [25, 3]

    def test_a_page_behind_the_end_leads_back(self, sams_browser):
        page = sams_browser.get("/inbox/meetings?page=7").page

        assert page.link("Go to the first page") == "/inbox/meetings"


def test_a_view_is_looked_at_for_words_when_it_is_sent(browser, sams_browser):
    for words in ("He hits me when my mum is out", "I like the youth club"):
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words=words)
        browser.fill_in("/say/4", safe_now="yes")
        browser.fill_in("/say/5", permission="team")
        browser.send(browser.get("/say/6"))

    rows = sams_browser.get("/inbox/").page.soup.select(".rows > li")
    assert ["A word in it raised it" in row.get_text() for row in rows] == [True, False]
