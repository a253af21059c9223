"""What is ticked in a child's record: each tick is a row."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.models.codes import Aid, Category, Need, SpokeUp, VoiceSource, VoiceTopic


class RecordSource(Base):
    """One way the voice was obtained."""

    __tablename__ = "record_source"
    __table_args__ = (
        UniqueConstraint("record_id", "source", name="uq_record_source_record_source"),
        one_of("source", VoiceSource),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    source: Mapped[VoiceSource]


class RecordNeed(Base):
    """Something that makes it harder for this child to be heard, or to understand."""

    __tablename__ = "record_need"
    __table_args__ = (
        UniqueConstraint("record_id", "need", name="uq_record_need_record_need"),
        one_of("need", Need),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    need: Mapped[Need]


class RecordAid(Base):
    """Something that was used so that this child could say what they think."""

    __tablename__ = "record_aid"
    __table_args__ = (
        UniqueConstraint("record_id", "aid", name="uq_record_aid_record_aid"),
        one_of("aid", Aid),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    aid: Mapped[Aid]


class RecordHarm(Base):
    """One of the categories that MUL, multiple, stands for."""

    __tablename__ = "record_harm"
    __table_args__ = (
        UniqueConstraint("record_id", "category", name="uq_record_harm_record_category"),
        CheckConstraint("category <> 'MUL'", name="one_category"),
        one_of("category", Category),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    category: Mapped[Category]


class RecordTopic(Base):
    """Something this child spoke of."""

    __tablename__ = "record_topic"
    __table_args__ = (
        UniqueConstraint("record_id", "topic", name="uq_record_topic_record_topic"),
        one_of("topic", VoiceTopic),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    topic: Mapped[VoiceTopic]


class RecordAdult(Base):
    """An adult who spoke for this child."""

    __tablename__ = "record_adult"
    __table_args__ = (
        UniqueConstraint("record_id", "adult", name="uq_record_adult_record_adult"),
        one_of("adult", SpokeUp),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    adult: Mapped[SpokeUp]
