import re
from datetime import UTC, date, datetime

import pytest

from app.extensions import db
from app.models import Role
from app.models.codes import Feeling, ParticipationCode, Stage, Topic
from app.services import publishing, settings
from app.services.clocks import Quarter
from app.services.figures import OF_A_QUARTER
from tests.counted import (
    SUMMER,
    add_actions,
    add_records,
    add_views,
    add_views_by_topic,
    finished_conference,
)
from tests.factories import AgencyFactory, ChildRecordFactory, PersonFactory
from tests.page import words

TODAY = date(2026, 11, 17)
SPRING = datetime(2026, 5, 6, 12, tzinfo=UTC)
PN = ParticipationCode
RANDOM = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def board_member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


def figures(board_member, address="/board/"):
    publishing.publish_closed_quarters(TODAY)
    db.session.commit()
    return board_member.get(address).page


def table(page, title) -> dict[str, list[str]]:
    """What stands in a table: the label of each row, and its cells."""
    (found,) = (table for table in page.soup.select("table") if words(table.caption) == title)
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in found.select("tbody tr")}


def panel(page, title):
    return next(panel for panel in page.soup.select(".panel") if title in words(panel.caption))


def tiles(page) -> dict[str, list[str]]:
    return {words(tile.dt): [words(line) for line in tile.select("dd")] for tile in page.soup.select(".kpi")}


class TestThePage:
    def test_before_anything_is_published_it_says_so(self, board_member):
        page = board_member.get("/board/").page

        assert "There are no figures yet. They are published when a quarter is over." in page.text
        assert not page.soup.select("main form, table")

    def test_the_newest_quarter_stands_beside_the_one_before(self, board_member):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61})
        add_views(30, sent_at=SPRING, topic=Topic.HOME)
        add_views(1_200, sent_at=SPRING, topic=Topic.SCHOOL)

        page = figures(board_member)

        assert page.heading == "What children are telling us"
        assert "July to September 2026. Published 17 November 2026." in page.text
        views = table(page, "Views by topic")
        assert views["A meeting about me"] == ["61", "0"]
        assert views["School"] == ["0", "1,200"]
        assert list(views)[-2:] == ["Something else", "Not said"]
        assert [words(head) for head in panel(page, "Views by topic").select("thead th")] == [
            "Topic",
            "Jul to Sep 2026",
            "Apr to Jun 2026",
        ]

    def test_a_first_quarter_stands_alone(self, board_member):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61})

        assert table(figures(board_member), "Views by topic")["Home"] == ["12"]

    def test_a_year_can_be_chosen_and_stands_beside_the_year_before(self, board_member):
        for month in (5, 8, 11):
            add_views(30, sent_at=datetime(2025, month, 5, 12, tzinfo=UTC), topic=Topic.HOME)
        add_views(30, sent_at=datetime(2026, 2, 5, 12, tzinfo=UTC), topic=Topic.SCHOOL)
        publishing.publish_closed_quarters(TODAY)
        publishing.publish_closed_years(TODAY)
        page = figures(board_member, "/board/?period=2025-26")

        assert "April 2025 to March 2026. Published" in page.text
        assert words(page.soup.select_one(".periods [aria-current]")) == "Year to Mar 2026"
        assert table(page, "Views by who may read them")["Team"] == ["hidden"]
        assert [words(one) for one in panel(page, "Views by topic").select(".beside dt")] == [
            "This year",
            "The year before",
        ]

    def test_any_published_quarter_can_be_chosen(self, board_member):
        add_views(20)
        add_views(40, sent_at=SPRING)
        page = figures(board_member, "/board/?period=2026-2")

        assert [(link["href"], words(link), link.get("aria-current")) for link in page.soup.select(".periods a")] == [
            ("/board/?period=2026-3", "Jul to Sep 2026", None),
            ("/board/?period=2026-2", "Apr to Jun 2026", "page"),
        ]
        assert "April to June 2026. Published" in page.text
        assert table(page, "Views answered in time")["Late or not answered yet"] == ["hidden"]

    @pytest.mark.parametrize("asked", ["2026-4", "2025-3", "x" * 3000, "%FF%00", "2026-3'--", "<b>"])
    def test_any_other_shows_the_newest_and_says_so(self, board_member, asked):
        add_views(20)
        add_views(40, sent_at=SPRING)
        page = figures(board_member, f"/board/?period={asked}")

        assert words(page.soup.select_one(".periods [aria-current]")) == "Jul to Sep 2026"
        assert words(page.soup.select_one(".promise")) == (
            "There are no figures for the period you asked for. "
            "These are for July to September 2026, the newest there are."
        )

    @pytest.mark.parametrize("address", ["/board/", "/board/?period=", "/board/?period=2026-2"])
    def test_a_quarter_that_is_there_needs_no_such_word(self, board_member, address):
        add_views(20)
        add_views(40, sent_at=SPRING)

        assert not figures(board_member, address).soup.select(".promise")

    def test_tiles_give_numbers_and_shares_with_those_of_the_quarter_before(self, board_member):
        for feeling in (Feeling.GOOD, Feeling.OK, Feeling.NOT_GOOD, Feeling.REALLY_BAD):
            add_views(22, answered_at=SUMMER, topic=Topic.HOME, feeling=feeling)
            add_views(15, sent_at=SPRING, answered_at=SPRING, topic=Topic.HOME, feeling=feeling)
        add_views(8, topic=Topic.SCHOOL)
        add_views(20, sent_at=SPRING, topic=Topic.SCHOOL)

        shown = tiles(figures(board_member))

        assert shown["views from young people"] == ["96", "80 the quarter before"]
        assert shown["views answered in time"] == ["88 of 96", "92%, 75% the quarter before"]
        assert shown["children heard at their conference"] == ["hidden", "hidden the quarter before"]

    @pytest.mark.parametrize(
        ("topic", "feeling"), [(Topic.ONLINE, Feeling.GOOD), (Topic.HOME, Feeling.MIXED)], ids=["topic", "feeling"]
    )
    def test_how_many_views_there_were_is_shown_though_a_topic_or_a_feeling_is_hidden(
        self, board_member, topic, feeling
    ):
        for sent_at in (SUMMER, SPRING):
            add_views(1_388, sent_at=sent_at, topic=Topic.HOME, feeling=Feeling.GOOD)
            add_views(80, sent_at=sent_at, topic=Topic.SCHOOL, feeling=Feeling.NOT_GOOD)
            add_views(4, sent_at=sent_at, topic=topic, feeling=feeling)

        # No total hangs on its parts (docs/decisions/0028).
        assert tiles(figures(board_member))["views from young people"] == ["1,472", "1,472 the quarter before"]

    def test_no_tile_adds_up_what_is_hidden(self, board_member):
        title = "Children by how they took part in their conference"
        for stage, code, number in (
            (Stage.UNDER_4, PN.PN0, 30),
            (Stage.FOUR_OR_OVER, PN.PN1, 40),
            (Stage.FOUR_OR_OVER, PN.PN7, 4),
        ):
            add_records(number, conference=finished_conference(), code=code, stage=stage)
        page = figures(board_member)

        # Of those aged 4 or over nearly all were heard, so their share has gone, from the tile and from the heading.
        assert table(page, title)["PN7: not there, views not given"] == ["hidden"]
        assert tiles(page)["children heard at their conference"] == ["hidden"]
        assert words(panel(page, "Children by how they took part").h3) == (
            "How do children take part in their conferences?"
        )

    def test_a_finding_stands_over_each_table_and_the_rule_under_it(self, board_member):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61})
        AgencyFactory()
        page = figures(board_member)

        assert words(panel(page, "Views by topic").h3) == "Young people talk most about meetings about them"
        assert len(page.soup.select(".panel")) == len(OF_A_QUARTER)
        for rule in page.soup.select(".panel .rule"):
            assert "Numbers from 1 to 5 are hidden, and others from which one could be worked out." in words(rule)
        assert page.text.count("a number is hidden to protect children") == 1

    def test_each_table_is_beside_the_quarter_before_and_a_year_before_and_leads_to_all_of_it(self, board_member):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61})
        add_views(30, sent_at=datetime(2025, 8, 5, 12, tzinfo=UTC), topic=Topic.HOME)
        found = panel(figures(board_member), "Views by topic")

        assert [words(one) for one in found.select(".beside > div")] == [
            "This quarter73views in all",
            "The quarter before–no figures",
            "A year before30views in all",
        ]
        assert found.select_one(".textbtn")["href"] == "/board/figures/views_by_topic?period=2026-3"

    def test_agencies_stand_by_name_with_both_quarters(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        for name, in_time, late in (("Police", 3, 40), ("Health", 50, 60), ("Schools", 70, 80)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(late, agency=agency, record=record)
        page = figures(board_member)

        assert list(table(page, "Actions on time by agency").items()) == [
            ("Health", ["50", "60", "110"]),
            ("Police", ["hidden", "hidden", "43"]),
            ("Schools", ["70", "80", "150"]),
            ("All together", ["hidden", "hidden", "303"]),
        ]

    def test_agencies_without_any_action_in_either_quarter_stand_in_one_line(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        for name in ("Ambulance", "Fire service", "Health", "Police", "Schools"):
            agency = AgencyFactory(name=name)
            if name in ("Health", "Schools"):
                add_actions(50, agency=agency, record=record)
                add_actions(60, agency=agency, record=record, done_on=date(2026, 8, 1))
            if name in ("Police", "Schools"):
                add_actions(30, agency=agency, record=record, due_on=date(2026, 5, 1))
                add_actions(40, agency=agency, record=record, due_on=date(2026, 5, 1), done_on=date(2026, 5, 1))
        page = figures(board_member)

        assert table(page, "Actions on time by agency") == {
            "Health": ["60", "50", "110", "0", "0", "0"],
            "Police": ["0", "0", "0", "40", "30", "70"],
            "Schools": ["60", "50", "110", "40", "30", "70"],
            "All together": ["120", "100", "220", "80", "60", "140"],
        }
        folded = panel(page, "Actions on time by agency").select_one("details")
        assert words(folded.summary) == "2 more, with nothing counted in these quarters"
        assert [words(name) for name in folded.select("li")] == ["Ambulance", "Fire service"]

    def test_an_agency_whose_zeros_are_hidden_stands_like_any_other_that_is_hidden(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        AgencyFactory(name="Ambulance")
        add_actions(4, agency=AgencyFactory(name="Health"), record=record)
        page = figures(board_member)

        hidden = ["hidden", "hidden", "hidden"]
        assert table(page, "Actions on time by agency") == dict.fromkeys(
            ("Ambulance", "Health", "All together"), hidden
        )
        assert "with nothing counted" not in words(panel(page, "Actions on time by agency"))

    def test_when_no_agency_had_any_action_there_is_only_the_line(self, board_member):
        add_views(30)
        AgencyFactory()
        page = figures(board_member)

        assert not [found for found in page.soup.select("caption") if words(found) == "Actions on time by agency"]
        assert "1 more, with nothing counted in this quarter" in page.text
        assert "No actions were due this quarter" in page.text

    def test_paper_says_whose_figures_they_are_and_what_the_codes_mean(self, board_member):
        add_views(30)
        page = figures(board_member)
        whose, meanings = page.soup.select(".printed")[0], page.soup.select_one("div.printed > ul").parent

        assert words(whose) == settings.current().board_name
        assert [words(code.b) for code in meanings.select("li")] == [code.value for code in PN]

    def test_a_table_too_wide_for_a_phone_says_what_is_further_along(self, board_member):
        AgencyFactory()
        add_views(30)
        add_views(30, sent_at=SPRING)
        record = ChildRecordFactory(conference=finished_conference())
        add_actions(30, agency=AgencyFactory(), record=record)

        page = figures(board_member)

        assert words(page.soup.select_one(".scroll__hint")) == "Slide the table sideways to see Apr to Jun 2026."

    def test_bars_are_as_long_as_the_numbers_shown_and_hidden_ones_are_all_alike(self, board_member):
        add_views_by_topic({Topic.HOME: 3, Topic.SCHOOL: 15, Topic.FAMILY: 20, Topic.MEETING: 80})
        rows = panel(figures(board_member), "Views by topic").select("tbody tr")
        bars = {words(row.span): row.select_one("rect:last-child") for row in rows}

        assert (bars["A meeting about me"]["width"], bars["Family"]["width"]) == ("100%", "25%")
        assert str(bars["Home"]) == str(bars["School"])
        assert bars["Home"]["class"] == ["c-few"]

    def test_an_agency_that_joined_later_was_not_counted_before(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        health = AgencyFactory(name="Health")
        add_actions(30, agency=health, record=record, due_on=date(2026, 5, 1))
        add_actions(9, agency=health, record=record, due_on=date(2026, 5, 1), done_on=date(2026, 5, 1))
        publishing.publish(Quarter(2026, 2), today=TODAY)
        joined = AgencyFactory(name="Fire service")
        add_actions(30, agency=joined, record=record)

        assert table(figures(board_member), "Actions on time by agency")["Fire service"][3:] == ["–", "–", "–"]

    def test_it_takes_the_same_few_queries_and_asks_only_for_what_is_frozen(self, board_member, count_queries):
        add_views(50)
        publishing.publish_closed_quarters(TODAY)
        db.session.commit()
        settings.forget()

        with count_queries() as queries:
            board_member.get("/board/")
        tables = {name for query in queries for name in re.findall(r"(?:FROM|JOIN) (\w+)", query)}

        # Every page for staff asks as well whether an alert or a message waits in vain, whether the rota has a gap, and
        # whether the clocks and the sending still run.
        of_every_page = {"sign_in", "person", "setting", "alert", "outbox_message", "rota_entry", "last_run"}
        of_every_page |= {
            "guidance",
            "guidance_version",
            "guidance_audience",
            "guidance_reading",
        }  # what they must read
        of_the_board = {"commitment", "recommendation", "review"}  # what it has promised itself
        of_the_board |= {"question_round", "board_question", "agenda_proposal", "board_meeting"}
        of_agencies = {"agency", "self_assessment"}  # who has not signed, who has not filled in
        assert tables <= {"publication", *of_every_page, *of_the_board, *of_agencies, "quote", "young_person_view"}
        (of_quotes,) = (query for query in queries if "young_person_view" in query)
        assert "FROM quote JOIN" in of_quotes  # whether the view still allows it: nothing it says is asked for
        assert "sealed" not in of_quotes
        of_publications = [query for query in queries if "publication" in query]
        assert len(of_publications) == 3  # which quarters and years; their tables
        # The three, who is signed in, the settings, the quotes, what they must read, nine of promises, two of agencies:
        # as many however much was counted.
        assert len(queries) <= 22


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD_MEMBER])
    def test_nobody_but_a_board_member(self, browser, role):
        agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None

        assert browser.sign_in(PersonFactory(role=role, agency_id=agency_id)).get("/board/").status_code == 403

    def test_somebody_signed_out_is_asked_to_sign_in(self, browser):
        assert browser.get("/board/").location == "/sign-in?next=/board/"
