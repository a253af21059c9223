"""Three brothers and sisters in one conference: no address of one of them shows a word of another."""

import pytest
from flask import url_for

from app.extensions import db
from app.models import ChildRecord, Wish, utc_now
from app.models.codes import Extent, Reason, Verdict
from app.protection.four_words import choose_words
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MeetingWordsFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import conference_address, record_address
from tests.integration.records import complete_record
from tests.visitor import Visitor

NAMES = ("zebra", "tulip", "comet")  # a word in everything that is written by or about each of them


@pytest.fixture
def siblings(conference, school) -> dict[str, ChildRecord]:
    return {name: whole_record(conference, school, name) for name in NAMES}


def whole_record(conference, school, name: str) -> ChildRecord:
    """A released record with something of this child in every box."""
    record = complete_record(
        conference=conference,
        child=ChildFactory(),
        released_at=utc_now(),
        no_wishes=False,
        first_language=name,
        own_words=name,
        observation=name,
        not_heard_reason=name,
        teller=name,
        not_told_reason=name,
    )
    sitting = ContributionFactory(
        record=record, good=name, worries=name, speaker=name, understanding=name, private=name
    )
    told = {"extent": Extent.PARTLY, "reason": Reason.LAW, "changed": name, "explanation": name}
    wish = WishFactory(record=record, text=name, contribution_id=sitting.id, **told)
    ActionFactory(record=record, wish=wish, agency=school, what=name, owner_role=name)
    settled = {"settled_at": utc_now(), "settled_by_id": conference.chair_id, "answer": name}
    MeetingReplyFactory(record=record, wish=wish, is_right=Verdict.NO, words=name, **settled)
    return record


def words_in(text: str) -> set[str]:
    return {name for name in NAMES if name in text}


def addresses_of(app, record: ChildRecord) -> list[str]:
    """Every page about this child, and about each thing on their record."""
    wish = db.session.query(Wish).filter_by(record_id=record.id).one()
    rows = {
        "conference_id": record.conference_id,
        "record_id": record.id,
        "wish_id": wish.id,
        "action_id": ActionFactory(record=record, what=wish.text, owner_role=wish.text).id,
        "reply_id": MeetingReplyFactory(record=record, words=wish.text).id,
    }
    with app.test_request_context():
        return [
            url_for(rule.endpoint, **{name: rows[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "record_id" in rule.arguments and "GET" in rule.methods and rule.arguments <= rows.keys()
        ]


def test_for_their_chair(app, chair_browser, siblings):
    for name, record in siblings.items():
        shown = {at: words_in(chair_browser.get(at).get_data(as_text=True)) for at in addresses_of(app, record)}

        assert [at for at, words in shown.items() if not words <= {name}] == []
        assert shown[record_address(record)] == {name}
        assert len(shown) > 10


@pytest.mark.parametrize("kind", ["paper", "file"])
def test_in_a_copy(chair_browser, siblings, kind):
    for name, record in siblings.items():
        response = chair_browser.fill_in(f"{record_address(record)}/copy", reason="For the file.", kind=kind)

        assert words_in(response.get_data(as_text=True)) == {name}


def test_for_the_children_themselves(app, siblings):
    for name, record in siblings.items():
        four_words = choose_words()
        MeetingWordsFactory(record=record, four_words=four_words)
        browser = Visitor(app)

        shown = browser.fill_in("/meeting", words=" ".join(four_words), follow_redirects=True)

        assert words_in(shown.text) == {name}


def test_the_pages_about_all_of_them_show_no_words_at_all(chair_browser, siblings, conference):
    for at in ("/conferences/", conference_address(conference), f"/conferences/new?after={conference.id}"):
        assert words_in(chair_browser.get(at).text) == set()
