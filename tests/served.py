"""Heard as it is served, and young people who do not give up when a line breaks."""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PATIENCE = 120  # seconds, for one answer
ANSWERS = {
    "/say/1": {"topic": "home"},
    "/say/3": {"feeling": "good"},
    "/say/4": {"safe_now": "yes"},
    "/say/5": {"permission": "team"},
}


class Phone:
    """A young person's browser: it keeps its cookie, and sends again what had no answer, or what Heard could not do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.again = 0

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return self.try_once(method, path, body)
            except (OSError, HTTPException):
                self.again += 1
        raise AssertionError(f"{method} {path} had no answer in {PATIENCE} seconds")

    def try_once(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            line.request(method, path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode()
            if answer.status >= 500:  # the page says: nothing was lost, send it again
                raise HTTPException(answer.status)
            if given := answer.headers.get("Set-Cookie"):
                self.cookie = given.partition(";")[0]
            return answer.status, urlsplit(answer.headers.get("Location", "")).path, page

    def fill_in(self, path: str, **fields: str) -> str:
        """Where it leads. Every field that the page brings along goes with it."""
        status, _, page = self.ask("GET", path)
        assert status == 200, f"{path}: {status}"
        status, leads_to, _ = self.ask("POST", path, urlencode(hidden_of(page) | fields))
        assert status in (302, 303), f"{path}: {status}"
        return leads_to

    def say_something(self, words: str) -> None:
        """From the first question until the page with their 4 words is there."""
        for path in ("/say/1", "/say/2", "/say/3", "/say/4", "/say/5", "/say/6"):
            leads_to = self.fill_in(path, **(ANSWERS | {"/say/2": {"words": words}}).get(path, {}))
        status, _, page = self.ask("GET", leads_to)
        assert (leads_to, status) == ("/say/sent", 200)
        assert "Your 4 words" in page


def hidden_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in found]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


def workers_of(server: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def kill_some_worker(server: int, chance: random.Random) -> None:
    os.kill(chance.choice(workers_of(server)), signal.SIGKILL)


def numbered(name: str) -> Iterator[str]:
    return (f"{name} {number}" for number in count(1))
