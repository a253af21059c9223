"""what is held about somebody

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "asked_by",
            sa.Enum(
                "the young person themselves",
                "somebody with parental responsibility",
                "somebody who acts for the young person",
                "a court, or somebody the law names",
                name="askedby",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("who_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_table", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waits for a safeguarding lead",
                "agreed",
                "given",
                "refused",
                "nothing is held",
                name="requeststate",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("refused_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) "
            "AND (closed_at IS NULL) = (state IN ('waits for a safeguarding lead', 'agreed'))",
            name=op.f("ck_subject_request_closed_when_it_is_over"),
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refused_because_sealed IS NOT NULL)",
            name=op.f("ck_subject_request_refused_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(subject_id IS NULL) = (state = 'nothing is held')", name=op.f("ck_subject_request_something_or_nothing")
        ),
        sa.CheckConstraint(
            "asked_by IN ('the young person themselves', 'somebody with parental responsibility', "
            "'somebody who acts for the young person', 'a court, or somebody the law names')",
            name=op.f("ck_subject_request_asked_by_known"),
        ),
        sa.CheckConstraint("state <> 'given' OR made_at IS NOT NULL", name=op.f("ck_subject_request_given_was_made")),
        sa.CheckConstraint(
            "state IN ('waits for a safeguarding lead', 'agreed', 'given', 'refused', 'nothing is held')",
            name=op.f("ck_subject_request_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'given') OR agreed_at IS NOT NULL",
            name=op.f("ck_subject_request_agreed_when_it_says_so"),
        ),
        sa.CheckConstraint(
            "subject_table IS NULL OR subject_table IN ('young_person_view', 'child', 'conference')",
            name=op.f("ck_subject_request_subject_known"),
        ),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_subject_request_agreed_by_somebody")
        ),
        sa.CheckConstraint(
            "(extended_at IS NULL) = (extended_because_sealed IS NULL)",
            name=op.f("ck_subject_request_extended_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(made_at IS NULL) = (made_by_id IS NULL)", name=op.f("ck_subject_request_made_by_somebody")
        ),
        sa.CheckConstraint(
            "(subject_table IS NULL) = (subject_id IS NULL)", name=op.f("ck_subject_request_subject_in_a_table")
        ),
        sa.CheckConstraint(
            "agreed_by_id IS NULL OR agreed_by_id <> opened_by_id", name=op.f("ck_subject_request_agreed_by_another")
        ),
        sa.CheckConstraint(
            "made_at IS NULL OR (agreed_by_id IS NOT NULL AND agreed_by_id <> made_by_id)",
            name=op.f("ck_subject_request_made_by_two"),
        ),
        sa.CheckConstraint("received_on < due_on", name=op.f("ck_subject_request_due_after_it_came")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_subject_request_agreed_by_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_subject_request_closed_by_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_subject_request_made_by_id_person")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_subject_request_opened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
        sa.UniqueConstraint("once", name=op.f("uq_subject_request_once")),
    )
    with op.batch_alter_table("subject_request") as table:
        table.create_index("ix_subject_request_closed", ["closed_at", "id"], unique=False)
        table.create_index("ix_subject_request_state", ["state", "due_on", "id"], unique=False)

    op.create_table(
        "subject_piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("source_table", sa.String(length=60), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("source_column", sa.String(length=60), nullable=False),
        sa.Column(
            "giving",
            sa.Enum("given whole", "parts left out", "not given", name="giving", native_enum=False, length=60),
            nullable=True,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "it is about somebody else, or says who told us",
                "it would seriously harm somebody",
                "the young person did not expect it to be passed on",
                "it says a child may be abused, and telling would harm them",
                "it would hinder stopping or finding a crime",
                name="ground",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seen_mark", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(giving IS NOT NULL AND giving <> 'given whole') = (ground IS NOT NULL)",
            name=op.f("ck_subject_piece_left_out_on_a_ground"),
        ),
        sa.CheckConstraint(
            "giving IN ('given whole', 'parts left out', 'not given')", name=op.f("ck_subject_piece_giving_known")
        ),
        sa.CheckConstraint(
            "ground IN ('it is about somebody else, or says who told us', 'it would seriously harm somebody', "
            "'the young person did not expect it to be passed on', "
            "'it says a child may be abused, and telling would harm them', "
            "'it would hinder stopping or finding a crime')",
            name=op.f("ck_subject_piece_ground_known"),
        ),
        sa.CheckConstraint(
            "words_sealed IS NULL OR (giving IS NOT NULL AND giving = 'parts left out')",
            name=op.f("ck_subject_piece_words_of_parts"),
        ),
        sa.CheckConstraint(
            "(giving IS NULL) = (seen_mark IS NULL)", name=op.f("ck_subject_piece_decided_on_what_was_seen")
        ),
        sa.CheckConstraint(
            "(ground IS NULL) = (reason_sealed IS NULL)", name=op.f("ck_subject_piece_left_out_with_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["subject_request.id"],
            name=op.f("fk_subject_piece_request_id_subject_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_piece")),
        sa.UniqueConstraint("request_id", "source_table", "source_id", "source_column", name="uq_subject_piece_source"),
    )


def downgrade() -> None:
    op.drop_table("subject_piece")
    with op.batch_alter_table("subject_request") as table:
        table.drop_index("ix_subject_request_state")
        table.drop_index("ix_subject_request_closed")

    op.drop_table("subject_request")
