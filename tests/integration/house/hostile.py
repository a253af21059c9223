"""What a form may be sent by a browser that is broken, a script that guesses, or somebody who means harm."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode, urlsplit

from bs4 import Tag
from hypothesis import strategies as st

from tests import naughty
from tests.integration.access.world import PASSPHRASE, USERNAME
from tests.page import Page

Pairs = list[tuple[str, str | bytes]]

FORM = "application/x-www-form-urlencoded"
# What somebody fills in with thought, by the last part of a field's name, where what follows would be refused.
HONEST = {
    "again": [PASSPHRASE],
    "code": ["123456"],
    "done_on": ["2026-11-12"],
    "due_on": ["2026-12-01"],
    "held_on": ["2026-11-10"],
    "passphrase": [PASSPHRASE],
    "present_passphrase": [PASSPHRASE],
    "strategy_discussion_on": ["2026-11-03"],
    "username": [USERNAME, "somebody.new@example.org"],
    "year": ["2019"],
}
HONEST_TEXTS = ["NB-2041", "I would like to see my brother more often."]
HONEST_DAYS = ["2026-11-10", "2026-11-16"]
BOXES = ("radio", "checkbox", "submit")


@dataclass
class Form:
    """The fields of a form as a page shows it: each with the answers that somebody honest may give."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)  # boxes to tick
    optional: set[str] = field(default_factory=set)  # what a browser sends only when it was ticked or pressed

    def add(self, name: str, *answers: str) -> None:
        known = self.fields.setdefault(name, [])
        known += [answer for answer in answers if answer not in known]


def read_forms(page: Page, address: str) -> dict[str, Form]:
    """The forms on a page that change something, by the path each is sent to. Two that go to the same are one."""
    forms: dict[str, Form] = {}
    for shown in page.soup.select("form[method=post]"):
        actions = [shown.get("action") or address, *(button["formaction"] for button in shown.select("[formaction]"))]
        for action in actions:
            form = forms.setdefault(urlsplit(str(action)).path, Form())
            for element in shown.select("[name]"):
                read_field(form, element)
    return forms


def read_field(form: Form, element: Tag) -> None:
    name, kind = str(element["name"]), str(element.get("type", "text"))
    if name == "csrf_token":
        return
    if element.name == "select":
        form.add(name, *(str(option.get("value", "")) for option in element.select("option")))
    elif element.name == "button" or kind in BOXES:
        form.add(name, str(element.get("value", "on")))
        form.optional.add(name)
        if kind == "checkbox":
            form.several.add(name)
    elif kind == "hidden":
        form.add(name, str(element.get("value", "")))
    else:
        stands_there = element.get_text() if element.name == "textarea" else str(element.get("value", ""))
        form.add(name, *filter(None, [stands_there]), *honest_answers(name, kind))


def honest_answers(name: str, kind: str) -> Sequence[str]:
    return HONEST.get(name.rpartition("-")[2]) or (HONEST_DAYS if kind == "date" else HONEST_TEXTS)


@cache
def texts(rows: tuple[str, ...]) -> st.SearchStrategy[str | bytes]:
    """Anything that can stand in a field: naughty texts, numbers, days, ids of rows that are somebody else's, noise."""
    return st.one_of(
        st.sampled_from(naughty.EVERYTHING),
        st.sampled_from(naughty.EVERYTHING),
        st.sampled_from(naughty.EVERYTHING),
        st.sampled_from(rows),
        st.text(max_size=60),
        st.integers().map(str),
        st.dates().map(str),
        st.datetimes().map(str),
        st.uuids().map(str),
        st.binary(min_size=1, max_size=8),  # seldom UTF-8
        st.tuples(st.sampled_from(["a", "é", "👋🏿", "\x00", " ", "9", "<b>"]), st.integers(1, 6_000)).map(
            lambda x: x[0] * x[1]
        ),
    )


@st.composite
def answers_to(draw: st.DrawFn, form: Form, rows: tuple[str, ...]) -> Pairs:
    """The form filled in by somebody honest, and then some of it spoilt."""
    names = sorted(form.fields)
    spoilt = draw(st.sets(st.sampled_from(names), min_size=1)) if names else set()
    pairs: Pairs = []
    for name in names:
        honest = draw(honest_values(form, name))
        pairs += [(name, value) for value in (draw(spoilt_values(honest, rows)) if name in spoilt else honest)]
    if not names or draw(st.integers(0, 4)) == 0:
        pairs += draw(st.lists(st.tuples(st.text(max_size=20), texts(rows)), min_size=1, max_size=3))
    return pairs


def honest_values(form: Form, name: str) -> st.SearchStrategy[list[str]]:
    answers = form.fields[name]
    if name in form.several:
        return st.lists(st.sampled_from(answers), unique=True)
    one = st.sampled_from(answers).map(lambda answer: [answer])
    return one | st.just([]) if name in form.optional else one


def spoilt_values(honest: list[str], rows: tuple[str, ...]) -> st.SearchStrategy[list[str | bytes]]:
    """Something else, the answer and something else, the answer twice, or nothing at all."""
    other = texts(rows)
    return st.one_of(
        other.map(lambda text: [text]),
        other.map(lambda text: [text]),
        other.map(lambda text: [*honest, text]),
        other.map(lambda text: [text, *honest]),
        st.just([*honest, *honest]),
        st.just([]),
    )


def encode(pairs: Pairs) -> bytes:
    """As a browser sends a form."""
    return urlencode([(as_bytes(name), as_bytes(value)) for name, value in pairs]).encode()


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def strange_bodies(form: Form, token: str) -> dict[str, tuple[bytes, str]]:
    """Bytes that no page of ours sends, each with what they are said to be."""
    pairs = [("csrf_token", token), *((name, answers[0]) for name, answers in form.fields.items() if answers)]
    fair = encode(pairs)
    return {
        "nothing": (b"", FORM),
        "nothing but the token": (encode(pairs[:1]), FORM),
        "many fields": (fair + b"&x=1" * 2_000, FORM),
        "percent signs": (fair + b"&%=%&%zz=%u0000&=&&", FORM),
        "not UTF-8": (fair + b"&words=%ff%fe&text=%c3&\xff=\xff", FORM),
        "another alphabet": (fair, f"{FORM}; charset=utf-16"),
        "too much": (fair + b"&words=" + b"a" * 300_000, FORM),
    }


def other_kinds(form: Form, token: str) -> dict[str, tuple[bytes, str]]:
    """The same answers as something else than a form of ours."""
    pairs = [("csrf_token", token), *((name, answers[0]) for name, answers in form.fields.items() if answers)]
    boundary = uuid.uuid4().hex
    in_parts, files = multipart(pairs, boundary), multipart(pairs, boundary, file_name="x.txt")
    return {
        "in parts": (in_parts, f"multipart/form-data; boundary={boundary}"),
        "in parts without a boundary": (in_parts, "multipart/form-data"),
        "a file in every field": (files, f"multipart/form-data; boundary={boundary}"),
        "a file that breaks off": (files[: len(files) // 2], f"multipart/form-data; boundary={boundary}"),
        "JSON": (b'{"words": "x"}', "application/json"),
        "deep JSON": (b"[" * 15_000, "application/json"),
        "plain text": (encode(pairs), "text/plain"),
        "no kind at all": (encode(pairs), ""),
    }


def multipart(pairs: Pairs, boundary: str, *, file_name: str = "") -> bytes:
    kind = f'; filename="{file_name}"' if file_name else ""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{kind}\r\n\r\n'.encode() + as_bytes(value)
        for name, value in pairs
    ]
    return b"\r\n".join(parts) + f"\r\n--{boundary}--\r\n".encode()
