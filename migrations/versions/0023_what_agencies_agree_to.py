"""what agencies agree to and answer for: the framework and who signed it, Section 11, their say on recommendations

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STANDARDS = (
    "senior management commitment",
    "a clear statement of responsibilities",
    "a clear line of accountability",
    "services shaped by children and families",
    "staff training",
    "safe recruitment",
    "working with other agencies",
    "sharing information",
    "hearing children, and acting on it",
)
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
)
OF_AGENCIES = ("framework signed", "self-assessment filled in")
MODERATED_WHOLE = (
    "(moderated_score IS NULL) = (moderated_because IS NULL)"
    " AND (moderated_score IS NULL) = (moderated_by_id IS NULL)"
    " AND (moderated_score IS NULL) = (moderated_at IS NULL)"
)


def of_a_row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def leads_to(table: str, column: str, other: str, **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), **more)


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def upgrade() -> None:
    put_clocks(*CLOCKS, *OF_AGENCIES)
    op.create_table(
        "framework_version",
        *of_a_row("framework_version"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=2_000), nullable=False),
        sa.Column("changed", sa.String(length=1_000), nullable=True),
        sa.Column("text", sa.String(length=20_000), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_framework_version_numbers_start_at_one")),
        leads_to("framework_version", "added_by_id", "person"),
        sa.UniqueConstraint("number", name=op.f("uq_framework_version_number")),
        sa.UniqueConstraint("once", name=op.f("uq_framework_version_once")),
    )
    op.create_table(
        "framework_signature",
        *of_a_row("framework_signature"),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        leads_to("framework_signature", "version_id", "framework_version"),
        leads_to("framework_signature", "agency_id", "agency"),
        leads_to("framework_signature", "signed_by_id", "person"),
        sa.UniqueConstraint("version_id", "agency_id", name="uq_framework_signature_version_agency"),
    )
    op.create_index(op.f("ix_framework_signature_agency_id"), "framework_signature", ["agency_id"], unique=False)
    op.create_table(
        "self_assessment",
        *of_a_row("self_assessment"),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("year BETWEEN 2004 AND 2100", name=op.f("ck_self_assessment_year_since_the_act")),
        leads_to("self_assessment", "agency_id", "agency"),
        sa.UniqueConstraint("agency_id", "year", name="uq_self_assessment_agency_year"),
    )
    op.create_index("ix_self_assessment_due", "self_assessment", ["due_on", "id"], unique=False)
    op.create_index("ix_self_assessment_year", "self_assessment", ["year", "is_open"], unique=False)
    create_scores()
    with op.batch_alter_table("agency") as table:
        table.add_column(sa.Column("framework_due_on", sa.Date(), nullable=True))
        table.create_index(op.f("ix_agency_framework_due_on"), ["framework_due_on"], unique=False)
    with op.batch_alter_table("recommendation") as table:
        table.add_column(sa.Column("is_said_done", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("reported_by_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("recommendation") as table:
        table.alter_column("is_said_done", existing_type=sa.Boolean(), server_default=None)
        table.create_foreign_key(op.f("fk_recommendation_reported_by_id_person"), "person", ["reported_by_id"], ["id"])


def create_scores() -> None:
    standard = sa.Enum(*STANDARDS, name="standard", native_enum=False, length=60)
    known = ", ".join(repr(one) for one in STANDARDS)
    op.create_table(
        "standard_score",
        *of_a_row("standard_score"),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("standard", standard, nullable=False),
        sa.Column("self_score", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=2_000), nullable=False),
        sa.Column("improvement", sa.String(length=1_000), nullable=True),
        sa.Column("improve_by", sa.Date(), nullable=True),
        sa.Column("scored_by_id", sa.Uuid(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moderated_score", sa.Integer(), nullable=True),
        sa.Column("moderated_because", sa.String(length=1_000), nullable=True),
        sa.Column("moderated_by_id", sa.Uuid(), nullable=True),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"standard IN ({known})", name=op.f("ck_standard_score_standard_known")),
        sa.CheckConstraint("self_score BETWEEN 0 AND 3", name=op.f("ck_standard_score_self_score_from_0_to_3")),
        sa.CheckConstraint(
            "moderated_score BETWEEN 0 AND 3", name=op.f("ck_standard_score_moderated_score_from_0_to_3")
        ),
        sa.CheckConstraint(
            "(improvement IS NULL) = (improve_by IS NULL)", name=op.f("ck_standard_score_improvement_has_day")
        ),
        sa.CheckConstraint(MODERATED_WHOLE, name=op.f("ck_standard_score_moderated_whole")),
        leads_to("standard_score", "assessment_id", "self_assessment", ondelete="CASCADE"),
        leads_to("standard_score", "scored_by_id", "person"),
        leads_to("standard_score", "moderated_by_id", "person"),
        sa.UniqueConstraint("assessment_id", "standard", name="uq_standard_score_assessment_standard"),
    )


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as table:
        table.drop_constraint(op.f("fk_recommendation_reported_by_id_person"), type_="foreignkey")
        for column in ("reported_by_id", "reported_at", "is_said_done"):
            table.drop_column(column)
    with op.batch_alter_table("agency") as table:
        table.drop_index(op.f("ix_agency_framework_due_on"))
        table.drop_column("framework_due_on")
    for table in ("standard_score", "self_assessment", "framework_signature", "framework_version"):
        op.drop_table(table)
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock.in_(OF_AGENCIES)))
    put_clocks(*CLOCKS)
