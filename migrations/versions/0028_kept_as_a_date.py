"""what was said without a name keeps its day and not its minute; a member's own phone stays signed in

Revision ID: 0028
Revises: 0027
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LONDON = ZoneInfo("Europe/London")
AT_ONCE = 1_000
MOMENT = sa.DateTime(timezone=True)
VIEW = sa.table(
    "young_person_view",
    sa.column("id", sa.Uuid()),
    sa.column("advisor_id", sa.Uuid()),
    *(sa.column(name, MOMENT) for name in ("created_at", "sent_at", "last_said_at")),
)
THEME = sa.table("view_theme", sa.column("view_id", sa.Uuid()), sa.column("sent_at", MOMENT))
CONTACT = sa.table(
    "contact", sa.column("view_id", sa.Uuid()), *(sa.column(n, MOMENT) for n in ("created_at", "given_at"))
)


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("is_own_phone", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in") as table:
        table.alter_column("is_own_phone", existing_type=sa.Boolean(), server_default=None)
    forget_the_minutes(op.get_bind())


def downgrade() -> None:
    """The minutes are gone for good."""
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("is_own_phone")


def forget_the_minutes(connection: sa.Connection) -> None:
    """Of every view without a name, some at a time: when it was sent, wherever that stands."""
    query = sa.select(VIEW.c.id, VIEW.c.sent_at, VIEW.c.last_said_at).where(VIEW.c.advisor_id.is_(None))
    after = None
    while rows := connection.execute(
        (query if after is None else query.where(VIEW.c.id > after)).order_by(VIEW.c.id).limit(AT_ONCE)
    ).all():
        for view_id, sent_at, last_said_at in rows:
            day = start_of_day(sent_at)
            values = {"created_at": day, "sent_at": day} | ({"last_said_at": day} if last_said_at == sent_at else {})
            connection.execute(sa.update(VIEW).where(VIEW.c.id == view_id).values(**values))
            connection.execute(sa.update(THEME).where(THEME.c.view_id == view_id).values(sent_at=day))
            came_with_it = CONTACT.c.view_id == view_id, CONTACT.c.given_at.is_(None)
            connection.execute(sa.update(CONTACT).where(*came_with_it).values(created_at=day))
        after = rows[-1].id


def start_of_day(moment: datetime) -> datetime:
    """The moment at which its day began in London."""
    day = (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(LONDON).date()
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)
