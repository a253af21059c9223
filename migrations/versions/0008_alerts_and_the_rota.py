"""alerts from beginning to end, and who is on the rota

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PEOPLE = ("raised_by_id", "closed_by_id")
SEALED = ("raised_because_sealed", "done_sealed", "told_because_sealed")
OUTCOMES = (
    "the young person is safe",
    "another agency is acting on it",
    "help was given",
    "we could not find out who they are",
    "there was no danger",
)
CHECKS = {
    "to_be_closed_once_seen": "(acknowledged_at IS NULL) = (close_due_at IS NULL)",
    "outcome_known": "outcome IN ('the young person is safe', 'another agency is acting on it', 'help was given', "
    "'we could not find out who they are', 'there was no danger')",
    "raised_with_a_reason": "(raised_by_id IS NULL) = (raised_because_sealed IS NULL)",
    "raised_on_a_view": "raised_by_id IS NULL OR view_id IS NOT NULL",
    "closed_by_somebody": "(closed_at IS NULL) = (closed_by_id IS NULL)",
    "closed_with_all_three": "closed_at IS NULL OR (acknowledged_at IS NOT NULL AND done_sealed IS NOT NULL "
    "AND told_whom IS NOT NULL AND told_because_sealed IS NOT NULL AND outcome IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "rota_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("is_out_of_hours", sa.Boolean(), nullable=False),
        sa.Column("on_bank_holidays", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_rota_entry_ranks_start_at_one")),
        sa.CheckConstraint(
            "until_day IS NULL OR from_day <= until_day", name=op.f("ck_rota_entry_begins_before_it_ends")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_rota_entry_weekday_from_monday")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rota_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_entry")),
        sa.UniqueConstraint("person_id", "weekday", "opens", "closes", "from_day", name="uq_rota_entry_once"),
    )
    with op.batch_alter_table("rota_entry") as table:
        table.create_index(table.f("ix_rota_entry_person_id"), ["person_id"], unique=False)
        table.create_index("ix_rota_entry_weekday", ["weekday", "rank"], unique=False)

    op.create_table(
        "alert_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "raised",
                "told the next on the rota",
                "told everybody who holds the role",
                "nobody was on the rota",
                "acknowledged",
                "recorded what was done",
                "closed",
                name="alertstepkind",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('raised', 'told the next on the rota', 'told everybody who holds the role', 'nobody was "
            "on the rota', 'acknowledged', 'recorded what was done', 'closed')",
            name=op.f("ck_alert_step_kind_known"),
        ),
        sa.CheckConstraint("rank >= 0", name=op.f("ck_alert_step_ranks_start_at_nought")),
        sa.CheckConstraint("round >= 1", name=op.f("ck_alert_step_rounds_start_at_one")),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_step_alert_id_alert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alert_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_step")),
        sa.UniqueConstraint("alert_id", "round", "kind", "rank", name="uq_alert_step_once"),
    )
    with op.batch_alter_table("alert_step") as table:
        table.create_index("ix_alert_step_alert", ["alert_id", "at"], unique=False)

    with op.batch_alter_table("alert") as table:
        table.add_column(sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True))
        for column in PEOPLE:
            table.add_column(sa.Column(column, sa.Uuid(), nullable=True))
        for column in SEALED:
            table.add_column(sa.Column(column, sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("told_whom", sa.String(length=200), nullable=True))
        table.add_column(
            sa.Column("outcome", sa.Enum(*OUTCOMES, name="alertoutcome", native_enum=False, length=60), nullable=True)
        )
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("close_due_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE alert SET raised_at = created_at")
    # Nobody was promised a day for these: they are to be closed as soon as somebody can.
    op.execute("UPDATE alert SET close_due_at = acknowledged_at")
    with op.batch_alter_table("alert") as table:
        table.alter_column("raised_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_alert_{name}"), rule)
        for column in PEOPLE:
            table.create_foreign_key(op.f(f"fk_alert_{column}_person"), "person", [column], ["id"])
        table.create_index("ix_alert_unacknowledged", ["acknowledged_at", "due_at"], unique=False)
        table.create_index("ix_alert_open", ["closed_at", "due_at"], unique=False)
        table.create_index("ix_alert_unclosed", ["closed_at", "close_due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("alert") as table:
        table.drop_index("ix_alert_unclosed")
        table.drop_index("ix_alert_open")
        table.drop_index("ix_alert_unacknowledged")
        for column in reversed(PEOPLE):
            table.drop_constraint(op.f(f"fk_alert_{column}_person"), type_="foreignkey")
        for name in reversed(CHECKS):
            table.drop_constraint(op.f(f"ck_alert_{name}"), type_="check")
    with op.batch_alter_table("alert") as table:
        for column in ("close_due_at", "closed_at", "outcome", "told_whom", *SEALED, *PEOPLE, "raised_at"):
            table.drop_column(column)
    for table_name in ("alert_step", "rota_entry"):
        op.drop_table(table_name)
