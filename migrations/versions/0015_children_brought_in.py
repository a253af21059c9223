"""children brought in from another system

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "child_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("already_known", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint("added >= 0 AND already_known >= 0", name=op.f("ck_child_import_counts_not_below_zero")),
        sa.CheckConstraint("added + already_known > 0", name=op.f("ck_child_import_brings_somebody")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_child_import_chair_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_import")),
        sa.UniqueConstraint("once", name=op.f("uq_child_import_once")),
    )
    op.create_index("ix_child_import_chair", "child_import", ["chair_id", "created_at"])
    with op.batch_alter_table("child") as table:
        table.add_column(sa.Column("import_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_child_import_id_child_import"), "child_import", ["import_id"], ["id"])
        table.create_index(table.f("ix_child_import_id"), ["import_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("child") as table:
        table.drop_index(table.f("ix_child_import_id"))
        table.drop_constraint(op.f("fk_child_import_id_child_import"), type_="foreignkey")
        table.drop_column("import_id")
    op.drop_table("child_import")
