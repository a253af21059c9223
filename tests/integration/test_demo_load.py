import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.forms import as_typed
from app.models import (
    Action,
    Addition,
    Agency,
    Alert,
    AlertStep,
    Answer,
    AuditLine,
    Base,
    BoardQuestion,
    Child,
    ChildRecord,
    Commitment,
    CommitmentVerdict,
    Conference,
    Contribution,
    CountedPeriod,
    DemonstrationMark,
    KeyProof,
    MeetingReply,
    MemberNote,
    MemberText,
    OutboxMessage,
    Overdue,
    Person,
    PracticePublication,
    Publication,
    Quote,
    Recommendation,
    Review,
    Role,
    SelfAssessment,
    StandardScore,
    View,
    Wish,
)
from app.models.base import SealedText
from app.models.codes import (
    AlertStepKind,
    Category,
    Channel,
    CommitmentState,
    Event,
    Extent,
    MemberTextState,
    NoteAbout,
    NoteState,
    ParticipationCode,
    Permission,
    QuestionState,
    QuoteState,
    RecommendationState,
    Stage,
    Topic,
    ViewStatus,
)
from app.protection.worrying_words import has_worrying_word
from app.services import (
    alerting,
    approving,
    clocks,
    commitments,
    conferring,
    contact_releasing,
    counted_periods,
    demonstrating,
    due_next,
    essentials,
    faults,
    framework,
    meeting_opening,
    people,
    publishing,
    quotes_shown,
    receiving,
    reports_shown,
    returning,
    rota,
    settings,
    settling,
    stages,
    time_limits,
    verifying_figures,
)
from app.services.clocks import FinancialYear, Quarter, london_day
from app.services.demonstrating.coming_back import ADDED_TO, FOUND, JUST_ANSWERED, LATE, SET_ASIDE, TO_TRY
from app.services.demonstrating.days import Days
from app.services.demonstrating.stories import STORIES
from app.services.errors import RuleBroken
from app.services.figures import CATALOGUE
from app.services.meeting_opening import MeetingState
from app.services.people import State
from tests.factories import AgencyFactory, PersonFactory
from tests.integration.conftest import begun_with
from tests.integration.services.recount import SUMMER, recount
from tests.integration.services.test_figures_recounted import counted_cells

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
VIEWS, CONFERENCES = 60, 12
MADE_ANEW = (
    AuditLine,
    DemonstrationMark,
    KeyProof,
    OutboxMessage,
    Overdue,
    PracticePublication,
    CountedPeriod,
    Publication,
)  # with ids and moments of their own


def load(*, seed=1, views=VIEWS, conferences=CONFERENCES, now=NOW):
    return demonstrating.load(seed=seed, views=views, conferences=conferences, now=now)


def everything(row) -> dict:
    """A whole row as it reads: what is sealed is opened, since sealing it twice never looks the same."""
    plain = {
        column.name: getattr(row, column.name)
        for column in row.__table__.columns
        if not column.name.endswith("_sealed")
    }
    opened = {name: getattr(row, name) for name, made in vars(type(row)).items() if isinstance(made, SealedText)}
    return plain | opened


def all_rows() -> dict:
    models = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_ not in MADE_ANEW]
    rows = {
        model: [everything(row) for row in db.session.scalars(select(model).order_by(model.id))] for model in models
    }
    figures = select(Publication.table_name, Publication.first_day, Publication.last_day, Publication.content)
    counted = select(CountedPeriod.last_day, CountedPeriod.first_day, CountedPeriod.counted)
    return rows | {
        Publication: sorted(map(tuple, db.session.execute(figures)), key=lambda figure: figure[:3]),
        CountedPeriod: sorted(map(tuple, db.session.execute(counted)), key=lambda period: period[:2]),
    }


def count(model, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def conferences() -> list[Conference]:
    query = select(Conference).options(conferring.children_with_what_is_missing()).order_by(Conference.held_on)
    return list(db.session.scalars(query))


class TestTheSameSeed:
    def test_gives_the_same_everything(self):
        load()
        first = all_rows()
        db.session.rollback()

        load()

        assert all_rows() == first

    def test_another_seed_gives_something_else(self):
        load()
        first = all_rows()
        db.session.rollback()

        load(seed=2)

        assert all_rows()[View] != first[View]
        assert all_rows()[Conference] != first[Conference]

    def test_later_on_the_same_day_only_what_was_just_sent_is_another(self):
        load()
        first = all_rows()
        db.session.rollback()

        load(now=NOW + timedelta(hours=4))

        later = all_rows()
        assert [row for row in later[View] if row["sent_at"].date() < TODAY] == [
            row for row in first[View] if row["sent_at"].date() < TODAY
        ]
        assert later[ChildRecord] == first[ChildRecord]


class TestWhatIsThere:
    @pytest.fixture(scope="class")
    @classmethod
    def beginning(cls, app):
        def make() -> None:
            cls.loaded = load()

        with begun_with(app, make) as connection:
            yield connection

    def test_it_is_as_much_as_was_asked_for(self):
        assert count(View) == VIEWS
        assert count(Conference) == CONFERENCES
        assert count(DemonstrationMark, DemonstrationMark.seed == 1) == 1
        assert count(Agency) == 27

    def test_children_of_another_system_wait_for_a_conference(self):
        assert count(Child, Child.import_id.is_not(None)) == 4

    def test_they_have_joined_and_whoever_is_added_later_has_not(self):
        found = {account.person.name: account.state for account in people.accounts().accounts}
        new = PersonFactory(name="Somebody new")

        others = {"Tuesday group, draws": State.WAITING, "Wren": State.PAUSED, "A member": State.PAUSED}
        assert {name: state for name, state in found.items() if state is not State.ACTIVE} == others
        assert people.account_of(new.id).state is State.WAITING

    def test_a_joining_link_waits_for_the_other_administrator(self):
        jo, lena = db.session.scalars(select(Person).where(Person.role == Role.ADMINISTRATOR).order_by(Person.username))
        (waiting,) = approving.open_ones()

        assert (waiting.asked_by.name, waiting.person.name) == ("Jo Turner", "Tess Brennan")
        assert [approving.how_many_wait_for(person) for person in (jo, lena)] == [0, 1]

    def test_what_the_board_promised_is_there_in_every_state_with_numbers_that_are_hidden(self):
        promised = db.session.scalars(select(Commitment)).all()

        assert {promise.state for promise in promised} == set(CommitmentState)
        assert {commitments.are_few(promise) for promise in promised} == {True, False}
        assert all(promise.published_at < NOW for promise in promised)
        assert any(promise.look_again_on and promise.look_again_on < TODAY for promise in promised)
        assert count(CommitmentVerdict) > 0

    def test_members_ask_the_board_in_every_state_and_some_of_it_waits_to_be_read(self):
        asked, written = db.session.scalars(select(BoardQuestion)).all(), db.session.scalars(select(MemberText)).all()

        assert {question.state for question in asked} == set(QuestionState)
        assert {text.state for text in written} == set(MemberTextState)

    def test_a_worker_finds_a_members_worrying_words_and_somebody_told_us_of_something(self):
        alert = db.session.scalars(select(Alert).where(Alert.text_id.is_not(None))).one()
        worrying = db.session.get_one(MemberText, alert.text_id)
        reports = db.session.scalars(select(MemberNote.state).where(MemberNote.about == NoteAbout.REPORT)).all()

        assert has_worrying_word(worrying.words)
        assert worrying.state is MemberTextState.WAITING
        assert alert.closed_at is None
        assert set(reports) == {NoteState.WAITING, NoteState.DEALT_WITH}

    def test_whatever_a_member_wrote_stands_where_the_service_would_put_it(self):
        for text in db.session.scalars(select(MemberText).where(MemberText.state != MemberTextState.REPORTED)):
            assert text.place == due_next.place_of_members(text.words), text.words
            is_alerted = count(Alert, Alert.text_id == text.id) == 1
            assert is_alerted is has_worrying_word(text.words), text.words
        for note in db.session.scalars(select(MemberNote).where(MemberNote.about != NoteAbout.REPORT)):
            assert not has_worrying_word(note.words), note.words

    def test_quotes_stand_in_every_state_and_none_is_older_than_what_it_quotes(self):
        quotes = db.session.scalars(select(Quote).options(joinedload(Quote.view))).all()

        assert {quote.state for quote in quotes} == set(QuoteState)
        assert {quote.permission for quote in quotes} == {Permission.BOARD, Permission.EVERYONE}
        assert all(quote.view.sent_at < quote.created_at < NOW for quote in quotes)
        assert quotes_shown.shown_to_everybody()[0]
        assert len(quotes_shown.shown_to_board()[0]) > len(quotes_shown.shown_to_everybody()[0])

    def test_somebody_who_was_found_waits_for_a_second_look(self):
        worker = db.session.scalars(select(Person).where(Person.role == Role.PARTICIPATION_WORKER)).first()
        (looked,), _ = contact_releasing.list_releases(worker)

        assert looked.release.expires_at > NOW
        assert looked.looks == 1

    def test_reviews_are_there_with_what_must_change_in_every_state(self):
        assert count(Review) == 2
        assert set(db.session.scalars(select(Recommendation.state))) == set(RecommendationState)

    def test_27_agencies_have_signed_or_not_and_scored_themselves_or_not(self):
        standings = framework.standings(TODAY)
        waits = [one.waits_since for one in standings if one.waits_since]

        assert len(standings) == 27
        assert waits == sorted(waits)
        assert 0 < len(waits) < 10
        assert count(SelfAssessment, SelfAssessment.is_open.is_(True), SelfAssessment.completed_at.is_(None)) > 0
        assert count(StandardScore, StandardScore.moderated_score != StandardScore.self_score) > 0
        assert count(StandardScore, StandardScore.scored_at > NOW) == 0

    def test_the_report_of_the_last_year_is_published_with_promises_and_a_review_for_children(self):
        (year,) = reports_shown.years()
        said = reports_shown.get_published(year).content

        assert year == FinancialYear.containing(london_day(NOW)).previous
        assert [len(said[name]) > 0 for name in ("promises", "reviews", "quotes")] == [True, True, True]
        assert said["figures"]["revisions"]

    def test_a_complaint_waits_to_be_read(self):
        complaint = db.session.scalars(select(View).where(View.is_complaint)).one()

        assert (complaint.status, complaint.read_at, complaint.topic) == (ViewStatus.WAITING, None, None)

    def test_the_audit_trail_knows_who_opened_and_answered_what_in_the_last_weeks(self):
        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed.in_(["opened view", "answered view"]))).all()

        assert {line.deed for line in lines} == {"opened view", "answered view"}
        assert all(NOW - timedelta(weeks=4) < line.created_at < NOW for line in lines)
        assert {line.subject_id for line in lines} <= set(db.session.scalars(select(View.id)))

    def test_there_is_somebody_of_every_role_and_nobody_has_a_passphrase(self):
        assert set(db.session.scalars(select(Person.role))) == set(Role)
        assert count(Person, Person.passphrase_hash.is_not(None)) == 0

    def test_words_are_kept_as_somebody_would_have_typed_them(self):
        words = [view.words for view in db.session.scalars(select(View)) if view.words]

        assert all(as_typed(said) == said and unicodedata.is_normalized("NFC", said) and said.strip() for said in words)

    def test_no_two_views_have_the_same_4_words(self):
        assert len(set(db.session.scalars(select(View.words_mark)))) == VIEWS

    def test_the_4_words_it_tells_open_a_fresh_answer_that_nobody_has_judged(self):
        view = returning.find_view_by_words(" ".join(self.loaded.four_words))

        assert view.status is ViewStatus.ANSWERED
        assert view.sent_at > NOW - timedelta(days=10)
        assert [answer.verdict for answer in db.session.scalars(select(Answer).where(Answer.view_id == view.id))] == [
            None
        ]

    def test_there_are_4_words_for_every_state_and_each_shows_what_it_says(self):
        words = dict(demonstrating.words_that_work())
        views = {state: returning.find_view_by_words(" ".join(four)) for state, four in words.items()}

        assert list(words) == list(TO_TRY)
        assert words[JUST_ANSWERED] == self.loaded.four_words
        assert views[LATE].status is ViewStatus.WAITING
        assert views[LATE].answer_due_at < NOW
        assert (views[ADDED_TO].status, views[SET_ASIDE].status) == (ViewStatus.WAITING, ViewStatus.NOT_GENUINE)
        assert views[ADDED_TO].first_answered_at is not None
        assert views[FOUND].is_safe is False

    def test_staff_find_an_addition_to_read_and_what_was_taken_back(self):
        assert count(Addition, Addition.read_at.is_(None)) == 2
        assert count(View, View.taken_back_at.is_not(None), View.cleared_at.is_(None)) == 1
        assert count(View, View.cleared_at.is_not(None)) == 1

    def test_what_waits_has_clocks_that_run_and_some_that_ran_out(self):
        waiting = list(db.session.scalars(select(View).where(View.status == ViewStatus.WAITING)))

        assert sum(view.answer_due_at < NOW for view in waiting) >= 2
        assert count(Alert, Alert.acknowledged_at.is_(None), Alert.due_at > NOW) >= 2

    def test_of_what_ran_out_who_is_above_was_told_and_no_message_waits(self):
        words = dict(demonstrating.words_that_work())
        view = returning.find_view_by_words(" ".join(words[LATE]))

        assert count(Overdue, Overdue.subject_id == view.id, Overdue.due_at == view.answer_due_at) == 1
        assert count(OutboxMessage, OutboxMessage.event == Event.OVERDUE) > 0
        assert count(OutboxMessage, OutboxMessage.handed_over_at.is_(None)) == 0

    def test_every_view_that_is_not_safe_has_an_alert(self):
        unsafe = set(db.session.scalars(select(View.id).where(View.is_safe.is_(False))))

        assert unsafe
        assert set(db.session.scalars(select(Alert.view_id).where(Alert.view_id.is_not(None)))) == unsafe

    def test_of_every_alert_that_nobody_has_seen_somebody_was_told(self):
        assert count(Alert, Alert.acknowledged_at.is_(None)) >= 2
        assert [one for one in faults.find(list(Channel)) if not one.is_usual_in_demonstration] == []

    def test_there_is_a_rota_without_a_gap_and_alerts_in_every_state(self):
        assert rota.gaps(NOW, NOW + timedelta(days=14)) == []
        assert count(Alert, Alert.closed_at.is_not(None)) >= 1
        assert count(Alert, Alert.acknowledged_at.is_not(None), Alert.closed_at.is_(None)) >= 1
        assert count(AlertStep, AlertStep.kind == AlertStepKind.TOLD_EVERYBODY) == 1
        for alert in db.session.scalars(select(Alert).options(selectinload(Alert.steps))):
            kinds = {step.kind for step in alert.steps}
            assert kinds >= {AlertStepKind.RAISED, AlertStepKind.TOLD}
            assert (AlertStepKind.ACKNOWLEDGED in kinds, AlertStepKind.CLOSED in kinds) == (
                alert.acknowledged_at is not None,
                alert.closed_at is not None,
            )

    def test_one_thing_comes_after_another(self):
        for view in db.session.scalars(select(View)):
            answers = list(db.session.scalars(select(Answer).where(Answer.view_id == view.id).order_by(Answer.turn)))
            steps = [
                view.sent_at,
                view.read_at,
                *(at for answer in answers for at in (answer.sent_at, answer.verdict_at)),
            ]
            happened = [at for at in steps if at]
            assert happened == sorted(happened)
            assert happened[-1] <= NOW
            if view.cleared_at is None:  # their answers went with what was taken back
                assert view.first_answered_at == (answers[0].sent_at if answers else None)

    def test_conferences_are_on_working_days_and_finished_ones_lack_nothing(self):
        held = conferences()

        assert all(clocks.is_working_day(conference.held_on) for conference in held)
        finished = [conference for conference in held if conference.finished_at]
        assert len(finished) >= CONFERENCES // 2
        assert [essentials.missing_in(record) for conference in finished for record in conference.records if
                essentials.missing_in(record)] == []  # fmt: skip
        begun = [conference for conference in held if not conference.finished_at and conference.held_on <= TODAY]
        assert begun
        assert all(essentials.missing_in(record) for conference in begun for record in conference.records)

    def test_records_fit_the_age_of_the_child(self):
        for conference in conferences():
            for record in conference.records:
                assert record.participation_code in (None, *stages.codes_for(record.stage))
                if record.stage is not Stage.UNBORN:
                    born = stages.BirthMonth.parse(record.child.born)
                    assert record.stage in stages.possible_stages(born, conference.held_on)

    def test_nothing_is_done_before_its_conference_or_after_today(self):
        for conference in conferences():
            days = [record.told_on for record in conference.records] + [
                action.done_on for record in conference.records for action in record.actions
            ]
            assert all(conference.held_on < day <= TODAY for day in days if day)

    def test_a_late_conference_says_why(self):
        late = [conference for conference in conferences() if time_limits.is_late(conference)]

        assert late
        assert all(conference.late_reason for conference in late)

    def test_the_unusual_is_there(self):
        records = [record for conference in conferences() for record in conference.records]

        assert {Stage.UNBORN, Stage.FOURTH_BIRTHDAY} <= {record.stage for record in records}
        assert {ParticipationCode.PN0, ParticipationCode.PN3, ParticipationCode.PN7} <= {
            record.participation_code for record in records
        }
        assert Category.MUL in {record.category for record in records}
        assert count(Action) > CONFERENCES

    def test_eight_quarters_are_published_and_the_year_that_is_over(self):
        assert len(self.loaded.quarters) == 8
        assert [year.label for year in publishing.published_years()] == ["April 2025 to March 2026"]

    def test_what_was_counted_is_what_an_independent_count_counts(self):
        """In plain SQL (recount.py), for the newest quarter."""
        counted = counted_periods.versions_of(Quarter(2026, 3))[Quarter(2026, 3)][0]
        again = recount(db.session, **SUMMER)

        for figure in CATALOGUE:
            assert counted_cells(counted, figure) == again[figure.name], figure.name

    def test_what_is_published_is_what_the_rule_gives(self):
        assert not [*verifying_figures.verify()]


def test_people_say_many_different_things():
    load(views=400, conferences=0)

    words = {view.words for view in db.session.scalars(select(View))}
    assert len(words) >= 120
    assert set(db.session.scalars(select(View.topic))) == {*Topic, None}


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 4, 4), date(2027, 4, 2), date(2028, 2, 29)])
def test_it_can_be_loaded_on_any_day(today):
    at = clocks.end_of_day(today) - timedelta(hours=23, minutes=30)

    load(views=8, conferences=len(STORIES) + 1, now=at)

    assert count(View) == 8
    assert all(clocks.is_working_day(story.day(Days(today))) for story in STORIES)


def test_a_database_that_is_not_empty_is_left_as_it_is():
    PersonFactory(name="Somebody real")

    with pytest.raises(RuleBroken, match="not empty"):
        load()

    assert count(Person) == 1
    assert count(View) == count(DemonstrationMark) == 0


@pytest.mark.parametrize("set_up", [AgencyFactory, lambda: settings.change("answer_days", "8")])
def test_a_database_that_somebody_has_begun_to_set_up_is_left_as_it_is(set_up):
    set_up()

    with pytest.raises(RuleBroken, match="not empty"):
        load()

    assert count(View) == count(DemonstrationMark) == 0


class TestTheCommand:
    @pytest.fixture
    def run(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "DEMO", True)
        return lambda *words: app.test_cli_runner().invoke(args=["demo", "load", *words])

    def test_it_loads_what_was_asked_for(self, run):
        result = run("--seed", "3", "--views", "5", "--conferences", "1")

        assert result.exit_code == 0, result.output
        assert "5 views and 1 conferences" in result.output
        assert (count(View), count(Conference)) == (5, 1)

    def test_it_refuses_a_service_that_is_no_demonstration(self, app):
        result = app.test_cli_runner().invoke(args=["demo", "load"])

        assert result.exit_code == 1
        assert "Set DEMO=yes" in result.output
        assert count(View) == 0

    def test_it_refuses_a_database_in_use(self, run):
        PersonFactory()

        result = run()

        assert result.exit_code == 1
        assert "not empty" in result.output
        assert count(View) == 0

    def test_if_it_may_be_filled_already_there_is_nothing_to_do(self, run):
        PersonFactory()

        result = run("--if-empty")

        assert result.exit_code == 0
        assert "nothing to do" in result.output
        assert count(View) == 0


class TestMeetings:
    """Somebody who tries it can be a child with a card."""

    @pytest.fixture(scope="class")
    @classmethod
    def beginning(cls, app):
        def make() -> None:
            cls.loaded = load(conferences=40)

        with begun_with(app, make) as connection:
            yield connection

    def opened(self, card) -> ChildRecord:
        words = meeting_opening.find_words(" ".join(card.words))
        return meeting_opening.get_whole_record(words)

    def test_every_card_opens_a_meeting_of_its_own(self):
        records = {self.opened(card).id for card in self.loaded.cards}

        assert len(records) == len(self.loaded.cards) == 4

    def test_two_are_to_come_and_two_can_be_read(self):
        states = [meeting_opening.state_of(self.opened(card), NOW) for card in self.loaded.cards]

        assert states == [MeetingState.TO_COME] * 2 + [MeetingState.RELEASED] * 2

    def test_the_card_to_write_for_is_the_only_one_with_nothing_saved(self):
        records = [self.opened(card).id for card in self.loaded.cards]

        assert [count(Contribution, Contribution.record_id == one) > 0 for one in records] == [False, True, True, True]

    def test_no_action_speaks_of_the_child_who_reads_it(self):
        whats = " ".join(action.what for action in db.session.scalars(select(Action))).lower()

        assert "the child " not in whats
        assert "the young person" not in whats

    def test_what_is_done_for_a_wish_is_about_that_wish(self):
        done: dict[str, set[str]] = {}
        for action in db.session.scalars(select(Action).where(Action.wish_id.is_not(None))):
            done.setdefault(db.session.get_one(Wish, action.wish_id).text, set()).add(action.what)

        assert done["I want my own bed."] == {"Get the bed, with the covers you choose"}
        assert [whats for whats in done.values() if len(whats) > 1] == []

    def test_nothing_is_missing_where_a_page_is_shown(self):
        shown = [
            record for conference in conferences() for record in conference.records if record.released_at is not None
        ]

        assert len(shown) == 2
        assert [essentials.missing_in(record) for record in shown] == [[], []]

    def test_one_child_waits_for_an_answer_and_one_has_it(self):
        replies = db.session.scalars(select(MeetingReply)).all()

        assert sorted(settling.is_waiting(reply) for reply in replies) == [False, True]

    def test_what_did_not_happen_was_promised(self):
        wishes = [db.session.get_one(Wish, reply.wish_id) for reply in db.session.scalars(select(MeetingReply))]

        assert {wish.extent for wish in wishes} <= {Extent.FULLY, Extent.PARTLY}

    def test_what_can_be_read_is_of_a_meeting_of_the_last_months(self):
        shown = [conference for conference in conferences() for record in conference.records if record.released_at]

        assert min(conference.held_on for conference in shown) > NOW.date() - timedelta(days=120)

    def test_a_child_who_does_not_feel_safe_is_an_alert(self):
        (alert,) = alerting.meeting_alerts()

        assert alert.acknowledged_at is None
        assert count(Contribution, Contribution.id == alert.contribution_id, Contribution.how_safe == 2) == 1

    def test_what_was_replaced_is_there_too(self):
        assert count(Contribution, Contribution.replaced_at.is_not(None)) == 1

    def test_each_of_their_wishes_is_a_wish_of_the_record(self):
        for contribution in db.session.scalars(select(Contribution)):
            theirs = select(Wish).where(Wish.contribution_id == contribution.id).order_by(Wish.position)
            assert [wish.text for wish in db.session.scalars(theirs)] == receiving.wishes_in(contribution)


def test_without_conferences_there_are_no_cards():
    assert load(views=2, conferences=0).cards == []
