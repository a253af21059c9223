"""Writing a line, and finding it again."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from app.extensions import db
from app.models import utc_now
from app.services import auditing
from tests.factories import AgencyFactory, PersonFactory
from tests.integration.services.audit_trail import NOBODY, write


def deeds(page: auditing.LinesPage) -> list[str]:
    return [line.deed for line in page.lines]


class TestNote:
    def test_is_one_insert(self, count_queries):
        agency, person = AgencyFactory(), PersonFactory()

        with count_queries() as queries:
            auditing.note(person, "added agency", agency)
            db.session.flush()

        assert len([query for query in queries if query.startswith("INSERT INTO audit_line")]) == 1
        assert len([query for query in queries if "audit" in query]) == 1

    def test_keeps_the_reason_where_only_we_can_read_it(self):
        auditing.note_about(None, "opened how to find them", "contact", NOBODY, reason="Their teacher rang.")
        db.session.flush()

        (line,) = auditing.find_lines().lines
        assert line.reason == "Their teacher rang."
        assert b"teacher" not in line.reason_sealed

    def test_refuses_a_deed_that_its_column_does_not_hold(self):
        with pytest.raises(ValueError, match="at most 60 characters"):
            auditing.note_about(None, "x" * 61, "agency", NOBODY)


class TestLinesAboutOneRow:
    def test_are_newest_first_and_no_other_rows(self):
        agency, other = AgencyFactory(), AgencyFactory()
        for number in range(3):
            auditing.note(None, f"did {number}", agency)
            db.session.flush()
        auditing.note(None, "did something else", other)
        auditing.note_about(None, "did something to another table", "person", agency.id)
        db.session.flush()

        assert [line.deed for line in auditing.lines_about(agency)] == ["did 2", "did 1", "did 0"]
        assert [line.deed for line in auditing.lines_about(agency, limit=1)] == ["did 2"]

    def test_know_who_it_was(self):
        person, agency = PersonFactory(name="Priya"), AgencyFactory()
        auditing.note(person, "added agency", agency)
        db.session.commit()
        db.session.expire_all()

        (line,) = auditing.lines_about(agency)
        assert line.person.name == "Priya"


class TestFindLines:
    def test_gives_fifty_at_a_time_newest_first(self):
        write(51)

        first, second = auditing.find_lines(), auditing.find_lines(page=2)
        assert (len(first.lines), first.has_more, len(second.lines), second.has_more) == (50, True, 1, False)
        moments = [line.created_at for line in [*first.lines, *second.lines]]
        assert moments == sorted(moments, reverse=True)

    @pytest.mark.parametrize("page", [0, -3])
    def test_before_the_first_page_is_the_first(self, page):
        write(1)

        assert auditing.find_lines(page=page).number == 1

    def test_after_the_last_page_is_nothing(self):
        write(1)

        assert auditing.find_lines(page=9).lines == []

    def test_by_person_deed_and_row(self):
        priya, sam = PersonFactory(), PersonFactory()
        (line,) = write(1, person=priya, deed="opened record")
        write(1, person=priya, deed="opened view")
        write(1, person=sam, deed="opened record")

        assert deeds(auditing.find_lines(person_id=priya.id, deed="opened record")) == ["opened record"]
        assert len(auditing.find_lines(deed="opened record").lines) == 2
        assert auditing.find_lines(subject_id=line.subject_id).lines == [line]
        assert auditing.find_lines(subject_id=uuid.uuid4()).lines == []

    def test_by_days_in_london_both_included(self):
        summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # in London it is 1 July already
        write(1, created_at=summer, deed="on 1 July")
        write(1, created_at=summer + timedelta(hours=23, minutes=29), deed="late on 1 July")
        write(1, created_at=summer + timedelta(hours=23, minutes=30), deed="on 2 July")

        july = date(2026, 7, 1)
        assert deeds(auditing.find_lines(since=july, until=july)) == ["late on 1 July", "on 1 July"]
        assert deeds(auditing.find_lines(since=date(2026, 7, 2))) == ["on 2 July"]
        assert deeds(auditing.find_lines(until=date(2026, 6, 30))) == []

    def test_asks_once_and_opens_the_names(self, count_queries):
        for _ in range(3):
            write(1, person=PersonFactory())
        db.session.expunge_all()

        with count_queries() as queries:
            names = {line.person.name for line in auditing.find_lines().lines}

        assert len(names) == 3
        assert len(queries) == 1  # the lines, each with its person

    @pytest.mark.parametrize(
        ("asked_for", "index"),
        [
            ({}, "ix_audit_line_when"),
            ({"person_id": NOBODY}, "ix_audit_line_person"),
            ({"deed": "x"}, "ix_audit_line_deed"),
            ({"subject_id": NOBODY}, "ix_audit_line_subject"),
        ],
    )
    def test_looks_on_an_index(self, asked_for, index):
        if db.session.get_bind().dialect.name != "sqlite":
            return
        names = ("person_id", "deed", "subject_id", "since", "until")
        query = auditing.that_fit(*(asked_for.get(name) for name in names)).limit(51)
        statement = query.compile(db.session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = "\n".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))

        assert f"USING INDEX {index}" in plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_a_long_reading_goes_on_where_it_was():
    written = write(7, created_at=utc_now())
    read, last = [], None
    while part := auditing.lines_before(last, 3):
        read += part
        last = part[-1]
        write(1, created_at=utc_now() + timedelta(hours=1))  # somebody writes meanwhile

    assert read == list(reversed(written))


def test_every_deed_there_is_is_listed_once():
    for deed in ("opened view", "opened record", "opened view", "added agency"):
        write(1, deed=deed)

    assert auditing.deeds() == ["added agency", "opened record", "opened view"]


def test_no_deed_is_listed_before_anything_was_done():
    assert auditing.deeds() == []
