"""When the clocks of what follows a conference run: its letter, its record, the first core group.

Of the one place that says what is overdue (overdue.py), the part that is about a conference rather than a child.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.models import ChildRecord, Conference
from app.models.codes import ClockName
from app.services.time_limits import MAY_BEGIN_A_PLAN, WITH_A_PLAN

OF_IT: Final = ChildRecord.conference_id == Conference.id
# It is not cleared, and has a child: one without was made and left, and nothing follows it.
IS_KEPT: Final = Conference.cleared_at.is_(None)
HAS_A_CHILD: Final = exists().where(OF_IT).correlate(Conference)
# What was decided leaves at least one child with a plan, or is not written down yet.
HAS_A_PLAN: Final = (
    exists()
    .where(OF_IT, or_(ChildRecord.outcome.is_(None), ChildRecord.outcome.in_(WITH_A_PLAN)))
    .correlate(Conference)
)

# By when each is due, and what holds while it is.
AFTER_A_CONFERENCE: Final[dict[ClockName, tuple[InstrumentedAttribute[Any], tuple[ColumnElement[bool], ...]]]] = {
    ClockName.LETTER_SENT: (
        Conference.letter_due_on,
        (Conference.letter_sent_on.is_(None), IS_KEPT, HAS_A_CHILD),
    ),
    ClockName.CONFERENCE_RECORD_SENT: (
        Conference.record_due_on,
        (Conference.record_sent_on.is_(None), IS_KEPT, HAS_A_CHILD),
    ),
    ClockName.CORE_GROUP_MET: (  # met also by a day that is still to come
        Conference.core_group_due_on,
        (Conference.core_group_on.is_(None), IS_KEPT, Conference.type.in_(MAY_BEGIN_A_PLAN), HAS_A_PLAN),
    ),
}
