"""a whole conference, and what each child needs to be heard

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INTERPRETERS = ("not needed", "spoken language", "British Sign Language", "Makaton", "other")
WHO_INTERPRETS = ("an interpreter", "somebody at work here who knows it", "a family member", "nobody")
NEEDS = (
    "speech, language or communication",
    "learning",
    "hearing",
    "sight",
    "autism",
    "behaviour",
    "moving about",
    "use of hands",
    "consciousness, such as seizures",
    "other",
)
AIDS = (
    "symbols or pictures (PECS, Widgit)",
    "communication device (AAC)",
    "photos",
    "toys and play",
    "drawing",
    "nothing was needed",
)
CATEGORIES = ("NEG", "PHY", "SAB", "EMO", "MUL")
CONFERENCE_DATES = {
    "last_conference_first": "last_conference_on IS NULL OR last_conference_on < held_on",
    "told_of_move_first": "told_of_move_on IS NULL OR told_of_move_on <= held_on",
    "core_group_follows": "core_group_on IS NULL OR core_group_on >= held_on",
    "letter_follows": "letter_sent_on IS NULL OR letter_sent_on >= held_on",
    "record_follows": "record_sent_on IS NULL OR record_sent_on >= held_on",
    "not_quorate_has_reason": "is_quorate IS NULL OR is_quorate OR not_quorate_reason_sealed IS NOT NULL",
}


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


RECORD_RULES = {
    "sibling_place_of_how_many": "(sibling_place IS NULL) = (sibling_count IS NULL)",
    "sibling_place_in_the_row": "sibling_place BETWEEN 1 AND sibling_count",
    "interpreted_when_needed": "interpreted_by IS NULL OR (interpreter IS NOT NULL AND interpreter <> 'not needed')",
    "interpreter_known": one_of("interpreter", INTERPRETERS),
    "interpreted_by_known": one_of("interpreted_by", WHO_INTERPRETS),
}


def choice(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=60)


def create_choices(table: str, column: str, name: str, words: tuple[str, ...], *rules: sa.CheckConstraint) -> None:
    """A table of what was ticked on a child's record."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(column, choice(name, words), nullable=False),
        sa.CheckConstraint(one_of(column, words), name=op.f(f"ck_{table}_{column}_known")),
        *rules,
        sa.ForeignKeyConstraint(
            ["record_id"], ["child_record.id"], name=op.f(f"fk_{table}_record_id_child_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("record_id", column, name=f"uq_{table}_record_{column}"),
    )


def upgrade() -> None:
    op.create_table(
        "conference_agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("is_invited", sa.Boolean(), nullable=False),
        sa.Column("has_attended", sa.Boolean(), nullable=False),
        sa.Column("has_reported", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "is_invited OR has_attended OR has_reported", name=op.f("ck_conference_agency_says_something")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_conference_agency_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_conference_agency_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_agency")),
        sa.UniqueConstraint("conference_id", "agency_id", name="uq_conference_agency_conference_agency"),
    )
    with op.batch_alter_table("conference_agency") as table:
        table.create_index(table.f("ix_conference_agency_agency_id"), ["agency_id"], unique=False)
    create_choices("record_need", "need", "need", NEEDS)
    create_choices("record_aid", "aid", "aid", AIDS)
    not_multiple = sa.CheckConstraint("category <> 'MUL'", name=op.f("ck_record_harm_one_category"))
    create_choices("record_harm", "category", "category", CATEGORIES, not_multiple)

    with op.batch_alter_table("child_record") as table:
        table.add_column(sa.Column("sibling_place", sa.Integer(), nullable=True))
        table.add_column(sa.Column("sibling_count", sa.Integer(), nullable=True))
        table.add_column(sa.Column("first_language_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("interpreter", choice("interpreter", INTERPRETERS), nullable=True))
        table.add_column(sa.Column("interpreted_by", choice("interpretedby", WHO_INTERPRETS), nullable=True))
        for name, rule in RECORD_RULES.items():
            table.create_check_constraint(op.f(f"ck_child_record_{name}"), rule)

    with op.batch_alter_table("conference") as table:
        table.add_column(sa.Column("last_conference_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("told_of_move_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("is_quorate", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("not_quorate_reason_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("core_group_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("core_group_late_reason_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("letter_sent_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("record_sent_on", sa.Date(), nullable=True))
        for name, rule in CONFERENCE_DATES.items():
            table.create_check_constraint(op.f(f"ck_conference_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("conference") as table:
        for name in CONFERENCE_DATES:
            table.drop_constraint(op.f(f"ck_conference_{name}"), type_="check")
        table.drop_column("record_sent_on")
        table.drop_column("letter_sent_on")
        table.drop_column("core_group_late_reason_sealed")
        table.drop_column("core_group_on")
        table.drop_column("not_quorate_reason_sealed")
        table.drop_column("is_quorate")
        table.drop_column("told_of_move_on")
        table.drop_column("last_conference_on")
    with op.batch_alter_table("child_record") as table:
        for name in RECORD_RULES:
            table.drop_constraint(op.f(f"ck_child_record_{name}"), type_="check")
        table.drop_column("interpreted_by")
        table.drop_column("interpreter")
        table.drop_column("first_language_sealed")
        table.drop_column("sibling_count")
        table.drop_column("sibling_place")
    for table_name in ("record_harm", "record_aid", "record_need", "conference_agency"):
        op.drop_table(table_name)
