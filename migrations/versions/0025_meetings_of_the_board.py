"""meetings of the board, what members want on the agenda, papers in both forms, minutes; alerts about what they wrote

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
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
)
OF_MEETINGS = (
    "agenda item of a member read",
    "agenda item of members decided",
    "minutes of the board written",
)
MEETING_STATES = ("planned", "held", "called off")
PROPOSAL_STATES = ("sent", "passed on", "not passed on", "accepted", "deferred", "withdrawn")
FROM_ONE_OF_TWO = "(view_id IS NULL) <> (contribution_id IS NULL)"
FROM_ONE_OF_THREE = (
    "CASE WHEN view_id IS NULL THEN 0 ELSE 1 END + CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END = 1"
)
RAISED_ON_A_VIEW = "raised_by_id IS NULL OR view_id IS NOT NULL"
RAISED_BY_WHO_READ_IT = "raised_by_id IS NULL OR contribution_id IS NULL"


def of_a_row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def leads_to(table: str, column: str, other: str, **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), **more)


def checked(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()]


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        table.create_check_constraint(op.f("ck_overdue_clock_known"), one_of("clock", clocks))


def upgrade() -> None:
    put_clocks(*CLOCKS, *OF_MEETINGS)
    create_meetings()
    create_proposals()
    create_items_and_papers()
    with op.batch_alter_table("alert") as table:
        table.add_column(sa.Column("proposal_id", sa.Uuid(), nullable=True))
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.drop_constraint(op.f("ck_alert_raised_on_a_view"), type_="check")
    with op.batch_alter_table("alert") as table:
        table.create_foreign_key(
            op.f("fk_alert_proposal_id_agenda_proposal"), "agenda_proposal", ["proposal_id"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_alert_proposal_id"), ["proposal_id"])
        table.create_check_constraint(op.f("ck_alert_from_one_place"), FROM_ONE_OF_THREE)
        table.create_check_constraint(op.f("ck_alert_raised_by_who_read_it"), RAISED_BY_WHO_READ_IT)


def create_meetings() -> None:
    state = sa.Enum(*MEETING_STATES, name="boardmeetingstate", native_enum=False, length=60)
    op.create_table(
        "board_meeting",
        *of_a_row("board_meeting"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("called_off_because", sa.String(length=1_000), nullable=True),
        sa.Column("minutes_due_on", sa.Date(), nullable=False),
        moment("minutes_published_at"),
        sa.Column("once", sa.String(length=43), nullable=False),
        *checked(
            "board_meeting",
            state_known=one_of("state", MEETING_STATES),
            called_off_with_a_reason="(state = 'called off') = (called_off_because IS NOT NULL)",
            minutes_of_one_that_was_held="minutes_published_at IS NULL OR state = 'held'",
        ),
        sa.UniqueConstraint("once", name=op.f("uq_board_meeting_once")),
    )
    op.create_index("ix_board_meeting_held", "board_meeting", ["held_on", "id"], unique=False)
    op.create_index("ix_board_meeting_minutes_due", "board_meeting", ["minutes_due_on", "id"], unique=False)


def create_proposals() -> None:
    table = "agenda_proposal"
    state = sa.Enum(*PROPOSAL_STATES, name="proposalstate", native_enum=False, length=60)
    op.create_table(
        table,
        *of_a_row(table),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", state, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("read_due_at", sa.DateTime(timezone=True), nullable=False),
        moment("read_at"),
        moment("settled_at"),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("not_passed_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decide_due_on", sa.Date(), nullable=True),
        moment("decided_at"),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_because_sealed", sa.LargeBinary(), nullable=True),
        moment("withdrawn_at"),
        sa.Column("once", sa.String(length=43), nullable=False),
        *checked(
            table,
            state_known=one_of("state", PROPOSAL_STATES),
            words_whole_or_gone="(title_sealed IS NULL) = (reason_sealed IS NULL)",
            words_kept_unless_withdrawn="title_sealed IS NOT NULL OR state = 'withdrawn'",
            settled_by_somebody="(settled_at IS NULL) = (settled_by_id IS NULL)",
            decided_by_somebody="(decided_at IS NULL) = (decided_by_id IS NULL)",
            sent_until_settled="state <> 'sent' OR settled_at IS NULL",
            settled_before_it_goes_on="settled_at IS NOT NULL OR state IN ('sent', 'withdrawn')",
            not_passed_on_with_a_reason="state <> 'not passed on' OR not_passed_because_sealed IS NOT NULL",
            decided_by_a_day="(state = 'passed on') = (decide_due_on IS NOT NULL)",
            accepted_or_deferred_is_decided="state NOT IN ('accepted', 'deferred') OR decided_at IS NOT NULL",
            deferred_with_a_reason="state <> 'deferred' OR decided_because_sealed IS NOT NULL",
            withdrawn_at_a_moment="(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            place_known="place IN (0, 1, 2)",
        ),
        leads_to(table, "person_id", "person"),
        leads_to(table, "settled_by_id", "person"),
        leads_to(table, "decided_by_id", "person"),
        sa.UniqueConstraint("once", name=op.f("uq_agenda_proposal_once")),
    )
    op.create_index("ix_agenda_proposal_unsettled", table, ["settled_at", "place", "read_due_at", "id"], unique=False)
    op.create_index("ix_agenda_proposal_decide", table, ["state", "decide_due_on", "id"], unique=False)
    op.create_index("ix_agenda_proposal_person", table, ["person_id", "created_at", "id"], unique=False)


def create_items_and_papers() -> None:
    op.create_table(
        "agenda_item",
        *of_a_row("agenda_item"),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("about", sa.String(length=1_000), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.String(length=20_000), nullable=True),
        sa.Column("decided", sa.String(length=20_000), nullable=True),
        sa.Column("answer", sa.String(length=5_000), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        *checked(
            "agenda_item",
            named_by_the_board_or_by_members="(title IS NULL) = (proposal_id IS NOT NULL)",
            positions_start_at_one="position >= 1",
        ),
        leads_to("agenda_item", "meeting_id", "board_meeting", ondelete="CASCADE"),
        leads_to("agenda_item", "proposal_id", "agenda_proposal"),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_agenda_item_proposal_id")),
        sa.UniqueConstraint("once", name=op.f("uq_agenda_item_once")),
    )
    op.create_index("ix_agenda_item_meeting", "agenda_item", ["meeting_id", "position"], unique=False)
    op.create_table(
        "meeting_paper",
        *of_a_row("meeting_paper"),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=20_000), nullable=False),
        sa.Column("plain", sa.String(length=20_000), nullable=True),
        moment("published_at"),
        sa.Column("once", sa.String(length=43), nullable=False),
        *checked("meeting_paper", published_in_plain_words_too="published_at IS NULL OR plain IS NOT NULL"),
        leads_to("meeting_paper", "meeting_id", "board_meeting"),
        leads_to("meeting_paper", "item_id", "agenda_item", ondelete="SET NULL"),
        sa.UniqueConstraint("once", name=op.f("uq_meeting_paper_once")),
    )
    op.create_index("ix_meeting_paper_meeting", "meeting_paper", ["meeting_id", "created_at"], unique=False)
    op.create_index(op.f("ix_meeting_paper_item_id"), "meeting_paper", ["item_id"], unique=False)


def downgrade() -> None:
    about_proposals = "SELECT id FROM alert WHERE proposal_id IS NOT NULL"
    op.execute(f"DELETE FROM alert_step WHERE alert_id IN ({about_proposals})")  # noqa: S608 (only what stands above)
    op.execute("DELETE FROM alert WHERE proposal_id IS NOT NULL")
    with op.batch_alter_table("alert") as table:
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.drop_constraint(op.f("ck_alert_raised_by_who_read_it"), type_="check")
        table.drop_constraint(op.f("uq_alert_proposal_id"), type_="unique")
        table.drop_constraint(op.f("fk_alert_proposal_id_agenda_proposal"), type_="foreignkey")
        table.drop_column("proposal_id")
    with op.batch_alter_table("alert") as table:
        table.create_check_constraint(op.f("ck_alert_from_one_place"), FROM_ONE_OF_TWO)
        table.create_check_constraint(op.f("ck_alert_raised_on_a_view"), RAISED_ON_A_VIEW)
    for name in ("meeting_paper", "agenda_item", "agenda_proposal", "board_meeting"):
        op.drop_table(name)
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock.in_(OF_MEETINGS)))
    put_clocks(*CLOCKS)
