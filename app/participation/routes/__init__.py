"""The pages of those who read what young people wrote: one file for each kind of thing they do."""

from app.participation.routes import (
    alerts,
    asked,
    checking,
    finding,
    hiding,
    holding,
    inbox,
    lists,
    opening,
    quotes,
    rota,
    setting_aside,
    sorting,
)

__all__ = [
    "alerts",
    "asked",
    "checking",
    "finding",
    "hiding",
    "holding",
    "inbox",
    "lists",
    "opening",
    "quotes",
    "rota",
    "setting_aside",
    "sorting",
]
