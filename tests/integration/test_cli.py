"""Commands for the people who run the service."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Agency, AuditLine, Person, Role, Setting
from app.services import auditing, settings
from tests.counted import add_views
from tests.factories import AgencyFactory, PersonFactory
from tests.integration.conftest import ON_ONE_DATABASE


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
        (("x" * 120 + "@example.org", "--name", "Lee", "--role", "conference chair"), "120 characters or fewer"),
        (("lee@example.org", "--name", "x" * 121, "--role", "conference chair"), "120 characters or fewer"),
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

    assert "There is an account for priya@example.org already" in result.output
    assert len(people()) == 1


def test_an_agency_lead_belongs_to_an_agency(flask):
    agency = AgencyFactory(name="Northbank Police")
    flask("people", "add", "lee@example.org", "--name", "Lee", "--role", "agency lead", "--agency", "Northbank Police")

    assert people()[0].agency_id == agency.id


def test_an_agency_that_is_not_there_is_answered_with_those_that_are(flask):
    add = ("people", "add", "lee@example.org", "--name", "Lee", "--role", "agency lead", "--agency", "Nowhere")
    assert "There is no agency called Nowhere. There is none yet." in flask(*add).output
    for number in range(10):
        AgencyFactory(name=f"Agency {number}")
    assert "There are: Agency 0; Agency 1;" in flask(*add).output
    assert "Agency 9." in flask(*add).output
    AgencyFactory(name="Police")
    assert "Agency 9 and 1 more: flask agencies list" in flask(*add).output


def test_the_link_begins_with_the_address_of_the_service(app, flask, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_ADDRESS", "https://heard.example.org")

    add = ("people", "add", "priya@example.org", "--name", "Priya", "--role", "conference chair")
    assert "https://heard.example.org/join/" in flask(*add).output


def test_a_new_link_is_a_new_way_in_and_is_written_down(flask, browser):
    person = PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR)
    links = [
        re.findall(r"http://127\.0\.0\.1:8000(/join/\S+)", flask("people", "link", "Priya@Example.org").output)[0]
        for _ in range(2)
    ]

    assert browser.get(links[0]).status_code == 404  # the newer one has taken its place
    assert browser.get(links[1]).page.heading == "Hello Priya"
    assert [(line.deed, line.person_id) for line in auditing.lines_about(person)] == [("made a joining link", None)] * 2


@pytest.mark.parametrize(
    ("username", "told"), [("nobody", "Nobody is called nobody."), ("kim@example.org", "They are paused.")]
)
def test_there_is_no_link_for_nobody_or_for_somebody_paused(flask, username, told):
    PersonFactory(name="Kim", username="kim@example.org", is_active=False)
    result = flask("people", "link", username)

    assert result.exit_code == 1
    assert told in result.output


def test_everybody_is_listed(flask):
    PersonFactory.create_batch(51)
    PersonFactory(name="Amara", role=Role.YOUNG_ADVISOR)
    lines = flask("people", "list").output.splitlines()

    assert len(lines) == 52
    assert lines[0] == "amara: young advisor, waiting to join"


def test_adding_an_agency(flask):
    flask("agencies", "add", "Northbank Police")
    again = flask("agencies", "add", "Northbank Police")

    assert flask("agencies", "list").output == "Northbank Police\n"
    assert "is there already" in again.output


def test_adding_an_agency_is_written_down(flask):
    flask("agencies", "add", " Northbank Police ")

    (agency,) = db.session.scalars(select(Agency))
    (line,) = auditing.lines_about(agency)
    assert (agency.name, line.deed, line.person_id) == ("Northbank Police", "added agency", None)


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Give the agency a name."), ("  ", "Give the agency a name."), ("x" * 121, "120 characters")],
)
def test_an_agency_without_a_proper_name_is_refused(flask, name, told):
    result = flask("agencies", "add", name)

    assert result.exit_code == 1
    assert told in result.output
    assert db.session.scalars(select(Agency)).all() == []


def test_publishing_figures_is_written_down(flask):
    add_views(20)

    flask("figures", "publish")

    lines = db.session.scalars(select(AuditLine)).all()
    assert {(line.deed, line.subject_table) for line in lines} == {("published figures", "publication")}


class TestSettings:
    def test_a_change_is_written_down(self, flask):
        flask("settings", "set", "answer_days", "8")

        (line,) = auditing.lines_about(db.session.scalars(select(Setting)).one())
        assert (line.deed, line.person_id) == ("changed setting answer_days", None)

    def test_a_change_is_in_force(self, flask, browser):
        flask("settings", "set", "board_name", "Southbank Board")

        assert "Southbank Board" in browser.get("/").text

    def test_staff_see_when_the_help_numbers_have_not_been_checked_for_long(self, flask, browser, clock):
        browser.sign_in(PersonFactory())
        assert "have not been checked yet" in browser.get("/inbox/").text
        flask("settings", "set", "numbers_checked_on", "2026-11-16")
        assert "have not been checked" not in browser.get("/inbox/").text
        clock.move_to("2027-03-01T10:00Z")
        browser.sign_in(PersonFactory())
        assert "have not been checked since 2026-11-16" in browser.get("/inbox/").text

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
            ("cover_days", "", "cover_days cannot be empty"),
            ("cover_days", "9", "Choose days from 0"),
            ("cover_closes", "5", "Choose days from 0"),
            ("neutral_site", "javascript:alert(1)", "begins with https://"),
            ("emergency_number", " ", "emergency_number cannot be empty"),
            ("joining_days", "0", "joining_days must be from 1 to 30"),
            ("numbers_checked_on", "yesterday", "Enter the day like 2026-12-01"),
            ("accessibility_checked_on", "2026-13-01", "Enter the day like 2026-12-01"),
            ("numbers_checked_on", "2036-12-01", "Enter today, or a day before"),
            ("view_months", "5", "view_months must be from 6 to 120"),
            ("complaints_email", "", "complaints_email cannot be empty"),
        ],
    )
    def test_what_must_not_be_is_refused(self, flask, name, value, told):
        result = flask("settings", "set", name, value)

        assert result.exit_code == 1
        assert told in result.output
        assert settings.current() == settings.Settings()


@ON_ONE_DATABASE
@pytest.mark.parametrize("command", ["spread", "gather"])
def test_on_sqlite_spreading_by_month_says_that_it_is_for_postgresql(flask, command):
    result = flask("figures", command)

    assert result.exit_code == 1
    assert "on PostgreSQL only. Figures of this database are the same without it." in result.output
