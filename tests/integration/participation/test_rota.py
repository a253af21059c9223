"""The page of the rota: who is there to see alerts, hour by hour, and where nobody is."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, Person, Role, RotaEntry
from tests.factories import PersonFactory
from tests.participation_factories import RotaEntryFactory


@pytest.fixture
def ruth():
    return PersonFactory(name="Ruth", role=Role.SAFEGUARDING_LEAD)


def answers(person: Person, **changes) -> dict:
    return {
        "person_id": str(person.id),
        "weekdays": ["0", "1"],
        "opens": "09:00",
        "closes": "17:00",
        "rank": "1",
        "from_day": "2026-11-16",
        "until_day": "",
    } | changes


def add(browser, person, **changes):
    return browser.fill_in("/rota", form="#add-form", **answers(person, **changes))


def lines() -> list[RotaEntry]:
    return list(db.session.scalars(select(RotaEntry).order_by(RotaEntry.weekday)))


def deeds() -> list[str]:
    return [deed for deed in db.session.scalars(select(AuditLine.deed)) if "rota" in deed]


class TestPuttingSomebodyOn:
    def test_they_are_on_on_each_day_that_is_ticked(self, leads_browser, ruth):
        add(leads_browser, ruth, rank="2")

        assert [(line.weekday, line.opens, line.closes, line.rank) for line in lines()] == [
            (0, time(9), time(17), 2),
            (1, time(9), time(17), 2),
        ]
        assert deeds() == ["added to the rota"] * 2

    def test_a_double_click_puts_them_on_once(self, leads_browser, ruth):
        shown = leads_browser.get("/rota")
        for _ in range(2):
            response = leads_browser.send(shown, form="#add-form", **answers(ruth))

        assert response.location == "/rota"
        assert len(lines()) == 2

    def test_an_administrator_keeps_it_as_well(self, browser, ruth):
        add(browser.sign_in(PersonFactory(role=Role.ADMINISTRATOR)), ruth)

        assert len(lines()) == 2

    @pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR, Role.BOARD_MEMBER])
    def test_only_who_may_see_alerts_can_be_put_on(self, leads_browser, role):
        other = PersonFactory(name="Other", role=role)
        response = add(leads_browser, other)

        assert response.status_code == 400
        assert lines() == []

    def test_nor_can_somebody_who_is_paused(self, leads_browser):
        assert add(leads_browser, PersonFactory(is_active=False)).status_code == 400

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"person_id": ""}, "Choose who."),
            ({"weekdays": []}, "Choose one day or more."),
            ({"opens": ""}, "Enter when they begin."),
            ({"closes": "late"}, "Enter a time, like 14:00 or 2pm."),
            ({"rank": "0"}, "Enter a number from 1 to 20."),
            ({"from_day": ""}, "Enter the first day."),
            ({"until_day": "2026-11-01"}, "The last day must not be before the first day."),
        ],
    )
    def test_they_are_told_what_to_put_right(self, leads_browser, ruth, changes, error):
        response = add(leads_browser, ruth, **changes)

        assert response.status_code == 400
        assert response.page.errors == [error]
        assert lines() == []

    def test_a_turn_that_cannot_be_read_stands_there_without_what_no_page_can_hold(self, leads_browser, ruth):
        page = add(leads_browser, ruth, rank="fir\x1dst").page

        assert page.soup.select_one("#add-form [name=rank]")["value"] == "first"

    def test_times_can_be_typed_and_midnight_is_one(self, leads_browser, ruth):
        add(leads_browser, ruth, opens="6pm", closes="00:00")

        assert {(line.opens, line.closes) for line in lines()} == {(time(18), time(0))}


class TestTheWeek:
    def rows(self, browser) -> list[str]:
        return [" ".join(row.get_text(" ").split()) for row in browser.get("/rota").page.soup.select("tbody tr")]

    def test_it_says_who_is_there_in_the_order_in_which_they_are_told(self, leads_browser, ruth):
        RotaEntryFactory(person=ruth, weekday=1, closes=time(12))
        RotaEntryFactory(person=PersonFactory(name="Sam"), weekday=1, rank=2, opens=time(11), is_out_of_hours=True)

        rows = self.rows(leads_browser)
        assert "9am to 11am Ruth" in rows[rows.index("Tuesday 17 November") :]
        assert "11am to 12pm Ruth, Sam (out of hours)" in rows
        assert "12pm to 5pm Sam (out of hours)" in rows

    def test_where_nobody_is_it_is_a_gap(self, leads_browser, ruth):
        RotaEntryFactory(person=ruth, weekday=1, closes=time(12))

        rows = self.rows(leads_browser)
        assert "12pm to 5pm Gap: nobody" in rows
        assert rows[rows.index("Saturday 21 November") + 1] == "Nobody is promised, and nobody is on"

    def test_bank_holidays_are_said(self, browser, clock, ruth):
        clock.move_to(1_798_106_400)  # 24 December 2026, 10 in the morning
        rows = self.rows(browser.sign_in(ruth))

        assert rows[rows.index("Friday 25 December, bank holiday") + 1] == "Nobody is promised, and nobody is on"

    def test_an_empty_rota_says_what_follows_from_that(self, leads_browser):
        assert "The rota is empty." in leads_browser.get("/rota").page.text

    def test_the_next_gaps_are_at_the_top(self, leads_browser, ruth):
        for weekday in range(5):
            RotaEntryFactory(person=ruth, weekday=weekday)
        assert "in the next two weeks" not in leads_browser.get("/rota").page.text

        db.session.delete(lines()[3])
        db.session.commit()
        text = leads_browser.get("/rota").page.text
        assert "2 gaps in the next two weeks. The first: Thursday 19 November, 9am to 5pm, nobody." in text

    def test_a_line_of_somebody_who_is_paused_is_marked_and_is_a_gap(self, leads_browser):
        RotaEntryFactory(person=PersonFactory(name="Gone", is_active=False), weekday=1)

        page = leads_browser.get("/rota").page
        assert "Does not count: they are paused" in page.text
        assert "9am to 5pm Gap: nobody" in page.text

    def test_it_takes_the_same_queries_however_many_lines_there_are(self, leads_browser, ruth, count_queries):
        RotaEntryFactory(person=ruth)
        leads_browser.get("/rota")
        with count_queries() as few:
            leads_browser.get("/rota")
        for weekday in range(1, 7):
            RotaEntryFactory(weekday=weekday)
        with count_queries() as many:
            leads_browser.get("/rota")

        assert len(few) == len(many)


class TestChangingALine:
    @pytest.fixture
    def line(self, ruth):
        return RotaEntryFactory(person=ruth, from_day=date(2026, 11, 2))

    def change(self, browser, line, **changes):
        return browser.fill_in(f"/rota/{line.id}", form="#change-form", **changes)

    def test_its_hours_change_and_that_is_written_down(self, leads_browser, line):
        self.change(leads_browser, line, closes="13:00", rank="3")

        db.session.refresh(line)
        assert (line.closes, line.rank) == (time(13), 3)
        assert deeds() == ["changed the rota"]

    def test_it_cannot_become_the_same_as_another(self, leads_browser, line, ruth):
        RotaEntryFactory(person=ruth, closes=time(13), from_day=date(2026, 11, 2))
        response = self.change(leads_browser, line, closes="13:00")

        assert response.page.errors == ["There is a line with these hours from this day already. Change that one."]

    def test_one_that_is_ended_counts_until_yesterday(self, leads_browser, line):
        leads_browser.fill_in(f"/rota/{line.id}", form="#end-form")

        db.session.refresh(line)
        assert line.until_day == date(2026, 11, 16)
        assert deeds() == ["ended on the rota"]

    def test_one_that_had_not_begun_is_gone(self, leads_browser, ruth):
        line = RotaEntryFactory(person=ruth, from_day=date(2026, 12, 1))
        leads_browser.fill_in(f"/rota/{line.id}", form="#end-form")

        assert db.session.scalar(select(func.count()).select_from(RotaEntry)) == 0

    def test_what_is_over_is_not_listed(self, leads_browser, line):
        line.until_day = date(2026, 11, 9)
        db.session.commit()

        assert "There are none." in leads_browser.get("/rota").page.text


def test_a_participation_worker_does_not_keep_it(sams_browser):
    assert sams_browser.get("/rota").status_code == 403


class TestTheTrail:
    """Who is told of an alert changes with each line, so the trail says what it was and what it is: a line can go."""

    BEFORE = "Ruth, Monday, 09:00 to 17:00, turn 1, from 2026-11-16"

    @pytest.fixture
    def line(self, ruth):
        return RotaEntryFactory(
            person=ruth, weekday=0, opens=time(9), closes=time(17), rank=1, from_day=date(2026, 11, 16)
        )

    def why(self) -> str | None:
        return db.session.scalars(select(AuditLine).where(AuditLine.subject_table == "rota_entry")).one().reason

    def test_says_what_a_new_line_is(self, leads_browser, ruth):
        add(leads_browser, ruth, weekdays=["0"])

        assert self.why() == f"Is: {self.BEFORE}."

    def test_says_what_a_changed_line_was(self, leads_browser, line):
        new = {
            "opens": "17:00",
            "closes": "09:00",
            "is_out_of_hours": "y",
            "on_bank_holidays": "y",
            "until_day": "2026-12-31",
        }
        leads_browser.fill_in(f"/rota/{line.id}", form="#change-form", **new)

        now = "Ruth, Monday, 17:00 to 09:00, out of hours, bank holidays too, from 2026-11-16 until 2026-12-31"
        assert self.why() == f"Was: {self.BEFORE}. Is: {now}."

    def test_says_nothing_when_a_line_is_saved_as_it_was(self, leads_browser, line):
        leads_browser.fill_in(f"/rota/{line.id}", form="#change-form")

        assert deeds() == []

    def test_says_what_a_line_was_that_is_over(self, leads_browser, line):
        leads_browser.fill_in(f"/rota/{line.id}", form="#end-form")

        assert self.why() == f"Was: {self.BEFORE}."
