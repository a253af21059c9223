"""Who gets what at every address of the service: each address, each role, their own row, somebody else's, none at all.

expected.csv is written by people. To see what the service does now: `python -m tests.integration.access.print_matrix`.
"""

import copy

import pytest

from app import create_app
from app.access import anyone, open_to
from app.extensions import db
from app.models import Role
from tests.authenticator import SITE
from tests.integration.access import walk, world
from tests.integration.access.walk import Place
from tests.integration.access.world import (
    FIRST_TIME,
    HALF_WAY,
    LONG_AGO,
    MISSING,
    NO_ROW,
    NOBODY,
    OWN,
    SOMEONE_ELSES,
    THROUGH_MY_OWN,
)
from tests.integration.conftest import make_config

pytestmark = pytest.mark.timeout(900)  # every role at every address in one test, on a machine however busy

RECORD = "/conferences/<uuid:conference_id>/children/<uuid:record_id>"
CHAIRS_ALONE = (  # what a child reads or holds, and who else has the conference
    "/child-page",
    "/words",
    "/words/stop",
    "/replies/<uuid:reply_id>",
    "/hold",
    "/finish",
    "/open-again",
    "/minutes",
    "/end",
    "/hand-over",
    "<uuid:conference_id>/remove",
)
HOLD_WORDS = (
    "/conferences",
    "/inbox/<uuid:view_id>",
    "/inbox/notes/<uuid:note_id>",
    "/inbox/requests/<uuid:request_id>",
)
WITHOUT_WORDS = {
    "/conferences/all",
    "/conferences/<uuid:conference_id>/reassign",
    "/conferences/guidance/",
    "/conferences/guidance/<code>",
    "/conferences/training",
}
READERS = (Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD, Role.CHAIR)
SETTING_UP = {"/sign-in/set-up", "/sign-in/set-up/app", "/account/passkeys/add"}
# Exports, changes of role, and ways to sign in (ASVS 5.0, 7.5.1 and 7.5.3).
DOES_MUCH = {
    "/account/app/remove",
    "/account/passkeys/<uuid:passkey_id>/remove",
    "/account/passkeys/add",
    "/account/recovery-codes",
    "/administration/approvals/<uuid:approval_id>/approve",
    "/administration/audit.csv",
    "/administration/people/<uuid:person_id>/link",
    "/administration/people/<uuid:person_id>/resume",
    "/administration/people/<uuid:person_id>/role",
    "/administration/people/add",
    "/administration/requests/<uuid:request_id>/file",
    "/administration/requests/new",
    f"{RECORD}/copy",
    "/shadow-board/you/words.json",
    "/shadow-board/you/words.txt",
    "/sign-in/set-up/app",
}


@pytest.fixture(autouse=True)
def _address(app, monkeypatch):
    """Passkeys belong to the address of the service."""
    monkeypatch.setitem(app.config, "SITE_ADDRESS", SITE)


@pytest.fixture
def people(app) -> world.World:
    return world.make_world(app)


@pytest.fixture
def expected() -> walk.Table:
    return walk.read_expected()


def found_at(app, people, rule: str) -> walk.Table:
    return walk.in_words(walk.walk(app, people, [one for one in walk.rules_of(app.url_map) if one.rule == rule]))


def of_rule(table: walk.Table, rule: str) -> walk.Table:
    return {place: cells for place, cells in table.items() if place.rule == rule}


def test_everybody_gets_what_is_written_down_for_them_at_every_address(app, people, expected, database_url):
    rules = walk.rules_of(app.url_map)
    if database_url.startswith("postgresql"):  # the code that decides is the same: of what holds no words, a third
        rules = [one for number, one in enumerate(rules) if number % 3 == 0 or one.rule.startswith(HOLD_WORDS)]
        expected = {place: cells for place, cells in expected.items() if place.rule in {one.rule for one in rules}}
    answers = walk.walk(app, people, rules)

    assert walk.differences(expected, walk.in_words(answers)) == []
    assert told_apart(answers) == []
    check_childrens_words(answers)


def told_apart(answers: walk.Answers) -> list[str]:
    """Addresses at which a row of somebody else's can be told from a row that never was."""
    return [
        f"{place}, as {who}: the page differs from that of a row that is missing."
        for place, found in answers.items()
        for who, answer in found.items()
        if place.whose in (SOMEONE_ELSES, THROUGH_MY_OWN)
        and answer.word == "not found"
        and answer.body != answers[Place(place.rule, place.method, MISSING)][who].body
    ]


def told(answers: walk.Answers, words: str) -> set[tuple[Place, str]]:
    """The answers in which these words stand: from any address, to whoever asked for it."""
    return {
        (place, who)
        for place, cells in answers.items()
        for who, answer in cells.items()
        if words.encode() in answer.body
    }


def check_childrens_words(answers: walk.Answers) -> None:
    """What is recorded of a child is in no answer but to the chair whose conference it is, and who takes its minutes; a
    raw view, and what nobody has decided on that a member wrote, in none but to those who read views.

    Everybody has asked every address for the rows of two chairs, by their ids.
    """
    ours = told(answers, world.OUR_WORDS)

    assert told(answers, world.THEIR_WORDS) == set()
    assert {who for _place, who in ours} == {Role.CHAIR, Role.PARTICIPATION_WORKER, LONG_AGO}
    assert [str(place) for place, _who in ours if not is_about_a_conference(place) or place.whose != OWN] == []
    assert {who for _place, who in told(answers, world.FOR_THE_CHAIR)} == {Role.CHAIR, LONG_AGO}
    reads = {Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD, LONG_AGO}
    assert {who for _place, who in told(answers, world.IN_A_VIEW)} == reads
    assert {who for _place, who in told(answers, world.IN_A_NOTE)} == reads


@pytest.mark.parametrize("who", [NOBODY, Role.YOUNG_ADVISOR, Role.CHAIR, Role.ADMINISTRATOR])
def test_asking_about_a_page_tells_nothing_to_whom_it_does_not_open(app, people, expected, who):
    told = []
    for rule in walk.rules_of(app.url_map):
        place = walk.places_of(rule)[0]
        if place.method == "GET" and expected[place][who] not in (*walk.LET_IN, "not ready"):
            answer = walk.answer_to(app, people, rule, Place(rule.rule, "HEAD", place.whose), who)
            told += [str(place)] if answer.status < 300 or answer.body else []

    assert told == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_nothing_answers_to_any_other_method(app, people, method):
    answered = []
    for rule in walk.rules_of(app.url_map):
        place = Place(rule.rule, method, walk.places_of(rule)[0].whose)
        answered += [str(place)] if walk.answer_to(app, people, rule, place, Role.ADMINISTRATOR).status != 405 else []

    assert answered == []


class TestTheWrittenTable:
    """What it may never say, whatever is added to it."""

    def test_it_asks_as_each_role_and_in_each_state_on_the_way_there(self, expected):
        assert {who for cells in expected.values() for who in cells} == {NOBODY, HALF_WAY, FIRST_TIME, LONG_AGO, *Role}

    def test_a_row_that_is_not_there_opens_to_nobody(self, expected):
        opened = [
            (str(place), who)
            for place, cells in expected.items()
            for who, word in cells.items()
            if place.whose == MISSING and word in walk.LET_IN
        ]

        assert opened == []

    @pytest.mark.parametrize("who", [HALF_WAY, FIRST_TIME])
    def test_before_their_second_step_nobody_gets_further_than_to_it(self, expected, who):
        further = {
            place.rule
            for place, cells in expected.items()
            if cells[who] in walk.LET_IN and cells[NOBODY] not in walk.LET_IN
        }

        assert further == {"/sign-in/code"} | (SETTING_UP if who == FIRST_TIME else set())

    def test_whoever_has_a_second_step_sets_up_no_other_with_their_passphrase_alone(self, expected):
        assert {cells[HALF_WAY] for place, cells in expected.items() if place.rule in SETTING_UP} == {
            "second step",
            "sign in",
        }

    def test_what_does_much_asks_again_who_they_are(self, expected):
        asks = {place.rule for place, cells in expected.items() if cells[LONG_AGO] == "confirm"}

        assert asks >= DOES_MUCH

    @pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
    def test_a_childs_words_open_to_nobody_but_those_who_work_with_them(self, expected, role):
        opened = [str(place) for place, cells in expected.items() if cells[role] in walk.LET_IN and holds_words(place)]

        assert opened == []

    def test_a_chair_opens_no_view(self, expected):
        opened = [
            str(place)
            for place, cells in expected.items()
            if holds_words(place) and not is_about_a_conference(place) and cells[Role.CHAIR] in walk.LET_IN
        ]

        assert opened == []

    def test_a_participation_worker_only_writes_in_the_one_conference_whose_chair_asked_them(self, expected):
        opened = [
            place
            for place, cells in expected.items()
            if is_about_a_conference(place) and cells[Role.PARTICIPATION_WORKER] in walk.LET_IN
        ]

        assert {place.whose for place in opened} == {OWN, NO_ROW}
        assert [str(place) for place in opened if place.rule.endswith(CHAIRS_ALONE)] == []

    def test_nobody_decides_or_changes_anything_about_their_own_account(self, expected):
        done = [
            str(place)
            for place, cells in expected.items()
            if place.rule.startswith("/administration/")
            and not place.rule.endswith("/withdraw")  # to take back what one asked for gives nobody anything
            and (place.method, place.whose) == ("POST", OWN)
            and cells[Role.ADMINISTRATOR] not in ("refused", "shown back")
        ]

        assert done == []


def holds_words(place: Place) -> bool:
    return place.rule.startswith(("/inbox", "/alerts")) or is_about_a_conference(place)


def is_about_a_conference(place: Place) -> bool:
    """The manager's own pages are about conferences too, and hold no word: `check_childrens_words` reads them."""
    return place.rule.startswith("/conferences") and place.rule not in WITHOUT_WORDS


class TestTheComparison:
    """That it would say so, if something were wrong."""

    def test_a_cell_that_differs_is_named(self, app, people, expected):
        wrong = copy.deepcopy(of_rule(expected, RECORD))
        wrong[Place(RECORD, "GET", OWN)][Role.BOARD_MEMBER] = "opens"

        assert walk.differences(wrong, found_at(app, people, RECORD)) == [
            f"GET {RECORD} (own), as board member: expected.csv says 'opens', and they get 'forbidden'."
        ]

    def test_an_address_that_nobody_has_written_down_is_named(self, app, people, expected):
        del expected[Place(RECORD, "POST", SOMEONE_ELSES)]

        assert walk.differences(of_rule(expected, RECORD), found_at(app, people, RECORD)) == [
            f"POST {RECORD} (someone else's) answers, and expected.csv does not say who may open it."
        ]

    def test_an_address_that_is_gone_is_named(self, expected):
        gone = {Place("/gone", "GET", NO_ROW): dict.fromkeys(world.WHO, "opens")}

        assert walk.differences(gone, {}) == ["GET /gone is in expected.csv, and no such address answers."]

    def test_a_page_opened_to_too_many_is_found(self, app, people, expected, monkeypatch):
        monkeypatch.setattr(app.view_functions["board.show_figures"], "open_to", anyone)
        found = walk.differences(of_rule(expected, "/board/"), found_at(app, people, "/board/"))

        assert "GET /board/, as young advisor: expected.csv says 'forbidden', and they get 'opens'." in found
        assert len(found) == len(world.WHO) - 2  # everybody but board members, also those who came in long ago

    def test_a_page_that_forgets_whose_row_it_is_is_found(self, app, people, expected, monkeypatch):
        rule = "/conferences/<uuid:conference_id>"
        monkeypatch.setitem(app.view_functions, "chairs.show_conference", open_to(anyone)(lambda conference_id: "open"))
        found = walk.differences(of_rule(expected, rule), found_at(app, people, rule))

        assert (
            f"GET {rule} (someone else's), as conference chair: expected.csv says 'not found', and they get 'opens'."
        ) in found

    def test_a_new_page_is_found_in_the_service_itself(self, tmp_path, assets_folder, expected):
        another = create_app(make_config(f"sqlite:///{tmp_path}/another.db", assets_folder))
        another.get("/left-open")(open_to(anyone)(lambda: "open"))
        places = {
            place: expected.get(place, {}) for rule in walk.rules_of(another.url_map) for place in walk.places_of(rule)
        }
        with another.app_context():
            db.engine.dispose()

        assert walk.differences(expected, places) == [
            "GET /left-open answers, and expected.csv does not say who may open it."
        ]

    def test_a_kind_of_row_that_nobody_has_made_is_asked_for(self, people):
        with pytest.raises(world.UnknownRow, match="An address holds <quilt_id>"):
            people.rows_for(NOBODY, OWN, ["quilt_id"])
