"""what members write is read first; their checklists, and what they saw

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

CLOCKS = (
    "alert acknowledged",
    "alert closed",
    "view read",
    "view answered",
    "addition read",
    "what is missing read",
    "how to find them opened",
    "meeting page read",
    "reply to a meeting settled",
    "child told",
    "action done",
    "stopped action looked at",
    "opening how to find them reviewed",
    "quote decided",
    "hold on a view looked at again",
    "hold on a meeting looked at again",
    "commitment looked at again",
    "recommendation done",
    "letter after a conference sent",
    "record of a conference sent",
    "first core group met",
    "framework signed",
    "self-assessment filled in",
    "agenda item of a member read",
    "agenda item of members decided",
    "minutes of the board written",
    "what a member wrote read",
    "question of members answered",
)
PLACES = ", ".join(
    repr(place)
    for place in (
        "a school or college",
        "a children’s home",
        "a doctor’s, a clinic or a hospital",
        "a social work office",
        "a place for meetings",
        "a police station",
        "a youth club",
        "somewhere else",
    )
)
NOTE_READ = "what a member noticed read"
ORIGINS = ("view_id", "contribution_id", "proposal_id", "text_id", "note_id")


def from_one_of(places: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN {place} IS NULL THEN 0 ELSE 1 END" for place in places) + " = 1"


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def forget_alerts_of_notes() -> None:
    """Alerts of what there is no table for any more, with their steps and who was told of them."""
    alert = sa.table("alert", sa.column("id", sa.Uuid()), sa.column("note_id", sa.Uuid()))
    step = sa.table("alert_step", sa.column("alert_id", sa.Uuid()))
    those = sa.select(alert.c.id).where(alert.c.note_id.is_not(None))
    op.execute(sa.delete(step).where(step.c.alert_id.in_(those)))
    op.execute(sa.delete(alert).where(alert.c.note_id.is_not(None)))


def upgrade() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "open", "closed", name="checkliststate", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'open', 'closed')", name=op.f("ck_checklist_state_known")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_checklist_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("once", name=op.f("uq_checklist_once")),
    )
    with op.batch_alter_table("checklist") as table:
        table.create_index(table.f("ix_checklist_made_by_id"), ["made_by_id"], unique=False)
        table.create_index("ix_checklist_state", ["state", "created_at", "id"], unique=False)

    op.create_table(
        "member_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "about",
            sa.Enum("figures", "checklist", "check", "report", name="noteabout", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("subject_table", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_raised", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "passed on", "kept back", "dealt with", name="notestate", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "(about = 'figures') = (first_day IS NOT NULL)", name=op.f("ck_member_note_figures_of_a_period")
        ),
        sa.CheckConstraint(
            "(about = 'report') = (state = 'dealt with') OR state = 'waiting'",
            name=op.f("ck_member_note_report_dealt_with"),
        ),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_member_note_decided_has_date")),
        sa.CheckConstraint(
            "about IN ('figures', 'checklist', 'check', 'report')", name=op.f("ck_member_note_about_known")
        ),
        sa.CheckConstraint("state = 'waiting' OR read_at IS NOT NULL", name=op.f("ck_member_note_decided_was_read")),
        sa.CheckConstraint(
            "state IN ('waiting', 'passed on', 'kept back', 'dealt with')", name=op.f("ck_member_note_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('kept back', 'dealt with') OR because_sealed IS NOT NULL",
            name=op.f("ck_member_note_says_why"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_member_note_decided_by_somebody")
        ),
        sa.CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name=op.f("ck_member_note_period_is_whole")),
        sa.CheckConstraint(
            "(subject_id IS NULL) = (subject_table IS NULL)", name=op.f("ck_member_note_subject_in_a_table")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_member_note_decided_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_note")),
        sa.UniqueConstraint("once", name=op.f("uq_member_note_once")),
    )
    with op.batch_alter_table("member_note") as table:
        table.create_index(table.f("ix_member_note_person_id"), ["person_id"], unique=False)
        table.create_index("ix_member_note_state", ["state", "is_raised", "read_due_at", "id"], unique=False)
        table.create_index("ix_member_note_subject", ["subject_id", "about"], unique=False)
        table.create_index("ix_member_note_unread", ["read_at", "read_due_at"], unique=False)

    op.create_table(
        "checklist_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_checklist_wish_positions_start_at_one")),
        sa.ForeignKeyConstraint(
            ["checklist_id"],
            ["checklist.id"],
            name=op.f("fk_checklist_wish_checklist_id_checklist"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_wish")),
        sa.UniqueConstraint("checklist_id", "position", name="uq_checklist_wish_position"),
    )
    op.create_table(
        "quality_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "a school or college",
                "a children’s home",
                "a doctor’s, a clinic or a hospital",
                "a social work office",
                "a place for meetings",
                "a police station",
                "a youth club",
                "somewhere else",
                name="placekind",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            f"place IN ({PLACES})",
            name=op.f("ck_quality_check_place_known"),
        ),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_quality_check_checklist_id_checklist")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quality_check_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_check")),
        sa.UniqueConstraint("once", name=op.f("uq_quality_check_once")),
    )
    with op.batch_alter_table("quality_check") as table:
        table.create_index("ix_quality_check_checklist", ["checklist_id", "visited_on", "id"], unique=False)
        table.create_index(table.f("ix_quality_check_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quality_check_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("wish_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("yes", "partly", "no", "could not see it", name="checkmark", native_enum=False, length=60),
            nullable=False,
        ),
        sa.CheckConstraint(
            "mark IN ('yes', 'partly', 'no', 'could not see it')", name=op.f("ck_quality_check_mark_mark_known")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["quality_check.id"],
            name=op.f("fk_quality_check_mark_check_id_quality_check"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wish_id"], ["checklist_wish.id"], name=op.f("fk_quality_check_mark_wish_id_checklist_wish")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_check_mark")),
        sa.UniqueConstraint("check_id", "wish_id", name="uq_quality_check_mark_once"),
    )
    with op.batch_alter_table("quality_check_mark") as table:
        table.create_index("ix_quality_check_mark_wish", ["wish_id", "mark"], unique=False)

    with op.batch_alter_table("alert") as table:
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.add_column(sa.Column("note_id", sa.Uuid(), nullable=True))
        table.create_unique_constraint(table.f("uq_alert_note_id"), ["note_id"])
        table.create_foreign_key(table.f("fk_alert_note_id_member_note"), "member_note", ["note_id"], ["id"])
        table.create_check_constraint(op.f("ck_alert_from_one_place"), from_one_of(ORIGINS))
    put_clocks(*CLOCKS, NOTE_READ)


def downgrade() -> None:
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock == NOTE_READ))
    put_clocks(*CLOCKS)
    forget_alerts_of_notes()
    with op.batch_alter_table("alert") as table:
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.drop_constraint(table.f("fk_alert_note_id_member_note"), type_="foreignkey")
        table.drop_constraint(table.f("uq_alert_note_id"), type_="unique")
        table.drop_column("note_id")
        table.create_check_constraint(op.f("ck_alert_from_one_place"), from_one_of(ORIGINS[:-1]))

    with op.batch_alter_table("quality_check_mark") as table:
        table.drop_index("ix_quality_check_mark_wish")

    op.drop_table("quality_check_mark")
    with op.batch_alter_table("quality_check") as table:
        table.drop_index(table.f("ix_quality_check_person_id"))
        table.drop_index("ix_quality_check_checklist")

    op.drop_table("quality_check")
    op.drop_table("checklist_wish")
    with op.batch_alter_table("member_note") as table:
        table.drop_index("ix_member_note_unread")
        table.drop_index("ix_member_note_subject")
        table.drop_index("ix_member_note_state")
        table.drop_index(table.f("ix_member_note_person_id"))

    op.drop_table("member_note")
    with op.batch_alter_table("checklist") as table:
        table.drop_index("ix_checklist_state")
        table.drop_index(table.f("ix_checklist_made_by_id"))

    op.drop_table("checklist")
