"""Demonstration mode: one button signs anybody in, so it must be nowhere but on the machine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import click
import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from app import create_app
from app.demonstration import NotADemonstration
from app.extensions import db
from app.models import Person, Role, SignIn
from app.services import demonstrating, settings
from app.services.people import HAS_JOINED
from tests.factories import PersonFactory
from tests.integration.conftest import make_app, make_config
from tests.visitor import Visitor

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)  # an hour before the clock of every test
STRANGER = "192.0.2.7"


@pytest.fixture(autouse=True)
def database() -> Iterator[None]:
    """These tests have databases of their own."""
    settings.forget()
    yield
    settings.forget()


@contextmanager
def running(url: str, assets, **changes) -> Iterator[Flask]:
    """An app of its own on this database, for as long as it is needed."""
    app = make_app(make_config(url, assets, **changes))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def demonstration_url(tmp_path_factory, assets_folder) -> str:
    """A database that was filled for the demonstration."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demonstration')}/heard.db"
    with running(url, assets_folder):
        db.create_all()
        with time_machine.travel(NOW):
            demonstrating.load(seed=1, views=4, conferences=1, now=NOW)
        db.session.commit()
    return url


@pytest.fixture
def demonstration(demonstration_url, assets_folder) -> Iterator[Flask]:
    with running(demonstration_url, assets_folder, DEMO=True, ALLOW_HTTP=True) as app:
        yield app
        db.session.rollback()
        db.session.execute(delete(SignIn))  # the next test finds nobody signed in
        db.session.commit()


@pytest.fixture
def browser(demonstration) -> Visitor:
    return demonstration.test_client()


def everybody() -> list[tuple[UUID, str, Role]]:
    """Who has joined. Leaves the database free for the next request to write."""
    joined = select(Person).where(Person.is_active, HAS_JOINED)
    people = [(person.id, person.name, person.role) for person in db.session.scalars(joined)]
    db.session.rollback()
    return people


def somebody(*roles: Role) -> tuple[UUID, str]:
    return next((person_id, name) for person_id, name, role in everybody() if role in (roles or Role))


@pytest.fixture
def real_url(tmp_path, assets_folder) -> str:
    """A database with tables and nobody in it, as `flask db upgrade` leaves it."""
    url = f"sqlite:///{tmp_path}/heard.db"
    with running(url, assets_folder):
        db.create_all()
    return url


class TestThePage:
    def test_everybody_has_a_button(self, browser):
        shown = browser.get("/demo/")

        assert shown.page.heading == "Try Heard"
        buttons = shown.page.soup.select("main form[method=post] button")
        assert sorted(button.text for button in buttons) == sorted(f"Try Heard as {name}" for _, name, _ in everybody())

    @pytest.mark.parametrize("role", Role)
    def test_one_button_signs_in(self, browser, role):
        person_id, name = somebody(role)

        arrived = browser.send(browser.get("/demo/"), form=f"form[action='/demo/{person_id}']", follow_redirects=True)

        assert arrived.status_code == 200
        assert name in browser.get("/account").page.text

    def test_whoever_has_not_joined_yet_has_none_and_is_nobody_to_be(self, browser):
        invited_id = PersonFactory(name="Otter", username="otter", role=Role.YOUNG_ADVISOR).id
        db.session.rollback()  # leaves the database free for the next request to write
        shown = browser.get("/demo/")
        token = shown.page.field("csrf_token")

        assert "Otter" not in shown.page.text
        assert browser.post(f"/demo/{invited_id}", data={"csrf_token": token}).status_code == 404
        assert browser.sign_ins() == []
        db.session.execute(delete(Person).where(Person.id == invited_id))
        db.session.commit()

    def test_it_leads_to_where_a_young_person_begins(self, browser):
        assert browser.get("/demo/").page.link("As a young person") == "/"

    def test_every_page_says_that_nothing_is_real(self, browser):
        assert all("Nothing here is real" in browser.get(address).text for address in ("/", "/demo/", "/sign-in"))

    def test_without_its_token_nobody_is_signed_in(self, browser):
        person_id, _ = somebody()

        browser.post(f"/demo/{person_id}")

        assert browser.sign_ins() == []

    def test_it_is_not_there_outside_a_demonstration(self, demonstration_url, assets_folder):
        with running(demonstration_url, assets_folder) as app:
            person_id, _ = somebody()
            browser = app.test_client()

            assert browser.get("/demo/").status_code == 404
            assert browser.post(f"/demo/{person_id}").status_code in (400, 404)
            assert "Nothing here is real" not in browser.get("/").text


class TestOtherMachines:
    @pytest.mark.parametrize("address", ["/", "/demo/", "/sign-in", "/static/css/main.css"])
    @pytest.mark.parametrize(
        "request_of_a_stranger",
        [
            {"headers": {"Host": "heard.example.org"}},
            {"headers": {"Host": "localhost.example.org:8000"}},
            {"headers": {"Host": "192.0.2.1:8000"}},
            {"headers": {"X-Forwarded-For": STRANGER}},
            {"headers": {"X-Forwarded-For": "127.0.0.1"}},
            {"environ_overrides": {"REMOTE_ADDR": STRANGER}},
        ],
        ids=str,
    )
    def test_they_are_refused(self, demonstration, address, request_of_a_stranger):
        answer = demonstration.test_client().get(address, **request_of_a_stranger)

        assert answer.status_code == 403

    def test_a_stranger_signs_nobody_in(self, browser):
        person_id, _ = somebody()
        token = browser.get("/demo/").page.field("csrf_token")

        answer = browser.post(
            f"/demo/{person_id}", data={"csrf_token": token}, environ_overrides={"REMOTE_ADDR": STRANGER}
        )

        assert answer.status_code == 403
        assert browser.sign_ins() == []

    @pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
    def test_this_machine_is_not(self, demonstration, host):
        assert demonstration.test_client().get("/demo/", headers={"Host": host}).status_code == 200

    def test_nor_is_it_by_the_newer_kind_of_address(self, demonstration):
        answer = demonstration.test_client().get("/demo/", environ_overrides={"REMOTE_ADDR": "::1"})

        assert answer.status_code == 200


class TestTheStart:
    def test_it_does_not_start_where_there_may_be_real_people(self, real_url, assets_folder):
        with pytest.raises(NotADemonstration, match="did not make this database"):
            create_app(make_config(real_url, assets_folder, DEMO=True))

    def test_it_does_not_start_before_there_are_tables(self, tmp_path, assets_folder):
        with pytest.raises(NotADemonstration):
            create_app(make_config(f"sqlite:///{tmp_path}/new.db", assets_folder, DEMO=True))

    def test_flask_run_does_not_start_either(self, real_url, assets_folder):
        with click.Context(click.Command("run"), info_name="run"), pytest.raises(NotADemonstration):
            create_app(make_config(real_url, assets_folder, DEMO=True))

    def test_commands_that_make_the_database_do(self, real_url, assets_folder):
        with (
            click.Context(click.Command("load"), info_name="load"),
            running(real_url, assets_folder, DEMO=True) as app,
        ):
            result = app.test_cli_runner().invoke(args=["demo", "load", "--views", "2", "--conferences", "0"])
            assert result.exit_code == 0, result.output

        with running(real_url, assets_folder, DEMO=True) as app:
            assert app.test_client().get("/demo/").status_code == 200


def test_passkeys_are_tried_at_localhost(browser):
    page = browser.get("/demo/", base_url="http://127.0.0.1:8000").page
    assert page.link("http://localhost:8000") == "http://localhost:8000/demo/"
    assert browser.get("/sign-in/passkey", base_url="http://127.0.0.1:8000").page.heading == (
        "Passkeys do not work at this address"
    )

    assert "passkeys" not in browser.get("/demo/", base_url="http://localhost:8000").page.text
    asked = browser.get("/sign-in/passkey", base_url="http://localhost:8000").page.soup.select_one("[name=answer]")
    assert '"rpId": "localhost"' in asked["data-options"]
