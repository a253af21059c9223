"""What the board sees of what is overdue: its own promises as they are, what is late for children only as figures."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Agency, Role, utc_now
from app.models.codes import ClockName, CommitmentState, RecommendationState
from app.services import publishing
from tests.counted import SUMMER, add_actions, add_views, finished_conference
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    ChildRecordFactory,
    CommitmentFactory,
    PersonFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.integration.services.clock_cases import late, running
from tests.page import words

TODAY = date(2026, 11, 17)
YESTERDAY = TODAY - timedelta(days=1)
RANDOM = re.compile(r'name="csrf_token" value="[^"]+"')
OF_THE_BOARD = (
    ClockName.QUESTION_ANSWERED,
    ClockName.COMMITMENT_REVISITED,
    ClockName.RECOMMENDATION_DONE,
    ClockName.PROPOSAL_DECIDED,
    ClockName.MINUTES_WRITTEN,
)
OF_AGENCIES = (ClockName.FRAMEWORK_SIGNED, ClockName.SELF_ASSESSED)


@pytest.fixture
def board_member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


def overdue_on(board_member):
    db.session.commit()
    page = board_member.get("/board/").page
    return next(part for part in page.soup.select("section") if part.find(id="overdue"))


def published():
    """One quarter, with late actions of two agencies."""
    record = ChildRecordFactory(conference=finished_conference())
    for name, in_time, too_late in (("Fire service", 30, 12), ("Police", 40, 2), ("Schools", 25, 9), ("Health", 20, 0)):
        agency = AgencyFactory(name=name)
        add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
        add_actions(too_late, agency=agency, record=record)
    add_views(88, answered_at=SUMMER)
    add_views(7)
    publishing.publish_closed_quarters(TODAY)
    return record


def table(part, caption: str) -> dict[str, str]:
    (found,) = (one for one in part.select("table") if words(one.caption) == caption)
    return {words(row.th): words(row.td) for row in found.select("tbody tr")}


class TestWhatTheBoardPromised:
    def test_with_nothing_late_it_says_so(self, board_member):
        for name in OF_THE_BOARD:
            running(name, utc_now() + timedelta(days=3))

        assert "Nothing that the board has promised is late." in words(overdue_on(board_member))

    def test_each_is_counted_as_it_is_and_listed_what_was_due_first_first(self, board_member):
        review = ReviewFactory(reference="Child B1")
        CommitmentFactory(title="One person to talk to", state=CommitmentState.STARTED, look_again_on=YESTERDAY)
        for number, day in ((1, date(2026, 11, 3)), (2, date(2026, 10, 1))):
            RecommendationFactory(review=review, number=number, due_on=day, text=f"Change thing {number}.")

        part = overdue_on(board_member)

        assert "1 commitment to look at again, 2 recommendations of reviews to be done." in words(part)
        assert [words(one) for one in part.select("ul > li")] == [
            "Child B1, recommendation 2: Change thing 2. Late, was due 1 October 2026",
            "Child B1, recommendation 1: Change thing 1. Late, was due 3 November 2026",
            "One person to talk to Late, was due 16 November 2026",
        ]

    def test_what_members_wait_for_leads_there_and_is_not_in_their_words(self, board_member):
        proposal, meeting = late(ClockName.PROPOSAL_DECIDED), late(ClockName.MINUTES_WRITTEN, held=True)

        part = overdue_on(board_member)

        assert "1 agenda item of the shadow board to decide on, 1 meeting without its minutes." in words(part)
        assert [link["href"] for link in part.select("ul a")] == [
            f"/board/meetings/proposals/{proposal.id}",
            f"/board/meetings/{meeting.id}",
        ]
        assert proposal.title not in words(part)

    def test_agencies_that_are_late_with_what_all_agreed_to_are_counted_and_lead_to_them(self, board_member):
        late(ClockName.FRAMEWORK_SIGNED)
        for _ in range(2):
            late(ClockName.SELF_ASSESSED)

        part = overdue_on(board_member)

        links = {words(link): link["href"] for link in part.select("a")}
        assert links["1 agency has not signed the information-sharing framework"] == "/board/agencies"
        assert links["2 agencies have not filled in Section 11"] == "/board/agencies"

    def test_what_is_done_or_not_published_is_not_late(self, board_member):
        RecommendationFactory(due_on=YESTERDAY, state=RecommendationState.DONE, changed="They ask each child.")
        CommitmentFactory(look_again_on=YESTERDAY, published_at=None)

        assert "Nothing that the board has promised is late." in words(overdue_on(board_member))


class TestWhatChildrenWerePromised:
    def test_it_is_what_the_closed_quarter_shows_and_hides(self, board_member):
        published()

        part = overdue_on(board_member)

        assert table(part, "July to September 2026") == {
            "Answer a view": "7",
            "Tell a child what happened": "hidden",
            "Do an action for a child": "hidden",
        }
        by_agency = table(part, "Actions, July to September 2026")
        assert by_agency["Police"] == "hidden"
        assert "Health" not in by_agency or by_agency["Health"] == "hidden"

    def test_every_number_by_agency_stands_in_the_figures_just_so(self, board_member):
        published()
        db.session.commit()
        page = board_member.get("/board/").page
        (figures,) = (one for one in page.soup.select("table") if words(one.caption) == "Actions on time by agency")
        late_there = {words(row.th): words(row.select("td")[1]) for row in figures.select("tbody tr")}
        part = next(one for one in page.soup.select("section") if one.find(id="overdue"))

        assert table(part, "Actions, July to September 2026").items() <= late_there.items()

    @pytest.mark.parametrize("name", [name for name in ClockName if name not in (*OF_THE_BOARD, *OF_AGENCIES)])
    def test_nothing_that_runs_out_today_changes_a_byte_of_the_page(self, board_member, name):
        """Not a number, not a band, not whether there is one: differences from day to day would point at a child."""
        agency = AgencyFactory(name="Police")
        add_actions(30, agency=agency, record=ChildRecordFactory(conference=finished_conference()))
        publishing.publish_closed_quarters(TODAY)
        db.session.commit()
        before = board_member.get("/board/").page

        late(name)
        db.session.commit()
        after = board_member.get("/board/").page

        assert RANDOM.sub("", str(after.soup.main)) == RANDOM.sub("", str(before.soup.main))

    def test_nor_do_many_late_actions_of_an_agency_that_is_shown(self, board_member):
        record = published()
        before = words(overdue_on(board_member))

        fire_service = db.session.scalars(select(Agency).where(Agency.name == "Fire service")).one()
        ActionFactory.create_batch(8, record=record, agency=fire_service, due_on=YESTERDAY)

        assert words(overdue_on(board_member)) == before
