"""What a child reads about their meeting: all that is theirs, and nothing that is not."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template_string
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import ChildRecord
from app.models.codes import ActionStatus, Extent, Reason, SharedBy, SharedWhen
from app.services.child_page import ChildPage, page_for
from tests.factories import ActionFactory, ChildRecordFactory, ContributionFactory, WishFactory
from tests.page import Page

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)


@pytest.fixture
def record():
    return ChildRecordFactory(shared_when=SharedWhen.START, shared_by=SharedBy.ADVOCATE)


@pytest.fixture
def show(app):
    """The page as it reads."""

    def go(page: ChildPage, source: str = "{{ child_page(page) }}") -> Page:
        with app.test_request_context():
            return Page(
                "<main>"
                + render_template_string(
                    '{% from "components/child_page.html" import child_page %}' + source, page=page
                )
                + "</main>"
            )

    return go


def reads(record) -> ChildPage:
    query = select(ChildRecord).where(ChildRecord.id == record.id)
    whole = (joinedload(ChildRecord.conference), selectinload(ChildRecord.wishes), selectinload(ChildRecord.actions))
    return page_for(db.session.scalars(query.options(*whole)).one(), now=NOW)


def test_each_wish_says_what_was_decided_and_why(record, show):
    WishFactory(
        record=record,
        text="I want to <b>stay",
        extent=Extent.PARTLY,
        reason=Reason.SERVICE,
        changed="You stay until\nsummer.",
        explanation="Because there is no place after that.",
    )
    page = show(reads(record))

    assert page.said == ["I want to <b>stay"]
    assert "We said yes to some of this." in page.text
    assert "You stay until<br>summer." in page.html
    assert "Because there is no place after that." in page.text


@pytest.mark.parametrize("extent", [None, *Extent])
def test_every_decision_has_a_sentence(record, show, extent):
    WishFactory(record=record, extent=extent)

    assert "What was decided" in show(reads(record)).text


def test_a_no_without_a_reason_is_admitted(record, show):
    WishFactory(record=record, extent=Extent.NOT_ACTED_ON)

    assert "We have not told you why yet" in show(reads(record)).text


def test_wishes_stand_in_their_order(record):
    WishFactory(record=record, text="second", position=9)
    WishFactory(record=record, text="first", position=3)

    assert [wish.text for wish in reads(record).wishes] == ["first", "second"]


def test_a_wish_they_wrote_is_told_from_one_that_was_written_down_for_them(record, show):
    WishFactory(record=record, contribution_id=ContributionFactory(record=record).id)
    own, written_down = reads(record), ChildRecordFactory()
    WishFactory(record=written_down)

    assert "You wrote" in show(own).text
    assert "You wrote" not in show(reads(written_down)).text


def test_who_does_what_stands_with_the_wish_it_is_for(record):
    wish = WishFactory(record=record)
    ActionFactory(record=record, wish=wish, what="Keep the place")
    ActionFactory(record=record, what="Visit")
    page = reads(record)

    assert [step.what for step in page.wishes[0].steps] == ["Keep the place"]
    assert [step.what for step in page.other_steps] == ["Visit"]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ({"due_on": date(2026, 11, 17)}, "By Tuesday 17 November."),
        ({"due_on": date(2026, 11, 16)}, "It is late."),
        ({"due_on": date(2026, 11, 16), "status": ActionStatus.IN_PROGRESS}, "It is late."),
        ({"due_on": date(2026, 11, 16), "status": ActionStatus.STOPPED}, "It will not be done."),
        ({"status": ActionStatus.DONE, "done_on": date(2026, 11, 13)}, "Done on Friday 13 November."),
    ],
)
def test_a_step_says_where_it_stands(record, show, action, sentence):
    ActionFactory(record=record, owner_role="Head <of> year", **action)
    text = show(reads(record)).text

    assert "Who does it: Head <of> year." in text
    assert sentence in text


@pytest.mark.parametrize(("when", "who"), [(None, None), *((when, None) for when in SharedWhen), *(
    (SharedWhen.START, who) for who in SharedBy
)])  # fmt: skip
def test_who_heard_them_is_said_in_every_case(record, show, when, who):
    record.shared_when, record.shared_by = when, who

    assert "Who heard you" in show(reads(record)).text


def test_nobody_is_said_to_have_said_what_nobody_said(record, show):
    record.shared_when = SharedWhen.NOT_SHARED

    assert "advocate" not in show(reads(record)).text


def test_nothing_is_on_it_that_was_written_for_somebody_else(record, show):
    record.observation = record.not_heard_reason = record.not_told_reason = record.teller = "STAFF ONLY"
    record.own_words = "STAFF ONLY"
    ContributionFactory(record=record, private="STAFF ONLY", worries="STAFF ONLY", good="STAFF ONLY")
    brother = ChildRecordFactory(conference=record.conference)
    WishFactory(record=brother, text="STAFF ONLY")
    ActionFactory(record=brother, what="STAFF ONLY")
    WishFactory(record=record, extent=Extent.NOT_ACTED_ON, reason=Reason.HARM, explanation="Not yet.")
    html = show(reads(record)).html

    assert "STAFF ONLY" not in html
    assert Reason.HARM not in html


def test_a_child_without_wishes_is_told_that_we_have_none(record, show):
    assert "There are no wishes from you" in show(reads(record)).text


@pytest.mark.parametrize(
    ("extent", "may_happen"),
    [(Extent.FULLY, True), (Extent.PARTLY, True), (Extent.NOT_ACTED_ON, False), (Extent.NOT_ASKED, False)],
)
def test_whether_it_happened_is_asked_where_something_was_promised(record, extent, may_happen):
    WishFactory(record=record, extent=extent)

    assert reads(record).wishes[0].may_happen is may_happen


def test_a_no_with_a_step_may_happen(record):
    ActionFactory(record=record, wish=WishFactory(record=record, extent=Extent.NOT_ACTED_ON))

    assert reads(record).wishes[0].may_happen


def test_its_own_page_may_ask_something_after_each_wish(record, show):
    WishFactory(record=record)
    asks = "{% call(wish) child_page(page) %}<p>Is that right?</p>{% endcall %}"

    assert "Is that right?" in show(reads(record), asks).text
    assert "Is that right?" not in show(reads(record)).text
