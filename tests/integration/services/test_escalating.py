"""An alert is told to whoever is on the rota, and on and on until somebody has seen it; each step is dated."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AlertStep, OutboxMessage, Person, Role, utc_now
from app.models.codes import AlertStepKind, Channel, Event, SafeNow
from app.services import alerting, escalating, raising, rota, settings
from app.services.rota import Missing
from tests.factories import AlertFactory, ContributionFactory, PersonFactory, ViewFactory
from tests.participation_factories import RotaEntryFactory

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
TUESDAY = 1  # the day on which every test begins, at 10 in the morning


def lead(name: str = "Ruth", **more) -> Person:
    return PersonFactory(name=name, role=Role.SAFEGUARDING_LEAD, **more)


def on(person: Person, rank: int = 1, *, weekday: int = TUESDAY, opens: int = 9, closes: int = 17, **more) -> None:
    RotaEntryFactory(person=person, rank=rank, weekday=weekday, opens=time(opens), closes=time(closes), **more)


def raised() -> Alert:
    view = ViewFactory(safe_now=SafeNow.NO, is_safe=False)
    alert = raising.raise_alert(utc_now(), view_id=view.id)
    db.session.commit()
    return alert


def raised_from_meeting() -> Alert:
    contribution = ContributionFactory(how_safe=1)
    alert = raising.raise_alert(utc_now(), contribution_id=contribution.id)
    db.session.commit()
    return alert


def steps(alert: Alert) -> list[tuple[AlertStepKind, str | None]]:
    db.session.expire_all()
    query = select(Alert).where(Alert.id == alert.id)
    found = alerting.get_alert(db.session.scalars(query).one().id, lead("Asks"))
    return [(step.kind, step.person.name if step.person else None) for step in alerting.steps_in_order(found)]


def told(event: Event) -> list[str]:
    """Who is told so by e-mail, in order."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.event == event, OutboxMessage.channel == Channel.EMAIL)
        .order_by(OutboxMessage.created_at)
    )
    people = [db.session.get_one(Person, message.person_id) for message in db.session.scalars(query)]
    return [person.name for person in people]


def escalate(after: timedelta, clock) -> int:
    clock.shift(after)
    number = escalating.escalate(utc_now())
    db.session.commit()
    return number


class TestRaising:
    def test_the_first_on_the_rota_is_told_at_once_and_nobody_else(self, database):
        on(lead("Second"), 2)
        on(lead("First"), 1)
        lead("Not on")
        alert = raised()

        assert told(Event.ALERT_RAISED) == ["First"]
        assert steps(alert) == [(AlertStepKind.RAISED, None), (AlertStepKind.TOLD, "First")]

    def test_out_of_hours_whoever_is_there_for_that_is_told(self, database):
        on(lead("Tomorrow"), weekday=2)
        on(lead("Night"), opens=0, closes=0, is_out_of_hours=True)
        raised()

        assert told(Event.ALERT_RAISED) == ["Night"]

    def test_when_nobody_is_on_everybody_who_holds_the_role_is_told_at_once(self, database):
        on(lead("Tomorrow"), weekday=2)
        lead("Another")
        lead("Paused", is_active=False)
        PersonFactory(name="Worker")
        alert = raised()

        assert sorted(told(Event.ALERT_RAISED)) == ["Another", "Tomorrow"]
        assert [kind for kind, _ in steps(alert)] == [
            AlertStepKind.RAISED,
            AlertStepKind.NOBODY_ON,
            AlertStepKind.TOLD_EVERYBODY,
        ]

    def test_where_nobody_holds_the_role_whoever_else_may_see_it_is_told(self, database):
        PersonFactory(name="Worker")
        raised()

        assert told(Event.ALERT_RAISED) == ["Worker"]

    def test_a_worker_on_the_rota_is_told_of_a_view_and_not_of_a_meeting_page(self, database):
        on(PersonFactory(name="Worker"), 1)
        on(lead("Ruth"), 2)
        raised()
        assert told(Event.ALERT_RAISED) == ["Worker"]
        raised_from_meeting()
        assert told(Event.ALERT_RAISED) == ["Worker", "Ruth"]

    def test_of_a_meeting_page_no_worker_is_ever_told_even_when_there_is_no_lead(self, database):
        on(PersonFactory(name="Worker"), 1)
        raised_from_meeting()

        assert told(Event.ALERT_RAISED) == []

    @pytest.mark.parametrize("away", [{"is_active": False}, {"role": Role.CHAIR}])
    def test_who_is_paused_or_has_another_role_now_is_not_on(self, database, away):
        gone = PersonFactory(name="Gone", **({"role": Role.SAFEGUARDING_LEAD} | away))
        on(gone, 1)
        on(lead("Here"), 2)
        raised()

        assert told(Event.ALERT_RAISED) == ["Here"]

    def test_its_clock_is_an_hour_in_which_somebody_on_the_rota_is_there(self, database):
        on(lead(), opens=14, closes=17)

        assert raised().due_at == utc_now().replace(hour=15, minute=0, second=0, microsecond=0)

    def test_hours_of_workers_do_not_count_for_a_meeting_page(self, database):
        on(PersonFactory(), opens=9, closes=17)
        on(lead(), opens=14, closes=17)

        assert raised().due_at.hour == 11
        assert raised_from_meeting().due_at.hour == 15

    def test_out_of_hours_nothing_is_promised(self, database):
        on(lead("Night"), opens=0, closes=0, is_out_of_hours=True)
        on(lead("Tomorrow"), weekday=2)

        assert raised().due_at == utc_now().replace(day=18, hour=10, minute=0, second=0, microsecond=0)


class TestEscalating:
    @pytest.fixture(autouse=True)
    def _still(self, still_clock):
        """The clock stands still until it is shifted."""

    def test_nobody_more_is_told_before_it_is_due(self, clock):
        on(lead("First"))
        raised()

        assert escalate(HOUR - timedelta(seconds=1), clock) == 0
        assert told(Event.ALERT_WAITS) == []

    def test_then_the_next_is_told_and_the_next_again_and_then_everybody(self, clock):
        for rank, name in enumerate(("First", "Second", "Third"), start=1):
            on(lead(name), rank)
        lead("Not on")
        alert = raised()

        assert [escalate(after, clock) for after in (HOUR, QUARTER, QUARTER)] == [1, 1, 1]
        assert steps(alert)[1:] == [
            (AlertStepKind.TOLD, "First"),
            (AlertStepKind.TOLD, "Second"),
            (AlertStepKind.TOLD, "Third"),
            (AlertStepKind.TOLD_EVERYBODY, None),
        ]
        assert sorted(told(Event.ALERT_WAITS)[2:]) == ["First", "Not on", "Second", "Third"]

    def test_between_two_steps_nothing_happens(self, clock):
        on(lead("First"), 1)
        on(lead("Second"), 2)
        raised()

        assert [escalate(after, clock) for after in (HOUR, timedelta(0), QUARTER / 2, QUARTER / 2)] == [1, 0, 0, 1]

    def test_everybody_is_told_again_every_hour_until_somebody_has_seen_it(self, clock):
        on(lead("Only"))
        alert = raised()
        assert [escalate(after, clock) for after in (HOUR, HOUR / 2, HOUR / 2, HOUR)] == [1, 0, 1, 1]

        alerting.acknowledge(alert, lead("Sees it"))
        assert escalate(HOUR, clock) == 0
        assert told(Event.ALERT_WAITS) == ["Only"] * 3

    def test_the_pause_is_a_setting(self, clock):
        settings.change("escalate_minutes", "30")
        on(lead("First"), 1)
        on(lead("Second"), 2)
        raised()

        assert [escalate(after, clock) for after in (HOUR, QUARTER, QUARTER)] == [1, 0, 1]

    def test_at_night_it_waits_for_the_morning(self, clock):
        on(lead("First"), closes=11)
        on(lead("Wednesday"), weekday=2)
        clock.shift(50 * 60)
        raised()

        assert escalate(12 * HOUR, clock) == 0
        assert escalate(timedelta(hours=10, minutes=59), clock) == 0
        assert escalate(timedelta(minutes=1), clock) == 1  # ten minutes yesterday, fifty today: it is 9.50
        assert told(Event.ALERT_WAITS) == ["Wednesday"]

    def test_who_is_there_out_of_hours_is_given_an_hour_and_no_more(self, clock):
        on(lead("Day"), weekday=2)
        for rank, name in enumerate(("Night", "Another night"), start=1):
            on(lead(name), rank, opens=0, closes=0, is_out_of_hours=True)
        raised()

        assert escalate(HOUR, clock) == 1
        assert told(Event.ALERT_WAITS) == ["Another night"]

    def test_of_a_meeting_page_only_leads_are_told(self, clock):
        on(lead("First"), 1)
        on(PersonFactory(name="Worker"), 2)
        on(lead("Third"), 3)
        raised_from_meeting()
        for after in (HOUR, QUARTER):
            escalate(after, clock)

        assert "Worker" not in told(Event.ALERT_WAITS)
        assert told(Event.ALERT_WAITS)[0] == "Third"

    def test_one_that_was_raised_before_there_were_steps_is_not_forgotten(self, clock):
        on(lead("First"))
        view = ViewFactory(safe_now=SafeNow.NO, is_safe=False)
        old = Alert(view_id=view.id, raised_at=utc_now() - HOUR * 48, due_at=utc_now() - HOUR * 40)
        db.session.add(old)
        db.session.commit()

        assert escalate(timedelta(0), clock) == 1
        assert told(Event.ALERT_WAITS) == ["First"]
        assert db.session.scalars(select(AlertStep.round)).all() == [1]

    def test_once_it_is_raised_again_everybody_is_told_again_in_that_round(self, clock):
        on(lead("First"), 1)
        on(lead("Second"), 2)
        alert = raised()
        for after in (HOUR, QUARTER):
            escalate(after, clock)
        raising.raise_again(alert, utc_now(), by=lead("Asks again"), because="They wrote more.")
        db.session.commit()
        for after in (HOUR, QUARTER):
            escalate(after, clock)

        calls = select(AlertStep.round, AlertStep.kind).where(AlertStep.kind.in_(escalating.CALLS))
        assert Counter(map(tuple, db.session.execute(calls))) == {
            (number, kind): times
            for number in (1, 2)
            for kind, times in {AlertStepKind.TOLD: 2, AlertStepKind.TOLD_EVERYBODY: 1}.items()
        }
        assert told(Event.ALERT_WAITS).count("Second") == 4

    def test_raised_again_while_nobody_is_on_everybody_is_told_at_once_and_once_more(self, database):
        ruth = lead("Ruth")
        alert = raised()
        raising.raise_again(alert, utc_now(), by=ruth, because="They wrote more.")
        db.session.commit()

        of_round = select(AlertStep.kind).where(AlertStep.round == 2)
        assert set(db.session.scalars(of_round)) == {
            AlertStepKind.RAISED,
            AlertStepKind.NOBODY_ON,
            AlertStepKind.TOLD_EVERYBODY,
        }
        assert told(Event.ALERT_RAISED) == ["Ruth"] * 2

    def test_of_a_meeting_page_no_worker_is_told_when_the_last_lead_has_left(self, clock):
        PersonFactory(name="Worker")
        left = lead("Left")
        on(left)
        raised_from_meeting()
        left.is_active = False
        db.session.commit()

        assert escalate(24 * HOUR, clock) == 1
        assert told(Event.ALERT_WAITS) == []

    def test_whom_another_machine_told_whose_clock_is_a_minute_ahead_is_not_told_again(self, clock):
        for rank, name in enumerate(("First", "Second", "Third"), start=1):
            on(lead(name), rank)
        raised()
        escalate(HOUR, clock)

        assert [escalate(after, clock) for after in (-escalating.CLOCKS_APART, QUARTER)] == [0, 0]
        assert escalate(escalating.CLOCKS_APART, clock) == 1

    def test_a_step_can_be_taken_once(self, clock):
        on(lead("First"))
        alert = raised()
        with pytest.raises(Exception, match="UNIQUE|uq_alert_step_once"):
            escalating.take(alert, AlertStepKind.TOLD, utc_now(), round_number=1)

    def test_many_that_wait_take_as_many_queries_to_look_at_as_one(self, clock, count_queries):
        on(lead("First"))
        raised()
        escalate(HOUR / 2, clock)
        with count_queries() as few:
            escalate(timedelta(0), clock)
        for _ in range(5):
            raised()
        with count_queries() as many:
            escalate(timedelta(0), clock)

        assert len(few) == len(many)


def test_of_several_that_wait_the_first_due_goes_on_first_and_of_those_the_first_raised(clock):
    on(lead("First"))
    now = utc_now()
    alerts = [
        AlertFactory(due_at=now - hours * HOUR, raised_at=now - ago * HOUR, view=ViewFactory(unsafe=True))
        for hours, ago in ((1, 7), (2, 5), (2, 6))
    ]
    escalating.escalate(now)
    db.session.commit()
    query = select(OutboxMessage.subject_id).where(OutboxMessage.channel == Channel.EMAIL)

    in_order = db.session.scalars(query.order_by(OutboxMessage.created_at)).all()
    assert in_order == [alerts[2].id, alerts[1].id, alerts[0].id]


class TestGaps:
    def between(self) -> list[tuple[int, int, Missing]]:
        begins = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
        return [(gap.begins.hour, gap.ends.hour, gap.missing) for gap in rota.gaps(begins, begins + timedelta(days=1))]

    def test_an_empty_rota_is_one_gap_a_day(self, database):
        assert self.between() == [(9, 17, Missing.ANYBODY)]

    def test_where_only_a_worker_is_there_a_lead_is_missing(self, database):
        on(PersonFactory(), opens=9, closes=15)
        on(lead(), opens=9, closes=12)

        assert self.between() == [(12, 17, Missing.LEAD), (15, 17, Missing.ANYBODY)]

    def test_who_is_there_out_of_hours_fills_none(self, database):
        on(lead(), opens=0, closes=0, is_out_of_hours=True)

        assert self.between() == [(9, 17, Missing.ANYBODY)]

    def test_a_full_rota_has_none_until_its_last_day(self, database):
        on(lead(), until_day=date(2026, 11, 17))

        assert self.between() == []
        assert len(rota.gaps(utc_now(), utc_now() + timedelta(days=13))) == 9  # the working days that follow


class TestAlertStepsInTheDatabase:
    def test_they_go_with_their_alert_alone(self, database):
        alert = raised()

        assert {step.alert_id for step in db.session.scalars(select(AlertStep))} == {alert.id}
