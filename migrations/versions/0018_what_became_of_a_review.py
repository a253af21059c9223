"""who sees to what a review found, and whether it made a difference

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = ("serious case review", "local child safeguarding practice review")
THEMES = (
    "hearing the child",
    "brothers and sisters",
    "children who cannot speak yet",
    "somebody who speaks for the child",
    "how conferences are chaired",
    "sharing information",
    "training",
    "something else",
)
IMPACTS = ("it made a difference", "it is too early to say", "it made no difference")


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def choice(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=60)


RULES = {
    "theme_known": one_of("theme", THEMES),
    "impact_known": one_of("impact", IMPACTS),
    "impact_has_day": "(impact IS NULL) = (impact_checked_on IS NULL)",
    "closed_is_done_shown_and_checked": (
        "closed_on IS NULL OR (state = 'done' AND evidence IS NOT NULL AND impact IS NOT NULL)"
    ),
}


def new_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("theme", choice("recommendationtheme", THEMES), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sa.String(length=120), nullable=True),
        sa.Column("action", sa.String(length=1_000), nullable=True),
        sa.Column("success_measure", sa.String(length=1_000), nullable=True),
        sa.Column("is_at_risk", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("evidence", sa.String(length=2_000), nullable=True),
        sa.Column("evidenced_on", sa.Date(), nullable=True),
        sa.Column("indicator", sa.String(length=60), nullable=True),
        sa.Column("impact", choice("impact", IMPACTS), nullable=True),
        sa.Column("impact_checked_on", sa.Date(), nullable=True),
        sa.Column("impact_says", sa.String(length=2_000), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=True),
    )


def upgrade() -> None:
    kind = sa.Column("kind", choice("reviewkind", KINDS), nullable=False, server_default=KINDS[1])
    with op.batch_alter_table("review") as table:
        table.add_column(kind)
        table.add_column(sa.Column("once", sa.String(length=43), nullable=True))
    with op.batch_alter_table("review") as table:
        table.alter_column("kind", existing_type=choice("reviewkind", KINDS), server_default=None)
        table.create_check_constraint(op.f("ck_review_kind_known"), one_of("kind", KINDS))
        table.create_unique_constraint(op.f("uq_review_once"), ["once"])
        table.create_index("ix_review_reported", ["reported_on", "reference"], unique=False)
    with op.batch_alter_table("recommendation") as table:
        for column in new_columns():
            table.add_column(column)
    with op.batch_alter_table("recommendation") as table:
        table.alter_column("is_at_risk", existing_type=sa.Boolean(), server_default=None)
        table.create_unique_constraint(op.f("uq_recommendation_once"), ["once"])
        table.create_foreign_key(op.f("fk_recommendation_agency_id_agency"), "agency", ["agency_id"], ["id"])
        table.create_index(op.f("ix_recommendation_agency_id"), ["agency_id"], unique=False)
        for name, rule in RULES.items():
            table.create_check_constraint(op.f(f"ck_recommendation_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as table:
        for name in RULES:
            table.drop_constraint(op.f(f"ck_recommendation_{name}"), type_="check")
        table.drop_index(op.f("ix_recommendation_agency_id"))
        table.drop_constraint(op.f("fk_recommendation_agency_id_agency"), type_="foreignkey")
        table.drop_constraint(op.f("uq_recommendation_once"), type_="unique")
        for column in new_columns():
            table.drop_column(column.name)
    with op.batch_alter_table("review") as table:
        table.drop_index("ix_review_reported")
        table.drop_constraint(op.f("uq_review_once"), type_="unique")
        table.drop_constraint(op.f("ck_review_kind_known"), type_="check")
        table.drop_column("once")
        table.drop_column("kind")
