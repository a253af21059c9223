"""Whole records, made through the pages from an empty conference, for children of every age."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import ChildRecord
from app.services import essentials, recording
from tests.integration.chairs.addresses import conference_address, record_address, save
from tests.visitor import Visitor


class Chair:
    """A chair at the pages of one child."""

    def __init__(self, browser: Visitor, place: str) -> None:
        self.browser = browser
        self.place = place

    def add_child(self, **answers) -> None:
        self.place = self.browser.fill_in(f"{self.place}/children/new", **answers).location.partition("?")[0]

    def save(self, part: str, **answers) -> None:
        response = save(self.browser, self.place, part, **answers)
        assert response.status_code == 302, response.page.errors

    def add_wish(self, **answers) -> None:
        assert self.browser.fill_in(f"{self.place}/wishes/new", **answers).status_code == 302

    def add_action(self, **answers) -> None:
        assert self.browser.fill_in(f"{self.place}/actions/new", **answers).status_code == 302


@pytest.fixture
def at(chair_browser, conference) -> Chair:
    return Chair(chair_browser, conference_address(conference))


def still_missing(chair) -> list[str]:
    record = db.session.scalars(select(ChildRecord)).one()
    loaded = recording.get_record(chair, record.conference_id, record.id)
    return [missing.sentence for missing in essentials.missing_in(loaded)]


AUDIENCE = {"considered_individually": "yes", "shared_when": "start", "shared_by": "social worker"}


def test_a_child_of_11_who_speaks_for_herself(at, chair, school):
    at.add_child(reference="C-11", month="3", year="2015")
    at.save("space", told_beforehand="yes")
    at.save(
        "voice",
        participation_code="PN1",
        sources="child spoke at the conference",
        own_words="I want to stay at my school. I do not want to see Dad on my own yet.",
    )
    at.save("audience", **AUDIENCE)
    at.add_wish(text="I want to stay at my school.", extent="fully", changed="The move waits.")
    at.add_wish(
        text="I do not want to see Dad on my own yet.",
        extent="partly",
        reason="court order, police bail or legal limit",
        explanation="A court decides if you see Dad. Until then somebody is with you.",
    )
    at.add_action(what="Keep the place", agency_id=str(school.id), owner_role="Head of year", due_on="2026-12-01")
    at.save("influence", category="EMO", outcome="plan made")
    at.save("tell", teller="Her social worker", told_how="face to face")

    assert still_missing(chair) == []


def test_a_baby_of_3_months(at, chair):
    at.add_child(reference="C-0", month="8", year="2026")
    at.save(
        "voice",
        participation_code="PN0",
        sources=["observation (baby or non-verbal)", "health visitor, school nurse or other health"],
        observation="She settles when her mother holds her. She wakes at loud voices.",
    )
    at.save("audience", **AUDIENCE)
    at.save("influence", no_wishes="y", category="NEG", outcome="plan made")
    at.save("actions", no_action_asked="y")
    at.save("tell", teller="The health visitor", told_how="through the carer (baby)")

    assert still_missing(chair) == []


def test_a_child_who_is_not_born_yet(at, chair):
    at.add_child(reference="C-100", unborn="y")
    at.save("voice", sources="parent's or carer's account", observation="A cot and clothes are there.")
    at.save("audience", **AUDIENCE)
    at.save("influence", no_wishes="y", category="NEG", outcome="further assessment")
    at.save("actions", no_action_asked="y")

    assert still_missing(chair) == []


def test_a_14_year_old_who_shows_what_he_thinks_with_symbols(at, chair):
    at.add_child(reference="C-14", month="2", year="2012")
    at.save("space", told_beforehand="yes")
    at.save(
        "voice",
        participation_code="PN3",
        sources=["symbols or a communication aid"],
        observation="He pointed to HOME, then to NIGHT, then to STOP.",
    )
    at.save("audience", considered_individually="yes", shared_when="during", shared_by="advocate")
    at.add_wish(text="HOME NIGHT STOP", extent="still being decided")
    at.save("influence", category="MUL", harms=["NEG", "EMO"], outcome="plan made")
    at.save("actions", no_action_asked="y")
    at.save("tell", teller="His advocate", told_how="child-friendly plan, words and pictures")

    assert still_missing(chair) == []


def test_a_child_who_was_not_heard_with_the_reason(at, chair):
    at.add_child(reference="C-7", month="2", year="2018")
    at.save("space", told_beforehand="no")
    at.save(
        "voice",
        participation_code="PN7",
        sources="not obtained",
        not_heard_reason="Nobody had met him.",
    )
    at.save("audience", considered_individually="no", shared_when="not shared")
    at.save("influence", category="PHY", outcome="adjourned or not quorate")
    at.save("actions", no_action_asked="y")
    at.save("tell", told_how="not given", not_told_reason="He is told at the conference that is held again.")

    assert still_missing(chair) == []


def test_another_child_of_the_household_has_no_category(at, chair):
    at.add_child(reference="C-11", month="3", year="2015", is_subject="no")
    at.save("space", told_beforehand="yes")
    at.save("voice", participation_code="PN6", sources="letter, text or e-mail", own_words="I am fine.")
    at.save("audience", **AUDIENCE)
    at.save("influence", no_wishes="y", outcome="no further action")
    at.save("actions", no_action_asked="y")
    at.save("tell", teller="Her teacher", told_how="through school")

    assert still_missing(chair) == []


def test_then_the_conference_is_finished(at, chair_browser, chair, conference):
    test_a_baby_of_3_months(at, chair)

    chair_browser.fill_in(conference_address(conference))

    assert conference.finished_at is not None


def test_the_record_says_that_it_is_complete(at, chair_browser, chair):
    test_a_baby_of_3_months(at, chair)

    page = chair_browser.get(record_address(db.session.scalars(select(ChildRecord)).one())).page

    assert "Complete, saved 10.00am" in page.text
