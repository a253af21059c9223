"""The route functions of this part, by what people do."""

from app.administration.routes import (
    agencies,
    approvals,
    audit,
    changes,
    health,
    keys,
    people,
    requests,
    retention,
    settings,
    start,
)

__all__ = [
    "agencies",
    "approvals",
    "audit",
    "changes",
    "health",
    "keys",
    "people",
    "requests",
    "retention",
    "settings",
    "start",
]
