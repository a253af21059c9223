"""A member puts something on the board's agenda, sees what becomes of it, and takes it back."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AgendaProposal, Alert, OutboxMessage, Role, utc_now
from app.models.codes import ProposalState
from app.services import proposing
from app.services.advisors import LEFT_NAME
from app.services.errors import RuleBroken
from tests.board_meeting_factories import AgendaItemFactory, AgendaProposalFactory, BoardMeetingFactory
from tests.factories import PersonFactory

LIST = "/shadow-board/agenda"
NEW = f"{LIST}/new"
WORDS = {"title": "  Buses \u202eafter‍ school 😊", "reason": "line one\n\n\tline two "}


@pytest.fixture
def fox(database):
    return PersonFactory(name="Purple Fox", role=Role.SHADOW_BOARD_MEMBER)


@pytest.fixture
def member(browser, fox):
    return browser.sign_in(fox)


def only() -> AgendaProposal:
    return db.session.scalars(select(AgendaProposal)).one()


class TestProposing:
    def test_it_is_kept_as_it_was_typed_and_waits_to_be_read(self, member):
        page = member.fill_in(NEW, follow_redirects=True, **WORDS).page

        assert "We have got it." in page.text
        assert "A worker reads it by Thursday 19 November." in page.text
        assert {"title": only().title, "reason": only().reason} == WORDS

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"title": " "}, "Write what it is about."),
            ({"reason": ""}, "Write why it matters."),
            ({"title": "a" * 121}, "Make it 120 letters or fewer. The rest can go in the box below."),
            ({"reason": "a" * 5_001}, "Make it shorter by 1 letter"),
        ],
    )
    def test_they_are_told_what_to_put_right_and_nothing_is_lost(self, member, typed, told):
        page = member.fill_in(NEW, **WORDS | typed).page

        assert page.errors == [told]
        assert (page.field("title"), page.field("reason")) == tuple((WORDS | typed).values())

    def test_a_double_tap_proposes_one(self, member):
        shown = member.get(NEW)
        for _ in range(2):
            member.send(shown, **WORDS)

        assert db.session.scalar(select(func.count()).select_from(AgendaProposal)) == 1

    @pytest.mark.parametrize(("words", "alerts"), [("He hits me", 1), ("The bus is late", 0)])
    @pytest.mark.parametrize("box", ["title", "reason"])
    def test_a_word_that_worries_raises_an_alert_in_either_box(self, member, box, words, alerts):
        member.fill_in(NEW, **{"title": "Buses", "reason": "They are late.", box: words})

        assert db.session.scalar(select(func.count()).select_from(Alert)) == alerts
        assert only().place == (0 if alerts else 2)

    def test_help_stands_beside_the_box(self, member):
        page = member.get(NEW).page

        assert "We do not read this at once." in page.text
        assert page.soup.select_one('form a[href="tel:08001111"]')

    def test_no_member_is_ever_sent_anything(self, member):
        member.fill_in(NEW, **WORDS)

        assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


class TestWhatBecameOfIt:
    @pytest.mark.parametrize(
        ("values", "says"),
        [
            ({}, "A worker reads it by"),
            ({"read_at": utc_now}, "A worker read it on Tuesday 17 November"),
            ({"passed_on": True, "decide_due_on": date(2026, 12, 7)}, "The board says yes or not yet by Monday 7 Dec"),
            ({"passed_on": True, "decide_due_on": date(2026, 11, 9)}, "That is their fault, not yours."),
            ({"settled": True, "state": ProposalState.NOT_PASSED_ON, "not_passed_because": "A name."}, "A name."),
            ({"deferred": True}, "The budget comes first."),
        ],
    )
    def test_they_see_where_it_stands_and_why(self, member, fox, values, says):
        AgendaProposalFactory(person_id=fox.id, **{name: v() if callable(v) else v for name, v in values.items()})

        assert says in member.get(LIST).page.text

    def test_accepted_leads_to_the_meeting_and_to_what_was_said(self, member, fox):
        meeting = BoardMeetingFactory(held=True, minutes_published_at=utc_now())
        item = AgendaItemFactory(meeting=meeting, proposal=AgendaProposalFactory(person_id=fox.id, accepted=True))

        link = member.get(LIST).page.link("What did they say about your item?")

        assert link == f"/shadow-board/papers/{meeting.id}#i{item.id}"


class TestOthers:
    def test_what_others_proposed_is_there_once_it_was_passed_on_with_the_name_they_chose(self, member):
        kit = PersonFactory(name="Kit", role=Role.YOUNG_ADVISOR)
        AgendaProposalFactory(person_id=kit.id, title="Passed on", passed_on=True)
        AgendaProposalFactory(person_id=kit.id, title="Not read yet")
        AgendaProposalFactory(
            person_id=kit.id, title="Names somebody", settled=True, state=ProposalState.NOT_PASSED_ON,
            not_passed_because="It names somebody.",
        )  # fmt: skip
        AgendaProposalFactory(
            person_id=kit.id, title="Taken back", state=ProposalState.WITHDRAWN, withdrawn_at=utc_now()
        )

        page = member.get(LIST).page

        assert [one.get_text() for one in page.soup.select("main h3")] == ["Passed on"]
        assert "Kit" in page.text

    def test_of_who_left_it_stays_as_a_members(self, member):
        gone = PersonFactory(name=LEFT_NAME, role=Role.YOUNG_ADVISOR, is_active=False)
        AgendaProposalFactory(person_id=gone.id, deferred=True)

        assert "A member" in member.get(LIST).page.text

    def test_nobody_takes_back_what_another_proposed(self, member):
        assert member.get(f"{LIST}/{AgendaProposalFactory().id}/take-back").status_code == 404


class TestTakingBack:
    def test_read_and_passed_on_it_is_gone_at_once(self, member, fox):
        proposal = AgendaProposalFactory(person_id=fox.id, passed_on=True)

        page = member.fill_in(f"{LIST}/{proposal.id}/take-back", follow_redirects=True).page

        assert (proposal.state, proposal.title, proposal.reason) == (ProposalState.WITHDRAWN, None, None)
        assert "What you wrote is gone." in page.text

    def test_unread_the_page_says_truthfully_that_a_worker_reads_it(self, member, fox):
        proposal = AgendaProposalFactory(person_id=fox.id)
        assert "A worker still reads it once" in member.get(f"{LIST}/{proposal.id}/take-back").page.text

        page = member.fill_in(f"{LIST}/{proposal.id}/take-back", follow_redirects=True).page

        assert proposal.title == "Buses after school"
        assert "A worker still reads it once" in page.text

    @pytest.mark.parametrize("how", ["accepted", "deferred"])
    def test_what_is_decided_stays(self, member, fox, how):
        proposal = AgendaProposalFactory(person_id=fox.id, **{how: True})

        with pytest.raises(RuleBroken, match="decided"):
            proposing.withdraw(fox, proposal)
        page = member.get(f"{LIST}/{proposal.id}/take-back").page
        assert page.soup.select_one("main form") is None
