"""what young people add: helped by somebody, by pictures, more words, taking back

Going down removes what the tables before cannot hold: additions, and views that say nothing in words.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WAS = "status IN ('waiting', 'answered')"
IS = "status IN ('waiting', 'answered', 'taken back', 'not genuine')"
HELPED_BY = (
    "family",
    "friend",
    "school",
    "social worker or support worker",
    "carer",
    "advocate",
    "interpreter",
    "somebody else",
)
CHECKS = {
    "says_something": "words_sealed IS NOT NULL OR topic IS NOT NULL OR feeling IS NOT NULL OR NOT is_safe "
    "OR cleared_at IS NOT NULL",
    "helper_says_whose_words": "(helped_by IS NULL) = (words_are_own IS NULL)",
    "cleared_waits_for_nothing": "cleared_at IS NULL OR (words_sealed IS NULL AND status <> 'waiting')",
    "taken_back_has_date": "status <> 'taken back' OR taken_back_at IS NOT NULL",
    "not_genuine_has_reason": "(status = 'not genuine') = (not_genuine_reason_sealed IS NOT NULL)",
    "helped_by_known": "helped_by IN ('family', 'friend', 'school', 'social worker or support worker', 'carer', "
    "'advocate', 'interpreter', 'somebody else')",
}
FLAGS = ("is_by_pictures", "is_complaint", "looks_automatic")
CONTACT_MOMENTS = ("given_at", "read_due_at", "opened_at")
MOMENTS = ("looked_at", "taken_back_at", "cleared_at")


def upgrade() -> None:
    op.create_table(
        "addition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.ForeignKeyConstraint(
            ["view_id"], ["young_person_view.id"], name=op.f("fk_addition_view_id_young_person_view")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
        sa.UniqueConstraint("once", name=op.f("uq_addition_once")),
    )

    with op.batch_alter_table("addition") as table:
        table.create_index("ix_addition_view", ["view_id", "sent_at"], unique=False)

    with op.batch_alter_table("contact") as table:
        for moment in CONTACT_MOMENTS:
            table.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("contact") as table:
        table.create_check_constraint(
            op.f("ck_contact_given_later_has_clock"), "(given_at IS NULL) = (read_due_at IS NULL)"
        )

    with op.batch_alter_table("young_person_view") as table:
        for flag in FLAGS:
            table.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(
            sa.Column("helped_by", sa.Enum(*HELPED_BY, name="helpedby", native_enum=False, length=60), nullable=True)
        )
        table.add_column(sa.Column("words_are_own", sa.Boolean(), nullable=True))
        for moment in MOMENTS:
            table.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("not_genuine_reason_sealed", sa.LargeBinary(), nullable=True))
        table.alter_column("words_sealed", existing_type=sa.LargeBinary(), nullable=True)
        table.drop_constraint(op.f("ck_young_person_view_status_known"), type_="check")

    with op.batch_alter_table("young_person_view") as table:
        for flag in FLAGS:
            table.alter_column(flag, existing_type=sa.Boolean(), server_default=None)
        table.create_check_constraint(op.f("ck_young_person_view_status_known"), IS)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_young_person_view_{name}"), rule)


def downgrade() -> None:
    op.drop_table("addition")
    with op.batch_alter_table("contact") as table:
        table.drop_constraint(op.f("ck_contact_given_later_has_clock"), type_="check")
    with op.batch_alter_table("contact") as table:
        for column in reversed(CONTACT_MOMENTS):
            table.drop_column(column)
    op.execute("DELETE FROM alert WHERE view_id IN (SELECT id FROM young_person_view WHERE words_sealed IS NULL)")
    op.execute("DELETE FROM contact WHERE view_id IN (SELECT id FROM young_person_view WHERE words_sealed IS NULL)")
    op.execute("DELETE FROM answer WHERE view_id IN (SELECT id FROM young_person_view WHERE words_sealed IS NULL)")
    op.execute("DELETE FROM young_person_view WHERE words_sealed IS NULL")

    with op.batch_alter_table("young_person_view") as table:
        for name in (*CHECKS, "status_known"):
            table.drop_constraint(op.f(f"ck_young_person_view_{name}"), type_="check")
    op.execute("UPDATE young_person_view SET status = 'answered' WHERE status IN ('taken back', 'not genuine')")
    with op.batch_alter_table("young_person_view") as table:
        table.create_check_constraint(op.f("ck_young_person_view_status_known"), WAS)
        table.alter_column("words_sealed", existing_type=sa.LargeBinary(), nullable=False)
        for column in ("not_genuine_reason_sealed", *reversed(MOMENTS), "words_are_own", "helped_by", *reversed(FLAGS)):
            table.drop_column(column)
