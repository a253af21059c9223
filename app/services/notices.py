"""What staff are told, as it leaves here: that there is something, of which kind, and where to look.

No word of a child's, no name of anybody and no reference. Whoever reads it over a shoulder learns nothing else.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from app.models import Role
from app.models.codes import Event
from app.services.powers import Power, may

ALERTS: Final = frozenset({Event.ALERT_RAISED, Event.ALERT_WAITS})
USUAL_SUBJECT: Final = "There is something for you in Heard"
ALERT_SUBJECT: Final = "Something in Heard needs you now"
WORDS: Final = {
    Event.ALERT_RAISED: "An alert was raised. Somebody must say that they have seen it.",
    Event.ALERT_WAITS: "An alert waits. Nobody has said yet that they have seen it.",
    Event.HANDED_OVER: "Something was handed to you.",
    Event.OVERDUE: "Something is late.",
    Event.QUOTE_PROPOSED: "A quote waits for a second person.",
    Event.CONTACT_OPENED: "Opening how to find somebody waits for a second look.",
    Event.CONTACT_NOT_RIGHT: "Somebody found that it was not right to open how to find somebody.",
    Event.BACK_AGAIN: "You are let in again, and something waits for you.",
    Event.CHILD_SAID_NO: "A reply about a meeting waits for you.",
    Event.MEMBER_REPORTED: "A member reported something. Look at it within one working day.",
    Event.MEMBER_AWAY: "A young advisor takes a break or leaves. Look at the page of their account.",
    Event.QUESTION_ASKED: "Young advisors ask the board something.",
}
SIGN_IN: Final = "/sign-in"
PLACES: Final = {
    Power.READ_VIEWS: "/inbox/",
    Power.RECORD_CONFERENCES: "/conferences/",
    Power.OVERSEE_CONFERENCES: "/conferences/all",
    Power.KEEP_ACCOUNTS: "/administration/",
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to tell one person who works here, as far as it leaves here."""

    id: UUID  # of its row: the same each time it goes out, so that whoever gets it twice can tell
    event: Event
    role: Role
    person_id: UUID
    email: str | None

    @property
    def is_urgent(self) -> bool:
        return self.event in ALERTS


def as_email(notice: Notice, *, sender: str, site: str | None, now: datetime) -> EmailMessage:
    """The e-mail. Raises ValueError when there is no address, or one that would not stay on its line."""
    if notice.role.is_young or not notice.email:
        raise ValueError("Nobody can be told without an e-mail address, and no young person has one.")
    message = EmailMessage()
    message["Subject"] = ALERT_SUBJECT if notice.is_urgent else USUAL_SUBJECT
    message["From"] = sender
    message["To"] = notice.email
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{notice.id.hex}@{domain_of(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # what Exchange asks before it says that somebody is on holiday
    where = f"Look there: {place_for(notice.role, site)}" if site else "Sign in to Heard to see it."
    message.set_content(f"{WORDS[notice.event]}\n\n{where}\n\nNobody reads answers to this e-mail.\n")
    return message


def domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "heard.invalid"


def place_for(role: Role, site: str) -> str:
    """Where somebody with this role finds it."""
    path = next((path for power, path in PLACES.items() if may(role, power)), SIGN_IN)
    return address_at(site, path)


def address_at(site: str, path: str) -> str:
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.netloc}{path}"


def as_json(notice: Notice, *, site: str | None) -> bytes:
    """The body of the webhook, the same bytes each time. `to` stands for a person: whoever gets it has their number."""
    if notice.role.is_young:
        raise ValueError("A young person is never told anything by e-mail or by any other message.")
    body = {
        "event": notice.event.value,
        "id": str(notice.id),
        "sign_in": address_at(site, SIGN_IN) if site else None,
        "text": ALERT_SUBJECT if notice.is_urgent else USUAL_SUBJECT,
        "to": str(notice.person_id),
    }
    return json.dumps(body, sort_keys=True).encode()
