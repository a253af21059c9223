"""A child comes back after their meeting: what was decided, whether that is right, and whether it happened."""

from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.extensions import db
from app.models import MeetingReply, MeetingWords, OutboxMessage, Person, Role, Visit, utc_now
from app.models.codes import ActionStatus, Event, Extent, Happened, ToldHow, Verdict
from app.protection.four_words import choose_words
from tests.factories import (
    ActionFactory,
    ChildRecordFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MeetingWordsFactory,
    PersonFactory,
    WishFactory,
)
from tests.page import words

HOUR = 60 * 60
DAY = 24 * HOUR


@pytest.fixture
def over(record):
    """The meeting was last Tuesday."""
    record.conference.held_on = date(2026, 11, 10)
    record.tell_due_on = date(2026, 11, 17)
    db.session.commit()
    return record


@pytest.fixture
def released(over):
    """What came of it is there to be read."""
    over.released_at = utc_now()
    db.session.commit()
    return over


@pytest.fixture
def wish(released):
    return WishFactory(record=released, text="I want to <b>stay", extent=Extent.FULLY)


def choose(browser, about):
    """Press the button beside a wish. Gives the page that asks about it."""
    browser.fill_in("/meeting/mine", go=str(about))
    return browser.get("/meeting/after")


def who_is_told() -> list[tuple[UUID, UUID]]:
    """Who is to be told that a child's reply waits, and of which."""
    rows = select(OutboxMessage).where(OutboxMessage.event == Event.CHILD_SAID_NO)
    return [(row.person_id, row.subject_id) for row in db.session.scalars(rows)]


def replies() -> list[MeetingReply]:
    return list(db.session.scalars(select(MeetingReply).order_by(MeetingReply.sent_at)))


class TestNotThereYet:
    def test_it_says_who_tells_them_by_when(self, open_meeting, over):
        over.teller = "Your <social> worker"
        db.session.commit()
        page = open_meeting().get("/meeting/mine").page

        assert page.heading == "Your meeting is over"
        assert "This person will tell you, by Tuesday 17 November: Your <social> worker." in page.text

    def test_it_says_by_when_while_nobody_has_said_who(self, open_meeting, over):
        assert "Someone will tell you by Tuesday 17 November." in open_meeting().get("/meeting/mine").page.text

    def test_a_day_that_has_passed_is_admitted(self, open_meeting, over, clock):
        clock.shift(DAY)

        assert "We did not keep to that. It is our fault" in open_meeting().get("/meeting/mine").page.text

    def test_whoever_was_told_is_not_told_that_we_are_late(self, open_meeting, over, clock):
        over.told_on, over.told_how = date(2026, 11, 12), ToldHow.FACE_TO_FACE
        db.session.commit()
        clock.shift(DAY)
        text = open_meeting().get("/meeting/mine").page.text

        assert "Someone told you on Thursday 12 November." in text
        assert "our fault" not in text

    def test_nobody_is_promised_where_nobody_tells_them(self, open_meeting, over):
        over.told_how = ToldHow.NOT_GIVEN
        db.session.commit()

        assert "will tell you" not in open_meeting().get("/meeting/mine").page.text

    @pytest.mark.parametrize(
        ("hours", "heading"),
        [(0, "The meeting has begun"), (13.9, "The meeting has begun"), (14, "Your meeting is over")],
    )
    def test_until_midnight_in_london_it_is_today(self, open_meeting, over, clock, hours, heading):
        over.conference.held_on, over.conference.start_time = date(2026, 11, 17), time(9)
        db.session.commit()
        clock.shift(hours * HOUR)

        assert open_meeting().get("/meeting/mine").page.heading == heading

    def test_nothing_that_was_decided_shows(self, open_meeting, browser, over):
        WishFactory(record=over, text="I want to stay", explanation="Because.")
        open_meeting()

        assert "Because." not in browser.get("/meeting/mine").text
        assert browser.get("/meeting/after").location == "/meeting/mine"

    def test_what_is_released_does_not_show_before_the_meeting(self, open_meeting, released):
        released.conference.held_on = date(2026, 11, 18)
        db.session.commit()

        assert open_meeting().get("/meeting/mine").page.heading == "Your meeting"


class TestReading:
    def test_each_wish_has_its_answer_and_a_way_to_say_whether_it_is_right(self, open_meeting, wish):
        page = open_meeting().get("/meeting/mine").page

        assert page.heading == "What happened at your meeting"
        assert page.said == ["I want to <b>stay"]
        assert "Yes. We said yes to this." in page.text
        assert [words(button) for button in page.soup.select("main form button")] == [
            "Is that right? Tell us: Wish 1",
            "Is that right? Tell us",  # of the meeting as a whole: a wish may be missing
        ]

    def test_nothing_of_theirs_that_was_for_the_chair_alone_is_on_it(self, open_meeting, wish, released):
        ContributionFactory(record=released, private="Dad must not know", worries="Shouting")
        html = open_meeting().get("/meeting/mine").text

        assert "Dad must not know" not in html
        assert "Shouting" not in html

    def test_without_wishes_they_can_speak_of_the_whole(self, open_meeting, released):
        page = open_meeting().get("/meeting/mine").page

        assert [words(button) for button in page.soup.select("main form button")] == ["Is that right? Tell us"]

    def test_no_address_says_which_wish_it_is(self, browser, open_meeting, wish):
        assert open_meeting().fill_in("/meeting/mine", go=str(wish.id)).location == "/meeting/after"

    def test_two_tabs_each_speak_of_their_own_wish(self, browser, open_meeting, wish):
        other = WishFactory(record=wish.record, text="another wish")
        open_meeting()
        first = choose(browser, wish.id)
        assert choose(browser, other.id).page.said == ["another wish"]
        browser.send(first, is_right="no")

        assert [reply.wish_id for reply in replies()] == [wish.id]

    def test_it_asks_the_database_as_often_for_many_wishes_as_for_one(self, open_meeting, browser, wish, count_queries):
        open_meeting()
        with count_queries() as for_one:
            browser.get("/meeting/mine")
        for _ in range(5):
            ActionFactory(record=wish.record, wish=WishFactory(record=wish.record))
        with count_queries() as for_many:
            browser.get("/meeting/mine")

        assert len(for_many) == len(for_one) <= 6

    def test_a_long_page_is_small(self, open_meeting, browser, released):
        for number in range(10):
            wish = WishFactory(
                record=released,
                text=f"Wish {number} about something that matters to me a lot",
                extent=Extent.PARTLY,
                explanation=f"Because of reason {number}, which we explain in a few words here.",
            )
            ActionFactory(record=released, wish=wish, what=f"Do thing number {number}")

        assert len(open_meeting().get("/meeting/mine", headers={"Accept-Encoding": "br"}).data) <= 5_000


class TestReplying:
    def reply(self, browser, wish, **said):
        return browser.send(choose(browser, wish.id if wish else "the meeting"), **said)

    def test_it_is_kept_word_for_word(self, browser, open_meeting, wish):
        open_meeting()
        assert self.reply(browser, wish, is_right="partly", has_happened="not yet", more=" I <b>did not\nsay").location

        (reply,) = replies()
        assert (reply.record_id, reply.wish_id) == (wish.record_id, wish.id)
        assert (reply.is_right, reply.has_happened) == (Verdict.PARTLY, Happened.NOT_YET)
        assert reply.words == " I <b>did not\nsay"

    @pytest.mark.parametrize(
        ("said", "has_clock"),
        [
            ({"is_right": "yes"}, False),
            ({"is_right": "partly"}, False),
            ({"is_right": "no"}, True),
            ({"has_happened": "yes"}, False),
            ({"has_happened": "not yet"}, False),
            ({"has_happened": "no"}, True),
            ({"is_right": "yes", "has_happened": "no"}, True),
            ({"is_right": "yes", "more": "Thank you"}, True),
            ({"is_right": "yes", "more": " \n"}, False),
        ],
    )
    def test_a_no_or_any_text_has_a_clock(self, browser, open_meeting, wish, said, has_clock):
        open_meeting()
        self.reply(browser, wish, **said)

        (reply,) = replies()
        assert (reply.due_at is not None) is has_clock
        if has_clock:
            assert reply.due_at.isoformat() == "2026-11-24T23:59:59+00:00"  # 5 working days
        assert who_is_told() == ([(wish.record.conference.chair_id, reply.id)] if has_clock else [])

    def test_what_was_picked_is_shown_with_its_day_and_what_was_written_is_not(self, browser, open_meeting, wish):
        open_meeting()
        self.reply(browser, wish, is_right="no", has_happened="no", more="my own words")
        page = browser.get("/meeting/mine").page

        assert "You told us something on Tuesday 17 November." in page.text
        assert "You said: no, this is not right. You said: it did not happen." in page.text
        assert "We will answer you here by Tuesday 24 November." in page.text
        assert "my own words" not in page.html
        assert "my own words" not in choose(browser, wish.id).text

    @pytest.mark.parametrize(("said", "sentence"), [("yes", "it happened"), ("not yet", "it has not happened yet")])
    def test_whether_it_happened_is_shown_as_they_said(self, browser, open_meeting, wish, said, sentence):
        open_meeting()
        self.reply(browser, wish, has_happened=said)

        assert f"You said: {sentence}." in browser.get("/meeting/mine").page.text

    def test_an_answer_that_is_late_is_admitted(self, browser, open_meeting, wish, clock):
        MeetingReplyFactory(record=wish.record, wish=wish)
        clock.shift(8 * DAY)

        assert "We are late. That is our fault" in open_meeting().get("/meeting/mine").page.text

    def test_the_answer_is_shown_and_nothing_is_late_any_more(self, browser, open_meeting, wish, clock):
        MeetingReplyFactory(
            record=wish.record,
            wish=wish,
            answer="You are <right>.",
            settled_at=utc_now(),
            settled_by_id=PersonFactory().id,
        )
        clock.shift(8 * DAY)
        page = open_meeting().get("/meeting/mine").page

        assert "You are <right>." in page.text
        assert "We are late" not in page.text

    def test_what_they_said_of_a_wish_that_is_gone_stays_there(self, open_meeting, released):
        MeetingReplyFactory(record=released)

        assert "You said: no, this is not right." in open_meeting().get("/meeting/mine").page.text

    def test_nothing_picked_is_asked_again_with_what_was_typed(self, browser, open_meeting, wish):
        open_meeting()
        response = self.reply(browser, wish, more="I said <stay>")

        assert (response.status_code, response.page.errors) == (400, ["Pick the one that fits best"])
        assert response.page.field("more") == "I said <stay>"
        assert replies() == []

    def test_a_second_tap_sends_once(self, browser, open_meeting, wish):
        shown = choose(open_meeting(), wish.id)
        ends = [browser.send(shown, is_right="no").location for _ in range(2)]

        assert ends == ["/meeting/mine#newest"] * 2
        assert len(replies()) == len(who_is_told()) == 1

    def test_a_chair_who_has_another_role_now_is_not_told_and_it_is_kept(self, browser, open_meeting, wish):
        chair = db.session.get_one(Person, wish.record.conference.chair_id)
        chair.role = Role.CHAIRS_MANAGER
        db.session.commit()
        open_meeting()
        self.reply(browser, wish, is_right="no")

        assert len(replies()) == 1
        assert who_is_told() == []

    def test_they_come_back_to_what_they_have_just_sent(self, browser, open_meeting, wish):
        open_meeting()
        for answer in ("yes", "no"):
            self.reply(browser, wish, is_right=answer)

        (newest,) = browser.get("/meeting/mine").page.soup.select("#newest")
        assert "You said: no, this is not right." in words(newest)

    @pytest.mark.parametrize(
        ("why", "reads"),
        [("The family moved.", "Why: The family moved."), (None, "We have not told you why yet. You can ask.")],
    )
    def test_what_was_stopped_says_why(self, browser, open_meeting, wish, why, reads):
        ActionFactory(record=wish.record, wish=wish, status=ActionStatus.STOPPED, stopped_reason=why)

        assert f"This has stopped. It will not be done. {reads}" in open_meeting().get("/meeting/mine").page.text

    def test_what_else_happens_stands_beside_the_questions_about_the_whole(self, browser, open_meeting, wish):
        ActionFactory(record=wish.record, what="Go through the plan with you")

        assert "Go through the plan with you" in choose(open_meeting(), "the meeting").page.text
        assert "Go through the plan with you" not in choose(browser, wish.id).page.text

    def test_they_can_say_something_else_later(self, browser, open_meeting, wish):
        open_meeting()
        self.reply(browser, wish, has_happened="not yet")
        self.reply(browser, wish, has_happened="no")

        assert [reply.has_happened for reply in replies()] == [Happened.NOT_YET, Happened.NO]

    def test_whether_it_happened_is_not_asked_where_nothing_was_promised(self, browser, open_meeting, wish):
        wish.extent = Extent.NOT_ACTED_ON
        db.session.commit()

        assert "Did it happen?" not in choose(open_meeting(), wish.id).page.text

    def test_of_the_whole_it_is_asked_once_somebody_has_something_to_do(self, browser, open_meeting, released):
        assert "Did it happen?" not in choose(open_meeting(), "the meeting").page.text
        ActionFactory(record=released)
        assert self.reply(browser, None, has_happened="no").location == "/meeting/mine#newest"

        assert (replies()[0].wish_id, replies()[0].has_happened) == (None, Happened.NO)

    def test_numbers_to_call_are_beside_the_box(self, open_meeting, wish):
        page = choose(open_meeting(), wish.id).page

        assert page.soup.select_one("main form .small a[href='tel:999']")

    def test_a_wish_of_a_brother_or_sister_is_not_there(self, browser, open_meeting, wish):
        brothers = WishFactory(record=ChildRecordFactory(conference=wish.record.conference), text="theirs")
        shown = choose(open_meeting(), brothers.id)
        browser.send(shown, is_right="no", about=str(brothers.id))

        assert "theirs" not in shown.text
        assert [(reply.record_id, reply.wish_id) for reply in replies()] == [(wish.record_id, None)]

    def test_what_is_said_of_a_wish_that_was_taken_out_meanwhile_is_said_of_the_whole(
        self, browser, open_meeting, wish
    ):
        shown = choose(open_meeting(), wish.id)
        db.session.delete(wish)
        db.session.commit()
        browser.send(shown, is_right="no", more="I said <stay>")

        assert [(reply.wish_id, reply.words) for reply in replies()] == [(None, "I said <stay>")]


class TestWhatCannotBeTakenJustNow:
    """It is kept, and stands in the form again when it can be."""

    def send_when(self, browser, wish, something_happens):
        shown = choose(browser, wish.id)
        something_happens()
        db.session.commit()
        return browser.send(shown, is_right="no", has_happened="no", more="I said <stay>")

    def finish(self, browser, wish):
        assert "Finish it" in browser.get("/meeting/mine").page.text
        page = choose(browser, wish.id).page
        return page.field("is_right"), page.field("has_happened"), page.field("more")

    def test_when_their_time_ran_out(self, browser, open_meeting, wish):
        open_meeting()

        def visit_ends():
            for row in db.session.scalars(select(Visit)):
                db.session.delete(row)

        assert self.send_when(browser, wish, visit_ends).location == "/meeting"
        assert "What you wrote here is kept" in browser.get("/meeting").page.text
        open_meeting()
        assert self.finish(browser, wish) == ("no", "no", "I said <stay>")
        browser.fill_in("/meeting/after")
        assert replies()[0].words == "I said <stay>"
        assert "Finish it" not in browser.get("/meeting/mine").page.text

    @pytest.fixture
    def open_sisters(self, released, browser):
        """Her sister types the words of her own card, at the same phone."""
        words, sister = choose_words(), ChildRecordFactory(conference=released.conference, released_at=utc_now())
        MeetingWordsFactory(record=sister, four_words=words)
        return lambda: browser.fill_in("/meeting", words=" ".join(words))

    def test_her_sister_at_the_same_phone_does_not_see_what_arrived_after_the_time_ran_out(
        self, browser, open_meeting, wish, open_sisters
    ):
        open_meeting()
        self.send_when(browser, wish, lambda: db.session.execute(delete(Visit)))
        open_sisters()

        assert "Finish it" not in browser.get("/meeting/mine").page.text
        assert "I said" not in choose(browser, wish.id).text

    def test_an_older_tab_says_nothing_for_her_sister(self, browser, open_meeting, wish, open_sisters):
        open_meeting()
        back = self.send_when(browser, wish, open_sisters)

        assert back.page.field("more") == "I said <stay>"
        assert replies() == []
        assert "Finish it" not in browser.get("/meeting/mine").page.text

    def test_when_the_words_were_revoked(self, browser, open_meeting, wish):
        open_meeting()

        def revoke():
            db.session.scalars(select(MeetingWords)).one().revoked_at = utc_now()

        assert self.send_when(browser, wish, revoke).location == "/meeting"
        assert replies() == []

    def test_when_the_page_was_taken_back(self, browser, open_meeting, wish, released):
        open_meeting()

        def take_back():
            released.released_at = None

        assert self.send_when(browser, wish, take_back).location == "/meeting/mine"
        assert replies() == []
        released.released_at = utc_now()
        db.session.commit()
        assert self.finish(browser, wish) == ("no", "no", "I said <stay>")
