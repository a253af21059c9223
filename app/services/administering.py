"""What holds for everything an administrator does to an account: one at a time, and never to one's own."""

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Person
from app.services.errors import RuleBroken
from app.services.powers import ROLES, Power, may

KEEPERS = tuple(role for role in ROLES if may(role, Power.KEEP_ACCOUNTS))


def begin_work(by: Person, person: Person | None = None) -> None:
    """From now until the end of this work nobody else changes an account, and both are read anew.

    The rows of all who look after accounts are locked in one order: two who pause each other at the same moment cannot
    both succeed. Raises RuleBroken when who asks may not do this, or not any more, and for their own account.
    """
    who = Person.role.in_(KEEPERS)
    rows = db.session.scalars(
        select(Person)
        .where(who if person is None else or_(who, Person.id == person.id))
        .order_by(Person.id)
        .with_for_update(key_share=True)  # writing down what somebody did waits for nobody
        .execution_options(populate_existing=True)
    ).all()
    if not any(row.id == by.id and row.is_active and row.role in KEEPERS for row in rows):
        raise RuleBroken("You do not look after accounts any more. Another administrator has changed yours.")
    if person is not None:
        check_is_another(by, person)


def check_is_another(by: Person, person: Person) -> None:
    """Raises RuleBroken for one's own account: nobody raises their own role, or lets themselves in."""
    if person.id == by.id:
        raise RuleBroken("Nobody changes their own account. Ask another administrator.")


def check_not_paused(person: Person) -> None:
    """Raises RuleBroken for somebody who is paused."""
    if not person.is_active:
        raise RuleBroken("They are paused. Let them back in first.")
