"""Reading what is frozen: which table of which period, in which revision, and everything that stands in it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import AuditLine, Publication
from app.protection.small_numbers import HIDDEN
from app.services import published, publishing
from app.services.clocks import FinancialYear, Quarter
from tests.factories import PersonFactory, PublicationFactory

h = HIDDEN
SPRING, SUMMER, AUTUMN = Quarter(2026, 2), Quarter(2026, 3), Quarter(2026, 4)
YEAR, YEAR_BEFORE = FinancialYear(2026), FinancialYear(2025)
MAY = datetime(2026, 5, 5, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def freeze(period, table="views_by_topic", **changes) -> Publication:
    return PublicationFactory(table_name=table, first_day=period.first_day, last_day=period.last_day, **changes)


def content(**changes) -> dict:
    return PublicationFactory.build().content | changes


class TestOneTableOverTime:
    def test_it_is_there_for_each_period_that_has_it_the_newest_first(self):
        for period in (SPRING, AUTUMN, SUMMER):
            freeze(period)
        freeze(SUMMER, "views_by_feeling")

        found = published.table_over_time("views_by_topic")

        assert list(found) == [AUTUMN, SUMMER, SPRING]
        assert [(period, table.period, table.name) for period, table in found.items()] == [
            (period, period, "views_by_topic") for period in (AUTUMN, SUMMER, SPRING)
        ]

    def test_a_year_and_its_first_quarter_are_two_periods(self):
        freeze(YEAR, content=content(threshold=7))
        freeze(SPRING)

        found = published.table_over_time("views_by_topic")

        assert {period: table.threshold for period, table in found.items()} == {YEAR: 7, SPRING: 5}

    def test_it_is_the_latest_revision_whichever_was_stored_last(self):
        freeze(SUMMER, revision=2, content=content(reason="Two views came late."))
        freeze(SUMMER)

        table = published.table_over_time("views_by_topic")[SUMMER]

        assert (table.revision, table.reason) == (2, "Two views came late.")

    def test_one_that_never_was_published_is_nowhere(self):
        freeze(SUMMER)

        assert published.table_over_time("views_by_feeling") == {}


class TestATableAsItWas:
    def test_it_is_in_the_revision_that_is_asked_for_and_in_no_other(self):
        for number in (1, 2, 3):
            freeze(SUMMER, revision=number, content=content(reason=f"Reason {number}"))

        found = published.tables_as_they_were(SUMMER, {"views_by_topic": 2})

        assert {name: (table.revision, table.reason) for name, table in found.items()} == {
            "views_by_topic": (2, "Reason 2")
        }
        assert published.tables_as_they_were(SUMMER, {"views_by_topic": 4}) == {}

    def test_only_tables_that_are_asked_for_in_the_order_of_the_catalogue(self):
        for name in ("wishes_by_extent", "views_by_topic", "views_by_feeling"):
            freeze(SUMMER, name)

        found = published.tables_as_they_were(SUMMER, {"wishes_by_extent": 1, "views_by_topic": 1})

        assert list(found) == ["views_by_topic", "wishes_by_extent"]

    def test_a_year_is_not_taken_for_its_first_quarter_nor_for_its_last(self):
        freeze(YEAR, content=content(threshold=7))
        for quarter in (SPRING, YEAR.quarters[-1]):
            freeze(quarter)

        [of_the_year] = published.tables_as_they_were(YEAR, {"views_by_topic": 1}).values()

        assert (of_the_year.period, of_the_year.threshold) == (YEAR, 7)
        for quarter in (SPRING, YEAR.quarters[-1]):
            [of_a_quarter] = published.tables_as_they_were(quarter, {"views_by_topic": 1}).values()
            assert (of_a_quarter.period, of_a_quarter.threshold) == (quarter, 5)

    def test_which_revisions_are_shown_today_is_said_by_name(self):
        freeze(SUMMER, revision=2)
        freeze(SUMMER)
        freeze(SUMMER, "views_by_feeling")
        freeze(SPRING, "wishes_by_extent")

        assert published.revisions_of(SUMMER) == {"views_by_topic": 2, "views_by_feeling": 1}
        assert published.revisions_of(AUTUMN) == {}


class TestADownload:
    def test_who_fetched_what_is_written_down_with_the_very_revision(self):
        person = PersonFactory()
        freeze(SPRING)
        freeze(YEAR)
        for revision in (1, 2):
            freeze(SUMMER, "views_by_feeling", revision=revision)
        freeze(SUMMER, revision=1)
        newest = freeze(SUMMER, revision=2)

        published.note_download(person, publishing.read_table(newest), "CSV")

        [line] = db.session.scalars(select(AuditLine).where(AuditLine.deed == "downloaded figures as CSV"))
        assert (line.person_id, line.subject_table, line.subject_id) == (person.id, "publication", newest.id)

    def test_of_the_year_is_not_one_of_its_first_quarter_nor_of_its_last(self):
        person, year = PersonFactory(), freeze(YEAR)
        for quarter in (SPRING, YEAR.quarters[-1]):
            freeze(quarter)

        published.note_download(person, publishing.read_table(year), "XLSX")

        [line] = db.session.scalars(select(AuditLine).where(AuditLine.deed == "downloaded figures as XLSX"))
        assert line.subject_id == year.id

    def test_of_what_was_never_published_is_refused(self):
        table = publishing.read_table(PublicationFactory.build(created_at=MAY, revision=1))

        with pytest.raises(NoResultFound):
            published.note_download(PersonFactory(), table, "CSV")


class TestPeriods:
    def test_quarters_come_before_years_each_the_newest_first(self):
        for period in (SPRING, YEAR_BEFORE, AUTUMN, YEAR, SUMMER):
            freeze(period)
        freeze(SUMMER, "views_by_feeling")

        assert published.periods() == [AUTUMN, SUMMER, SPRING, YEAR, YEAR_BEFORE]

    def test_new_since_a_moment_are_those_with_any_table_that_is_newer_the_newest_first(self):
        freeze(SPRING, created_at=MAY)
        freeze(SUMMER, created_at=MAY)
        freeze(AUTUMN, created_at=MAY + 3 * A_SECOND)
        freeze(SPRING, revision=2, created_at=MAY + 5 * A_SECOND)
        freeze(YEAR, created_at=MAY + 4 * A_SECOND)

        assert publishing.published_since(MAY) == [
            (SPRING, MAY + 5 * A_SECOND),
            (YEAR, MAY + 4 * A_SECOND),
            (AUTUMN, MAY + 3 * A_SECOND),
        ]
        assert publishing.published_since(MAY + 5 * A_SECOND) == []

    def test_of_two_published_at_the_same_moment_the_later_period_is_first(self):
        for period in (SPRING, AUTUMN, SUMMER):
            freeze(period, created_at=MAY)

        assert [period for period, _at in publishing.published_since(MAY - A_SECOND)] == [AUTUMN, SUMMER, SPRING]

    def test_so_is_the_last_quarter_of_a_year_before_that_year(self):
        last_quarter = YEAR.quarters[-1]
        for period in (YEAR, last_quarter):
            freeze(period, created_at=MAY)

        assert [period for period, _at in publishing.published_since(MAY - A_SECOND)] == [last_quarter, YEAR]


class TestTablesOfPeriods:
    def test_each_period_has_its_own_in_the_order_of_the_catalogue(self):
        for name in ("wishes_by_extent", "views_by_topic"):
            freeze(SUMMER, name)
        freeze(YEAR, "views_by_feeling")
        freeze(SPRING, "views_by_feeling", content=content(threshold=7))

        found = publishing.published_tables(SUMMER, YEAR, AUTUMN)

        assert {period: list(tables) for period, tables in found.items()} == {
            SUMMER: ["views_by_topic", "wishes_by_extent"],
            YEAR: ["views_by_feeling"],
            AUTUMN: [],
        }
        assert found[YEAR]["views_by_feeling"].threshold == 5

    def test_they_stand_in_their_latest_revision(self):
        for number in (2, 3, 1):
            freeze(SUMMER, revision=number)

        assert publishing.published_tables(SUMMER)[SUMMER]["views_by_topic"].revision == 3


class TestReadingATable:
    def test_everything_that_was_frozen_is_read_back(self):
        stored = freeze(
            SUMMER,
            "actions_on_time",
            created_at=MAY,
            revision=2,
            content={
                "columns": ["on time", "late"],
                "rows": ["Health", "Police"],
                "cells": [[20, "c"], [30, "c"]],
                "row_wholes": ["c", 40],
                "column_wholes": [50, "c"],
                "share": {"counted": 50, "of": 80, "percent": 63},
                "definition": "Actions that were due.",
                "numerator": "those done on time",
                "denominator": "all of them",
                "rule": "Small numbers are hidden.",
                "target": 90,
                "threshold": 7,
                "smallest_base": 25,
                "reason": "Records were corrected.",
            },
        )

        table = publishing.read_table(stored)

        assert (table.name, table.period, table.published_at) == ("actions_on_time", SUMMER, MAY)
        assert (table.rows, table.columns) == (("Health", "Police"), ("on time", "late"))
        assert table.cells_by_row == {"Health": (20, h), "Police": (30, h)}
        assert (table.row_wholes, table.column_wholes) == ((h, 40), (50, h))
        assert (table.protected.row_totals, table.protected.column_totals) == ((h, h), (50, h))
        assert table.share == publishing.Share(counted=50, of=80, percent=63)
        assert (table.definition, table.numerator, table.denominator) == (
            "Actions that were due.",
            "those done on time",
            "all of them",
        )
        assert (table.rule, table.target) == ("Small numbers are hidden.", 90)
        assert (table.threshold, table.smallest_base) == (7, 25)
        assert (table.revision, table.reason) == (2, "Records were corrected.")

    def test_of_one_that_was_published_before_there_was_a_rule_in_words_there_is_none(self):
        table = publishing.read_table(freeze(SUMMER))

        assert (table.rule, table.target, table.row_wholes, table.column_wholes) == (None, None, None, None)
        assert (table.share, table.revision, table.reason) == (None, 1, None)
        assert table.protected.row_totals == ()  # one column adds up to nothing
