"""The pages of those who read what young people wrote: one file for each kind of thing they do."""

from app.participation.routes import (
    accounts,
    alerts,
    asked,
    checking,
    finding,
    hiding,
    holding,
    inbox,
    lists,
    member_notes,
    opening,
    pausing,
    quotes,
    rota,
    setting_aside,
    sorting,
)

__all__ = [
    "accounts",
    "alerts",
    "asked",
    "checking",
    "finding",
    "hiding",
    "holding",
    "inbox",
    "lists",
    "member_notes",
    "opening",
    "pausing",
    "quotes",
    "rota",
    "setting_aside",
    "sorting",
]
