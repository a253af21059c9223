"""Where a conference and a record are, and how a part of a record is saved."""

from werkzeug.test import TestResponse

from app.models import ChildRecord, Conference
from tests.visitor import Visitor


def conference_address(conference: Conference) -> str:
    return f"/conferences/{conference.id}"


def record_address(record: ChildRecord) -> str:
    return f"/conferences/{record.conference_id}/children/{record.id}"


def save(browser: Visitor, address: str, part: str | None, **answers) -> TestResponse:
    """Open a record, fill in some of it and press the button of one part."""
    return save_shown(browser, browser.get(address), part, **answers)


def save_shown(browser: Visitor, shown: TestResponse, part: str | None, **answers) -> TestResponse:
    """The same on a page that is already open. An answer is of that part unless its name says another: tell__teller."""
    named = {field_name(part, name): answer for name, answer in answers.items()}
    return browser.send(shown, part=part or "", **named)


def field_name(part: str | None, name: str) -> str:
    return name.removeprefix("__").replace("__", "-") if "__" in name else f"{part}-{name}"
