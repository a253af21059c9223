"""How somebody at their desk answers a view: they write, look at it, and send it."""

from uuid import UUID

from werkzeug.test import TestResponse

from tests.visitor import Visitor


def write(desk: Visitor, view_id: UUID, text: str, *, act: str = "look") -> TestResponse:
    """Save a draft. Returns the page that comes next: the second look, or where else `act` leads."""
    sent = desk.fill_in(f"/inbox/{view_id}", form="#answer", text=text, act=act)
    return desk.get(sent.location) if sent.location else sent


def answer(desk: Visitor, view_id: UUID, text: str) -> TestResponse:
    """Write it, look at it, send it."""
    return desk.send(write(desk, view_id, text), form="#send")
