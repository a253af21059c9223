"""A year from its quarters, and checking what is published."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from app.extensions import db
from app.models import CountedPeriod, Publication, View, utc_now
from app.models.codes import AgeGroup, Permission, Topic
from app.protection.small_numbers import HIDDEN
from app.services import counted_periods, publishing, settings, verifying_figures
from app.services.clocks import FinancialYear, Quarter
from app.services.errors import RuleBroken
from app.services.figures import CATALOGUE
from tests.counted import SUMMER, add_actions, add_views, finished_conference
from tests.factories import AgencyFactory, ChildRecordFactory
from tests.integration.services.four_quarters import (
    DAYS,
    NEXT_MAY,
    QUARTERS,
    THIS_SUMMER,
    YEAR,
    publish_everything,
    say,
    topics,
)

h = HIDDEN


class TestAYear:
    def test_it_is_the_sum_of_what_its_quarters_show(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publish_everything()

        assert topics(YEAR) == {Topic.HOME: 80, Topic.SCHOOL: 120, Topic.FAMILY: 160, Topic.FRIENDS: 200}
        assert publishing.published_years() == [YEAR]
        assert publishing.published_quarters() == list(reversed(QUARTERS))

    def test_what_one_quarter_hides_it_hides(self):
        for sent_at in DAYS[1:]:
            say(sent_at=sent_at)
        say(home=3, sent_at=DAYS[0])
        publish_everything()

        assert topics(QUARTERS[0])[Topic.HOME] is h
        assert topics(YEAR) == {Topic.HOME: h, Topic.SCHOOL: h, Topic.FAMILY: 160, Topic.FRIENDS: 200}

    def test_what_only_a_year_has_is_counted_when_its_quarters_are_over_and_never_again(self):
        for sent_at in DAYS:
            say(sent_at=sent_at, age_group=AgeGroup.AGE_11_TO_13, permission=Permission.BOARD)
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(NEXT_MAY)
        add_views(500, sent_at=SUMMER, age_group=AgeGroup.AGE_8_TO_10)
        publishing.publish_closed_years(NEXT_MAY)
        tables = publishing.published_tables(YEAR, *QUARTERS)

        assert tables[YEAR]["views_by_age"].cells_by_row["11 to 13"] == (560,)
        assert tables[YEAR]["views_by_age"].column_wholes == (1120,)
        assert tables[YEAR]["views_by_permission"].cells_by_row["board"] == (560,)
        assert set(tables[YEAR]) == {figure.name for figure in CATALOGUE}
        assert "views_by_age" not in tables[THIS_SUMMER]
        assert "in the year" in tables[YEAR]["views_by_age"].definition

    def test_it_waits_until_its_last_quarter_is_over(self):
        for sent_at in DAYS[:2]:
            say(sent_at=sent_at)

        publish_everything(date(2027, 3, 31))
        assert publishing.published_years() == []

        publish_everything(date(2027, 4, 1))
        assert publishing.published_years() == [YEAR]  # nothing happened in its last two quarters

    def test_it_waits_for_a_quarter_that_something_happened_in(self):
        for sent_at in DAYS[:3]:
            say(sent_at=sent_at)
        for quarter in (QUARTERS[0], QUARTERS[2]):
            publishing.publish(quarter, today=NEXT_MAY)

        assert publishing.publish_year(YEAR, today=NEXT_MAY) == []

    def test_that_is_not_over_is_refused(self):
        said = "^April 2026 to March 2027 is not over yet. Figures are published when a year is over.$"
        with pytest.raises(RuleBroken, match=said):
            publishing.publish_year(YEAR, today=YEAR.last_day)

    def test_a_year_that_began_before_anything_was_published_is_none(self):
        for sent_at in DAYS[2:]:
            say(sent_at=sent_at)
        publish_everything()

        assert publishing.published_quarters() == [QUARTERS[3], QUARTERS[2]]
        assert publishing.published_years() == []

    def test_that_began_with_a_quarter_before_anything_was_published_is_none_though_its_last_quarter_is_empty_too(self):
        for sent_at in DAYS[1:3]:
            say(sent_at=sent_at)
        publish_everything()

        assert publishing.published_years() == []

    def test_in_whose_first_quarter_nothing_happened_is_published_when_there_were_figures_before(self):
        say(sent_at=datetime(2026, 2, 5, tzinfo=UTC))
        for sent_at in DAYS[1:]:
            say(sent_at=sent_at)
        publish_everything()

        assert publishing.published_years() == [YEAR]
        assert topics(YEAR)[Topic.HOME] == 60

    def test_that_would_be_made_of_nothing_is_none(self):
        say(sent_at=datetime(2026, 2, 5, tzinfo=UTC))
        publish_everything()

        assert publishing.publish_year(YEAR, today=NEXT_MAY) == []

    def test_one_of_whose_quarters_was_published_before_counts_were_kept_is_none(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(NEXT_MAY)
        db.session.execute(delete(CountedPeriod).where(CountedPeriod.first_day == QUARTERS[1].first_day))
        db.session.execute(delete(View).where(View.sent_at == SUMMER))

        assert publishing.publish_year(YEAR, today=NEXT_MAY) == []

    def test_is_published_once_and_all_of_its_tables_are_said(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(NEXT_MAY)

        new = publishing.publish_year(YEAR, today=NEXT_MAY)
        assert [(table.table_name, table.revision) for table in new] == [(figure.name, 1) for figure in CATALOGUE]
        assert publishing.publish_year(YEAR, today=NEXT_MAY) == []

    def test_that_somebody_else_is_publishing_is_not_published_twice(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(NEXT_MAY)
        quarters = publishing.newest_of_quarters(YEAR)
        counted_periods.of_year(YEAR, quarters, publishing.limits_in_force()).keep()

        assert publishing.publish_year(YEAR, today=NEXT_MAY) == []
        assert publishing.published_years() == []

    def test_is_protected_by_the_limits_in_force_when_it_is_published(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(NEXT_MAY)
        settings.change("small_number", "10")
        settings.change("smallest_base", "30")
        publishing.publish_closed_years(NEXT_MAY)

        tables = publishing.published_tables(YEAR, QUARTERS[0])
        limits = {
            period: (table.threshold, table.smallest_base)
            for period in (YEAR, QUARTERS[0])
            for table in tables[period].values()
        }
        assert limits == {YEAR: (10, 30), QUARTERS[0]: (5, 20)}

    def test_two_that_are_over_are_published_the_older_first(self):
        for sent_at in (*DAYS, *(moment.replace(year=moment.year + 1) for moment in DAYS)):
            say(sent_at=sent_at)
        after_both = date(2028, 5, 4)
        publishing.publish_closed_quarters(after_both)

        assert publishing.publish_closed_years(after_both) == [YEAR, FinancialYear(2027)]
        assert publishing.publish_closed_years(after_both) == []

    def test_an_agency_that_joined_in_the_middle_of_it_did_nothing_before(self):
        record = ChildRecordFactory(conference=finished_conference())
        police, health = AgencyFactory(name="Police"), AgencyFactory(name="Health")
        for sent_at in DAYS:
            if sent_at == DAYS[2]:
                joined = AgencyFactory(name="Fire service")
            for agency in (police, health, joined) if sent_at >= DAYS[2] else (police, health):
                day = sent_at.date()
                add_actions(30, agency=agency, record=record, due_on=day, done_on=day)
                add_actions(20, agency=agency, record=record, due_on=day)
            publishing.publish_closed_quarters(Quarter.containing(sent_at.date()).last_day.replace(day=30))
            publishing.publish(Quarter.containing(sent_at.date()), today=NEXT_MAY)
        publishing.publish_closed_years(NEXT_MAY)
        table = publishing.published_tables(YEAR)[YEAR]["actions_on_time"]

        assert table.cells_by_row == {"Fire service": (60, 40), "Health": (120, 80), "Police": (120, 80)}


class TestChecking:
    @pytest.fixture(autouse=True)
    def _published(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publish_everything()

    def says(self, app) -> tuple[str, int]:
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["figures", "verify"])
        return result.output, result.exit_code

    def table(self, name="views_by_topic") -> Publication:
        found = select(Publication).where(Publication.table_name == name, Publication.first_day == date(2026, 7, 1))
        return db.session.scalars(found).one()

    def test_finds_nothing_wrong(self, app):
        assert self.says(app) == ("What is published is what the rule gives.\n", 0)

    def test_finds_a_number_that_somebody_changed(self, app):
        table = self.table()
        table.content = table.content | {"cells": [[100], *table.content["cells"][1:]]}

        assert self.says(app) == (
            "July to September 2026, views_by_topic: what is published is not what the rule gives.\n",
            1,
        )

    def test_finds_a_share_and_a_limit_that_somebody_changed(self):
        told, answers = self.table("children_told"), self.table("answered_in_time")
        told.content = told.content | {"share": {"counted": 50, "of": 100, "percent": 50}}
        answers.content = answers.content | {"threshold": 9}
        db.session.flush()

        assert len([*verifying_figures.verify()]) == 2

    def test_finds_counts_that_do_not_add_up_and_the_year_that_is_made_of_them(self):
        kept = db.session.scalars(select(CountedPeriod).where(CountedPeriod.first_day == date(2026, 7, 1))).one()
        counts = kept.counted["counts"] | {"views_by_topic/home/views": 21}
        kept.counted = kept.counted | {"counts": counts}
        db.session.flush()

        assert [*verifying_figures.verify()] == [
            "July to September 2026: what was counted does not add up.",
            "April 2026 to March 2027: what was counted does not add up.",
        ]

    def test_finds_what_is_published_without_what_was_counted_but_for_what_is_older_than_that(self, app):
        kept = db.session.scalars(select(CountedPeriod).where(CountedPeriod.last_day == date(2027, 3, 31))).all()
        db.session.delete(next(each for each in kept if each.first_day == date(2026, 4, 1)))
        tomorrow = utc_now() + timedelta(days=1)

        said, ended_with = self.says(app)
        assert said.startswith("April 2026 to March 2027: what was counted is not there, so it cannot be checked.")
        assert ended_with == 1
        assert not [*verifying_figures.verify(kept_since=tomorrow.date())]

    def test_finds_a_revision_that_nobody_counted(self):
        table = self.table()
        db.session.add(
            Publication(
                table_name=table.table_name,
                first_day=table.first_day,
                last_day=table.last_day,
                revision=2,
                content=table.content,
            )
        )
        db.session.flush()

        [said] = verifying_figures.verify()
        assert said.startswith("July to September 2026, revision 2: what was counted is not there")

    def test_uses_the_limits_of_then(self):
        settings.change("small_number", "10")

        assert not [*verifying_figures.verify()]
