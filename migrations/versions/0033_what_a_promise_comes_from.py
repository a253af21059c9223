"""a promise says which figure showed what conferences show

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

RULE = "figure IS NULL OR comes_from = 'what conferences show'"


def upgrade() -> None:
    with op.batch_alter_table("commitment") as table:
        table.add_column(sa.Column("figure", sa.String(length=60), nullable=True))
        table.create_check_constraint(op.f("ck_commitment_figure_of_a_pattern"), RULE)


def downgrade() -> None:
    with op.batch_alter_table("commitment") as table:
        table.drop_constraint(op.f("ck_commitment_figure_of_a_pattern"), type_="check")
        table.drop_column("figure")
