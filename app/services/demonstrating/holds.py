"""A hold of the demonstration: one view that must be kept, and is to be looked at again soon."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Hold, Role, View
from app.models.codes import ViewStatus
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew

WHY: Final = "A review of the group home has asked for everything from this month."
AGO: Final = 15  # working days
LOOK_AGAIN_IN: Final = timedelta(days=40)


def hold_one(*, seed: int, days: Days, crew: Crew) -> None:
    """Keep one that was answered long ago. Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"holds {seed}")
    view = db.session.scalar(
        select(View)
        .where(View.status == ViewStatus.ANSWERED, View.taken_back_at.is_(None), View.is_safe.is_(True))
        .order_by(View.sent_at, View.id)
        .limit(1)
    )
    if view is None:
        return
    lead, at = crew.by_role[Role.SAFEGUARDING_LEAD][0], in_the_morning(chance, days.working_days_ago(AGO))
    hold = Hold(
        id=chance.new_id(), created_at=at, subject_table=View.__tablename__, subject_id=view.id, reason=WHY,
        placed_by_id=lead.id, review_on=days.today + LOOK_AGAIN_IN,
    )  # fmt: skip
    line = AuditLine(
        created_at=at, person_id=lead.id, deed="placed a hold", subject_table=View.__tablename__, subject_id=view.id,
        reason=WHY,
    )  # fmt: skip
    db.session.add_all((hold, line))
    db.session.flush()
