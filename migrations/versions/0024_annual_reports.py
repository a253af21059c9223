"""the annual report: the board's own texts, each version as it was published; signatures that came on paper

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PARTS = (
    "from the board",
    "how children were heard, and how it was used",
    "what changed",
    "what reviews found, and how far we are",
    "how agencies work together",
    "training and guidance",
    "where there was little progress",
    "what comes next",
    "what children and young people read first",
    "what children and young people read of what comes next",
)
REFUSED = "A report that is published stays as it is"
GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER report_version_not_{done} BEFORE {how} ON report_version"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for done, how in (("changed", "UPDATE"), ("removed", "DELETE"))
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION report_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER report_version_kept BEFORE UPDATE OR DELETE ON report_version"
        " FOR EACH ROW EXECUTE FUNCTION report_version_kept()",
    ),
}


def own_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def refers(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "annual_report",
        *own_columns(),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("begins BETWEEN 2000 AND 2100", name=op.f("ck_annual_report_year_that_can_be")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("begins", name=op.f("uq_annual_report_begins")),
    )
    op.create_table(
        "report_text",
        *own_columns(),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Enum(*PARTS, name="reportpart", native_enum=False, length=60), nullable=False),
        sa.Column("text", sa.String(20_000), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "part IN (" + ", ".join(f"'{part}'" for part in PARTS) + ")", name=op.f("ck_report_text_part_known")
        ),
        refers("report_text", "report_id", "annual_report", "CASCADE"),
        refers("report_text", "changed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("report_id", "part", name="uq_report_text_report_part"),
    )
    op.create_table(
        "report_version",
        *own_columns(),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.String(1_000), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(43), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_version_numbers_start_at_one")),
        sa.CheckConstraint(
            "(number = 1) = (corrects IS NULL)", name=op.f("ck_report_version_later_ones_say_what_they_correct")
        ),
        refers("report_version", "report_id", "annual_report"),
        refers("report_version", "published_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name="uq_report_version_report_number"),
        sa.UniqueConstraint("once", name=op.f("uq_report_version_once")),
    )
    with op.batch_alter_table("framework_signature") as table:
        table.add_column(sa.Column("on_paper_on", sa.Date(), nullable=True))
    for statement in GUARDS.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("framework_signature") as table:
        table.drop_column("on_paper_on")
    for name in ("report_version", "report_text", "annual_report"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS report_version_kept()")
