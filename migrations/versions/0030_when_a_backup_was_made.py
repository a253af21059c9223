"""when a backup was made last

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BEFORE = ("clocks", "sending", "retention")


def put_works(*works: str) -> None:
    """The works whose last run is written down."""
    with op.batch_alter_table("last_run") as table:
        table.drop_constraint(op.f("ck_last_run_work_known"), type_="check")
        words = ", ".join(repr(work) for work in works)
        table.create_check_constraint(op.f("ck_last_run_work_known"), f"work IN ({words})")


def upgrade() -> None:
    put_works(*BEFORE, "backup")


def downgrade() -> None:
    last_run = sa.table("last_run", sa.column("work", sa.String))
    op.execute(sa.delete(last_run).where(last_run.c.work == "backup"))
    put_works(*BEFORE)
