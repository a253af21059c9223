"""What one administrator does to somebody else's account: pause it, let them back in, change the role.

A role that opens children's words, or that looks after accounts, is given by two: one asks, another decides
(app/services/approving.py). Such a role begins with a new way in, made by another than who asked: otherwise one alone
could make a link while the account opens nothing, join as its owner, and ask for the role. Whoever must be stopped at
once is paused, by one. Nobody changes their own account, so one administrator who can sign in always stays.
"""

import uuid

from sqlalchemy import exists, select, update

from app.extensions import db
from app.models import AdvisorProfile, Agency, Approval, ApprovalKind, Decision, Person, Role
from app.services import approving, auditing, handling, keeping, signing_in, two_step
from app.services.administering import begin_work, check_not_paused
from app.services.errors import RuleBroken
from app.services.inviting import check_agency


def pause(by: Person, person: Person, *, reason: str | None = None) -> None:
    """Sign them out everywhere and let them in no more, until somebody lets them back in. Nothing of theirs is lost."""
    begin_work(by, person)
    if person.is_active:
        person.is_active = False
        end_ways_in(person)
        auditing.note(by, "paused", person, reason=reason)
    db.session.flush()


def resume(by: Person, person: Person, *, reason: str | None = None) -> bool:
    """Let somebody back in who was paused. Returns whether it is done, or another administrator decides first."""
    begin_work(by, person)
    if person.is_active:
        return True
    check_has_not_left(person)
    if approving.is_needed(person.role):
        approving.ask(by, person, ApprovalKind.ROLE, role=person.role, reason=reason)
        return False
    let_back_in(by, person, reason=reason)
    return True


def let_back_in(by: Person, person: Person, *, reason: str | None = None) -> None:
    person.is_active = True
    end_pause(person)
    approving.withdraw_all(person)
    auditing.note(by, "resumed", person, reason=reason)
    handling.tell_who_is_back(person)
    db.session.flush()


def check_has_not_left(person: Person) -> None:
    """Raises RuleBroken for a young advisor who left: only who looked after them knows whether they come back."""
    left = AdvisorProfile.person_id == person.id, AdvisorProfile.left_at.is_not(None)
    if db.session.scalar(select(exists().where(*left))):
        raise RuleBroken("They left. A participation worker lets them back in, if they want to come back.")


def end_pause(person: Person) -> None:
    """Why a young advisor was paused is not kept when they are back."""
    back = {"paused_at": None, "paused_because_sealed": None}
    db.session.execute(update(AdvisorProfile).where(AdvisorProfile.person_id == person.id).values(**back))


def change_role(
    by: Person,
    person: Person,
    role: Role,
    *,
    instead_of: Role,
    agency_id: uuid.UUID | None = None,
    reason: str | None = None,
) -> bool:
    """Give somebody another role. Returns whether it is done, or another administrator decides first.

    `instead_of` is the role they had when it was decided. Raises RuleBroken when they have another one by now, for
    somebody paused, and for a role of the other kind: young people stay young people.
    """
    begin_work(by, person)
    check_agency(role, agency_id)
    if (person.role, person.agency_id) == (role, agency_id):
        return True
    if person.role is not instead_of:
        raise RuleBroken(f"Their role was changed in the meantime: {person.role.value}. Look at it, then choose again.")
    check_not_paused(person)
    if person.role.is_young != role.is_young:
        raise RuleBroken("Young people’s roles and staff roles do not mix. Make a new account for the other one.")
    if approving.is_needed(role):
        approving.ask(by, person, ApprovalKind.ROLE, role=role, reason=reason)
        return False
    give_role(by, person, role, agency_id=agency_id, reason=reason)
    return True


def give_role(
    by: Person, person: Person, role: Role, *, agency_id: uuid.UUID | None = None, reason: str | None = None
) -> None:
    deed = "changed agency" if person.role is role else f"changed role from {person.role.value} to {role.value}"
    reason = with_agencies(person.agency_id, agency_id, reason)
    person.role, person.agency_id = role, agency_id
    end_ways_in(person)
    keeping.throw_away_all(person)
    auditing.note(by, deed, person, reason=reason)
    db.session.flush()


def with_agencies(was: uuid.UUID | None, now: uuid.UUID | None, reason: str | None) -> str | None:
    """Why, after which agency they led for and which one they lead for now. Roles stand in the deed itself."""
    if was == now:
        return reason
    before, after = (db.session.get_one(Agency, id).name if id else "none" for id in (was, now))
    said = f"Agency was: {before}. Is: {after}."
    return f"{said} {reason}" if reason else said


def begin_anew(by: Person, approval: Approval) -> None:
    """Whoever knew a way in before the role was given knows none now. The link to join again is approved with it."""
    approval.person.passphrase_hash = None
    two_step.forget_all(approval.person, by=by)
    approving.approve_link(by, approval)


def end_ways_in(person: Person) -> None:
    """They are signed out everywhere; no link, and nothing asked or approved for the account as it was, holds."""
    signing_in.end_all(person)
    signing_in.void_joining_links(person)
    approving.withdraw_all(person)


def end_sign_ins(by: Person, person: Person) -> None:
    """Sign them out everywhere. They can sign in again."""
    begin_work(by, person)
    signing_in.end_all(person)
    auditing.note(by, "ended sign-ins", person)
    db.session.flush()


def end_sign_in(by: Person, person: Person, sign_in_id: uuid.UUID) -> None:
    """Sign them out at one browser. Raises NoResultFound when they have no such sign-in."""
    begin_work(by, person)
    signing_in.end_one(person, sign_in_id, by=by)


def approve(by: Person, approval: Approval) -> None:
    """Say yes to what another administrator asked for. A role is given now; a joining link waits to be made.

    Raises RuleBroken as approving.decide does.
    """
    begin_work(by, approval.person)
    approval = approving.get_approval(approval.id)
    if not approving.decide(by, approval, Decision.APPROVED) or approval.role is None:
        return
    approving.use(approval)
    if approval.person.role is approval.role:
        let_back_in(by, approval.person)
    else:
        give_role(by, approval.person, approval.role)
        begin_anew(by, approval)


def refuse(by: Person, approval: Approval) -> None:
    """Say no. Nothing changes. Raises RuleBroken as approving.decide does."""
    begin_work(by, approval.person)
    approving.decide(by, approving.get_approval(approval.id), Decision.REFUSED)


def withdraw(by: Person, approval: Approval) -> None:
    """Take back what one asked for. Raises RuleBroken as approving.withdraw does."""
    begin_work(by, approval.person)
    approving.withdraw(by, approving.get_approval(approval.id))
