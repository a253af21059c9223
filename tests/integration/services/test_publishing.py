import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.extensions import db
from app.models import AuditLine, PracticePublication, Publication, Role, View, utc_now
from app.models.codes import Extent, Feeling, ParticipationCode, Stage, ToldHow, Topic, ViewStatus
from app.protection.linked_tables import Limits
from app.protection.small_numbers import HIDDEN
from app.services import counted_periods, figures, publishing, settings
from app.services.clocks import Quarter
from app.services.errors import RuleBroken
from app.services.figures.linking import rows_of
from tests.counted import (
    SUMMER,
    add_actions,
    add_records,
    add_views,
    add_views_by_topic,
    add_wishes,
    finished_conference,
)
from tests.factories import AgencyFactory, ChildRecordFactory, ConferenceFactory, PersonFactory

TODAY = date(2026, 11, 17)
THIS_SUMMER = Quarter(2026, 3)
h = HIDDEN


def published(name: str, quarter: Quarter = THIS_SUMMER) -> publishing.PublishedTable:
    publishing.publish(quarter, today=TODAY)
    return publishing.published_tables(quarter)[quarter][name]


def shown(name: str) -> dict:
    """The cells of a table as published: one number for a row, or all of its columns."""
    cells = published(name).cells_by_row
    return {row: line[0] if len(line) == 1 else line for row, line in cells.items()}


def counted(name: str) -> dict:
    """The cells of a table as counted, small ones too: one number for a row, or all of its columns."""
    found, figure = figures.count(THIS_SUMMER), figures.BY_NAME[name]
    names = found.rows.get(name, {})
    cells = {
        names.get(row, row): tuple(found.counts.get(figure.number_at((row, column)), 0) for column in figure.columns)
        for row in rows_of(figure, found.rows)
    }
    return {row: line[0] if len(line) == 1 else line for row, line in cells.items()}


def contents() -> str:
    return json.dumps(list(db.session.scalars(select(Publication.content))))


class TestWhatIsCounted:
    def test_views_by_topic_with_those_who_did_not_say(self):
        add_views_by_topic({Topic.HOME: 12, Topic.MEETING: 61, None: 8})

        assert counted("views_by_topic") == dict.fromkeys([*Topic], 0) | {
            "home": 12,
            "a meeting about me": 61,
            "not said": 8,
        }

    def test_a_view_that_was_taken_back_was_sent_and_says_nothing(self):
        add_views(30, topic=Topic.HOME, feeling=Feeling.GOOD)
        add_views(9, topic=Topic.SCHOOL, feeling=Feeling.GOOD)
        db.session.execute(update(View).where(View.topic == Topic.SCHOOL).values(taken_back_at=utc_now()))

        assert counted("views_by_topic") == dict.fromkeys([*Topic], 0) | {"home": 30, "not said": 9}
        assert counted("views_by_feeling") == dict.fromkeys([*Feeling], 0) | {"good": 30, "not said": 9}

    def test_it_waits_for_no_answer_and_what_is_not_genuine_is_counted_nowhere(self):
        add_views(24, topic=Topic.HOME, feeling=Feeling.GOOD, answered_at=SUMMER)
        add_views(10, topic=Topic.HOME, feeling=Feeling.GOOD)
        add_views(8, topic=Topic.SCHOOL)
        add_views(9, topic=Topic.ONLINE)
        db.session.execute(update(View).where(View.topic == Topic.SCHOOL).values(taken_back_at=utc_now()))
        not_genuine = {"status": ViewStatus.NOT_GENUINE, "read_at": SUMMER, "not_genuine_reason_sealed": b"x"}
        db.session.execute(update(View).where(View.topic == Topic.ONLINE).values(not_genuine))

        assert counted("views_by_topic") == dict.fromkeys([*Topic], 0) | {"home": 34, "not said": 8}
        assert counted("views_by_feeling")["not said"] == 8
        assert counted("answered_in_time") == {"answered in time": 24, "late or not answered yet": 10}

    def test_views_by_feeling(self):
        add_views(40, feeling=Feeling.GOOD)
        add_views(9, feeling=Feeling.MIXED)
        add_views(7)

        assert counted("views_by_feeling") == dict.fromkeys([*Feeling], 0) | {"good": 40, "mixed": 9, "not said": 7}

    def test_views_answered_in_time_are_those_whose_answer_was_due_in_the_quarter(self):
        due = SUMMER + timedelta(days=14)
        add_views(20, answered_at=due)
        add_views(6, answered_at=due + timedelta(seconds=1))
        add_views(3)
        add_views(50, sent_at=datetime(2026, 9, 28, tzinfo=UTC), answered_at=datetime(2026, 10, 1, tzinfo=UTC))

        assert counted("answered_in_time") == {"answered in time": 20, "late or not answered yet": 9}

    def test_children_of_finished_conferences_by_their_code(self):
        conference = finished_conference()
        add_records(9, conference=conference, code=ParticipationCode.PN0, stage=Stage.UNDER_4)
        add_records(30, conference=conference, code=ParticipationCode.PN1)
        add_records(8, conference=conference, code=ParticipationCode.PN7)
        add_records(6, conference=conference, stage=Stage.UNBORN)
        unfinished = finished_conference()
        unfinished.finished_at = None
        add_records(10, conference=unfinished, code=ParticipationCode.PN1)

        assert counted("children_by_participation") == dict.fromkeys([*ParticipationCode], 0) | {
            "PN0": 9,
            "PN1": 30,
            "PN7": 8,
            "unborn, no code": 6,
        }

    def test_wishes_by_how_far_they_were_acted_on(self):
        record = ChildRecordFactory(conference=finished_conference())
        add_wishes(31, record=record, extent=Extent.FULLY)
        add_wishes(22, record=record, extent=Extent.NOT_ACTED_ON)
        add_wishes(9, record=record)
        unfinished = ConferenceFactory(held_on=date(2026, 8, 4))
        add_wishes(40, record=ChildRecordFactory(conference=unfinished), extent=Extent.FULLY)

        assert counted("wishes_by_extent") == dict.fromkeys([*Extent], 0) | {"fully": 31, "not acted on": 22}

    def test_children_told_are_those_who_were_due_to_be_told(self):
        conference, by = finished_conference(), date(2026, 8, 11)
        face = ToldHow.FACE_TO_FACE
        add_records(30, conference=conference, tell_due_on=by, told_on=by, told_how=face)
        add_records(8, conference=conference, tell_due_on=by, told_on=by + timedelta(days=1), told_how=face)
        add_records(6, conference=conference, tell_due_on=by)
        add_records(1, conference=conference, tell_due_on=by, told_how=ToldHow.NOT_GIVEN)
        add_records(9, conference=conference, tell_due_on=by, stage=Stage.UNBORN)
        add_records(9, conference=conference, tell_due_on=date(2026, 10, 1))

        assert counted("children_told") == {"told in time": 30, "told late": 8, "not told": 7}

    def test_what_a_chair_plans_does_not_move_the_day_a_child_was_due_to_be_told(self):
        conference, due = finished_conference(), date(2026, 8, 11)
        later = due + timedelta(days=9)
        add_records(20, conference=conference, tell_due_on=due, tell_by=later, told_on=later, told_how=ToldHow.PHONE)
        add_records(30, conference=conference, tell_due_on=due, tell_by=date(2026, 10, 20))
        add_records(40, conference=conference, tell_due_on=due, tell_by=None)

        assert counted("children_told") == {"told in time": 0, "told late": 20, "not told": 70}

    def test_actions_by_agency_in_the_order_of_their_names_whatever_the_numbers(self):
        due, record = date(2026, 8, 20), ChildRecordFactory(conference=finished_conference())
        health, school, _police = (AgencyFactory(name=name) for name in ("health", "School", "Police"))
        add_actions(20, agency=school, record=record, due_on=due, done_on=due)
        add_actions(9, agency=school, record=record, due_on=due, done_on=due + timedelta(days=1))
        add_actions(70, agency=health, record=record, due_on=due, done_on=due)
        add_actions(10, agency=health, record=record, due_on=due)

        assert list(counted("actions_on_time").items()) == [
            ("health", (70, 10)),
            ("Police", (0, 0)),
            ("School", (20, 9)),
        ]

    @pytest.mark.parametrize(
        ("sent_at", "is_counted"),
        [
            (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), False),  # the last second of June in London
            (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), True),
            (datetime(2026, 9, 30, 22, 59, 59, tzinfo=UTC), True),
            (datetime(2026, 9, 30, 23, 0, tzinfo=UTC), False),
        ],
    )
    def test_the_day_is_the_day_in_london(self, sent_at, is_counted):
        add_views_by_topic({Topic.HOME: 10, Topic.SCHOOL: 10})
        add_views(6, sent_at=sent_at, topic=Topic.SCHOOL)

        assert counted("views_by_topic")["school"] == (16 if is_counted else 10)


class TestPublishing:
    def test_a_quarter_that_is_not_over_is_refused(self):
        said = "^October to December 2026 is not over yet. Figures are published when a quarter is over.$"
        with pytest.raises(RuleBroken, match=said):
            publishing.publish(Quarter(2026, 4), today=TODAY)

    def test_on_its_last_day_a_quarter_is_not_over(self):
        add_views(20)

        assert publishing.publish_closed_quarters(date(2026, 9, 30)) == []
        assert publishing.publish_closed_quarters(date(2026, 10, 1)) == [THIS_SUMMER]

    def test_all_tables_of_every_closed_quarter_in_which_something_happened(self):
        add_views(20)
        add_views(20, sent_at=datetime(2025, 11, 20, tzinfo=UTC))
        add_views(20, sent_at=utc_now())

        assert publishing.publish_closed_quarters(TODAY) == [Quarter(2025, 4), THIS_SUMMER]
        assert db.session.scalar(select(func.count()).select_from(Publication)) == 2 * len(figures.OF_A_QUARTER)
        assert publishing.published_quarters() == [THIS_SUMMER, Quarter(2025, 4)]

    def test_each_table_is_noted_once_and_by_nobody(self):
        add_views(20)
        new = publishing.publish(THIS_SUMMER, today=TODAY)

        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed == "published figures")).all()
        assert [table.table_name for table in new] == [figure.name for figure in figures.OF_A_QUARTER]
        assert sorted(line.subject_id for line in lines) == sorted(table.id for table in new)
        assert {line.person_id for line in lines} == {None}

    def test_what_fell_on_its_last_day_alone_is_published(self):
        add_actions(1, agency=AgencyFactory(), record=ChildRecordFactory(), due_on=date(2026, 3, 31))

        assert publishing.publish_closed_quarters(TODAY) == [Quarter(2026, 1)]

    def test_a_quarter_in_which_nothing_happened_has_no_tables(self):
        add_views(20)

        assert publishing.publish(Quarter(2026, 2), today=TODAY) == []
        assert publishing.published_quarters() == []

    def test_what_each_chair_may_see_of_the_others_is_frozen_with_it(self):
        for chair in PersonFactory.create_batch(4, role=Role.CHAIR):
            conference = finished_conference(chair=chair)
            told = {"tell_due_on": date(2026, 8, 11), "told_how": ToldHow.PHONE}
            add_records(18, conference=conference, told_on=date(2026, 8, 11), **told)
            add_records(9, conference=conference, told_on=date(2026, 8, 12), **told)
            add_records(7, conference=conference)
        publishing.publish(THIS_SUMMER, today=TODAY)

        frozen = db.session.scalars(select(PracticePublication.content)).all()
        assert [content["told"] for content in frozen] == [[54, 27, 21]] * 4

    def test_a_second_time_there_is_nothing_to_do(self):
        add_views(20)
        publishing.publish_closed_quarters(TODAY)

        assert publishing.publish_closed_quarters(TODAY) == []
        assert publishing.publish(THIS_SUMMER, today=TODAY) == []

    def test_when_somebody_else_was_faster_theirs_stands(self):
        add_views(20)
        theirs = publishing.publish(THIS_SUMMER, today=TODAY)
        mine = counted_periods.of_quarter(THIS_SUMMER, figures.count(THIS_SUMMER), Limits(), {})

        assert not mine.keep()
        assert len(db.session.scalars(select(Publication)).all()) == len(theirs)

    def test_while_somebody_else_is_publishing_it_nothing_is_published_twice(self):
        add_views(20)
        counted_periods.of_quarter(THIS_SUMMER, figures.count(THIS_SUMMER), Limits(), {}).keep()

        assert publishing.publish(THIS_SUMMER, today=TODAY) == []
        assert publishing.published_quarters() == []

    def test_what_comes_later_does_not_change_it(self):
        add_views_by_topic({Topic.HOME: 12, Topic.SCHOOL: 30})
        before = shown("views_by_topic")
        add_views(9, topic=Topic.HOME)

        assert publishing.publish_closed_quarters(TODAY) == []
        assert shown("views_by_topic") == before

    def test_where_nothing_ever_happened_there_is_nothing_to_publish(self):
        assert publishing.publish_closed_quarters(TODAY) == []

    def test_a_date_mistyped_by_a_thousand_years_does_no_harm(self, count_queries):
        add_actions(1, agency=AgencyFactory(), record=ChildRecordFactory(), due_on=date(1026, 8, 4))

        with count_queries() as queries:
            publishing.publish_closed_quarters(TODAY)
        assert len(queries) < 1000


class TestWhatIsFrozen:
    def test_hidden_numbers_are_not_in_it(self):
        add_views_by_topic({Topic.HOME: 3, Topic.SCHOOL: 777, Topic.FAMILY: 888, Topic.FRIENDS: 999})

        assert shown("views_by_topic") == dict.fromkeys([*Topic, "not said"], 0) | {
            "home": h,
            "school": h,
            "family": 888,
            "friends": 999,
        }
        assert "777" not in contents()
        assert "780" not in contents()

    def test_a_figure_that_cannot_be_made_keeps_none_that_comes_after_it_from_being_frozen(self):
        add_views(30, topic=Topic.HOME, feeling=Feeling.GOOD)
        found = figures.count(THIS_SUMMER)
        version = counted_periods.of_quarter(THIS_SUMMER, found, publishing.limits_in_force(), publishing.counted_by())
        first, *others = [one.table_name for one in publishing.freeze(version, counted_periods.shown_of(version, {}))]
        db.session.rollback()

        shown_of_all = counted_periods.shown_of(version, {})
        rest = {name: cell for name, cell in shown_of_all.items() if not name.startswith(f"{first}/")}
        assert [one.table_name for one in publishing.freeze(version, rest)] == others

    def test_rows_and_columns_of_agencies_hide_each_other(self):
        record = ChildRecordFactory(conference=finished_conference())
        on_time, late = {"done_on": date(2026, 8, 1)}, {}
        for name, in_time, not_in_time in (("A", 3, 222), ("B", 333, 444), ("C", 555, 666)):
            agency = AgencyFactory(name=name)
            add_actions(in_time, agency=agency, record=record, **on_time)
            add_actions(not_in_time, agency=agency, record=record, **late)

        table = published("actions_on_time")

        assert table.cells_by_row == {"A": (h, h), "B": (333, 444), "C": (555, 666)}
        assert table.row_wholes == (225, 777, 1221)
        assert table.protected.column_totals == (h, h)
        assert table.share is None
        assert not any(canary in contents() for canary in ("222",))

    def test_the_board_may_hide_more(self):
        settings.change("small_number", "10")
        add_views_by_topic({Topic.HOME: 10, Topic.SCHOOL: 40, Topic.FAMILY: 90, Topic.FRIENDS: 80})

        table = published("views_by_topic")

        assert [table.cells_by_row[topic] for topic in ("home", "school", "family")] == [(h,), (h,), (90,)]
        assert table.threshold == 10

    def test_it_says_that_it_is_about_a_quarter(self):
        add_views(20)

        assert " in the quarter" in published("answered_in_time").definition

    def test_a_number_that_may_never_be_shown_is_not_read_back(self):
        add_views(20)
        (publication, *_) = publishing.publish(THIS_SUMMER, today=TODAY)
        publication.content = publication.content | {"cells": [[3]]}

        with pytest.raises(ValueError, match="may only hold hidden cells"):
            publishing.read_table(publication)


class TestShares:
    def answered(self, in_time: int, late: int) -> publishing.Share | None:
        add_views(in_time, answered_at=SUMMER)
        add_views(late)
        return published("answered_in_time").share

    def test_so_many_of_so_many(self):
        assert self.answered(88, 8) == publishing.Share(counted=88, of=96, percent=92)

    @pytest.mark.parametrize(("in_time", "late"), [(12, 7), (91, 5), (5, 91), (96, 0)])
    def test_none_on_fewer_than_twenty_nor_when_few_or_none_are_on_one_side(self, in_time, late):
        assert self.answered(in_time, late) is None
        assert '"share": {' not in contents()

    def test_under_fours_and_the_unborn_are_no_part_of_who_was_heard(self):
        conference = finished_conference()
        add_records(50, conference=conference, code=ParticipationCode.PN0, stage=Stage.UNDER_4)
        add_records(40, conference=conference, stage=Stage.UNBORN)
        add_records(20, conference=conference, code=ParticipationCode.PN1)
        add_records(10, conference=conference, code=ParticipationCode.PN6)
        add_records(10, conference=conference, code=ParticipationCode.PN4)

        assert published("children_by_participation").share == publishing.Share(counted=30, of=40, percent=75)

    def test_of_all_agencies_together(self):
        record = ChildRecordFactory(conference=finished_conference())
        for agency in AgencyFactory.create_batch(2):
            add_actions(30, agency=agency, record=record, done_on=date(2026, 8, 1))
            add_actions(10, agency=agency, record=record)

        assert published("actions_on_time").share == publishing.Share(counted=60, of=80, percent=75)
