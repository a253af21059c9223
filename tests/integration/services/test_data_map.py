"""What the data map says of clearing is what clearing does: what goes is gone, what stays is there."""

from typing import Any

import pytest

from app.extensions import db
from app.models import Base, utc_now
from app.models.codes import HelpedBy, Permission
from app.services.data_map.answers import Kept
from app.services.data_map.catalogue import EVERYTHING
from app.services.retention.catalogue import Kind
from tests.factories import PersonFactory
from tests.integration.services.test_retention import TWO_YEARS, everything_recorded, everything_said, run

Rows = dict[tuple[str, Any], dict[str, Any]]  # by table and id
KEPT: dict[tuple[str, str], Kept] = {
    (one.model.__tablename__, name): one.kept for one in EVERYTHING for name in one.columns
}


def everything_picked() -> None:
    """A view with all that can be written because of it, and with what can be picked and noted beside the words."""
    view = everything_said()
    view.permission, view.looked_at, view.handler_id = Permission.EVERYONE, utc_now(), PersonFactory().id
    view.helped_by, view.words_are_own = HelpedBy.FRIEND, True
    db.session.commit()


def everything_there_is() -> Rows:
    return {
        (table.name, row["id"]): dict(row)
        for table in Base.metadata.tables.values()
        for row in db.session.execute(table.select()).mappings()
    }


@pytest.mark.parametrize(
    ("kind", "everything"),
    [(Kind.VIEWS, everything_picked), (Kind.MEETINGS, everything_recorded)],
    ids=["views", "meetings"],
)
def test_what_is_said_to_go_goes_and_what_is_said_to_stay_stays(clock, kind, everything):
    everything()
    before = everything_there_is()
    clock.shift(TWO_YEARS)
    assert run(kind) == 1
    after = everything_there_is()

    wrong, seen = [], 0
    for (table, row_id), row in before.items():
        for name, value in row.items():
            kept = KEPT.get((table, name))
            if kept is None or value in (None, False):
                continue
            now = after.get((table, row_id), {}).get(name)
            if kind in kept.cleared_by and now == value:
                wrong.append(f"{table}.{name} is said to go, and is there")
            if kind not in kept.cleared_by and now is None:
                wrong.append(f"{table}.{name} is not said to go, and is gone")
            seen += kind in kept.cleared_by
    assert sorted(set(wrong)) == []
    assert seen > 40
