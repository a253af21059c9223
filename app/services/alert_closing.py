"""What was done about an alert, who was told, and how it ended: written down bit by bit, and closed with all three."""

from dataclasses import dataclass

from app.extensions import db
from app.models import Alert, Person, utc_now
from app.models.codes import AlertOutcome, AlertStepKind
from app.services import (
    agencies,
    alerting,
    answer_opening,
    answering,
    auditing,
    due_next,
    escalating,
    member_notes,
    member_queue,
    moderating,
    powers,
)
from app.services.errors import RuleBroken
from app.services.powers import Power

NOBODY = "nobody"
ANOTHER = "another agency"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is written down about an alert. None where nothing is yet."""

    done: str | None = None
    told_whom: str | None = None  # an agency, or nobody; never a person
    told_because: str | None = None
    outcome: AlertOutcome | None = None

    @classmethod
    def of(cls, alert: Alert) -> "Record":
        return cls(done=alert.done, told_whom=alert.told_whom, told_because=alert.told_because, outcome=alert.outcome)

    @property
    def missing(self) -> dict[str, str]:
        """What stands in the way of closing: by its name, what is to be done about it."""
        wanted = {
            "done": "Write what was done.",
            "told_whom": "Choose who was told, or nobody.",
            "told_because": "Write why they were told, or why nobody was.",
            "outcome": "Choose how it ended.",
        }
        missing = {name: sentence for name, sentence in wanted.items() if not getattr(self, name)}
        return missing | ({"other_agency": "Write which agency was told."} if self.told_whom == ANOTHER else {})


def whom_to_tell() -> list[str]:
    """Whom somebody can say they told: the agencies of the board, one that is not, or nobody. Never a person."""
    return [NOBODY, *agencies.names(), ANOTHER]


def saves_of(alert: Alert) -> int:
    """How often something was written down in this round: a page that knows of fewer shows what is not so any more."""
    number = escalating.round_of(alert)
    return sum(step.kind is AlertStepKind.RECORDED and step.round == number for step in alert.steps)


def record(alert: Alert, by: Person, *, written: Record, saves: int, closes: bool = False) -> None:
    """Write down what is known so far, and close the alert where that is wanted. Whoever does has seen it.

    Of one that was got `for_change`. The same again changes nothing. Raises RuleBroken when it is closed already, when
    somebody else wrote something meanwhile, and when it may not be closed; then nothing is written down.
    """
    is_same = Record.of(alert) == written
    if is_same and alert.closed_at is not None:
        return
    check_open(alert)
    if closes:
        check_may_close(by, written)
        check_is_read(alert)
    if not is_same:
        if saves != saves_of(alert):
            raise RuleBroken("Somebody else wrote something down while this page was open. Compare, then save again.")
        write_down(alert, by, written, saves)
    alerting.acknowledge(alert, by)
    if closes:
        close(alert, by, written)


def write_down(alert: Alert, by: Person, written: Record, saves: int) -> None:
    alerting.acknowledge(alert, by)
    alert.done, alert.told_whom = written.done, written.told_whom
    alert.told_because, alert.outcome = written.told_because, written.outcome
    number = escalating.round_of(alert)
    escalating.take(alert, AlertStepKind.RECORDED, utc_now(), round_number=number, rank=saves, person=by)
    auditing.note(by, "recorded what was done about alert", alert)
    db.session.flush()


def close(alert: Alert, by: Person, written: Record) -> None:
    """It is over. What is written down stays in the step as well: an alert that is raised again begins anew."""
    now = utc_now()
    alert.closed_at, alert.closed_by_id = now, by.id
    note = f"{written.done}\n\nTold: {written.told_whom}. {written.told_because}\n\nHow it ended: {written.outcome}"
    number = escalating.round_of(alert)
    escalating.take(alert, AlertStepKind.CLOSED, now, round_number=number, person=by, note=note)
    if alert.view_id is not None:
        due_next.note_alert_closed(answering.get_view(alert.view_id, for_change=True))
    db.session.flush()
    member_queue.note_alert_closed(alert)
    auditing.note(by, "closed alert", alert)
    db.session.flush()


def check_may_close(by: Person, written: Record) -> None:
    if not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("Only a safeguarding lead can close an alert. Save what you wrote instead.")
    if written.missing:
        raise RuleBroken(" ".join(written.missing.values()))


def check_is_read(alert: Alert) -> None:
    """Raises RuleBroken when nobody has read what raised it: what is closed is looked at no more."""
    if alert.proposal is not None and alert.proposal.read_at is None:
        raise RuleBroken("Nobody has read what they proposed. Open it first, then close the alert.")
    if alert.note_id is not None and not member_notes.is_read(alert.note_id):
        raise RuleBroken("Nobody has read what they wrote. Open it first, then close the alert.")
    if alert.text_id is not None and not moderating.is_read(alert.text_id):
        raise RuleBroken("Nobody has read what they wrote. Open it first, then close the alert.")
    if alert.view_id is None and alert.contribution_id is None:  # of a member
        return
    if alert.view_id is None:
        if not answer_opening.was_opened(alert):
            raise RuleBroken("Nobody has opened the child’s answer. Open it first, then close the alert.")
        return
    view = answering.get_view(alert.view_id, for_change=True)
    if view.read_at is None or answering.has_unread(view):
        raise RuleBroken("Nobody has read all that they told us. Open it first, then close the alert.")


def check_open(alert: Alert) -> None:
    if alert.closed_at is not None:
        raise RuleBroken("This alert is closed. Raise it again from the page of what they said.")
