"""What the database itself refuses, however it is asked: on both databases, and as the migration builds it."""

from importlib import util
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import CheckConstraint, Engine, Enum, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import (
    ApprovalKind,
    Base,
    ConferenceAgency,
    CountedView,
    LastRun,
    RecordAdult,
    RecordAid,
    RecordHarm,
    RecordNeed,
    RecordTopic,
    Role,
    utc_now,
)
from app.models.audit import AuditHead, HeadPlace
from app.models.codes import (
    Aid,
    Category,
    Extent,
    Need,
    Permission,
    Reason,
    ReportPart,
    SpokeUp,
    Stage,
    ToldHow,
    ViewStatus,
    VoiceTopic,
    Work,
)
from app.services import approving, audit_sealing
from tests.board_meeting_factories import AgendaItemFactory, AgendaProposalFactory, MeetingPaperFactory
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    AnswerFactory,
    ChildRecordFactory,
    CommitmentVerdictFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    RecommendationFactory,
    WishFactory,
)
from tests.guidance_factories import make_guidance
from tests.integration.conftest import begun_with
from tests.integration.records import complete_record
from tests.member_factories import one_of_each_of_members
from tests.note_factories import ChecklistFactory, MemberNoteFactory, fill_in
from tests.participation_factories import one_of_each
from tests.partnership_factories import FrameworkVersionFactory, StandardScoreFactory
from tests.report_factories import make_report

MIGRATIONS = sorted((Path(__file__).parents[3] / "migrations" / "versions").glob("*.py"))
CHOICES = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
]


def upgrade(connection) -> None:
    """Run the migrations, as `flask db upgrade` does."""
    for path in MIGRATIONS:
        spec = util.spec_from_file_location(f"migration_{path.stem}", path)
        migration = util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()


def checks_in(connection, schema: str | None = None) -> dict[tuple[str, str], str]:
    """The rule of every constraint that a database has, by table and name."""
    found = inspect(connection)
    return {
        (table.name, check["name"]): check["sqltext"].replace(f"{schema}.", "")
        for table in Base.metadata.sorted_tables
        for check in found.get_check_constraints(table.name, schema=schema)
    }


def migrated_checks(engine: Engine) -> dict[tuple[str, str], str]:
    """The constraints in a database that migrations made: a schema apart from the models' own, undone afterwards."""
    if engine.dialect.name == "sqlite":
        engine = create_engine("sqlite://")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            upgrade(connection)
            return checks_in(connection)
        connection.execute(text("CREATE SCHEMA migrated"))
        connection.execute(text("SET LOCAL search_path TO migrated"))
        upgrade(connection)
        found = checks_in(connection, "migrated")
        connection.rollback()
        return found


def test_the_migrations_have_every_constraint_of_the_models_in_the_same_words(app):
    with db.session.connection().engine.connect() as connection:
        of_models = checks_in(connection)
    named = {
        (table.name, constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }

    assert len(of_models) == len(named)
    assert migrated_checks(db.session.connection().engine) == of_models


def ask_for_approval() -> None:
    asks, person = (PersonFactory(role=role) for role in (Role.ADMINISTRATOR, Role.CHAIR))
    approving.ask(asks, person, ApprovalKind.JOINING_LINK, reason="Lost phone")


def hand_over_a_head() -> None:
    sealing = audit_sealing.seal_next()
    db.session.add(AuditHead(segment_id=sealing.segment.id, place=HeadPlace.FILE))
    db.session.flush()


@pytest.mark.parametrize(("table", "column"), CHOICES)
def test_every_choice_has_a_constraint_of_its_own(table, column):
    assert (table, f"ck_{table}_{column}_known") in checks_in(db.session.connection())


def one_row_of_each() -> None:
    record = complete_record()
    db.session.add_all(
        [
            RecordNeed(record_id=record.id, need=Need.HEAR),
            RecordAid(record_id=record.id, aid=Aid.PHOTOS),
            RecordHarm(record_id=record.id, category=Category.NEG),
            RecordTopic(record_id=record.id, topic=VoiceTopic.SCHOOL),
            RecordAdult(record_id=record.id, adult=SpokeUp.FATHER),
            ConferenceAgency(conference_id=record.conference_id, agency_id=AgencyFactory().id, is_invited=True),
            LastRun(work=Work.CLOCKS, at=utc_now()),
            CountedView(
                sent_at=utc_now(),
                permission=Permission.TEAM,
                status=ViewStatus.WAITING,
                first_answer_due_at=utc_now(),
            ),
        ]
    )
    ActionFactory(record=record, wish=WishFactory(record=record))
    AnswerFactory()
    ContributionFactory(record=record)
    MeetingReplyFactory(record=record)
    CommitmentVerdictFactory()
    RecommendationFactory()
    make_guidance(draft="Ask.")
    make_report(is_published=False, texts={ReportPart.OPENING: "We listened."})
    FrameworkVersionFactory()
    StandardScoreFactory()
    AgendaItemFactory(proposal=AgendaProposalFactory(passed_on=True))
    MeetingPaperFactory(published=True)
    one_of_each_of_members()
    MemberNoteFactory()
    fill_in(ChecklistFactory())
    one_of_each()
    ask_for_approval()
    hand_over_a_head()


class TestWhatIsRefused:
    @pytest.fixture(scope="class")
    @classmethod
    def beginning(cls, app):
        with begun_with(app, one_row_of_each) as connection:
            yield connection

    def put(self, table: str, **values) -> None:
        """Store plain values, past the models."""
        columns = ", ".join(f"{name} = :{name}" for name in values)
        db.session.execute(text(f"UPDATE {table} SET {columns}"), values)

    @pytest.mark.parametrize(("table", "column"), CHOICES)
    def test_a_word_nobody_knows(self, table, column):
        with pytest.raises(IntegrityError):
            self.put(table, **{column: "anything"})

    @pytest.mark.parametrize(
        ("table", "values"),
        [
            ("annual_report", {"begins": 1999}),
            ("guidance_audience", {"role": "young advisor"}),
            ("guidance_version", {"number": 0}),
            ("guidance_version", {"is_small": True}),  # the first
            ("guidance_version", {"published_at": utc_now()}),  # by nobody
            ("child_record", {"stage": None}),  # with a code
            ("child_record", {"sibling_place": 1}),  # of how many
            ("child_record", {"sibling_place": 3, "sibling_count": 2}),
            ("child_record", {"sibling_place": 0, "sibling_count": 2}),
            ("child_record", {"interpreted_by": "nobody"}),  # what is interpreted?
            ("child_record", {"interpreted_by": "nobody", "interpreter": "not needed"}),
            ("child_record", {"times_seen_alone": 2}),  # was the child seen alone?
            ("child_record", {"times_seen_alone": 2, "seen_alone": False}),
            ("child_record", {"times_seen_alone": 0, "seen_alone": True}),
            ("child_record", {"how_safe": 11}),
            ("child_record", {"how_safe": -1}),
            ("child_record", {"escalated_on": "2026-11-16"}),  # with nobody
            ("record_harm", {"category": "MUL"}),
            ("conference_agency", {"is_invited": False}),
            ("member_note", {"state": "passed on"}),  # by nobody, unread
            ("member_note", {"first_day": None}),
            ("member_note", {"about": "report"}),  # of figures
            ("member_note", {"subject_id": "0" * 32}),  # in which table?
            ("checklist_wish", {"position": 0}),
            ("framework_version", {"number": 0}),
            ("self_assessment", {"year": 202}),
            ("standard_score", {"self_score": 4}),
            ("standard_score", {"self_score": -1}),
            ("standard_score", {"improvement": "A report"}),  # by when?
            ("standard_score", {"moderated_score": 2}),  # by whom, and why?
            ("conference", {"last_conference_on": "2026-11-10"}),
            ("conference", {"told_of_move_on": "2026-11-11"}),
            ("conference", {"core_group_on": "2026-11-09"}),
            ("conference", {"letter_sent_on": "2026-11-09"}),
            ("conference", {"record_sent_on": "2026-11-09"}),
            ("conference", {"is_quorate": False}),  # without a reason
            ("child_record", {"stage": Stage.UNBORN.value}),
            ("child_record", {"stage": Stage.UNDER_4.value}),
            ("child_record", {"participation_code": "PN0"}),
            ("child_record", {"told_on": "2026-11-16", "told_how": None}),
            ("child_record", {"told_on": "2026-11-16", "told_how": ToldHow.NOT_GIVEN.value}),
            ("child_record", {"tell_due_on": None}),
            ("child_record", {"position": -1}),
            ("young_person_view", {"words_sealed": None, "topic": None, "feeling": None}),
            ("young_person_view", {"helped_by": "friend"}),  # and nothing on whose words they are
            ("young_person_view", {"words_sealed": None, "cleared_at": "2026-11-16 09:00:00", "status": "waiting"}),
            ("young_person_view", {"status": "taken back", "read_at": "2026-11-16 09:00:00"}),
            ("young_person_view", {"status": "not genuine", "read_at": "2026-11-16 09:00:00"}),
            ("contribution", {"how_safe": 11}),
            ("contribution", {"how_safe": -1}),
            ("contribution", {"joining": None, "good_sealed": None}),
            ("contribution", {"words_are_own": True}),
            ("meeting_reply", {"due_at": None}),  # their "no"
            ("meeting_reply", {"is_right": None}),
            ("meeting_reply", {"settled_at": "2026-11-16 09:00:00"}),
            ("board_question", {"agreed": None}),
            ("board_question", {"state": "members are writing it"}),
            ("board_question", {"owner_role": None}),
            ("question_round", {"answer": None}),
            ("question_round", {"outcome": "yes"}),
            ("member_text", {"state": "not passed on"}),  # unread, and without a reason
            ("member_text", {"report": "it is unkind"}),
            ("commitment", {"said_by": -1}),
            ("recommendation", {"state": "done", "changed": None}),
            ("recommendation", {"number": 0}),
            ("wish", {"position": -1}),
            ("wish", {"reason": Reason.HARM.value, "extent": None}),
            ("wish", {"reason": Reason.HARM.value, "extent": Extent.FULLY.value}),
        ],
    )
    def test_what_does_not_fit_together(self, table, values):
        with pytest.raises(IntegrityError):
            self.put(table, **values)


def test_a_word_with_an_apostrophe_is_known():
    assert ChildRecordFactory(stage=Stage.FOUR_OR_OVER)
    assert WishFactory(extent=Extent.PARTLY, reason=Reason.SIBLING).reason is Reason.SIBLING
