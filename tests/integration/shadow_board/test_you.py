"""A member and their account: their own phone, a break, leaving, a file of what they wrote, telling us of something."""

import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AdvisorProfile, MemberNote, OutboxMessage, Person, Role, utc_now
from app.models.codes import Event
from app.services import checklists, clocks, member_notes, proposing
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import AdditionFactory, AnswerFactory, PersonFactory, ViewFactory
from tests.member_factories import MemberTextFactory
from tests.note_factories import ChecklistFactory, MemberNoteFactory, fill_in

PHONE = "form[action='/shadow-board/you/phone']"


def cookie_set(response, visitor) -> str:
    (line,) = [line for line in response.headers.getlist("Set-Cookie") if line.startswith(visitor.cookie_name)]
    return line


@pytest.fixture
def phone(visit, zee):
    return visit(zee)


class TestTheirOwnPhone:
    def test_whoever_says_nothing_is_signed_out_with_the_browser(self, browser):
        browser.get("/sign-in")

        assert browser.get_cookie(browser.cookie_name).max_age is None

    def test_on_their_own_phone_the_browser_keeps_the_cookie_for_days(self, phone):
        said = phone.fill_in("/shadow-board/you", form=PHONE, go="own")

        assert f"Max-Age={30 * 24 * 3600}" in cookie_set(said, phone)

    def test_they_are_still_signed_in_after_a_week(self, phone, clock):
        phone.fill_in("/shadow-board/you", form=PHONE, go="own")
        clock.shift(timedelta(days=7))

        assert phone.get("/shadow-board/").status_code == 200

    def test_and_not_after_a_month(self, phone, clock):
        phone.fill_in("/shadow-board/you", form=PHONE, go="own")
        clock.shift(timedelta(days=30))

        assert phone.get("/shadow-board/").status_code != 200

    def test_whoever_did_not_say_so_is_signed_out_after_half_an_hour(self, phone, clock):
        clock.shift(timedelta(minutes=31))

        assert phone.get("/shadow-board/").status_code != 200

    def test_it_can_be_taken_back(self, phone, clock):
        phone.fill_in("/shadow-board/you", form=PHONE, go="own")
        said = phone.fill_in("/shadow-board/you", form=PHONE, go="shared")

        assert "Max-Age" not in cookie_set(said, phone)
        clock.shift(timedelta(minutes=31))
        assert phone.get("/shadow-board/").status_code != 200

    def test_hide_page_ends_it_all_the_same(self, phone):
        phone.fill_in("/shadow-board/you", form=PHONE, go="own")
        phone.get("/exit")

        assert phone.get("/shadow-board/").status_code != 200


def told(event: Event) -> list[uuid.UUID]:
    return list(db.session.scalars(select(OutboxMessage.person_id).where(OutboxMessage.event == event)))


class TestABreakAndLeaving:
    def test_a_member_takes_a_break_and_is_told_so(self, phone, zee, worker, visit):
        resting = phone.fill_in("/shadow-board/you/break", follow_redirects=True)

        assert resting.request.path == "/resting"
        assert phone.get("/shadow-board/").status_code != 200
        assert "Paused" in visit(worker).get(f"/inbox/accounts/{zee.id}").text

    def test_their_worker_lets_them_back_in(self, phone, zee, worker, visit):
        phone.fill_in("/shadow-board/you/break")
        visit(worker).fill_in(f"/inbox/accounts/{zee.id}", form="form[action$='/resume']")

        assert visit(zee).get("/shadow-board/").status_code == 200

    def test_who_leaves_is_a_member_without_a_name_at_once(self, phone, zee):
        closed = phone.fill_in("/shadow-board/you/leave", follow_redirects=True)

        assert closed.request.path == "/closed"
        assert db.session.get_one(Person, zee.id).name == "A member"
        assert phone.get("/shadow-board/").status_code != 200

    def test_what_they_wrote_stays_as_a_members(self, phone, zee, worker, visit):
        note = MemberNoteFactory(person_id=zee.id)
        phone.fill_in("/shadow-board/you/leave")
        shown = visit(worker).get(f"/inbox/notes/{note.id}").text

        assert note.words in shown
        assert "by A member" in shown
        assert "Zee" not in shown

    def test_an_account_that_nobody_looks_after_says_whom_to_ask(self, visit):
        member = PersonFactory(role=Role.YOUNG_ADVISOR)
        shown = visit(member).fill_in("/shadow-board/you/leave")

        assert "Ask your participation worker" in shown.text
        assert db.session.get_one(Person, member.id).is_active

    @pytest.mark.parametrize("way", ["break", "leave"])
    def test_the_worker_who_looks_after_them_is_told(self, phone, worker, way):
        PersonFactory(role=Role.PARTICIPATION_WORKER)
        phone.fill_in(f"/shadow-board/you/{way}")

        assert told(Event.MEMBER_AWAY) == [worker.id]

    def test_when_that_worker_is_not_here_any_more_every_worker_is_told(self, phone, worker):
        worker.is_active, another = False, PersonFactory(role=Role.PARTICIPATION_WORKER)
        db.session.commit()
        phone.fill_in("/shadow-board/you/break")

        assert told(Event.MEMBER_AWAY) == [another.id]

    def test_why_they_rest_is_sealed_like_any_reason(self, phone):
        phone.fill_in("/shadow-board/you/break")

        assert (
            db.session.scalars(select(AdvisorProfile)).one().paused_because == "They took a break, on their own page."
        )


class TestTheirOwnWords:
    def test_the_file_holds_all_that_they_wrote_under_their_name(self, phone, zee):
        view = ViewFactory(advisor_id=zee.id, words="My own view.")
        AdditionFactory(view=view, words="And one thing more.")
        MemberNoteFactory(person_id=zee.id, words="What I noticed.")

        text = phone.get("/shadow-board/you/words.txt").text

        assert [words in text for words in ("My own view.", "And one thing more.", "What I noticed.")] == [True] * 3

    def test_it_holds_what_they_wrote_about_questions_and_wanted_on_the_agenda(self, phone, zee):
        MemberTextFactory(written_by_id=zee.id, words="My comment.")
        AgendaProposalFactory(person_id=zee.id, title="Buses", reason="They are late.")
        MemberTextFactory(words="Another member's comment.")
        AgendaProposalFactory(title="Another member's item")

        found = json.loads(phone.get("/shadow-board/you/words.json").text)

        assert sorted(one["words"] for one in found) == ["Buses\n\nThey are late.", "My comment."]

    def test_it_holds_the_first_of_very_much(self, phone, zee):
        """More than any page shows."""
        for number in range(member_notes.MOST + 1):
            MemberNoteFactory(person_id=zee.id, words=f"Note {number}.", sent_at=utc_now() + timedelta(seconds=number))
        fill_in(ChecklistFactory(), person_id=zee.id, visited_on=date(2025, 1, 6))
        for _ in range(checklists.MOST):
            fill_in(ChecklistFactory(), person_id=zee.id)

        text = phone.get("/shadow-board/you/words.txt").text

        assert "Note 0." in text
        assert "6 January 2025" in text

    def test_what_they_took_back_is_not_in_it(self, phone, zee):
        proposing.withdraw(zee, AgendaProposalFactory(person_id=zee.id))
        db.session.commit()

        assert json.loads(phone.get("/shadow-board/you/words.json").text) == []

    def test_and_never_a_word_of_anybody_else(self, phone, zee):
        AnswerFactory(view=ViewFactory(advisor_id=zee.id, answered=True), text="Our answer.")
        ViewFactory(words="Nobody's view.")
        ViewFactory(advisor_id=PersonFactory(role=Role.YOUNG_ADVISOR).id, words="Another member's view.")
        MemberNoteFactory(words="Another member's note.")

        found = json.loads(phone.get("/shadow-board/you/words.json").text)

        assert [one["words"] for one in found] == ["I would like to see my brother more often."]

    def test_no_browser_keeps_it_and_its_name_says_nothing(self, phone):
        fetched = phone.get("/shadow-board/you/words.txt")

        assert "no-store" in fetched.headers["Cache-Control"]
        assert fetched.headers["Content-Disposition"] == "attachment; filename=file.txt"

    def test_it_is_asked_again_who_they_are(self, phone, clock):
        clock.shift(timedelta(minutes=20))

        assert phone.get("/shadow-board/you/words.txt").location.startswith("/confirm")


class TestTellingUs:
    @pytest.mark.parametrize("page", ["", "questions", "agenda", "papers", "figures", "checks", "priorities", "you"])
    def test_from_every_page_it_is_one_press_away(self, phone, page):
        assert phone.get(f"/shadow-board/{page}").page.soup.select("main a[href='/shadow-board/report']")

    def test_what_is_reported_is_read_and_what_was_done_stands_on_their_page(self, phone, zee, worker, visit):
        phone.fill_in("/shadow-board/report", words="Somebody was unkind about me.")
        note = db.session.scalars(select(MemberNote)).one()
        done = {"decision": "dealt with", "because": "I talked with them."}
        visit(worker).fill_in(f"/inbox/notes/{note.id}", form="#decide", **done)

        assert "I talked with them." in phone.get("/shadow-board/you").text
        assert note.read_due_at > utc_now()

    def test_whoever_reads_it_is_told_at_once_and_looks_at_it_within_a_working_day(self, phone, worker):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        phone.fill_in("/shadow-board/report", words="Somebody was unkind about me.")

        note = db.session.scalars(select(MemberNote)).one()
        assert set(told(Event.MEMBER_REPORTED)) == {worker.id, lead.id}
        assert (note.place, note.read_due_at) == (0, clocks.due_by(note.sent_at, 1))

    def test_it_goes_to_nobody_else(self, phone, visit):
        phone.fill_in("/shadow-board/report", words="Somebody was unkind about me.")

        member = visit(PersonFactory(role=Role.SHADOW_BOARD_MEMBER))
        pages = ("/shadow-board/", "/shadow-board/you", "/shadow-board/checks", "/shadow-board/figures")
        assert not [page for page in pages if "unkind about me" in member.get(page).text]


def test_no_form_of_a_member_can_name_another_as_receiver(app, phone, zee):
    """No private messages, ever: nothing on any of their pages holds another member's id or name, to choose or send."""
    other = PersonFactory(name="Quill", role=Role.SHADOW_BOARD_MEMBER)
    addresses = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("shadow_board.") and "GET" in rule.methods and not rule.arguments
    ]
    assert len(addresses) > 8
    for address in addresses:
        shown = phone.get(address).text
        assert str(other.id) not in shown, address
        assert "Quill" not in shown, address
        assert other.username not in shown, address


def test_no_address_of_members_takes_the_id_of_a_person(app):
    named = {
        name
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("shadow_board.")
        for name in rule.arguments
    }

    assert not named & {"person_id", "advisor_id", "member_id", "to"}
