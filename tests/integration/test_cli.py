"""Commands for the people who run the service."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Person, Role
from app.services import settings
from tests.factories import AgencyFactory


@pytest.fixture
def flask(app):
    return lambda *command: app.test_cli_runner().invoke(args=command)


def people() -> list[Person]:
    return list(db.session.scalars(select(Person)))


def test_adding_a_person_prints_a_link_that_works_once(flask, browser):
    result = flask("people", "add", "Priya@Example.org", "--name", "Priya", "--role", "conference chair")

    (person,) = people()
    assert (person.username, person.name, person.role) == ("priya@example.org", "Priya", Role.CHAIR)
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/join/\S+)", result.output)
    assert browser.get(path).page.heading == "Hello Priya"


def test_a_young_advisor_has_a_username_and_no_e_mail(flask):
    flask("people", "add", "amara", "--name", "Amara", "--role", "young advisor")

    (person,) = people()
    assert (person.username, person.email) == ("amara", None)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("amara@example.org", "--name", "Amara", "--role", "young advisor"), "not an e-mail address"),
        (("priya", "--name", "Priya", "--role", "conference chair"), "Enter a work e-mail address"),
        (("lee@example.org", "--name", "Lee", "--role", "agency lead"), "An agency lead needs an agency"),
        (("lee@example.org", "--name", "Lee", "--role", "agency lead", "--agency", "x"), "There is no agency called x"),
    ],
)
def test_it_says_what_to_put_right_and_adds_nobody(flask, command, told):
    result = flask("people", "add", *command)

    assert result.exit_code == 1
    assert told in result.output
    assert people() == []


def test_nobody_is_added_twice(flask):
    for _ in range(2):
        result = flask("people", "add", "priya@example.org", "--name", "Priya", "--role", "conference chair")

    assert "priya@example.org can already sign in" in result.output
    assert len(people()) == 1


def test_an_agency_lead_belongs_to_an_agency(flask):
    agency = AgencyFactory(name="Northbank Police")
    flask("people", "add", "lee@example.org", "--name", "Lee", "--role", "agency lead", "--agency", "Northbank Police")

    assert people()[0].agency_id == agency.id


def test_adding_an_agency(flask):
    flask("agencies", "add", "Northbank Police")
    again = flask("agencies", "add", "Northbank Police")

    assert flask("agencies", "list").output == "Northbank Police\n"
    assert "is there already" in again.output


class TestSettings:
    def test_a_change_is_in_force(self, flask, browser):
        flask("settings", "set", "board_name", "Southbank Board")

        assert "Southbank Board" in browser.get("/").text

    def test_a_list_is_typed_with_commas(self, flask):
        flask("settings", "set", "areas", "north, south")

        assert settings.current().areas == ("north", "south")
        assert "areas = north, south" in flask("settings", "show").output

    @pytest.mark.parametrize(
        ("name", "value", "told"),
        [
            ("small_number", "4", "small_number must be from 5 to 10"),
            ("answer_days", "soon", "Enter a whole number"),
            ("no_such", "1", "There is no setting called no_such"),
        ],
    )
    def test_what_must_not_be_is_refused(self, flask, name, value, told):
        result = flask("settings", "set", name, value)

        assert result.exit_code == 1
        assert told in result.output
        assert settings.current() == settings.Settings()
