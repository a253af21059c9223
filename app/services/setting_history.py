"""When each setting was last changed, and by whom: the audit trail knows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from app.extensions import db
from app.models import AuditLine, Setting
from app.services import settings


@dataclass(frozen=True)
class LastChange:
    """When somebody changed a setting. No person: by a command, at the server."""

    at: datetime
    by: str | None


def last_changes() -> dict[str, LastChange]:
    """By the name of the setting; only those that were ever changed, and of which the trail still knows. One query."""
    newest = (
        select(AuditLine.subject_id, func.max(AuditLine.created_at).label("at"))
        .where(AuditLine.subject_table == Setting.__tablename__, AuditLine.deed.startswith(settings.CHANGED))
        .group_by(AuditLine.subject_id)
        .subquery()
    )
    is_newest = (AuditLine.subject_id == newest.c.subject_id) & (AuditLine.created_at == newest.c.at)
    query = (
        select(Setting.name, AuditLine)
        .join(newest, newest.c.subject_id == Setting.id)
        .join(AuditLine, is_newest)
        .options(joinedload(AuditLine.person), load_only(AuditLine.created_at, raiseload=True))
    )
    return {
        name: LastChange(line.created_at, line.person.name if line.person else None)
        for name, line in db.session.execute(query)
    }
