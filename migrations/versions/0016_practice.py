"""who takes minutes, who led a conference before, training, and what chairs see of all the others

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LIVE = sa.text("ended_at IS NULL")


def own_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def refers(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "minute_taker",
        *own_columns(),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("person_id <> given_by_id", name=op.f("ck_minute_taker_somebody_else")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_minute_taker_ended_by_somebody")
        ),
        refers("minute_taker", "conference_id", "conference", "CASCADE"),
        refers("minute_taker", "person_id", "person"),
        refers("minute_taker", "given_by_id", "person"),
        refers("minute_taker", "ended_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_taker")),
    )
    with op.batch_alter_table("minute_taker") as table:
        table.create_index(
            "uq_minute_taker_live",
            ["conference_id", "person_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
        table.create_index("ix_minute_taker_person", ["person_id"], sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_table(
        "conference_hand_over",
        *own_columns(),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_conference_hand_over_to_somebody_else")),
        refers("conference_hand_over", "conference_id", "conference", "CASCADE"),
        refers("conference_hand_over", "from_id", "person"),
        refers("conference_hand_over", "to_id", "person"),
        refers("conference_hand_over", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_hand_over")),
    )
    with op.batch_alter_table("conference_hand_over") as table:
        table.create_index("ix_conference_hand_over_conference", ["conference_id", "created_at"])
    op.create_table(
        "training_session",
        *own_columns(),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.String(43), nullable=False),
        refers("training_session", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("once", name=op.f("uq_training_session_once")),
    )
    with op.batch_alter_table("training_session") as table:
        table.create_index(table.f("ix_training_session_held_on"), ["held_on"])
    op.create_table(
        "training_attendance",
        *own_columns(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        refers("training_attendance", "session_id", "training_session", "CASCADE"),
        refers("training_attendance", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint("session_id", "person_id", name="uq_training_attendance_session_person"),
    )
    with op.batch_alter_table("training_attendance") as table:
        table.create_index(table.f("ix_training_attendance_person_id"), ["person_id"])
    op.create_table(
        "practice_publication",
        *own_columns(),
        sa.Column("chair_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint("first_day < last_day", name=op.f("ck_practice_publication_period_has_length")),
        refers("practice_publication", "chair_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_publication")),
        sa.UniqueConstraint("chair_id", "first_day", name="uq_practice_publication_chair_period"),
    )
    with op.batch_alter_table("practice_publication") as table:
        table.create_index(table.f("ix_practice_publication_first_day"), ["first_day"])


def downgrade() -> None:
    for name in (
        "practice_publication",
        "training_attendance",
        "training_session",
        "conference_hand_over",
        "minute_taker",
    ):
        op.drop_table(name)
