"""what was counted, out of reach of every page; a year begins on the day one of its quarters does; how old a child is

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BANDS = ("4 to 9", "10 to 15", "16 or over")
BAND_KNOWN = f"age_band IN ({', '.join(repr(band) for band in BANDS)})"
FROM_4 = "age_band IS NULL OR (stage IS NOT NULL AND stage IN ('4 or over', '4th birthday'))"
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
    with op.batch_alter_table("child_record") as table:
        table.add_column(sa.Column("age_band", sa.Enum(*BANDS, name="ageband", native_enum=False, length=60)))
        table.create_check_constraint(op.f("ck_child_record_age_band_known"), BAND_KNOWN)
        table.create_check_constraint(op.f("ck_child_record_age_band_from_4"), FROM_4)


def downgrade() -> None:
    # What comes before knows no years: it would show the figures of one as those of its first quarter.
    publication = sa.table("publication", sa.column("first_day", sa.Date), sa.column("last_day", sa.Date))
    days = op.get_bind().execute(sa.select(publication.c.first_day, publication.c.last_day).distinct()).all()
    for first_day, last_day in days:
        if (last_day - first_day).days > 100:
            op.execute(
                publication.delete().where(publication.c.first_day == first_day, publication.c.last_day == last_day)
            )
    with op.batch_alter_table("child_record") as table:
        table.drop_constraint(op.f("ck_child_record_age_band_from_4"), type_="check")
        table.drop_constraint(op.f("ck_child_record_age_band_known"), type_="check")
        table.drop_column("age_band")
    with op.batch_alter_table("publication") as table:
        table.drop_constraint(UNIQUE, type_="unique")
        table.create_unique_constraint(UNIQUE, ["table_name", "first_day", "revision"])
    op.drop_table("counted_period")
