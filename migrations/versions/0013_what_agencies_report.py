"""what agencies say of their actions, and the order of alerts

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("reported_by_id", sa.Uuid(), nullable=True))
        table.create_check_constraint(
            op.f("ck_action_somebody_reported_it"), "(reported_at IS NULL) = (reported_by_id IS NULL)"
        )
        table.create_foreign_key(op.f("fk_action_reported_by_id_person"), "person", ["reported_by_id"], ["id"])
        table.create_index(op.f("ix_action_reported_by_id"), ["reported_by_id"], unique=False)
        table.create_index("ix_action_agency_status", ["agency_id", "status", "due_on", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.drop_index("ix_action_agency_status")
        table.drop_index(op.f("ix_action_reported_by_id"))
        table.drop_constraint(op.f("fk_action_reported_by_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("ck_action_somebody_reported_it"), type_="check")
        table.drop_column("reported_by_id")
        table.drop_column("reported_at")
        table.drop_column("evidence_sealed")
