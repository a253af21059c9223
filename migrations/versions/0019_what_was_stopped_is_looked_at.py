"""an action that its agency stopped is looked at by a day, and what is handed to somebody is found by an index

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

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
    "opening how to find them reviewed",
    "quote decided",
    "hold on a view looked at again",
    "hold on a meeting looked at again",
    "commitment looked at again",
    "recommendation done",
)
STOPPED = "stopped action looked at"
HANDLED = sa.text("handler_id IS NOT NULL")
ORDER = ("place", "next_due_at", "sent_at")
OF_VIEWS = {
    "topic": ("topic", *ORDER, "id", "age_group"),
    "age_group": ("age_group", *ORDER, "id", "topic"),
    "due": ("next_due_at", "topic", "age_group"),
}


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def upgrade() -> None:
    # What was stopped before has no day: nobody was promised one then.
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("look_due_on", sa.Date(), nullable=True))
        table.create_index("ix_action_look", ["look_due_on"], unique=False)
    put_clocks(*CLOCKS, STOPPED)
    for name, columns in OF_VIEWS.items():
        op.create_index(
            f"ix_young_person_view_handler_{name}",
            "young_person_view",
            ["handler_id", "status", *columns],
            unique=False,
            sqlite_where=HANDLED,
            postgresql_where=HANDLED,
        )
    with op.batch_alter_table("view_theme") as table:
        table.add_column(sa.Column("handler_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE view_theme SET handler_id = "
        "(SELECT handler_id FROM young_person_view WHERE young_person_view.id = view_theme.view_id)"
    )
    with op.batch_alter_table("view_theme") as table:
        table.create_foreign_key(op.f("fk_view_theme_handler_id_person"), "person", ["handler_id"], ["id"])
        table.create_index(
            "ix_view_theme_handler",
            ["handler_id", "theme_id", "status", *ORDER, "view_id", "topic", "age_group"],
            unique=False,
            sqlite_where=HANDLED,
            postgresql_where=HANDLED,
        )


def downgrade() -> None:
    with op.batch_alter_table("view_theme") as table:
        table.drop_index("ix_view_theme_handler")
        table.drop_constraint(op.f("fk_view_theme_handler_id_person"), type_="foreignkey")
        table.drop_column("handler_id")
    for name in OF_VIEWS:
        op.drop_index(f"ix_young_person_view_handler_{name}", "young_person_view")
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock == STOPPED))
    put_clocks(*CLOCKS)
    with op.batch_alter_table("action") as table:
        table.drop_index("ix_action_look")
        table.drop_column("look_due_on")
