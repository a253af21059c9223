"""guidance in versions that stay as they were published, who must read each, and who has

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ROLES = (
    "young advisor",
    "shadow board member",
    "conference chair",
    "chairs' manager",
    "participation worker",
    "safeguarding lead",
    "board member",
    "agency lead",
    "administrator",
)
DRAFT = sa.text("published_at IS NULL")
REFUSED = "Guidance that is published stays as it is"
GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER guidance_version_not_{done} BEFORE {how} ON guidance_version"
        f" WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for done, how in (("changed", "UPDATE"), ("removed", "DELETE"))
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION guidance_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER guidance_version_kept BEFORE UPDATE OR DELETE ON guidance_version"
        " FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION guidance_version_kept()",
    ),
}


def own_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def refers(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def one_of(column: str, words: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"{column} IN ({quoted})"


def upgrade() -> None:
    op.create_table(
        "guidance",
        *own_columns(),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("newest_number", sa.Integer(), nullable=True),
        sa.Column("read_from", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(43), nullable=False),
        sa.CheckConstraint(
            "(newest_number IS NULL) = (read_from IS NULL)", name=op.f("ck_guidance_read_from_some_version")
        ),
        sa.CheckConstraint("read_from <= newest_number", name=op.f("ck_guidance_read_from_what_there_is")),
        sa.CheckConstraint(
            "published_at IS NULL OR newest_number IS NOT NULL", name=op.f("ck_guidance_published_has_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance")),
        sa.UniqueConstraint("once", name=op.f("uq_guidance_once")),
    )
    op.create_table(
        "guidance_version",
        *own_columns(),
        sa.Column("guidance_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("changed", sa.String(2_000), nullable=True),
        sa.Column("is_small", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(20_000), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_guidance_version_numbers_start_at_one")),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)", name=op.f("ck_guidance_version_published_by_somebody")
        ),
        sa.CheckConstraint(
            "number = 1 OR published_at IS NULL OR changed IS NOT NULL",
            name=op.f("ck_guidance_version_later_ones_say_what_changed"),
        ),
        sa.CheckConstraint("number > 1 OR is_small = false", name=op.f("ck_guidance_version_the_first_is_read_by_all")),
        refers("guidance_version", "guidance_id", "guidance", "CASCADE"),
        refers("guidance_version", "published_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_version")),
        sa.UniqueConstraint("guidance_id", "number", name="uq_guidance_version_guidance_number"),
    )
    with op.batch_alter_table("guidance_version") as table:
        table.create_index(
            "uq_guidance_version_draft", ["guidance_id"], unique=True, sqlite_where=DRAFT, postgresql_where=DRAFT
        )
    op.create_table(
        "guidance_audience",
        *own_columns(),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=60), nullable=False),
        sa.CheckConstraint(one_of("role", ROLES), name=op.f("ck_guidance_audience_role_known")),
        sa.CheckConstraint(
            "role NOT IN ('young advisor', 'shadow board member')",
            name=op.f("ck_guidance_audience_never_a_young_person"),
        ),
        refers("guidance_audience", "version_id", "guidance_version", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_audience")),
        sa.UniqueConstraint("version_id", "role", name="uq_guidance_audience_version_role"),
    )
    op.create_table(
        "guidance_reading",
        *own_columns(),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        refers("guidance_reading", "version_id", "guidance_version", "CASCADE"),
        refers("guidance_reading", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_reading")),
        sa.UniqueConstraint("version_id", "person_id", name="uq_guidance_reading_version_person"),
    )
    with op.batch_alter_table("guidance_reading") as table:
        table.create_index(table.f("ix_guidance_reading_person_id"), ["person_id"])
    for statement in GUARDS.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    for name in ("guidance_reading", "guidance_audience", "guidance_version", "guidance"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS guidance_version_kept()")
