"""A child writes for their meeting, with the words on their card and without an account."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, Contribution, MeetingWords, Visit, Wish, utc_now
from app.models.codes import Extent, HelpedBy, Joining, Stage
from app.protection.four_words import choose_words
from app.protection.sealing import vault
from app.services import meeting_opening, promising
from tests.factories import (
    ActionFactory,
    ChildRecordFactory,
    ContributionFactory,
    MeetingWordsFactory,
    WishFactory,
)
from tests.integration.keys import restart_with, ring_of
from tests.integration.young_people.conftest import ANSWERS, WORDS

QUESTIONS = [f"/meeting/{number}" for number in range(1, 11)]
WEEK = 7 * 24 * 60 * 60


def sent() -> Contribution:
    return db.session.scalars(select(Contribution)).one()


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def wishes() -> list[str]:
    return [wish.text for wish in db.session.scalars(select(Wish).order_by(Wish.position))]


class TestOpening:
    def test_any_case_and_the_first_four_letters_are_enough(self, browser, card):
        typed = "  ".join(word[:4].upper() for word in card.split())

        assert browser.fill_in("/meeting", words=typed).location == "/meeting/mine"

    @pytest.mark.parametrize("stage", [Stage.UNDER_4, Stage.UNBORN])
    def test_a_card_opens_nothing_once_the_child_turns_out_to_be_too_young(
        self, browser, open_meeting, record, card, stage
    ):
        open_meeting()
        record.stage = stage
        db.session.commit()

        assert browser.get("/meeting/mine").location == "/meeting"
        assert browser.fill_in("/meeting", words=card).status_code == 400

    def test_the_chair_can_see_when_they_were_first_and_last_used(self, open_meeting, another_browser, clock):
        open_meeting()
        clock.shift(3600)
        open_meeting(at=another_browser)

        words = db.session.scalars(select(MeetingWords)).one()
        assert (words.first_used_at.hour, words.last_used_at.hour) == (10, 11)

    def test_words_known_by_an_older_key_are_known_by_the_newest_from_then_on(self, open_meeting, card):
        restart_with(1, 2)
        try:
            open_meeting()
            vault.use(ring_of(2))
            assert meeting_opening.find_words(card).words_key_id == 2
        finally:
            vault.use(ring_of(1))

    def test_revoked_words_open_nothing_and_are_answered_like_words_that_never_were(self, browser, card):
        db.session.scalars(select(MeetingWords)).one().revoked_at = utc_now()
        db.session.commit()
        revoked = browser.fill_in("/meeting", words=card)
        never = browser.fill_in("/meeting", words="bell goat rain sock")

        assert (revoked.status_code, revoked.page.errors) == (400, never.page.errors)

    def test_words_that_are_revoked_meanwhile_open_nothing_more(self, browser, open_meeting):
        open_meeting()
        db.session.scalars(select(MeetingWords)).one().revoked_at = utc_now()
        db.session.commit()

        assert [browser.get(address).location for address in ("/meeting/mine", *QUESTIONS)] == ["/meeting"] * 11

    @pytest.mark.parametrize("address", ["/meeting", "/answer"])
    def test_words_typed_on_the_other_page_go_to_where_they_belong(self, browser, another_browser, card, send, address):
        answer = " ".join(send())

        assert another_browser.fill_in(address, words=answer).location == "/answer/read"
        assert browser.fill_in(address, words=card).location == "/meeting/mine"

    @pytest.mark.parametrize("address", ["/meeting", "/answer"])
    def test_wrong_words_cost_the_same_search_on_both_pages(self, browser, count_queries, card, address):
        browser.fill_in(address, words="no such words here")
        found = []
        for typed in ("bell goat rain sock", "one two", "x" * 500):
            shown = browser.get(address)
            with count_queries() as queries:
                browser.send(shown, words=typed)
            found.append([query for query in queries if "words_mark" in query])

        assert [len(queries) for queries in found] == [2, 2, 2]

    def test_guessing_is_slowed_and_told_plainly(self, browser, still_clock):
        for _ in range(7):
            response = browser.fill_in("/meeting", words="wrong wrong wrong wrong")

        assert response.status_code == 429
        assert "Let us slow down. Wait" in response.page.text

    def test_every_page_is_shut_to_a_browser_that_has_not_typed_the_words(self, another_browser, card):
        for address in ("/meeting/mine", "/meeting/help", "/meeting/sent", "/meeting/after", *QUESTIONS):
            response = another_browser.get(address)
            assert response.location == "/meeting"
            assert "Set-Cookie" not in response.headers

    def test_they_see_when_it_is_and_who_reads_what_they_write(self, browser, open_meeting):
        text = open_meeting().get("/meeting/mine").page.text

        assert "It is on Tuesday 24 November at 2.00pm." in text
        assert "Your mum, dad or carer may be there." in text


class TestWriting:
    def test_everything_is_stored_as_it_was_typed(self, write_and_send, record):
        write_and_send()

        contribution = sent()
        assert contribution.record_id == record.id
        assert contribution.joining is Joining.WRITE
        assert contribution.good == "  My nan.\n<b>Football"
        assert contribution.worries == "Shouting"
        assert json.loads(contribution.wishes_as_json) == [WORDS]
        assert contribution.speaker == "My teacher"
        assert contribution.understanding == "Pictures"
        assert contribution.how_safe == 8
        assert contribution.private == "Dad must not know"
        assert (contribution.helped_by, contribution.words_are_own) == (None, None)

    @pytest.mark.parametrize("address", list(ANSWERS))
    def test_one_answer_is_enough_whichever_it_is(self, write_and_send, address):
        write_and_send({address: ANSWERS[address]})

        assert how_many(Contribution) == 1

    def test_what_was_skipped_is_nothing(self, write_and_send):
        write_and_send({"/meeting/2": {"good": "Football"}, "/meeting/3": {"worries": " \n "}})

        contribution = sent()
        assert (contribution.worries, contribution.joining, contribution.how_safe) == (None, None, None)
        assert contribution.wishes_as_json is None

    @pytest.mark.parametrize("answers", [{}, {"/meeting/9": {"helped_by": "friend", "words_are_own": "yes"}}])
    def test_nothing_at_all_cannot_be_sent(self, write, browser, answers):
        page = write(answers).page

        assert "There is nothing to send yet" in page.text
        assert page.soup.select("main form button") == []
        assert (
            browser.post(
                "/meeting/10", data={"csrf_token": page.field("csrf_token"), "once": page.field("once")}
            ).location
            == "/meeting/10?again=yes"
        )
        assert how_many(Contribution) == 0

    def test_no_feeling_of_safety_is_not_zero(self, write_and_send):
        write_and_send({"/meeting/7": {"how_safe": "0"}})

        assert sent().how_safe == 0

    def test_who_helps_and_whose_words_they_are(self, write_and_send):
        write_and_send(ANSWERS | {"/meeting/9": {"helped_by": "interpreter", "words_are_own": "no"}})

        assert (sent().helped_by, sent().words_are_own) == (HelpedBy.INTERPRETER, False)

    def test_whoever_is_helped_is_asked_whose_words_they_are(self, browser, open_meeting):
        response = open_meeting().fill_in("/meeting/9", helped_by="friend")

        assert (response.status_code, response.page.errors) == (400, ["Pick if the words are yours"])
        assert response.page.field("helped_by") == "friend"

    def test_whoever_does_it_alone_is_asked_nothing_more(self, open_meeting):
        assert open_meeting().fill_in("/meeting/9", helped_by="", words_are_own="yes").location == "/meeting/10"

    @pytest.mark.parametrize(
        ("address", "picked"), [("/meeting/1", {"joining": "be there"}), ("/meeting/7", {"how_safe": "9"})]
    )
    def test_skipping_takes_back_what_was_picked(self, browser, open_meeting, address, picked):
        open_meeting().fill_in(address, **picked)
        browser.fill_in(address, go="skip")

        assert browser.get(address).page.field(next(iter(picked))) == ""

    def test_half_written_answers_are_there_when_they_go_back(self, browser, write):
        write()

        assert browser.get("/meeting/2").page.field("good") == "  My nan.\n<b>Football"
        assert browser.get("/meeting/7").page.field("how_safe") == "8"

    def test_after_a_change_from_the_last_page_they_are_back_there(self, browser, write):
        write()

        assert browser.fill_in("/meeting/2", good="Dogs").location == "/meeting/10"
        assert browser.fill_in("/meeting/1", joining="be there").location == "/meeting/10"

    def test_the_last_page_shows_every_word_as_it_was_typed(self, write):
        page = write().page

        assert page.said == ["  My nan.\n<b>Football", "Shouting", WORDS, "My teacher", "Pictures", "Dad must not know"]
        assert "8 of 10" in page.text

    @pytest.mark.parametrize("name", ["good", "worries", "speaker", "understanding", "private"])
    def test_too_long_a_text_is_kept_and_asked_to_be_shorter(self, browser, open_meeting, name):
        (address,) = (address for address, typed in ANSWERS.items() if name in typed)
        response = open_meeting().fill_in(address, **{name: "x" * 5_001})

        assert response.status_code == 400
        assert response.page.field(name) == "x" * 5_001
        assert "Take out 1 letter" in response.page.errors[0]

    def test_somebody_who_draws_is_told_whom_to_give_it_to(self, write_and_send):
        page = write_and_send({"/meeting/1": {"joining": "draw or record it"}}).page

        assert "Give it to the person who gave you the card." in page.text

    def test_the_page_that_goes_to_the_chair_alone_says_so(self, browser, open_meeting):
        assert "only to the person who leads your meeting" in open_meeting().get("/meeting/8").page.text

    def test_numbers_to_call_are_beside_every_box(self, browser, open_meeting):
        open_meeting()
        for address in QUESTIONS[:9]:
            page = browser.get(address).page
            if page.soup.select("textarea"):
                assert page.soup.select_one("main form .small a[href='tel:999']"), address

    def test_every_page_is_small(self, browser, write):
        write()
        for address in ("/meeting", "/meeting/mine", "/meeting/help", *QUESTIONS):
            assert len(browser.get(address, headers={"Accept-Encoding": "br"}).data) <= 5_000, address


class TestWishes:
    def boxes(self, browser) -> list[str]:
        boxes = browser.get("/meeting/4").page.soup.select("textarea")
        return [box.get_text().removeprefix("\n").removeprefix("\r\n") for box in boxes]

    def press(self, browser, button, *typed):
        fields = {f"wishes-{number}": text for number, text in enumerate(typed)}
        return browser.fill_in("/meeting/4", go=button, **fields) if button else browser.fill_in("/meeting/4", **fields)

    @pytest.fixture
    def three(self, browser, open_meeting):
        """Three boxes with something in each."""
        self.press(open_meeting(), "add", "one")
        self.press(browser, "add", "one", "two")
        self.press(browser, None, "one", "two", "three")
        return browser

    def test_a_box_is_added_and_what_was_typed_stays(self, browser, open_meeting):
        response = self.press(open_meeting(), "add", " my <wish> ")

        assert response.location == "/meeting/4#wishes-1"
        assert self.boxes(browser) == [" my <wish> ", ""]

    def test_there_are_ten_at_most(self, browser, open_meeting):
        open_meeting()
        for _ in range(12):
            shown = browser.get("/meeting/4")
            browser.post("/meeting/4", data={
                "csrf_token": shown.page.field("csrf_token"),
                "go": "add",
                **{box["name"]: "w" for box in shown.page.soup.select("textarea")},
            })  # fmt: skip

        assert self.boxes(browser) == ["w"] * 10
        assert not browser.get("/meeting/4").page.soup.select("button[value=add]")

    @pytest.mark.parametrize(
        ("button", "left", "at"),
        [
            ("up 1", ["two", "one", "three"], 0),
            ("up 0", ["one", "two", "three"], 0),
            ("down 1", ["one", "three", "two"], 2),
            ("down 2", ["one", "two", "three"], 2),
            ("down 0", ["two", "one", "three"], 1),
            ("out 0", ["two", "three"], 0),
            ("out 2", ["one", "two"], 1),
            ("out 9", ["one", "two", "three"], 2),
        ],
    )
    def test_buttons_move_them_and_take_them_out(self, three, button, left, at):
        page = three.get("/meeting/4").page
        response = three.post(
            "/meeting/4",
            data={
                "csrf_token": page.field("csrf_token"), "go": button,
                "wishes-0": "one", "wishes-1": "two", "wishes-2": "three",
            },
        )  # fmt: skip

        assert response.location == f"/meeting/4#wishes-{at}"
        assert self.boxes(three) == left

    def test_the_last_one_can_be_emptied(self, browser, open_meeting):
        self.press(open_meeting(), "add", "one")
        self.press(browser, "out 0", "one", "")

        assert self.boxes(browser) == [""]

    def test_they_become_the_wishes_of_the_record_in_their_order(self, browser, three, record):
        self.press(browser, "up 2", "one", "two", "three")
        browser.fill_in("/meeting/10")

        assert wishes() == ["one", "three", "two"]
        assert {wish.contribution_id for wish in db.session.scalars(select(Wish))} == {sent().id}
        assert {wish.record_id for wish in db.session.scalars(select(Wish))} == {record.id}

    def test_empty_boxes_are_no_wishes(self, browser, open_meeting):
        self.press(open_meeting(), "add", "one")
        self.press(browser, "add", " ", "two")
        browser.fill_in("/meeting/10")

        assert wishes() == ["two"]

    def test_they_stand_after_the_wishes_that_are_there(self, write_and_send, record):
        WishFactory(record=record, text="first", position=7)
        record.no_wishes = True
        db.session.commit()
        write_and_send()

        assert wishes() == ["first", WORDS]
        assert record.no_wishes is False

    def test_each_becomes_one_however_many_the_chair_has_added(self, browser, three, record):
        WishFactory.create_batch(promising.MOST_WISHES, record=record, text="the chair's")
        browser.fill_in("/meeting/10")

        assert wishes() == ["the chair's"] * promising.MOST_WISHES + ["one", "two", "three"]
        assert json.loads(sent().wishes_as_json) == ["one", "two", "three"]

    def test_each_becomes_one_however_often_they_add_to_it(self, browser, open_meeting):
        written = [[f"{sitting}, {number}" for number in range(10)] for sitting in range(4)]
        for sitting in written:
            open_meeting().fill_in("/meeting/mine", go="add")
            for boxes in range(1, 10):
                self.press(browser, "add", *sitting[:boxes])
            self.press(browser, None, *sitting)
            assert browser.fill_in("/meeting/10").location == "/meeting/sent"

        assert wishes() == sum(written, [])

    def test_a_wish_that_is_too_long_is_kept_and_named(self, browser, open_meeting):
        response = self.press(open_meeting(), "add", "x" * 1_002)

        assert response.status_code == 400
        assert response.page.soup.select_one("textarea").get_text().strip() == "x" * 1_002
        assert "Take out 2 letters" in response.page.errors[0]
        assert response.page.soup.select_one(".oops a")["href"] == "#wishes-0"

    def test_each_box_and_button_says_which_wish_it_is(self, three):
        soup = three.get("/meeting/4").page.soup
        labels = [label.get_text() for label in soup.select("label")]
        buttons = [" ".join(button.get_text().split()) for button in soup.select("button[value^=up]")]

        assert labels == ["Wish 1", "Wish 2", "Wish 3"]
        assert buttons == ["Move up: Wish 2", "Move up: Wish 3"]


class TestNotSafe:
    @pytest.mark.parametrize(("number", "leads_to"), [(0, "help"), (3, "help"), (4, "8"), (10, "8")])
    def test_help_comes_at_once_up_to_three(self, open_meeting, number, leads_to):
        assert open_meeting().fill_in("/meeting/7", how_safe=str(number)).location == f"/meeting/{leads_to}"

    def test_help_shows_whom_to_call_and_then_they_carry_on(self, browser, open_meeting):
        open_meeting().fill_in("/meeting/7", how_safe="2")
        shown = browser.get("/meeting/help")

        assert {"tel:999", "tel:08001111"} <= {link["href"] for link in shown.page.soup.select("main a[href^=tel]")}
        assert browser.send(shown, go="next").location == "/meeting/8"

    def test_help_can_send_it_at_once(self, browser, open_meeting):
        open_meeting().fill_in("/meeting/7", how_safe="2")

        assert browser.fill_in("/meeting/help", go="send").location == "/meeting/sent"
        assert sent().how_safe == 2

    @pytest.mark.parametrize(("number", "alerts"), [(0, 1), (3, 1), (4, 0)])
    def test_somebody_is_told_when_it_is_sent_and_not_before(self, write, browser, number, alerts):
        shown = write({"/meeting/7": {"how_safe": str(number)}})
        assert how_many(Alert) == 0
        browser.send(shown)

        assert how_many(Alert) == alerts

    def test_the_alert_has_the_clock_of_every_alert(self, write_and_send):
        page = write_and_send({"/meeting/7": {"how_safe": "1"}}).page

        alert = db.session.scalars(select(Alert)).one()
        assert alert.contribution_id == sent().id
        assert alert.due_at - sent().sent_at == timedelta(hours=1)
        assert "By 11.00am on Tuesday 17 November" in page.text

    def test_who_does_not_feel_unsafe_sees_no_help_page(self, browser, open_meeting):
        open_meeting().fill_in("/meeting/7", how_safe="9")

        assert browser.get("/meeting/help").location == "/meeting/8"


class TestAfterSending:
    def test_it_says_by_when_it_is_read_and_when_the_meeting_is(self, write_and_send):
        page = write_and_send().page

        assert page.heading == "Thank you. We have got it."
        assert "By Thursday 19 November" in page.text
        assert "Tuesday 24 November" in page.text

    def test_it_is_read_before_the_meeting_starts(self, write_and_send, record):
        record.conference.held_on = date(2026, 11, 18)  # tomorrow: sooner than the days there are for reading
        db.session.commit()
        page = write_and_send().page

        assert sent().read_due_at == datetime(2026, 11, 18, 14, tzinfo=UTC)
        assert "By Wednesday 18 November" in page.text

    def test_what_was_sent_is_not_shown_again_anywhere(self, browser, another_browser, write_and_send, open_meeting):
        write_and_send()
        open_meeting(at=another_browser)
        for visitor in (browser, another_browser):
            for address in ("/meeting/mine", "/meeting/sent", *QUESTIONS):
                text = visitor.get(address, follow_redirects=True).text
                assert "Football" not in text
                assert "my nan" not in text

    def test_a_second_tap_ends_at_the_same_receipt_and_sends_once(self, browser, write):
        shown = write()
        ends = [browser.send(shown).location for _ in range(3)]

        assert ends == ["/meeting/sent"] * 3
        assert how_many(Contribution) == how_many(Wish) == 1

    def test_a_second_tap_when_the_visit_is_over_says_that_it_was_sent(self, browser, write, clock):
        shown = write()
        browser.send(shown)
        clock.shift(62 * 60)

        assert browser.send(shown).page.heading == "You have sent this"

    def test_what_another_tab_changed_is_shown_again_before_it_is_sent(self, browser, write):
        shown = write()
        browser.fill_in("/meeting/2", good="Dogs")

        after = browser.send(shown, follow_redirects=True).page

        assert how_many(Contribution) == 0
        assert "Dogs" in after.said
        assert "It is not sent yet." in after.text

    def test_going_back_to_a_question_leads_to_what_is_saved(self, browser, write_and_send):
        write_and_send()

        assert browser.get("/meeting/4").location == "/meeting/mine"
        assert "Something is saved. You sent it on Tuesday 17 November." in browser.get("/meeting/mine").page.text

    def test_what_an_older_tab_adds_once_it_is_sent_is_kept_and_can_be_sent_as_well(self, browser, write):
        write()
        older = browser.get("/meeting/2")
        browser.send(browser.get("/meeting/10"))
        browser.send(older, good="And my dog")
        goes_on = browser.get(browser.get("/meeting/mine").page.link("Go on with what I wrote"))

        assert goes_on.page.said == ["And my dog"]
        assert browser.send(goes_on).location == "/meeting/sent"
        assert [one.replaced_at for one in db.session.scalars(select(Contribution))] == [None, None]


class TestAddingAndReplacing:
    @pytest.fixture
    def again(self, write_and_send, another_browser, open_meeting, clock):
        """Come back an hour later, and add to what was sent or replace it."""

        def go(button, answers=None):
            if not how_many(Contribution):
                write_and_send()
            clock.shift(3600)
            open_meeting(at=another_browser)
            assert another_browser.fill_in("/meeting/mine", go=button).location == "/meeting/1"
            for address, typed in (answers or {"/meeting/4": {"wishes-0": "a new wish"}}).items():
                another_browser.fill_in(address, **typed)
            return another_browser.fill_in("/meeting/10")

        return go

    def test_adding_keeps_everything_there_was(self, again):
        again("add")

        assert how_many(Contribution) == 2
        assert {one.replaced_at for one in db.session.scalars(select(Contribution))} == {None}
        assert wishes() == [WORDS, "a new wish"]

    def test_replacing_marks_what_was_there_and_keeps_it(self, again):
        again("replace")

        old, new = db.session.scalars(select(Contribution).order_by(Contribution.sent_at))
        assert old.replaced_at == new.sent_at
        assert new.replaced_at is None
        assert old.good == "  My nan.\n<b>Football"
        assert wishes() == ["a new wish"]

    def test_the_page_says_that_the_old_words_are_kept_too(self, write_and_send, browser):
        write_and_send()

        assert "We keep the old ones too" in browser.get("/meeting/mine").page.text

    @pytest.mark.parametrize(("button", "is_said"), [("replace", True), ("add", False)])
    def test_before_a_replacement_is_sent_the_page_says_that_it_is_one(self, browser, write_and_send, button, is_said):
        write_and_send()
        browser.fill_in("/meeting/mine", go=button)
        browser.fill_in("/meeting/2", good="Dogs")

        assert ("This takes the place of what you sent before." in browser.get("/meeting/10").page.text) is is_said

    @pytest.mark.parametrize("answered", [{"extent": Extent.FULLY}, {"explanation": "Because."}, {"changed": "A bus."}])
    def test_a_wish_that_the_chair_has_answered_stays(self, again, write_and_send, answered):
        write_and_send()
        wish = db.session.scalars(select(Wish)).one()
        for name, value in answered.items():
            setattr(wish, name, value)
        db.session.commit()
        again("replace")

        assert wishes() == [WORDS, "a new wish"]

    def test_a_wish_that_somebody_acts_on_stays(self, again, write_and_send, record):
        write_and_send()
        ActionFactory(record=record, wish=db.session.scalars(select(Wish)).one())
        again("replace")

        assert wishes() == [WORDS, "a new wish"]

    def test_a_wish_that_the_chair_wrote_down_stays(self, again, record):
        WishFactory(record=record, text="told the chair", position=1)
        again("replace")

        assert wishes() == ["told the chair", "a new wish"]

    def test_nothing_of_a_brother_or_sister_is_replaced(self, again, record):
        other = ContributionFactory()
        WishFactory(record=other.record, contribution_id=other.id, text="theirs")
        again("replace")

        assert other.replaced_at is None
        assert "theirs" in wishes()

    def test_an_alert_of_what_is_replaced_stays(self, again, write_and_send):
        write_and_send({"/meeting/7": {"how_safe": "0"}})
        again("replace")

        assert how_many(Alert) == 1


class TestWhatIsHalfWritten:
    def test_it_cannot_be_read_in_the_database(self, write):
        write()

        (row,) = db.session.scalars(select(Visit))
        assert b"Football" not in row.contents_sealed

    def test_it_goes_with_hide_page(self, browser, write):
        write()
        browser.get("/exit")

        assert how_many(Visit) == 0
        assert browser.get("/meeting/2").location == "/meeting"

    def test_it_runs_out_after_an_hour(self, browser, write, clock, open_meeting):
        write()
        clock.shift(62 * 60)

        assert browser.get("/meeting/2").location == "/meeting"
        assert open_meeting().get("/meeting/2").page.field("good") == ""

    def test_it_is_held_for_a_day_when_they_ask(self, browser, write, clock):
        write()
        browser.fill_in("/meeting/2", keep_for_a_day="y")
        clock.shift(20 * 60 * 60)

        assert browser.get("/meeting/2").page.field("good") == "  My nan.\n<b>Football"

    def test_what_is_sent_after_the_time_ran_out_is_there_when_they_have_typed_their_words_again(
        self, browser, open_meeting, clock
    ):
        shown = open_meeting().get("/meeting/3")
        clock.shift(62 * 60)
        assert browser.send(shown, worries="I am scared").location == "/meeting"
        assert "What you wrote here is kept, but it is not sent yet." in browser.get("/meeting").page.text
        open_meeting()

        assert browser.get("/meeting/3").page.field("worries") == "I am scared"

    @pytest.mark.parametrize("address", ["/meeting/10", "/meeting/help"])
    def test_what_they_checked_is_there_when_they_have_typed_their_words_again(
        self, browser, write, open_meeting, clock, address
    ):
        write(ANSWERS | {"/meeting/7": {"how_safe": "1"}})
        shown = browser.get(address)
        clock.shift(62 * 60)
        assert browser.send(shown).location == "/meeting"
        assert "What you wrote here is kept, but it is not sent yet." in browser.get("/meeting").page.text
        page = open_meeting().get("/meeting/10").page

        assert page.said[:3] == ["  My nan.\n<b>Football", "Shouting", WORDS]
        assert "1 of 10" in page.text

    def test_what_they_checked_is_shown_back_when_the_cookie_is_gone(self, browser, write, open_meeting):
        shown = write()
        browser.delete_cookie(browser.cookie_name)
        back = browser.send(shown)
        assert back.status_code == 400
        assert "Shouting" in back.page.said
        browser.send(back)
        open_meeting()

        assert "Shouting" in browser.get("/meeting/10").page.said

    @pytest.mark.parametrize(
        "carried",
        ['{"how_safe": "11"}', '{"joining": "x"}', '{"wishes": "[1]"}', '{"wishes": "{"}', '{"wishes": "7"}', "[]"],
    )
    def test_a_page_that_carries_what_cannot_be_is_like_one_that_carries_nothing(self, browser, write, clock, carried):
        shown = write()
        clock.shift(62 * 60)
        browser.send(shown, answers=carried)

        assert "What you wrote here is kept" not in browser.get("/meeting").page.text

    def test_a_page_that_was_open_too_long_shows_back_what_was_typed(self, browser, open_meeting):
        shown = open_meeting().get("/meeting/3")
        typed = {"csrf_token": "old", "worries": "I am scared"}
        response = browser.post(shown.request.path, data=typed)

        assert response.status_code == 400
        assert response.page.field("worries") == "I am scared"

    def test_it_is_not_shown_to_whoever_opens_another_childs_meeting_at_the_same_phone(self, browser, write, record):
        write()
        words = choose_words()
        sister = ChildRecordFactory(conference=record.conference)
        MeetingWordsFactory(record=sister, four_words=words)
        browser.fill_in("/meeting", words=" ".join(words))

        assert browser.get("/meeting/2").page.field("good") == ""

    @pytest.mark.parametrize("address", ["/meeting/3", "/meeting/10"])
    def test_nor_is_what_arrived_after_the_time_ran_out(self, browser, write, open_sisters, clock, address):
        write()
        shown = browser.get(address)
        clock.shift(62 * 60)
        browser.send(shown)
        open_sisters()

        assert browser.get("/meeting/3").page.field("worries") == ""

    @pytest.mark.parametrize("address", ["/meeting/3", "/meeting/10"])
    def test_an_older_tab_adds_nothing_to_another_childs_meeting(self, browser, write, open_sisters, address):
        write()
        shown = browser.get(address)
        open_sisters()
        back = browser.send(shown)

        assert browser.get("/meeting/3").page.field("worries") == ""
        assert address != "/meeting/3" or back.page.field("worries") == "Shouting"
        assert how_many(Contribution) == 0

    def test_sending_something_else_meanwhile_does_not_lose_it(self, browser, write, send):
        write()
        send()

        assert browser.get("/meeting/2").page.field("good") == "  My nan.\n<b>Football"


class TestTheMomentItStarts:
    """London is on winter time: the meeting starts at 14.00 UTC."""

    UNTIL = WEEK + 4 * 60 * 60

    def test_until_the_last_moment_it_can_be_sent(self, browser, open_meeting, clock):
        clock.shift(self.UNTIL - 60)
        open_meeting().fill_in("/meeting/2", good="Dogs")

        assert browser.fill_in("/meeting/10").location == "/meeting/sent"

    def test_what_is_sent_at_that_moment_is_not_taken_and_not_lost(self, browser, open_meeting, clock):
        clock.shift(self.UNTIL - 60)
        open_meeting().fill_in("/meeting/2", good="Dogs")
        shown = browser.get("/meeting/10")
        clock.shift(60)
        assert browser.send(shown).location == "/meeting/mine"
        page = browser.get("/meeting/mine").page

        assert how_many(Contribution) == 0
        assert page.heading == "The meeting has begun"
        assert "Dogs" in page.said
        assert "Nobody has read it" in page.text

    def test_what_is_typed_into_a_question_at_that_moment_is_not_lost(self, browser, open_meeting, clock):
        clock.shift(self.UNTIL - 60)
        shown = open_meeting().get("/meeting/3")
        clock.shift(60)
        assert browser.send(shown, worries="I am scared").location == "/meeting/mine"

        assert "I am scared" in browser.get("/meeting/mine").page.said

    def test_what_was_sent_is_kept_as_it_was(self, browser, open_meeting, record, clock):
        ContributionFactory(record=record)
        clock.shift(self.UNTIL)
        page = open_meeting().get("/meeting/mine").page

        assert "What you sent is kept just as you wrote it." in page.text
        assert page.soup.select("main form") == []

    def test_without_a_time_it_is_nine_in_the_morning(self, record):
        record.conference.start_time = None

        assert meeting_opening.starts_at(record.conference).isoformat() == "2026-11-24T09:00:00+00:00"

    def test_in_summer_the_time_is_that_of_london(self, record):
        record.conference.held_on = record.conference.held_on.replace(month=6)

        assert meeting_opening.starts_at(record.conference).isoformat() == "2026-06-24T13:00:00+00:00"

    def test_when_the_words_are_revoked_at_that_moment_what_they_wrote_stays(self, browser, write):
        shown = write()
        db.session.scalars(select(MeetingWords)).one().revoked_at = utc_now()
        db.session.commit()

        assert browser.send(shown).location == "/meeting"
        assert how_many(Contribution) == 0


class TestWhoDidNotFeelSafeWhenItBegan:
    def test_they_are_helped_first_and_can_reach_somebody(self, open_meeting, browser, clock):
        open_meeting()
        shown = browser.get("/meeting/7")
        clock.shift(7 * 24 * 60 * 60 + 5 * 60 * 60)
        open_meeting()
        page = browser.send(shown, how_safe="1", follow_redirects=True).page

        assert page.heading == "The meeting has begun"
        assert page.soup.select_one("main .call")
        assert "That is OK." not in page.text
        assert page.soup.select_one("main a[href='/before-you-start']")

    def test_who_felt_safe_reads_that_it_is_all_right(self, open_meeting, browser, clock):
        clock.shift(7 * 24 * 60 * 60 + 5 * 60 * 60)
        open_meeting()
        page = browser.get("/meeting/mine").page

        assert "That is OK." in page.text
        assert page.soup.select_one("main .call") is None


class TestWhatIsForTheChairAlone:
    def test_it_is_on_no_paper(self, open_meeting, browser):
        open_meeting()
        browser.fill_in("/meeting/8", private="Not dad")
        check = browser.get("/meeting/10").page

        assert [row for row in check.soup.select(".unprinted") if "Not dad" in row.get_text()]
        assert browser.get("/meeting/8").page.soup.select_one(".unprinted textarea")
