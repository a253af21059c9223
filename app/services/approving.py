"""What one administrator asks for and another one decides: a way in, or a role, that opens children's words."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Approval, ApprovalKind, Decision, Person, Role, utc_now
from app.services import auditing, settings
from app.services.errors import RuleBroken
from app.services.powers import ROLES

PAGE = 50
SHOWN_FOR = timedelta(days=31)  # then only the audit trail knows of it


def is_needed(role: Role) -> bool:
    """Whether giving this role, or a way into an account that has it, takes two administrators."""
    return ROLES[role].needs_approval


def what_it_is(approval: Approval, person: Person) -> str:
    """a joining link, the role safeguarding lead, letting them back in"""
    if approval.role is None:
        return "a joining link"
    return "letting them back in" if approval.role is person.role else f"the role {approval.role.value}"


def ask(by: Person, person: Person, kind: ApprovalKind, *, reason: str | None, role: Role | None = None) -> Approval:
    """Ask another administrator. Whoever asks again for the same gets what they asked for the first time.

    Asking for the role that somebody has already means: let them back in.

    Raises RuleBroken when there is no reason, or when the same or another such thing has been asked for already.
    """
    if not reason:
        raise RuleBroken("Write why. Another administrator decides, and needs to know.")
    open_one = find_open(person, kind)
    if open_one is not None:
        if open_one.decision is None and open_one.asked_by_id == by.id and open_one.role == role:
            return open_one
        raise RuleBroken(is_there_already(open_one))
    approval = Approval(
        kind=kind, person_id=person.id, role=role, reason=reason, asked_by_id=by.id, expires_at=expiry()
    )
    db.session.add(approval)
    what = what_it_is(approval, person)
    auditing.note(
        by, "asked to let them back in" if role is person.role else f"asked for {what}", person, reason=reason
    )
    db.session.flush()
    return approval


def is_there_already(approval: Approval) -> str:
    what = what_it_is(approval, approval.person)
    for_them = "" if approval.role is approval.person.role else " for them"
    if approval.decision is None:
        return f"{approval.asked_by.name} has asked for {what}{for_them} already. It waits among the approvals."
    return f"Another administrator has approved {what}{for_them} already. It waits among the approvals."


def expiry() -> datetime:
    return utc_now() + timedelta(days=settings.current().approval_days)


def get_approval(approval_id: uuid.UUID) -> Approval:
    """One that was asked for, as it is now, with its people. Raises NoResultFound when there is none."""
    return db.session.scalars(
        with_people().where(Approval.id == approval_id).execution_options(populate_existing=True)
    ).one()


def decide(by: Person, approval: Approval, decision: Decision) -> bool:
    """Approve or refuse. Returns whether it is decided now: the same button pressed twice decides once.

    Raises RuleBroken for who asked and whom it is about, and when it has been decided otherwise or has run out.
    """
    check_is_another(by, approval)
    if approval.decided_by_id == by.id and approval.decision is decision:
        return False
    check_not_decided(by, approval)
    check_in_time(approval)
    approval.decision, approval.decided_by_id, approval.decided_at = decision, by.id, utc_now()
    if decision is Decision.APPROVED:
        approval.expires_at = expiry()
    auditing.note(by, f"{decision.value} {what_it_is(approval, approval.person)}", approval.person)
    db.session.flush()
    return True


def check_not_decided(by: Person, approval: Approval) -> None:
    if approval.decision is None:
        return
    if approval.decided_by_id is None:
        raise RuleBroken("This has been stopped. If it is still needed, ask for it again.")
    is_own = approval.decided_by_id == by.id
    raise RuleBroken("This has been decided already." if is_own else "Another administrator has decided this already.")


def approve_link(by: Person, approval: Approval) -> None:
    """Whoever was given a role joins anew: the way in is part of what was approved."""
    link = Approval(
        kind=ApprovalKind.JOINING_LINK,
        person_id=approval.person_id,
        reason=approval.reason,
        asked_by_id=approval.asked_by_id,
        decided_by_id=by.id,
        decided_at=utc_now(),
        decision=Decision.APPROVED,
        expires_at=expiry(),
    )
    db.session.add(link)
    auditing.note(by, f"approved {what_it_is(link, approval.person)}", approval.person)
    db.session.flush()


def check_is_another(by: Person, approval: Approval) -> None:
    if by.id == approval.asked_by_id:
        raise RuleBroken("You asked for this yourself. Another administrator decides.")
    if by.id == approval.person_id:
        raise RuleBroken("This is about your own account. Another administrator decides.")


def check_in_time(approval: Approval) -> None:
    if approval.expires_at <= utc_now():
        raise RuleBroken("This has run out. Ask for it again.")


def use(approval: Approval) -> None:
    """What was approved happens now. Raises RuleBroken unless it is approved, in time and not used yet."""
    if approval.decision is not Decision.APPROVED:
        raise RuleBroken("Another administrator has to approve this first.")
    if approval.used_at is not None:
        raise RuleBroken("This was approved for one time, and has been used. Ask for it again.")
    check_in_time(approval)
    approval.used_at = utc_now()
    db.session.flush()


def withdraw(by: Person, approval: Approval) -> None:
    """Who asked takes it back: nobody decides it, and no link is made from it. What has ended by itself stays so.

    Raises RuleBroken for anybody else, and when another administrator has refused it or it has been used.
    """
    if approval.asked_by_id != by.id:
        raise RuleBroken("Somebody else asked for this. Refuse it instead.")
    if approval.used_at is not None or (approval.decision is Decision.REFUSED and approval.decided_by_id is not None):
        raise RuleBroken("Another administrator has decided this already.")
    if is_ended_by_nobody(approval) or approval.expires_at <= utc_now():
        return
    if approval.decision is None:
        approval.decision, approval.decided_at = Decision.REFUSED, utc_now()
    else:
        approval.expires_at = utc_now()
    auditing.note(by, f"took back: {what_it_is(approval, approval.person)}", approval.person)
    db.session.flush()


def is_withdrawn(approval: Approval) -> bool:
    """Whether who asked took it back before anybody decided."""
    return is_ended_by_nobody(approval) and approval.expires_at != approval.decided_at


def is_stopped(approval: Approval) -> bool:
    """Whether the account was changed before anybody decided."""
    return is_ended_by_nobody(approval) and approval.expires_at == approval.decided_at


def is_ended_by_nobody(approval: Approval) -> bool:
    return approval.decision is Decision.REFUSED and approval.decided_by_id is None


def withdraw_all(person: Person) -> None:
    """Nothing asked or approved for this person holds any more: their account is not what it was.

    What nobody had decided is refused, by nobody.
    """
    now = utc_now()
    db.session.execute(
        update(Approval)
        .where(Approval.person_id == person.id, is_open(now))
        .values(
            expires_at=now,
            decided_at=func.coalesce(Approval.decided_at, now),
            decision=func.coalesce(Approval.decision, Decision.REFUSED),
        )
    )


def is_open(now: datetime) -> ColumnElement[bool]:
    """In a query: whether something can still come of it, by a decision or by using what was approved."""
    is_not_over = or_(
        Approval.decided_at.is_(None), and_(Approval.decision == Decision.APPROVED, Approval.used_at.is_(None))
    )
    return and_(Approval.expires_at > now, is_not_over)


def with_people() -> Select[Approval]:
    return select(Approval).options(
        joinedload(Approval.person), joinedload(Approval.asked_by), joinedload(Approval.decided_by)
    )


def find_open(person: Person, kind: ApprovalKind) -> Approval | None:
    return db.session.scalar(
        with_people().where(Approval.person_id == person.id, Approval.kind == kind, is_open(utc_now()))
    )


def open_about(person: Person) -> Sequence[Approval]:
    """What is asked or approved for this person, and not over, oldest first."""
    return db.session.scalars(
        with_people()
        .where(Approval.person_id == person.id, is_open(utc_now()))
        .order_by(Approval.created_at, Approval.id)
    ).all()


def open_ones() -> Sequence[Approval]:
    """Everything that is not over, oldest first, each with its people."""
    return db.session.scalars(with_people().where(is_open(utc_now())).order_by(Approval.created_at, Approval.id)).all()


def over_lately(*, page: int) -> tuple[Sequence[Approval], bool]:
    """One page of what was decided, used or ran out in the last month, newest first, and whether there is more."""
    now = utc_now()
    found = db.session.scalars(
        with_people()
        .where(not_(is_open(now)), func.coalesce(Approval.decided_at, Approval.expires_at) > now - SHOWN_FOR)
        .order_by(func.coalesce(Approval.decided_at, Approval.expires_at).desc(), Approval.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return found[:PAGE], len(found) > PAGE


def how_many_wait_for(person: Person) -> int:
    """How many this administrator can decide. One look at an index."""
    return (
        db.session.scalar(
            select(func.count(Approval.id)).where(
                Approval.decided_at.is_(None),
                Approval.expires_at > utc_now(),
                Approval.asked_by_id != person.id,
                Approval.person_id != person.id,
            )
        )
        or 0
    )
