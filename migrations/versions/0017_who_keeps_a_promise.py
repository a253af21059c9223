"""who keeps a promise of the board, by when, and where it comes from

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

THEME, RECOMMENDATION = "what many young people say", "a recommendation of a review"
SOURCES = (THEME, "a question from young advisors", RECOMMENDATION, "what conferences show")
RULES = {
    "comes_from_known": f"comes_from IN ({', '.join(repr(source) for source in SOURCES)})",
    "theme_of_a_theme": f"theme_id IS NULL OR comes_from = '{THEME}'",
    "recommendation_of_a_review": f"recommendation_id IS NULL OR comes_from = '{RECOMMENDATION}'",
}
LEADS_TO = {
    "theme_id": ("theme", None),
    "recommendation_id": ("recommendation", "SET NULL"),
    "agency_id": ("agency", None),
}
DRAFT, PUBLIC = sa.text("published_at IS NULL"), sa.text("published_at IS NOT NULL")


def upgrade() -> None:
    source = sa.Enum(*SOURCES, name="commitmentsource", native_enum=False, length=60)
    with op.batch_alter_table("commitment") as table:
        table.add_column(sa.Column("comes_from", source, nullable=True))
        for column in LEADS_TO:
            table.add_column(sa.Column(column, sa.Uuid(), nullable=True))
        table.add_column(sa.Column("owner_role", sa.String(length=120), nullable=True))
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("evidence", sa.String(length=2_000), nullable=True))
        table.add_column(sa.Column("once", sa.String(length=43), nullable=True))
    # What was promised before had no day of its own: it is due when it is to be looked at again.
    op.execute("UPDATE commitment SET due_on = COALESCE(look_again_on, decided_on)")
    with op.batch_alter_table("commitment") as table:
        table.alter_column("due_on", existing_type=sa.Date(), nullable=False)
        table.create_unique_constraint(op.f("uq_commitment_once"), ["once"])
        for name, rule in RULES.items():
            table.create_check_constraint(op.f(f"ck_commitment_{name}"), rule)
        for column, (other, on_delete) in LEADS_TO.items():
            name = op.f(f"fk_commitment_{column}_{other}")
            table.create_foreign_key(name, other, [column], ["id"], ondelete=on_delete)
            table.create_index(op.f(f"ix_commitment_{column}"), [column], unique=False)
        table.drop_index("ix_commitment_published")
        table.create_index(
            "ix_commitment_published",
            ["published_at", "state"],
            unique=False,
            sqlite_where=PUBLIC,
            postgresql_where=PUBLIC,
        )
        table.create_index("ix_commitment_due", ["state", "due_on", "id"], unique=False)
        table.create_index(
            "ix_commitment_not_published", ["due_on", "id"], unique=False, sqlite_where=DRAFT, postgresql_where=DRAFT
        )


def downgrade() -> None:
    with op.batch_alter_table("commitment") as table:
        table.drop_index("ix_commitment_published")
        table.create_index("ix_commitment_published", ["published_at", "state"], unique=False)
        table.drop_index("ix_commitment_not_published")
        table.drop_index("ix_commitment_due")
        for column, (other, _) in LEADS_TO.items():
            table.drop_index(op.f(f"ix_commitment_{column}"))
            table.drop_constraint(op.f(f"fk_commitment_{column}_{other}"), type_="foreignkey")
        for name in RULES:
            table.drop_constraint(op.f(f"ck_commitment_{name}"), type_="check")
        table.drop_constraint(op.f("uq_commitment_once"), type_="unique")
        for column in ("once", "evidence", "due_on", "owner_role", *LEADS_TO, "comes_from"):
            table.drop_column(column)
