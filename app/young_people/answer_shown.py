"""What a young person sees of their view: its clocks, our answers, who opened it. Never what they wrote themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.formats import long_date, short_time
from app.models import Addition, Answer, Contact, Role, View, utc_now
from app.models.codes import ClockName, ViewStatus
from app.services import contact_releasing, overdue
from app.services.openings import Opened, Opening
from app.services.overdue import Running

MOST_ADDITIONS = 10  # told one by one; the older ones have been told before

WHO_OPENED: dict[tuple[Role, Opened], Callable[[str], str]] = {
    (Role.PARTICIPATION_WORKER, Opened.VIEW): lambda day: _("A participation worker read it on %(day)s.", day=day),
    (Role.SAFEGUARDING_LEAD, Opened.VIEW): lambda day: _("A safeguarding lead read it on %(day)s.", day=day),
    (Role.SAFEGUARDING_LEAD, Opened.CONTACT): lambda day: _(
        "A safeguarding lead looked at how to find you on %(day)s.", day=day
    ),
}
# Whoever opened it may have another role by now.
SOMEBODY_OPENED: dict[Opened, Callable[[str], str]] = {
    Opened.VIEW: lambda day: _("One of our team read it on %(day)s.", day=day),
    Opened.CONTACT: lambda day: _("One of our team looked at how to find you on %(day)s.", day=day),
}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Something of theirs: when it came, and when it was done or is to be done."""

    running: Running
    sent_on: datetime
    done_on: datetime | None

    @property
    def due(self) -> datetime:
        return overdue.moment_of(self.running.due)

    @property
    def is_late(self) -> bool:
        return self.done_on is None and overdue.is_late(self.due, utc_now())


Noted = frozenset[Running]  # clocks that ran out and of which who is above was told
Step = tuple[str, str, str]  # what, when, and "done", "now" or "next"


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    text: str
    sent_on: datetime
    by: str
    verdict: str | None
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class ShownOpening:
    says: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One view on the pages of whoever holds its 4 words."""

    status: str
    sent_on: datetime
    answer_by: datetime
    is_late: bool
    answers: list[ShownAnswer]
    steps: list[Step]
    received: list[Step]  # of them, what they told us after they came back
    has_contact: bool
    cannot_be_found: bool  # they may not be safe, and did not tell us who they are
    openings: list[ShownOpening]
    findable_until: datetime | None  # a safeguarding lead may see how to find them
    last_looked_at: datetime | None

    @property
    def has_news(self) -> bool:
        return any(one.is_new for one in self.answers) or any(one.is_new for one in self.openings)


def as_shown(view: View, openings: Sequence[Opening] = (), last_looked_at: datetime | None = None) -> Shown:
    """The view as its pages show it. What happened since they last looked is new; on a first visit nothing is."""

    def is_new(at: datetime) -> bool:
        return last_looked_at is not None and at > last_looked_at

    told = noted_of(view)
    received = received_steps(view, told)
    return Shown(
        status=view.status.value,
        sent_on=view.sent_at,
        answer_by=view.answer_due_at,
        is_late=is_answer_late(view),
        answers=[shown_answer(answer, is_new=is_new(answer.sent_at)) for answer in view.answers],
        steps=[*first_steps(view, told), *received, *answer_step(view, told)],
        received=received,
        has_contact=view.contact is not None,
        cannot_be_found=not view.is_safe and view.contact is None and view.advisor_id is None,
        openings=[ShownOpening(says=sentence(one), is_new=is_new(one.last_at)) for one in openings],
        findable_until=contact_releasing.open_until(view.contact),
        last_looked_at=last_looked_at,
    )


def shown_answer(answer: Answer, *, is_new: bool) -> ShownAnswer:
    return ShownAnswer(
        text=answer.text,
        sent_on=answer.sent_at,
        by=_("the Heard team"),
        verdict=answer.verdict.value if answer.verdict else None,
        is_new=is_new,
    )


def noted_of(view: View) -> Noted:
    """Of which clocks of this view, that ran out, who is above was told."""
    clocks = [
        clock_of_reading(view),
        *map(clock_of, view.additions[-MOST_ADDITIONS:]),
        *map(clock_of_reason, view.answers),
        clock_of_contact(view.contact),
    ]
    running = [clock.running for clock in clocks if clock and clock.done_on is None]
    if view.status is ViewStatus.WAITING:
        running.append(clock_of_answer(view))
    return overdue.noted(running, utc_now())


def clock_of_answer(view: View) -> Running:
    return Running(ClockName.VIEW_ANSWERED, view.id, view.answer_due_at)


def is_answer_late(view: View) -> bool:
    return view.status is ViewStatus.WAITING and overdue.is_late(view.answer_due_at, utc_now())


def clock_of_reading(view: View) -> Clock:
    """By when somebody reads it. Who is not safe was promised sooner, and that stands until it is read: who has seen
    that there is an alert has not yet read what they said."""
    alert, running = view.alert, Running(ClockName.VIEW_READ, view.id, view.read_due_at)
    if alert and alert.due_at < view.read_due_at:
        running = Running(ClockName.ALERT_ACKNOWLEDGED, alert.id, alert.due_at)
    return Clock(running=running, sent_on=view.sent_at, done_on=view.read_at)


def first_steps(view: View, told: Noted) -> list[Step]:
    clock = clock_of_reading(view)
    if clock.done_on:
        when = long_date(clock.done_on)
    elif clock.running.clock is ClockName.ALERT_ACKNOWLEDGED and not clock.is_late:
        # to the minute, as the page after sending promised it
        when = _("By %(time)s on %(date)s", time=short_time(clock.due), date=long_date(clock.due))
    else:
        when = late_or_by(clock.running, told, is_late=clock.is_late)
    return [
        (_("You sent it"), long_date(clock.sent_on), "done"),
        (_("We read it"), when, "done" if clock.done_on else "now"),
    ]


def received_steps(view: View, told: Noted) -> list[Step]:
    """What they added, what they said is missing and how to find them, each with its own clock, in the order in which
    it came."""
    steps = [(clock.sent_on, added_step(clock, told)) for clock in map(clock_of, view.additions[-MOST_ADDITIONS:])]
    steps += [(clock.sent_on, reason_step(clock, told)) for clock in map(clock_of_reason, view.answers) if clock]
    if contact := clock_of_contact(view.contact):
        steps.append((contact.sent_on, contact_step(contact, told)))
    return [step for _sent_on, step in sorted(steps, key=lambda one: one[0])]


def answer_step(view: View, told: Noted) -> list[Step]:
    if view.status is ViewStatus.ANSWERED:
        return [(_("We answered you"), long_date(view.answers[-1].sent_at), "done")]
    if view.status is not ViewStatus.WAITING:
        return []
    when = late_or_by(clock_of_answer(view), told, is_late=is_answer_late(view))
    return [(_("We answer you"), when, "now" if view.read_at else "next")]


def late_or_by(running: Running, told: Noted, *, is_late: bool) -> str:
    if is_late:
        return and_told(_("We said by %(date)s. We are late.", date=long_date(running.due)), running, told)
    return str(_("By %(date)s", date=long_date(running.due)))


def and_told(admits: str, running: Running, told: Noted) -> str:
    """The sentence that admits that we are late, and that who is above was told: only when they were."""
    return f"{admits} {_('A person above us has been told.')}" if running in told else str(admits)


def added_step(clock: Clock, told: Noted) -> Step:
    return read_step(_("You added something on %(date)s", date=long_date(clock.sent_on)), clock, told)


def reason_step(clock: Clock, told: Noted) -> Step:
    return read_step(_("You told us on %(date)s what is missing", date=long_date(clock.sent_on)), clock, told)


def read_step(what: str, clock: Clock, told: Noted) -> Step:
    if clock.done_on:
        return what, _("We read it on %(date)s.", date=long_date(clock.done_on)), "done"
    if clock.is_late:
        late = _("We said we would read it by %(date)s. We are late.", date=long_date(clock.due))
        return what, and_told(late, clock.running, told), "now"
    return what, _("We read it by %(date)s.", date=long_date(clock.due)), "now"


def contact_step(clock: Clock, told: Noted) -> Step:
    what = _("You told us how to find you on %(date)s", date=long_date(clock.sent_on))
    if clock.done_on:
        return what, _("We looked at it on %(date)s.", date=long_date(clock.done_on)), "done"
    if clock.is_late:
        late = _("We said we would look at it by %(date)s. We are late.", date=long_date(clock.due))
        return what, and_told(late, clock.running, told), "now"
    return what, _("We look at it by %(date)s.", date=long_date(clock.due)), "now"


def clock_of(addition: Addition) -> Clock:
    running = Running(ClockName.ADDITION_READ, addition.id, addition.read_due_at)
    return Clock(running=running, sent_on=addition.sent_at, done_on=addition.read_at)


def clock_of_reason(answer: Answer) -> Clock | None:
    """By when somebody reads what they say is missing from an answer, where they said so."""
    if answer.read_due_at is None or answer.verdict_at is None:
        return None
    running = Running(ClockName.REASON_READ, answer.id, answer.read_due_at)
    return Clock(running=running, sent_on=answer.verdict_at, done_on=answer.read_at)


def clock_of_contact(contact: Contact | None) -> Clock | None:
    """By when somebody looks at how to find them. What they gave with the view itself has the view's own clocks."""
    if contact is None or contact.given_at is None or contact.read_due_at is None:
        return None
    running = Running(ClockName.CONTACT_OPENED, contact.id, contact.read_due_at)
    return Clock(running=running, sent_on=contact.given_at, done_on=contact.opened_at)


def sentence(opening: Opening) -> Any:
    """Who opened it and on which day, as a whole sentence."""
    says = WHO_OPENED.get((opening.role, opening.what), SOMEBODY_OPENED[opening.what])
    return says(long_date(opening.day))
