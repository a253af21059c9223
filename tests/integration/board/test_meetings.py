"""Meetings of the board: planned, an agenda in order, papers in both forms, minutes; and what members proposed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper, Role, utc_now
from app.models.codes import BoardMeetingState, ProposalState
from app.services import agenda, board_meetings, board_minutes, deciding, papers
from app.services.errors import RuleBroken
from tests.board_meeting_factories import (
    AgendaItemFactory,
    AgendaProposalFactory,
    BoardMeetingFactory,
    MeetingPaperFactory,
)
from tests.factories import PersonFactory

LIST = "/board/meetings"
TODAY = date(2026, 11, 17)


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER, name="Nasreen"))


@pytest.fixture
def nasreen(database):
    return PersonFactory(role=Role.BOARD_MEMBER)


def address(meeting: BoardMeeting) -> str:
    return f"{LIST}/{meeting.id}"


def order_on(page) -> list[str]:
    return [row.h3.get_text().split(". ", 1)[1].strip() for row in page.soup.select("ol.rows > li")]


def three_items(meeting: BoardMeeting) -> list[AgendaItem]:
    return [AgendaItemFactory(meeting=meeting, title=title, position=n) for n, title in enumerate("ABC", 1)]


class TestPlanning:
    def test_a_meeting_is_planned_and_its_minutes_have_a_day(self, member):
        page = member.fill_in(
            f"{LIST}/new", follow_redirects=True, held_on="2026-12-08", begins_at="16:30", place="Room 4"
        ).page

        assert page.heading == "Meeting on Tuesday 8 December, 4.30pm"
        assert db.session.scalars(select(BoardMeeting)).one().minutes_due_on == date(2026, 12, 22)  # 10 working days

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"held_on": ""}, "Enter the day of the meeting."),
            ({"held_on": "2062-12-08"}, "Check the day: it can be 10 years from today, and no more."),
            ({"place": " "}, "Write where it is."),
        ],
    )
    def test_they_are_told_what_to_put_right(self, member, typed, told):
        page = member.fill_in(f"{LIST}/new", **{"held_on": "2026-12-08", "place": "Room 4"} | typed).page

        assert page.errors == [told]

    def test_a_double_tap_plans_one(self, member):
        shown = member.get(f"{LIST}/new")
        first, again = (member.send(shown, held_on="2026-12-08", place="Room 4") for _ in range(2))

        assert first.location == again.location
        assert db.session.scalar(select(func.count()).select_from(BoardMeeting)) == 1

    def test_another_day_moves_the_minutes_and_what_is_still_to_be_decided(self, nasreen):
        meeting, proposal = BoardMeetingFactory(), AgendaProposalFactory(passed_on=True)
        missed = AgendaProposalFactory(passed_on=True, decide_due_on=TODAY - timedelta(days=1))

        details = board_meetings.stored(meeting) | {"held_on": date(2026, 12, 14)}
        board_meetings.change(nasreen, board_meetings.get_meeting(meeting.id, for_change=True), details)

        assert meeting.minutes_due_on == date(2026, 12, 30)  # Christmas between
        assert proposal.decide_due_on == date(2026, 12, 11)  # the Friday before
        assert missed.decide_due_on == TODAY - timedelta(days=1)

    def test_with_no_meeting_planned_a_decision_is_due_as_soon_as_a_question_is_answered(self, database):
        BoardMeetingFactory(held_on=TODAY)  # too late to ask something of
        BoardMeetingFactory(state=BoardMeetingState.CALLED_OFF, called_off_because="Snow.")

        assert board_meetings.decision_due() == date(2026, 12, 15)  # 20 working days

    def test_it_is_held_from_its_day_on_and_not_before(self, nasreen):
        meeting = BoardMeetingFactory(held_on=TODAY + timedelta(days=1))
        with pytest.raises(RuleBroken, match="still to come"):
            board_meetings.say_held(nasreen, meeting)

        meeting.held_on = TODAY
        board_meetings.say_held(nasreen, meeting)
        assert meeting.state is BoardMeetingState.HELD

    def test_it_is_called_off_with_a_reason_and_takes_place_after_all(self, member):
        meeting = BoardMeetingFactory()
        page = member.get(address(meeting))
        assert member.send(page, form="form[action$='/call-off']", **{"off-because": " "}).page.errors == [
            "Write why it does not take place."
        ]

        member.send(page, form="form[action$='/call-off']", **{"off-because": "Snow."})
        assert (meeting.state, meeting.called_off_because) == (BoardMeetingState.CALLED_OFF, "Snow.")

        member.send(member.get(address(meeting)), form="form[action$='/planned']")
        assert (meeting.state, meeting.called_off_because) == (BoardMeetingState.PLANNED, None)

    def test_what_was_held_is_not_called_off(self, nasreen):
        with pytest.raises(RuleBroken, match="was held"):
            board_meetings.call_off(nasreen, BoardMeetingFactory(held=True), because="Snow.")

    def test_another_window_is_not_written_over(self, member):
        meeting = BoardMeetingFactory()
        shown = member.get(f"{address(meeting)}/change")
        member.fill_in(f"{address(meeting)}/change", place="Room 5")

        page = member.send(shown, place="Room 6").page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert meeting.place == "Room 5"


class TestTheAgenda:
    def test_an_item_moves_up_with_a_button(self, member):
        meeting = BoardMeetingFactory()
        three_items(meeting)
        shown = member.get(address(meeting))
        third = db.session.scalars(select(AgendaItem.id).where(AgendaItem.title == "C")).one()

        member.send(shown, form=f"form[action$='{third}/move']:has([value=up])")

        assert order_on(member.get(address(meeting)).page) == ["A", "C", "B"]

    def test_a_second_tap_and_an_old_page_move_nothing_more(self, nasreen):
        meeting = BoardMeetingFactory()
        third = three_items(meeting)[2]
        for _ in range(2):
            whole = board_meetings.get_meeting(meeting.id, for_change=True)
            agenda.move(nasreen, whole, board_meetings.get_item(whole, third.id), up=True, seen="3")

        assert [item.title for item in board_meetings.get_meeting(meeting.id, for_change=True).items] == ["A", "C", "B"]

    @pytest.mark.parametrize(("title", "up", "seen"), [("A", True, "1"), ("C", False, "3")])
    def test_the_first_goes_no_higher_and_the_last_no_lower(self, nasreen, title, up, seen):
        meeting = BoardMeetingFactory()
        three_items(meeting)
        whole = board_meetings.get_meeting(meeting.id, for_change=True)
        item = next(one for one in whole.items if one.title == title)

        agenda.move(nasreen, whole, item, up=up, seen=seen)

        assert [one.title for one in board_meetings.get_meeting(meeting.id, for_change=True).items] == ["A", "B", "C"]

    def test_an_item_of_members_is_taken_off_only_by_deciding_again(self, nasreen):
        meeting = BoardMeetingFactory()
        item = AgendaItemFactory(meeting=meeting, proposal=AgendaProposalFactory(accepted=True))
        whole = board_meetings.get_meeting(meeting.id)

        with pytest.raises(RuleBroken, match="decide on it again"):
            agenda.remove(nasreen, whole, board_meetings.get_item(whole, item.id))

    def test_what_members_wrote_stays_as_they_wrote_it(self, member):
        item = AgendaItemFactory(proposal=AgendaProposalFactory(accepted=True))
        change = f"{LIST}/{item.meeting_id}/items/{item.id}/change"
        assert member.get(change).page.soup.select_one("[name=title]") is None

        member.fill_in(change, about="With the bus company.")

        assert item.title is None
        assert item.about == "With the bus company."


class TestWhatMembersPropose:
    def test_the_board_reads_their_words_and_not_whose_they_are(self, member):
        who = PersonFactory(name="Purple Fox", role=Role.SHADOW_BOARD_MEMBER)
        proposal = AgendaProposalFactory(person_id=who.id, passed_on=True)

        for page in (member.get(LIST).page, member.get(f"{LIST}/proposals/{proposal.id}").page):
            assert "Buses after school" in page.text
            assert "Purple Fox" not in page.html
        assert page.said == ["Buses after school", "The last bus leaves before our club ends."]

    @pytest.mark.parametrize("state", [ProposalState.SENT, ProposalState.NOT_PASSED_ON, ProposalState.WITHDRAWN])
    def test_what_a_worker_has_not_passed_on_does_not_exist_for_the_board(self, member, state):
        values = {
            ProposalState.SENT: {},
            ProposalState.NOT_PASSED_ON: {"settled": True, "not_passed_because": "A name."},
            ProposalState.WITHDRAWN: {"withdrawn_at": utc_now()},
        }[state]
        proposal = AgendaProposalFactory(state=state, **values)

        assert "Buses" not in member.get(LIST).page.text
        assert "Buses" not in member.get(f"{LIST}/proposals").page.text
        assert member.get(f"{LIST}/proposals/{proposal.id}").status_code == 404

    def test_accepted_it_goes_last_on_the_agenda(self, member):
        meeting, proposal = BoardMeetingFactory(), AgendaProposalFactory(passed_on=True)
        three_items(meeting)

        member.fill_in(f"{LIST}/proposals/{proposal.id}", decision="accepted", meeting_id=str(meeting.id))

        assert proposal.state is ProposalState.ACCEPTED
        assert proposal.decide_due_on is None
        assert order_on(member.get(address(meeting)).page) == ["A", "B", "C", "Buses after school"]

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({}, "Choose what you decide."),
            ({"decision": "accepted"}, "Choose the meeting."),
            ({"decision": "deferred", "because": " "}, "Write why it is deferred. Members read it."),
            ({"decision": "passed on"}, "Choose one of the answers on the page."),
        ],
    )
    def test_nothing_is_decided_without_a_meeting_or_a_reason(self, member, typed, told):
        proposal = AgendaProposalFactory(passed_on=True)

        assert member.fill_in(f"{LIST}/proposals/{proposal.id}", **typed).page.errors == [told]
        assert proposal.state is ProposalState.PASSED_ON

    def test_it_is_not_accepted_for_a_meeting_that_was_called_off_meanwhile(self, member):
        meeting, proposal = BoardMeetingFactory(), AgendaProposalFactory(passed_on=True)
        shown = member.get(f"{LIST}/proposals/{proposal.id}")
        meeting.state, meeting.called_off_because = BoardMeetingState.CALLED_OFF, "Snow."
        db.session.commit()

        page = member.send(shown, decision="accepted", meeting_id=str(meeting.id)).page

        assert page.errors == ["Choose one of the answers on the page."]

    def test_a_decision_can_be_changed_and_takes_it_off_the_agenda(self, member):
        proposal = AgendaProposalFactory(accepted=True)
        AgendaItemFactory(proposal=proposal)

        member.fill_in(f"{LIST}/proposals/{proposal.id}", decision="deferred", because="The budget comes first.")

        assert proposal.state is ProposalState.DEFERRED
        assert db.session.scalar(select(func.count()).select_from(AgendaItem)) == 0

    def test_it_moves_to_another_meeting_and_is_on_one_agenda_only(self, nasreen):
        proposal = AgendaProposalFactory(accepted=True)
        AgendaItemFactory(proposal=proposal)
        later = BoardMeetingFactory(held_on=date(2027, 2, 2))

        ours = deciding.get_proposal(proposal.id, for_change=True)
        deciding.decide(nasreen, ours, accepts=True, meeting_id=later.id, because=None)

        assert db.session.scalars(select(AgendaItem.meeting_id)).all() == [later.id]

    def test_once_its_minutes_are_written_it_stays(self, nasreen):
        proposal = AgendaProposalFactory(accepted=True)
        AgendaItemFactory(proposal=proposal, said="They talked about it.")

        ours = deciding.get_proposal(proposal.id, for_change=True)
        with pytest.raises(RuleBroken, match="stays on that agenda"):
            deciding.decide(nasreen, ours, accepts=False, meeting_id=None, because="No.")

    def test_two_windows_do_not_decide_over_each_other(self, member):
        proposal = AgendaProposalFactory(passed_on=True)
        shown = member.get(f"{LIST}/proposals/{proposal.id}")
        member.fill_in(f"{LIST}/proposals/{proposal.id}", decision="deferred", because="The budget comes first.")

        page = member.send(shown, decision="deferred", because="No.").page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert proposal.decided_because == "The budget comes first."


class TestPapers:
    def test_what_the_shadow_board_found_lies_before_every_meeting_that_takes_place(self, member):
        found = member.get(address(BoardMeetingFactory())).page.link("what the shadow board found")

        assert member.get(found).page.heading == "From the shadow board"

    def test_without_plain_words_it_is_visibly_not_finished_and_members_cannot_read_it(self, member, nasreen):
        paper = MeetingPaperFactory(plain=None)

        assert "Not finished: no plain words yet" in member.get(address(paper.meeting)).page.text
        with pytest.raises(RuleBroken, match="plain words first"):
            papers.publish(nasreen, paper, seen=papers.mark_of_public(paper))

    def test_both_forms_go_through_the_one_cleaner(self, member):
        evil = "# Costs\n\n<script>alert(1)</script> [here](javascript:alert(1))"
        meeting = BoardMeetingFactory()
        page = member.fill_in(
            f"{address(meeting)}/papers/new",
            follow_redirects=True, title="Buses", written_by="transport", text=evil, plain=evil,
        ).page  # fmt: skip

        assert [one.h3.get_text() for one in page.soup.select(".prose")] == ["Costs", "Costs"]
        assert page.soup.select(".prose script, .prose a") == []

    def test_the_meter_speaks_of_the_plain_words(self, member):
        paper = MeetingPaperFactory(plain="We ask multi-agency stakeholders to facilitate it.")

        page = member.get(f"{address(paper.meeting)}/papers/{paper.id}").page

        assert "“stakeholders”: write “people”" in page.text

    def test_it_is_published_as_it_was_seen(self, nasreen):
        paper = MeetingPaperFactory()
        seen = papers.mark_of_public(paper)
        paper.plain = "Somebody changed it."

        with pytest.raises(RuleBroken, match="changed this since"):
            papers.publish(nasreen, paper, seen=seen)

    def test_what_members_read_keeps_its_plain_words(self, member):
        paper = MeetingPaperFactory(published=True)

        page = member.fill_in(f"{address(paper.meeting)}/papers/{paper.id}/change", plain="").page

        assert page.errors == ["Members read this paper. Keep its plain words, or withdraw it first."]

    def test_it_is_taken_away_only_when_nobody_else_reads_it(self, nasreen):
        with pytest.raises(RuleBroken, match="Withdraw it first"):
            papers.remove(nasreen, MeetingPaperFactory(published=True))
        papers.remove(nasreen, MeetingPaperFactory())

        assert db.session.scalar(select(func.count()).select_from(MeetingPaper)) == 1


class TestMinutes:
    WHOLE = {"said": "They read it.", "decided": "Agreed.", "answer": "They said yes."}

    def test_they_are_written_once_the_meeting_was_held(self, member):
        item = AgendaItemFactory()

        page = member.fill_in(f"{LIST}/{item.meeting_id}/items/{item.id}/minutes", **self.WHOLE).page

        assert page.errors == ["Say first that the meeting was held."]

    @pytest.mark.parametrize("missing", ["said", "decided", "answer"])
    def test_members_read_them_when_everything_is_written(self, nasreen, missing):
        meeting = BoardMeetingFactory(held=True)
        AgendaItemFactory(
            meeting=meeting, proposal=AgendaProposalFactory(accepted=True), **self.WHOLE | {missing: None}
        )
        whole = board_meetings.get_meeting(meeting.id)

        with pytest.raises(RuleBroken, match="Write first what was said"):
            board_minutes.publish(nasreen, whole, seen=board_minutes.mark_of_public(whole))

    def test_an_item_of_the_boards_own_needs_no_plain_words(self, member):
        meeting = BoardMeetingFactory(held=True)
        AgendaItemFactory(meeting=meeting, said="It was read.", decided="Noted.")
        shown = member.get(address(meeting))

        member.send(shown, form="form[action$='/minutes/publish']")

        assert meeting.minutes_published_at is not None

    def test_while_members_read_them_nothing_can_go_missing(self, member):
        meeting = BoardMeetingFactory(held=True, minutes_published_at=utc_now())
        item = AgendaItemFactory(meeting=meeting, said="It was read.", decided="Noted.")

        page = member.fill_in(f"{address(meeting)}/items/{item.id}/minutes", decided="").page

        assert page.errors == ["Members read these minutes. Withdraw them first, or write everything."]

    def test_withdrawn_they_are_due_again_and_the_meeting_can_be_planned_again(self, nasreen):
        meeting = BoardMeetingFactory(held=True, minutes_published_at=utc_now())
        with pytest.raises(RuleBroken, match="Withdraw them first"):
            board_meetings.plan_again(nasreen, meeting)

        board_minutes.withdraw(nasreen, meeting, reason="A mistake.")
        board_meetings.plan_again(nasreen, meeting)

        assert meeting.state is BoardMeetingState.PLANNED

    def test_an_empty_agenda_has_no_minutes(self, nasreen):
        meeting = board_meetings.get_meeting(BoardMeetingFactory(held=True).id)

        with pytest.raises(RuleBroken, match="nothing on the agenda"):
            board_minutes.publish(nasreen, meeting, seen=board_minutes.mark_of_public(meeting))


def test_the_list_costs_the_same_however_many_meetings_there_are(member, count_queries):
    for _ in range(4):
        meeting = BoardMeetingFactory(held=True)
        AgendaItemFactory(meeting=meeting, proposal=AgendaProposalFactory(accepted=True))
        MeetingPaperFactory(meeting=meeting)
    member.get(LIST)
    with count_queries() as few:
        member.get(LIST)
    for _ in range(4):
        AgendaItemFactory(meeting=BoardMeetingFactory(held=True))
    with count_queries() as many:
        member.get(LIST)

    assert len(many) == len(few)


def test_proposals_are_sealed_in_the_database(database):
    proposal = AgendaProposalFactory()

    raw = db.session.execute(select(AgendaProposal.__table__.c.title_sealed, AgendaProposal.__table__.c.reason_sealed))
    assert all(b"us" not in value[:2] and b"Buses" not in value and b"club" not in value for value in raw.one())
    assert proposal.title == "Buses after school"
