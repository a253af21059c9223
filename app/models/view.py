"""What young people say, what they add later, and our answers."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AgeGroup, Feeling, HelpedBy, Permission, SafeNow, Topic, Verdict, ViewStatus
from app.models.person import Person

if TYPE_CHECKING:
    from app.models.alert import Alert
    from app.models.contact import Contact

ORDER = ("place", "next_due_at", "sent_at", "id")
HANDLED = text("handler_id IS NOT NULL")  # few are: beside those, all the others would look like one person's
OF_ONE = {  # the same three ways through what is handed to one person
    "topic": ("topic", *ORDER, "age_group"),
    "age_group": ("age_group", *ORDER, "topic"),
    "due": ("next_due_at", "topic", "age_group"),
}
TO_BE_READ = text("read_due_at IS NOT NULL")
KEPT = text("taken_back_at IS NOT NULL AND cleared_at IS NULL")


class View(Base):
    """What a young person thinks, in their own words."""

    __tablename__ = "young_person_view"  # "view" alone means something else to a database
    __table_args__ = (
        one_of("topic", Topic),
        one_of("feeling", Feeling),
        one_of("safe_now", SafeNow),
        one_of("permission", Permission),
        one_of("age_group", AgeGroup),
        one_of("status", ViewStatus),
        one_of("helped_by", HelpedBy),
        CheckConstraint("is_safe = (safe_now = 'yes')", name="safe_when_they_said_yes"),
        CheckConstraint("status = 'waiting' OR read_at IS NOT NULL", name="answered_was_read"),
        CheckConstraint(
            "words_sealed IS NOT NULL OR topic IS NOT NULL OR feeling IS NOT NULL OR NOT is_safe "
            "OR cleared_at IS NOT NULL",
            name="says_something",
        ),
        CheckConstraint("(helped_by IS NULL) = (words_are_own IS NULL)", name="helper_says_whose_words"),
        CheckConstraint(
            "cleared_at IS NULL OR (words_sealed IS NULL AND status <> 'waiting')", name="cleared_waits_for_nothing"
        ),
        CheckConstraint("status <> 'taken back' OR taken_back_at IS NOT NULL", name="taken_back_has_date"),
        CheckConstraint(
            "(status = 'not genuine') = (not_genuine_reason_sealed IS NOT NULL)", name="not_genuine_has_reason"
        ),
        CheckConstraint("place BETWEEN 0 AND 2", name="place_known"),
        CheckConstraint("is_safe OR place = 0", name="unsafe_comes_first"),
        # The inbox: what waits, unsafe first, then what is due first.
        # At the end of each is what else can be asked for, so that counting never leaves the index.
        Index("ix_young_person_view_inbox", "status", *ORDER, "topic", "age_group"),
        Index("ix_young_person_view_topic", "status", "topic", *ORDER, "age_group"),
        Index("ix_young_person_view_age_group", "status", "age_group", *ORDER, "topic"),
        Index("ix_young_person_view_due", "status", "next_due_at", "topic", "age_group"),  # how many are late
        Index(
            "ix_young_person_view_handler",
            *("handler_id", "status", *ORDER, "topic", "age_group"),
            sqlite_where=HANDLED,
            postgresql_where=HANDLED,
        ),
        *(
            Index(
                f"ix_young_person_view_handler_{name}",
                *("handler_id", "status", *columns),
                sqlite_where=HANDLED,
                postgresql_where=HANDLED,
            )
            for name, columns in OF_ONE.items()
        ),
        Index(
            "ix_young_person_view_kept",
            *ORDER,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        ),
        Index("ix_young_person_view_last_said", "last_said_at"),
        Index("ix_young_person_view_sent", "sent_at", "topic", "feeling"),
        Index("ix_young_person_view_unread", "read_at", "read_due_at"),
        Index("ix_young_person_view_unanswered", "status", "answer_due_at"),
        Index("ix_young_person_view_first_answer", "first_answer_due_at", "first_answered_at"),
    )

    words_sealed: Mapped[Sealed | None]  # nothing: they picked pictures only, or the words are cleared
    topic: Mapped[Topic | None]
    feeling: Mapped[Feeling | None]
    safe_now: Mapped[SafeNow]
    is_safe: Mapped[bool]
    permission: Mapped[Permission]
    age_group: Mapped[AgeGroup | None]
    area: Mapped[str | None] = mapped_column(String(60))
    advisor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_by_pictures: Mapped[bool] = mapped_column(default=False)
    is_complaint: Mapped[bool] = mapped_column(default=False)
    looks_automatic: Mapped[bool] = mapped_column(default=False)  # a hint for staff: nothing is refused for it
    helped_by: Mapped[HelpedBy | None]
    words_are_own: Mapped[bool | None]

    sent_at: Mapped[datetime]
    status: Mapped[ViewStatus] = mapped_column(default=ViewStatus.WAITING)
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime]
    # Where it stands in the inbox. 0: not safe, or an alert; 1: a word raised it; 2: all others.
    place: Mapped[int] = mapped_column(default=2)
    next_due_at: Mapped[datetime]  # what is due first: reading it, reading what was added, or answering
    last_said_at: Mapped[datetime] = mapped_column(  # when they last wrote anything: this, more, or what is missing
        default=lambda context: context.get_current_parameters()["sent_at"]
    )
    handler_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who has taken it on
    first_answer_due_at: Mapped[datetime]
    first_answered_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]  # when somebody last opened it with the 4 words
    taken_back_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]  # what they said is gone; this row says only that there was something
    not_genuine_reason_sealed: Mapped[Sealed | None]

    words_mark: Mapped[bytes] = mapped_column(unique=True)
    words_key_id: Mapped[int]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str | None]("words_sealed")
    not_genuine_reason = SealedText[str | None]("not_genuine_reason_sealed")

    # Never fetched behind your back: the query that needs them asks for them.
    advisor: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[advisor_id])
    handler: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[handler_id])
    alert: Mapped["Alert | None"] = relationship(lazy="raise_on_sql", back_populates="view")
    contact: Mapped["Contact | None"] = relationship(lazy="raise_on_sql", back_populates="view")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", order_by="Answer.turn", back_populates="view")
    additions: Mapped[list["Addition"]] = relationship(
        lazy="raise_on_sql", order_by="(Addition.sent_at, Addition.id)", back_populates="view"
    )


class Addition(Base):
    """What a young person adds to what they said, once they have come back with their words. It is read as well."""

    __tablename__ = "addition"
    __table_args__ = (
        Index("ix_addition_view", "view_id", "sent_at"),
        Index("ix_addition_unread", "read_at", "read_due_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"))
    words_sealed: Mapped[Sealed]
    sent_at: Mapped[datetime]
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str]("words_sealed")

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="additions")


class Answer(Base):
    """What we wrote back, and whether it answered them. A "no" opens a new turn."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("view_id", "turn", name="uq_answer_view_turn"),
        CheckConstraint("turn >= 1", name="turns_start_at_one"),
        Index("ix_answer_unread", "read_at", "read_due_at", sqlite_where=TO_BE_READ, postgresql_where=TO_BE_READ),
        CheckConstraint("(verdict IS NULL) = (verdict_at IS NULL)", name="verdict_has_date"),
        CheckConstraint("read_at IS NULL OR read_due_at IS NOT NULL", name="read_was_to_be_read"),
        one_of("verdict", Verdict),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"))
    turn: Mapped[int]
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    verdict_at: Mapped[datetime | None]
    missing_sealed: Mapped[Sealed | None]
    read_due_at: Mapped[datetime | None]  # by when what they say is missing is to be read
    read_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str]("text_sealed")
    missing = SealedText[str | None]("missing_sealed")

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="answers")

    @property
    def is_reason_unread(self) -> bool:
        """Whether they said what is missing and nobody has read that yet."""
        return self.read_due_at is not None and self.read_at is None
