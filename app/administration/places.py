"""The pages of administrators by what they are for, and what waits on each."""

from typing import NamedTuple

from app.access import signed_in_person
from app.models import utc_now
from app.models.codes import ClockName, RequestState
from app.services import approving, overdue, settings
from app.services.clocks import london_day
from app.services.subject_access import requesting


class Place(NamedTuple):
    """A page, what it is for, and what waits there, if anything."""

    name: str
    endpoint: str
    says: str
    waits: str | None = None


def parts() -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """All of them, under the headings they stand under."""
    return (
        (
            "People",
            (
                Place("People", "administration.list_people", "Invite, pause, give a role, sign somebody out"),
                Place("Approvals", "administration.list_approvals", "What takes two administrators", approvals()),
                Place("Agencies", "administration.list_agencies", "Who is on the board; children’s social care"),
                Place("Rota", "participation.show_rota", "Who is there to see alerts"),
            ),
        ),
        (
            "What the board decides",
            (
                Place("Settings", "administration.list_settings", "Numbers to call, hours, clocks, topics", numbers()),
                Place("Themes", "participation.list_themes", "What several views have in common: the list of names"),
            ),
        ),
        (
            "What is kept",
            (
                Place("Retention", "administration.show_retention", "How long, what would go now, what is on hold"),
                Place(
                    "Requests",
                    "administration.list_requests",
                    "Somebody asks what is held about a young person",
                    requests(),
                ),
                Place("Audit trail", "administration.search_audit", "Who did what, when and why; as a file too"),
            ),
        ),
        (
            "Heard itself",
            (
                Place("Health", "administration.show_health", "What stands still, what waits, the last backup"),
                Place("Keys", "administration.show_keys", "Which one seals, what the others are still needed for"),
            ),
        ),
    )


def approvals() -> str | None:
    """How many wait for whoever is signed in."""
    waiting = approving.how_many_wait_for(signed_in_person())
    return f"{waiting} for you" if waiting else None


def requests() -> str | None:
    """How many are late, and how many files can be made: a safeguarding lead has agreed."""
    late = overdue.how_many(ClockName.REQUEST_ANSWERED, utc_now())
    agreed = requesting.how_many_wait(RequestState.AGREED)
    return ", ".join(f"{many} {what}" for many, what in ((late, "late"), (agreed, "agreed")) if many) or None


def numbers() -> str | None:
    """How many numbers nobody has made sure of lately."""
    today = london_day(utc_now())
    stale = sum(check.is_stale(today) for check in settings.checks_now().values())
    return f"{stale} {'number' if stale == 1 else 'numbers'} not checked" if stale else None
