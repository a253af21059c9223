"""a child's own side of their meeting

Going down removes it, with the alerts that came from it.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "joining",
            sa.Enum(
                "be there",
                "somebody speaks for me",
                "write it",
                "draw or record it",
                "not this time",
                name="joining",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("good_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("worries_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wishes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("speaker_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("understanding_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("how_safe", sa.Integer(), nullable=True),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "helped_by",
            sa.Enum(
                "family",
                "friend",
                "school",
                "social worker or support worker",
                "carer",
                "advocate",
                "interpreter",
                "somebody else",
                name="helpedby",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("words_are_own", sa.Boolean(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "helped_by IN ('family', 'friend', 'school', 'social worker or support worker', 'carer', "
            "'advocate', 'interpreter', 'somebody else')",
            name=op.f("ck_contribution_helped_by_known"),
        ),
        sa.CheckConstraint(
            "joining IN ('be there', 'somebody speaks for me', 'write it', 'draw or record it', 'not this time')",
            name=op.f("ck_contribution_joining_known"),
        ),
        sa.CheckConstraint(
            "(helped_by IS NULL) = (words_are_own IS NULL)", name=op.f("ck_contribution_helper_says_whose_words")
        ),
        sa.CheckConstraint("how_safe BETWEEN 0 AND 10", name=op.f("ck_contribution_how_safe_from_0_to_10")),
        sa.CheckConstraint(
            "joining IS NOT NULL OR good_sealed IS NOT NULL OR worries_sealed IS NOT NULL OR wishes_sealed IS NOT NULL "
            "OR speaker_sealed IS NOT NULL OR understanding_sealed IS NOT NULL OR how_safe IS NOT NULL "
            "OR private_sealed IS NOT NULL",
            name=op.f("ck_contribution_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["child_record.id"], name=op.f("fk_contribution_record_id_child_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("once", name=op.f("uq_contribution_once")),
    )

    with op.batch_alter_table("contribution") as table:
        table.create_index("ix_contribution_record", ["record_id", "sent_at"], unique=False)
        table.create_index("ix_contribution_unread", ["read_at", "read_due_at"], unique=False)

    op.create_table(
        "meeting_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("words_mark", sa.LargeBinary(), nullable=False),
        sa.Column("words_key_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "(first_used_at IS NULL) = (last_used_at IS NULL) AND first_used_at <= last_used_at",
            name=op.f("ck_meeting_words_first_used_comes_first"),
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_meeting_words_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["child_record.id"], name=op.f("fk_meeting_words_record_id_child_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_words")),
        sa.UniqueConstraint("once", name=op.f("uq_meeting_words_once")),
        sa.UniqueConstraint("words_mark", name=op.f("uq_meeting_words_words_mark")),
    )

    with op.batch_alter_table("meeting_words") as table:
        table.create_index(op.f("ix_meeting_words_record_id"), ["record_id"], unique=False)
        table.create_index(
            "uq_meeting_words_live",
            ["record_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "meeting_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("wish_id", sa.Uuid(), nullable=True),
        sa.Column(
            "is_right", sa.Enum("yes", "partly", "no", name="verdict", native_enum=False, length=60), nullable=True
        ),
        sa.Column(
            "has_happened",
            sa.Enum("yes", "not yet", "no", name="happened", native_enum=False, length=60),
            nullable=True,
        ),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "due_at IS NOT NULL OR (words_sealed IS NULL AND COALESCE(is_right, '') <> 'no' "
            "AND COALESCE(has_happened, '') <> 'no')",
            name=op.f("ck_meeting_reply_no_has_a_clock"),
        ),
        sa.CheckConstraint(
            "has_happened IN ('yes', 'not yet', 'no')", name=op.f("ck_meeting_reply_has_happened_known")
        ),
        sa.CheckConstraint("is_right IN ('yes', 'partly', 'no')", name=op.f("ck_meeting_reply_is_right_known")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (answer_sealed IS NULL)", name=op.f("ck_meeting_reply_settled_with_an_answer")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_meeting_reply_settled_by_somebody")
        ),
        sa.CheckConstraint(
            "is_right IS NOT NULL OR has_happened IS NOT NULL", name=op.f("ck_meeting_reply_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["child_record.id"], name=op.f("fk_meeting_reply_record_id_child_record")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_meeting_reply_settled_by_id_person")),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["wish.id"], name=op.f("fk_meeting_reply_wish_id_wish"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_reply")),
        sa.UniqueConstraint("once", name=op.f("uq_meeting_reply_once")),
    )

    with op.batch_alter_table("meeting_reply") as table:
        table.create_index("ix_meeting_reply_due", ["settled_at", "due_at"], unique=False)
        table.create_index("ix_meeting_reply_record", ["record_id", "sent_at"], unique=False)
        table.create_index(op.f("ix_meeting_reply_wish_id"), ["wish_id"], unique=False)

    with op.batch_alter_table("alert") as table:
        table.add_column(sa.Column("contribution_id", sa.Uuid(), nullable=True))
        table.alter_column("view_id", existing_type=sa.Uuid(), nullable=True)
        table.create_unique_constraint(op.f("uq_alert_contribution_id"), ["contribution_id"])
        table.create_foreign_key(
            op.f("fk_alert_contribution_id_contribution"), "contribution", ["contribution_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_alert_from_one_place"), "(view_id IS NULL) <> (contribution_id IS NULL)")

    with op.batch_alter_table("child_record") as table:
        table.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("conference") as table:
        table.add_column(sa.Column("start_time", sa.Time(), nullable=True))

    with op.batch_alter_table("wish") as table:
        table.add_column(sa.Column("contribution_id", sa.Uuid(), nullable=True))
        table.create_index(op.f("ix_wish_contribution_id"), ["contribution_id"], unique=False)
        table.create_foreign_key(
            op.f("fk_wish_contribution_id_contribution"), "contribution", ["contribution_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM alert WHERE view_id IS NULL")
    with op.batch_alter_table("wish") as table:
        table.drop_constraint(op.f("fk_wish_contribution_id_contribution"), type_="foreignkey")
        table.drop_index(op.f("ix_wish_contribution_id"))
        table.drop_column("contribution_id")
    with op.batch_alter_table("conference") as table:
        table.drop_column("start_time")
    with op.batch_alter_table("child_record") as table:
        table.drop_column("released_at")
    with op.batch_alter_table("alert") as table:
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.drop_constraint(op.f("fk_alert_contribution_id_contribution"), type_="foreignkey")
        table.drop_constraint(op.f("uq_alert_contribution_id"), type_="unique")
        table.alter_column("view_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("contribution_id")
    for table_name in ("meeting_reply", "meeting_words", "contribution"):
        op.drop_table(table_name)
