"""Pieces of pages that are made once: the same for everybody, and never older than what they are made from."""

import re

import pytest
from jinja2 import meta

from app.kept_pieces import EXTENSION, kept
from app.services import settings
from app.young_people.forms.saying import TopicForm

PIECE = re.compile(r"""\bkept\(["']([^"']+)["']""")
# What is the same for everybody, but for the two that a piece is given.
MAY_ASK_FOR = {"_", "gettext", "ngettext", "icon", "kept", "languages", "settings", "url_for", "field", "is_marked"}
TOPICS = "young_people/choices/topic.html"


def source_of(app, name):
    return app.jinja_env.loader.get_source(app.jinja_env, name)[0]


def pieces(app):
    return {piece for name in app.jinja_env.list_templates() for piece in PIECE.findall(source_of(app, name))}


@pytest.fixture
def page(app):
    with app.test_request_context("/say/1"):
        yield


def test_a_piece_asks_for_nothing_that_differs_from_one_person_to_another(app):
    asked = {name: meta.find_undeclared_variables(app.jinja_env.parse(source_of(app, name))) for name in pieces(app)}

    assert asked
    assert {name: sorted(names - MAY_ASK_FOR) for name, names in asked.items() if names - MAY_ASK_FOR} == {}


def test_no_address_in_a_piece_depends_on_the_page_it_is_made_for(app):
    assert [name for name in pieces(app) if re.search(r"url_for\(.\.", source_of(app, name))] == []


@pytest.mark.usefixtures("page")
class TestAQuestion:
    def test_whoever_picked_nothing_is_not_shown_what_somebody_else_picked(self):
        assert 'value="school" checked' in kept(TOPICS, field=TopicForm(data={"topic": "school"}).topic)
        assert "checked" not in kept(TOPICS, field=TopicForm(data={}).topic)

    def test_it_is_made_once_for_all_who_picked_the_same(self):
        first, second = (kept(TOPICS, field=TopicForm(data={"topic": "school"}).topic) for _ in range(2))

        assert first is second

    def test_what_nobody_was_offered_is_not_kept(self, app):
        before = dict(app.extensions[EXTENSION])

        kept(TOPICS, field=TopicForm(data={"topic": "something of their own"}).topic)

        assert app.extensions[EXTENSION] == before

    def test_what_is_said_to_one_is_not_said_to_the_next(self):
        field = TopicForm(data={}).topic
        field.errors = ["Pick one from the list"]

        assert "Pick one from the list" in kept(TOPICS, field=field)
        assert "Pick one from the list" not in kept(TOPICS, field=TopicForm(data={}).topic)


@pytest.mark.usefixtures("page")
def test_another_number_stands_there_as_soon_as_it_is_in_force():
    before = kept("components/footer.html")

    settings.change("childline_number", "0800 2222")

    assert "0800 1111" in before
    assert "0800 2222" in kept("components/footer.html")


def test_behind_an_address_that_a_request_said_nothing_is_kept(app):
    before = dict(app.extensions[EXTENSION])

    with app.test_request_context("/say/1", base_url="http://localhost/elsewhere"):
        assert "/elsewhere/" in kept("components/footer.html")

    assert app.extensions[EXTENSION] == before
