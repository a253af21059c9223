"""How accounts, and what is asked for them, are shown in words."""

from typing import NamedTuple
from uuid import UUID

from flask import current_app, request, url_for

from app.administration import administration
from app.formats import short_date
from app.models import Approval, ApprovalKind, AuditLine, Decision, Role, utc_now
from app.services import approving
from app.services.people import Account, State

DONE = {
    "asked": "Asked. Another administrator decides, under Approvals.",
    "paused": "Paused. They are signed out everywhere.",
    "resumed": "They can sign in again.",
    "role": "Their role is changed. They are signed out everywhere.",
    "ended one": "They are signed out there.",
    "ended": "They are signed out everywhere. They can sign in again.",
    "approved": "Approved.",
    "refused": "Refused. Nothing has changed.",
    "agencies": "Saved. Chairs see it where they say who was at a conference.",
    "withdrawn": "Taken back. Nothing comes of it any more.",
    "cleared": "Cleared. How many of each kind stands below.",
    "cleared some": "Cleared as many as one page can. There are more: look again, and clear those.",
    "not all": "Some kinds could not be cleared; the others were. Whoever runs the server finds why in its log.",
    "request": "Opened. A safeguarding lead goes through what is held.",
    "nothing": "Written down: Heard holds nothing under that. Tell them so.",
    "longer": "Saved. Tell them of the new day, and why.",
    "request refused": "Saved. Tell them why, and that they may complain.",
    "given": "Saved. No other file is made of it.",
    "setting": "Saved. Every page uses it within 5 seconds.",
    "checked": "Written down: you made sure of it today.",
}
CAN_DO = {
    Role.YOUNG_ADVISOR: "Says what they think under a name they choose. Signs in with a username and a passphrase.",
    Role.SHADOW_BOARD_MEMBER: "The same, and asks the board questions. Signs in with a username and a passphrase.",
    Role.CHAIR: "Records their own conferences, with each child’s voice.",
    Role.CHAIRS_MANAGER: "Sees the clocks of every conference and gives one to another chair. No words.",
    Role.PARTICIPATION_WORKER: "Reads and answers what young people tell us.",
    Role.SAFEGUARDING_LEAD: "The same, and opens what a child gave us to find them.",
    Role.BOARD_MEMBER: "Sees the protected figures. No words, no records.",
    Role.AGENCY_LEAD: "Sees what their own agency is to do. No words.",
    Role.ADMINISTRATOR: "Looks after accounts and reads the audit trail. No words.",
}
TAKES_TWO = "Another administrator decides."
NOBODY_ELSE = "Nobody can decide this now: no other administrator has joined."
ONLY_WHOM_IT_IS_ABOUT = "Nobody can decide this now: the only other administrator is the one it is about."
OF_NOBODY_KNOWN = frozenset({"wrong passphrase"})  # on a page, by whoever it was
# Anything else's reason may say something of a child.
REASON_SHOWN_FOR = frozenset({"person", "setting", "approval", "retention", "rota_entry", "theme", "agency"})


class Tag(NamedTuple):
    """A few words, and the state that gives them their colour."""

    words: str
    state: str


def just_done() -> str | None:
    """What has just been done, as the address says it."""
    return DONE.get(request.args.get("saved", "")) if request.method == "GET" else None


def role_hints() -> dict[Role, str]:
    """What each role can do, and which ones take two administrators."""
    return {role: f"{words} {TAKES_TWO}" if approving.is_needed(role) else words for role, words in CAN_DO.items()}


def joining_address(token: str) -> str:
    """The link itself: at the service's own address, where that is set."""
    site = current_app.config["SITE_ADDRESS"] or request.host_url
    return f"{site.rstrip('/')}{url_for('sign_in.join', token=token)}"


@administration.app_template_filter()
def account_tag(state: State) -> Tag:
    return {
        State.WAITING: Tag("Waiting to join", "wait"),
        State.ACTIVE: Tag("Active", "done"),
        State.PAUSED: Tag("Paused", "late"),
    }[state]


@administration.app_template_filter()
def second_step_words(account: Account) -> str:
    if not account.needs_second_step:
        return "Not needed"
    return "Yes" if account.has_second_step else "Not yet"


def why_nobody_decides(deciders: set[UUID], *, asked_by: UUID, about: UUID | None = None) -> str | None:
    """Why there is nobody who could say yes; nothing where there is somebody."""
    others = deciders - {asked_by}
    if others - {about}:
        return None
    return ONLY_WHOM_IT_IS_ABOUT if others else NOBODY_ELSE


@administration.app_template_filter()
def who_if_nobody(line: AuditLine) -> str:
    """Who did what no account did: whoever runs the server, by a command, or somebody on a page."""
    return "somebody unknown" if line.deed in OF_NOBODY_KNOWN else "at the server"


@administration.app_template_filter()
def last_signed_in(account: Account) -> str:
    if account.last_signed_in_at:
        return short_date(account.last_signed_in_at)
    return "Never" if account.never_signed_in else "Not lately"


@administration.app_template_filter()
def what_is_asked(approval: Approval, *, has_joined: bool) -> str:
    """In words: what happens when another administrator says yes."""
    person, role = approval.person, approval.role
    if approval.kind is ApprovalKind.JOINING_LINK:
        not_yet = "" if has_joined or not person.is_active else ", who has not joined yet"
        return f"A joining link for {person.name}{not_yet}"
    if not person.is_active and person.role is role:
        return f"Let {person.name} back in"
    return f"Make {person.name} {with_article(role)}" if role else ""


def with_article(role: Role) -> str:
    """an agency lead, a conference chair"""
    return f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"


@administration.app_template_filter()
def approval_tag(approval: Approval) -> Tag:
    """Where it is: waiting, decided, or over without a decision."""
    is_over = approval.expires_at <= utc_now()
    if approving.is_withdrawn(approval):
        return Tag("Taken back", "off")
    if approving.is_stopped(approval):
        return Tag("Stopped: the account was changed", "off")
    if approval.decision is Decision.REFUSED:
        return Tag("Refused", "off")
    if approval.decision is Decision.APPROVED:
        return Tag("Approved, and not used", "off") if is_over and not approval.used_at else Tag("Approved", "done")
    return Tag("Ran out", "off") if is_over else Tag("Waits for a decision", "wait")
