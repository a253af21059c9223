"""What reviews found: each recommendation has somebody who sees to it, and is closed when it made a difference."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, Publication, Recommendation, Review, Role
from app.models.codes import Impact, RecommendationState
from app.services import reviewing
from app.services.reviewing import Rag
from tests.factories import AgencyFactory, PersonFactory, RecommendationFactory, ReviewFactory
from tests.plans import plan, statements_of

LIST = "/board/reviews"
DONE, STARTED, NOT_STARTED = RecommendationState
SHOWN = {"state": DONE, "changed": "They ask.", "evidence": "40 agendas"}


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


@pytest.fixture
def review():
    return ReviewFactory(reference="Child B1", published_at=None)


@pytest.fixture
def recommend(review):
    """A recommendation of that review; gives it with its address."""

    def add(**values) -> tuple[Recommendation, str]:
        one = RecommendationFactory(review=review, agency=AgencyFactory(), owner_role="head", **values)
        return one, f"{LIST}/{review.id}/recommendations/{one.id}"

    return add


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed)))


class TestAReview:
    def test_it_is_written_down_and_read_by_nobody_else_yet(self, member):
        page = member.fill_in(
            f"{LIST}/new",
            follow_redirects=True,
            reference="Child D2",
            kind="serious case review",
            title="Nobody asked",
            summary="<b>They talked</b> to the parents.",
            reported_on="2026-10-01",
        ).page

        assert page.heading == "Child D2: Nobody asked"
        assert "<b>They talked</b> to the parents." in page.text
        assert "Nobody asked" not in member.get("/reviews").page.text

    def test_a_child_is_only_ever_a_code(self, member):
        page = member.fill_in(f"{LIST}/new", reference="Amara Okafor").page

        assert any("This looks like a name" in error for error in page.errors)

    def test_what_could_be_a_name_is_refused_until_somebody_has_looked(self, member):
        typed = {"reference": "Child D2", "kind": "serious case review", "title": "B", "reported_on": "2026-10-01"}
        shown = member.get(f"{LIST}/new")
        refused = member.send(shown, **typed, summary="Nobody asked Adam. He lives near Hill Road.")
        before = db.session.scalar(select(func.count()).select_from(Review))
        taken = member.send(refused, nobody_is_named="y")

        assert [error.split(".")[0] for error in refused.page.errors] == [
            "This could point at somebody: Adam, Hill, Road"
        ]
        assert (refused.status_code, before, taken.status_code) == (400, 0, 302)

    def test_what_was_looked_at_is_not_asked_about_again(self, member, review):
        review.summary = "Nobody asked Adam."
        db.session.commit()
        change = f"{LIST}/{review.id}/change"
        same = member.fill_in(change, summary="Nobody at all asked Adam.")
        another = member.fill_in(change, summary="Nobody asked Adam. Nobody asked Ruby.")

        assert (same.status_code, another.status_code) == (302, 400)
        assert another.page.errors[0].startswith("This could point at somebody: Ruby.")

    def test_a_code_stands_for_one_review(self, member, review):
        typed = {"title": "B", "summary": "C", "kind": "serious case review", "reported_on": "2026-10-01"}
        page = member.fill_in(f"{LIST}/new", reference="Child B1", **typed).page

        assert page.errors == ["There is a review of Child B1 already."]

    @pytest.mark.parametrize("wrong", [{"reference": "child b1"}, {"reported_on": "2026-11-18"}])
    def test_the_code_however_written_and_a_day_to_come_are_refused(self, member, review, wrong):
        typed = {"title": "B", "summary": "C", "kind": "serious case review", "reported_on": "2026-10-01"}
        page = member.fill_in(f"{LIST}/new", **{"reference": "Child B9"} | typed | wrong).page

        assert len(page.errors) == 1

    def test_not_published_when_somebody_changed_it_since_they_read_it(self, member, review):
        shown = member.get(f"{LIST}/{review.id}")
        review.summary = "Something else."
        db.session.commit()

        assert (member.send(shown).status_code, review.published_at) == (409, None)

    def test_a_double_tap_adds_one(self, member):
        shown = member.get(f"{LIST}/new")
        typed = {"title": "B", "summary": "C", "kind": "serious case review", "reported_on": "2026-10-01"}
        first, again = (member.send(shown, reference="Child B7", **typed) for _ in range(2))

        assert first.location == again.location
        assert db.session.scalar(select(func.count()).select_from(Review)) == 1

    def test_published_everybody_reads_it_and_withdrawn_nobody_does(self, member, review):
        member.fill_in(f"{LIST}/{review.id}")
        published = member.get("/reviews").page.text
        member.fill_in(f"{LIST}/{review.id}", because="A street is named")

        assert review.title in published
        assert review.title not in member.get("/reviews").page.text
        assert deeds() == ["published a review", "withdrew a review"]

    def test_two_windows_lose_nothing(self, member, review):
        shown = member.get(f"{LIST}/{review.id}/change")
        member.send(shown, title="From the first")
        asked = member.send(shown, title="From the second")

        assert "From the first" in asked.page.text
        assert asked.page.field("title") == "From the second"


class TestARecommendation:
    def test_they_are_numbered_as_they_come(self, member, review):
        agency = AgencyFactory(name="Northbank Nurses")
        for text in ("One", "Two"):
            member.fill_in(
                f"{LIST}/{review.id}/recommendations/new",
                text=text,
                theme="training",
                agency_id=str(agency.id),
                owner_role="named nurse",
                due_on="2027-01-11",
                state="not started",
            )

        found = db.session.scalars(select(Recommendation).order_by(Recommendation.number)).all()
        assert [(one.number, one.text) for one in found] == [(1, "One"), (2, "Two")]
        assert "Northbank Nurses, named nurse. By 11 January 2027." in member.get(f"{LIST}/{review.id}").page.text

    def test_done_says_what_has_changed(self, member, recommend):
        _, address = recommend()
        filled = {"state": "done", "theme": "training", "due_on": "2027-01-11"}
        page = member.fill_in(f"{address}/change", **filled).page

        assert page.errors == ["Write what has changed: that is what everybody reads when it is done."]

    @pytest.mark.parametrize(
        ("values", "rag"),
        [
            ({"state": DONE, "changed": "Yes", "due_on": date(2026, 11, 16)}, Rag.COMPLETE),
            ({"due_on": date(2026, 11, 16)}, Rag.OVERDUE),
            ({"due_on": date(2026, 11, 16), "is_at_risk": True}, Rag.OVERDUE),
            ({"due_on": date(2026, 11, 17), "is_at_risk": True}, Rag.AT_RISK),
            ({"due_on": date(2026, 11, 17)}, Rag.ON_TRACK),
            ({}, Rag.ON_TRACK),
        ],
    )
    def test_how_it_stands(self, recommend, values, rag):
        one, _ = recommend(**values)

        assert reviewing.rag_of(one) is rag

    def test_the_list_says_how_many_are_overdue(self, member, recommend):
        recommend(due_on=date(2026, 11, 16))

        assert "1 overdue" in member.get(LIST).page.text

    def test_evidence_is_dated_when_it_is_written(self, member, recommend):
        one, address = recommend(evidenced_on=None)
        filled = {"theme": "training", "due_on": "2027-01-11", "evidence": "40 agendas were read"}
        member.fill_in(f"{address}/change", **filled)

        assert one.evidenced_on == date(2026, 11, 17)

    def test_one_of_another_review_is_not_there(self, member, recommend):
        _, address = recommend()
        another = ReviewFactory()

        assert member.get(address.replace(str(address.split("/")[3]), str(another.id))).status_code == 404


class TestImpact:
    def test_what_was_found_is_dated(self, member, recommend):
        one, address = recommend(**SHOWN)
        member.fill_in(address, impact="it made a difference", impact_says="More are heard.")

        assert (one.impact, one.impact_checked_on) == (Impact.DIFFERENCE, date(2026, 11, 17))

    def test_the_figure_it_should_move_stands_beside_it_quarter_by_quarter(self, member, recommend):
        for first, last, percent in (
            (date(2026, 4, 1), date(2026, 6, 30), 40),
            (date(2026, 7, 1), date(2026, 9, 30), None),
        ):
            content = {
                "columns": ["children"],
                "rows": ["PN1"],
                "cells": [["c" if percent is None else 40]],
                "share": percent and {"counted": 40, "of": 100, "percent": percent},
                "definition": "",
                "numerator": None,
                "denominator": None,
                "threshold": 5,
                "smallest_base": 20,
            }
            name = "children_by_participation"
            db.session.add(Publication(table_name=name, first_day=first, last_day=last, content=content))
        _, address = recommend(indicator="children_by_participation")
        page = member.get(address).page

        rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select(".bars tbody tr")]
        assert rows == ["April to June 2026 40%", "July to September 2026 hidden"]


class TestClosing:
    @pytest.mark.parametrize(
        "missing",
        [
            {"state": STARTED},
            {"evidence": None},
            {"impact": None, "impact_checked_on": None},
            {"impact": Impact.TOO_EARLY},
        ],
    )
    def test_not_before_it_is_done_shown_and_checked(self, member, recommend, missing):
        checked = {"impact": Impact.DIFFERENCE, "impact_checked_on": date(2026, 11, 1)}
        one, address = recommend(**SHOWN | checked | missing)
        refused = member.post(f"{address}/close", data={"csrf_token": token(member, f"{address}/change")})

        assert (refused.status_code, one.closed_on) == (409, None)

    @pytest.mark.parametrize("impact", [Impact.DIFFERENCE, Impact.NO_DIFFERENCE])
    def test_then_the_board_closes_it_and_can_open_it_again(self, member, recommend, impact):
        one, address = recommend(**SHOWN, impact=impact, impact_says="Seen", impact_checked_on=date(2026, 11, 1))
        member.fill_in(address, form="form[action$=close]")
        closed_on = one.closed_on
        member.fill_in(address, form="form[action$=open-again]", because="It happened again")

        assert closed_on == date(2026, 11, 17)
        assert (one.closed_on, one.state, one.impact) == (None, STARTED, None)
        assert deeds() == ["closed a recommendation", "opened a recommendation again"]

    def test_opened_again_it_says_when_by_whom_and_why_until_it_is_closed_again(self, member, recommend):
        checked = {"impact": Impact.DIFFERENCE, "impact_says": "Seen", "impact_checked_on": date(2026, 11, 1)}
        one, address = recommend(**SHOWN, **checked)
        before = member.get(address).page.text
        member.fill_in(address, form="form[action$=close]")
        member.fill_in(address, form="form[action$=open-again]", because="It happened <b>again</b>")
        opened = member.get(address).page.text
        one.closed_on, one.state = date(2026, 11, 17), DONE
        one.impact, one.impact_checked_on = Impact.DIFFERENCE, date(2026, 11, 17)
        db.session.commit()

        assert "Opened again" not in before
        assert "Opened again on 17 November 2026 by" in opened
        assert "It happened <b>again</b>" in opened
        assert "Opened again" not in member.get(address).page.text

    def test_what_is_closed_is_not_changed(self, member, recommend):
        checked = {"impact": Impact.DIFFERENCE, "impact_checked_on": date(2026, 11, 1)}
        _, address = recommend(**SHOWN | checked, closed_on=date(2026, 11, 2), due_on=date(2026, 11, 1))
        page = member.fill_in(f"{address}/change", theme="training", text="Other").page

        assert page.errors == ["The board has closed this. Open it again first."]


def token(member, address: str) -> str:
    return member.get(address).page.soup.select_one("[name=csrf_token]")["value"]


def test_the_list_comes_in_its_order_from_an_index():
    first = next(one for one in statements_of(reviewing.list_reviews) if one[0].startswith("SELECT"))

    assert plan(*first).uses("ix_review_reported")
