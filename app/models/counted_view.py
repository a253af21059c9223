"""What is counted of a view, spread by month. (docs/decisions/0052-what-is-counted-of-a-view-can-be-spread.md)"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, String, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.models.codes import AgeGroup, Feeling, Permission, Topic, ViewStatus


class CountedView(Base):
    """What publishing counts of a view, under the view's own id: no words and no name, and only where it is turned on.

    On PostgreSQL it is spread by month, and a trigger on views keeps it in step (`app/services/spreading.py`). Where
    nobody has turned that on, and on SQLite, nothing is in it and nothing reads it.
    """

    __tablename__ = "counted_view"
    __table_args__: tuple[Any, ...] = (
        one_of("topic", Topic),
        one_of("feeling", Feeling),
        one_of("permission", Permission),
        one_of("age_group", AgeGroup),
        one_of("status", ViewStatus),
        Index("ix_counted_view_first_answer", "first_answer_due_at"),
        {"postgresql_partition_by": "RANGE (sent_at)"},
    )

    sent_at: Mapped[datetime] = mapped_column(primary_key=True)  # no key without what it is spread by
    topic: Mapped[Topic | None]
    feeling: Mapped[Feeling | None]
    age_group: Mapped[AgeGroup | None]
    area: Mapped[str | None] = mapped_column(String(60))
    permission: Mapped[Permission]
    status: Mapped[ViewStatus]
    taken_back_at: Mapped[datetime | None]
    first_answer_due_at: Mapped[datetime]
    first_answered_at: Mapped[datetime | None]


def is_table_of_models(name: str | None, kind: str, _parents: object) -> bool:
    """For migrations: the parts of a table that is spread are no tables of their own."""
    return kind != "table" or not str(name).startswith("counted_view_")


@event.listens_for(CountedView.__table__, "after_create")
def make_the_part_for_all_others(_table: Table, connection: Connection, **_: object) -> None:
    """So that no view is ever refused because nobody has made its month."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("CREATE TABLE counted_view_other PARTITION OF counted_view DEFAULT"))
