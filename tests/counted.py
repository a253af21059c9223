"""Many rows at once, for tests of figures: nothing in them but what is counted."""

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert

from app.extensions import db
from app.models import (
    Action,
    Child,
    ChildRecord,
    Conference,
    CountedPeriod,
    PracticePublication,
    Publication,
    View,
    Wish,
    utc_now,
)
from app.models.codes import ActionStatus, Permission, SafeNow, Stage
from tests.factories import ChildRecordFactory, ConferenceFactory

SUMMER = datetime(2026, 8, 5, 12, tzinfo=UTC)  # in the quarter before the one it is in tests


def add(model, rows: list[dict]) -> list[uuid.UUID]:
    ids = [uuid.uuid4() for _ in rows]
    if rows:
        made_at, has_once = utc_now(), hasattr(model, "once")
        db.session.execute(
            insert(model),
            [
                {"created_at": made_at, "id": row_id} | ({"once": secrets.token_hex(16)} if has_once else {}) | row
                for row_id, row in zip(ids, rows, strict=True)
            ],
        )
        db.session.commit()
    return ids


def add_views(
    number, *, sent_at=SUMMER, due_at=None, answered_at=None, topic=None, feeling=None, **changes
) -> list[uuid.UUID]:
    due_at = due_at or sent_at + timedelta(days=14)
    return add(
        View,
        [
            {
                "words_sealed": b"nobody opens this",
                "topic": topic,
                "feeling": feeling,
                "safe_now": SafeNow.YES,
                "is_safe": True,
                "permission": Permission.TEAM,
                "sent_at": sent_at,
                "read_due_at": due_at,
                "next_due_at": due_at,
                "answer_due_at": due_at,
                "first_answer_due_at": due_at,
                "first_answered_at": answered_at,
                "words_mark": secrets.token_bytes(16),
                "words_key_id": 1,
            }
            | changes
            for _ in range(number)
        ],
    )


def add_views_by_topic(counts: dict) -> None:
    for topic, number in counts.items():
        add_views(number, topic=topic)


def finished_conference(held_on=date(2026, 8, 4), **changes) -> Conference:
    return ConferenceFactory(held_on=held_on, finished_at=utc_now(), **changes)


def add_records(number, *, conference, code=None, stage=Stage.FOUR_OR_OVER, **changes) -> list[uuid.UUID]:
    """Records of children nobody has met before, at one conference."""
    children = add_children(number)
    first = len(children) and secrets.randbelow(2**20) * 1000
    return add(
        ChildRecord,
        [
            {"conference_id": conference.id, "child_id": child, "position": first + place, "stage": stage}
            | {"participation_code": code, "no_wishes": False, "no_action_asked": False}
            | {"is_subject": True, "saved_at": utc_now(), "tell_due_on": conference.held_on + timedelta(days=7)}
            | changes
            for place, child in enumerate(children)
        ],
    )


def add_children(number) -> list[uuid.UUID]:
    ids = [uuid.uuid4() for _ in range(number)]
    if ids:
        rows = [
            {"id": row, "created_at": utc_now(), "reference_sealed": b"", "reference_index": row.bytes} for row in ids
        ]
        db.session.execute(insert(Child), rows)
        db.session.commit()
    return ids


def add_wishes(number, *, record=None, extent=None, **changes) -> None:
    record = record or ChildRecordFactory(conference=finished_conference())
    first = secrets.randbelow(2**20) * 1000
    add(
        Wish,
        [
            {"record_id": record.id, "position": first + place, "text_sealed": b"", "extent": extent} | changes
            for place in range(number)
        ],
    )


def add_actions(number, *, agency, record, due_on=date(2026, 8, 20), done_on=None, difference=None) -> None:
    status = ActionStatus.DONE if done_on else ActionStatus.IN_PROGRESS
    add(
        Action,
        [
            {"record_id": record.id, "what_sealed": b"", "agency_id": agency.id, "owner_role": "Head of year"}
            | {"due_on": due_on, "done_on": done_on, "status": status, "difference": difference}
            for _ in range(number)
        ],
    )


def forget_everything_counted() -> None:
    for model in (CountedPeriod, PracticePublication, Publication, Action, Wish, ChildRecord, Conference, Child, View):
        db.session.execute(delete(model))
    db.session.commit()
