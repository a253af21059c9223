"""Each kind of thing goes to the day, whole and alone: nothing of anybody else's goes with it."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.extensions import db
from app.models import (
    Alert,
    AlertStep,
    AuditLine,
    Base,
    Child,
    ChildRecord,
    Contribution,
    KeptWork,
    MeetingReply,
    MemberNote,
    OutboxMessage,
    Person,
    Role,
    View,
    Visit,
    utc_now,
)
from app.models.base import place_of
from app.models.codes import ClockName, NoteState, RequestState, Topic, Work
from app.protection.sealing import vault
from app.services import importing, keeping, last_runs, settings
from app.services.errors import RuleBroken
from app.services.retention import catalogue, facts, meetings, rest, running, said
from app.services.retention.catalogue import CATALOGUE, Kind
from app.services.retention.found import Batch
from app.services.retention.rule import Reason
from app.services.sealed_columns import sealed_tables
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import (
    AlertFactory,
    ChildRecordFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    ViewFactory,
)
from tests.integration.services.audit_trail import SEVEN_YEARS, seal, write
from tests.integration.services.clock_cases import late, meet
from tests.integration.services.test_retention import TWO_YEARS, change, closed, everything_recorded, everything_said
from tests.member_factories import MemberTextFactory
from tests.note_factories import MemberNoteFactory
from tests.participation_factories import AlertStepFactory, OutboxMessageFactory, SubjectRequestFactory

# In London it is winter: the day begins as it does in UTC.
MIDNIGHT = datetime(2026, 11, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def run(kind: Kind) -> int:
    cleared = sum(one.over for one in running.run(kind, utc_now(), uuid.uuid4(), db.session.commit))
    db.session.expire_all()
    return cleared


def left(model: type[Base]) -> set[uuid.UUID]:
    return set(db.session.scalars(select(model.id)))


def a_closed_alert(**about) -> Alert:
    """With a step of what was done."""
    alert = AlertFactory(view=None, **about, **closed(PersonFactory(role=Role.SAFEGUARDING_LEAD)))
    AlertStepFactory(alert=alert)
    return alert


def a_decided_note() -> MemberNote:
    return MemberNoteFactory(
        state=NoteState.PASSED_ON, read_at=utc_now(), decided_at=utc_now(), decided_by_id=PersonFactory().id
    )


def a_kept_back_proposal() -> Base:
    return AgendaProposalFactory(deferred=True)


def a_child_brought_in() -> None:
    importing.bring_in(PersonFactory(), "reference,born\nC-1,2020-05\n", once="x" * 43)
    db.session.commit()


def a_refused_request() -> Base:
    by = PersonFactory(role=Role.ADMINISTRATOR)
    return SubjectRequestFactory(
        state=RequestState.REFUSED, closed_at=utc_now(), closed_by_id=by.id, refused_because="Not theirs to ask"
    )


# What was done, and the last day on which it is kept.
TO_THE_DAY: dict[Kind, tuple[Callable[[], object], datetime]] = {
    Kind.MEMBER_NOTES: (a_decided_note, MIDNIGHT.replace(year=2028)),
    Kind.MEMBER_TEXTS: (lambda: MemberTextFactory(passed=True, sent_at=utc_now()), MIDNIGHT.replace(year=2028)),
    Kind.AGENDA_PROPOSALS: (a_kept_back_proposal, MIDNIGHT.replace(year=2028)),
    Kind.CHILDREN: (a_child_brought_in, MIDNIGHT.replace(year=2028)),
    Kind.REQUESTS: (a_refused_request, MIDNIGHT.replace(year=2029)),
}


@pytest.mark.parametrize("kind", TO_THE_DAY, ids=str)
def test_it_is_kept_through_the_last_day_of_its_months_and_goes_on_the_next(clock, kind):
    do, last_day = TO_THE_DAY[kind]
    clock.move_to(MIDNIGHT, tick=False)
    do()
    clock.move_to(last_day + timedelta(days=1) - MINUTE)
    assert run(kind) == 0
    clock.move_to(last_day + timedelta(days=1, minutes=1))

    assert run(kind) == 1


class TestToTheMoment:
    def test_a_draft_goes_when_its_time_is_over(self, still_clock):
        db.session.add(Visit(secret_mark=b"1", contents_sealed=b"2", expires_at=utc_now()))
        db.session.commit()

        assert run(Kind.DRAFTS) == 1

    def test_work_that_was_kept_for_somebody_too(self, still_clock):
        keeping.keep(PersonFactory(), path="/account", fields=[("words", "typed")])
        change(db.session.scalars(select(KeptWork)).one(), expires_at=utc_now())

        assert run(Kind.KEPT_WORK) == 1


class TestWhatMembersWrote:
    @pytest.mark.parametrize(
        ("kind", "make", "place"),
        [
            (Kind.MEMBER_NOTES, a_decided_note, "note_id"),
            (Kind.AGENDA_PROPOSALS, a_kept_back_proposal, "proposal_id"),
        ],
        ids=["a note", "an item for the agenda"],
    )
    class TestWithAnAlert:
        def test_the_alert_of_another_one_stays_with_what_was_done_about_it(self, clock, kind, make, place):
            a_closed_alert(**{place: make().id})
            clock.shift(TWO_YEARS)
            stays = a_closed_alert(**{place: make().id})

            assert run(kind) == 1
            assert left(Alert) == {stays.id}
            assert set(db.session.scalars(select(AlertStep.alert_id))) == {stays.id}

        def test_an_open_alert_about_another_one_keeps_nothing(self, clock, kind, make, place):
            make()
            stays = make()
            AlertFactory(view=None, **{place: stays.id})
            clock.shift(TWO_YEARS)

            assert run(kind) == 1
            assert left(type(stays)) == {stays.id}


class TestChildrenBroughtIn:
    def test_who_came_into_a_conference_since_they_were_looked_at_stays(self, clock):
        importing.bring_in(PersonFactory(), "reference,born\nC-1,2020-05\nC-2,2020-05\n", once="x" * 43)
        db.session.commit()
        clock.shift(TWO_YEARS)
        brought_in = rest.ChildrenBroughtIn()
        batch = brought_in.batch(utc_now(), None, for_change=False)
        stays = db.session.get_one(Child, batch.over[0])
        ChildRecordFactory(child=stays)

        assert brought_in.clear(batch, utc_now()) == 1
        assert left(Child) == {stays.id}

    def test_who_is_in_a_conference_is_not_even_looked_at(self, clock):
        a_child_brought_in()
        ChildRecordFactory(child=db.session.scalars(select(Child)).one())
        clock.shift(TWO_YEARS)

        assert running.preview(Kind.CHILDREN, utc_now()).over == 0


class TestMessages:
    def sent(self, **how) -> OutboxMessage:
        """About nothing that could still be open."""
        return OutboxMessageFactory(subject_table="overdue", subject_id=uuid.uuid4(), **how)

    def test_what_was_given_up_goes_as_well(self, clock):
        self.sent(given_up_at=utc_now())
        clock.shift(timedelta(days=91))

        assert run(Kind.OUTBOX) == 1

    def test_its_days_count_from_the_handing_over(self, clock):
        message = self.sent()
        clock.shift(timedelta(days=80))
        change(message, handed_over_at=utc_now())
        clock.shift(timedelta(days=80))
        assert run(Kind.OUTBOX) == 0
        clock.shift(timedelta(days=11))

        assert run(Kind.OUTBOX) == 1

    def test_after_ninety_days_to_the_second_it_is_there_still(self, clock, still_clock):
        self.sent(handed_over_at=utc_now())
        clock.shift(timedelta(days=90))
        assert run(Kind.OUTBOX) == 0
        clock.shift(timedelta(seconds=1))

        assert run(Kind.OUTBOX) == 1


class TestTheTrail:
    """Lines of the audit trail that were kept long enough: seven years."""

    @pytest.fixture
    def old_lines(self, clock) -> None:
        """Five of them that are sealed, in two segments."""
        for number in (3, 2):
            write(number)
            seal()
        clock.shift(SEVEN_YEARS)

    def test_what_would_go_is_counted_line_by_line_and_nothing_goes(self, old_lines):
        found = running.preview(Kind.AUDIT, utc_now())

        assert (found.over, found.blocked) == (5, {})
        assert len(left(AuditLine)) == 5

    def test_the_lines_go_and_how_many_is_said(self, old_lines):
        young = write(2)

        assert run(Kind.AUDIT) == 5
        assert {line.id for line in young} <= left(AuditLine)
        assert run(Kind.AUDIT) == 0

    def test_what_nobody_has_sealed_stays_and_is_named(self, old_lines, clock):
        (old,) = write(1)
        clock.shift(SEVEN_YEARS)
        write(1)
        found = running.preview(Kind.AUDIT, utc_now())

        assert (found.over, found.blocked) == (5, {old.id: [Reason.NOT_SEALED]})

    def test_where_all_of_it_waits_to_be_sealed_that_is_said_too(self, clock):
        (old,) = write(1)
        clock.shift(SEVEN_YEARS)

        assert running.preview(Kind.AUDIT, utc_now()).blocked == {old.id: [Reason.NOT_SEALED]}
        assert run(Kind.AUDIT) == 0

    def test_before_seven_years_nothing_goes(self, clock):
        write(3)
        seal()
        clock.shift(SEVEN_YEARS - timedelta(days=14))

        assert running.preview(Kind.AUDIT, utc_now()).over == 0
        assert run(Kind.AUDIT) == 0


class TestViews:
    def test_what_is_cleared_is_not_looked_at_again_because_of_the_alert_of_another(self, clock):
        ViewFactory(answered=True)
        clock.shift(TWO_YEARS)
        assert run(Kind.VIEWS) == 1
        AlertFactory()

        assert running.preview(Kind.VIEWS, utc_now()).over == 0

    def test_views_go_batch_after_batch(self, clock, monkeypatch):
        monkeypatch.setattr(catalogue, "AT_ONCE", 2)
        for _ in range(5):
            ViewFactory(answered=True)
        clock.shift(TWO_YEARS)
        previewed = running.preview(Kind.VIEWS, utc_now()).over
        cleared = [one.over for one in running.run(Kind.VIEWS, utc_now(), uuid.uuid4(), db.session.commit)]

        assert (previewed, sum(cleared), max(cleared)) == (5, 5, 2)

    def test_what_stays_is_named_batch_after_batch(self, clock, monkeypatch):
        monkeypatch.setattr(catalogue, "AT_ONCE", 2)
        views = {ViewFactory().id for _ in range(3)}
        clock.shift(TWO_YEARS)

        assert set(running.preview(Kind.VIEWS, utc_now()).blocked) == views

    def test_of_those_that_were_looked_at_none_is_taken_that_was_cleared_meanwhile(self, clock):
        ids = [ViewFactory(answered=True).id for _ in range(2)]
        ViewFactory(answered=True)
        said.clear(ids[:1], utc_now())

        assert CATALOGUE[Kind.VIEWS].keeping.hold(ids) == ids[1:]

    def test_what_figures_count_is_what_the_database_says_and_not_what_was_read_before(self, clock):
        view = ViewFactory(answered=True, topic=Topic.SCHOOL)
        elsewhere = update(View).values(topic=Topic.ONLINE).execution_options(synchronize_session=False)
        assert view.topic is Topic.SCHOOL
        db.session.execute(elsewhere)
        said.clear([view.id], utc_now())
        db.session.expire_all()

        assert view.topic is Topic.ONLINE


class TestWhatIsLeft:
    """Where words stood stands that they were cleared, or nothing: no empty text, which somebody could have written."""

    def texts(self, *apart_from: type[Base]) -> set[str]:
        """All that is sealed, opened; apart from the names that stand in the place of references."""
        found, left_out = set(), {model.__tablename__ for model in (Person, AuditLine, *apart_from)}
        for table in sealed_tables():
            if table.name in left_out:
                continue
            for row in db.session.execute(select(Base.metadata.tables[table.name])).mappings():
                for column in table.columns:
                    if (value := row[column.name]) is not None:
                        found.add(vault.open(value, place_of(table.name, column.name, row["id"]), column.purpose))
        return {text for text in found if not str(text).startswith("cleared ")}

    def test_of_a_view(self, clock):
        everything_said()
        clock.shift(TWO_YEARS)
        run(Kind.VIEWS)

        assert self.texts() == {said.CLEARED}

    def test_of_a_conference(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)
        run(Kind.MEETINGS)

        assert self.texts(View) == {said.CLEARED}

    def test_the_alert_of_what_a_child_wrote_says_when_it_was_cleared(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)
        run(Kind.MEETINGS)

        assert None not in db.session.scalars(select(Alert.cleared_at)).all()

    def test_a_reply_that_needed_no_answer_is_given_none(self, clock):
        conference = everything_recorded()
        record = db.session.scalars(select(ChildRecord).where(ChildRecord.conference_id == conference.id)).first()
        reply = MeetingReplyFactory(record=record, is_right="yes", due_at=None)
        clock.shift(TWO_YEARS)

        assert run(Kind.MEETINGS) == 1
        assert db.session.get_one(MeetingReply, reply.id).answer is None

    def test_a_child_s_month_of_birth_goes_with_their_last_conference(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)
        run(Kind.MEETINGS)

        assert {child.born for child in db.session.scalars(select(Child))} == {None}

    def test_what_came_in_after_the_conference_was_read_goes_too(self, clock):
        """The same session may have read it before: the run goes by what is there now."""
        conference = ChildRecordFactory().conference
        late_comer = ContributionFactory()
        db.session.refresh(conference, ["records"])
        move = update(ChildRecord).where(ChildRecord.id == late_comer.record_id).values(conference_id=conference.id)
        db.session.execute(move.execution_options(synchronize_session=False))
        meetings.clear([conference.id], utc_now())
        db.session.commit()

        assert db.session.get_one(Contribution, late_comer.id).cleared_at is not None


@pytest.mark.parametrize("name", [ClockName.VIEW_READ, ClockName.CHILD_TOLD, ClockName.MEETING_HOLD_REVIEWED], ids=str)
def test_what_runs_a_clock_is_kept_exactly_while_it_runs(database, name):
    block = facts.clock(Reason.UNREAD, name)
    row = late(name)
    kept = select(block.model.id).where(*block.holds)
    assert (block.reason, db.session.scalars(kept).all()) == (Reason.UNREAD, [row.id])
    meet(name, row)

    assert db.session.scalars(kept).all() == []


def test_each_reason_that_may_keep_something_is_said_once_in_order():
    reasons = catalogue.reasons_of(said.TOGETHER)

    assert reasons[:3] == (Reason.HELD, Reason.ALERT_OPEN, Reason.UNREAD)
    assert len(reasons) == len(set(reasons)) == 9


class TestTheClock:
    """What is cleared because a clock was wrong does not come back."""

    @pytest.fixture(autouse=True)
    def _still(self, still_clock):
        """It stands still until it is shifted."""

    def test_before_anything_was_ever_done_any_clock_will_do(self, database):
        running.check_clock(utc_now())

    def test_machines_that_work_together_may_differ_by_five_minutes(self, database, clock):
        write(1, created_at=utc_now())
        clock.shift(-timedelta(minutes=5))
        running.check_clock(utc_now())
        clock.shift(-timedelta(seconds=1))

        with pytest.raises(RuleBroken, match="^The clock says 2026-11-17 09:54Z, and there are later lines in the"):
            running.check_clock(utc_now(), is_sure=True)

    def test_what_was_last_run_two_weeks_ago_runs_and_not_a_second_later(self, database, clock):
        last_runs.note(Work.RETENTION, utc_now())
        last_runs.note(Work.CLOCKS, utc_now() - timedelta(days=60))  # of other work: says nothing
        clock.shift(timedelta(days=14))
        running.check_clock(utc_now())
        clock.shift(timedelta(seconds=1))

        with pytest.raises(RuleBroken) as refused:
            running.check_clock(utc_now())
        assert str(refused.value) == (
            "The clock says 2026-12-01 10:00Z, and this was last run on 2026-11-17, more than 14 days before. "
            "Look at the clock. If it is right: flask retention run --the-clock-is-right"
        )
        running.check_clock(utc_now(), is_sure=True)

    def test_where_it_never_ran_the_newest_line_of_the_trail_counts(self, database, clock):
        write(1, created_at=utc_now())
        settings.change("retention_ahead_days", "3")
        clock.shift(timedelta(days=4))

        with pytest.raises(RuleBroken, match="Z, and the last thing was done here on 2026-11-17, more than 3 days"):
            running.check_clock(utc_now())

    def test_the_last_run_counts_before_whatever_was_written_down_since(self, database, clock):
        last_runs.note(Work.RETENTION, utc_now())
        clock.shift(timedelta(days=30))
        write(1, created_at=utc_now())

        with pytest.raises(RuleBroken, match="this was last run on 2026-11-17"):
            running.check_clock(utc_now())


class TestWhatARunLeaves:
    def test_before_the_first_there_is_none(self, database):
        assert running.newest_run() is None

    def test_one_line_with_how_many_of_each_kind_by_whom_and_when_it_ran(self, still_clock):
        by, run_id = PersonFactory(), uuid.uuid4()
        running.note_run(run_id, utc_now(), {Kind.VIEWS: 2, Kind.OUTBOX: 0}, by)
        db.session.commit()
        line = running.newest_run()

        assert (line.person_id, line.reason) == (by.id, "views: 2, outbox: 0")
        assert (line.subject_table, line.subject_id) == ("retention", run_id)
        assert last_runs.last(Work.RETENTION) == utc_now()

    def test_the_newest_is_the_one_that_is_shown(self, database, clock):
        running.note_run(uuid.uuid4(), utc_now(), {Kind.VIEWS: 1})
        clock.shift(60)
        running.note_run(uuid.uuid4(), utc_now(), {Kind.VIEWS: 2})
        clock.shift(60)
        running.note(running.BATCH_DEED, uuid.uuid4(), "views: 3")

        assert running.newest_run().reason == "views: 2"

    def test_it_counts_a_thing_that_two_reasons_keep_for_both(self):
        blocked = {uuid.uuid4(): [Reason.HELD, Reason.UNREAD], uuid.uuid4(): [Reason.HELD]}

        assert running.Found(blocked=blocked).reasons == {Reason.HELD: 2, Reason.UNREAD: 1}

    def test_a_batch_in_which_nothing_goes_leaves_no_line(self, clock):
        view = ViewFactory()
        clock.shift(TWO_YEARS)

        assert [one.blocked for one in running.run(Kind.VIEWS, utc_now(), uuid.uuid4(), db.session.commit)] == [
            {view.id: [Reason.UNREAD, Reason.UNANSWERED]}
        ]
        assert left(AuditLine) == set()


def test_a_batch_of_nothing_clears_nothing(database):
    ViewFactory(answered=True)

    assert CATALOGUE[Kind.VIEWS].keeping.clear(Batch(last=None, over=[]), utc_now()) == 0
