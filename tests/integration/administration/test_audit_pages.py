"""The audit trail, as administrators read it."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.administration import exporting
from app.extensions import db
from app.models import AuditLine, Role, View
from app.services import auditing, settings
from tests.factories import AgencyFactory, PersonFactory, ViewFactory
from tests.participation_factories import RotaEntryFactory, ThemeFactory

AUDIT = "/administration/audit"
CSV = "/administration/audit.csv"
DAY = 24 * 60 * 60
NOWHERE = "00000000-0000-0000-0000-000000000000"


def note(person, deed, subject, **more) -> None:
    auditing.note(person, deed, subject, **more)
    db.session.commit()


def found(response) -> list[str]:
    return [" ".join(row.get_text().split()) for row in response.page.soup.select(".rows > li")]


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", [AUDIT, CSV])
def test_nobody_but_administrators_reads_it(browser, role, address):
    agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None
    browser.sign_in(PersonFactory(role=role, agency_id=agency_id))

    assert browser.get(address).status_code == 403
    assert db.session.scalars(select(AuditLine)).all() == []


class TestThePage:
    def test_it_says_who_did_what_to_what_and_when(self, jos_browser, sam):
        view = ViewFactory()
        note(sam, "opened view", view)

        assert found(jos_browser.get(AUDIT)) == [
            "Opened view, 17 November 2026, 10.00am "
            f"Who Sam Okafor, participation worker What young person view {view.id}"
        ]

    def test_what_is_about_an_account_says_whose(self, jos_browser, jo, sam):
        note(jo, "paused", sam, reason="Left on Friday")

        assert found(jos_browser.get(AUDIT)) == [
            "Paused, 17 November 2026, 10.00am Who Jo Turner, administrator What Sam Okafor Why Left on Friday"
        ]

    @pytest.mark.parametrize("make", [RotaEntryFactory, ThemeFactory])
    def test_what_a_line_of_the_rota_or_a_theme_was_is_shown(self, jos_browser, jo, make):
        note(jo, "changed it", make(), reason="Was: Monday. Is: Tuesday.")

        assert "Was: Monday. Is: Tuesday." in jos_browser.get(AUDIT).page.text

    def test_a_reason_that_may_say_something_about_a_child_is_not_shown(self, jos_browser, sam):
        note(sam, "opened how to find them", ViewFactory(), reason="She says her father is coming")
        shown = jos_browser.get(AUDIT)

        assert len(found(shown)) == 1
        assert "father" not in shown.text
        assert "father" not in jos_browser.get(CSV).text

    def test_nothing_a_child_wrote_is_on_it(self, jos_browser, sam):
        note(sam, "opened view", ViewFactory(words="my own words"))

        assert "my own words" not in jos_browser.get(AUDIT).text

    def test_what_nobody_signed_in_did_is_there_too(self, jos_browser, sam):
        note(None, "added person as participation worker", sam)

        assert "Who At the server" in found(jos_browser.get(AUDIT))[0]

    def test_whoever_typed_a_wrong_passphrase_was_not_at_the_server(self, jos_browser, another_browser, sam):
        another_browser.fill_in("/sign-in", username=sam.username, passphrase="not his passphrase")

        assert "Who Somebody unknown" in found(jos_browser.get(AUDIT))[0]
        assert "somebody unknown" in jos_browser.get(f"/administration/people/{sam.id}").page.text

    def test_on_paper_it_says_what_was_asked_for_and_by_whom(self, jos_browser, sam):
        page = jos_browser.get(f"{AUDIT}?who=sam.okafor@example.org&since=2026-11-01").page
        printed = " ".join(page.soup.select_one(".printed").text.split())

        assert printed == (
            "Who: sam.okafor@example.org. What: anything. From 1 November 2026 until now. Page 1. "
            "Printed 17 November 2026, 10.00am, by Jo Turner."
        )

    def test_the_row_is_folded_away_until_it_is_asked_for(self, jos_browser):
        folded, asked, wrong = (
            jos_browser.get(f"{AUDIT}{asked}").page.soup.select_one("details:has([name=row])")
            for asked in ("", f"?row={NOWHERE}", "?row=3f")
        )

        assert not folded.has_attr("open")
        assert asked.has_attr("open")
        assert wrong.has_attr("open")

    def test_an_empty_trail_says_so(self, jos_browser):
        assert "Nothing fits what you asked for." in jos_browser.get(AUDIT).page.text

    def test_fifty_lines_are_on_a_page(self, jos_browser, sam):
        for _ in range(60):
            auditing.note(sam, "opened view", sam)
        note(None, "paused", sam)
        first = jos_browser.get(f"{AUDIT}?deed=opened+view")
        second = jos_browser.get(first.page.link("Next page"))

        assert (len(found(first)), len(found(second))) == (50, 10)
        assert "nothing on this page" in jos_browser.get(f"{AUDIT}?page=7").page.text

    def test_it_takes_the_same_number_of_queries_however_long_it_is(self, jos_browser, count_queries):
        for person in PersonFactory.create_batch(10):
            auditing.note(person, "paused", person)
        db.session.commit()
        jos_browser.get(AUDIT)
        with count_queries() as queries:
            jos_browser.get(AUDIT)

        # who is signed in (two); which deeds there are; the lines; whose accounts; the counts above
        assert len(queries) == 7


class TestTheSearch:
    @pytest.fixture
    def trail(self, sam, alan, clock):
        """Two people on two days."""
        note(sam, "opened view", ViewFactory())
        clock.shift(DAY)
        note(alan, "published figures", alan)

    @pytest.mark.parametrize(
        ("asked", "deeds"),
        [
            ("who=SAM.okafor@example.org", ["Opened view"]),
            ("deed=published+figures", ["Published figures"]),
            ("since=2026-11-18", ["Published figures"]),
            ("until=17/11/2026", ["Opened view"]),
            ("since=2026-11-17&until=2026-11-18", ["Published figures", "Opened view"]),
            ("who=&deed=&row=&since=&until=", ["Published figures", "Opened view"]),
        ],
    )
    def test_it_finds_what_they_ask_for(self, trail, jos_browser, jo, asked, deeds):
        response = jos_browser.sign_in(jo).get(f"{AUDIT}?{asked}")

        assert [row.partition(",")[0] for row in found(response)] == deeds
        assert response.page.errors == []

    def test_one_row_has_its_history(self, trail, jos_browser, jo):
        view = db.session.scalars(select(View)).one()

        assert len(found(jos_browser.sign_in(jo).get(f"{AUDIT}?row={view.id}"))) == 1
        assert found(jos_browser.get(f"{AUDIT}?row={NOWHERE}")) == []

    @pytest.mark.parametrize(
        ("asked", "error"),
        [
            ("who=nobody", "Nobody has this username. Check it in the list of people."),
            ("deed=flew", "This has not been done yet. Choose from the list."),
            ("row=3f", "Enter the whole id, as it stands in the list."),
            ("since=yesterday", "Enter a real date, like 12/05/2026."),
            ("since=0001-01-01", "Enter a real date, like 12/05/2026."),
            ("until=9999-12-31", "Enter a real date, like 12/05/2026."),
            ("since=2026-11-18&until=2026-11-17", "Choose a day that is not before the first one."),
        ],
    )
    def test_they_are_told_what_to_put_right(self, jos_browser, asked, error):
        response = jos_browser.get(f"{AUDIT}?{asked}")

        assert response.page.errors == [error]
        assert found(response) == []
        assert jos_browser.get(f"{CSV}?{asked}").page.errors == [error]

    def test_odd_things_in_the_address_break_nothing(self, jos_browser):
        odd = "page=-99999999999999999999&who=%00%ff&row=%00&endpoint=x&_external=1&since=%F0%9F%98%80"

        assert jos_browser.get(f"{AUDIT}?{odd}").status_code == 200


class TestTheFile:
    def test_the_page_says_that_it_holds_no_reasons(self, jos_browser):
        assert "It holds no reasons." in jos_browser.get(AUDIT).page.text

    def test_it_holds_what_was_asked_for(self, jos_browser, sam):
        view = ViewFactory()
        note(sam, "opened view", view)
        note(None, "paused", sam, reason="Left")
        response = jos_browser.get(f"{CSV}?deed=opened+view")

        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"] == "attachment; filename=heard-audit.csv"
        assert response.data.startswith(b"\xef\xbb\xbf")
        assert rows(response) == [
            ["When (UTC)", "What was done", "Who (username)", "Who (id)", "Table", "Row"],
            [
                "2026-11-17T10:00:00+00:00",
                "opened view",
                "sam.okafor@example.org",
                str(sam.id),
                "young_person_view",
                str(view.id),
            ],
        ]

    def test_that_it_was_fetched_is_in_the_trail(self, jos_browser, jo):
        assert rows(jos_browser.get(CSV))[1][1] == "exported the audit trail"
        assert [line.person_id for line in auditing.lines_about(jo)] == [jo.id]

    def test_asking_about_it_fetches_nothing(self, jos_browser, jo):
        assert jos_browser.head(CSV).status_code == 405
        assert auditing.lines_about(jo) == []

    def test_it_needs_fresh_proof_and_loses_nothing_that_was_asked(self, jos_browser, clock):
        clock.shift(settings.current().confirm_minutes * 60 + 1)
        page = jos_browser.get(f"{AUDIT}?since=2026-11-17").page

        assert jos_browser.get(CSV).location == f"/confirm?next={CSV}"
        assert page.link("show first that it is you") == "/confirm?next=/administration/audit?since%3D2026-11-17"

    @pytest.mark.parametrize("username", ["=1+1", "+44", "-x", "@sum", "=cmd|' /C calc'!A0"])
    def test_no_spreadsheet_works_out_what_somebody_is_called(self, jos_browser, username):
        dev = PersonFactory(name="Dev", role=Role.YOUNG_ADVISOR, username=username.lower())
        note(dev, "signed in", dev)

        assert rows(jos_browser.get(f"{CSV}?deed=signed+in"))[1][2] == f"'{username.lower()}"

    def test_many_lines_come_once_each(self, jos_browser, sam, monkeypatch):
        monkeypatch.setattr(exporting, "LINES_AT_ONCE", 7)
        people = PersonFactory.create_batch(20, role=Role.BOARD_MEMBER)
        for person in people:
            auditing.note(sam, "paused", person)
        db.session.commit()
        fetched = [row[5] for row in rows(jos_browser.get(f"{CSV}?deed=paused"))[1:]]

        assert sorted(fetched) == sorted(str(person.id) for person in people)

    def test_nothing_waits_while_somebody_fetches_it_slowly(self, shared_app, monkeypatch):
        monkeypatch.setattr(exporting, "LINES_AT_ONCE", 2)
        with shared_app.app_context():
            jo = PersonFactory(name="Jo", role=Role.ADMINISTRATOR)
            for _ in range(10):
                auditing.note(jo, "paused", jo)
            db.session.commit()
            browser = shared_app.test_client().sign_in(jo)
            db.session.remove()

        def somebody_writes() -> None:
            with shared_app.app_context():
                auditing.note(None, "paused", PersonFactory())  # on SQLite it would wait for whoever holds the lock
                db.session.commit()

        parts = iter(browser.get(CSV, buffered=False).response)
        begun = [next(parts), next(parts)]
        with ThreadPoolExecutor(1) as hand:
            hand.submit(somebody_writes).result()
        rest = list(parts)

        assert b"".join([*begun, *rest]).count(b"paused") == 10
