"""the order in which members put themes each quarter, and what the board did about the first of them

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def of_a_quarter(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2020 AND 2200", name=op.f(f"ck_{table}_year_known")),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f(f"ck_{table}_quarter_known")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.create_table(
        "priority_ranking",
        *of_a_quarter("priority_ranking"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("ranked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_priority_ranking_person_id_person")),
        sa.UniqueConstraint("year", "quarter", "person_id", name="uq_priority_ranking_once"),
    )
    op.create_index(op.f("ix_priority_ranking_person_id"), "priority_ranking", ["person_id"], unique=False)
    op.create_table(
        "priority_answer",
        *of_a_quarter("priority_answer"),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=2_000), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_priority_answer_theme_id_theme")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_priority_answer_written_by_id_person")),
        sa.UniqueConstraint("year", "quarter", "theme_id", name="uq_priority_answer_once"),
    )
    op.create_index(op.f("ix_priority_answer_theme_id"), "priority_answer", ["theme_id"], unique=False)


def downgrade() -> None:
    op.drop_table("priority_answer")
    op.drop_table("priority_ranking")
