"""Where a conference and a record are."""

from app.models import ChildRecord, Conference


def conference_address(conference: Conference) -> str:
    return f"/conferences/{conference.id}"


def record_address(record: ChildRecord) -> str:
    return f"/conferences/{record.conference_id}/children/{record.id}"
