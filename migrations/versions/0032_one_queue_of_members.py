"""what members write stands in one queue, and their worker is told when they go away

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

AWAY = "a member takes a break or leaves"
EVENTS = (
    "an alert was raised",
    "an alert waits to be acknowledged",
    "something was handed to them",
    "a clock ran out",
    "a quote waits for a second person",
    "opening how to find somebody waits for a second look",
    "opening how to find somebody was not right",
    "a child said that something is not right",
    "they are let in again, and something waits",
    "a member reported what another one wrote",
    "members ask the board something",
)


def put_events(*events: str) -> None:
    """What staff are told about."""
    with op.batch_alter_table("outbox_message") as table:
        table.drop_constraint(op.f("ck_outbox_message_event_known"), type_="check")
        words = ", ".join(repr(event) for event in events)
        table.create_check_constraint(op.f("ck_outbox_message_event_known"), f"event IN ({words})")


def upgrade() -> None:
    put_events(*EVENTS, AWAY)
    with op.batch_alter_table("member_note") as table:
        table.add_column(sa.Column("place", sa.Integer(), nullable=True))
        table.drop_index("ix_member_note_unread")
        table.drop_index("ix_member_note_state")
    op.execute("UPDATE member_note SET place = CASE WHEN is_raised OR about = 'report' THEN 0 ELSE 2 END")
    with op.batch_alter_table("member_note") as table:
        table.alter_column("place", existing_type=sa.Integer(), nullable=False)
        table.drop_column("is_raised")
        table.create_check_constraint(op.f("ck_member_note_place_known"), "place IN (0, 2)")
        table.create_index("ix_member_note_queue", ["state", "place", "read_due_at", "id"])
        table.create_index("ix_member_note_due", ["state", "read_due_at"])


def downgrade() -> None:
    with op.batch_alter_table("member_note") as table:
        table.add_column(sa.Column("is_raised", sa.Boolean(), nullable=True))
        table.drop_index("ix_member_note_queue")
        table.drop_index("ix_member_note_due")
        table.drop_constraint(op.f("ck_member_note_place_known"), type_="check")
    note, alert = (sa.table(name, sa.column("id"), sa.column("note_id")) for name in ("member_note", "alert"))
    has_alert = sa.exists().where(alert.c.note_id == note.c.id)
    is_raised = sa.table("member_note", sa.column("id"), sa.column("is_raised", sa.Boolean))
    op.execute(sa.update(is_raised).values(is_raised=sa.false()))
    raised = sa.select(note.c.id).where(has_alert)
    op.execute(sa.update(is_raised).where(is_raised.c.id.in_(raised)).values(is_raised=sa.true()))
    with op.batch_alter_table("member_note") as table:
        table.alter_column("is_raised", existing_type=sa.Boolean(), nullable=False)
        table.drop_column("place")
        table.create_index("ix_member_note_state", ["state", "is_raised", "read_due_at", "id"])
        table.create_index("ix_member_note_unread", ["read_at", "read_due_at"])
    outbox = sa.table("outbox_message", sa.column("event", sa.String))
    op.execute(sa.delete(outbox).where(outbox.c.event == AWAY))
    put_events(*EVENTS)
