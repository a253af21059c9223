"""what was counted of a quarter or year, out of reach of every page; a year begins on the day one of its quarters does

Revision ID: 0021
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

UNIQUE = "uq_publication_table_period_revision"


def upgrade() -> None:
    op.create_table(
        "counted_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("smallest_base", sa.Integer(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.CheckConstraint("(revision = 1) = (reason IS NULL)", name=op.f("ck_counted_period_a_revision_has_a_reason")),
        sa.CheckConstraint("first_day < last_day", name=op.f("ck_counted_period_period_has_length")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_counted_period_revisions_start_at_one")),
        sa.CheckConstraint("smallest_base >= 20", name=op.f("ck_counted_period_base_of_20")),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_counted_period_threshold_of_5")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_period")),
        sa.UniqueConstraint("first_day", "last_day", "revision", name="uq_counted_period_period_revision"),
    )
    with op.batch_alter_table("publication") as table:
        table.drop_constraint(UNIQUE, type_="unique")
        table.create_unique_constraint(UNIQUE, ["table_name", "first_day", "last_day", "revision"])


def downgrade() -> None:
    # What comes before knows no years: it would show the figures of one as those of its first quarter.
    publication = sa.table("publication", sa.column("first_day", sa.Date), sa.column("last_day", sa.Date))
    days = op.get_bind().execute(sa.select(publication.c.first_day, publication.c.last_day).distinct()).all()
    for first_day, last_day in days:
        if (last_day - first_day).days > 100:
            op.execute(
                publication.delete().where(publication.c.first_day == first_day, publication.c.last_day == last_day)
            )
    with op.batch_alter_table("publication") as table:
        table.drop_constraint(UNIQUE, type_="unique")
        table.create_unique_constraint(UNIQUE, ["table_name", "first_day", "revision"])
    op.drop_table("counted_period")
