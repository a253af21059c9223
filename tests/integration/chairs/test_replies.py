"""The child says that something is not right, or did not happen: the chair answers, by a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.extensions import db
from app.models import ChildRecord, MeetingReply, utc_now
from app.models.codes import Happened, Verdict
from app.services import auditing, conferring
from app.services.conferring import Care
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, MeetingReplyFactory, WishFactory
from tests.integration.chairs.addresses import record_address
from tests.integration.records import complete_record

AS_TYPED = "No!!\n she never  came & <nobody> said why"


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-7"))


@pytest.fixture
def reply(record) -> MeetingReply:
    wish = WishFactory(record=record, text="I want to see my nan.")
    return MeetingReplyFactory(record=record, wish=wish, words=AS_TYPED)


@pytest.fixture
def address(record, reply) -> str:
    return f"{record_address(record)}/replies/{reply.id}"


class TestOpeningIt:
    def test_what_they_say_stands_beside_the_wish(self, chair_browser, address):
        page = chair_browser.get(address).page

        assert page.heading == "The child said: that is not right"
        assert page.said == ["I want to see my nan.", AS_TYPED]
        assert "Answer by 24 November" in page.text

    def test_it_is_read_from_then_on(self, chair_browser, reply, address):
        assert reply.read_at is None
        chair_browser.get(address)
        first = reply.read_at
        chair_browser.get(address)

        assert first is not None
        assert reply.read_at == first

    def test_it_is_written_down_each_time(self, chair_browser, chair, reply, address):
        chair_browser.get(address)
        chair_browser.get(address)

        lines = auditing.lines_about(reply)
        assert [(line.deed, line.person_id) for line in lines] == [("opened what a child says", chair.id)] * 2

    def test_the_record_tells_of_it_without_opening_it(self, chair_browser, record, reply):
        page = chair_browser.get(record_address(record)).page

        assert "The child said: that is not right About wish 1." in page.text
        assert AS_TYPED not in page.said
        assert reply.read_at is None

    @pytest.mark.parametrize(
        ("values", "heading"),
        [
            ({"is_right": Verdict.NO, "has_happened": Happened.NO}, "that is not right, and that did not happen"),
            ({"is_right": None, "has_happened": Happened.NO}, "that did not happen"),
            ({"is_right": Verdict.PARTLY}, "some of it is right"),
            ({"is_right": Verdict.YES, "has_happened": Happened.NO}, "that is right, and that did not happen"),
            ({"is_right": None, "has_happened": Happened.NOT_YET}, "that has not happened yet"),
            ({"is_right": Verdict.YES}, "that is right"),
            ({"is_right": None, "has_happened": Happened.YES}, "that happened"),
        ],
    )
    def test_it_says_in_words_what_they_picked(self, chair_browser, record, values, heading):
        reply = MeetingReplyFactory(record=record, **values)

        page = chair_browser.get(f"{record_address(record)}/replies/{reply.id}").page

        assert page.heading == f"The child said: {heading}"

    def test_what_they_wrote_about_a_wish_that_is_gone_is_still_there(self, chair_browser, record):
        reply = MeetingReplyFactory(record=record, wish=None, words=AS_TYPED)

        assert chair_browser.get(f"{record_address(record)}/replies/{reply.id}").page.said == [AS_TYPED]

    def test_a_reply_of_another_child_is_not_found_here(self, chair_browser, record):
        sister = ChildRecordFactory(conference=record.conference)
        hers = MeetingReplyFactory(record=sister)

        assert chair_browser.get(f"{record_address(record)}/replies/{hers.id}").status_code == 404


class TestAnsweringIt:
    def test_the_child_will_read_the_answer(self, chair_browser, chair, record, reply, address):
        response = chair_browser.fill_in(address, answer="You are right. I rang her, and she comes on Sunday.")

        assert response.location == f"{record_address(record)}?saved=reply#replies"
        assert reply.answer == "You are right. I rang her, and she comes on Sunday."
        assert reply.settled_by_id == chair.id
        assert reply.settled_at is not None
        assert "answered what a child says" in [line.deed for line in auditing.lines_about(reply)]

    def test_it_takes_words(self, chair_browser, reply, address):
        response = chair_browser.fill_in(address, answer="  ")

        assert response.status_code == 400
        assert response.page.errors == ["Write your answer to the child."]
        assert reply.settled_at is None

    def test_the_same_answer_twice_is_sent_once(self, chair_browser, reply, address):
        shown = chair_browser.get(address)

        codes = [chair_browser.send(shown, answer="She comes on Sunday.").status_code for _ in range(2)]

        assert codes == [302, 302]
        assert [line.deed for line in auditing.lines_about(reply)].count("answered what a child says") == 1

    def test_another_window_was_first(self, chair_browser, reply, address):
        shown = chair_browser.get(address)
        chair_browser.send(shown, answer="She comes on Sunday.")

        response = chair_browser.send(shown, answer="She comes on Monday.")

        assert response.status_code == 400
        assert "This was answered in another window." in response.page.errors[0]
        assert "She comes on Sunday." in response.page.text
        assert "She comes on Monday." in response.page.text
        assert reply.answer == "She comes on Sunday."

    def test_a_yes_asks_for_no_answer(self, chair_browser, record):
        reply = MeetingReplyFactory(record=record, is_right=Verdict.YES, due_at=None)
        address = f"{record_address(record)}/replies/{reply.id}"
        shown = chair_browser.get(address)

        response = chair_browser.post(address, data={"csrf_token": csrf_of(shown), "answer": "Good."})

        assert shown.page.soup.select("main form") == []
        assert response.page.errors == ["The child said that it is right, so there is nothing to answer."]
        assert reply.settled_at is None

    def test_a_finished_conference_can_still_be_answered_for(self, chair_browser, conference, reply, address):
        conference.finished_at = utc_now()
        db.session.commit()

        assert chair_browser.fill_in(address, answer="She comes on Sunday.").status_code == 302


def csrf_of(shown) -> str:
    return shown.page.field("csrf_token")


class TestTheList:
    def groups(self, chair_browser) -> list[str]:
        return [heading.get_text() for heading in chair_browser.get("/conferences/").page.soup.select("h2[id^=care]")]

    def test_a_child_who_waits_for_an_answer_comes_first(self, chair_browser, chair, reply):
        complete_record(conference=ConferenceFactory(chair=chair, held_on=date(2026, 11, 2)))

        assert self.groups(chair_browser) == ["Answer the child", "Tell the child"]

    def test_also_when_the_conference_is_finished(self, chair_browser, conference, reply):
        conference.finished_at = utc_now()
        db.session.commit()

        assert self.groups(chair_browser) == ["Answer the child"]

    def test_it_says_what_they_said_and_by_when_to_answer(self, chair_browser, reply, address):
        page = chair_browser.get("/conferences/").page

        assert "The child said: that is not right. Answer by 24 November" in page.text
        assert page.link("Answer C-7") == address

    def test_it_says_when_that_is_late(self, chair_browser, record):
        MeetingReplyFactory(record=record, due_at=utc_now() - timedelta(days=1))

        text = chair_browser.get("/conferences/").page.text

        assert "The child said: that is not right. Answer: late, was due 16 November" in text

    def test_of_several_the_one_that_is_due_first(self, chair_browser, record):
        MeetingReplyFactory(record=record, due_at=utc_now() + timedelta(days=3))
        MeetingReplyFactory(record=record, due_at=utc_now() + timedelta(days=1), is_right=None, has_happened="no")

        assert "that did not happen. Answer by 18 November" in chair_browser.get("/conferences/").page.text

    @pytest.mark.parametrize("values", [{"is_right": Verdict.YES, "due_at": None}, {"is_settled": True}])
    def test_what_waits_for_no_answer_changes_nothing(self, chair_browser, chair, record, values):
        settled = {"settled_at": utc_now(), "settled_by_id": chair.id, "answer": "x"}
        MeetingReplyFactory(record=record, **settled if "is_settled" in values else values)

        assert self.groups(chair_browser) == ["Tell the child"]

    def test_another_chairs_child_is_not_in_it(self, chair_browser):
        MeetingReplyFactory()

        assert self.groups(chair_browser) == []

    def test_the_database_looks_for_them_by_an_index(self, chair):
        explain, index = "EXPLAIN QUERY PLAN", "ix_meeting_reply_due"
        if db.engine.dialect.name == "postgresql":  # of a small table it reads all where it may, or picks any index
            explain, index = "EXPLAIN", "ix_meeting_reply_"
            db.session.execute(text("SET LOCAL enable_seqscan = off"))
        query = conferring.conferences_query(chair, date(2026, 11, 17))
        compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})

        plan = str(db.session.execute(text(f"{explain} {compiled}")).all())

        assert index in plan
        assert "SCAN meeting_reply" not in plan.replace("Seq Scan", "SCAN")


def test_apart_from_today_waiting_for_an_answer_is_the_most_urgent_of_all():
    assert list(Care)[:2] == [Care.TODAY, Care.ANSWER_A_CHILD]
