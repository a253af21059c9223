"""Views that no young person meant: set aside with a reason, and taken up again when that was wrong."""

from app.extensions import db
from app.models import Person, View, utc_now
from app.models.codes import ViewStatus
from app.services import answering, auditing, powers, quoting, taking_back
from app.services.due_next import note_what_is_due
from app.services.errors import RuleBroken
from app.services.powers import Power


def mark_not_genuine(view: View, by: Person, *, reason: str) -> None:
    """Set it aside: it waits for no answer, and is counted nowhere. Its alert, if it has one, has been seen.

    Again with the same reason changes nothing. Raises RuleBroken when it does not wait for an answer, was taken back,
    came with an alert and they are no safeguarding lead, or when something was added that nobody has read.
    """
    if view.status is ViewStatus.NOT_GENUINE and view.not_genuine_reason == reason:
        return
    if view.status is not ViewStatus.WAITING or view.taken_back_at is not None:
        raise RuleBroken("Only what waits for an answer can be marked as not genuine.")
    if taking_back.is_alerted(view) and not powers.may(by.role, Power.OPEN_CONTACT):
        raise RuleBroken("They said they may not be safe, so only a safeguarding lead can mark this as not genuine.")
    answering.check_all_is_read(view)
    answering.acknowledge(view, by)
    view.read_at = view.read_at or utc_now()
    view.status = ViewStatus.NOT_GENUINE
    view.not_genuine_reason = reason
    quoting.withdraw_all_of(view, by, because=reason)
    auditing.note(by, "marked view as not genuine", view, reason=reason)
    db.session.flush()


def take_up_again(view: View, by: Person) -> None:
    """It was genuine: it waits for an answer, by the date it had. Again changes nothing."""
    if view.status is not ViewStatus.NOT_GENUINE or view.cleared_at is not None:
        return
    view.status = ViewStatus.WAITING
    view.not_genuine_reason = None
    note_what_is_due(view)
    auditing.note(by, "marked view as genuine", view)
    db.session.flush()
