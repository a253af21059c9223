"""what staff are told, and which clocks ran out

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CLOCKS = (
    ("young_person_view", "ix_young_person_view_unread", ["read_at", "read_due_at"]),
    ("young_person_view", "ix_young_person_view_unanswered", ["status", "answer_due_at"]),
    ("addition", "ix_addition_unread", ["read_at", "read_due_at"]),
    ("child_record", "ix_child_record_untold", ["told_on", "tell_due_on"]),
    ("action", "ix_action_open", ["status", "due_on"]),
)


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.create_unique_constraint("uq_person_id_role", ["id", "role"])

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "an alert was raised",
                "an alert waits to be acknowledged",
                "something was handed to them",
                "a clock ran out",
                "a quote waits for a second person",
                "opening how to find somebody waits for a second look",
                "opening how to find somebody was not right",
                "a child said that something is not right",
                "they are let in again, and something waits",
                name="event",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel", sa.Enum("e-mail", "webhook", name="channel", native_enum=False, length=60), nullable=False
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "young advisor",
                "shadow board member",
                "conference chair",
                "chairs' manager",
                "participation worker",
                "safeguarding lead",
                "board member",
                "agency lead",
                "administrator",
                name="role",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("subject_table", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_problem", sa.String(length=60), nullable=True),
        sa.CheckConstraint("channel IN ('e-mail', 'webhook')", name=op.f("ck_outbox_message_channel_known")),
        sa.CheckConstraint(
            "event IN ('an alert was raised', 'an alert waits to be acknowledged', 'something was handed to "
            "them', 'a clock ran out', 'a quote waits for a second person', 'opening how to find somebody "
            "waits for a second look', 'opening how to find somebody was not right', 'a child said that something is "
            "not right', 'they are let in again, and something waits')",
            name=op.f("ck_outbox_message_event_known"),
        ),
        sa.CheckConstraint(
            "role IN ('young advisor', 'shadow board member', 'conference chair', 'chairs'' manager', "
            "'participation worker', 'safeguarding lead', 'board member', 'agency lead', 'administrator')",
            name=op.f("ck_outbox_message_role_known"),
        ),
        sa.CheckConstraint(
            "role NOT IN ('young advisor', 'shadow board member')",
            name=op.f("ck_outbox_message_never_to_a_young_person"),
        ),
        sa.CheckConstraint("handed_over_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outbox_message_ends_once")),
        sa.CheckConstraint("round >= 1", name=op.f("ck_outbox_message_rounds_start_at_one")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_message_tries_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["person_id", "role"], ["person.id", "person.role"], name="fk_outbox_message_person", onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("person_id", "channel", "event", "subject_id", "round", name="uq_outbox_message_once"),
    )
    with op.batch_alter_table("outbox_message") as table:
        table.create_index("ix_outbox_message_subject", ["subject_id", "event"], unique=False)
        table.create_index("ix_outbox_message_waiting", ["handed_over_at", "given_up_at", "next_try_at"], unique=False)

    op.create_table(
        "last_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("work", sa.Enum("clocks", "sending", name="work", native_enum=False, length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("work IN ('clocks', 'sending')", name=op.f("ck_last_run_work_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_run")),
        sa.UniqueConstraint("work", name=op.f("uq_last_run_work")),
    )

    op.create_table(
        "overdue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "alert acknowledged",
                "alert closed",
                "view read",
                "view answered",
                "addition read",
                "what is missing read",
                "how to find them opened",
                "meeting page read",
                "reply to a meeting settled",
                "child told",
                "action done",
                "opening how to find them reviewed",
                "quote decided",
                "hold on a view looked at again",
                "hold on a meeting looked at again",
                name="clockname",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("subject_table", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "clock IN ('alert acknowledged', 'alert closed', 'view read', 'view answered', 'addition read', "
            "'what is missing read', 'how to find them opened', 'meeting page read', 'reply to a meeting settled', "
            "'child told', 'action done', 'opening how to find them reviewed', 'quote decided', "
            "'hold on a view looked at again', 'hold on a meeting looked at again')",
            name=op.f("ck_overdue_clock_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdue")),
        sa.UniqueConstraint("clock", "subject_id", "due_at", name="uq_overdue_once"),
    )
    with op.batch_alter_table("overdue") as table:
        table.create_index("ix_overdue_subject", ["subject_id", "clock"], unique=False)

    # Each clock is read in the order in which it runs out.
    for table_name, index, columns in CLOCKS:
        with op.batch_alter_table(table_name) as table:
            table.create_index(index, columns, unique=False)


def downgrade() -> None:
    for table_name, index, _ in CLOCKS:
        with op.batch_alter_table(table_name) as table:
            table.drop_index(index)
    for table_name in ("overdue", "last_run", "outbox_message"):
        op.drop_table(table_name)
    with op.batch_alter_table("person") as table:
        table.drop_constraint("uq_person_id_role", type_="unique")
