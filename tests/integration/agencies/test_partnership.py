"""An agency lead signs the framework, scores their agency for Section 11, and says how far recommendations are."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import FrameworkSignature, StandardScore, utc_now
from app.models.codes import RecommendationState, Standard
from app.services import self_assessing
from tests.factories import AgencyFactory, PersonFactory, RecommendationFactory
from tests.integration.agencies.test_actions import deeds
from tests.partnership_factories import (
    FrameworkSignatureFactory,
    FrameworkVersionFactory,
    SelfAssessmentFactory,
    StandardScoreFactory,
)

FRAMEWORK, SECTION_11 = "/agency/framework", "/agency/section-11"
LISTENING = f"{SECTION_11}/listening"
FILLED = {
    "self_score": "2",
    "evidence": "30 records",
    "improvement": "A place in every form",
    "improve_by": "2027-03-01",
}
DONE, STARTED, _ = RecommendationState


def how_many_signatures() -> int:
    return db.session.scalar(select(func.count()).select_from(FrameworkSignature))


class TestTheFramework:
    def test_it_is_signed_with_name_and_role_and_waits_for_nobody_any_more(self, lead_browser, colin, police):
        FrameworkVersionFactory()
        police.framework_due_on = date(2026, 11, 30)
        db.session.commit()
        page = lead_browser.fill_in(
            FRAMEWORK, follow_redirects=True, name="Ann Holt", role="chief officer", is_sure="y"
        ).page

        (signature,) = db.session.scalars(select(FrameworkSignature))
        assert (signature.name, signature.role, signature.signed_by_id) == ("Ann Holt", "chief officer", colin.id)
        assert (signature.agency_id, police.framework_due_on) == (police.id, None)
        assert "Signed by Ann Holt, chief officer, on 17 November 2026" in page.text
        assert deeds(colin) == ["signed the framework"]

    def test_nobody_signs_who_does_not_say_that_they_may(self, lead_browser):
        FrameworkVersionFactory()
        page = lead_browser.fill_in(FRAMEWORK, name="Ann Holt", role="chief officer").page

        assert page.errors == ["Tick that you may sign for your agency."]
        assert how_many_signatures() == 0

    def test_a_second_tap_signs_once_and_the_first_name_stays(self, lead_browser):
        FrameworkVersionFactory()
        shown = lead_browser.get(FRAMEWORK)
        typed = {"role": "chief officer", "is_sure": "y"}
        once, again, another = (
            lead_browser.send(shown, name=name, **typed) for name in ("Ann Holt", "Ann Holt", "Ben Moss")
        )

        assert (once.status_code, again.status_code) == (302, 302)
        assert another.page.errors == ["Ann Holt, chief officer, has signed this version for your agency already."]
        assert [one.name for one in db.session.scalars(select(FrameworkSignature))] == ["Ann Holt"]

    def test_what_came_into_force_since_the_page_was_opened_is_read_first(self, lead_browser):
        FrameworkVersionFactory()
        shown = lead_browser.get(FRAMEWORK)
        FrameworkVersionFactory(summary="Answer in three days.")
        page = lead_browser.send(shown, name="Ann Holt", role="chief officer", is_sure="y").page

        assert page.errors == ["Another version is in force by now. Read it, then sign it."]
        assert "Answer in three days." in page.text
        assert how_many_signatures() == 0

    def test_a_newer_version_asks_anew_and_one_to_come_does_not_yet(self, lead_browser, police):
        FrameworkSignatureFactory(agency=police)
        FrameworkVersionFactory(valid_from=date(2026, 11, 18))
        before = lead_browser.get(FRAMEWORK).page
        FrameworkVersionFactory(valid_from=date(2026, 11, 17))

        assert "Sign for Northbank Police" not in before.text
        # The version of tomorrow is older than that of today, which is the one in force.
        assert "Sign for Northbank Police" in lead_browser.get(FRAMEWORK).page.text

    def test_signing_before_the_next_version_is_valid_leaves_the_day_of_the_next(self, lead_browser, police):
        FrameworkVersionFactory()
        FrameworkVersionFactory(valid_from=date(2026, 12, 1))
        police.framework_due_on = date(2026, 11, 30)
        db.session.commit()
        lead_browser.fill_in(FRAMEWORK, name="Ann Holt", role="chief officer", is_sure="y")

        assert police.framework_due_on == date(2026, 12, 31)  # 20 working days, with two bank holidays

    def test_what_another_agency_signed_is_not_there(self, lead_browser):
        FrameworkSignatureFactory(name="Somebody Else")

        assert "Somebody Else" not in lead_browser.get(FRAMEWORK).page.text


class TestSection11:
    def test_a_standard_is_scored_with_what_shows_it(self, lead_browser, colin, police):
        SelfAssessmentFactory(agency=police)
        page = lead_browser.fill_in(LISTENING, follow_redirects=True, **FILLED).page

        (score,) = db.session.scalars(select(StandardScore))
        assert (score.standard, score.self_score, score.evidence) == (Standard.LISTENING, 2, "30 records")
        assert (score.scored_by_id, deeds(colin)) == (colin.id, ["scored a standard of Section 11"])
        assert "9. Hearing children, and acting on it We say 2" in page.text

    @pytest.mark.parametrize("left_out", ["self_score", "evidence", "improve_by"])
    def test_what_is_missing_is_asked_for(self, lead_browser, police, left_out):
        SelfAssessmentFactory(agency=police)
        page = lead_browser.fill_in(LISTENING, **FILLED | {left_out: ""}).page

        assert len(page.errors) == 1
        assert db.session.scalar(select(func.count()).select_from(StandardScore)) == 0

    def test_a_day_far_away_is_mistyped(self, lead_browser, police):
        SelfAssessmentFactory(agency=police)

        assert len(lead_browser.fill_in(LISTENING, **FILLED | {"improve_by": "2028-11-18"}).page.errors) == 1

    def test_it_is_all_filled_in_with_the_last_standard_and_not_before(self, app, colin, police):
        assessment = SelfAssessmentFactory(agency=police)
        whole = {"self_score": 3, "evidence": "Seen", "improvement": None, "improve_by": None}
        when = []
        for standard in Standard:
            self_assessing.score(colin, self_assessing.own(colin), standard, whole)
            when.append(assessment.completed_at)

        assert [bool(at) for at in when] == [False] * 8 + [True]

    def test_what_the_board_has_looked_at_stays(self, lead_browser, police):
        looked, score = PersonFactory(), StandardScoreFactory(assessment=SelfAssessmentFactory(agency=police))
        shown = lead_browser.get(LISTENING)
        score.moderated_by_id, score.moderated_at = looked.id, utc_now()
        score.moderated_score, score.moderated_because = 1, "It is begun"
        db.session.commit()
        sent = lead_browser.send(shown, **FILLED)

        assert (sent.status_code, score.self_score) == (400, 3)
        assert "It is begun" in sent.page.text

    def test_a_year_that_is_closed_or_was_never_opened_takes_nothing(self, lead_browser, police):
        SelfAssessmentFactory(agency=police, is_open=False)
        SelfAssessmentFactory()

        assert lead_browser.get(LISTENING).status_code == 404

    def test_two_windows_lose_nothing(self, lead_browser, police):
        SelfAssessmentFactory(agency=police)
        shown = lead_browser.get(LISTENING)
        lead_browser.send(shown, **FILLED | {"evidence": "From the first"})
        asked = lead_browser.send(shown, **FILLED | {"evidence": "From the second"}).page

        assert "From the first" in asked.text
        assert asked.field("evidence") == "From the second"


class TestRecommendations:
    @pytest.fixture
    def one(self, police):
        return RecommendationFactory(agency=police, owner_role="head", due_on=date(2026, 12, 1))

    def test_what_shows_it_is_kept_and_dated_and_the_board_decides_whether_it_is_done(self, lead_browser, colin, one):
        page = lead_browser.fill_in(
            f"/agency/recommendations/{one.id}", follow_redirects=True, state="done", evidence="40 agendas were read"
        ).page

        assert (one.state, one.is_said_done, one.evidence) == (STARTED, True, "40 agendas were read")
        assert (one.evidenced_on, one.reported_by_id) == (date(2026, 11, 17), colin.id)
        assert page.field("state") == "done"

    def test_done_needs_what_shows_it(self, lead_browser, one):
        page = lead_browser.fill_in(f"/agency/recommendations/{one.id}", state="done").page

        assert page.errors == ["Write what shows that it is done."]

    def test_what_the_board_decided_is_not_undone(self, lead_browser, one):
        shown = lead_browser.get(f"/agency/recommendations/{one.id}")
        one.state, one.changed = DONE, "They ask each child."
        db.session.commit()
        sent = lead_browser.send(shown, state="not started")

        assert (sent.status_code, one.state) == (400, DONE)

    def test_another_agencys_is_not_there(self, lead_browser):
        theirs = RecommendationFactory(agency=AgencyFactory(), text="Mend the lock")

        assert lead_browser.get(f"/agency/recommendations/{theirs.id}").status_code == 404
        assert "Mend the lock" not in lead_browser.get("/agency/recommendations").page.text

    def test_what_could_be_a_name_is_refused_until_somebody_has_looked(self, lead_browser, one):
        address, typed = (
            f"/agency/recommendations/{one.id}",
            {"state": "started", "evidence": "We spoke with Ruby twice."},
        )
        refused = lead_browser.fill_in(address, **typed)
        before = one.evidence
        page = lead_browser.send(refused, follow_redirects=True, nobody_is_named="y").page

        assert (refused.status_code, before, one.evidence) == (400, None, "We spoke with Ruby twice.")
        assert "Ruby looks like a name or a place." in page.text


def test_what_waits_stands_on_the_first_page(lead_browser, police):
    FrameworkVersionFactory()
    SelfAssessmentFactory(agency=police, due_on=date(2026, 11, 16))
    RecommendationFactory(agency=police, due_on=date(2026, 11, 17) - timedelta(days=1))
    police.framework_due_on = date(2026, 11, 30)
    db.session.commit()

    text = lead_browser.get("/agency/").page.text

    assert "Sign the information-sharing framework By 30 November 2026" in text
    assert "Fill in Section 11: 9 to go Late, was due 16 November 2026" in text
    assert "Recommendations of reviews 1 overdue" in text
