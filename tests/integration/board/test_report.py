"""The annual report: the board writes in it, publishes it for good, corrects it; children read it in plain words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from app.board.routes.reports import content_of
from app.extensions import db
from app.forms import as_typed
from app.models import AuditLine, ReportVersion, Role, utc_now
from app.models.codes import CommitmentState, Impact, RecommendationState, ReportPart, Topic
from app.services import reporting
from app.services.clocks import FinancialYear
from app.services.report_figures import FOR_CHILDREN
from tests.factories import (
    CommitmentFactory,
    CommitmentVerdictFactory,
    PersonFactory,
    PublicationFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.guidance_factories import make_guidance
from tests.naughty import EVERYTHING
from tests.participation_factories import QuoteFactory
from tests.partnership_factories import FrameworkVersionFactory, SelfAssessmentFactory, StandardScoreFactory
from tests.report_factories import make_report

LAST = FinancialYear(2025)
REPORT = "/board/report/2025-26"
DRAFT = f"{REPORT}/draft"
CHILDREN = "/you-said/year/2025-26"
IN_YEAR = date(2025, 6, 2)
THEN = datetime(2025, 6, 2, 10, tzinfo=UTC)
PUBLISH, WITHDRAW = '[action$="/publish"]', '[action$="/withdraw"]'
OF_YEAR = {"first_day": LAST.first_day, "last_day": LAST.last_day}


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER, name="Nasreen"))


def part_of(page, part: ReportPart) -> str:
    """What the report says in one part."""
    return page.soup.find(id=part.slug).find_parent("section").get_text(" ", strip=True)


def versions() -> list[ReportVersion]:
    return list(db.session.scalars(select(ReportVersion).order_by(ReportVersion.number)))


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.created_at)))


class TestWriting:
    def test_the_board_writes_in_a_part_and_sees_who_did(self, member):
        page = member.fill_in(f"{REPORT}/write/opening", follow_redirects=True, text="# Listening\n\nWe *asked*.").page

        assert page.soup.select_one(".prose h3").get_text() == "Listening"
        assert page.soup.select_one(".prose em").get_text() == "asked"
        assert "Last changed by Nasreen on 17 November 2026" in page.text
        assert deeds() == ["wrote in an annual report"]

    def test_an_empty_box_takes_it_out(self, member):
        make_report(is_published=False)
        member.fill_in(f"{REPORT}/write/opening", text=" ")

        assert ReportPart.OPENING not in reporting.get_report(LAST).by_part

    def test_two_windows_lose_nothing(self, member):
        make_report(is_published=False)
        shown = member.get(f"{REPORT}/write/opening")
        member.send(shown, text="From the first")
        asked = member.send(shown, text="From the second")

        assert "From the first" in asked.page.text
        assert asked.page.field("text") == "From the second"
        assert asked.status_code == 400

    def test_whoever_saves_the_same_words_has_changed_nothing(self, member):
        make_report(is_published=False)
        member.fill_in(f"{REPORT}/write/opening")

        assert deeds() == []

    def test_children_get_less_to_read(self, member):
        page = member.fill_in(f"{REPORT}/write/for-children", text="a" * 3_001).page

        assert page.errors == ["Write 3,000 characters or fewer. What you wrote is longer."]

    def test_no_naughty_string_does_anything(self, member):
        naughty = as_typed("\n\n".join(one for one in EVERYTHING if len(one) < 500))
        make_report(texts={ReportPart.OPENING: naughty, ReportPart.FOR_CHILDREN: naughty[:3_000]})
        for address in (REPORT, DRAFT, CHILDREN):
            soup = member.get(address).page.soup
            assert (
                soup.select("main script, main img, main iframe, main [onerror], main [onload], main svg [href]") == []
            )

    @pytest.mark.parametrize("address", ["/board/report/2019-20", "/board/report/x", f"{REPORT}/write/x", CHILDREN])
    def test_what_there_is_not_is_not_found(self, member, address):
        assert member.get(address).status_code == 404


class TestWhatItSays:
    """Of what Heard holds, in the draft, which is made as what is published."""

    def test_figures_that_are_published_with_what_they_miss(self, member):
        PublicationFactory(**OF_YEAR)
        page = member.get(DRAFT).page

        assert "Views by topic" in part_of(page, ReportPart.VOICES)
        assert "hidden" in part_of(page, ReportPart.VOICES)
        assert "Nothing is late" in part_of(page, ReportPart.LITTLE_PROGRESS)

    def test_a_share_under_its_target_is_where_there_was_little_progress(self, member):
        share = {"share": {"counted": 88, "of": 96, "percent": 92}, "target": 95, "numerator": "in time"}
        PublicationFactory(
            **OF_YEAR,
            table_name="answered_in_time",
            content=PublicationFactory.build(table_name="answered_in_time").content | share,
        )
        page = member.get(DRAFT).page

        assert "88 of 96 views were answered in time: 92%, below the target of 95%" in part_of(
            page, ReportPart.LITTLE_PROGRESS
        )

    def test_promises_of_the_year_and_no_other(self, member):
        CommitmentFactory(title="Of the year", decided_on=IN_YEAR)
        CommitmentFactory(title="Published then", published_at=THEN)
        CommitmentFactory(title="Of this year")
        CommitmentFactory(title="Withdrawn", decided_on=IN_YEAR, published_at=None)
        said = part_of(member.get(DRAFT).page, ReportPart.CHANGED)

        assert [title in said for title in ("Of the year", "Published then", "Of this year", "Withdrawn")] == [
            *(True, True),
            *(False, False),
        ]

    def test_a_promise_that_cannot_be_kept_says_why_and_what_children_think_of_it(self, member):
        promise = CommitmentFactory(
            decided_on=IN_YEAR, state=CommitmentState.NOT_POSSIBLE, did="There is no money.", said_by=4
        )
        for _ in range(7):
            CommitmentVerdictFactory(commitment=promise)
        CommitmentVerdictFactory(commitment=promise, verdict="no")
        said = part_of(member.get(DRAFT).page, ReportPart.CHANGED)

        assert "We cannot yet: There is no money." in said
        assert "A few young people said:" in said
        assert "It did not help: hidden" in said

    def test_how_far_reviews_are_by_code_and_only_those_that_are_public(self, member):
        review = ReviewFactory(reference="Child B1", reported_on=IN_YEAR)
        RecommendationFactory(review=review, number=1, text="Ask.", due_on=date(2026, 11, 2))
        RecommendationFactory(
            review=review,
            number=2,
            state=RecommendationState.DONE,
            changed="They ask now.",
            impact=Impact.DIFFERENCE,
            impact_checked_on=IN_YEAR,
        )
        ReviewFactory(reference="Child X9", published_at=None, reported_on=IN_YEAR)
        page = member.get(DRAFT).page

        assert "Looked at on 2 June 2025: it made a difference" in part_of(page, ReportPart.REVIEWS)
        assert "Child B1, 1: Ask. Due 2 November 2026." in part_of(page, ReportPart.LITTLE_PROGRESS)
        assert "Child X9" not in page.text

    def test_agencies_training_and_guidance_are_counted(self, member):
        FrameworkVersionFactory()
        assessment = SelfAssessmentFactory(year=2025, due_on=date(2025, 11, 30))
        StandardScoreFactory(assessment=assessment, self_score=2)
        with time_machine.travel(THEN):
            make_guidance("Ask.")
        page = member.get(DRAFT).page

        assert "0 of 1 agencies filled in all of Section 11 of 2025" in part_of(page, ReportPart.AGENCIES)
        assert "Neglect New in this year 1, 2 June 2025" in part_of(page, ReportPart.TRAINING)

    def test_only_quotes_that_everybody_may_read_and_that_were_approved_then(self, member):
        QuoteFactory(everyone=True, decided_at=THEN, text="For everybody, then.")
        QuoteFactory(everyone=True, text="For everybody, now.")
        QuoteFactory(approved=True, decided_at=THEN, text="For the board.")
        QuoteFactory(text="Not approved.")
        text = member.get(DRAFT).page.text

        assert "For everybody, then." in text
        assert [one for one in ("For everybody, now.", "For the board.", "Not approved.") if one in text] == []


class TestPublishing:
    def test_it_stays_as_it_is_and_children_can_read_it(self, member, another_browser):
        make_report(is_published=False)
        promise = CommitmentFactory(decided_on=IN_YEAR, title="Meetings at a good time")
        member.fill_in(DRAFT, form=PUBLISH)
        promise.title = "Something else"
        db.session.commit()

        assert "Meetings at a good time" in part_of(member.get(REPORT).page, ReportPart.CHANGED)
        assert "Something else" in part_of(member.get(DRAFT).page, ReportPart.CHANGED)
        assert "Meetings at a good time" in another_browser.get(CHILDREN).page.text
        assert "published an annual report" in deeds()

    def test_children_read_a_number_as_the_board_does(self, browser):
        make_report(figures={"revisions": {}, "before": {}, "views": 1164, "shares": dict.fromkeys(FOR_CHILDREN)})

        assert "told us something: 1,164." in browser.get(CHILDREN).page.text

    def test_everybody_finds_it(self, browser):
        make_report()

        assert browser.get("/you-said").page.soup.select_one(f'a[href="{CHILDREN}"]') is not None

    @pytest.mark.parametrize(
        ("year", "texts", "told"),
        [
            ("2025-26", {}, "Write first what children and young people read."),
            ("2026-27", {ReportPart.FOR_CHILDREN: "Hello."}, "April 2026 to March 2027 is not over yet."),
        ],
    )
    def test_not_before_its_time(self, member, year, texts, told):
        report = make_report(int(year[:4]), texts=texts, is_published=False)
        seen = reporting.mark_of_public(report, content_of(FinancialYear(report.begins), report))
        page = member.get(f"/board/report/{year}").page
        typed = {"csrf_token": member.get("/account").page.field("csrf_token"), "seen": seen}

        assert told in page.text
        assert page.soup.select_one(PUBLISH) is None
        assert told in member.post(f"/board/report/{year}/publish", data=typed).page.text

    def test_not_when_something_changed_since(self, member):
        make_report(is_published=False)
        shown = member.get(DRAFT)
        CommitmentFactory(decided_on=IN_YEAR)

        assert member.send(shown, form=PUBLISH).status_code == 409
        assert versions() == []

    def test_a_second_tap_publishes_nothing_more(self, member):
        make_report(is_published=False)
        shown = member.get(DRAFT)
        first, again = (member.send(shown, form=PUBLISH) for _ in range(2))

        assert (first.location, again.location) == (REPORT, REPORT)
        assert len(versions()) == 1

    def test_a_correction_says_what_was_wrong(self, member):
        make_report()
        asked = member.fill_in(DRAFT, form=PUBLISH)
        page = member.fill_in(DRAFT, form=PUBLISH, follow_redirects=True, corrects="It said 9, and means 8.").page

        assert asked.page.errors == ["Write what was wrong."]
        assert "It said 9, and means 8." in page.text
        assert "Something was wrong here before." in member.get(CHILDREN).page.text
        assert [one.number for one in versions()] == [1, 2]

    def test_what_children_thought_stays_as_first_published(self, member):
        """Two numbers, some days apart, would say what a few people said in between."""
        promise = CommitmentFactory(decided_on=IN_YEAR)
        for _ in range(10):
            CommitmentVerdictFactory(commitment=promise)
        make_report()
        CommitmentVerdictFactory(commitment=promise)
        member.fill_in(DRAFT, form=PUBLISH, corrects="A word.")

        assert [one.content["promises"][0]["verdicts"] for one in versions()] == 2 * [
            versions()[0].content["promises"][0]["verdicts"]
        ]

    def test_a_revised_figure_does_not_change_what_was_published(self, member):
        PublicationFactory(**OF_YEAR)
        make_report()
        rows = list(PublicationFactory.build().content["rows"])
        cells = {"cells": [[77 if row == Topic.HOME else 0] for row in rows]}
        PublicationFactory(**OF_YEAR, revision=2, content=PublicationFactory.build().content | cells)

        assert "77" not in part_of(member.get(REPORT).page, ReportPart.VOICES)
        assert "77" in part_of(member.get(DRAFT).page, ReportPart.VOICES)


class TestTakingBack:
    def test_words_that_were_taken_back_are_in_no_version(self, member):
        quote = QuoteFactory(everyone=True, decided_at=THEN, text="I miss my brother.")
        make_report()
        before = [member.get(address).page.text for address in (REPORT, CHILDREN)]
        quote.view.taken_back_at = utc_now()
        db.session.commit()
        after = [member.get(address).page.text for address in (REPORT, CHILDREN)]

        assert ["I miss my brother." in text for text in before + after] == [True, True, False, False]
        assert "brother" not in str(versions()[0].content)

    def test_what_is_withdrawn_is_not_in_what_everybody_reads(self, browser):
        promise = CommitmentFactory(decided_on=IN_YEAR, title="Quiet rooms")
        review = ReviewFactory(reported_on=IN_YEAR, title="Nobody asked")
        make_report()
        promise.published_at = review.published_at = None
        db.session.commit()
        text = browser.get(CHILDREN).page.text

        assert [title in text for title in ("Quiet rooms", "Nobody asked")] == [False, False]

    def test_the_board_withdraws_all_of_it_with_a_reason(self, member):
        make_report()
        member.fill_in(REPORT, form=WITHDRAW, because="It points at a child.")

        assert member.get(CHILDREN).status_code == 404
        assert member.get("/you-said").page.soup.select_one(f'a[href="{CHILDREN}"]') is None
        assert "Draft, not published" in member.get(REPORT).page.text
        assert "Withdrawn" in member.get("/board/report").page.text

    def test_it_is_published_again_only_as_a_correction(self, member):
        make_report()
        member.fill_in(REPORT, form=WITHDRAW, because="It points at a child.")
        member.fill_in(DRAFT, form=PUBLISH, corrects="A sentence about a child is gone.")

        assert "Something was wrong here before." in member.get(CHILDREN).page.text


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change", [update(ReportVersion).values(number=2, corrects="x"), ReportVersion.__table__.delete()]
    )
    def test_refuses_to_change_or_remove_what_was_published(self, app, change):
        make_report()

        with pytest.raises((IntegrityError, InternalError, OperationalError), match="stays as it is"):
            db.session.execute(change)
