"""What the documents say is so."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

import config
from app.services import notices
from app.services.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def settings_read() -> set[str]:
    """The name of every setting of the machine that is read."""
    read = set(re.findall(r'found(?:\.get\(|\[)"([A-Z_]+)"', inspect.getsource(config))) | {"SETTINGS_FILE"}
    in_files = {f"{name}_FILE" for name in config.MAY_STAND_IN_A_FILE}
    return read | in_files | {*config.NEEDED, *config.TEXTS, *config.NUMBERS}


def test_every_setting_of_the_machine_is_in_the_readme():
    assert {name for name in settings_read() if f"`{name}`" not in README} == set()


def test_every_setting_of_the_board_is_in_the_readme():
    assert [field.name for field in fields(Settings) if f"`{field.name}`" not in README] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document):
    links = re.findall(r"\]\((?!http|#)([^)#]+)", document.read_text()) + re.findall(
        r'src="([^"]+)"', document.read_text()
    )

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_is_one_there_is(app_commands, document):
    for group, command in re.findall(
        rf"(?:flask|heard) (?:--app wsgi )?({'|'.join(app_commands)}) (\w[\w-]*)",
        document.read_text(),
    ):
        assert command in app_commands[group], f"flask {group} {command}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_option_is_one_its_command_has(app_commands, document):
    for group, command, rest in re.findall(
        rf"(?:flask|heard) (?:--app wsgi )?({'|'.join(app_commands)}) (\w[\w-]*)([^`|\n]*)",
        document.read_text(),
    ):
        said = set(re.findall(r"(?<!\S)--[\w-]+", rest))
        assert said <= options_of(app_commands[group][command]), f"flask {group} {command}{rest}"


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


@pytest.fixture(scope="module")
def app_commands():
    from flask_migrate.cli import db

    from app.assets import assets
    from app.cli import (
        agencies,
        audit,
        backup,
        clocks,
        demo,
        figures,
        keys,
        outbox_commands,
        people,
        privacy,
        retention,
        settings,
    )

    groups = {"people": people, "agencies": agencies, "demo": demo, "figures": figures, "settings": settings, "db": db}
    groups |= {"audit": audit, "clocks": clocks, "keys": keys, "outbox": outbox_commands, "retention": retention}
    groups |= {"backup": backup, "privacy": privacy}
    return {name: group.commands for name, group in (groups | {"assets": assets}).items()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_is_in_the_makefile(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text(), flags=re.MULTILINE)) <= targets


def test_every_part_of_the_program_stands_in_the_readmes_map():
    parts = {path.name for path in (ROOT / "app").iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert {part for part in parts if f" {part}/ " not in README} == set()


def test_every_sentence_that_staff_are_sent_stands_in_telling():
    telling = (ROOT / "docs" / "telling.md").read_text()

    assert [said for said in notices.WORDS.values() if f"| {said} |" not in telling] == []


def test_decisions_are_dated():
    for decision in (ROOT / "docs" / "decisions").glob("*.md"):
        assert re.search(r"^20\d\d-\d\d-\d\d$", decision.read_text(), flags=re.MULTILINE), decision.name
