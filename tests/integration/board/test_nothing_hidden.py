"""Nothing that a board member gets depends on what is hidden: no page, no file, no header, no size."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Conference, Person, Publication, Role
from app.models.codes import Category, Feeling, ParticipationCode, Topic
from app.services import powers, publishing, settings
from app.services.figures import CATALOGUE, OF_A_QUARTER
from app.services.powers import Power
from tests.authenticator import SITE
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
from tests.integration.access.walk import answer_to, read_expected
from tests.integration.access.world import OWN, make_world
from tests.page import ROW_ID
from tests.visitor import Visitor

TODAY = date(2026, 11, 17)
PN = ParticipationCode
TOKEN = re.compile(rb'<input[^>]* name="(?:csrf_token|once)"[^>]*>')  # new each time a form is opened


@pytest.fixture
def board_member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


def publish() -> None:
    publishing.publish_closed_quarters(TODAY)
    publishing.publish_closed_years(TODAY)
    db.session.commit()


def addresses_of(*tables: str) -> list[str]:
    return ["/board/", *(f"/board/figures/{table}{ending}" for table in tables for ending in ("", ".csv", ".xlsx"))]


def every_address() -> list[str]:
    """All that a board member can ask for without knowing a row, and each table of figures in all its forms."""
    rules = [rule for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith("board.")]
    plain = {rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments}
    return sorted(plain | set(addresses_of(*(figure.name for figure in OF_A_QUARTER))))


def answers(browser, addresses: list[str]) -> dict[str, tuple]:
    """What comes back from each: everything but the token of its form and the number of the request."""
    return {address: masked(get(browser, address)) for address in addresses}


def get(browser: Visitor, address: str) -> TestResponse:
    """What comes back, however it is written: that each page is right is for other tests."""
    return FlaskClient.open(browser, address)


def masked(answer) -> tuple:
    headers = dict(answer.headers)
    return answer.status_code, TOKEN.sub(b"", answer.data), headers | {"X-Request-ID": len(headers["X-Request-ID"])}


def world_of_topics(counts: dict) -> None:
    add_views_by_topic(counts)


def world_of_feelings(counts: dict) -> None:
    for feeling, number in counts.items():
        add_views(number, feeling=feeling, topic=Topic.HOME)


def world_of_answers(counts: dict) -> None:
    for is_in_time, number in counts.items():
        add_views(number, answered_at=SUMMER if is_in_time else None)


def conference(held_on: date = date(2026, 8, 4)) -> Conference:
    """Of the same chair in every world: who works here, and is trained, everybody on the board can read."""
    chair = db.session.scalar(select(Person).filter_by(role=Role.CHAIR)) or PersonFactory(role=Role.CHAIR)
    return finished_conference(held_on, chair=chair)


def world_of_children(counts: dict) -> None:
    for code, number in counts.items():
        add_records(number, conference=conference(), code=code)


def world_of_actions(counts: dict) -> None:
    record = ChildRecordFactory(conference=conference())
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
        {Topic.OTHER: 48},
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
        {"A": (0, 0), "B": (0, 0), "C": (0, 5)},
    ),
    "actions, of each agency": (
        world_of_actions,
        {"A": (3, 20), "B": (2, 44), "C": (55, 66)},
        {"A": (1, 22), "B": (4, 42), "C": (55, 66)},
    ),
}


TABLES = {
    world_of_topics: "views_by_topic",
    world_of_feelings: "views_by_feeling",
    world_of_answers: "answered_in_time",
    world_of_children: "children_by_participation",
    world_of_actions: "actions_on_time",
}


class TestNothingHiddenIsInIt:
    @pytest.mark.parametrize("worlds", SAME_TO_THE_EYE.values(), ids=SAME_TO_THE_EYE.keys())
    def test_two_worlds_that_differ_only_in_what_is_hidden_give_the_same_bytes(self, board_member, worlds):
        make, *both = worlds
        found = []
        for counts in both:
            forget_everything_counted()
            make(counts)
            publish()
            found.append(answers(board_member, addresses_of(TABLES[make])))

        assert found[0] == found[1]
        assert b"hidden</i>" in found[0]["/board/"][1]

    def test_so_does_every_address_of_the_board_when_all_of_them_differ_at_once(self, board_member):
        kinds = ("a small number and the one hidden with it", "children, by how they took part")
        kinds += ("actions, of each agency",)
        found = []
        for world in (1, 2):
            forget_everything_counted()
            for kind in kinds:
                SAME_TO_THE_EYE[kind][0](SAME_TO_THE_EYE[kind][world])
            publish()
            found.append(answers(board_member, every_address()))

        assert len(found[0]) > 3 * len(OF_A_QUARTER) + 5
        assert {status for status, _body, _headers in found[0].values()} == {200}
        assert [address for address in found[0] if found[0][address] != found[1][address]] == []

    def test_so_does_every_table_that_only_a_year_has(self, board_member):
        found = []
        for number_by_code in (
            {PN.PN1: (30, 20, 20), PN.PN7: (3, 27, 20)},
            {PN.PN1: (28, 22, 20), PN.PN7: (5, 25, 20)},
        ):
            forget_everything_counted()
            add_views(30, sent_at=datetime(2025, 5, 5, 12, tzinfo=UTC))
            held = conference(date(2025, 8, 4))
            for code, numbers in number_by_code.items():
                for category, number in zip((Category.NEG, Category.PHY, Category.EMO), numbers, strict=True):
                    add_records(number, conference=held, code=code, category=category)
            publish()
            tables = addresses_of(*(figure.name for figure in CATALOGUE if figure.only_years))
            found.append(answers(board_member, [f"{address}?period=2025-26" for address in tables]))

        by_category = found[0]["/board/figures/participation_by_category?period=2025-26"][1].decode()
        assert {status for status, _body, _headers in found[0].values()} == {200}
        assert [says(by_category, number) for number in (33, 47, 70, 50, 30, 27)] == [True] * 4 + [False] * 2
        assert [address for address in found[0] if found[0][address] != found[1][address]] == []

    def test_the_comparison_sees_a_number_that_is_shown(self, board_member):
        found = []
        for meetings in (61, 62):
            forget_everything_counted()
            add_views_by_topic({Topic.HOME: 30, Topic.MEETING: meetings})
            publish()
            found.append(answers(board_member, addresses_of("views_by_topic")))

        assert [address for address in found[0] if found[0][address] == found[1][address]] == []

    def test_what_is_frozen_is_the_same_too(self):
        frozen = []
        for make, *both in SAME_TO_THE_EYE.values():
            for counts in both:
                forget_everything_counted()
                make(counts)
                publish()
                frozen.append(json.dumps(list(db.session.scalars(
                    select(Publication.content).order_by(Publication.table_name)))))  # fmt: skip

        assert frozen[0::2] == frozen[1::2]

    def test_a_large_number_hidden_beside_a_small_one_is_nowhere(self, board_member):
        add_views_by_topic({Topic.HOME: 3, Topic.SCHOOL: 7_331})
        publish()

        assert found_in(board_member, addresses_of("views_by_topic"), 7_331) == []

    def test_large_numbers_of_an_agency_with_few_late_are_nowhere(self, board_member):
        settings.change("small_number", "10")
        record = ChildRecordFactory(conference=finished_conference())
        for name, in_time, late in (("A", 10, 1_373), ("B", 1_737, 9), ("C", 2_222, 2_333)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(late, agency=agency, record=record)
        publish()
        addresses = addresses_of("actions_on_time")

        assert found_in(board_member, addresses, 2_222) != []
        assert found_in(board_member, addresses, 1_373, 1_737, 1_373 + 9, 10 + 1_737, 1_373 + 9 + 2_333) == []


class TestEverybody:
    def test_nobody_meets_a_count_that_is_hidden_at_any_address(self, app):
        count_canaries()

        found = {role: found_in(at_their_browser(app, role), to_ask(role), *counts_of(role)) for role in Role}

        assert found == {role: [] for role in Role}

    def test_nor_at_an_address_that_names_something_of_theirs(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "SITE_ADDRESS", SITE)
        people = make_world(app)
        db.session.execute(delete(Publication))  # of its own: nobody counted it
        count_canaries()
        rules = {rule.rule: rule for rule in app.url_map.iter_rules()}
        opened = [
            (place, role, as_said(answer_to(app, people, rules[place.rule], place, role).body))
            for place, who in read_expected().items()
            if (place.method, place.whose) == ("GET", OWN) and not place.rule.startswith("/board/figures/")
            for role in Role
            if who[role] == "opens"
        ]

        assert len(opened) > 100
        assert [
            (place, role) for place, role, text in opened if any(says(text, each) for each in counts_of(role))
        ] == []


def count_canaries() -> None:
    """Counts that stand out, each hidden with a small one beside it."""
    add_views_by_topic({Topic.HOME: 4_711, Topic.SCHOOL: 2})
    for code, number in ((PN.PN1, 1_373), (PN.PN7, 1)):
        add_records(number, conference=finished_conference(), code=code)
    record = ChildRecordFactory(conference=finished_conference())
    add_actions(2_833, agency=AgencyFactory(), record=record)
    add_actions(3, agency=AgencyFactory(), record=record, done_on=date(2026, 8, 1))
    publish()


def counts_of(role: Role) -> tuple[int, ...]:
    """What this role may not meet. Whoever reads views, or looks after every conference, knows how many they are."""
    of_views, of_children = (4_711,), (1_373, 2_833)
    may = {power: powers.may(role, power) for power in Power}
    return (*(() if may[Power.READ_VIEWS] else of_views), *(() if may[Power.OVERSEE_CONFERENCES] else of_children))


def of_everybody() -> set[str]:
    """Young people's pages, the same for whoever opens them: one role asks for them."""
    return {rule.rule for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith("young_people.")}


def to_ask(role: Role) -> list[str]:
    """Every address that opens for this role and names no row, and each table of figures in all its forms."""
    opens = {place.rule for place, cells in read_expected().items() if place.method == "GET" and cells[role] == "opens"}
    plain = {rule for rule in opens if "<" not in rule and (role.is_young or rule not in of_everybody())}
    return sorted(
        plain | set(addresses_of(*(figure.name for figure in OF_A_QUARTER)) if role is Role.BOARD_MEMBER else [])
    )


def at_their_browser(app, role: Role) -> Visitor:
    agency = AgencyFactory() if role is Role.AGENCY_LEAD else None
    browser: Visitor = app.test_client()
    return browser.sign_in(PersonFactory(role=role, agency_id=agency and agency.id))


def found_in(browser, addresses: list[str], *canaries: int) -> list[str]:
    """Each of these numbers, and where it stands: at an address, or in what is frozen."""
    texts = {address: as_text(get(browser, address)) for address in addresses} | {"frozen": frozen_text()}
    return [f"{canary} at {place}" for place, text in texts.items() for canary in canaries if says(text, canary)]


def as_text(answer) -> str:
    """Its headers, and all that it says: of a workbook, each file in it."""
    headers = str({name: value for name, value in answer.headers.items() if name != "X-Request-ID"})
    if not answer.data.startswith(b"PK"):
        return ROW_ID.sub("", headers + TOKEN.sub(b"", answer.data).decode())
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return headers + "".join(book.read(name).decode() for name in book.namelist())


def as_said(body: bytes) -> str:
    return ROW_ID.sub("", TOKEN.sub(b"", body).decode())


def says(text: str, canary: int) -> bool:
    """Whether the number stands there by itself, with or without a comma: not within an id or a longer number."""
    return bool(re.search(rf"(?<![0-9A-Za-z])(?:{canary}|{canary:,})(?![0-9A-Za-z])", text))


def frozen_text() -> str:
    return json.dumps(list(db.session.scalars(select(Publication.content))))
