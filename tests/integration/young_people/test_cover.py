"""When somebody is there, as young people read it: from the rota, and true for it."""

from datetime import time

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Role, RotaEntry
from app.services import settings
from tests.factories import PersonFactory, ViewFactory
from tests.participation_factories import ContactFactory, RotaEntryFactory

CANNOT = "We cannot find you, because you did not tell us who you are."


def on(*weekdays: int, opens: time = time(9), closes: time = time(17), role: Role = Role.SAFEGUARDING_LEAD, **more):
    person = PersonFactory(role=role)
    for weekday in weekdays:
        RotaEntryFactory(person=person, weekday=weekday, opens=opens, closes=closes, **more)


def help_page(browser) -> str:
    return browser.get("/help").page.text


class TestTheHours:
    def test_while_the_rota_is_empty_they_are_those_that_the_board_has_set(self, browser):
        settings.change("reading_hours", "mornings")
        db.session.commit()

        assert "We read on Monday to Friday, mornings." in help_page(browser)

    def test_with_a_rota_they_are_its_own(self, browser):
        on(0, 1, 2, 3, opens=time(8, 30), closes=time(18))

        assert "We read on Monday to Thursday, 8.30am to 6pm." in help_page(browser)

    def test_days_that_differ_are_said_apart(self, browser):
        on(0, 1, 2, 3, 4)
        on(5, opens=time(10), closes=time(12))

        assert "We read on Monday to Friday, 9am to 5pm; Saturday, 10am to 12pm." in help_page(browser)

    def test_two_pieces_of_a_day_are_both_said(self, browser):
        on(0, 1, 2, closes=time(12))
        on(0, 1, 2, opens=time(14), role=Role.PARTICIPATION_WORKER)

        assert "We read on Monday to Wednesday, 9am to 12pm and 2pm to 5pm." in help_page(browser)

    def test_a_night_ends_in_the_morning(self, browser):
        on(*range(7), opens=time(20), closes=time(0))

        assert "We read on Monday to Sunday, 8pm to midnight." in help_page(browser)

    def test_out_of_hours_nobody_is_promised(self, browser):
        on(0)
        on(*range(7), opens=time(0), closes=time(0), is_out_of_hours=True)

        assert "We read on Monday, 9am to 5pm." in help_page(browser)

    def test_somebody_who_is_paused_is_not_there(self, browser):
        RotaEntryFactory(person=PersonFactory(role=Role.SAFEGUARDING_LEAD, is_active=False), weekday=6)

        assert "We read on Monday to Friday, 9am to 5pm." in help_page(browser)

    @pytest.mark.parametrize(
        ("code", "says"), [("pl", "poniedziałek"), ("cy", "Dydd Llun"), ("ar", "الاثنين"), ("ur", "پیر")]
    )
    def test_they_are_said_in_other_languages(self, browser, code, says):
        on(0, opens=time(8, 30), closes=time(0))
        browser.fill_in("/language", language=code)

        text = help_page(browser)
        assert says in text
        assert "8:30" in text
        assert "24:00" in text


def test_the_page_after_sending_says_when_somebody_on_the_rota_sees_it(browser, send):
    on(1, opens=time(15), closes=time(20))
    send(safe_now="no")

    text = browser.get("/say/sent").page.text
    assert "By 4.00pm on Tuesday 17 November" in text
    assert "We are here on Tuesday, 3pm to 8pm." in text


class TestWhoCannotBeFound:
    def test_the_page_of_their_answer_says_so(self, come_back):
        assert CANNOT in come_back(ViewFactory(unsafe=True)).text

    def test_not_when_they_told_us_how(self, come_back):
        assert CANNOT not in come_back(ContactFactory().view).text

    def test_not_when_they_are_safe(self, come_back):
        assert CANNOT not in come_back(ViewFactory()).text

    def test_not_when_they_said_it_under_their_own_name(self, browser, send, come_back):
        amara = PersonFactory(role=Role.YOUNG_ADVISOR)
        assert CANNOT not in come_back(ViewFactory(unsafe=True, advisor_id=amara.id)).text
        send(at=browser.sign_in(amara), safe_now="no", with_name="yes")
        assert CANNOT not in browser.get("/say/sent").page.text

    def test_the_page_after_sending_says_so(self, browser, send):
        send(safe_now="no")

        assert CANNOT in browser.get("/say/sent").page.text


def test_a_change_of_the_rota_is_read_at_once(app, browser, another_browser):
    on(0)
    assert "We read on Monday, 9am to 5pm." in help_page(browser)
    line = db.session.scalars(select(RotaEntry)).one()
    another_browser.sign_in(PersonFactory(role=Role.ADMINISTRATOR))
    another_browser.fill_in(f"/rota/{line.id}", form="#change-form", closes="13:00")

    assert "We read on Monday, 9am to 1pm." in help_page(browser)
