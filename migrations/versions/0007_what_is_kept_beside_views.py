"""what those who read views keep: themes, notes, drafts, what is hidden; and the order of the inbox

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ORDER = ("place", "next_due_at", "sent_at", "id")
ORDERS = {
    "inbox": ("status", *ORDER, "topic", "age_group"),
    "topic": ("status", "topic", *ORDER, "age_group"),
    "age_group": ("status", "age_group", *ORDER, "topic"),
    "due": ("status", "next_due_at", "topic", "age_group"),
}
THEME_ORDER = ("place", "next_due_at", "sent_at", "view_id")
THEME_ORDERS = {
    "inbox": ("theme_id", "status", *THEME_ORDER, "topic", "age_group"),
    "topic": ("theme_id", "status", "topic", *THEME_ORDER, "age_group"),
    "age_group": ("theme_id", "status", "age_group", *THEME_ORDER, "topic"),
    "due": ("theme_id", "status", "next_due_at", "topic", "age_group"),
}
STATUSES = ("waiting", "answered", "taken back", "not genuine")
TOPICS = (
    *("home", "school", "family", "friends", "feeling safe", "being online", "where I live", "people who help me"),
    *("a meeting about me", "something else"),
)
AGES = ("8 to 10", "11 to 13", "14 to 15", "16 to 18", "19 to 25")
HANDLER_ORDER = ("handler_id", "status", *ORDER, "topic", "age_group")
HANDLED = sa.text("handler_id IS NOT NULL")
TO_BE_READ = sa.text("read_due_at IS NOT NULL")
KEPT = sa.text("taken_back_at IS NOT NULL AND cleared_at IS NULL")
UNOPENED = sa.text("given_at IS NOT NULL AND opened_at IS NULL")
FILL = (
    "UPDATE young_person_view SET last_said_at = sent_at",
    "UPDATE young_person_view SET last_said_at = (SELECT max(addition.sent_at) FROM addition "
    "WHERE addition.view_id = young_person_view.id) "
    "WHERE EXISTS (SELECT 1 FROM addition WHERE addition.view_id = young_person_view.id)",
    "UPDATE young_person_view SET place = CASE WHEN is_safe THEN 2 ELSE 0 END, next_due_at = CASE "
    "WHEN read_at IS NULL AND read_due_at < answer_due_at THEN read_due_at ELSE answer_due_at END",
    "UPDATE young_person_view SET next_due_at = (SELECT min(addition.read_due_at) FROM addition "
    "WHERE addition.view_id = young_person_view.id AND addition.read_at IS NULL) "
    "WHERE EXISTS (SELECT 1 FROM addition WHERE addition.view_id = young_person_view.id "
    "AND addition.read_at IS NULL AND addition.read_due_at < young_person_view.next_due_at)",
    "UPDATE young_person_view SET next_due_at = (SELECT contact.read_due_at FROM contact "
    "WHERE contact.view_id = young_person_view.id) "
    "WHERE EXISTS (SELECT 1 FROM contact WHERE contact.view_id = young_person_view.id "
    "AND contact.opened_at IS NULL AND contact.read_due_at < young_person_view.next_due_at)",
)


def one_of(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name = trim(name) AND name <> ''", name=op.f("ck_theme_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("name", name=op.f("uq_theme_name")),
    )

    op.create_table(
        "canned_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name = trim(name) AND name <> ''", name=op.f("ck_canned_opening_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_opening")),
        sa.UniqueConstraint("name", name=op.f("uq_canned_opening_name")),
    )

    op.create_table(
        "inbox_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("new_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("new_since <= looked_at", name=op.f("ck_inbox_look_new_since_before_now")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inbox_look_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_look")),
        sa.UniqueConstraint("person_id", name=op.f("uq_inbox_look_person_id")),
    )

    op.create_table(
        "answer_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_of_id", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks_right", sa.Boolean(), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by_id IS NULL)", name=op.f("ck_answer_draft_looked_at_by_somebody")
        ),
        sa.CheckConstraint(
            "looked_at IS NULL OR asked_at IS NOT NULL", name=op.f("ck_answer_draft_looked_at_when_asked")
        ),
        sa.CheckConstraint(
            "looked_by_id IS NULL OR looked_by_id <> written_by_id", name=op.f("ck_answer_draft_looked_at_by_another")
        ),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (asked_of_id IS NULL)", name=op.f("ck_answer_draft_asked_of_somebody")
        ),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looks_right IS NULL)", name=op.f("ck_answer_draft_looked_at_says_whether_right")
        ),
        sa.ForeignKeyConstraint(["asked_of_id"], ["person.id"], name=op.f("fk_answer_draft_asked_of_id_person")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["person.id"], name=op.f("fk_answer_draft_looked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["young_person_view.id"],
            name=op.f("fk_answer_draft_view_id_young_person_view"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_answer_draft_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint("view_id", name=op.f("uq_answer_draft_view_id")),
    )
    with op.batch_alter_table("answer_draft") as table:
        table.create_index("ix_answer_draft_asked_of", ["asked_of_id", "looked_at"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.ForeignKeyConstraint(
            ["view_id"], ["young_person_view.id"], name=op.f("fk_note_view_id_young_person_view"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_note_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("once", name=op.f("uq_note_once")),
    )
    with op.batch_alter_table("note") as table:
        table.create_index("ix_note_view", ["view_id", "created_at"], unique=False)

    op.create_table(
        "redaction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("detail_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("redacted_by_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_redaction_lifted_by_somebody")
        ),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"], name=op.f("fk_redaction_lifted_by_id_person")),
        sa.ForeignKeyConstraint(["redacted_by_id"], ["person.id"], name=op.f("fk_redaction_redacted_by_id_person")),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["young_person_view.id"],
            name=op.f("fk_redaction_view_id_young_person_view"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint("once", name=op.f("uq_redaction_once")),
    )
    with op.batch_alter_table("redaction") as table:
        table.create_index("ix_redaction_view", ["view_id", "created_at"], unique=False)

    op.create_table(
        "view_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("status", one_of(STATUSES, "viewstatus"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", one_of(TOPICS, "topic"), nullable=True),
        sa.Column("age_group", one_of(AGES, "agegroup"), nullable=True),
        sa.CheckConstraint(f"status IN {STATUSES}", name=op.f("ck_view_theme_status_known")),
        sa.CheckConstraint(f"topic IN {TOPICS}", name=op.f("ck_view_theme_topic_known")),
        sa.CheckConstraint(f"age_group IN {AGES}", name=op.f("ck_view_theme_age_group_known")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_view_theme_added_by_id_person")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_view_theme_theme_id_theme")),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["young_person_view.id"],
            name=op.f("fk_view_theme_view_id_young_person_view"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_theme")),
        sa.UniqueConstraint("view_id", "theme_id", name="uq_view_theme_once"),
    )
    with op.batch_alter_table("view_theme") as table:
        for name, columns in THEME_ORDERS.items():
            table.create_index(f"ix_view_theme_{name}", [*columns], unique=False)

    with op.batch_alter_table("young_person_view") as table:
        table.add_column(sa.Column("place", sa.Integer(), nullable=True))
        table.add_column(sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("last_said_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("handler_id", sa.Uuid(), nullable=True))
        table.drop_index("ix_young_person_view_inbox")
    for statement in FILL:
        op.execute(statement)
    with op.batch_alter_table("young_person_view") as table:
        table.alter_column("place", existing_type=sa.Integer(), nullable=False)
        table.alter_column("next_due_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("last_said_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_check_constraint(op.f("ck_young_person_view_place_known"), "place BETWEEN 0 AND 2")
        table.create_check_constraint(op.f("ck_young_person_view_unsafe_comes_first"), "is_safe OR place = 0")
        table.create_foreign_key(op.f("fk_young_person_view_handler_id_person"), "person", ["handler_id"], ["id"])
        for name, columns in ORDERS.items():
            table.create_index(f"ix_young_person_view_{name}", [*columns], unique=False)
        table.create_index(
            "ix_young_person_view_handler", [*HANDLER_ORDER], sqlite_where=HANDLED, postgresql_where=HANDLED
        )
        table.create_index(
            "ix_young_person_view_kept", [*ORDER], unique=False, sqlite_where=KEPT, postgresql_where=KEPT
        )
        table.create_index("ix_young_person_view_last_said", ["last_said_at"], unique=False)

    # What they say is missing from an answer is read by a day of its own.
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("read_due_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(
            op.f("ck_answer_read_was_to_be_read"), "read_at IS NULL OR read_due_at IS NOT NULL"
        )
        table.create_index(
            "ix_answer_unread", ["read_at", "read_due_at"], sqlite_where=TO_BE_READ, postgresql_where=TO_BE_READ
        )

    with op.batch_alter_table("contact") as table:
        table.create_index(
            "ix_contact_unopened",
            ["read_due_at", "id"],
            unique=False,
            sqlite_where=UNOPENED,
            postgresql_where=UNOPENED,
        )


def downgrade() -> None:
    with op.batch_alter_table("contact") as table:
        table.drop_index("ix_contact_unopened")
    with op.batch_alter_table("answer") as table:
        table.drop_index("ix_answer_unread")
        table.drop_constraint(op.f("ck_answer_read_was_to_be_read"), type_="check")
        table.drop_column("read_at")
        table.drop_column("read_due_at")
    with op.batch_alter_table("young_person_view") as table:
        table.drop_index("ix_young_person_view_last_said")
        table.drop_index("ix_young_person_view_kept")
        table.drop_index("ix_young_person_view_handler")
        for name in reversed(ORDERS):
            table.drop_index(f"ix_young_person_view_{name}")
        table.drop_constraint(op.f("fk_young_person_view_handler_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("ck_young_person_view_unsafe_comes_first"), type_="check")
        table.drop_constraint(op.f("ck_young_person_view_place_known"), type_="check")
    with op.batch_alter_table("young_person_view") as table:
        for column in ("handler_id", "last_said_at", "next_due_at", "place"):
            table.drop_column(column)
        table.create_index(
            "ix_young_person_view_inbox", ["status", "is_safe", "answer_due_at", "sent_at", "id"], unique=False
        )
    for table_name in ("view_theme", "redaction", "note", "answer_draft", "inbox_look", "canned_opening", "theme"):
        op.drop_table(table_name)
