"""Members read the board's papers, plain words beside the paper, and what was said about their items."""

from datetime import date

import pytest

from app.models import Role, utc_now
from app.models.codes import BoardMeetingState
from tests.board_meeting_factories import (
    AgendaItemFactory,
    AgendaProposalFactory,
    BoardMeetingFactory,
    MeetingPaperFactory,
)
from tests.factories import PersonFactory

LIST = "/shadow-board/papers"


@pytest.fixture
def fox(database):
    return PersonFactory(name="Purple Fox", role=Role.SHADOW_BOARD_MEMBER)


@pytest.fixture
def member(browser, fox):
    return browser.sign_in(fox)


def test_plain_words_stand_before_the_paper(member):
    paper = MeetingPaperFactory(published=True)

    page = member.get(f"{LIST}/{paper.meeting_id}/{paper.id}").page

    assert [one.get_text(" ", strip=True) for one in page.soup.select(".prose")] == [
        "A later bus costs money.",
        "What it costs A later bus.",
    ]


def test_what_is_not_published_does_not_exist(member):
    paper = MeetingPaperFactory()

    assert "Buses in the county" not in member.get(f"{LIST}/{paper.meeting_id}").page.text
    assert member.get(f"{LIST}/{paper.meeting_id}/{paper.id}").status_code == 404


def test_a_paper_of_another_meeting_is_not_found_there(member):
    paper, other = MeetingPaperFactory(published=True), BoardMeetingFactory()

    assert member.get(f"{LIST}/{other.id}/{paper.id}").status_code == 404


def test_what_is_written_of_the_minutes_is_read_only_once_they_are_published(member, fox):
    meeting = BoardMeetingFactory(held=True)
    AgendaItemFactory(
        meeting=meeting, proposal=AgendaProposalFactory(person_id=fox.id, accepted=True),
        said="Said.", decided="Decided.", answer="They said yes.",
    )  # fmt: skip

    page = member.get(f"{LIST}/{meeting.id}").page
    assert "Yours" in page.text
    assert "The board tells you what it said by" in page.text
    assert "They said yes." not in page.html

    meeting.minutes_published_at = utc_now()
    page = member.get(f"{LIST}/{meeting.id}").page
    assert "What they said about our itemThey said yes." in page.text
    assert [one.get_text(strip=True) for one in page.soup.select(".prose")] == ["Said.", "Decided."]


def test_late_minutes_are_admitted(member):
    meeting = BoardMeetingFactory(held=True, minutes_due_on=BoardMeetingFactory.held_on.replace(year=2025))

    assert "That is their fault, not yours." in member.get(f"{LIST}/{meeting.id}").page.text
    assert "They are late to tell you" in member.get(LIST).page.text


def test_a_meeting_that_is_called_off_says_why(member):
    meeting = BoardMeetingFactory(state=BoardMeetingState.CALLED_OFF, called_off_because="Snow.")

    assert "Called off" in member.get(LIST).page.text
    assert "Snow." in member.get(f"{LIST}/{meeting.id}").page.text


def test_the_list_costs_the_same_however_many_meetings_there_are(member, count_queries):
    def meet(times: int) -> None:
        for _ in range(times):
            meeting = BoardMeetingFactory(held=True)
            AgendaItemFactory(meeting=meeting, proposal=AgendaProposalFactory(accepted=True))
            MeetingPaperFactory(meeting=meeting, published=True)

    meet(1)
    member.get(LIST)
    with count_queries() as few:
        member.get(LIST)
    meet(3)
    with count_queries() as many:
        member.get(LIST)

    assert len(many) == len(few)


def test_a_meeting_without_papers_counts_none(member):
    BoardMeetingFactory()
    BoardMeetingFactory(held_on=date(2026, 6, 1), state=BoardMeetingState.CALLED_OFF, called_off_because="Snow.")
    said = member.get(LIST).page.soup.select_one("main").get_text()

    assert "No papers yet." in said
    assert "0 papers" not in said
