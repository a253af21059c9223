"""Meetings of the board: when, what is talked about, the papers, and what was said and decided.

What the board writes is read by members of the shadow board once it is published, and is about no child. What a member
proposes is a young person's own words: sealed, and kept as they were typed.
"""

import uuid
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.alert import Alert
from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import BoardMeetingState, ProposalState
from app.models.person import Person


class BoardMeeting(Base):
    """One meeting of the board, on one day in London."""

    __tablename__ = "board_meeting"
    __table_args__ = (
        one_of("state", BoardMeetingState),
        CheckConstraint("(state = 'called off') = (called_off_because IS NOT NULL)", name="called_off_with_a_reason"),
        CheckConstraint("minutes_published_at IS NULL OR state = 'held'", name="minutes_of_one_that_was_held"),
        Index("ix_board_meeting_held", "held_on", "id"),
        Index("ix_board_meeting_minutes_due", "minutes_due_on", "id"),
    )

    held_on: Mapped[date]
    begins_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200))
    state: Mapped[BoardMeetingState] = mapped_column(default=BoardMeetingState.PLANNED)
    called_off_because: Mapped[str | None] = mapped_column(String(1_000))  # members read it
    minutes_due_on: Mapped[date]
    minutes_published_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    items: Mapped[list["AgendaItem"]] = relationship(
        lazy="raise_on_sql",
        order_by="(AgendaItem.position, AgendaItem.created_at, AgendaItem.id)",
        cascade="all, delete-orphan",
        back_populates="meeting",
    )
    papers: Mapped[list["MeetingPaper"]] = relationship(
        lazy="raise_on_sql", order_by="(MeetingPaper.created_at, MeetingPaper.id)", back_populates="meeting"
    )


class AgendaProposal(Base):
    """What a member wants the board to talk about, and why. Read by a participation worker before the board sees it."""

    __tablename__ = "agenda_proposal"
    __table_args__ = (
        one_of("state", ProposalState),
        CheckConstraint("(title_sealed IS NULL) = (reason_sealed IS NULL)", name="words_whole_or_gone"),
        CheckConstraint("title_sealed IS NOT NULL OR state = 'withdrawn'", name="words_kept_unless_withdrawn"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("state <> 'sent' OR settled_at IS NULL", name="sent_until_settled"),
        CheckConstraint("settled_at IS NOT NULL OR state IN ('sent', 'withdrawn')", name="settled_before_it_goes_on"),
        CheckConstraint(
            "state <> 'not passed on' OR not_passed_because_sealed IS NOT NULL", name="not_passed_on_with_a_reason"
        ),
        CheckConstraint("(state = 'passed on') = (decide_due_on IS NOT NULL)", name="decided_by_a_day"),
        CheckConstraint(
            "state NOT IN ('accepted', 'deferred') OR decided_at IS NOT NULL", name="accepted_or_deferred_is_decided"
        ),
        CheckConstraint("state <> 'deferred' OR decided_because_sealed IS NOT NULL", name="deferred_with_a_reason"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at_a_moment"),
        CheckConstraint("place IN (0, 1, 2)", name="place_known"),
        Index("ix_agenda_proposal_unsettled", "settled_at", "place", "read_due_at", "id"),
        Index("ix_agenda_proposal_decide", "state", "decide_due_on", "id"),
        Index("ix_agenda_proposal_person", "person_id", "created_at", "id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    title_sealed: Mapped[Sealed | None]
    reason_sealed: Mapped[Sealed | None]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.SENT)
    place: Mapped[int]  # as in the inbox: 0 with an alert, 1 with a word that worries, 2 all others
    read_due_at: Mapped[datetime]  # read, and passed on or not
    read_at: Mapped[datetime | None]  # when a worker first opened it
    settled_at: Mapped[datetime | None]  # passed on, or not; of one that was taken back: dealt with
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    not_passed_because_sealed: Mapped[Sealed | None]  # the member reads it
    decide_due_on: Mapped[date | None]  # while the board owes a decision: a working day before its next meeting
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_because_sealed: Mapped[Sealed | None]  # members read it
    withdrawn_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    title = SealedText[str | None]("title_sealed")
    reason = SealedText[str | None]("reason_sealed")
    not_passed_because = SealedText[str | None]("not_passed_because_sealed")
    decided_because = SealedText[str | None]("decided_because_sealed")

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    item: Mapped["AgendaItem | None"] = relationship(lazy="raise_on_sql", back_populates="proposal")
    alert: Mapped[Alert | None] = relationship(lazy="raise_on_sql", back_populates="proposal")


class AgendaItem(Base):
    """One thing that is talked about: the board's own, or one that members proposed. With what was said and decided."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("(title IS NULL) = (proposal_id IS NOT NULL)", name="named_by_the_board_or_by_members"),
        CheckConstraint("position >= 1", name="positions_start_at_one"),
        Index("ix_agenda_item_meeting", "meeting_id", "position"),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(120))  # of one that members proposed: their own words
    about: Mapped[str | None] = mapped_column(String(1_000))
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_proposal.id"), unique=True)
    said: Mapped[str | None] = mapped_column(String(20_000))  # Markdown
    decided: Mapped[str | None] = mapped_column(String(20_000))  # Markdown
    answer: Mapped[str | None] = mapped_column(String(5_000))  # the same in plain words, for members
    once: Mapped[str] = mapped_column(String(43), unique=True)

    meeting: Mapped[BoardMeeting] = relationship(lazy="raise_on_sql", back_populates="items")
    proposal: Mapped[AgendaProposal | None] = relationship(lazy="raise_on_sql", back_populates="item")

    @property
    def name(self) -> str:
        """What it is called: by the board, or as the member who proposed it wrote."""
        return (self.proposal.title if self.proposal else self.title) or ""


class MeetingPaper(Base):
    """One paper for a meeting in both forms: as the board reads it, and in plain words. Members read both."""

    __tablename__ = "meeting_paper"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR plain IS NOT NULL", name="published_in_plain_words_too"),
        Index("ix_meeting_paper_meeting", "meeting_id", "created_at"),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_meeting.id"))
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    written_by: Mapped[str] = mapped_column(String(120))  # a role or a group, such as: head of transport
    text: Mapped[str] = mapped_column(String(20_000))  # Markdown
    plain: Mapped[str | None] = mapped_column(String(20_000))  # Markdown
    published_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    meeting: Mapped[BoardMeeting] = relationship(lazy="raise_on_sql", back_populates="papers")
    item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
