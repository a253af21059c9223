"""Members see the board's figures, and what they notice goes to the board once somebody has read it."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, MemberNote, Role
from app.models.codes import NoteState
from tests.factories import PersonFactory, PublicationFactory
from tests.participation_factories import RotaEntryFactory
from tests.visitor import already_there

NOTICED = "Why do so few say anything about school?"


@pytest.fixture(autouse=True)
def _figures():
    PublicationFactory()


@pytest.fixture
def noticed(visit, zee):
    """Zee has sent what they noticed."""
    visit(zee).fill_in("/shadow-board/figures", words=NOTICED)
    return db.session.scalars(select(MemberNote)).one()


def decide(visit, worker, note, **answers):
    address = f"/inbox/notes/{note.id}"
    return visit(worker).fill_in(address, form="#decide", **answers)


def test_a_member_sees_the_numbers_that_the_board_sees_and_none_that_is_hidden(visit, zee):
    shown = visit(zee).get("/shadow-board/figures").page
    seen_by_board = visit(PersonFactory(role=Role.BOARD_MEMBER)).get("/board/").page

    def cells(page):
        return [cell.get_text(strip=True) for cell in page.soup.select(".bars td")]

    assert cells(shown) == cells(seen_by_board)
    assert "61" in cells(shown)
    assert "hidden" in cells(shown)


def test_a_sentence_in_plain_words_stands_over_the_numbers(visit, zee):
    assert (
        "Of the topics we can show, young people talk most about meetings about them."
        in visit(zee).get("/shadow-board/figures").page.soup.get_text()
    )


def test_before_somebody_has_read_it_nobody_else_sees_what_they_noticed(visit, noticed):
    board, member = PersonFactory(role=Role.BOARD_MEMBER), PersonFactory(role=Role.SHADOW_BOARD_MEMBER)

    assert NOTICED not in visit(board).get("/board/checks").text
    assert NOTICED not in visit(member).get("/shadow-board/figures").text


def test_who_wrote_it_sees_by_when_it_is_read(visit, zee, noticed):
    assert "We read it by Thursday 19 November" in visit(zee).get("/shadow-board/figures").text


def test_read_and_passed_on_the_board_and_other_members_read_it_without_a_name(visit, worker, noticed):
    decide(visit, worker, noticed, decision="passed on")
    board, member = PersonFactory(role=Role.BOARD_MEMBER), PersonFactory(role=Role.SHADOW_BOARD_MEMBER)

    for shown in (visit(board).get("/board/checks"), visit(member).get("/shadow-board/figures")):
        assert NOTICED in shown.text
        assert "Zee" not in shown.text


def test_kept_back_it_is_shown_to_who_wrote_it_alone_with_the_reason(visit, worker, zee, noticed):
    decide(visit, worker, noticed, decision="kept back", because="It says which school you go to.")

    assert "It says which school you go to." in visit(zee).get("/shadow-board/figures").text
    board, member = PersonFactory(role=Role.BOARD_MEMBER), PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
    assert NOTICED not in visit(board).get("/board/checks").text
    assert NOTICED not in visit(member).get("/shadow-board/figures").text


def test_nothing_is_kept_back_without_a_reason(visit, worker, noticed):
    shown = decide(visit, worker, noticed, decision="kept back")

    assert "why you keep it back" in shown.text
    assert db.session.scalars(select(MemberNote.state)).one() is NoteState.WAITING


def test_sent_twice_it_is_there_once(visit, zee):
    phone = visit(zee)
    form = phone.get("/shadow-board/figures")
    for _ in range(2):
        phone.send(form, words=NOTICED)

    assert len(db.session.scalars(select(MemberNote)).all()) == 1


def test_a_worrying_word_raises_an_alert_and_nothing_goes_on_until_it_is_closed(visit, worker, zee):
    RotaEntryFactory(weekday=1)
    visit(zee).fill_in("/shadow-board/figures", words="He hits me when I say so.")
    alert, note = db.session.scalars(select(Alert)).one(), db.session.scalars(select(MemberNote)).one()
    desk = visit(worker)

    assert "A word in what a member wrote worries" in desk.get("/alerts/").text
    opened = desk.fill_in(f"/alerts/{alert.id}", form="#acknowledge", follow_redirects=True)
    assert opened.request.path == f"/inbox/notes/{note.id}"
    assert "He hits me when I say so." in opened.text
    refused = desk.send(opened, form="#decide", decision="passed on")
    assert "There is an alert about this. A safeguarding lead closes it first." in refused.text


def test_a_safeguarding_lead_closes_the_alert_once_it_is_read(visit, zee):
    visit(zee).fill_in("/shadow-board/figures", words="He hits me when I say so.")
    alert, note = db.session.scalars(select(Alert)).one(), db.session.scalars(select(MemberNote)).one()
    lead = visit(PersonFactory(role=Role.SAFEGUARDING_LEAD))
    lead.fill_in(f"/alerts/{alert.id}", form="#acknowledge")
    lead.get(f"/inbox/notes/{note.id}")
    written = {"done": "We rang.", "told_whom": "nobody", "told_because": "They are safe.", "outcome": "help was given"}

    form = lead.get(f"/alerts/{alert.id}").page.soup.select_one("#record-form")
    lead.post(f"/alerts/{alert.id}", data=already_there(form) | written | {"go": "close"})

    assert db.session.scalars(select(Alert.closed_at)).one() is not None


def test_that_a_note_was_opened_is_written_down(visit, worker, noticed):
    visit(worker).get(f"/inbox/notes/{noticed.id}")

    assert db.session.scalars(select(MemberNote.read_at)).one() is not None
