"""What those who read views keep beside them: themes, notes, drafts of answers, what is hidden, what is new."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, UniqueConstraint, event, inspect, update
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AgeGroup, Topic, ViewStatus
from app.models.person import Person
from app.models.view import HANDLED, View

# What a theme keeps of each of its views, so that the inbox can be asked for by theme without looking at the others.
STANDS = ("status", "place", "next_due_at", "sent_at", "topic", "age_group", "handler_id")
ORDER = ("place", "next_due_at", "sent_at", "view_id")


class Theme(Base):
    """What several views have in common, from a list that staff keep. One that is used is retired, never deleted."""

    __tablename__ = "theme"
    __table_args__ = (CheckConstraint("name = trim(name) AND name <> ''", name="has_a_name"),)

    name: Mapped[str] = mapped_column(String(60), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class ViewTheme(Base):
    """A view has this theme. Where the view stands in the inbox is kept here too, and follows it."""

    __tablename__ = "view_theme"
    __table_args__ = (
        UniqueConstraint("view_id", "theme_id", name="uq_view_theme_once"),
        one_of("status", ViewStatus),
        one_of("topic", Topic),
        one_of("age_group", AgeGroup),
        # As those of the inbox, each for one theme (app/models/view.py).
        Index("ix_view_theme_inbox", "theme_id", "status", *ORDER, "topic", "age_group"),
        Index("ix_view_theme_topic", "theme_id", "status", "topic", *ORDER, "age_group"),
        Index("ix_view_theme_age_group", "theme_id", "status", "age_group", *ORDER, "topic"),
        Index("ix_view_theme_due", "theme_id", "status", "next_due_at", "topic", "age_group"),
        Index(
            "ix_view_theme_handler",
            *("handler_id", "theme_id", "status", *ORDER, "topic", "age_group"),
            sqlite_where=HANDLED,
            postgresql_where=HANDLED,
        ),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"))
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    status: Mapped[ViewStatus]
    place: Mapped[int]
    next_due_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    topic: Mapped[Topic | None]
    age_group: Mapped[AgeGroup | None]
    handler_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")

    @classmethod
    def of(cls, view: View, **values: Any) -> "ViewTheme":
        """That this view has a theme, standing where the view stands."""
        return cls(view_id=view.id, **{name: getattr(view, name) for name in STANDS}, **values)


@event.listens_for(View, "after_update")
def let_themes_follow(_mapper: Mapper[View], connection: Connection, view: View) -> None:
    """The view has moved in the inbox, so it has moved in its themes."""
    state = inspect(view)
    if any(state.attrs[name].history.has_changes() for name in STANDS):
        now = {name: getattr(view, name) for name in STANDS}
        connection.execute(update(ViewTheme).where(ViewTheme.view_id == view.id).values(**now))


class CannedOpening(Base):
    """The first sentences of an answer, kept for everybody who writes one."""

    __tablename__ = "canned_opening"
    __table_args__ = (CheckConstraint("name = trim(name) AND name <> ''", name="has_a_name"),)

    name: Mapped[str] = mapped_column(String(60), unique=True)
    text: Mapped[str] = mapped_column(String(1_000))
    is_active: Mapped[bool] = mapped_column(default=True)


class AnswerDraft(Base):
    """An answer that is being written. One for a view at a time; it goes when the answer is sent."""

    __tablename__ = "answer_draft"
    __table_args__ = (
        CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_at_by_somebody"),
        CheckConstraint("looked_by_id IS NULL OR looked_by_id <> written_by_id", name="looked_at_by_another"),
        CheckConstraint("looked_at IS NULL OR asked_at IS NOT NULL", name="looked_at_when_asked"),
        CheckConstraint("(asked_at IS NULL) = (asked_of_id IS NULL)", name="asked_of_somebody"),
        CheckConstraint("(looked_at IS NULL) = (looks_right IS NULL)", name="looked_at_says_whether_right"),
        Index("ix_answer_draft_asked_of", "asked_of_id", "looked_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"), unique=True)
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when a second look was asked for
    asked_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime | None]
    looks_right: Mapped[bool | None]  # as it stands now: not any more, once the text has changed
    looked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    remark_sealed: Mapped[Sealed | None]

    text = SealedText[str]("text_sealed")
    remark = SealedText[str | None]("remark_sealed")

    written_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[written_by_id])
    looked_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[looked_by_id])
    asked_of: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[asked_of_id])


class Note(Base):
    """What staff write to each other about a view. The young person never reads it."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_view", "view_id", "created_at"),)

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str]("text_sealed")

    written_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Redaction(Base):
    """A detail that points at somebody, hidden wherever it stands in what was said in one view.

    The words themselves stay as they were typed; a safeguarding lead can see them.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_somebody"),
        Index("ix_redaction_view", "view_id", "created_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    detail_sealed: Mapped[Sealed]
    redacted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    detail = SealedText[str]("detail_sealed")

    redacted_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[redacted_by_id])


class InboxLook(Base):
    """When somebody looked at the inbox, or a member at their own page, and since when what came is new to them."""

    __tablename__ = "inbox_look"
    __table_args__ = (CheckConstraint("new_since <= looked_at", name="new_since_before_now"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    new_since: Mapped[datetime]
    looked_at: Mapped[datetime]
