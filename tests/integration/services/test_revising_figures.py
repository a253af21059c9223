"""Late corrections: what is published again, when, and what it is told to nobody that it waits."""

from sqlalchemy import func, select, update

from app.extensions import db
from app.models import CountedPeriod, Publication, View, utc_now
from app.models.codes import ParticipationCode, Topic
from app.services import counted_periods, publishing, revising_figures, settings, verifying_figures
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
