"""Quality checks: members fill in a checklist on a visit, and the board reads what they saw."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Check, Checklist, ChecklistWish, MemberNote, Role
from app.models.codes import ChecklistState, CheckMark
from app.services import checklists
from app.services.checklist_templates import TEN_WISHES
from tests.factories import PersonFactory
from tests.note_factories import ChecklistFactory, fill_in


@pytest.fixture
def checklist():
    return ChecklistFactory(how_many=2)


@pytest.fixture
def board(visit):
    return visit(PersonFactory(role=Role.BOARD_MEMBER))


def marks(checklist, mark="yes"):
    ids = db.session.scalars(select(ChecklistWish.id).where(ChecklistWish.checklist_id == checklist.id))
    return {f"wish_{wish_id.hex}": mark for wish_id in ids}


def counted(page) -> list[str]:
    return [cell.get_text() for cell in page.soup.select("td.n")]


def test_a_member_says_what_they_saw(visit, zee, checklist):
    visit(zee).fill_in(
        f"/shadow-board/checks/{checklist.id}",
        place="a school or college",
        visited_on="2026-11-10",
        **marks(checklist, "partly"),
    )

    (check,) = checklists.filled_in_by(zee)
    assert {seen.mark for seen in check.marks} == {CheckMark.PARTLY}


def test_a_wish_without_an_answer_is_asked_for(visit, zee, checklist):
    shown = visit(zee).fill_in(
        f"/shadow-board/checks/{checklist.id}", place="a school or college", visited_on="2026-11-10"
    )

    asked_for = [one.get_text() for one in shown.page.soup.select(".oops a")]
    assert asked_for == [f"Choose an answer for “{wish}”" for wish in TEN_WISHES[:2]]
    assert db.session.scalar(select(Check)) is None


def test_a_visit_that_is_still_to_come_is_not_taken(visit, zee, checklist):
    shown = visit(zee).fill_in(
        f"/shadow-board/checks/{checklist.id}", place="a youth club", visited_on="2026-11-18", **marks(checklist)
    )

    assert "Choose a day that is over." in shown.text


def test_before_three_are_in_nobody_is_told_what_one_member_saw(board, checklist):
    fill_in(checklist)
    fill_in(checklist)
    page = board.get("/board/checks").page
    assert counted(page) == []
    assert "It is counted when 3 members have filled it in" in page.soup.get_text()

    fill_in(checklist, CheckMark.NO)

    assert counted(board.get("/board/checks").page) == ["2", "0", "1", "0"] * 2


def test_one_member_who_fills_it_in_three_times_is_still_one(visit, zee, board, checklist):
    for mark in CheckMark.YES, CheckMark.NO, CheckMark.NO:
        fill_in(checklist, mark, person_id=zee.id)
    fill_in(checklist)

    assert counted(board.get("/board/checks").page) == []
    assert "When 3 of you have filled it in" in visit(zee).get("/shadow-board/checks").page.soup.get_text()


def test_the_board_learns_no_name(board, checklist):
    members = [PersonFactory(name=name, role=Role.SHADOW_BOARD_MEMBER) for name in ("Quill", "Sedge", "Tarn")]
    for member in members:
        fill_in(checklist, person_id=member.id)
    shown = board.get("/board/checks").text

    assert not [person for person in members if str(person.id) in shown or person.name in shown]


def test_what_they_wrote_beside_it_reaches_the_board_only_once_it_was_read(visit, zee, worker, board, checklist):
    fill_in(checklist)
    fill_in(checklist)
    said = {"place": "a youth club", "visited_on": "2026-11-10", "more": "The door was locked."}
    visit(zee).fill_in(f"/shadow-board/checks/{checklist.id}", **said, **marks(checklist))
    assert "The door was locked." not in board.get("/board/checks").text

    note = db.session.scalars(select(MemberNote)).one()
    visit(worker).fill_in(f"/inbox/notes/{note.id}", form="#decide", decision="passed on")

    assert "The door was locked." in board.get("/board/checks").text


def test_a_members_own_checklist_is_read_before_others_can_use_it(visit, zee, worker):
    other = visit(PersonFactory(role=Role.SHADOW_BOARD_MEMBER))
    made = {"title": "Our list", "wishes": ["0", "2"], "own": "There is a quiet room."}
    visit(zee).fill_in("/shadow-board/checks/new", **made)
    made_list, note = db.session.scalars(select(Checklist)).one(), db.session.scalars(select(MemberNote)).one()
    assert "Our list" not in other.get("/shadow-board/checks").text
    assert other.get(f"/shadow-board/checks/{made_list.id}").status_code == 404

    read = visit(worker).get(f"/inbox/notes/{note.id}")
    assert "There is a quiet room." in read.text
    visit(worker).fill_in(f"/inbox/notes/{note.id}", form="#decide", decision="passed on")

    assert "There is a quiet room." in other.get(f"/shadow-board/checks/{made_list.id}").text


def test_a_list_that_is_kept_back_is_used_by_nobody(visit, zee, worker):
    visit(zee).fill_in("/shadow-board/checks/new", title="Our list", wishes=["0"])
    note = db.session.scalars(select(MemberNote)).one()
    kept_back = {"decision": "kept back", "because": "It names a school."}
    visit(worker).fill_in(f"/inbox/notes/{note.id}", form="#decide", **kept_back)

    assert db.session.scalars(select(Checklist.state)).one() is ChecklistState.CLOSED
    assert "It names a school." in visit(zee).get("/shadow-board/checks").text


def test_a_list_that_a_worker_makes_can_be_used_at_once(visit, zee, worker):
    visit(worker).fill_in("/inbox/checklists/new")

    assert "Ten wishes" in visit(zee).get("/shadow-board/checks").text


def test_a_closed_list_is_filled_in_no_more_and_what_was_seen_stays(visit, zee, worker, board, checklist):
    for _ in range(3):
        fill_in(checklist)
    visit(worker).fill_in("/inbox/checklists", form="form[action$='/close']")

    assert visit(zee).get(f"/shadow-board/checks/{checklist.id}").status_code == 404
    assert counted(board.get("/board/checks").page) == ["3", "0", "0", "0"] * 2
