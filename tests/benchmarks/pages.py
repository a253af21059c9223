"""Processor time of the pages beside the smallest Flask page: young people's, the whole journey, a child's record."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Action, Agency, ChildRecord, Conference, Person, Role, Wish, utc_now
from app.services import demonstrating
from tests.benchmarks.made import make_heard, poster, signed_in, token
from tests.benchmarks.measuring import Finding, SideBySide, side_by_side
from tests.benchmarks.reference import make_reference
from tests.factories import ActionFactory, WishFactory

WISHES, ACTIONS = 10, 20
ANSWERS = {
    "/say/1": {"topic": "home"},
    "/say/2": {"words": "Hello"},
    "/say/3": {"feeling": "good"},
    "/say/4": {"safe_now": "yes"},
    "/say/5": {"permission": "team"},
    "/say/6": {},
}
FIRST_VISIT, LATER_PAGE, REQUESTS = 14_600, 5_000, 4
PACKED = {"Accept-Encoding": "br"}


def findings(folder: Path, kind: str, address_of: dict[str, str]) -> Iterator[Finding]:
    """Targets 1, 2, 3 and 9 on this database. `address_of` names one for Heard and one for the reference."""
    heard = make_heard(folder, address_of["heard"])
    plain = make_reference(address_of["reference"])
    kept = make_reference(address_of["reference"], keeps_template=True)
    with heard.app_context():
        demonstrating.load(seed=1, views=400, conferences=40, now=utc_now())
        db.session.commit()
    visitor, reference = heard.test_client(), plain.test_client()
    for page in ("/say/1", "/say/2"):
        visitor.post(page, data={"csrf_token": token(visitor, page), **ANSWERS[page]})
    works = {
        "ref GET": lambda: reference.get("/"),
        "kept GET": (client := kept.test_client()) and (lambda: client.get("/")),
        "ref POST": poster(reference, "/", words="Hello"),
        **{page: lambda page=page: visitor.get(page) for page in list(ANSWERS)[:5]},
        "POST /say/2": poster(visitor, "/say/2", words="Hello"),
    }
    found = side_by_side(works)
    for page in list(ANSWERS)[:5]:
        yield Finding(
            number=1,
            what=f"GET {page}, {kind}",
            figure=found.ratio(page, "ref GET"),
            target=1.5,
            more=said(found, page),
        )
    yield Finding(
        number=2,
        what=f"POST /say/2, a draft saved, {kind}",
        figure=found.ratio("POST /say/2", "ref POST"),
        target=2,
        more=f"{found.spent('POST /say/2'):.2f} ms beside {found.spent('ref POST'):.2f} ms",
    )
    yield from long_ones(heard, reference, kind)
    if kind == "SQLite":
        yield from bytes_of(heard, visitor)


def said(found: SideBySide, page: str) -> str:
    spent, ref, kept = (found.spent(name) for name in (page, "ref GET", "kept GET"))
    from_file = f"{found.ratio(page, 'kept GET'):.1f} × when its template is kept, {kept:.2f} ms"
    return f"{spent:.2f} ms beside {ref:.2f} ms; {from_file}"


def long_ones(heard: Flask, reference: FlaskClient, kind: str) -> Iterator[Finding]:
    """What takes longer is measured with fewer calls."""
    chair, address = signed_in(heard, Role.CHAIR), record_address(heard)
    assert chair.get(address).status_code == 200
    works = {
        "ref": lambda: reference.get("/"),
        "journey": lambda: journey(heard.test_client()),
        "record": lambda: chair.get(address),
    }
    found = side_by_side(works, each=5)
    for number, name, what, target in (
        (3, "journey", "the whole journey, from the front page to the 4 words", 25),
        (9, "record", f"a child's record with {WISHES} wishes and {ACTIONS} actions", 4),
    ):
        more = f"{found.spent(name):.1f} ms beside {found.spent('ref'):.2f} ms"
        yield Finding(number=number, what=f"{what}, {kind}", figure=found.ratio(name, "ref"), target=target, more=more)


def journey(client: FlaskClient) -> None:
    client.get("/")
    client.get("/before-you-start")
    for page, answers in ANSWERS.items():
        asked = client.get(page)
        assert asked.status_code == 200, (page, asked.status_code)
        answer = client.post(page, data=hidden_of(asked.text) | answers)
        assert answer.status_code in (302, 303), (page, answer.status_code)
    assert "Your 4 words" in client.get(answer.location).text


def hidden_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in found]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


def record_address(heard: Flask) -> str:
    """A record of the chair who signs in, with as many wishes and actions as the target names."""
    with heard.app_context():
        chair = db.session.query(Person).filter_by(role=Role.CHAIR).first()
        record = (
            db.session.query(ChildRecord).join(ChildRecord.conference).filter(Conference.chair_id == chair.id).first()
        )
        make_full(record)
        return f"/conferences/{record.conference_id}/children/{record.id}"


def make_full(record: ChildRecord) -> None:
    for model in (Wish, Action):
        db.session.query(model).filter_by(record_id=record.id).delete()
    agency = db.session.query(Agency).first()
    db.session.add_all(WishFactory.build(record=record, position=place) for place in range(WISHES))
    db.session.add_all(ActionFactory.build(record=record, agency=agency) for _ in range(ACTIONS))
    db.session.commit()


def bytes_of(heard: Flask, visitor: FlaskClient) -> Iterator[Finding]:
    page = heard.test_client().get("/", headers=PACKED)
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text))
    total = len(page.data) + sum(len(visitor.get(file, headers=PACKED).data) for file in files)
    yield Finding(number=10, what="first visit to /, everything", figure=total, target=FIRST_VISIT, unit="bytes")
    yield Finding(number=10, what="the same", figure=len(files) + 1, target=REQUESTS, unit="requests")
    sizes = {one: len(visitor.get(one, headers=PACKED).data) for one in list(ANSWERS)[:5]}
    largest = max(sizes, key=sizes.__getitem__)
    yield Finding(
        number=10, what=f"the largest question page, {largest}", figure=sizes[largest], target=LATER_PAGE, unit="bytes"
    )
