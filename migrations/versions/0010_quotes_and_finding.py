"""quotes for others to read, and who may see how to find somebody

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "permission",
            sa.Enum("team", "board", "everyone", name="permission", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("proposed", "approved", "refused", "withdrawn", name="quotestate", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("decide_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_quote_withdrawn_has_date")
        ),
        sa.CheckConstraint("permission <> 'team'", name=op.f("ck_quote_for_more_than_the_team")),
        sa.CheckConstraint("permission IN ('team', 'board', 'everyone')", name=op.f("ck_quote_permission_known")),
        sa.CheckConstraint("state = 'withdrawn' OR text_sealed IS NOT NULL", name=op.f("ck_quote_says_something")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'refused', 'withdrawn')", name=op.f("ck_quote_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_quote_decided_when_it_says_so"),
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_quote_decided_by_somebody")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_quote_decided_by_another")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_quote_decided_by_id_person")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_quote_proposed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["view_id"], ["young_person_view.id"], name=op.f("fk_quote_view_id_young_person_view"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_quote_withdrawn_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("once", name=op.f("uq_quote_once")),
    )
    with op.batch_alter_table("quote") as table:
        table.create_index("ix_quote_state", ["state", "permission", "decided_at"], unique=False)
        table.create_index("ix_quote_view", ["view_id", "created_at"], unique=False)

    op.create_table(
        "contact_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("released_to_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum(
                "it was right to open it", "it was not right to open it", name="finding", native_enum=False, length=60
            ),
            nullable=True,
        ),
        sa.Column("review_note_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "finding IN ('it was right to open it', 'it was not right to open it')",
            name=op.f("ck_contact_release_finding_known"),
        ),
        sa.CheckConstraint(
            "(reviewed_at IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (finding IS NULL)",
            name=op.f("ck_contact_release_reviewed_by_somebody"),
        ),
        sa.CheckConstraint("released_at < expires_at", name=op.f("ck_contact_release_ends_after_it_begins")),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> released_to_id",
            name=op.f("ck_contact_release_reviewed_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_release_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["released_to_id"], ["person.id"], name=op.f("fk_contact_release_released_to_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_contact_release_reviewed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_release")),
    )
    with op.batch_alter_table("contact_release") as table:
        table.create_index("ix_contact_release_contact", ["contact_id", "released_to_id", "expires_at"], unique=False)
        table.create_index("ix_contact_release_unreviewed", ["reviewed_at", "released_at"], unique=False)


def downgrade() -> None:
    for table_name in ("contact_release", "quote"):
        op.drop_table(table_name)
