"""Ask every address of the service as everybody, and compare what each person gets with what is written down.

What is written down is expected.csv, and people write it: from who may do what, not from what the service does.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.routing import Map, Rule

from app.extensions import db
from tests.integration.access.world import (
    FIRST_TIME,
    HALF_WAY,
    LONG_AGO,
    MISSING,
    NO_ROW,
    OWN,
    SOMEONE_ELSES,
    THROUGH_MY_OWN,
    WHO,
    World,
)

EXPECTED = Path(__file__).parent / "expected.csv"
METHODS = ("GET", "POST")
LET_IN = ("opens", "leads on", "shown back")
AS_SOMEBODY = (HALF_WAY, FIRST_TIME, LONG_AGO)  # in each of these states, whoever the address would let in otherwise
# What a status means to the person who gets it. Every other number stands in the table as it is.
STATUSES = {
    200: "opens",
    204: "opens",
    400: "shown back",  # they may send this form, and nothing is done: it was sent empty, or what they ask is refused
    403: "forbidden",
    404: "not found",
    409: "refused",
    429: "wait",
    503: "not ready",
}
REFUSALS = {
    "errors/signed_out.html": "sign in",
    "errors/confirm_first.html": "confirm",
    "errors/form_expired.html": "form too old",
    "errors/shut.html": "forged",
}
WAYS_IN = {"/sign-in": "sign in", "/sign-in/code": "second step", "/confirm": "confirm"}


@dataclass(frozen=True, order=True)
class Place:
    """One address with one method, and whose rows it names."""

    rule: str
    method: str
    whose: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule}" + (f" ({self.whose})" if self.whose != NO_ROW else "")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    leads_to: str | None
    template: str | None
    body: bytes

    @property
    def word(self) -> str:
        """What it means to the person who gets it."""
        if self.leads_to:
            return WAYS_IN.get(urlsplit(self.leads_to).path, "leads on")
        return REFUSALS.get(self.template or "") or STATUSES.get(self.status, str(self.status))


Answers = dict[Place, dict[str, Answer]]
Table = dict[Place, dict[str, str]]


@contextmanager
def undone() -> Iterator[None]:
    """What is done here is undone, even what the service has committed."""
    connection = db.engine
    assert isinstance(connection, Connection), "Only in a transaction of the test's own"
    inner = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        inner.rollback()


def ask(app: Flask, method: str, address: str, cookie: str, data: object = None) -> Answer:
    """One request at a browser that holds this cookie, undone afterwards."""
    templates: list[str] = []

    def note(_app: Flask, template, **_more: object) -> None:
        templates.append(template.name)

    client = FlaskClient(app, use_cookies=False)
    headers = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"}
    with undone(), template_rendered.connected_to(note, app), app.app_context():
        response = client.open(address, method=method, headers=headers, data=data, buffered=True)
        if response.location == f"{response.request.path}#top":  # a young person's form comes back: it is asked for
            response = client.open(response.request.path, headers=headers, buffered=True)
        body = response.get_data()
        response.close()
    return Answer(response.status_code, response.location, templates[-1] if templates else None, body)


def rules_of(url_map: Map) -> list[Rule]:
    """Every address of the service but its files, which are the same for everybody."""
    return sorted((rule for rule in url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)


def names_in(rule: Rule) -> list[str]:
    """The names of the rows in an address, from left to right."""
    return sorted(rule.arguments, key=lambda name: rule.rule.index(f"{name}>"))


def places_of(rule: Rule) -> list[Place]:
    names = names_in(rule)
    through_my_own = [THROUGH_MY_OWN] if len(names) > 1 else []
    whose = [OWN, SOMEONE_ELSES, *through_my_own, MISSING] if names else [NO_ROW]
    return [Place(rule.rule, method, one) for method in METHODS if method in (rule.methods or ()) for one in whose]


def walk(app: Flask, world: World, rules: Iterable[Rule] | None = None) -> Answers:
    """What each person gets at each address.

    Where it takes a form, an empty one that holds the right token is sent. Raises UnknownRow when an address names a
    kind of row that nobody has made for this.
    """
    return {
        place: answers_at(app, world, rule, place)
        for rule in (rules_of(app.url_map) if rules is None else rules)
        for place in places_of(rule)
    }


def answers_at(app: Flask, world: World, rule: Rule, place: Place) -> dict[str, Answer]:
    answers = {who: answer_to(app, world, rule, place, who) for who in WHO if who not in AS_SOMEBODY}
    for who in AS_SOMEBODY:
        somebody = somebody_let_in(
            answers, among=[name for name, one in world.people.items() if who in one.other_cookies]
        )
        answers[who] = answer_to(app, world, rule, place, somebody, world.people[somebody].other_cookies[who])
    return answers


def answer_to(app: Flask, world: World, rule: Rule, place: Place, who: str, cookie: str = "") -> Answer:
    """What one person gets at one address: at their own browser, or at another that they have."""
    cookie = cookie or world.standing(who).cookie
    rows = world.rows_for(who, place.whose, names_in(rule))
    address = app.url_map.bind("localhost").build(rule.endpoint, rows)
    form = {"csrf_token": world.form_tokens[cookie]} if place.method == "POST" else None
    return ask(app, place.method, address, cookie, form)


def somebody_let_in(answers: dict[str, Answer], *, among: list[str]) -> str:
    """Somebody to whom the address opens once they are signed in altogether; or who at least is not turned away."""
    wanted = (lambda word: word in LET_IN, lambda word: word != "forbidden", lambda _word: True)
    return next(who for is_wanted in wanted for who in among if is_wanted(answers[who].word))


def in_words(answers: Answers) -> Table:
    return {place: {who: found[who].word for who in WHO} for place, found in answers.items()}


def read(lines: Iterable[str]) -> Table:
    """A table as it is written down."""
    return {
        Place(row["rule"], row["method"], row["whose"]): {who: row[who] for who in WHO} for row in csv.DictReader(lines)
    }


def read_expected() -> Table:
    with EXPECTED.open(encoding="utf-8", newline="") as lines:
        return read(lines)


def differences(expected: Table, found: Table) -> list[str]:
    """Everything in which the two differ, each as a sentence that says where to look."""
    unlisted = [f"{place} answers, and expected.csv does not say who may open it." for place in found.keys() - expected]
    gone = [f"{place} is in expected.csv, and no such address answers." for place in expected.keys() - found.keys()]
    cells = [
        f"{place}, as {who}: expected.csv says {expected[place][who]!r}, and they get {found[place][who]!r}."
        for place in expected.keys() & found.keys()
        for who in WHO
        if expected[place][who] != found[place][who]
    ]
    return sorted(unlisted) + sorted(gone) + sorted(cells)
