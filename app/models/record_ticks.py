"""What is ticked in a child's record: each tick is a row."""

import uuid
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.models.base import Base, one_of
from app.models.codes import Aid, Category, Need, SpokeUp, VoiceSource, VoiceTopic


class Tick:
    """One tick of a record. Each kind has a table of its own, with one column for what is ticked, once at most."""

    __tablename__: str
    ticks: ClassVar[tuple[str, type[StrEnum]]]  # that column, and what can stand in it
    rules: ClassVar[tuple[CheckConstraint, ...]] = ()

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        column, choices = cls.ticks
        once = UniqueConstraint("record_id", column, name=f"uq_{cls.__tablename__}_record_{column}")
        return once, one_of(column, choices), *cls.rules


class RecordSource(Tick, Base):
    """One way the voice was obtained."""

    __tablename__ = "record_source"
    ticks = ("source", VoiceSource)
    source: Mapped[VoiceSource]


class RecordNeed(Tick, Base):
    """Something that makes it harder for this child to be heard, or to understand."""

    __tablename__ = "record_need"
    ticks = ("need", Need)
    need: Mapped[Need]


class RecordAid(Tick, Base):
    """Something that was used so that this child could say what they think."""

    __tablename__ = "record_aid"
    ticks = ("aid", Aid)
    aid: Mapped[Aid]


class RecordHarm(Tick, Base):
    """One of the categories that MUL, multiple, stands for."""

    __tablename__ = "record_harm"
    ticks = ("category", Category)
    rules = (CheckConstraint("category <> 'MUL'", name="one_category"),)
    category: Mapped[Category]


class RecordTopic(Tick, Base):
    """Something this child spoke of."""

    __tablename__ = "record_topic"
    ticks = ("topic", VoiceTopic)
    topic: Mapped[VoiceTopic]


class RecordAdult(Tick, Base):
    """An adult who spoke for this child."""

    __tablename__ = "record_adult"
    ticks = ("adult", SpokeUp)
    adult: Mapped[SpokeUp]
