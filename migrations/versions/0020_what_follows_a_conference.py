"""by when the letter, the record and the core group are due, and which agencies are children's social care

Revision ID: 0020
Revises: 0019
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op
from holidays import country_holidays

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = (
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
    "opening how to find them reviewed",
    "quote decided",
    "hold on a view looked at again",
    "hold on a meeting looked at again",
    "commitment looked at again",
    "recommendation done",
    "stopped action looked at",
)
OF_CONFERENCES = ("letter after a conference sent", "record of a conference sent", "first core group met")
# Of conferences that were there before: as the settings are when nobody has changed them, in working days.
DAYS = {"letter_due_on": 1, "record_due_on": 15, "core_group_due_on": 10}
INDEXES = {
    "ix_conference_letter": ["letter_sent_on", "letter_due_on"],
    "ix_conference_record": ["record_sent_on", "record_due_on"],
    "ix_conference_core_group": ["core_group_on", "core_group_due_on"],
}


def put_clocks(*clocks: str) -> None:
    """The clocks that can be written down as overdue."""
    with op.batch_alter_table("overdue") as table:
        table.drop_constraint(op.f("ck_overdue_clock_known"), type_="check")
        words = ", ".join(repr(clock) for clock in clocks)
        table.create_check_constraint(op.f("ck_overdue_clock_known"), f"clock IN ({words})")


def add_working_days(day: date, number: int, holidays: set[date]) -> date:
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in holidays
    return day


def start_clocks() -> None:
    conference = sa.table("conference", sa.column("held_on", sa.Date()), *(sa.column(name, sa.Date()) for name in DAYS))
    connection = op.get_bind()
    for (held_on,) in connection.execute(sa.select(conference.c.held_on).distinct()).all():
        years = [held_on.year, held_on.year + 1]
        holidays = set(country_holidays("GB", subdiv="ENG", years=years, expand=False))
        due = {name: add_working_days(held_on, number, holidays) for name, number in DAYS.items()}
        connection.execute(sa.update(conference).where(conference.c.held_on == held_on).values(due))


def upgrade() -> None:
    with op.batch_alter_table("agency") as table:
        table.add_column(sa.Column("is_social_care", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("agency") as table:
        table.alter_column("is_social_care", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("conference") as table:
        for name in DAYS:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
    start_clocks()
    with op.batch_alter_table("conference") as table:
        for name in DAYS:
            table.alter_column(name, existing_type=sa.Date(), nullable=False)
        for name, columns in INDEXES.items():
            table.create_index(name, columns, unique=False)
    put_clocks(*BEFORE, *OF_CONFERENCES)


def downgrade() -> None:
    overdue = sa.table("overdue", sa.column("clock", sa.String()))
    op.get_bind().execute(sa.delete(overdue).where(overdue.c.clock.in_(OF_CONFERENCES)))
    put_clocks(*BEFORE)
    with op.batch_alter_table("conference") as table:
        for name in INDEXES:
            table.drop_index(name)
        for name in DAYS:
            table.drop_column(name)
    with op.batch_alter_table("agency") as table:
        table.drop_column("is_social_care")
