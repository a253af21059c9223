"""One table in full, as a page and as files."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Publication, Role
from app.models.codes import Topic
from app.services import publishing
from app.services.clocks import Quarter
from app.services.figures import CATALOGUE
from tests.counted import SUMMER, add_actions, add_views, add_views_by_topic, finished_conference
from tests.factories import AgencyFactory, ChildRecordFactory, PersonFactory
from tests.page import words

TODAY = date(2026, 11, 17)
SPRING = datetime(2026, 5, 6, 12, tzinfo=UTC)
LAST_SUMMER = datetime(2025, 8, 5, 12, tzinfo=UTC)
ANSWERED = "/board/figures/answered_in_time"


@pytest.fixture
def board_member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


def publish() -> None:
    publishing.publish_closed_quarters(TODAY)
    db.session.commit()


@pytest.fixture
def three_quarters() -> None:
    """Answered in time: 78% a year before, 75% the quarter before, 92% now."""
    for sent_at, in_time, late in ((LAST_SUMMER, 39, 11), (SPRING, 18, 6), (SUMMER, 88, 8)):
        add_views(in_time, sent_at=sent_at, answered_at=sent_at)
        add_views(late, sent_at=sent_at)
    publish()


def tables(page) -> list[dict[str, list[str]]]:
    return [
        {words(row.th): [words(cell) for cell in row.select("td")] for row in table.select("tbody tr")}
        for table in page.soup.select("table")
    ]


def compared(page) -> dict[str, list[str]]:
    return {words(one.dt): [words(line) for line in one.select("dd")] for one in page.soup.select(".beside > div")}


class TestThePage:
    def test_a_period_stands_beside_the_one_before_and_the_same_a_year_before(self, board_member, three_quarters):
        page = board_member.get(ANSWERED).page

        assert page.heading == "Views answered in time"
        assert compared(page) == {
            "This quarter": ["92%", "88 of 96"],
            "The quarter before": ["75%", "18 of 24"],
            "A year before": ["78%", "39 of 50"],
            "Target": ["95%"],
        }
        assert tables(page)[0] == {
            "Answered in time": ["88", "18", "39"],
            "Late or not answered yet": ["8", "6", "11"],
            "All together": ["96", "24", "50"],
        }

    def test_a_sentence_stands_over_each_chart(self, board_member, three_quarters):
        headings = [words(one) for one in board_member.get(ANSWERED).page.soup.select(".panel h2")]

        assert headings[:2] == [
            "88 of 96 views were answered in time: 92%, up from 75%, below the target of 95%",
            "Up from 78% in July to September 2025 to 92% in July to September 2026",
        ]

    def test_each_chart_says_in_words_what_it_draws_and_its_table_says_the_same(self, board_member, three_quarters):
        page = board_member.get(ANSWERED).page
        said = [words(chart.desc) for chart in page.soup.select("svg[role=img]")]

        assert said == [
            "Bar chart. Answered in time: 88; Late or not answered yet: 8.",
            "Line chart. July to September 2025: 78%; April to June 2026: 75%; July to September 2026: 92%. "
            "The target is 95%.",
        ]
        assert tables(page)[1] == {
            "July to September 2026": ["88 of 96", "92%"],
            "April to June 2026": ["18 of 24", "75%"],
            "July to September 2025": ["39 of 50", "78%"],
        }

    def test_it_says_what_is_counted_and_by_what_rule(self, board_member, three_quarters):
        rule = words(board_member.get(ANSWERED).page.soup.select_one(".rule"))

        assert "Views whose first answer was due in the quarter." in rule
        assert (
            "The share is views answered in time, out of all views whose first answer was due in the quarter." in rule
        )
        assert "Numbers from 1 to 5 are hidden, and others from which one could be worked out." in rule

    def test_an_earlier_quarter_knows_nothing_of_later_ones(self, board_member, three_quarters):
        page = board_member.get(f"{ANSWERED}?period=2025-3").page

        assert "July to September 2025. Published 17 November 2026." in page.text
        assert list(tables(page)[1]) == ["July to September 2025"]
        assert compared(page)["The quarter before"] == ["–", "no figures"]
        assert "Too little can be shown to say how it changes" in page.text

    @pytest.mark.parametrize("asked", ["2026-4", "2026-27", "x" * 3000, "%FF%00", "<b>"])
    def test_a_period_that_is_not_there_leads_to_the_newest_and_says_so(self, board_member, three_quarters, asked):
        page = board_member.get(f"{ANSWERED}?period={asked}").page

        assert words(page.soup.select_one(".periods [aria-current]")) == "Jul to Sep 2026"
        assert words(page.soup.select_one(".promise")) == (
            "There are no figures for the period you asked for. "
            "These are for July to September 2026, the newest there are."
        )

    def test_a_target_is_a_number_and_a_line(self, board_member, three_quarters):
        page = board_member.get(ANSWERED).page

        assert compared(page)["Target"] == ["95%"]
        assert "Target 95%" in [words(key) for key in page.soup.select(".keys li")]
        assert page.soup.select("svg[role=img] .c-target")

    def test_what_was_revised_says_when_and_why_and_shows_the_new_numbers(self, board_member, three_quarters):
        revise("answered_in_time", because="=1+1 answers were entered late.")
        page = board_member.get(ANSWERED).page

        assert words(page.soup.select_one(".note")) == "Revised 17 November 2026. =1+1 answers were entered late."
        assert tables(page)[0]["Answered in time"][0] == "82"
        assert "July to September 2026 (revised)" in tables(page)[1]
        assert "Revised,'=1+1 answers were entered late." in board_member.get(f"{ANSWERED}.csv").text
        assert len(board_member.get("/board/").page.soup.select(".panel > .note")) == 1

    def test_before_anything_is_published_it_says_so(self, board_member):
        page = board_member.get(ANSWERED).page

        assert "There are no figures of this yet. They are published when a quarter is over." in page.text
        assert not page.soup.select("table, svg[role=img], .btn[href$=csv]")

    def test_a_table_that_never_was_is_not_found(self, board_member):
        assert board_member.get("/board/figures/children_by_name").status_code == 404

    def test_an_agency_with_nothing_due_has_no_bar_and_stands_in_the_table(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        AgencyFactory(name="Ambulance")
        for name in ("Health", "Police"):
            agency = AgencyFactory(name=name)
            add_actions(30, agency=agency, record=record)
            add_actions(40, agency=agency, record=record, done_on=date(2026, 8, 1))
        publish()
        page = board_member.get("/board/figures/actions_on_time").page

        assert "Ambulance" not in words(page.soup.select_one("svg[role=img]"))
        assert tables(page)[0]["Ambulance"] == ["0", "0", "0"]
        assert tables(page)[0]["All together"] == ["80", "60", "140"]

    def test_it_takes_as_many_queries_for_many_quarters_as_for_one(self, board_member, three_quarters, count_queries):
        board_member.get(ANSWERED)
        with count_queries() as queries:
            board_member.get(ANSWERED)

        assert len([query for query in queries if "publication" in query]) == 1
        assert not [query for query in queries if "young_person_view" in query or "child_record" in query]
        assert len(queries) <= 7


class TestTheFiles:
    def test_csv_holds_the_notes_the_table_and_its_share_over_time(self, board_member, three_quarters):
        answer = board_member.get(f"{ANSWERED}.csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        notes = {row[0]: row[1] for row in rows if len(row) == 2}

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == "attachment; filename=heard-answered-in-time-2026-3.csv"
        assert answer.data.startswith(b"\xef\xbb\xbf")
        assert notes["[c]"] == "hidden to protect children"
        assert notes["Period"] == "July to September 2026"
        assert ["Answered in time", "88", "18", "39"] in rows
        assert rows[-4:] == [
            ["Period", "Counted", "Out of", "Per cent"],
            ["July to September 2026", "88", "96", "92"],
            ["April to June 2026", "18", "24", "75"],
            ["July to September 2025", "39", "50", "78"],
        ]

    def test_xlsx_holds_the_same(self, board_member, three_quarters):
        answer = board_member.get(f"{ANSWERED}.xlsx?period=2026-2")
        book = load_workbook(io.BytesIO(answer.data))

        assert answer.headers["Content-Disposition"] == "attachment; filename=heard-answered-in-time-2026-2.xlsx"
        assert book.sheetnames == ["Table", "Over time", "Notes"]
        assert [cell.value for cell in book["Table"][2]] == ["Answered in time", 18]
        assert [cell.value for cell in book["Over time"][2]] == ["April to June 2026", 18, 24, 75]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_who_got_one_is_written_down_and_of_which_table(self, board_member, three_quarters, kind):
        board_member.get(f"{ANSWERED}.{kind}")
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed.startswith("downloaded figures")))

        assert line.deed == f"downloaded figures as {kind.upper()}"
        assert db.session.get(Publication, line.subject_id).table_name == "answered_in_time"
        assert line.person.role is Role.BOARD_MEMBER

    @pytest.mark.parametrize("address", [f"{ANSWERED}.csv?period=2026-4", "/board/figures/children_by_name.csv"])
    def test_there_is_no_file_of_what_is_not_there_and_nothing_is_written_down(
        self, board_member, three_quarters, address
    ):
        assert board_member.get(address).status_code == 404
        assert board_member.get(address.replace(".csv", ".xlsx")).status_code == 404
        assert not db.session.scalars(select(AuditLine).where(AuditLine.deed.startswith("downloaded"))).all()

    def test_before_anything_is_published_there_is_no_file(self, board_member):
        assert board_member.get(f"{ANSWERED}.csv").status_code == 404

    def test_hidden_is_one_mark_in_both_and_what_was_not_counted_another(self, board_member):
        add_views_by_topic({Topic.HOME: 3, Topic.SCHOOL: 7, Topic.MEETING: 80})
        record = ChildRecordFactory(conference=finished_conference())
        health = AgencyFactory(name="Health")
        add_actions(30, agency=health, record=record, due_on=date(2026, 5, 1))
        publishing.publish(Quarter(2026, 2), today=TODAY)
        add_actions(4, agency=AgencyFactory(name="=1+1"), record=record)
        publish()
        topics = board_member.get("/board/figures/views_by_topic.csv").data.decode("utf-8-sig")
        book = load_workbook(io.BytesIO(board_member.get("/board/figures/actions_on_time.xlsx").data))
        rows = {row[0].value: [cell.value for cell in row[1:]] for row in book["Table"]}

        assert "\r\nHome,[c]," in topics
        assert "hidden" not in topics.split("Table\r\n")[1]
        assert rows["=1+1"] == ["[c]", "[c]", "[c]", "[x]", "[x]", "[x]"]

    def test_fetching_it_again_gives_the_same_bytes(self, board_member, three_quarters):
        for kind in ("csv", "xlsx"):
            assert board_member.get(f"{ANSWERED}.{kind}").data == board_member.get(f"{ANSWERED}.{kind}").data


def test_every_table_of_a_year_has_its_page_and_its_files(board_member):
    for month in (5, 8, 11, 14):
        add_views(30, sent_at=datetime(2025 + month // 13, month % 12, 5, 12, tzinfo=UTC), topic=Topic.HOME)
    record = ChildRecordFactory(conference=finished_conference(date(2025, 8, 4)))
    add_actions(30, agency=AgencyFactory(), record=record, due_on=date(2025, 8, 20))
    publish()
    publishing.publish_closed_years(TODAY)
    db.session.commit()

    for figure in CATALOGUE:
        answers = [
            board_member.get(f"/board/figures/{figure.name}{end}?period=2025-26") for end in ("", ".csv", ".xlsx")
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 200], figure.name
        assert answers[0].page.heading == figure.title
        assert not answers[0].page.soup.select(".promise")


def revise(name: str, *, because: str) -> None:
    """A second publication of the newest quarter's table: six fewer were answered in time."""
    first = db.session.scalars(
        select(Publication).where(Publication.table_name == name).order_by(Publication.first_day.desc()).limit(1)
    ).one()
    changed = {"cells": [[82], [14]], "share": {"counted": 82, "of": 96, "percent": 85}, "reason": because}
    period = {"first_day": first.first_day, "last_day": first.last_day}
    db.session.add(Publication(table_name=name, revision=2, content=first.content | changed, **period))
    db.session.commit()
