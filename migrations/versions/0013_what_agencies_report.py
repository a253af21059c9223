"""what agencies say of their actions, the order of alerts, and what the board has promised runs out

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
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
)
CLOCKS_OF_THE_BOARD = ("commitment looked at again", "recommendation done")


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def put_works(*works: str) -> None:
    """The works whose last run is written down."""
    with op.batch_alter_table("last_run") as table:
        table.drop_constraint(op.f("ck_last_run_work_known"), type_="check")
        words = ", ".join(repr(work) for work in works)
        table.create_check_constraint(op.f("ck_last_run_work_known"), f"work IN ({words})")


def upgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("reported_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("reported_by_id", sa.Uuid(), nullable=True))
        table.create_check_constraint(
            op.f("ck_action_somebody_reported_it"), "(reported_at IS NULL) = (reported_by_id IS NULL)"
        )
        table.create_foreign_key(op.f("fk_action_reported_by_id_person"), "person", ["reported_by_id"], ["id"])
        table.create_index(op.f("ix_action_reported_by_id"), ["reported_by_id"], unique=False)
        table.create_index("ix_action_agency_status", ["agency_id", "status", "due_on", "id"], unique=False)
    with op.batch_alter_table("alert") as table:
        table.create_index("ix_alert_list", ["closed_at", "acknowledged_at", "due_at", "raised_at", "id"], unique=False)
    with op.batch_alter_table("commitment") as table:
        table.create_index("ix_commitment_look_again", ["look_again_on"], unique=False)
    with op.batch_alter_table("recommendation") as table:
        table.create_index("ix_recommendation_due", ["due_on"], unique=False)
    put_clocks(*CLOCKS, *CLOCKS_OF_THE_BOARD)
    put_works("clocks", "sending", "retention")


def downgrade() -> None:
    last_run = sa.table("last_run", sa.column("work", sa.String))
    op.execute(sa.delete(last_run).where(last_run.c.work == "retention"))
    put_works("clocks", "sending")
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock.in_(CLOCKS_OF_THE_BOARD)))
    put_clocks(*CLOCKS)
    with op.batch_alter_table("recommendation") as table:
        table.drop_index("ix_recommendation_due")
    with op.batch_alter_table("commitment") as table:
        table.drop_index("ix_commitment_look_again")
    with op.batch_alter_table("alert") as table:
        table.drop_index("ix_alert_list")
    with op.batch_alter_table("action") as table:
        table.drop_index("ix_action_agency_status")
        table.drop_index(op.f("ix_action_reported_by_id"))
        table.drop_constraint(op.f("fk_action_reported_by_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("ck_action_somebody_reported_it"), type_="check")
        table.drop_column("reported_by_id")
        table.drop_column("reported_at")
        table.drop_column("reported_sealed")
