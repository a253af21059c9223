import json
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Publication, Role
from app.models.codes import Feeling, ParticipationCode, Stage, Topic
from app.services import publishing, settings
from app.services.clocks import Quarter
from tests.counted import (
    SUMMER,
    add_actions,
    add_records,
    add_views,
    add_views_by_topic,
    finished_conference,
    forget_everything_counted,
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

    def test_any_published_quarter_can_be_chosen(self, board_member):
        add_views(20)
        add_views(40, sent_at=SPRING)
        page = figures(board_member, "/board/?quarter=2026-2")

        assert [(option["value"], words(option)) for option in page.soup.select("option")] == [
            ("2026-3", "July to September 2026"),
            ("2026-2", "April to June 2026"),
        ]
        assert page.field("quarter") == "2026-2"
        assert "April to June 2026. Published" in page.text
        assert table(page, "Views answered in time")["Late or not answered yet"] == ["hidden"]

    @pytest.mark.parametrize("asked", ["2026-4", "2025-3", "x" * 3000, "%FF%00", "2026-3'--", "<b>"])
    def test_any_other_shows_the_newest_and_says_so(self, board_member, asked):
        add_views(20)
        add_views(40, sent_at=SPRING)
        page = figures(board_member, f"/board/?quarter={asked}")

        assert page.field("quarter") == "2026-3"
        assert words(page.soup.select_one(".promise")) == (
            "There are no figures for the quarter you asked for. "
            "These are for July to September 2026, the newest there are."
        )

    @pytest.mark.parametrize("address", ["/board/", "/board/?quarter=", "/board/?quarter=2026-2"])
    def test_a_quarter_that_is_there_needs_no_such_word(self, board_member, address):
        add_views(20)
        add_views(40, sent_at=SPRING)

        assert not figures(board_member, address).soup.select(".promise")

    def test_tiles_give_numbers_and_shares_with_those_of_the_quarter_before(self, board_member):
        add_views(88, answered_at=SUMMER, topic=Topic.HOME, feeling=Feeling.OK)
        add_views(8, topic=Topic.SCHOOL)
        add_views(18, sent_at=SPRING, answered_at=SPRING, topic=Topic.HOME, feeling=Feeling.OK)
        add_views(6, sent_at=SPRING, topic=Topic.SCHOOL)

        shown = tiles(figures(board_member))

        assert shown["views from young people"] == ["96", "24 the quarter before"]
        assert shown["views answered in time"] == ["88 of 96", "92%, 75% the quarter before"]
        assert shown["children heard at their conference"] == ["hidden", "hidden the quarter before"]

    @pytest.mark.parametrize(
        ("topic", "feeling"), [(Topic.ONLINE, Feeling.GOOD), (Topic.HOME, Feeling.MIXED)], ids=["topic", "feeling"]
    )
    def test_how_many_views_there_were_is_hidden_as_soon_as_one_topic_or_one_feeling_is(
        self, board_member, topic, feeling
    ):
        for sent_at in (SUMMER, SPRING):
            add_views(1_388, sent_at=sent_at, topic=Topic.HOME, feeling=Feeling.GOOD)
            add_views(80, sent_at=sent_at, topic=Topic.SCHOOL, feeling=Feeling.NOT_GOOD)
            add_views(4, sent_at=sent_at, topic=topic, feeling=feeling)
        page = figures(board_member)

        assert tiles(page)["views from young people"] == ["hidden", "hidden the quarter before"]
        assert "1,472" not in page.html

    def test_no_tile_adds_up_what_is_hidden(self, board_member):
        title = "Children by how they took part in their conference"
        for stage, code, number in (
            (Stage.UNDER_4, PN.PN0, 3),
            (Stage.FOUR_OR_OVER, PN.PN1, 40),
            (Stage.FOUR_OR_OVER, PN.PN7, 20),
        ):
            add_records(number, conference=finished_conference(), code=code, stage=stage)
        page = figures(board_member)

        # PN7 went with PN0, so the share of PN1 to PN7 has gone too, from the tile and from the heading.
        assert table(page, title)["PN7: not there, views not given"] == ["hidden"]
        assert tiles(page)["children heard at their conference"] == ["hidden"]
        assert words(panel(page, "Children by how they took part").h2) == "How children take part in their conferences"

    def test_a_finding_stands_over_each_table_and_the_rule_under_it(self, board_member):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61})
        AgencyFactory()
        page = figures(board_member)

        assert words(panel(page, "Views by topic").h2) == "Young people talk most about meetings about them"
        assert len(page.soup.select(".panel")) == 7
        for rule in page.soup.select(".panel .rule"):
            assert "Numbers from 1 to 5 are hidden, and others from which one could be worked out." in words(rule)
        assert page.text.count("a number is hidden to protect children") == 1

    def test_agencies_stand_by_name_with_both_quarters(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        for name, in_time, late in (("Police", 3, 40), ("Health", 50, 60), ("Schools", 70, 80)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(late, agency=agency, record=record)
        page = figures(board_member)

        assert list(table(page, "Actions on time by agency").items()) == [
            ("Health", ["hidden", "hidden"]),
            ("Police", ["hidden", "hidden"]),
            ("Schools", ["70", "80"]),
            ("All together", ["hidden", "hidden"]),
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
            "Health": ["60", "50", "0", "0"],
            "Police": ["0", "0", "40", "30"],
            "Schools": ["60", "50", "40", "30"],
            "All together": ["120", "100", "80", "60"],
        }
        folded = panel(page, "Actions on time by agency").select_one("details")
        assert words(folded.summary) == "2 agencies had no actions due in these quarters"
        assert [words(name) for name in folded.select("li")] == ["Ambulance", "Fire service"]

    def test_an_agency_whose_zeros_are_hidden_stands_like_any_other_that_is_hidden(self, board_member):
        record = ChildRecordFactory(conference=finished_conference())
        AgencyFactory(name="Ambulance")
        add_actions(4, agency=AgencyFactory(name="Health"), record=record)
        page = figures(board_member)

        hidden = ["hidden", "hidden"]
        assert table(page, "Actions on time by agency") == dict.fromkeys(
            ("Ambulance", "Health", "All together"), hidden
        )
        assert not panel(page, "Actions on time by agency").select("details")

    def test_when_no_agency_had_any_action_there_is_only_the_line(self, board_member):
        add_views(30)
        AgencyFactory()
        page = figures(board_member)

        assert not [found for found in page.soup.select("caption") if words(found) == "Actions on time by agency"]
        assert "1 agency had no actions due in this quarter" in page.text
        assert "No actions were due this quarter" in page.text

    def test_paper_says_whose_figures_they_are_and_what_the_codes_mean(self, board_member):
        add_views(30)
        page = figures(board_member)
        whose, meanings = page.soup.select(".printed")

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

        assert table(figures(board_member), "Actions on time by agency")["Fire service"][2:] == ["–", "–"]

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
        of_the_board = {"commitment", "recommendation", "review"}  # what it has promised itself
        of_agencies = {"agency", "self_assessment"}  # who has not signed, who has not filled in
        assert tables <= {"publication", *of_every_page, *of_the_board, *of_agencies, "quote", "young_person_view"}
        (of_quotes,) = (query for query in queries if "young_person_view" in query)
        assert "FROM quote JOIN" in of_quotes  # whether the view still allows it: nothing it says is asked for
        assert "sealed" not in of_quotes
        assert len([query for query in queries if "publication" in query]) == 2  # which quarters; both quarters' tables
        # The two, who is signed in, the settings, the quotes, four of promises, two of agencies: as many however much
        # was counted.
        assert len(queries) <= 14


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD_MEMBER])
    def test_nobody_but_a_board_member(self, browser, role):
        agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None

        assert browser.sign_in(PersonFactory(role=role, agency_id=agency_id)).get("/board/").status_code == 403

    def test_somebody_signed_out_is_asked_to_sign_in(self, browser):
        assert browser.get("/board/").location == "/sign-in?next=/board/"


def world_of_topics(counts: dict) -> None:
    add_views_by_topic(counts)


def world_of_feelings(counts: dict) -> None:
    for feeling, number in counts.items():
        add_views(number, feeling=feeling, topic=Topic.HOME)


def world_of_answers(counts: dict) -> None:
    for is_in_time, number in counts.items():
        add_views(number, answered_at=SUMMER if is_in_time else None)


def world_of_children(counts: dict) -> None:
    for code, number in counts.items():
        add_records(number, conference=finished_conference(), code=code)


def world_of_actions(counts: dict) -> None:
    record = ChildRecordFactory(conference=finished_conference())
    for name, (in_time, late) in counts.items():
        agency = db.session.scalar(select(AgencyFactory._meta.model).filter_by(name=name)) or AgencyFactory(name=name)
        add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
        add_actions(late, agency=agency, record=record)


SAME_TO_THE_EYE = {  # two worlds that differ only in what is hidden
    "a small number and the one hidden with it": (
        world_of_topics,
        {Topic.HOME: 4, Topic.SCHOOL: 7, Topic.FAMILY: 30, Topic.MEETING: 61},
        {Topic.HOME: 2, Topic.SCHOOL: 9, Topic.FAMILY: 30, Topic.MEETING: 61},
    ),
    "which of two was the small one": (
        world_of_topics,
        {Topic.HOME: 1, Topic.SCHOOL: 29, Topic.FAMILY: 30, None: 61},
        {Topic.HOME: 29, Topic.SCHOOL: 1, Topic.FAMILY: 30, None: 61},
    ),
    "everybody said one thing": (
        world_of_topics,
        {Topic.HOME: 48},
        {Topic.OTHER: 7},
    ),
    "feelings, where a share would tell": (
        world_of_feelings,
        {Feeling.GOOD: 30, Feeling.NOT_GOOD: 3, Feeling.REALLY_BAD: 8},
        {Feeling.GOOD: 30, Feeling.NOT_GOOD: 5, Feeling.REALLY_BAD: 6},
    ),
    "answers, nearly all in time or nearly none": (
        world_of_answers,
        {True: 96, False: 4},
        {True: 2, False: 98},
    ),
    "children, by how they took part": (
        world_of_children,
        {PN.PN1: 40, PN.PN2: 5, PN.PN4: 22, PN.PN7: 9},
        {PN.PN1: 43, PN.PN2: 2, PN.PN4: 22, PN.PN7: 9},
    ),
    "whether an agency had any action": (
        world_of_actions,
        {"A": (0, 0), "B": (0, 4), "C": (0, 0)},
        {"A": (0, 0), "B": (0, 0), "C": (2, 3)},
    ),
    "actions, across rows and columns": (
        world_of_actions,
        {"A": (3, 20), "B": (30, 44), "C": (55, 66)},
        {"A": (2, 7), "B": (12, 54), "C": (55, 66)},
    ),
}


class TestNothingHiddenIsInIt:
    @pytest.mark.parametrize("worlds", SAME_TO_THE_EYE.values(), ids=SAME_TO_THE_EYE.keys())
    def test_two_worlds_that_differ_only_in_what_is_hidden_give_the_same_page_byte_for_byte(self, board_member, worlds):
        make, *both = worlds
        answers = []
        for counts in both:
            forget_everything_counted()
            make(counts)
            publishing.publish_closed_quarters(TODAY)
            db.session.commit()
            answers.append(board_member.get("/board/"))
        (page, other_page) = (RANDOM.sub("", answer.text) for answer in answers)

        assert page == other_page
        assert "hidden</i>" in page
        headers, other_headers = (dict(answer.headers) for answer in answers)
        assert len(headers.pop("X-Request-ID")) == len(other_headers.pop("X-Request-ID"))  # random
        assert headers == other_headers

    def test_what_is_frozen_is_the_same_too(self):
        frozen = []
        for make, *both in SAME_TO_THE_EYE.values():
            for counts in both:
                forget_everything_counted()
                make(counts)
                publishing.publish_closed_quarters(TODAY)
                frozen.append(json.dumps(list(db.session.scalars(
                    select(Publication.content).order_by(Publication.table_name)))))  # fmt: skip

        assert frozen[0::2] == frozen[1::2]

    def test_a_large_number_hidden_beside_a_small_one_is_nowhere(self, board_member):
        add_views_by_topic({Topic.HOME: 3, Topic.SCHOOL: 7_331})
        publishing.publish_closed_quarters(TODAY)
        db.session.commit()
        answer = board_member.get("/board/")
        everything = RANDOM.sub("", answer.text) + str(answer.headers) + frozen_text()

        for canary in ("7331", "7,331", "7334", "7,334"):  # the number, and what it makes with the small one
            assert canary not in everything

    def test_large_numbers_hidden_in_rows_and_columns_are_nowhere(self, board_member):
        settings.change("small_number", "10")
        record = ChildRecordFactory(conference=finished_conference())
        for name, in_time, late in (("A", 10, 1_373), ("B", 1_737, 2_111), ("C", 2_222, 2_333)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(late, agency=agency, record=record)
        publishing.publish_closed_quarters(TODAY)
        db.session.commit()
        answer = board_member.get("/board/")
        everything = RANDOM.sub("", answer.text).replace(",", "") + str(answer.headers) + frozen_text()

        assert "2222" in everything
        canaries = (
            1_373,
            1_737,
            2_111,
            10 + 1_373,
            1_737 + 2_111,
            10 + 1_737,
            10 + 1_737 + 2_222,
            1_373 + 2_111 + 2_333,
        )
        for canary in canaries:
            assert str(canary) not in everything


def frozen_text() -> str:
    return json.dumps(list(db.session.scalars(select(Publication.content))))
