"""Late corrections: what is published again and when, and that nobody is told what waits."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, update

from app.extensions import db
from app.models import AuditLine, CountedPeriod, Publication, View, utc_now
from app.models.codes import ParticipationCode, Topic, ViewStatus
from app.services import counted_periods, publishing, revising_figures, settings, verifying_figures
from app.services.clocks import FinancialYear, Quarter
from tests.counted import SUMMER, add_actions, add_records, add_views, finished_conference
from tests.factories import AgencyFactory, ChildRecordFactory
from tests.integration.services.four_quarters import (
    DAYS,
    NEXT_MAY,
    QUARTERS,
    THIS_SUMMER,
    TODAY,
    YEAR,
    publish_everything,
    say,
    topics,
)


class TestACorrection:
    def published(self):
        say()
        publishing.publish_closed_quarters(TODAY)

    def revisions(self) -> list[tuple[str, int]]:
        query = select(Publication.table_name, Publication.revision).where(Publication.revision > 1)
        return [tuple(row) for row in db.session.execute(query.order_by(Publication.table_name))]

    def test_that_is_large_enough_is_published_beside_what_it_replaces_with_a_reason(self):
        self.published()
        add_views(9, topic=Topic.HOME)

        assert revising_figures.revise(TODAY, reason="A home sent its views late.") == [THIS_SUMMER]
        table = publishing.published_tables(THIS_SUMMER)[THIS_SUMMER]["views_by_topic"]
        assert topics(THIS_SUMMER)[Topic.HOME] == 29
        assert (table.revision, table.reason) == (2, "A home sent its views late.")
        assert ("views_by_topic", 2) in self.revisions()
        assert "children_told" not in dict(self.revisions())  # nothing changed there

    def test_is_published_though_an_agency_joined_since_until_that_agency_counts_in_it(self):
        self.published()
        agency = AgencyFactory()
        add_views(9, topic=Topic.HOME)
        assert revising_figures.revise(TODAY) == [THIS_SUMMER]

        add_views(9, topic=Topic.HOME)
        add_actions(1, agency=agency, record=ChildRecordFactory(conference=finished_conference()))
        assert revising_figures.revise(TODAY) == []

    def test_of_one_child_waits_and_says_so_nowhere(self, app):
        self.published()
        add_views(1, topic=Topic.HOME)

        assert revising_figures.revise(TODAY) == []
        assert self.revisions() == []
        said = app.test_cli_runner().invoke(args=["figures", "publish"]).output
        assert said == "Nothing to do: every quarter that is over is published, or nothing happened in it.\n"

    def test_that_waited_goes_with_more_of_its_kind(self):
        self.published()
        add_views(1, topic=Topic.HOME)
        revising_figures.revise(TODAY)
        add_views(6, topic=Topic.HOME)

        assert revising_figures.revise(TODAY) == [THIS_SUMMER]
        assert topics(THIS_SUMMER)[Topic.HOME] == 27

    def test_that_is_nearly_all_one_chairs_waits(self):
        """They know their own eight: the ninth would be somebody else's child."""
        mine, theirs = finished_conference(), finished_conference()
        for conference in (mine, theirs):
            add_records(30, conference=conference, code=ParticipationCode.PN1)
            add_records(20, conference=conference, code=ParticipationCode.PN7)
        publishing.publish_closed_quarters(TODAY)
        add_records(8, conference=mine, code=ParticipationCode.PN1)
        add_records(1, conference=theirs, code=ParticipationCode.PN1)

        assert revising_figures.revise(TODAY) == []

        add_records(7, conference=theirs, code=ParticipationCode.PN1)
        assert revising_figures.revise(TODAY) == [THIS_SUMMER]

    def test_may_be_all_of_a_chair_who_had_none_of_it_before(self):
        add_records(30, conference=finished_conference(), code=ParticipationCode.PN1)
        publishing.publish_closed_quarters(TODAY)
        add_records(9, conference=finished_conference(), code=ParticipationCode.PN1)

        assert revising_figures.revise(TODAY) == [THIS_SUMMER]

    def test_that_would_hide_or_show_another_number_waits(self):
        say(home=5)
        publishing.publish_closed_quarters(TODAY)
        add_views(40, topic=Topic.HOME)

        assert revising_figures.revise(TODAY) == []

    def test_is_made_once(self):
        self.published()
        add_views(9, topic=Topic.HOME)
        revising_figures.revise(TODAY)

        assert revising_figures.revise(TODAY) == []
        assert db.session.scalar(select(func.count()).select_from(CountedPeriod)) == 2

    def test_is_against_every_version_that_anybody_may_have_kept(self):
        self.published()
        add_views(9, topic=Topic.HOME)
        revising_figures.revise(TODAY)
        ids = db.session.scalars(select(View.id).where(View.topic == Topic.HOME).limit(10)).all()
        db.session.execute(update(View).where(View.id.in_(ids)).values(topic=Topic.SCHOOL))

        assert revising_figures.revise(TODAY) == []  # 19: ten fewer than the newest, but one fewer than the first

    def test_of_what_was_cleared_since_is_none(self):
        self.published()
        ids = db.session.scalars(select(View.id).where(View.topic == Topic.HOME).limit(10)).all()
        gone = {"age_group": None, "cleared_at": utc_now(), "words_sealed": None, "topic": None}
        answered = {"status": "answered", "read_at": SUMMER}
        db.session.execute(update(View).where(View.id.in_(ids)).values(gone | answered))

        assert revising_figures.revise(TODAY) == []

    def test_of_a_time_limit_that_the_board_changed_is_none(self):
        self.published()
        settings.change("initial_conference_days", "10")
        add_views(9, topic=Topic.HOME)

        assert revising_figures.revise(TODAY) == []

    def test_by_somebody_else_at_the_same_moment_stands(self):
        self.published()
        (version,) = counted_periods.versions_of(THIS_SUMMER)[THIS_SUMMER]
        mine = counted_periods.Version(**vars(version) | {"revision": 2})

        assert mine.keep("Records were corrected.")
        assert not mine.keep("Records were corrected.")

    def test_goes_into_the_year(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publish_everything()
        add_views(9, topic=Topic.HOME, sent_at=DAYS[3])

        assert revising_figures.revise(NEXT_MAY) == [QUARTERS[3], YEAR]
        assert topics(YEAR)[Topic.HOME] == 89
        assert not [*verifying_figures.verify()]
        assert revising_figures.revise(NEXT_MAY) == []

    def test_is_noted_of_each_table_that_it_changed_and_by_nobody(self):
        self.published()
        add_views(9, topic=Topic.HOME)
        revising_figures.revise(TODAY)

        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed == "revised figures")).all()
        revised = db.session.scalars(select(Publication).where(Publication.revision == 2)).all()
        assert {line.subject_id for line in lines} == {publication.id for publication in revised}
        assert len(lines) == len(revised)
        assert {line.person_id for line in lines} == {None}

    def test_keeps_why_it_was_made_with_what_was_counted(self):
        self.published()
        add_views(9, topic=Topic.HOME)
        revising_figures.revise(TODAY)

        of_revision = select(CountedPeriod.reason).order_by(CountedPeriod.revision)
        why = "Records were corrected after these figures were published."
        assert [*db.session.scalars(of_revision)] == [None, why]
        assert publishing.published_tables(THIS_SUMMER)[THIS_SUMMER]["views_by_topic"].reason == why

    def test_among_hidden_numbers_alone_changes_nothing_and_is_kept_nowhere(self):
        say(home=3, school=30)
        publishing.publish_closed_quarters(TODAY)
        moved = db.session.scalars(select(View.id).where(View.topic == Topic.SCHOOL).limit(2)).all()
        db.session.execute(update(View).where(View.id.in_(moved)).values(topic=Topic.HOME))

        assert counted_views() == {Topic.HOME: 5, Topic.SCHOOL: 28}
        assert revising_figures.revise(TODAY) == []
        assert db.session.scalar(select(func.count()).select_from(CountedPeriod)) == 1

    def test_must_be_as_large_as_the_board_said_when_it_was_published(self):
        settings.change("small_number", "10")
        self.published()
        settings.change("small_number", "5")
        add_views(9, topic=Topic.HOME)

        assert revising_figures.revise(TODAY) == []

        add_views(2, topic=Topic.HOME)
        assert revising_figures.revise(TODAY) == [THIS_SUMMER]

    def test_of_two_quarters_revises_the_older_first_and_then_the_year(self):
        for sent_at in DAYS:
            say(sent_at=sent_at)
        publish_everything()
        for sent_at in (DAYS[2], DAYS[1]):
            add_views(9, topic=Topic.HOME, sent_at=sent_at)

        assert revising_figures.revise(NEXT_MAY) == [QUARTERS[1], QUARTERS[2], YEAR]
        assert topics(YEAR)[Topic.HOME] == 98

    def test_goes_into_both_years_the_older_first(self):
        """In the autumn of 2027 the last four quarters are of two years."""
        after_two_years = date(2028, 5, 4)
        for sent_at in (*DAYS, *(moment.replace(year=moment.year + 1) for moment in DAYS)):
            say(sent_at=sent_at)
        publish_everything(after_two_years)
        in_both = (datetime(2027, 2, 5, tzinfo=UTC), datetime(2027, 5, 5, tzinfo=UTC))
        for sent_at in in_both:
            add_views(9, topic=Topic.HOME, sent_at=sent_at)

        assert revising_figures.revise(date(2027, 11, 17)) == [
            Quarter(2027, 1),
            Quarter(2027, 2),
            FinancialYear(2026),
            FinancialYear(2027),
        ]

    def test_reaches_back_four_quarters_and_no_further(self):
        last_autumn, last_summer = datetime(2025, 11, 5, tzinfo=UTC), datetime(2025, 8, 5, tzinfo=UTC)
        for sent_at in (last_summer, last_autumn):
            say(sent_at=sent_at)
        publishing.publish_closed_quarters(TODAY)
        for sent_at in (last_summer, last_autumn):
            add_views(9, topic=Topic.HOME, sent_at=sent_at)

        assert revising_figures.revise(TODAY) == [Quarter(2025, 4)]

    def test_of_a_quarter_that_is_not_over_is_none(self):
        say()
        publishing.publish_closed_quarters(TODAY)
        add_views(9, topic=Topic.HOME)

        assert revising_figures.revise(date(2026, 9, 30)) == []
        assert revising_figures.revise(date(2026, 10, 1)) == [THIS_SUMMER]


class TestWhatWasCleared:
    """What is gone cannot be counted again. What is due in a quarter may have begun a year before it."""

    FIRST, LAST = date(2025, 7, 1), date(2026, 9, 30)

    @pytest.fixture(autouse=True)
    def _published_and_corrected(self):
        say()
        publishing.publish_closed_quarters(TODAY)
        add_views(9, topic=Topic.HOME)

    @pytest.mark.parametrize(
        ("held_on", "is_revised"),
        [(date(2025, 6, 30), True), (FIRST, False), (LAST, False), (date(2026, 10, 1), True)],
    )
    def test_a_conference_keeps_the_quarters_as_they_are_in_which_something_of_it_was_due(self, held_on, is_revised):
        finished_conference(held_on, cleared_at=utc_now())

        assert revising_figures.revise(TODAY) == ([THIS_SUMMER] if is_revised else [])

    @pytest.mark.parametrize(
        ("sent_at", "is_revised"),
        [
            (datetime(2025, 6, 30, 22, 59, 59, tzinfo=UTC), True),  # the last second of June in London
            (datetime(2025, 6, 30, 23, tzinfo=UTC), False),
            (datetime(2026, 9, 30, 22, 59, 59, tzinfo=UTC), False),
            (datetime(2026, 9, 30, 23, tzinfo=UTC), True),
        ],
    )
    def test_so_does_what_a_young_person_sent(self, sent_at, is_revised):
        clear(sent_at=sent_at)

        assert revising_figures.revise(TODAY) == ([THIS_SUMMER] if is_revised else [])

    def test_what_was_taken_back_is_counted_all_the_same_and_holds_nothing_up(self):
        clear(9, sent_at=SUMMER, status=ViewStatus.TAKEN_BACK, taken_back_at=SUMMER)

        assert revising_figures.revise(TODAY) == [THIS_SUMMER]


def clear(number=1, **of_view) -> None:
    gone = {"words_sealed": None, "cleared_at": utc_now(), "status": ViewStatus.ANSWERED, "read_at": SUMMER}
    add_views(number, **gone | of_view)


def counted_views() -> dict:
    asked = select(View.topic, func.count()).where(View.topic.in_([Topic.HOME, Topic.SCHOOL])).group_by(View.topic)
    return {Topic(topic): count for topic, count in db.session.execute(asked)}
