"""What the board decides, as administrators see and change it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine
from app.services import settings
from app.services.number_checks import CHECKED
from tests.factories import PersonFactory

PAGE = "/administration/settings"


def lines() -> list[tuple[str | None, str, str | None]]:
    query = select(AuditLine).where(AuditLine.subject_table == "setting").order_by(AuditLine.created_at)
    return [(line.person_id, line.deed, line.reason) for line in db.session.scalars(query)]


def row(response, name: str) -> str:
    return " ".join(response.page.soup.select_one(f"#{name}").get_text(" ").split())


def test_every_setting_stands_there_with_what_it_is_now_and_what_it_can_be(jos_browser):
    page = jos_browser.get(PAGE)

    assert row(page, "answer_days").startswith(
        "Answered within 10 working days How soon an answer is there to read. From 1 to 40"
    )
    assert "Monday, Tuesday, Wednesday, Thursday, Friday" in row(page, "cover_days")


def test_what_is_usual_stands_beside_a_setting_that_nobody_changed(jos_browser):
    shown = jos_browser.get(f"{PAGE}/answer_days").page.soup.select_one("dl.sum").get_text(" ").split()

    assert " ".join(shown) == "Now 10 working days Usual 10 working days"


@pytest.mark.parametrize("name", ["advocate_number", "complaints_email", "board_name"])
def test_what_is_made_up_is_not_called_usual(jos_browser, name):
    page = jos_browser.get(f"{PAGE}/{name}").page

    assert "Usual Each board has its own." in " ".join(page.soup.select_one("dl.sum").get_text(" ").split())


def test_a_change_is_in_force_and_written_down_with_what_it_was_before(jos_browser, jo):
    shown = jos_browser.fill_in(f"{PAGE}/answer_days", value="8", reason="We can.", follow_redirects=True)

    assert settings.current().answer_days == 8
    assert lines() == [(jo.id, "changed setting answer_days", "Was: 10. Is: 8. We can.")]
    assert "Usual: 10 working days Changed" in row(shown, "answer_days")
    assert row(shown, "answer_days").endswith("by Jo Turner")


def test_saved_as_it_was_it_is_no_change(jos_browser):
    assert jos_browser.fill_in(f"{PAGE}/board_name", reason="Nothing").location.startswith(PAGE)
    assert lines() == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("answer_days", "soon", "Enter a whole number."),
        ("answer_days", "41", "Enter a whole number from 1 to 40."),
        ("board_name", " ", "This cannot be empty."),
        ("neutral_site", "javascript:x", "Enter an address that begins with https://."),
        ("cover_closes", "5", "Choose days from 0 (Monday) to 6, and an hour to open before the hour to close."),
        ("topics", ["home", "feeling safe"], "Leave “something else” on the list."),
        ("accessibility_checked_on", "soon", "Enter a real date, like 12/05/2026."),
        ("answers_need_two", "maybe", "Choose one of the answers on the page."),
    ],
)
def test_what_cannot_be_comes_back_with_what_to_do(jos_browser, name, value, says):
    response = jos_browser.fill_in(f"{PAGE}/{name}", value=value, reason="Because")

    assert response.status_code == 400
    assert says in response.page.text
    assert settings.read() == settings.Settings()


def test_why_it_is_changed_must_be_said(jos_browser):
    assert jos_browser.fill_in(f"{PAGE}/answer_days", value="8").page.errors == ["Write why."]


class TestWhatCouldHarmSomebody:
    def test_is_asked_again_and_done_when_it_is_meant(self, jos_browser):
        asked = jos_browser.fill_in(f"{PAGE}/alert_minutes", value="90", reason="Fewer people")
        assert "may wait longer until somebody sees it" in asked.page.text
        assert settings.read().alert_minutes == 60

        jos_browser.send(asked, is_sure="y")
        assert settings.read().alert_minutes == 90

    def test_is_asked_again_when_something_else_is_typed_than_was_warned_of(self, jos_browser):
        asked = jos_browser.fill_in(f"{PAGE}/alert_minutes", value="90", reason="Fewer people")

        assert jos_browser.send(asked, value="240", is_sure="y").status_code == 400
        assert settings.read().alert_minutes == 60


def test_of_two_tabs_the_second_sees_what_the_first_saved(jos_browser):
    first, second = (jos_browser.get(f"{PAGE}/answer_days") for _ in range(2))
    jos_browser.send(first, value="8", reason="One")
    compared = jos_browser.send(second, value="7", reason="Two")
    assert "What is saved now, from another window" in compared.page.text
    assert settings.read().answer_days == 8

    jos_browser.send(compared)
    assert settings.read().answer_days == 7


class TestNumbers:
    def test_made_sure_of_today_it_says_so_and_by_whom(self, jos_browser, jo, clock):
        clock.move_to("2026-11-27T10:00Z")
        jos_browser.sign_in(jo)
        page = jos_browser.get(PAGE)
        assert "Not checked" in row(page, "childline_number")
        form = f"form[action='{PAGE}/childline_number/checked']"
        shown = jos_browser.send(page, form=form, follow_redirects=True)
        jos_browser.send(shown, form=form)  # a second tap

        assert "Checked 27 Nov" in row(shown, "childline_number")
        assert ", Jo Turner" in row(shown, "childline_number")
        assert lines() == [
            (jo.id, "checked a number that people see", "childline_number: 0800 1111. Checked before: never.")
        ]

    def test_changed_since_it_counts_as_not_checked(self, jos_browser):
        settings.change("numbers_checked_on", "2026-11-16")
        asked = jos_browser.fill_in(f"{PAGE}/childline_number", value="0800 1112", reason="New")
        jos_browser.send(asked, is_sure="y")

        assert settings.read().childline_number == "0800 1112"
        assert settings.read().numbers_checked_on == ""
        assert "Not checked" in row(jos_browser.get(PAGE), "childline_number")

    def test_another_one_than_was_rung_is_not_marked(self, jos_browser):
        page = jos_browser.get(PAGE)
        settings.change("childline_number", "0800 1112")
        response = jos_browser.send(page, form=f"form[action='{PAGE}/childline_number/checked']")

        assert "It was changed in another window" in response.page.text
        assert settings.checks_now()["childline_number"].on is None

    def test_when_each_was_made_sure_of_the_oldest_day_counts_for_all(self, app, clock):
        person = PersonFactory(name="Jo Turner")
        for day, name in enumerate(CHECKED, start=1):
            assert settings.read().are_numbers_stale
            clock.move_to(f"2026-12-{day:02}T10:00Z")
            settings.say_checked(name, by=person, seen=getattr(settings.read(), name))

        assert (settings.read().numbers_checked_on, settings.read().numbers_checked_by) == ("2026-12-01", "Jo Turner")

    def test_who_says_so_of_all_numbers_says_so_of_each_and_the_trail_says_what_is_forgotten(self, app):
        settings.say_checked("childline_number", by=PersonFactory(), seen="0800 1111")
        settings.change("numbers_checked_on", "2026-11-03")

        assert {check.on for check in settings.checks_now().values()} == {date(2026, 11, 3)}
        said = {reason for _person, deed, reason in lines() if deed == "changed setting numbers_checked_on"}
        assert said == {"Was: . Is: 2026-11-03. What was checked one by one is forgotten."}


def test_a_setting_there_is_not_is_not_found(jos_browser):
    assert jos_browser.get(f"{PAGE}/numbers_checked_on").status_code == 404


@pytest.mark.parametrize("address", ["/say/1", "/say/pictures/1"])
def test_a_topic_that_is_not_offered_cannot_be_chosen(browser, address):
    settings.change("topics", "home, feeling safe, something else")
    shown = browser.get(address)
    offered = [field["value"] for field in shown.page.soup.select("[name=topic]")]

    assert offered == ["home", "feeling safe", "something else"]
    assert browser.send(shown, topic="school").status_code == 400
