"""Who has opened it and when: the role, never a name. And what is new since the words were last used."""

from datetime import UTC, datetime, timedelta

import pytest

from app.extensions import db
from app.models import AuditLine, Contact, Person, Role, View, utc_now
from tests.factories import AnswerFactory, PersonFactory, ViewFactory

DAY = 24 * 60 * 60


@pytest.fixture
def sam():
    return PersonFactory(name="Sam Okafor", role=Role.PARTICIPATION_WORKER)


@pytest.fixture
def lee():
    return PersonFactory(name="Lee Marsh", role=Role.SAFEGUARDING_LEAD)


def opens(person: Person, row, *, at: datetime | None = None, deed: str = "opened view") -> None:
    line = AuditLine(person_id=person.id, deed=deed, subject_table=row.__tablename__, subject_id=row.id)
    line.created_at = at or utc_now()
    db.session.add(line)
    db.session.commit()


def told(page) -> list[str]:
    heading = next(heading for heading in page.soup.select("h2") if heading.get_text() == "Who has opened it")
    return [" ".join(item.get_text().split()) for item in heading.find_next_sibling("ul").select("li")]


def test_nobody_yet(come_back):
    assert "Nobody has opened it yet." in come_back(ViewFactory()).text


def test_the_role_and_the_day_newest_first_and_no_name(come_back, sam, lee):
    view = ViewFactory()
    opens(sam, view, at=utc_now() - timedelta(days=1))
    opens(lee, view)
    page = come_back(view)

    assert told(page) == [
        "A safeguarding lead read it on Tuesday 17 November.",
        "A participation worker read it on Monday 16 November.",
    ]
    assert "Sam" not in page.text
    assert "Lee" not in page.text


def test_how_to_find_them_is_told_as_well(come_back, lee):
    view = ViewFactory(unsafe=True)
    contact = Contact(view_id=view.id, wants_contact=True, how="The library")
    db.session.add(contact)
    db.session.commit()
    opens(lee, contact, deed="opened how to find them")

    assert told(come_back(view)) == ["A safeguarding lead looked at how to find you on Tuesday 17 November."]


def test_often_on_one_day_is_told_once_and_the_day_is_a_day_in_london(come_back, sam):
    view = ViewFactory()
    for at in (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 2, 9, tzinfo=UTC)):
        opens(sam, view, at=at)
        opens(PersonFactory(), view, at=at)

    assert told(come_back(view)) == ["A participation worker read it on Thursday 2 July."]


def test_not_more_than_twenty(come_back, sam):
    view = ViewFactory()
    for days in range(25):
        opens(sam, view, at=utc_now() - timedelta(days=days))

    assert len(told(come_back(view))) == 20


def test_whoever_has_another_role_by_now_is_one_of_our_team(come_back):
    view = ViewFactory()
    opens(PersonFactory(role=Role.CHAIR), view)

    assert told(come_back(view)) == ["One of our team read it on Tuesday 17 November."]


def test_what_was_done_otherwise_is_not_an_opening(come_back, sam):
    view, other = ViewFactory(), ViewFactory()
    opens(sam, view, deed="answered view")
    opens(sam, other)

    assert "Nobody has opened it yet." in come_back(view).text


def test_it_is_one_query_however_often_it_was_opened(browser, come_back, sam, count_queries):
    view = ViewFactory()
    come_back(view)
    with count_queries() as few:
        browser.get("/answer/read")
    for days in range(10):
        opens(sam, view, at=utc_now() - timedelta(days=days))
    with count_queries() as many:
        browser.get("/answer/read")

    # what this browser has opened, and when before; the view with its contact; answers, additions; who opened it
    assert len(few) == len(many) == 6


class TestNew:
    def test_a_first_visit_says_nothing_of_it(self, come_back, sam):
        answer = AnswerFactory()
        opens(sam, answer.view)
        page = come_back(answer.view)

        assert "New" not in page.text
        assert "last used" not in page.text

    def test_an_answer_since_then_is_new(self, come_back, another_browser, clock):
        view = ViewFactory()
        come_back(view)
        clock.shift(DAY)
        AnswerFactory(view=view)
        page = come_back(view, at=another_browser)

        assert "These words were last used on Tuesday 17 November at 10.00am. What is new since then" in page.text
        assert "New" in page.soup.select_one(".bubble__who").get_text()

    def test_an_opening_since_then_is_new_and_an_older_one_is_not(self, come_back, sam, lee, clock):
        view = ViewFactory()
        opens(sam, view)
        clock.shift(60)
        come_back(view)
        clock.shift(DAY)
        opens(lee, view)

        assert told(come_back(view)) == [
            "A safeguarding lead read it on Wednesday 18 November. New",
            "A participation worker read it on Tuesday 17 November.",
        ]

    def test_nothing_new_is_said_as_well(self, come_back, clock):
        view = ViewFactory()
        come_back(view)
        clock.shift(DAY)

        assert "Nothing is new since then." in come_back(view).text

    def test_it_stays_new_until_the_words_are_typed_again(self, browser, come_back, clock):
        view = ViewFactory()
        come_back(view)
        clock.shift(60)
        AnswerFactory(view=view)
        come_back(view)

        assert "New" in browser.get("/answer/read").page.soup.select_one(".bubble__who").get_text()
        clock.shift(60)
        assert "New" not in come_back(view).soup.select_one(".bubble__who").get_text()

    def test_looking_is_noted_with_the_view(self, come_back):
        view = ViewFactory()
        come_back(view)

        assert db.session.get(View, view.id).looked_at is not None


def test_late_reading_is_admitted(come_back, clock):
    view = ViewFactory()
    clock.shift(3 * DAY)

    assert "We read it We said by Thursday 19 November. We are late." in come_back(view).text
