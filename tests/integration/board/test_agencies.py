"""The board sees who has signed the framework, how agencies score, and adds its own score."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, FrameworkVersion, Role, SelfAssessment
from app.services import agencies, framework, publishing
from tests.counted import add_actions, finished_conference
from tests.factories import AgencyFactory, ChildRecordFactory, PersonFactory, RecommendationFactory
from tests.page import words
from tests.partnership_factories import (
    FrameworkSignatureFactory,
    FrameworkVersionFactory,
    SelfAssessmentFactory,
    StandardScoreFactory,
)

TODAY = date(2026, 11, 17)
NEW_VERSION = "/board/agencies/framework/new"
NEW_YEAR = "/board/agencies/section-11/new"


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


@pytest.fixture
def added_long_ago():
    """The agencies of a test were there before every version."""

    def add(name: str):
        agency = AgencyFactory(name=name)
        agency.created_at = agency.created_at.replace(year=2020)
        db.session.commit()
        return agency

    return add


class TestTheFramework:
    def test_who_has_not_signed_the_longest_comes_first_and_who_signed_last(self, app, added_long_ago):
        first, second = (FrameworkVersionFactory(valid_from=date(year, 3, 2)) for year in (2025, 2026))
        never, once, both = (added_long_ago(name) for name in ("Zoo", "Yard", "Attic"))
        for agency, version in ((once, first), (both, first), (both, second)):
            FrameworkSignatureFactory(agency=agency, version=version)

        found = framework.standings(TODAY)

        assert [(one.agency.name, one.waits_since) for one in found] == [
            (never.name, date(2025, 3, 2)),
            (once.name, date(2026, 3, 2)),
            (both.name, None),
        ]

    def test_a_later_version_says_what_is_new(self, member):
        FrameworkVersionFactory()
        shown = member.get(NEW_VERSION)
        typed = {"summary": "Tell each other more.", "valid_from": "2026-11-17"}
        without = member.send(shown, **typed).page
        member.send(shown, **typed, changed="Two reviews asked for it.")

        assert without.errors == ["Write what is new, and why. Whoever signed the version before reads that first."]
        assert framework.in_force(TODAY).changed == "Two reviews asked for it."

    def test_an_agency_waits_since_it_is_there_at_the_earliest_and_one_that_left_not_at_all(self, app):
        FrameworkVersionFactory(valid_from=date(2025, 3, 2))
        AgencyFactory(is_active=False)
        AgencyFactory(name="New")

        assert [(one.agency.name, one.waits_since) for one in framework.standings(TODAY)] == [("New", TODAY)]

    def test_a_version_is_added_once_and_every_agency_is_asked_by_a_day(self, member):
        asked, waiting = AgencyFactory(), AgencyFactory(framework_due_on=date(2026, 11, 2))
        gone = AgencyFactory(is_active=False)
        shown = member.get(NEW_VERSION)
        for _ in range(2):
            member.send(shown, summary="Tell each other.", valid_from="2026-11-17")

        (version,) = db.session.scalars(select(FrameworkVersion))
        assert (version.number, version.summary) == (1, "Tell each other.")
        assert asked.framework_due_on == date(2026, 12, 15)
        assert (waiting.framework_due_on, gone.framework_due_on) == (date(2026, 11, 2), None)

    @pytest.mark.parametrize("day", ["2026-11-01", "2027-11-18", "2009-12-31"])
    def test_a_day_that_cannot_be_right_is_refused(self, member, day):
        FrameworkVersionFactory(valid_from=date(2026, 11, 2))
        page = member.fill_in(NEW_VERSION, summary="Tell each other.", valid_from=day).page

        assert len(page.errors) == 1
        assert db.session.scalar(select(func.count()).select_from(FrameworkVersion)) == 1

    def test_who_signed_what_and_when_is_read(self, member):
        FrameworkSignatureFactory(agency=AgencyFactory(name="Northbank Fire"), name="Ann Holt", role="chief officer")

        page = member.get("/board/agencies/framework").page

        assert "Northbank Fire Ann Holt, chief officer, on 17 November 2026" in page.text
        assert "1 of 1 agencies have signed it." in page.text

    def test_a_signature_on_paper_counts_with_its_day_once(self, member):
        FrameworkVersionFactory()
        agency = AgencyFactory(name="Northbank Fire", framework_due_on=date(2026, 11, 1))
        shown = member.get(f"/board/agencies/{agency.id}/framework")
        for name in ("Ann Holt", "Somebody else"):
            member.send(shown, name=name, role="chief officer", signed_on="2026-11-05")

        page = member.get("/board/agencies/framework").page
        assert "Northbank Fire Ann Holt, chief officer, on 5 November 2026, on paper" in page.text
        assert agency.framework_due_on is None
        deed = "wrote down a signature on paper"
        assert db.session.scalar(select(func.count()).where(AuditLine.deed == deed)) == 1

    def test_no_paper_is_of_tomorrow_or_of_a_version_that_is_not_in_force_any_more(self, member):
        FrameworkVersionFactory(number=1)
        agency = AgencyFactory()
        shown = member.get(f"/board/agencies/{agency.id}/framework")
        typed = {"name": "Ann Holt", "role": "chief officer"}
        tomorrow = member.send(shown, **typed, signed_on="2026-11-18").page.errors
        FrameworkVersionFactory(number=2)

        assert tomorrow == ["The day on the paper must be today or earlier. Check the year."]
        assert member.send(shown, **typed, signed_on="2026-11-05").page.errors == [
            "Another version is in force by now. Look which one was signed."
        ]


class TestSection11:
    def test_a_year_that_was_opened_by_mistake_is_taken_back_and_the_one_before_is_open(self, member):
        agency = AgencyFactory()
        SelfAssessmentFactory(agency=agency, year=2025, is_open=False)
        SelfAssessmentFactory(agency=agency, year=2026)
        shown = member.get("/board/agencies/section-11")
        for _ in range(2):  # the second tap takes back nothing more
            member.send(shown)

        found = db.session.execute(select(SelfAssessment.year, SelfAssessment.is_open)).all()
        assert found == [(2025, True)]

    def test_a_year_that_somebody_has_written_in_stays(self, member):
        assessment = SelfAssessmentFactory(year=2026)
        shown = member.get("/board/agencies/section-11")
        StandardScoreFactory(assessment=assessment)

        assert member.send(shown).status_code == 409
        assert member.get("/board/agencies/section-11").page.soup.select_one("main form") is None
        assert db.session.scalar(select(func.count()).select_from(SelfAssessment)) == 1

    def test_opening_a_year_asks_every_agency_and_closes_the_year_before(self, member):
        agency, _gone = AgencyFactory(), AgencyFactory(is_active=False)
        before = SelfAssessmentFactory(agency=agency, year=2025)
        for _ in range(2):
            member.fill_in(NEW_YEAR, year="2026", due_on="2027-01-31")

        (asked,) = db.session.scalars(select(SelfAssessment).where(SelfAssessment.is_open.is_(True)))
        assert (asked.agency_id, asked.year, asked.due_on) == (agency.id, 2026, date(2027, 1, 31))
        assert before.is_open is False

    def test_a_year_that_is_open_keeps_its_day(self, member):
        SelfAssessmentFactory(year=2026, due_on=date(2026, 12, 18))
        page = member.fill_in(NEW_YEAR, year="2026", due_on="2027-01-31").page

        assert page.errors == ["2026 is open already, and due by 18 December 2026. That day stays."]
        assert db.session.scalars(select(SelfAssessment.due_on)).one() == date(2026, 12, 18)

    @pytest.mark.parametrize("wrong", [{"year": "2024"}, {"year": "2028"}, {"due_on": "2026-11-17"}])
    def test_a_year_or_day_that_cannot_be_right_is_refused(self, member, wrong):
        before = SelfAssessmentFactory(year=2025)
        page = member.fill_in(NEW_YEAR, **{"year": "2026", "due_on": "2027-01-31"} | wrong).page

        assert (len(page.errors), before.is_open) == (1, True)

    def test_the_board_gives_its_own_score_with_a_reason_that_is_written_down(self, member):
        score = StandardScoreFactory(assessment=SelfAssessmentFactory(agency=AgencyFactory(name="Fire")))
        address = f"/board/agencies/{score.assessment.agency_id}/section-11/listening"
        asked = member.fill_in(address, moderated_score="1").page
        member.fill_in(address, moderated_score="1", moderated_because="10 records say nothing")

        assert asked.errors == ["Write why."]
        assert (score.self_score, score.moderated_score, score.moderated_because) == (3, 1, "10 records say nothing")
        cells = member.get("/board/agencies/section-11").page.soup.select("tbody tr td")
        assert [words(cell) for cell in cells] == ["– (no score)"] * 8 + ["3, 1"]

    @pytest.mark.parametrize("standard", ["sharing", "nothing"])
    def test_there_is_nothing_to_look_at_before_the_agency_has_its_own_score(self, member, standard):
        score = StandardScoreFactory()

        address = f"/board/agencies/{score.assessment.agency_id}/section-11/{standard}"
        assert member.get(address).status_code == 404


class TestAllOfThem:
    def test_an_agency_that_is_added_later_is_asked_for_what_the_others_are(self, app):
        FrameworkVersionFactory()
        SelfAssessmentFactory(year=2026, due_on=date(2026, 12, 1))

        added = agencies.add_agency("Northbank Choirs")

        (asked,) = db.session.scalars(select(SelfAssessment).where(SelfAssessment.agency_id == added.id))
        assert (added.framework_due_on, asked.due_on) == (date(2026, 12, 15), date(2026, 12, 1))

    def test_actions_are_the_cells_that_were_published_and_nothing_of_today(self, member):
        record = ChildRecordFactory(conference=finished_conference())
        for name, in_time, too_late in (("Fire", 30, 12), ("Police", 40, 2), ("Schools", 25, 9), ("Health", 20, 0)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(too_late, agency=agency, record=record)
        publishing.publish_closed_quarters(TODAY)
        db.session.commit()
        tables = publishing.published_tables(*publishing.published_quarters())
        (table,) = (one["actions_on_time"] for one in tables.values())
        before = member.get("/board/agencies").page
        add_actions(3, agency=agency, record=record, due_on=date(2026, 11, 1))
        db.session.commit()

        shown = {words(row.h3): [words(dd) for dd in row.select("dd")] for row in before.soup.select("ul.rows > li")}
        assert shown == {name: [str(cell) for cell in cells] for name, cells in table.cells_by_row.items()}
        assert str(member.get("/board/agencies").page.soup.main) == str(before.soup.main)

    def test_one_agency_has_its_recommendations_and_says_what_its_lead_says(self, member):
        agency = AgencyFactory(name="Fire")
        RecommendationFactory(agency=agency, text="Ask each child.", due_on=date(2026, 11, 16), is_said_done=True)
        RecommendationFactory(agency=AgencyFactory(), text="Mend the lock.")

        text = member.get(f"/board/agencies/{agency.id}").page.text

        assert "Ask each child. Overdue The agency says it is done" in text
        assert "Mend the lock." not in text
