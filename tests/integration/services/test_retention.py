"""What has been kept long enough goes, whole; what waits for anybody stays; and the figures stay as they were."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Alert,
    AlertStep,
    AuditLine,
    Base,
    Child,
    ChildRecord,
    Conference,
    Hold,
    KeptWork,
    MeetingWords,
    MemberText,
    OutboxMessage,
    Person,
    Role,
    View,
    Visit,
    utc_now,
)
from app.models.base import UtcDateTime, place_of
from app.models.codes import (
    ActionStatus,
    ClockName,
    Extent,
    Feeling,
    ParticipationCode,
    ToldHow,
    Verdict,
    ViewStatus,
)
from app.models.codes import (
    Reason as WhyNot,
)
from app.models.record_details import DETAIL_COLUMNS
from app.protection.sealing import vault
from app.services import answering, board_promises, figures, importing, keeping, returning, taking_back
from app.services.clocks import Quarter
from app.services.errors import RuleBroken
from app.services.retention import meetings, rest, running, said
from app.services.retention.catalogue import CATALOGUE, Kind
from app.services.retention.rule import Reason
from app.services.sealed_columns import sealed_tables
from tests.factories import (
    ActionFactory,
    AdditionFactory,
    AlertFactory,
    AnswerFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ConferenceHandOverFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MeetingWordsFactory,
    PersonFactory,
    ViewFactory,
    WishFactory,
)
from tests.integration.services.clock_cases import late
from tests.member_factories import MemberTextFactory
from tests.participation_factories import (
    AlertStepFactory,
    AnswerDraftFactory,
    ContactFactory,
    ContactReleaseFactory,
    HoldFactory,
    NoteFactory,
    OutboxMessageFactory,
    QuoteFactory,
    RedactionFactory,
    ViewThemeFactory,
    closed_by,
)

# What they are about stays, or goes by a rule of its own; of a note: shadow_board/test_kept_long_enough.py.
OF_MEMBERS = (ClockName.MEMBER_TEXT_READ, ClockName.MEMBER_NOTE_READ, ClockName.PROPOSAL_SETTLED)
OF_NO_CHILD = (
    *(*board_promises.CLOCKS, *board_promises.OF_AGENCIES, *OF_MEMBERS),
    ClockName.REQUEST_ANSWERED,  # what is open is never old enough: administration/test_requests.py
)
TWO_YEARS = timedelta(days=732)
WORD = "turquoise"  # in everything that anybody writes about what goes here


def run(kind: Kind) -> int:
    cleared = sum(one.over for one in running.run(kind, utc_now(), uuid.uuid4(), db.session.commit))
    db.session.expire_all()
    return cleared


def why(kind: Kind) -> list[list[Reason]]:
    return list(running.preview(kind, utc_now()).blocked.values())


def closed(lead: Person, **more) -> dict:
    values = closed_by(lead) | {"acknowledged_at": utc_now(), "acknowledged_by_id": lead.id}
    return values | {"done": f"Rang {WORD}.", "told_because": f"{WORD} said so."} | more


def everything_said(*, status: ViewStatus = ViewStatus.ANSWERED) -> View:
    """A view with all that can be written because of it, the word in each."""
    lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
    view = ViewFactory(
        unsafe=True, answered=True, words=WORD, feeling=Feeling.REALLY_BAD, area="city", status=status,
        not_genuine_reason=WORD if status is ViewStatus.NOT_GENUINE else None,
    )  # fmt: skip
    AnswerFactory(view=view, text=WORD, verdict=Verdict.PARTLY, verdict_at=utc_now(), missing=WORD)
    AdditionFactory(view=view, words=WORD, read_at=utc_now())
    contact = ContactFactory(view=view, how=WORD)
    ContactReleaseFactory(
        contact=contact, reason=WORD, review_note=WORD, reviewed_at=utc_now(), reviewed_by_id=lead.id,
        finding="it was right to open it",
    )  # fmt: skip
    QuoteFactory(view=view, approved=True, text=WORD, why=WORD, decided_because=WORD)
    AnswerDraftFactory(view=view, text=WORD, remark=WORD)
    NoteFactory(view=view, text=WORD)
    RedactionFactory(view=view, detail=WORD)
    ViewThemeFactory(view=view)
    HoldFactory(view=view, reason=WORD, lifted_at=utc_now(), lifted_by_id=lead.id)
    alert = AlertFactory(view=view, raised_by_id=lead.id, raised_because=WORD, **closed(lead))
    AlertStepFactory(alert=alert, note=WORD)
    return view


def everything_recorded() -> Conference:
    """A conference of two children with all that can be written in it, the word in each."""
    lead, chair = PersonFactory(role=Role.SAFEGUARDING_LEAD), PersonFactory(role=Role.CHAIR)
    conference = ConferenceFactory(
        chair=chair, reference=WORD, late_reason=WORD, finished_at=utc_now(), not_quorate_reason=WORD,
        core_group_late_reason=WORD, is_quorate=False,
    )  # fmt: skip
    ConferenceHandOverFactory(conference=conference, reason=WORD)
    for number in range(2):
        record = ChildRecordFactory(
            conference=conference, child=ChildFactory(reference=f"{WORD} {number}"), told_on=conference.held_on,
            told_how=ToldHow.FACE_TO_FACE, own_words=WORD, observation=WORD, not_heard_reason=WORD, teller=WORD,
            not_told_reason=WORD, participation_code=ParticipationCode.PN1, first_language=WORD,
            **{name.removesuffix("_sealed"): WORD for name in DETAIL_COLUMNS if name.endswith("_sealed")},
        )  # fmt: skip
        written = ContributionFactory(
            record=record, good=WORD, worries=WORD, wishes_as_json=f'["{WORD}"]', speaker=WORD, understanding=WORD,
            private=WORD, how_safe=1, read_at=utc_now(),
        )  # fmt: skip
        alert = AlertFactory(view=None, contribution=written, **closed(lead))
        AlertStepFactory(alert=alert, note=WORD)
        wish = WishFactory(
            record=record, contribution_id=written.id, text=WORD, changed=WORD, explanation=WORD, weight=WORD,
            extent=Extent.PARTLY, reason=next(iter(WhyNot)),
        )  # fmt: skip
        ActionFactory(
            record=record, wish_id=wish.id, what=WORD, owner_role=WORD, status=ActionStatus.DONE,
            done_on=conference.held_on, reported=WORD, reported_at=utc_now(), reported_by_id=lead.id,
            stopped_reason=WORD, evidence=WORD, child_said=WORD,
        )  # fmt: skip
        MeetingReplyFactory(
            record=record, wish_id=wish.id, words=WORD, settled_at=utc_now(), settled_by_id=chair.id, answer=WORD
        )
        MeetingWordsFactory(record=record)
        HoldFactory(
            subject_table="child_record", subject_id=record.id, reason=WORD, lifted_at=utc_now(),
            lifted_by_id=chair.id,
        )  # fmt: skip
    return conference


def where_it_stands(word: str) -> list[str]:
    """Every column of every table in which this word stands, sealed or plain."""
    found = []
    sealed = {(table.name, column.name): column for table in sealed_tables() for column in table.columns}
    for table in Base.metadata.sorted_tables:
        if table.name in ("person", "audit_line"):
            continue
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                text = value
                if (table.name, column) in sealed and value is not None:
                    one = sealed[table.name, column]
                    text = vault.open(value, place_of(table.name, column, row["id"]), one.purpose)
                if word in str(text):
                    found.append(f"{table.name}.{column}")
    return found


# All others count something that goes: they are counted when their quarter is over, and never again once it has gone.
COUNTED_FROM_WHAT_STAYS = (
    "views_by_topic",
    "views_by_feeling",
    "answered_in_time",
    "alerts_in_time",
    "alerts_by_time",
    "children_by_participation",
    "wishes_by_extent",
    "children_told",
    "actions_on_time",
    "conferences_in_time",
    "chairs_trained",
)


def all_figures() -> dict[str, int]:
    quarter, found = Quarter.containing(date(2026, 11, 17)), {}
    for period in (quarter, quarter.previous):
        counts = figures.count(period).counts
        found |= {
            f"{period.label} {name}": count
            for name, count in counts.items()
            if name.startswith(tuple(f"{figure}/" for figure in COUNTED_FROM_WHAT_STAYS))
        }
    return found


class TestViews:
    @pytest.mark.parametrize("status", [ViewStatus.ANSWERED, ViewStatus.NOT_GENUINE])
    def test_nothing_of_what_was_said_is_left_in_any_column_of_any_table(self, clock, status):
        everything_said(status=status)
        assert len(where_it_stands(WORD)) > 15
        clock.shift(TWO_YEARS)

        assert run(Kind.VIEWS) == 1
        assert where_it_stands(WORD) == []

    def test_the_figures_stay_as_they_were(self, clock):
        everything_said()
        everything_said(status=ViewStatus.NOT_GENUINE)
        ViewFactory(answered=True)
        before = all_figures()
        clock.shift(TWO_YEARS)
        run(Kind.VIEWS)

        assert all_figures() == before
        assert any(before.values())

    def test_it_is_kept_to_the_last_day_of_its_months_and_goes_on_the_next(self, clock):
        ViewFactory(answered=True)
        clock.move_to(datetime.fromisoformat("2028-11-17T23:59:00+00:00"))
        assert run(Kind.VIEWS) == 0
        clock.move_to(datetime.fromisoformat("2028-11-18T00:01:00+00:00"))

        assert run(Kind.VIEWS) == 1

    def test_its_months_begin_again_with_whatever_is_done_with_it(self, clock):
        view = ViewFactory(answered=True)
        clock.shift(TWO_YEARS / 2)
        NoteFactory(view=view)
        clock.shift(TWO_YEARS / 2)

        assert run(Kind.VIEWS) == 0

    @pytest.mark.parametrize("part", said.TOGETHER.parts, ids=lambda part: part.model.__name__)
    def test_every_moment_of_a_table_is_one_or_says_what_is_to_come(self, part):
        to_come = {"created_at", "cleared_at", "expires_at", "next_due_at"}
        counted = {moment.key for one in said.TOGETHER.parts if one.model is part.model for moment in one.moments}
        moments = {c.name for c in part.model.__table__.columns if isinstance(c.type, UtcDateTime)}

        assert {name for name in moments - counted - to_come if not name.endswith("due_at")} == set()

    def test_every_table_that_belongs_to_a_view_is_asked(self):
        tables = {model.__tablename__ for model in said.TOGETHER.paths}

        assert {t.name for t in Base.metadata.sorted_tables if "view_id" in t.columns} - tables == set()

    def test_their_4_words_open_nothing_any_more(self, clock):
        view = ViewFactory(answered=True, four_words=("apple", "boat", "cloud", "drum"))
        before = view.words_mark
        clock.shift(TWO_YEARS)
        run(Kind.VIEWS)

        assert db.session.get_one(View, view.id).words_mark != before
        with pytest.raises(NoResultFound):
            returning.get_view(str(view.id))

    def test_of_what_was_taken_back_the_record_of_its_alert_goes_too(self, clock):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        view = ViewFactory(unsafe=True, read_at=utc_now())
        AlertFactory(view=view, **closed(lead))
        taking_back.take_back(returning.get_view(str(view.id)))
        taking_back.close_taken_back(answering.get_view(view.id), lead, done="Rang the school.")
        db.session.commit()
        clock.shift(TWO_YEARS)

        assert run(Kind.VIEWS) == 1
        assert where_it_stands(WORD) == []
        assert run(Kind.VIEWS) == 0

    def test_an_alert_keeps_who_saw_it_when_and_how_it_ended(self, clock):
        everything_said()
        told = db.session.scalars(select(Alert)).one()
        before = (told.acknowledged_at, told.closed_at, told.outcome, told.told_whom)
        clock.shift(TWO_YEARS)
        run(Kind.VIEWS)
        alert = db.session.scalars(select(Alert)).one()

        assert (alert.acknowledged_at, alert.closed_at, alert.outcome, alert.told_whom) == before
        assert len(db.session.scalars(select(AlertStep)).all()) == 1


WHAT_KEEPS_A_VIEW = {
    Reason.HELD: lambda view: HoldFactory(view=view),
    Reason.ALERT_OPEN: lambda view: AlertFactory(
        view=view, acknowledged_at=utc_now(), acknowledged_by_id=PersonFactory().id
    ),
    Reason.UNREAD: lambda view: change(view, status=ViewStatus.WAITING, read_at=None),
    Reason.ADDITION_UNREAD: lambda view: AdditionFactory(view=view),
    Reason.REASON_UNREAD: lambda view: AnswerFactory(
        view=view, read_due_at=utc_now(), verdict=Verdict.PARTLY, verdict_at=utc_now(), missing="Why?"
    ),
    Reason.CONTACT_UNOPENED: lambda view: ContactFactory(view=view, given_at=utc_now(), read_due_at=utc_now()),
    Reason.UNANSWERED: lambda view: change(view, status=ViewStatus.WAITING),
    Reason.UNREVIEWED: lambda view: ContactReleaseFactory(contact=ContactFactory(view=view)),
    Reason.QUOTE_UNDECIDED: lambda view: QuoteFactory(view=view),
}


def test_a_conference_that_no_child_was_added_to_goes_though_nobody_finished_it(clock):
    left = ConferenceFactory(reference=WORD, late_reason=WORD)
    begun = ChildRecordFactory(told_on=date(2026, 11, 16), told_how=ToldHow.FACE_TO_FACE).conference
    clock.shift(TWO_YEARS - timedelta(days=10))
    assert run(Kind.MEETINGS) == 0
    clock.shift(timedelta(days=10))

    assert (run(Kind.MEETINGS), where_it_stands(WORD)) == (1, [])
    assert (left.cleared_at is None, begun.cleared_at is None) == (False, True)
    assert why(Kind.MEETINGS) == [[Reason.UNFINISHED]]


WHAT_KEEPS_A_MEETING = {
    Reason.HELD: lambda record: HoldFactory(subject_table="child_record", subject_id=record.id),
    Reason.ALERT_OPEN: lambda record: AlertFactory(
        view=None, contribution=ContributionFactory(record=record, read_at=utc_now())
    ),
    Reason.UNREAD: lambda record: ContributionFactory(record=record),
    Reason.REPLY_UNSETTLED: lambda record: MeetingReplyFactory(record=record),
    Reason.UNTOLD: lambda record: change(record, told_on=None),
    Reason.ACTION_OPEN: lambda record: ActionFactory(record=record),
    Reason.STOP_UNSEEN: lambda record: ActionFactory(
        record=record, status=ActionStatus.STOPPED, look_due_on=date(2026, 11, 24)
    ),
    Reason.UNFINISHED: lambda record: change(record.conference, finished_at=None),
}


def change(row: Base, **values) -> None:
    with db.session.no_autoflush:
        for name, value in values.items():
            setattr(row, name, value)
    db.session.commit()


def a_view_that(reason: Reason) -> View:
    """A view that everybody is done with, apart from this."""
    view = ViewFactory(answered=True)
    WHAT_KEEPS_A_VIEW[reason](view)
    return view


class TestWhatKeepsAView:
    @pytest.mark.parametrize("reason", CATALOGUE[Kind.VIEWS].blocked_by, ids=lambda reason: reason.name)
    def test_it_stays_however_long_it_waits_and_the_reason_is_named(self, clock, reason):
        view = a_view_that(reason)
        clock.shift(10 * TWO_YEARS)
        found = running.preview(Kind.VIEWS, utc_now())

        assert run(Kind.VIEWS) == 0
        assert reason in found.blocked[view.id]
        assert set(found.blocked[view.id]) - {reason} <= {Reason.UNANSWERED}
        assert db.session.get_one(View, view.id).words is not None

    def test_it_goes_once_the_hold_is_lifted_and_its_months_are_over_from_then(self, clock):
        view = a_view_that(Reason.HELD)
        clock.shift(TWO_YEARS)
        hold = db.session.scalars(select(Hold)).one()
        hold.lifted_at, hold.lifted_by_id = utc_now(), hold.placed_by_id
        db.session.commit()
        assert run(Kind.VIEWS) == 0
        clock.shift(TWO_YEARS)

        assert run(Kind.VIEWS) == 1
        assert db.session.get_one(View, view.id).words is None

    def test_one_that_stays_keeps_no_other_from_going(self, clock):
        for reason in CATALOGUE[Kind.VIEWS].blocked_by:
            a_view_that(reason)
        ViewFactory(answered=True)
        clock.shift(TWO_YEARS)

        assert run(Kind.VIEWS) == 1


def a_conference_that(reason: Reason) -> Conference:
    """A conference that everybody is done with, apart from this."""
    conference = everything_recorded()
    query = select(ChildRecord).where(ChildRecord.conference_id == conference.id)
    WHAT_KEEPS_A_MEETING[reason](db.session.scalars(query.options(joinedload(ChildRecord.conference))).first())
    return conference


class TestMeetings:
    def test_nothing_that_was_written_is_left_in_any_column_of_any_table(self, clock):
        everything_recorded()
        assert len(where_it_stands(WORD)) > 20
        clock.shift(TWO_YEARS)

        assert run(Kind.MEETINGS) == 1
        assert where_it_stands(WORD) == []

    def test_the_figures_stay_as_they_were(self, clock):
        everything_recorded()
        before = all_figures()
        clock.shift(TWO_YEARS)
        run(Kind.MEETINGS)

        assert all_figures() == before
        assert any(before.values())

    @pytest.mark.parametrize("reason", CATALOGUE[Kind.MEETINGS].blocked_by, ids=lambda reason: reason.name)
    def test_it_stays_however_long_it_waits_and_the_reason_is_named(self, clock, reason):
        conference = a_conference_that(reason)
        clock.shift(10 * TWO_YEARS)

        assert running.preview(Kind.MEETINGS, utc_now()).blocked == {conference.id: [reason]}
        assert run(Kind.MEETINGS) == 0
        assert db.session.get_one(Conference, conference.id).reference == WORD

    def test_a_child_who_is_in_another_conference_keeps_their_reference(self, clock):
        conference = everything_recorded()
        child = (
            db.session.scalars(select(ChildRecord).where(ChildRecord.conference_id == conference.id)).first().child_id
        )
        clock.shift(TWO_YEARS)
        ChildRecordFactory(child=db.session.get_one(Child, child))
        run(Kind.MEETINGS)

        references = {one.id: one.reference for one in db.session.scalars(select(Child))}
        assert references.pop(child).startswith(WORD)
        assert [name for name in references.values() if WORD in name] == []

    def test_what_is_cleared_is_cleared_once(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)

        assert [run(Kind.MEETINGS) for _ in range(2)] == [1, 0]

    def test_cards_and_holds_of_other_meetings_stay(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)
        other = ChildRecordFactory()
        card, hold = MeetingWordsFactory(record=other), HoldFactory(subject_table="child_record", subject_id=other.id)
        of_a_view = HoldFactory()

        assert run(Kind.MEETINGS) == 1
        assert db.session.scalars(select(MeetingWords.id)).all() == [card.id]
        assert set(db.session.scalars(select(Hold.id))) == {hold.id, of_a_view.id}

    def test_its_card_opens_nothing_any_more(self, clock):
        everything_recorded()
        clock.shift(TWO_YEARS)
        run(Kind.MEETINGS)

        assert db.session.scalars(select(MeetingWords)).all() == []

    @pytest.mark.parametrize("part", meetings.TOGETHER.parts, ids=lambda part: part.model.__name__)
    def test_every_moment_of_a_table_is_one_or_says_what_is_to_come(self, part):
        said = {moment.key for moment in part.moments} | {"created_at", "cleared_at", "first_used_at"}
        moments = {c.name for c in part.model.__table__.columns if isinstance(c.type, UtcDateTime)}

        assert {name for name in moments - said if not name.endswith("due_at")} == set()


class TestTheRest:
    def test_drafts_and_kept_work_go_when_their_time_is_over(self, clock):
        keeping.keep(PersonFactory(), path="/account", fields=[("words", "typed")])
        db.session.add(Visit(secret_mark=b"1", contents_sealed=b"2", expires_at=utc_now() + timedelta(hours=1)))
        db.session.commit()
        assert (run(Kind.DRAFTS), run(Kind.KEPT_WORK)) == (0, 0)
        clock.shift(timedelta(days=4))

        assert (run(Kind.DRAFTS), run(Kind.KEPT_WORK)) == (1, 1)
        assert [*db.session.scalars(select(Visit)), *db.session.scalars(select(KeptWork))] == []

    def test_a_child_of_another_system_goes_unless_they_came_into_a_conference(self, clock):
        importing.bring_in(PersonFactory(), "reference,born\nC-1,2020-05\nC-2,2020-05\n", once="x" * 43)
        ChildRecordFactory(child=db.session.scalars(select(Child).order_by(Child.created_at, Child.id)).first())
        ChildFactory()
        clock.shift(TWO_YEARS - timedelta(days=3))
        assert run(Kind.CHILDREN) == 0
        clock.shift(timedelta(days=3))

        assert run(Kind.CHILDREN) == 1
        assert len(db.session.scalars(select(Child)).all()) == 2

    def test_what_a_member_wrote_goes_unless_nobody_has_read_it_or_an_alert_is_about_it(self, clock):
        kept = [MemberTextFactory(), MemberTextFactory(passed=True)]
        AlertFactory(view=None, text_id=kept[1].id)
        MemberTextFactory(passed=True)
        clock.shift(TWO_YEARS - timedelta(days=3))
        assert run(Kind.MEMBER_TEXTS) == 0
        clock.shift(timedelta(days=3))

        assert run(Kind.MEMBER_TEXTS) == 1
        assert set(db.session.scalars(select(MemberText))) == set(kept)

    def test_a_message_goes_after_its_days_unless_it_waits_or_its_alert_is_open(self, clock):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        done = AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=lead.id, **closed_by(lead))
        gone = OutboxMessageFactory(alert=done, handed_over_at=utc_now())
        waits = OutboxMessageFactory(alert=done)
        is_open = OutboxMessageFactory(handed_over_at=utc_now())
        gone_id = gone.id
        clock.shift(timedelta(days=89))
        assert run(Kind.OUTBOX) == 0
        clock.shift(timedelta(days=2))

        assert running.preview(Kind.OUTBOX, utc_now()).blocked == {
            waits.id: [Reason.NOT_SENT],
            is_open.id: [Reason.ALERT_OPEN],
        }
        assert run(Kind.OUTBOX) == 1
        assert db.session.get(OutboxMessage, gone_id) is None


class TestRun:
    def test_what_is_more_than_one_batch_goes_batch_after_batch(self, clock, monkeypatch):
        monkeypatch.setattr(rest, "AT_ONCE", 2)
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        closed_alert = AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=lead.id, **closed_by(lead))
        for number in range(5):
            keeping.keep(PersonFactory(), path=f"/account/{number}", fields=[("words", "typed")])
            OutboxMessageFactory(alert=closed_alert, handed_over_at=utc_now())
        OutboxMessageFactory(alert=closed_alert)  # waits still, and keeps no other
        clock.shift(TWO_YEARS)

        for kind in (Kind.KEPT_WORK, Kind.OUTBOX):
            assert running.preview(kind, utc_now()).over == 5
            cleared = [one.over for one in running.run(kind, utc_now(), uuid.uuid4(), db.session.commit)]
            assert (sum(cleared), max(cleared)) == (5, 2)

    def test_it_does_what_the_preview_said_and_again_it_does_nothing(self, clock):
        for _ in range(3):
            ViewFactory(answered=True)
        a_view_that(Reason.HELD)
        clock.shift(TWO_YEARS)
        said = running.preview(Kind.VIEWS, utc_now())

        assert run(Kind.VIEWS) == said.over == 3
        assert run(Kind.VIEWS) == 0
        assert running.preview(Kind.VIEWS, utc_now()).blocked == said.blocked

    def test_every_batch_writes_one_line_with_how_many_and_nothing_else(self, clock):
        ViewFactory(answered=True)
        clock.shift(TWO_YEARS)
        run(Kind.VIEWS)
        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed == running.BATCH_DEED)).all()

        assert [line.reason for line in lines] == ["views: 1"]

    def test_a_clock_that_was_set_back_clears_nothing(self, clock):
        ViewFactory(answered=True)
        running.note(running.RUN_DEED, uuid.uuid4(), "")
        db.session.commit()
        clock.shift(-timedelta(days=3000))

        assert run(Kind.VIEWS) == 0
        with pytest.raises(RuleBroken, match="Set it"):
            running.check_clock(utc_now())

    @pytest.mark.parametrize("name", [name for name in ClockName if name not in OF_NO_CHILD])
    def test_whatever_runs_a_clock_keeps_what_it_belongs_to(self, clock, name):
        late(name)
        clock.shift(5 * TWO_YEARS)
        kept = {**running.preview(Kind.VIEWS, utc_now()).blocked, **running.preview(Kind.MEETINGS, utc_now()).blocked}

        assert kept
        assert run(Kind.VIEWS) + run(Kind.MEETINGS) == 0
