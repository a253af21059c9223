"""what the board promises in public, and what it learned from reviews

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("done", "started", "not possible yet", name="commitmentstate", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("did", sa.String(length=2000), nullable=False),
        sa.Column("for_now", sa.String(length=1000), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('done', 'started', 'not possible yet')", name=op.f("ck_commitment_state_known")),
        sa.CheckConstraint("said_by >= 0", name=op.f("ck_commitment_said_by_not_below_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )

    with op.batch_alter_table("commitment") as table:
        table.create_index("ix_commitment_published", ["published_at", "state"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("reference", name=op.f("uq_review_reference")),
    )

    with op.batch_alter_table("review") as table:
        table.create_index("ix_review_published", ["published_at", "reported_on"], unique=False)

    op.create_table(
        "commitment_verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("yes", "partly", "no", name="verdict", native_enum=False, length=60), nullable=False
        ),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint("verdict IN ('yes', 'partly', 'no')", name=op.f("ck_commitment_verdict_verdict_known")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_verdict_commitment_id_commitment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_verdict")),
        sa.UniqueConstraint("once", name=op.f("uq_commitment_verdict_once")),
    )

    with op.batch_alter_table("commitment_verdict") as table:
        table.create_index(op.f("ix_commitment_verdict_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("done", "started", "not started", name="recommendationstate", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("changed", sa.String(length=1000), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR changed IS NOT NULL", name=op.f("ck_recommendation_done_says_what_changed")
        ),
        sa.CheckConstraint("state IN ('done', 'started', 'not started')", name=op.f("ck_recommendation_state_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_recommendation_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_recommendation_review_id_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("review_id", "number", name="uq_recommendation_review_number"),
    )


def downgrade() -> None:
    for table_name in ("recommendation", "review", "commitment_verdict", "commitment"):
        op.drop_table(table_name)
