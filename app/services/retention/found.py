from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.services.retention.rule import Reason


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Some of one kind, as they were judged: which go, and which stay although their time is over, and why."""

    last: Any  # from where to go on
    over: list[Any]
    blocked: dict[UUID, list[Reason]] = field(default_factory=dict)
