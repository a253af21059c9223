"""Only a conference's own chair, and whoever they let take the minutes, opens its pages. To others it is not there.

What each role gets at every address, and that no answer holds a word, is in tests/integration/access.
"""

import pytest
from flask import url_for

from app.models import Role
from app.services import powers
from app.services.powers import Power
from tests.factories import (
    ActionFactory,
    ChildRecordFactory,
    MeetingReplyFactory,
    MinuteTakerFactory,
    PersonFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import record_address

METHODS = {"GET", "POST"}
THE_MANAGERS = "chairs.reassign"  # open to nobody who reads a word, and to no chair


def addresses(app, about="conference_id", **values):
    """Each page about one conference (or about one record), with each method it answers to."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("chairs.") and about in rule.arguments and rule.endpoint != THE_MANAGERS:
                yield from (
                    (method, url_for(rule.endpoint, part="voice", **values)) for method in METHODS & rule.methods
                )


@pytest.fixture
def someone_elses():
    record = ChildRecordFactory()
    return {
        "conference_id": record.conference_id,
        "record_id": record.id,
        "wish_id": WishFactory(record=record).id,
        "action_id": ActionFactory(record=record).id,
        "reply_id": MeetingReplyFactory(record=record).id,
        "taker_id": MinuteTakerFactory(conference=record.conference).id,
    }


def test_there_are_pages_to_try(app, someone_elses):
    tried = [at for _method, at in addresses(app, **someone_elses)]

    assert len(tried) > 24
    for deed in ("change", "remove"):
        assert any(at.startswith(f"/conferences/{someone_elses['conference_id']}/{deed}?") for at in tried)


def test_another_chairs_conference_is_not_found_on_any_address(app, chair_browser, someone_elses):
    tried = list(addresses(app, **someone_elses))

    opened = [(method, at) for method, at in tried if chair_browser.open(at, method=method).status_code != 404]

    assert opened == []


def test_another_chairs_child_is_not_found_through_my_own_conference(app, chair_browser, conference, someone_elses):
    tried = list(addresses(app, about="record_id", **someone_elses | {"conference_id": conference.id}))

    opened = [(method, at) for method, at in tried if chair_browser.open(at, method=method).status_code != 404]

    assert opened == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHAIR, Role.AGENCY_LEAD)])
def test_no_other_role_opens_a_conference(app, browser, someone_elses, role):
    browser.sign_in(PersonFactory(role=role))

    shut = {403, 404} if powers.may(role, Power.TAKE_MINUTES) else {403}  # not theirs, or not for them at all
    opened = [
        (method, at)
        for method, at in addresses(app, **someone_elses)
        if browser.open(at, method=method).status_code not in shut
    ]

    assert opened == []


def test_nobody_opens_a_record_without_signing_in(browser):
    response = browser.get(record_address(ChildRecordFactory()))

    assert response.location.startswith("/sign-in")
