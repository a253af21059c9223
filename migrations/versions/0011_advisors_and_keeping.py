"""accounts of young advisors, and what must be kept or may go

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SAYS = (
    "joining IS NOT NULL OR good_sealed IS NOT NULL OR worries_sealed IS NOT NULL OR wishes_sealed IS NOT NULL "
    "OR speaker_sealed IS NOT NULL OR understanding_sealed IS NOT NULL OR how_safe IS NOT NULL "
    "OR private_sealed IS NOT NULL"
)


def upgrade() -> None:
    op.create_table(
        "advisor_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "young advisor",
                "shadow board member",
                "conference chair",
                "chairs' manager",
                "participation worker",
                "safeguarding lead",
                "board member",
                "agency lead",
                "administrator",
                name="role",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "age_group",
            sa.Enum(
                "8 to 10", "11 to 13", "14 to 15", "16 to 18", "19 to 25", name="agegroup", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("consent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("safe_contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("looked_after_by_id", sa.Uuid(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_before_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "age_group IN ('8 to 10', '11 to 13', '14 to 15', '16 to 18', '19 to 25')",
            name=op.f("ck_advisor_profile_age_group_known"),
        ),
        sa.CheckConstraint(
            "(paused_at IS NULL) = (paused_because_sealed IS NULL)",
            name=op.f("ck_advisor_profile_paused_with_a_reason"),
        ),
        sa.CheckConstraint(
            "role IN ('young advisor', 'shadow board member', 'conference chair', 'chairs'' manager', "
            "'participation worker', 'safeguarding lead', 'board member', 'agency lead', 'administrator')",
            name=op.f("ck_advisor_profile_role_known"),
        ),
        sa.CheckConstraint(
            "role IN ('young advisor', 'shadow board member')", name=op.f("ck_advisor_profile_of_a_young_person")
        ),
        sa.CheckConstraint(
            "(consent_sealed IS NULL) = (consented_on IS NULL)", name=op.f("ck_advisor_profile_consent_has_a_day")
        ),
        sa.CheckConstraint("left_at IS NULL OR paused_at IS NULL", name=op.f("ck_advisor_profile_left_or_paused")),
        sa.CheckConstraint(
            "name_before_sealed IS NULL OR left_at IS NOT NULL", name=op.f("ck_advisor_profile_name_kept_of_who_left")
        ),
        sa.CheckConstraint(
            "cleared_at IS NULL OR (left_at IS NOT NULL AND name_before_sealed IS NULL AND consent_sealed IS NULL "
            "AND safe_contact_sealed IS NULL)",
            name=op.f("ck_advisor_profile_cleared_of_everything"),
        ),
        sa.ForeignKeyConstraint(
            ["looked_after_by_id"], ["person.id"], name=op.f("fk_advisor_profile_looked_after_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "role"],
            ["person.id", "person.role"],
            name="fk_advisor_profile_person",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisor_profile")),
        sa.UniqueConstraint("person_id", name=op.f("uq_advisor_profile_person_id")),
    )
    with op.batch_alter_table("advisor_profile") as table:
        table.create_index(table.f("ix_advisor_profile_looked_after_by_id"), ["looked_after_by_id"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_table", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "subject_table IN ('young_person_view', 'child_record')", name=op.f("ck_hold_subject_known")
        ),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_hold_lifted_by_somebody")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"], name=op.f("fk_hold_lifted_by_id_person")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["person.id"], name=op.f("fk_hold_placed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold") as table:
        table.create_index(
            "uq_hold_live",
            ["subject_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

        table.create_index(
            "ix_hold_review",
            ["review_on", "id"],
            unique=False,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    for table_name in ("alert", "conference"):
        with op.batch_alter_table(table_name) as table:
            table.add_column(sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("contribution") as table:
        table.add_column(sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f("ck_contribution_says_something"), type_="check")
    with op.batch_alter_table("contribution") as table:
        table.create_check_constraint(op.f("ck_contribution_says_something"), f"{SAYS} OR cleared_at IS NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM wish WHERE contribution_id IN (SELECT id FROM contribution WHERE cleared_at IS NOT NULL)")
    op.execute("DELETE FROM alert WHERE contribution_id IN (SELECT id FROM contribution WHERE cleared_at IS NOT NULL)")
    op.execute("DELETE FROM contribution WHERE cleared_at IS NOT NULL")
    with op.batch_alter_table("contribution") as table:
        table.drop_constraint(op.f("ck_contribution_says_something"), type_="check")
    with op.batch_alter_table("contribution") as table:
        table.create_check_constraint(op.f("ck_contribution_says_something"), SAYS)
        table.drop_column("cleared_at")
    for table_name in ("alert", "conference"):
        with op.batch_alter_table(table_name) as table:
            table.drop_column("cleared_at")
    for table_name in ("hold", "advisor_profile"):
        op.drop_table(table_name)
