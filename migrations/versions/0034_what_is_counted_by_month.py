"""what publishing counts of a view can be spread by month

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
CHOICES = {
    "topic": "'home', 'school', 'family', 'friends', 'feeling safe', 'being online', 'where I live', "
    "'people who help me', 'a meeting about me', 'something else'",
    "feeling": "'really good', 'good', 'OK', 'not good', 'really bad', 'mixed'",
    "permission": "'team', 'board', 'everyone'",
    "age_group": "'8 to 10', '11 to 13', '14 to 15', '16 to 18', '19 to 25'",
    "status": "'waiting', 'answered', 'taken back', 'not genuine'",
}


def upgrade() -> None:
    op.create_table(
        "counted_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("feeling", sa.String(length=60), nullable=True),
        sa.Column("age_group", sa.String(length=60), nullable=True),
        sa.Column("area", sa.String(length=60), nullable=True),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("taken_back_at", AT, nullable=True),
        sa.Column("first_answer_due_at", AT, nullable=False),
        sa.Column("first_answered_at", AT, nullable=True),
        *(
            sa.CheckConstraint(f"{column} IN ({words})", name=op.f(f"ck_counted_view_{column}_known"))
            for column, words in CHOICES.items()
        ),
        sa.PrimaryKeyConstraint("id", "sent_at", name=op.f("pk_counted_view")),
        postgresql_partition_by="RANGE (sent_at)",
    )
    op.create_index("ix_counted_view_first_answer", "counted_view", ["first_answer_due_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE counted_view_other PARTITION OF counted_view DEFAULT")


def downgrade() -> None:
    """Where it is turned on (`flask figures spread`), it is turned off first: nothing is lost, every view is there."""
    if op.get_bind().dialect.name == "postgresql":
        for trigger in ("fill_counted_view", "keep_counted_view"):
            op.execute(f"DROP TRIGGER IF EXISTS {trigger} ON young_person_view")
    op.drop_table("counted_view")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS keep_counted_view()")
