"""What is done about an alert: each step says who took it and when, and nothing is closed that nobody has read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AuditLine, Role, utc_now
from app.models.codes import AlertOutcome, AlertStepKind
from app.services import alert_closing, alerting
from app.services.alert_closing import Record
from app.services.errors import RuleBroken
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import AlertFactory, ContributionFactory, PersonFactory, ViewFactory
from tests.member_factories import MemberTextFactory
from tests.note_factories import MemberNoteFactory

WHOLE = Record(done="Rang.", told_whom="nobody", told_because="They are safe.", outcome=AlertOutcome.SAFE)
UNREAD = {
    "a view": (lambda: {"view": ViewFactory(unsafe=True)}, "all that they told us"),
    "an agenda item": (lambda: {"view": None, "proposal_id": AgendaProposalFactory().id}, "what they proposed"),
    "a note": (lambda: {"view": None, "note_id": MemberNoteFactory().id}, "what they wrote"),
    "a text": (lambda: {"view": None, "text_id": MemberTextFactory().id}, "what they wrote"),
}


@pytest.fixture
def lee():
    return PersonFactory(name="Lee", role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def alert(database) -> Alert:
    return AlertFactory(view=ViewFactory(unsafe=True, read_at=utc_now()))


def record(alert: Alert, by, *, written: Record = WHOLE, saves: int = 0, **more: bool) -> None:
    shown = alerting.get_alert(alert.id, by, for_change=True)
    alert_closing.record(shown, by, written=written, saves=saves, **more)
    db.session.expire_all()


class TestEachStep:
    def test_says_who_took_it(self, alert, lee):
        sam = PersonFactory(name="Sam")
        record(alert, sam)
        record(alert, lee, closes=True)
        shown = alerting.get_alert(alert.id, lee)

        assert [(step.kind, step.person_id) for step in alerting.steps_in_order(shown)] == [
            (AlertStepKind.ACKNOWLEDGED, sam.id),
            (AlertStepKind.RECORDED, sam.id),
            (AlertStepKind.CLOSED, lee.id),
        ]

    def test_is_in_the_trail_by_name(self, alert, lee):
        record(alert, lee, closes=True)
        lines = db.session.execute(select(AuditLine.deed, AuditLine.person_id).where(AuditLine.subject_id == alert.id))

        assert sorted(map(tuple, lines)) == [
            ("acknowledged alert", lee.id),
            ("closed alert", lee.id),
            ("recorded what was done about alert", lee.id),
        ]

    def test_saved_whole_without_a_word_of_closing_it_stays_open(self, alert, lee):
        record(alert, lee)

        assert alert.closed_at is None

    def test_says_who_has_seen_it_also_where_what_is_written_is_the_same(self, alert, lee):
        record(alert, lee, written=Record())

        assert (alert.acknowledged_by_id, alert.done) == (lee.id, None)


class TestNotClosed:
    @pytest.mark.parametrize("kind", UNREAD)
    def test_while_nobody_has_read_it(self, database, lee, kind):
        about, what = UNREAD[kind]
        alert = AlertFactory(**about())

        with pytest.raises(RuleBroken, match=f"^Nobody has read {what}. Open it first, then close the alert.$"):
            record(alert, lee, closes=True)

    def test_while_a_part_is_missing_and_each_is_named(self, alert, lee):
        with pytest.raises(RuleBroken, match="^Write why they were told, or why nobody was. Choose how it ended.$"):
            record(alert, lee, written=Record(done="Rang.", told_whom="nobody"), closes=True)

    def test_by_who_wrote_before_they_saw_what_somebody_else_wrote(self, alert, lee):
        record(alert, PersonFactory(), written=Record(done="Rang."))

        with pytest.raises(
            RuleBroken,
            match="^Somebody else wrote something down while this page was open. Compare, then save again.$",
        ):
            record(alert, lee, closes=True)


def test_a_note_that_was_read_can_be_closed(database, lee):
    alert = AlertFactory(view=None, note_id=MemberNoteFactory(read_at=utc_now()).id)
    MemberNoteFactory()  # another one that nobody has read
    record(alert, lee, closes=True)

    assert alert.closed_by_id == lee.id


class TestTheList:
    """Long lists: what nobody has seen is on the first pages, and a page has at most so many."""

    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch):
        monkeypatch.setattr(alerting, "PAGE", 2)

    def test_goes_on_page_after_page_and_says_when_it_ends(self, database, lee):
        now = utc_now()
        seen = {"acknowledged_at": now, "acknowledged_by_id": lee.id}
        later = [AlertFactory(due_at=now + timedelta(hours=hours)) for hours in (3, 2)]
        was_seen = [AlertFactory(due_at=now + timedelta(hours=hours), **seen) for hours in (1, 0)]
        first = AlertFactory(due_at=now + timedelta(hours=1))

        assert alerting.open_alerts() == ([first, later[1]], True)
        assert alerting.open_alerts(page=2) == ([later[0], was_seen[1]], True)
        assert alerting.open_alerts(page=3) == ([was_seen[0]], False)

    def test_a_page_that_is_just_full_is_the_last(self, database):
        AlertFactory(), AlertFactory()

        assert alerting.open_alerts()[1] is False

    def test_of_those_that_were_seen_the_first_seen_comes_first(self, database, lee):
        now = utc_now()
        by_lee = [
            AlertFactory(acknowledged_at=now - timedelta(minutes=ago), acknowledged_by_id=lee.id, due_at=now)
            for ago in (1, 2)
        ]

        assert alerting.open_alerts()[0] == by_lee[::-1]


def test_an_alert_from_a_meeting_is_there_for_leads_alone(database, lee):
    alert = AlertFactory(view=None, contribution=ContributionFactory(how_safe=0))

    assert alerting.get_alert(alert.id, lee) == alert
