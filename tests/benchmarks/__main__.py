"""`make bench`: bytes, and processor time for each page beside the smallest honest Flask app, in one run.

Figures for people to read, never a test: machines differ, so the ratios are what counts.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from app.models import Person, Role, SignIn, utc_now
from app.protection.cookie_secret import CookieSecret, new_secret
from app.services import demonstrating
from config import Config
from tests.benchmarks import board
from tests.benchmarks.inbox import few_and_many
from tests.benchmarks.reference import make_reference
from tests.benchmarks.same_work import known_and_unknown

ROUNDS, REQUESTS = 5, 60


def processor_time(work: Callable[[], object]) -> float:
    """Milliseconds of processor time for one call: the least of five rounds."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(REQUESTS):
            work()
        rounds.append((time.process_time() - start) / REQUESTS * 1000)
    return min(rounds)


def token(client: FlaskClient, address: str) -> str:
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)[0]


def poster(client: FlaskClient, address: str, **fields: str) -> Callable[[], object]:
    data = {"csrf_token": token(client, address), **fields}
    return lambda: client.post(address, data=data)


def signed_in(app: Flask, role: Role) -> FlaskClient:
    client, secret = app.test_client(), CookieSecret(new_secret(), app.session_interface.server_key)
    with app.app_context():
        person = db.session.query(Person).filter_by(role=role).first()
        db.session.add(
            SignIn(
                person_id=person.id,
                secret_mark=secret.sign_in_mark,
                last_seen_at=utc_now(),
                confirmed_at=utc_now(),
            )
        )
        db.session.commit()
    client.set_cookie("heard", secret.secret)
    return client


def make_heard(folder: Path, *, views: int) -> Flask:
    app = create_app(
        Config(
            SECRET_KEY="bench",
            KEY_RING="1:" + "A" * 43 + "=",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/heard-{views}.db",
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )
    with app.app_context():
        db.create_all()
        demonstrating.load(seed=1, views=views, conferences=60, now=utc_now())
        db.session.commit()
    return app


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="heard-bench-"))
    reference = make_reference(folder).test_client()
    ref_get, ref_post = (
        processor_time(lambda: reference.get("/")),
        processor_time(poster(reference, "/", words="Hello")),
    )
    say(f"{'reference':34} GET {ref_get:6.2f} ms   POST {ref_post:6.2f} ms of processor time each")

    heard = make_heard(folder, views=2_000)
    visitor = heard.test_client()
    visitor.post("/say/1", data={"csrf_token": token(visitor, "/say/1"), "topic": "home"})
    visitor.post("/say/2", data={"csrf_token": token(visitor, "/say/2"), "words": "Hello"})
    ratios = []
    for number in range(1, 6):
        spent = processor_time(lambda number=number: visitor.get(f"/say/{number}"))
        ratios.append(spent / ref_get)
        say(f"{f'GET /say/{number}':34} {spent:6.2f} ms   {spent / ref_get:5.2f} × the reference (target 1.5)")
    spent = processor_time(poster(visitor, "/say/2", words="Hello"))
    say(f"{'POST /say/2':34} {spent:6.2f} ms   {spent / ref_post:5.2f} × the reference (target 2)")
    say(f"{'GET /say/1 … /say/5, middle one':34} {'':9}   {statistics.median(ratios):5.2f} × the reference")

    for role, address in (
        (Role.PARTICIPATION_WORKER, "/inbox/"),
        (Role.CHAIR, "/conferences/"),
        (Role.BOARD_MEMBER, "/board/"),
    ):
        client = signed_in(heard, role)
        spent = processor_time(lambda client=client, address=address: client.get(address))
        say(f"{f'GET {address}':34} {spent:6.2f} ms   {spent / ref_get:5.2f} × the reference")

    for kind, address, spent, ratio in few_and_many(folder, signed_in):
        say(f"{f'{kind}, {address}'[:34]:34} {spent:6.2f} ms   {ratio:5.2f} (100,000 open views ÷ 100, on the clock)")

    for name, spent, unit in board.few_and_many(folder, signed_in, processor_time):
        say(f"{name:34} {spent:6.2f} {unit}")

    for name, spent, ratio in known_and_unknown(heard, token):
        say(f"{name:34} {spent:6.2f} ms   {ratio:5.2f} (target 1, as time on the clock)")

    page = visitor.get("/", headers={"Accept-Encoding": "br"})
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text))
    total = len(page.data) + sum(len(visitor.get(file, headers={"Accept-Encoding": "br"}).data) for file in files)
    say(f"{'first visit to /, everything':34} {total:6,} bytes in {len(files) + 1} requests (target 14,600 in 4)")


with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):  # each request writes its line, as when served
    main()
