"""The list of alerts, page by page, as whoever reads views sees it: in order, and with nothing of a child's opened."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.exc import InvalidRequestError, NoResultFound

from app.extensions import db
from app.models import Alert, AlertStep, Person, Role, utc_now
from app.models.codes import AlertStepKind
from app.services import alerting
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import AlertFactory, ContributionFactory, PersonFactory, ViewFactory
from tests.member_factories import MemberTextFactory
from tests.note_factories import MemberNoteFactory
from tests.participation_factories import AlertStepFactory
from tests.plans import plan, statements_of


@pytest.fixture
def sam(database) -> Person:
    return PersonFactory(name="Sam")


def seen_by(person: Person) -> dict[str, object]:
    return {"acknowledged_at": utc_now(), "acknowledged_by_id": person.id}


class TestAPage:
    """With room for two alerts."""

    @pytest.fixture
    def in_order(self, sam, monkeypatch) -> list[uuid.UUID]:
        """Four alerts: two that nobody has seen, the first due first; then those that were seen, the first seen first.
        They were raised in another order."""
        monkeypatch.setattr(alerting, "PAGE", 2)
        now = utc_now()
        seen = [
            AlertFactory(acknowledged_at=now + timedelta(minutes=minute), acknowledged_by_id=sam.id)
            for minute in (30, 20)
        ]
        unseen = [AlertFactory(due_at=now + timedelta(hours=hours)) for hours in (9, 3)]
        return [alert.id for alert in (*reversed(unseen), *reversed(seen))]

    def shown(self, page: int) -> tuple[list[uuid.UUID], bool]:
        alerts, more = alerting.open_alerts(page=page)
        return [alert.id for alert in alerts], more

    def test_has_as_many_as_it_has_room_for_and_says_that_there_are_more(self, in_order):
        assert self.shown(1) == (in_order[:2], True)

    def test_the_last_is_full_and_says_that_there_are_no_more(self, in_order):
        assert self.shown(2) == (in_order[2:], False)

    def test_one_that_is_not_full_has_what_is_left(self, in_order, sam):
        last = AlertFactory(acknowledged_at=utc_now() + timedelta(hours=1), acknowledged_by_id=sam.id)

        assert self.shown(2) == (in_order[2:], True)
        assert self.shown(3) == ([last.id], False)

    def test_what_nobody_has_seen_is_chosen_before_the_rest_however_many_there_are(self, in_order):
        first = AlertFactory(due_at=utc_now())

        assert self.shown(1) == ([first.id, in_order[0]], True)
        assert self.shown(2) == (in_order[1:3], True)


class TestTheOrder:
    def test_of_those_due_at_one_moment_the_one_raised_first_comes_first(self, database):
        now = utc_now()
        raised = [
            AlertFactory(
                due_at=now, raised_at=now - timedelta(minutes=ago), view=None, contribution=ContributionFactory()
            )
            for ago in (10, 30, 20)
        ]
        in_order = [raised[1], raised[2], raised[0]]

        assert alerting.open_alerts() == (in_order, False)
        assert alerting.meeting_alerts() == in_order

    def test_from_meetings_too_those_nobody_has_seen_come_first_the_first_due_first(self, database, sam):
        now = utc_now()
        seen = {"acknowledged_at": now, "acknowledged_by_id": sam.id}
        at = [(now, seen), (now + timedelta(hours=2), {}), (now + timedelta(hours=1), {})]
        made = [
            AlertFactory(
                due_at=due_at,
                raised_at=now - timedelta(hours=3 - hours),
                view=None,
                contribution=ContributionFactory(),
                **more,
            )
            for hours, (due_at, more) in enumerate(at)
        ]

        assert alerting.meeting_alerts() == [made[2], made[1], made[0]]

    def test_no_more_from_meetings_stand_at_once_than_a_page_can_hold(self, database, monkeypatch):
        monkeypatch.setattr(alerting, "MOST_SHOWN", 1)
        for _ in range(2):
            AlertFactory(view=None, contribution=ContributionFactory())

        assert len(alerting.meeting_alerts()) == 1

    def test_it_is_read_from_an_index(self, database):
        *_, listing = statements_of(lambda: alerting.open_alerts(page=2))

        found = plan(*listing)

        assert found.uses("ix_alert_list")
        assert not found.reads_whole("alert")


def test_those_of_one_moment_stand_in_the_same_order_on_every_page(database):
    now = utc_now()
    for number in (3, 1, 2):
        place = {"view": None, "contribution": ContributionFactory()}
        AlertFactory(id=uuid.UUID(int=number), due_at=now, raised_at=now, **place)

    assert [alert.id.int for alert in alerting.open_alerts()[0]] == [1, 2, 3]
    assert [alert.id.int for alert in alerting.meeting_alerts()] == [1, 2, 3]


ABOUT = {
    "view": lambda: ViewFactory(unsafe=True),
    "text": MemberTextFactory,
    "note": MemberNoteFactory,
    "proposal": AgendaProposalFactory,
    "contribution": ContributionFactory,
}


def alert_about(place: str, **more) -> uuid.UUID:
    """Of one that is in no memory any more."""
    made = ABOUT[place]()
    about = {"view": made} if place == "view" else {"view": None, f"{place}_id": made.id}
    alert_id = AlertFactory(**about, **more).id
    db.session.expunge_all()
    return alert_id


@pytest.mark.parametrize("place", ABOUT)
@pytest.mark.parametrize("by_itself", [False, True], ids=["in the list", "by itself"])
class TestWhatItIsAbout:
    @pytest.fixture
    def alert(self, database, place, by_itself) -> Alert:
        """As a lead gets it."""
        alert_id = alert_about(place)
        if by_itself:
            return alerting.get_alert(alert_id, PersonFactory(role=Role.SAFEGUARDING_LEAD))
        ((listed,), _more) = alerting.open_alerts()
        return listed

    def test_when_it_was_sent_is_at_hand(self, alert, place, count_queries):
        about = getattr(alert, place)
        with count_queries() as queries:
            assert (about.created_at if place == "proposal" else about.sent_at) <= utc_now()
        assert len(queries) == 0

    def test_the_words_are_not(self, alert, place):
        words = {"proposal": "reason", "contribution": "good"}.get(place, "words")

        with pytest.raises(InvalidRequestError, match="raiseload"):
            getattr(getattr(alert, place), words)


@pytest.mark.parametrize("place", ["view", "text", "note", "proposal"])
def test_by_itself_it_says_whether_what_raised_it_was_read(database, place, count_queries):
    alert = alerting.get_alert(alert_about(place), PersonFactory())

    with count_queries() as queries:
        assert getattr(alert, place).read_at is None
    assert len(queries) == 0


def test_the_list_says_who_has_seen_each(sam, count_queries):
    AlertFactory(view=ViewFactory(unsafe=True), **seen_by(sam))
    db.session.expunge_all()
    ((alert,), _more) = alerting.open_alerts()

    with count_queries() as queries:
        assert alert.acknowledged_by.name == "Sam"
    assert len(queries) == 0


@pytest.mark.parametrize("by_itself", [False, True], ids=["in the list", "by itself"])
def test_of_a_view_it_is_at_hand_whether_they_are_safe(database, count_queries, by_itself):
    alert_id = AlertFactory(view=ViewFactory(unsafe=True)).id
    db.session.expunge_all()
    alert = alerting.get_alert(alert_id, PersonFactory()) if by_itself else alerting.open_alerts()[0][0]

    with count_queries() as queries:
        assert (alert.view.is_safe, alert.view.safe_now, alert.view.status) == (False, "no", "waiting")
    assert len(queries) == 0


class TestOneAlert:
    def test_from_a_meeting_is_there_for_leads_alone(self, sam):
        alert = AlertFactory(view=None, contribution=ContributionFactory())
        db.session.commit()

        assert alerting.get_alert(alert.id, PersonFactory(role=Role.SAFEGUARDING_LEAD)) == alert
        with pytest.raises(NoResultFound):
            alerting.get_alert(alert.id, sam)

    @pytest.mark.parametrize("for_change", [False, True])
    def test_has_its_steps_with_whoever_took_them_at_hand(self, sam, for_change, count_queries):
        alert = AlertFactory(view=ViewFactory(unsafe=True))
        AlertStepFactory(alert=alert, person_id=sam.id)
        alert_id = alert.id
        db.session.expunge_all()
        found = alerting.get_alert(alert_id, PersonFactory(), for_change=for_change)

        with count_queries() as queries:
            assert [step.person.name for step in found.steps] == ["Sam"]
        assert len(queries) == 0

    def test_its_steps_stand_in_the_order_in_which_they_were_taken(self, sam):
        alert, now = AlertFactory(), utc_now()
        taken = [(2, 0, AlertStepKind.RAISED, 0), (1, 9, AlertStepKind.CLOSED, 0), (1, 5, AlertStepKind.RECORDED, 1)]
        taken += [(1, 5, AlertStepKind.RECORDED, 0), (1, 5, AlertStepKind.ACKNOWLEDGED, 0)]
        for number, minute, kind, rank in taken:
            moment = now + timedelta(minutes=minute)
            db.session.add(AlertStep(alert_id=alert.id, round=number, at=moment, kind=kind, rank=rank))
        db.session.commit()
        found = alerting.get_alert(alert.id, PersonFactory(role=Role.SAFEGUARDING_LEAD))

        in_order = [(step.round, step.kind, step.rank) for step in alerting.steps_in_order(found)]
        assert in_order == [(number, kind, rank) for number, _minute, kind, rank in reversed(taken)]

    def test_by_when_it_is_to_be_closed_is_said_until_it_is(self, sam):
        unseen, seen = AlertFactory(), AlertFactory(**seen_by(sam))

        assert (alerting.close_due(unseen), alerting.close_due(seen)) == (None, seen.close_due_at)
        seen.closed_at = utc_now()
        assert alerting.close_due(seen) is None
        db.session.rollback()
