"""Every form of the service takes whatever it is sent: never a 500, and nothing half-stored."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import hypothesis
import pytest
from flask import Flask, abort
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from sqlalchemy import select, update
from werkzeug.routing import Rule

from app.access import anyone, open_to
from app.extensions import db
from app.forms import as_typed
from app.models import KeptWork, Setting, SignIn, View, utc_now
from app.young_people.forms.choices import LONGEST
from tests import naughty
from tests.authenticator import SITE
from tests.factories import PersonFactory
from tests.integration.access import walk
from tests.integration.access.world import make_world
from tests.integration.house import hostile, scenes
from tests.integration.house.hostile import FORM, Form
from tests.integration.house.scenes import (
    Scene,
    State,
    by_state,
    nothing_more,
    part_of,
    scene_at,
    state_at,
    who_may,
)

pytestmark = pytest.mark.timeout(900)  # hundreds of requests in one test, on a machine however busy

LARGE = ("account", "administration", "conferences", "meeting", "say")
OTHERS = "all the others"
PARTS = (*LARGE, OTHERS)
APP = Path(__file__).parents[3] / "app"
# What pages ask their address for, after the question mark.
ASKED = sorted(set(re.findall(r'args\.get(?:list)?\(\s*"(\w+)"', "".join(map(Path.read_text, APP.rglob("*.py"))))))
PAGES = frozenset({200, 204, 302, 303, 400, 404, 409})
INTERRUPTED = ["chairs.save_record", "chairs.add_action", "participation.open_view", "administration.add_person"]
NOT_FOR_PEOPLE = {"machines.live", "machines.ready", "machines.show_metrics", "young_people.leave"}
# A form is opened, sent and looked at in every case: there are fewer of them than elsewhere.
FEWER = {"sqlite": 10, "postgresql": 20}
MOST = 250  # `make soak`


def forms_of(app: Flask, part: str) -> list[Rule]:
    """The addresses that take a form."""
    rules = [rule for rule in walk.rules_of(app.url_map) if "POST" in (rule.methods or ())]
    return [rule for rule in rules if part == (part_of(rule.rule) if part_of(rule.rule) in LARGE else OTHERS)]


@pytest.fixture(autouse=True)
def _address(app, monkeypatch):
    """Passkeys belong to the address of the service."""
    monkeypatch.setitem(app.config, "SITE_ADDRESS", SITE)


@pytest.fixture
def how_many(database_url) -> int:
    fewer = next(fewer for database, fewer in FEWER.items() if database_url.startswith(database))
    return min(hypothesis.settings().max_examples // fewer, MOST)


def cases(how_many: int) -> hypothesis.settings:
    """So many of them, on a machine however busy. To look for a shorter one when one fails would take minutes."""
    return hypothesis.settings(
        max_examples=how_many,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@pytest.mark.parametrize("part", PARTS)
def test_a_form_takes_whatever_it_is_sent(app, subtests, how_many, part):
    world, rules = make_world(app), forms_of(app, part)
    found: dict[str, Form] = {}  # one that is not on the page just now may be sent all the same
    for prepare, senders in by_state(rules).items():
        fewer = how_many if prepare is nothing_more else max(1, how_many // 2)
        with state_at(app, world, prepare) as state:
            for rule, sender in senders:
                scene = Scene(app, world, rule, sender, state)
                with walk.undone(), subtests.test(str(scene)):
                    if form := scene.form():
                        found[rule.rule] = form
                    send_hostile_answers(scene, found.get(rule.rule, Form()), fewer)

    assert hidden(rules, found) == [], "None of their fields was sent: say in scenes.SHOWN_ON on which page each stands"


def hidden(rules: list[Rule], found: dict[str, Form]) -> list[str]:
    """The forms that nobody was shown in any state."""
    return [rule.endpoint for rule in rules if rule.rule not in found and rule.endpoint not in scenes.NO_PAGE_SHOWS_IT]


def send_hostile_answers(scene: Scene, form: Form, how_many: int) -> None:
    token = ("csrf_token", scene.token)

    @cases(how_many)
    @given(hostile.answers_to(form, scene.world.row_ids()))
    def send(answers: hostile.Pairs) -> None:
        scene.send(hostile.encode([token, *answers]))

    send()


@pytest.mark.parametrize("part", PARTS)
def test_a_form_takes_bytes_that_no_page_of_ours_sends(app, database_url, subtests, part):
    world, rules = make_world(app), forms_of(app, part)
    with state_at(app, world) as state:
        for rule in rules:
            scene = Scene(app, world, rule, who_may(rule, "POST")[0], state)
            form = scene.form() or Form()
            bodies = hostile.strange_bodies(form, scene.token)
            if rule is rules[0]:  # the others refuse these in the same place (app/limits.py)
                bodies |= hostile.other_kinds(form, scene.token)
            if database_url.startswith("postgresql"):
                bodies = {"not UTF-8": bodies["not UTF-8"]}  # the others never get as far as the database
            for name, (body, kind) in bodies.items():
                with subtests.test(f"{scene}: {name}"):
                    scene.send(body, kind)


def test_an_address_takes_whatever_stands_after_its_question_mark(app, subtests, how_many):
    world = make_world(app)
    for rule in walk.rules_of(app.url_map):
        if "GET" in rule.methods and rule.endpoint not in NOT_FOR_PEOPLE:
            sender = who_may(rule, "GET")[0]
            with subtests.test(f"{rule.rule} as {sender.who}"):
                ask_hostile_questions(Scene(app, world, rule, sender, State("asked", None, {})), max(1, how_many // 4))


def ask_hostile_questions(scene: Scene, how_many: int) -> None:
    form = Form({name: ["1"] for name in ASKED})
    with walk.undone():
        shown = scene.visitor().get(scene.address)
    for element in shown.page.soup.select("form[method=get] [name]") if hasattr(shown, "page") else []:
        hostile.read_field(form, element)

    @cases(how_many)
    @given(hostile.answers_to(form, scene.world.row_ids()))
    def get(answers: hostile.Pairs) -> None:
        with walk.undone():
            response = scene.visitor().get(f"{scene.address}?{hostile.encode(answers).decode()}")
            assert response.status_code in PAGES, f"{scene}: {response.status_code}"

    get()


def test_an_address_takes_whatever_stands_in_the_place_of_its_token(app, subtests, how_many):
    visitor = app.test_client()

    @cases(how_many)
    @given(hostile.texts(("a token",)))
    def get(token: str | bytes) -> None:
        with walk.undone():
            assert visitor.get(f"/join/{quote(token, safe='')}").status_code in (200, 301, 308, 404)

    get()


def test_what_a_young_person_types_arrives_as_it_was_typed(app, how_many):
    worker = app.test_client().sign_in(PersonFactory())

    @cases(how_many)
    @given((st.sampled_from(naughty.EVERYTHING) | st.text(max_size=80)).filter(is_worth_saying))
    def say(words: str) -> None:
        with walk.undone():
            visitor = app.test_client()
            scenes.answer_everything(visitor, words=words)
            visitor.fill_in("/say/6")
            view = db.session.scalars(select(View)).one()

            assert view.words == as_typed(words)
            assert view.words in worker.get(f"/inbox/{view.id}").page.said

    say()


def is_worth_saying(words: str) -> bool:
    typed = as_typed(words) or ""
    return bool(typed.strip()) and len(typed) <= LONGEST


@pytest.mark.parametrize("endpoint", INTERRUPTED)
def test_what_is_sent_when_they_are_signed_out_waits_for_them_whatever_it_is(app, how_many, endpoint):
    world, rule = make_world(app), next(app.url_map.iter_rules(endpoint))
    with scene_at(app, world, rule) as scene:
        token, form = ("csrf_token", scene.token), scene.form()

        @cases(how_many)
        @given(hostile.answers_to(form, world.row_ids()))
        def send(answers: hostile.Pairs) -> None:
            with walk.undone():
                all_sign_ins_end(at=utc_now())
                sent = scene.visitor().post(scene.address, data=hostile.encode([token, *answers]), content_type=FORM)
                assert sent.status_code in (403, 413)
                assert scene.changed() <= scenes.NOTES | {KeptWork.__tablename__}

                all_sign_ins_end(at=None)  # it is their browser again
                assert scene.visitor().get("/kept").status_code == 200

        send()


def all_sign_ins_end(*, at: datetime | None) -> None:
    db.session.execute(update(SignIn).values(ended_at=at))
    db.session.commit()


class TestTheTestItself:
    """That it would find out."""

    @pytest.fixture
    def scene(self, app):
        world, (rule, *_others) = make_world(app), app.url_map.iter_rules("participation.acknowledge")
        with scene_at(app, world, rule) as scene:
            yield scene

    def acknowledge(self, app, monkeypatch, act) -> None:
        monkeypatch.setitem(app.view_functions, "participation.acknowledge", open_to(anyone)(act))

    def test_a_form_that_breaks(self, app, scene, monkeypatch):
        self.acknowledge(app, monkeypatch, lambda alert_id: str(1 / 0))

        with pytest.raises(ZeroDivisionError):
            scene.send(hostile.encode([("csrf_token", scene.token)]))

    def test_a_form_that_stores_something_and_then_says_that_it_did_not(self, app, scene, monkeypatch):
        def store_and_refuse(alert_id) -> None:
            db.session.add(Setting(name="team_size", value={"value": 7}))
            db.session.commit()
            abort(400)

        self.acknowledge(app, monkeypatch, store_and_refuse)

        with pytest.raises(AssertionError, match="400, and something is stored"):
            scene.send(hostile.encode([("csrf_token", scene.token)]))

    def test_a_page_whose_html_is_broken(self, app, scene, monkeypatch):
        self.acknowledge(app, monkeypatch, lambda alert_id: "<h1>Thank you<p></h1>")

        with pytest.raises(AssertionError, match="The HTML is broken"):
            scene.send(hostile.encode([("csrf_token", scene.token)]))
