"""everything that a child's record holds beside the essentials

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HOW_FAR = ("yes", "partly", "no")
TOPICS = (
    "feeling safe",
    "home and family",
    "seeing people who matter",
    "brothers and sisters",
    "parents arguing or violence",
    "alcohol or drugs",
    "food, clothes, sleep, how the home is",
    "school",
    "friends",
    "health and feelings",
    "my worker",
    "the meeting",
    "what I was told",
    "where I live",
    "online",
    "race, faith, identity",
    "moving and changes",
    "something else",
)
ADULTS = ("father", "mother", "grandparent", "other family", "neighbour", "school", "health", "other")
DIFFERENCE = ("yes", "partly", "no", "the child was not asked")
CHOICES = {  # column: the name of its kind, and its words
    "wants_to_attend": (
        "wantstoattend",
        ("yes, all of it", "yes, part of it", "no", "not asked", "too young to ask"),
    ),
    "kept_out": (
        "keptout",
        (
            "too young, or does not speak yet",
            "it would distress them",
            "risk from an adult who was there",
            "the child's own choice",
            "what would be said there",
            "other",
        ),
    ),
    "chair_met": (
        "chairmet",
        ("before the conference", "after it", "before and after", "offered, and the child said no", "not offered"),
    ),
    "advocate_offered": (
        "advocateoffered",
        (
            "offered, and the child said yes",
            "offered, and the child said no",
            "not offered",
            "not available at reviews",
            "under the age for it here",
        ),
    ),
    "words_checked": ("howfar", HOW_FAR),
    "carer_present": ("carerpresent", ("no", "yes", "not known")),
    "pressure": ("pressure", ("no", "possible", "yes")),
    "child_says": ("childsays", ("agrees", "agrees with some of it", "disagrees", "says nothing about it")),
    "at_the_centre": ("atthecentre", ("fully", "mostly", "a little", "not at all")),
}
SEALED = (
    "told_by",
    "not_asked_reason",
    "chair_not_met_reason",
    "heard_when",
    "heard_by",
    "going_well",
    "worries",
    "should_happen",
    "observed_by",
    "read_by",
    "daily_life",
    "access_detail",
    "dissent",
    "better_next_time",
)
YES_OR_NO = (
    "was_invited",
    "advocate_attended",
    "advocate_reported",
    "seen_alone",
    "access_prevented",
    "all_had_it_in_writing",
    "told_of_advocate",
    "has_plan",
    "is_escalated",
)
DATES = ("told_about_on", "escalated_on")
NUMBERS = ("times_seen_alone", "how_safe")


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(chr(39) + word.replace(chr(39), chr(39) * 2) + chr(39) for word in words)})"


RULES = {
    "seen_alone_so_often": (
        "times_seen_alone IS NULL OR (seen_alone IS NOT NULL AND seen_alone AND times_seen_alone >= 1)"
    ),
    "how_safe_from_0_to_10": "how_safe BETWEEN 0 AND 10",
    "escalated_to_somebody": (
        "(escalated_to_id IS NULL AND escalated_on IS NULL) OR (is_escalated IS NOT NULL AND is_escalated)"
    ),
} | {f"{column}_known": one_of(column, words) for column, (_, words) in CHOICES.items()}


def choice(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=60)


def create_choices(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    """A table of what was ticked on a child's record."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(column, choice(name, words), nullable=False),
        sa.CheckConstraint(one_of(column, words), name=op.f(f"ck_{table}_{column}_known")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["child_record.id"], name=op.f(f"fk_{table}_record_id_child_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("record_id", column, name=f"uq_{table}_record_{column}"),
    )


def upgrade() -> None:
    create_choices("record_topic", "topic", "voicetopic", TOPICS)
    create_choices("record_adult", "adult", "spokeup", ADULTS)
    with op.batch_alter_table("child_record") as table:
        for name in SEALED:
            table.add_column(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True))
        for name in YES_OR_NO:
            table.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        for name in DATES:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in NUMBERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name, (kind, words) in CHOICES.items():
            table.add_column(sa.Column(name, choice(kind, words), nullable=True))
        table.add_column(sa.Column("escalated_to_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_child_record_escalated_to_id_agency"), "agency", ["escalated_to_id"], ["id"])
        for name, rule in RULES.items():
            table.create_check_constraint(op.f(f"ck_child_record_{name}"), rule)
    with op.batch_alter_table("wish") as table:
        table.add_column(sa.Column("topic", choice("voicetopic", TOPICS), nullable=True))
        table.add_column(sa.Column("weight_sealed", sa.LargeBinary(), nullable=True))
        table.create_check_constraint(op.f("ck_wish_topic_known"), one_of("topic", TOPICS))
    with op.batch_alter_table("action") as table:
        for name in ("stopped_reason", "evidence", "child_said"):
            table.add_column(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("difference", choice("difference", DIFFERENCE), nullable=True))
        table.create_check_constraint(op.f("ck_action_difference_known"), one_of("difference", DIFFERENCE))


def downgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.drop_constraint(op.f("ck_action_difference_known"), type_="check")
        table.drop_column("difference")
        for name in ("child_said", "evidence", "stopped_reason"):
            table.drop_column(f"{name}_sealed")
    with op.batch_alter_table("wish") as table:
        table.drop_constraint(op.f("ck_wish_topic_known"), type_="check")
        table.drop_column("weight_sealed")
        table.drop_column("topic")
    with op.batch_alter_table("child_record") as table:
        for name in RULES:
            table.drop_constraint(op.f(f"ck_child_record_{name}"), type_="check")
        table.drop_constraint(op.f("fk_child_record_escalated_to_id_agency"), type_="foreignkey")
        table.drop_column("escalated_to_id")
        for name in (*CHOICES, *NUMBERS, *DATES, *YES_OR_NO):
            table.drop_column(name)
        for name in SEALED:
            table.drop_column(f"{name}_sealed")
    for table_name in ("record_adult", "record_topic"):
        op.drop_table(table_name)
