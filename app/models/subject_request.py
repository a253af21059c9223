"""Somebody asks what Heard holds about a young person: who asked and by when, and what two people agreed to give."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AskedBy, Giving, Ground, RequestState
from app.models.person import Person


class SubjectRequest(Base):
    """One request. An administrator opens it and makes the file; a safeguarding lead agrees: never one person both.

    What was typed to find it, a reference or 4 words, is not kept: only which row it led to.
    """

    __tablename__ = "subject_request"
    __table_args__ = (
        one_of("asked_by", AskedBy),
        one_of("state", RequestState),
        CheckConstraint("received_on < due_on", name="due_after_it_came"),
        CheckConstraint("(extended_at IS NULL) = (extended_because_sealed IS NULL)", name="extended_with_a_reason"),
        CheckConstraint(
            "subject_table IS NULL OR subject_table IN ('young_person_view', 'child', 'conference')",
            name="subject_known",
        ),
        CheckConstraint("(subject_table IS NULL) = (subject_id IS NULL)", name="subject_in_a_table"),
        CheckConstraint("(subject_id IS NULL) = (state = 'nothing is held')", name="something_or_nothing"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> opened_by_id", name="agreed_by_another"),
        CheckConstraint("state NOT IN ('agreed', 'given') OR agreed_at IS NOT NULL", name="agreed_when_it_says_so"),
        CheckConstraint("(made_at IS NULL) = (made_by_id IS NULL)", name="made_by_somebody"),
        CheckConstraint(
            "made_at IS NULL OR (agreed_by_id IS NOT NULL AND agreed_by_id <> made_by_id)", name="made_by_two"
        ),
        CheckConstraint("state <> 'given' OR made_at IS NOT NULL", name="given_was_made"),
        CheckConstraint("(state = 'refused') = (refused_because_sealed IS NOT NULL)", name="refused_with_a_reason"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) "
            "AND (closed_at IS NULL) = (state IN ('waits for a safeguarding lead', 'agreed'))",
            name="closed_when_it_is_over",
        ),
        Index("ix_subject_request_state", "state", "due_on", "id"),
        Index("ix_subject_request_closed", "closed_at", "id"),
    )

    asked_by: Mapped[AskedBy]
    who_sealed: Mapped[Sealed]  # who asked, and how they are answered
    identity_sealed: Mapped[Sealed]  # how it was made sure that they are who they say, and may ask
    received_on: Mapped[date]
    due_on: Mapped[date]
    extended_at: Mapped[datetime | None]
    extended_because_sealed: Mapped[Sealed | None]
    subject_table: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID | None]
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime | None]  # when the file was last made
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    refused_because_sealed: Mapped[Sealed | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    who = SealedText[str]("who_sealed")
    identity = SealedText[str]("identity_sealed")
    extended_because = SealedText[str | None]("extended_because_sealed")
    refused_because = SealedText[str | None]("refused_because_sealed")

    opened_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[opened_by_id])
    agreed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[agreed_by_id])
    closed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[closed_by_id])
    pieces: Mapped[list["SubjectPiece"]] = relationship(
        lazy="raise_on_sql", back_populates="request", passive_deletes=True
    )


class SubjectPiece(Base):
    """One piece of what is held, where it stands, and what a safeguarding lead decided about it. Not what it says."""

    __tablename__ = "subject_piece"
    __table_args__ = (
        UniqueConstraint("request_id", "source_table", "source_id", "source_column", name="uq_subject_piece_source"),
        one_of("giving", Giving),
        one_of("ground", Ground),
        CheckConstraint("(giving IS NULL) = (seen_mark IS NULL)", name="decided_on_what_was_seen"),
        CheckConstraint(
            "(giving IS NOT NULL AND giving <> 'given whole') = (ground IS NOT NULL)", name="left_out_on_a_ground"
        ),
        CheckConstraint("(ground IS NULL) = (reason_sealed IS NULL)", name="left_out_with_a_reason"),
        CheckConstraint(
            "words_sealed IS NULL OR (giving IS NOT NULL AND giving = 'parts left out')", name="words_of_parts"
        ),
    )

    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subject_request.id", ondelete="CASCADE"))
    source_table: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[uuid.UUID]
    source_column: Mapped[str] = mapped_column(String(60))
    giving: Mapped[Giving | None]
    ground: Mapped[Ground | None]
    reason_sealed: Mapped[Sealed | None]
    words_sealed: Mapped[Sealed | None]  # what is given of it; nothing once the request is over
    seen_mark: Mapped[bytes | None]  # a keyed hash of what the lead saw: what has changed since is decided anew

    reason = SealedText[str | None]("reason_sealed")
    words = SealedText[str | None]("words_sealed")

    request: Mapped[SubjectRequest] = relationship(lazy="raise_on_sql", back_populates="pieces")
