"""What all tables share: ids made with the object, moments in UTC, choices stored by value, text sealed in its row."""

import uuid
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Generic, Literal, NewType, TypeVar, cast, overload

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, Dialect, Enum, LargeBinary, MetaData, Time, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.protection.keys import Purpose
from app.protection.sealing import vault

Sealed = NewType("Sealed", bytes)
Text = TypeVar("Text", str, str | None)


def utc_now() -> datetime:
    return datetime.now(UTC)


def one_of(column: str, choices: type[StrEnum]) -> CheckConstraint:
    """The database takes no other word in this column than one of these choices; nothing, where that is allowed."""
    words = ", ".join("'" + choice.value.replace("'", "''") + "'" for choice in choices)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time. Goes in and comes out knowing that it is UTC, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} does not say which time zone it is in")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def render_in_migration(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations outlive our code, so they are written without importing any of it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        date: Date(),
        time: Time(),
        bytes: LargeBinary(),
        Sealed: LargeBinary(),
        dict[str, Any]: JSON(),
        # Stored as the value ("answered"), in a plain text column that a later migration can widen.
        StrEnum: Enum(StrEnum, values_callable=lambda e: [member.value for member in e], native_enum=False, length=60),
    }

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        # The id is made first: sealed text is bound to it.
        self.id = values.pop("id", None) or uuid.uuid4()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name!r}")
            setattr(self, name, value)


def place_of(table: str, column: str, row_id: uuid.UUID) -> str:
    """Where a sealed text stands. It opens nowhere else."""
    return f"{table}|{column}|{row_id}"


class SealedText(Generic[Text]):
    """Text that is sealed in one column of its row: `words = SealedText[str]("words_sealed")`."""

    def __init__(self, column: str, purpose: Purpose = "fields") -> None:
        self.column = column
        self.purpose: Purpose = purpose

    @overload
    def __get__(self, row: None, owner: type) -> "SealedText[Text]": ...
    @overload
    def __get__(self, row: Base, owner: type) -> Text: ...
    def __get__(self, row: Base | None, owner: type) -> "SealedText[Text] | Text":
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return cast(Text, None)
        return vault.open(sealed, place_of(row.__tablename__, self.column, row.id), self.purpose)

    def __set__(self, row: Base, text: Text) -> None:
        place = place_of(row.__tablename__, self.column, row.id)
        setattr(row, self.column, None if text is None else vault.seal(text, place, self.purpose))
