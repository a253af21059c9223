"""The inbox with 100,000 open views beside the same with 100, on both databases, as time on the clock.

That both take the same queries is a test (tests/integration/services/test_inbox_at_scale.py). Here is their time.
"""

import secrets
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, text

from app.extensions import db
from app.models import Person, Role, Theme, View, ViewTheme, utc_now
from app.models.codes import AgeGroup, Permission, SafeNow, Topic, ViewStatus
from app.models.triage import STANDS
from tests import postgres
from tests.benchmarks.made import make_heard, signed_in
from tests.benchmarks.measuring import Finding

FEW, MANY = 100, 100_000
TURNS = 40
THEMES = 12
DEALT_WITH = 50  # by one person, however many there are
MINE = ("/inbox/?state=mine", "/inbox/?state=mine&age=8+to+10", "/inbox/?theme={theme}&state=mine")
ADDRESSES = (
    *("/inbox/", "/inbox/?due=late", "/inbox/?topic=school&due=week", "/inbox/?age=8+to+10", "/inbox/?state=mine"),
    *("/inbox/?state=answered", "/inbox/?new=yes"),
    *("/inbox/?theme={theme}", "/inbox/?theme={theme}&topic=school&due=week", "/inbox/?theme={theme}&state=mine"),
)


def findings(folder: Path) -> Iterator[Finding]:
    """Target 6, for each database and address."""
    with ExitStack() as until_the_end:
        server = until_the_end.enter_context(postgres.server())
        for kind in ("SQLite", "PostgreSQL"):
            apps = []
            for number in (FEW, MANY):
                address = f"sqlite:///{folder}/inbox-{number}.db"
                if kind == "PostgreSQL":
                    address = until_the_end.enter_context(postgres.empty_database(server, f"inbox_{number}"))
                apps.append(make_app(folder, address, number))
            for role, addresses in ((Role.PARTICIPATION_WORKER, ADDRESSES), (Role.SAFEGUARDING_LEAD, MINE)):
                clients = [signed_in(app, role) for app in apps]
                for address in addresses:
                    few, many = (
                        partial(client.get, address.format(theme=first_theme(app)))
                        for app, client in zip(apps, clients, strict=True)
                    )
                    spent = compared(few, many)
                    half = "half " if role is Role.SAFEGUARDING_LEAD else ""
                    yield Finding(
                        number=6,
                        what=f"{half}{address}, {MANY:,} open views beside {FEW}, {kind}",
                        figure=spent[1] / spent[0],
                        target=1.5,
                        more=f"{spent[1]:.1f} ms on the clock",
                    )
            for app in apps:
                with app.app_context():
                    db.engine.dispose()


def make_app(folder: Path, address: str, number: int) -> Flask:
    app = make_heard(folder, address)
    with app.app_context():
        fill(number)
        db.session.execute(text("ANALYZE"))  # as PostgreSQL does by itself after a while
        db.session.commit()
    return app


def fill(number: int) -> None:
    """That many open views: of every topic, age and clock, one in a hundred not safe, each with a theme.

    Half of them are handed to the lead, as in no service: what is somebody's own is found by an index all the same.
    """
    lead = Person(username="lead@example.org", email="lead@example.org", name="Lee", role=Role.SAFEGUARDING_LEAD)
    sam = Person(username="sam@example.org", email="sam@example.org", name="Sam", role=Role.PARTICIPATION_WORKER)
    themes = [Theme(name=f"theme {place}") for place in range(THEMES)]
    db.session.add_all([sam, lead, *themes])
    db.session.flush()
    start = utc_now()
    for first in range(0, number, 5_000):
        rows = [row(place, start, number, (sam.id, lead.id)) for place in range(first, min(first + 5_000, number))]
        db.session.execute(insert(View), rows)
        db.session.execute(
            insert(ViewTheme),
            [
                {"view_id": one["id"], "theme_id": themes[place % THEMES].id, "added_by_id": sam.id}
                | {name: one[name] for name in STANDS}
                for place, one in enumerate(rows)
            ],
        )
    db.session.commit()


def row(place: int, start: datetime, number: int, handlers: tuple[uuid.UUID, uuid.UUID]) -> dict:
    topics, ages = [*Topic, None], [*AgeGroup, None]
    is_safe = place % 100 != 0
    sent_at = start - timedelta(days=20) * (place / number)
    due_at = sent_at + timedelta(days=14)
    return {
        "id": uuid.uuid4(),
        "words_sealed": secrets.token_bytes(300),
        "topic": topics[place % len(topics)],
        "age_group": ages[place % len(ages)],
        "safe_now": SafeNow.YES if is_safe else SafeNow.NO,
        "is_safe": is_safe,
        "place": 2 if is_safe else 0,
        "permission": Permission.TEAM,
        "status": ViewStatus.WAITING,
        "handler_id": handlers[1] if place % 2 else handlers[0] if place % (number // DEALT_WITH) == 0 else None,
        "sent_at": sent_at,
        "read_due_at": due_at,
        "read_at": sent_at,
        "next_due_at": due_at,
        "answer_due_at": due_at,
        "first_answer_due_at": due_at,
        "words_mark": secrets.token_bytes(16),
        "words_key_id": 1,
        "once": secrets.token_hex(16),
    }


def first_theme(app: Flask) -> uuid.UUID:
    with app.app_context():
        return db.session.scalars(select(Theme.id).order_by(Theme.name)).first()


def compared(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of both in milliseconds. They take turns: whatever else runs slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    for work in (one, other):
        assert work().status_code == 200
    for number in range(TURNS):
        for kind in (0, 1) if number % 2 else (1, 0):
            begun = time.perf_counter()
            (one, other)[kind]()
            times[kind].append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])
