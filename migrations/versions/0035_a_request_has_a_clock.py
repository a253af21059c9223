"""a request for what is held has a clock

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

REQUEST_ANSWERED = "request for what is held answered"
CLOCKS = (
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
    "stopped action looked at",
    "opening how to find them reviewed",
    "quote decided",
    "hold on a view looked at again",
    "hold on a meeting looked at again",
    "commitment looked at again",
    "recommendation done",
    "letter after a conference sent",
    "record of a conference sent",
    "first core group met",
    "framework signed",
    "self-assessment filled in",
    "agenda item of a member read",
    "agenda item of members decided",
    "minutes of the board written",
    "what a member wrote read",
    "question of members answered",
    "what a member noticed read",
)


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def upgrade() -> None:
    put_clocks(*CLOCKS, REQUEST_ANSWERED)


def downgrade() -> None:
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock == REQUEST_ANSWERED))
    put_clocks(*CLOCKS)
