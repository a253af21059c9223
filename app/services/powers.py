"""Who may do what: the people of the service as one table. Pages, commands and tests ask here, and nowhere else.

An account has one role. Nobody who looks after accounts can open what a child wrote, and no board member can open a
record: no row of the table holds both.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.models import Role


class Power(StrEnum):
    """One thing that pages ask for."""

    READ_VIEWS = "read and answer views"
    OPEN_CONTACT = "open what a child gave us to find them"  # and settle what came with an alert
    RECORD_CONFERENCES = "record their own conferences"
    TAKE_MINUTES = "write in conferences whose chair lets them"
    OVERSEE_CONFERENCES = "see every conference’s clocks and what is missing, and give it another chair"
    READ_GUIDANCE = "read what each participation code means"  # about nobody
    SEE_FIGURES = "see the board's figures"
    KEEP_PROMISES = "say what the board promises, and publish it"
    DO_ACTIONS = "say how far the actions of their own agency are"  # a child's reference, and never a word
    KEEP_ACCOUNTS = "look after accounts"
    KEEP_YOUNG_ACCOUNTS = "look after the accounts of young advisors"
    READ_AUDIT = "read the audit trail"
    KEEP_THEMES = "keep the list of what views have in common"  # names that staff gave, and no view
    KEEP_ROTA = "say who is there to see alerts"  # names and hours, and nothing of a child's


OPENS_WORDS = frozenset({Power.READ_VIEWS, Power.OPEN_CONTACT, Power.RECORD_CONFERENCES, Power.TAKE_MINUTES})


class Stay(StrEnum):
    """How long a sign-in lasts. The minutes and hours of each are settings."""

    YOUNG = "young"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Rules:
    """What one role may do, and how it proves who it is."""

    powers: frozenset[Power] = frozenset()
    two_step: bool = True
    stay: Stay = Stay.STAFF

    @property
    def opens_words(self) -> bool:
        """Whether this role opens what a child wrote or said. A second administrator approves who gets it."""
        return bool(self.powers & OPENS_WORDS)

    @property
    def needs_approval(self) -> bool:
        """Whether giving this role, or a new way into it, takes two administrators."""
        return self.opens_words or Power.KEEP_ACCOUNTS in self.powers


ROLES: dict[Role, Rules] = {
    Role.YOUNG_ADVISOR: Rules(two_step=False, stay=Stay.YOUNG),
    Role.SHADOW_BOARD_MEMBER: Rules(two_step=False, stay=Stay.YOUNG),
    Role.CHAIR: Rules(frozenset({Power.RECORD_CONFERENCES, Power.TAKE_MINUTES, Power.READ_GUIDANCE})),
    Role.CHAIRS_MANAGER: Rules(frozenset({Power.OVERSEE_CONFERENCES, Power.READ_GUIDANCE})),
    Role.PARTICIPATION_WORKER: Rules(
        frozenset(
            {
                Power.READ_VIEWS,
                Power.KEEP_THEMES,
                Power.KEEP_YOUNG_ACCOUNTS,
                Power.TAKE_MINUTES,
                Power.READ_GUIDANCE,
            }
        )
    ),
    Role.SAFEGUARDING_LEAD: Rules(
        frozenset({Power.READ_VIEWS, Power.KEEP_THEMES, Power.OPEN_CONTACT, Power.KEEP_ROTA})
    ),
    Role.BOARD_MEMBER: Rules(frozenset({Power.SEE_FIGURES, Power.KEEP_PROMISES})),
    Role.AGENCY_LEAD: Rules(frozenset({Power.DO_ACTIONS})),
    Role.ADMINISTRATOR: Rules(
        frozenset({Power.KEEP_ACCOUNTS, Power.READ_AUDIT, Power.KEEP_THEMES, Power.KEEP_ROTA}), stay=Stay.ADMINISTRATOR
    ),
}


def may(role: Role, power: Power) -> bool:
    """Whether this role has this power."""
    return power in ROLES[role].powers
