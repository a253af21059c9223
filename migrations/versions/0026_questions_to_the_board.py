"""questions of members to the board: their words, votes, rounds and verdicts; commitments and alerts of them

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STATES = (
    "members are writing it",
    "the board is to answer",
    "members say whether that answers it",
    "members say that it is answered",
)
KINDS = ("a question to the board", "a comment", "what is missing in an answer")
TEXT_STATES = ("waits to be read", "passed on", "not passed on", "reported")
REPORTS = ("I am worried about somebody", "it is unkind", "it says who somebody is", "something else")
VERDICTS = ("yes", "partly", "no")
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
)
OF_QUESTIONS = ("what a member wrote read", "question of members answered")
EVENTS = (
    "an alert was raised",
    "an alert waits to be acknowledged",
    "something was handed to them",
    "a clock ran out",
    "a quote waits for a second person",
    "opening how to find somebody waits for a second look",
    "opening how to find somebody was not right",
    "a child said that something is not right",
    "they are let in again, and something waits",
)
OF_MEMBERS = ("a member reported what another one wrote", "members ask the board something")
PLACES = ("view_id", "contribution_id", "proposal_id", "text_id")


def from_one_of(places: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN {place} IS NULL THEN 0 ELSE 1 END" for place in places) + " = 1"


def of_a_row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def leads_to(table: str, column: str, other: str, **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), **more)


def listed(choices: tuple[str, ...]) -> str:
    return ", ".join(repr(one) for one in choices)


def choice(name: str, kind: str, choices: tuple[str, ...], *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Enum(*choices, name=kind, native_enum=False, length=60), nullable=nullable)


def known(table: str, column: str, choices: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({listed(choices)})", name=op.f(f"ck_{table}_{column}_known"))


def check(table: str, name: str, says: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(says, name=op.f(f"ck_{table}_{name}"))


def moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def row_id(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def put_words(table: str, column: str, words: tuple[str, ...]) -> None:
    """The words that this column takes."""
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(op.f(f"ck_{table}_{column}_known"), type_="check")
        changed.create_check_constraint(op.f(f"ck_{table}_{column}_known"), f"{column} IN ({listed(words)})")


def upgrade() -> None:
    put_words("overdue", "clock", (*CLOCKS, *OF_QUESTIONS))
    put_words("outbox_message", "event", (*EVENTS, *OF_MEMBERS))
    create_questions()
    create_texts()
    create_rounds()
    with op.batch_alter_table("commitment") as table:
        table.add_column(row_id("question_id"))
        table.create_index(op.f("ix_commitment_question_id"), ["question_id"], unique=False)
        table.create_foreign_key(
            op.f("fk_commitment_question_id_board_question"),
            "board_question",
            ["question_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_check_constraint(
            op.f("ck_commitment_question_of_members"),
            "question_id IS NULL OR comes_from = 'a question from young advisors'",
        )
    with op.batch_alter_table("alert") as table:
        table.add_column(row_id("text_id"))
        table.create_foreign_key(op.f("fk_alert_text_id_member_text"), "member_text", ["text_id"], ["id"])
        table.create_unique_constraint(op.f("uq_alert_text_id"), ["text_id"])
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_alert_from_one_place"), from_one_of(PLACES))


def create_questions() -> None:
    table = "board_question"
    op.create_table(
        table,
        *of_a_row(table),
        row_id("asked_by_id", nullable=False),
        choice("state", "questionstate", STATES),
        sa.Column("agreed", sa.String(length=1_000), nullable=True),
        moment("sent_at"),
        row_id("agency_id"),
        sa.Column("owner_role", sa.String(length=120), nullable=True),
        row_id("taken_by_id"),
        moment("taken_at"),
        moment("off_public_at"),
        sa.Column("off_public_because_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        known(table, "state", STATES),
        check(table, "sent_has_a_moment", "(state = 'members are writing it') = (sent_at IS NULL)"),
        check(table, "sent_in_agreed_words", "(sent_at IS NULL) = (agreed IS NULL)"),
        check(table, "taken_by_somebody", "(taken_at IS NULL) = (taken_by_id IS NULL)"),
        check(table, "taken_has_an_owner", "(taken_at IS NULL) = (owner_role IS NULL)"),
        check(table, "hidden_with_a_reason", "(off_public_at IS NULL) = (off_public_because_sealed IS NULL)"),
        leads_to(table, "agency_id", "agency"),
        leads_to(table, "asked_by_id", "person"),
        leads_to(table, "taken_by_id", "person"),
        sa.UniqueConstraint("once", name=op.f("uq_board_question_once")),
    )
    op.create_index(op.f("ix_board_question_agency_id"), table, ["agency_id"], unique=False)
    op.create_index(op.f("ix_board_question_asked_by_id"), table, ["asked_by_id"], unique=False)
    op.create_index("ix_board_question_list", table, ["state", "sent_at", "id"], unique=False)


def create_texts() -> None:
    table = "member_text"
    op.create_table(
        table,
        *of_a_row(table),
        row_id("question_id", nullable=False),
        choice("kind", "membertextkind", KINDS),
        sa.Column("round_number", sa.Integer(), nullable=True),
        row_id("written_by_id", nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        moment("sent_at", nullable=False),
        choice("state", "membertextstate", TEXT_STATES),
        sa.Column("place", sa.Integer(), nullable=False),
        moment("read_due_at", nullable=False),
        moment("read_at"),
        row_id("read_by_id"),
        sa.Column("because_sealed", sa.LargeBinary(), nullable=True),
        moment("reported_at"),
        row_id("reported_by_id"),
        choice("report", "reportreason", REPORTS, nullable=True),
        sa.Column("once", sa.String(length=43), nullable=False),
        known(table, "kind", KINDS),
        known(table, "state", TEXT_STATES),
        known(table, "report", REPORTS),
        check(table, "missing_in_one", "(kind = 'what is missing in an answer') = (round_number IS NOT NULL)"),
        check(table, "read_by_somebody", "(read_at IS NULL) = (read_by_id IS NULL)"),
        check(table, "seen_after_it_was_read", "state = 'waits to be read' OR read_at IS NOT NULL"),
        check(table, "kept_back_with_a_reason", "(state = 'not passed on') = (because_sealed IS NOT NULL)"),
        check(table, "reported_for_a_reason", "(reported_at IS NULL) = (report IS NULL)"),
        check(table, "reported_by_somebody", "(reported_at IS NULL) = (reported_by_id IS NULL)"),
        check(table, "reported_has_a_moment", "state <> 'reported' OR reported_at IS NOT NULL"),
        check(table, "place_known", "place BETWEEN 0 AND 2"),
        leads_to(table, "question_id", "board_question", ondelete="CASCADE"),
        leads_to(table, "read_by_id", "person"),
        leads_to(table, "reported_by_id", "person"),
        leads_to(table, "written_by_id", "person"),
        sa.UniqueConstraint("once", name=op.f("uq_member_text_once")),
    )
    op.create_index("ix_member_text_due", table, ["state", "read_due_at"], unique=False)
    op.create_index("ix_member_text_question", table, ["question_id", "sent_at"], unique=False)
    op.create_index("ix_member_text_queue", table, ["state", "place", "read_due_at", "id"], unique=False)
    op.create_index(op.f("ix_member_text_written_by_id"), table, ["written_by_id"], unique=False)
    op.create_table(
        "question_vote",
        *of_a_row("question_vote"),
        row_id("text_id", nullable=False),
        row_id("person_id", nullable=False),
        sa.Column("is_for", sa.Boolean(), nullable=False),
        leads_to("question_vote", "text_id", "member_text", ondelete="CASCADE"),
        leads_to("question_vote", "person_id", "person"),
        sa.UniqueConstraint("text_id", "person_id", name="uq_question_vote_once"),
    )
    op.create_index(op.f("ix_question_vote_person_id"), "question_vote", ["person_id"], unique=False)


def create_rounds() -> None:
    table = "question_round"
    op.create_table(
        table,
        *of_a_row(table),
        row_id("question_id", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        moment("began_at", nullable=False),
        moment("due_at", nullable=False),
        sa.Column("answer", sa.String(length=2_000), nullable=True),
        row_id("written_by_id"),
        moment("answered_at"),
        choice("outcome", "verdict", VERDICTS, nullable=True),
        moment("decided_at"),
        known(table, "outcome", VERDICTS),
        check(table, "rounds_start_at_one", "number >= 1"),
        check(
            table,
            "answered_by_somebody",
            "answered_at IS NULL OR (answer IS NOT NULL AND written_by_id IS NOT NULL)",
        ),
        check(table, "outcome_has_a_moment", "(outcome IS NULL) = (decided_at IS NULL)"),
        check(table, "outcome_of_an_answer", "outcome IS NULL OR answered_at IS NOT NULL"),
        leads_to(table, "question_id", "board_question", ondelete="CASCADE"),
        leads_to(table, "written_by_id", "person"),
        sa.UniqueConstraint("question_id", "number", name="uq_question_round_number"),
    )
    op.create_index("ix_question_round_unanswered", table, ["answered_at", "due_at"], unique=False)
    op.create_table(
        "answer_verdict",
        *of_a_row("answer_verdict"),
        row_id("round_id", nullable=False),
        row_id("person_id", nullable=False),
        choice("verdict", "verdict", VERDICTS),
        known("answer_verdict", "verdict", VERDICTS),
        leads_to("answer_verdict", "round_id", "question_round", ondelete="CASCADE"),
        leads_to("answer_verdict", "person_id", "person"),
        sa.UniqueConstraint("round_id", "person_id", name="uq_answer_verdict_once"),
    )
    op.create_index(op.f("ix_answer_verdict_person_id"), "answer_verdict", ["person_id"], unique=False)


def downgrade() -> None:
    of_texts = sa.select(sa.column("id")).select_from(sa.table("alert")).where(sa.column("text_id").is_not(None))
    steps = sa.table("alert_step", sa.column("alert_id"))
    op.execute(sa.delete(steps).where(steps.c.alert_id.in_(of_texts)))
    alerts = sa.table("alert", sa.column("text_id"))
    op.execute(sa.delete(alerts).where(alerts.c.text_id.is_not(None)))
    with op.batch_alter_table("alert") as table:
        table.drop_constraint(op.f("ck_alert_from_one_place"), type_="check")
        table.create_check_constraint(op.f("ck_alert_from_one_place"), from_one_of(PLACES[:-1]))
        table.drop_constraint(op.f("uq_alert_text_id"), type_="unique")
        table.drop_constraint(op.f("fk_alert_text_id_member_text"), type_="foreignkey")
        table.drop_column("text_id")
    with op.batch_alter_table("commitment") as table:
        table.drop_constraint(op.f("ck_commitment_question_of_members"), type_="check")
        table.drop_constraint(op.f("fk_commitment_question_id_board_question"), type_="foreignkey")
        table.drop_index(op.f("ix_commitment_question_id"))
        table.drop_column("question_id")
    for table in ("question_vote", "answer_verdict", "question_round", "member_text", "board_question"):
        op.drop_table(table)
    outbox = sa.table("outbox_message", sa.column("event", sa.String))
    op.execute(sa.delete(outbox).where(outbox.c.event.in_(OF_MEMBERS)))
    put_words("outbox_message", "event", EVENTS)
    overdue = sa.table("overdue", sa.column("clock", sa.String))
    op.execute(sa.delete(overdue).where(overdue.c.clock.in_(OF_QUESTIONS)))
    put_words("overdue", "clock", CLOCKS)
