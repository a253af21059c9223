"""Real Chromium against the real server, on a database of its own with real accounts."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.request import urlopen

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from config import make_instance
from tests.machine import CHROMIUM_ALONE
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent.parent
PASSPHRASE = "four brave otters sing"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# As root in a test machine, and asking nobody but the service.
QUIETLY = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They can be left out by their mark, and have long: dozens of pages in one test, on a machine however busy."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


class Service:
    """Heard as an operator runs it: commands, and gunicorn on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.passkey_address = f"http://localhost:{self.port}"  # no browser uses a passkey at a bare number
        self.database = folder / "heard.db"
        self.settings = os.environ | {
            "SETTINGS_FILE": str(make_instance(str(folder / "instance"))),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ASSETS_FOLDER": str(folder / "assets"),
            "ALLOW_HTTP": "yes",
            "PORT": str(self.port),
            "SITE_ADDRESS": self.passkey_address,
            "WORKERS": "1",
        }
        self.server: subprocess.Popen | None = None
        self.desk: subprocess.Popen | None = None

    def flask(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT, env=self.settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, *command: str) -> str:
        """As `flask` does it, without waiting until a process has begun (tests/browser/cards.py)."""
        if not self.desk:
            self.desk = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.cards"],
                cwd=ROOT, env=self.settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert self.desk.stdin
        assert self.desk.stdout
        self.desk.stdin.write(json.dumps(command) + "\n")
        self.desk.stdin.flush()
        code, out = json.loads(self.desk.stdout.readline())
        assert code == 0, out
        return str(out)

    def close(self) -> None:
        """The server and what is asked at the desk: nothing of it goes on."""
        self.stop()
        if self.desk:
            self.desk.communicate()

    def start(self, *, errors: int | IO[str] | None = None) -> None:
        """`errors`: where its standard error goes, which is where it logs."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "wsgi:app"],
            cwd=ROOT,
            env=self.settings,
            stderr=errors,
            start_new_session=True,  # so that it can be killed with its workers
        )
        while self.server.poll() is None:
            try:
                with urlopen(f"{self.address}/health/live", timeout=1):
                    return
            except (OSError, HTTPException):  # not yet, or too busy to say so in time
                time.sleep(0.1)  # a process of its own is starting: there is nothing else to wait on
        raise AssertionError("The server did not start")

    def stop(self, *, at_once: bool = False) -> None:
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL if at_once else signal.SIGTERM)
            self.server.wait(timeout=60)  # it may take half a minute to let go of whoever is still connected
            self.server = None

    def add(self, username: str, name: str, role: str) -> str:
        """Let somebody sign in. Gives the path of their joining link."""
        out = self.ask("people", "add", username, "--name", name, "--role", role)
        (path,) = re.findall(r"/join/\S+", out)
        return path


class Weather(BaseHTTPRequestHandler):
    """The neutral site, which is somebody else's, stood in for on this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><link rel=icon href=data:,>Sunny")

    def log_message(self, *_anything) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def weather() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Weather) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/weather"
        server.shutdown()


@contextmanager
def served(folder: Path, weather: str) -> Iterator[Service]:
    made = Service(folder)
    made.flask("db", "upgrade")
    made.flask("settings", "set", "neutral_site", weather)
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory, weather) -> Iterator[Service]:
    with served(tmp_path_factory.mktemp("service"), weather) as made:
        yield made


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM_ALONE), args=QUIETLY)
    yield browser
    browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_browser(chromium, service) -> Iterator[Open]:
    """A fresh browser, of a phone unless told otherwise. Errors in its console or from the policy fail the test."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_one(*, size: dict[str, int] = PHONE, javascript: bool = True, at: str | None = None, **more) -> Page:
        context = chromium.new_context(
            base_url=at or service.address, viewport=size, java_script_enabled=javascript, locale="en-GB", **more
        )
        context.set_default_timeout(30_000)
        context.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: trouble.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    # Answers to bad input are meant; a connection that breaks is a test killing the server.
    unexpected = [
        line for line in trouble if not re.search(r"status of (400|404|409|429)|ERR_(CONNECTION|INTERNET)", line)
    ]
    assert unexpected == []


@pytest.fixture
def make_card(service: Service):
    """Gives the words of a child whose meeting is `to-come`, or was `told`."""
    return lambda kind: service.ask("card", kind).strip().splitlines()[-1]


@pytest.fixture
def join(open_browser, service):
    """Somebody new, from their joining link to being signed in, at a desk."""

    def go(username: str, name: str, role: str, **how) -> Page:
        page = open_browser(**({"size": DESK} | how))
        page.goto(service.add(username, name, role))
        page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
        page.get_by_label("Type it again").fill(PASSPHRASE)
        with page.expect_navigation():
            page.locator("main form button").first.click()
        if "/sign-in/set-up" in page.url:
            set_up_app(page)
            page.get_by_role("link", name="Not now").click()
        return page

    return go


def set_up_app(page: Page) -> pyotp.TOTP:
    """From the choice of a second step to the recovery codes. Gives the app, as a phone would hold it."""
    page.get_by_role("link", name="Set up an app").click()
    app = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    page.get_by_label("The code your app shows").fill(app.now())
    with page.expect_navigation():
        page.get_by_role("button", name="Check the code").click()
    return app
