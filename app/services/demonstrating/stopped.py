"""An action that its agency stopped yesterday: its chair has not looked at it yet."""

from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Person, Role
from app.models.codes import ActionStatus
from app.services import clocks, settings
from app.services.clocks import ONE_DAY
from app.services.demonstrating.days import Days
from app.services.demonstrating.meeting_sentences import SHOWS_IT
from app.services.demonstrating.people import Crew


def stop_one(*, days: Days, crew: Crew) -> None:
    """Of what is to be done by an agency that somebody leads for: the first chair's where there is one, due last."""
    is_theirs = Conference.chair_id == crew.by_role[Role.CHAIR][0].id
    found = db.session.execute(
        select(Action, Person)
        .join(Action.record)
        .join(ChildRecord.conference)
        .join(Person, (Person.agency_id == Action.agency_id) & (Person.role == Role.AGENCY_LEAD))
        .where(Action.status.in_((ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)))
        .order_by(is_theirs.desc(), Action.wish_id.is_(None), Action.due_on.desc(), Action.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return
    action, lead = found
    yesterday = days.today - ONE_DAY
    action.status, action.reported = ActionStatus.STOPPED, SHOWS_IT[ActionStatus.STOPPED][-1]
    action.reported_at, action.reported_by_id = clocks.start_of_day(yesterday) + timedelta(hours=10), lead.id
    action.look_due_on = clocks.add_working_days(yesterday, settings.current().stopped_days)
    db.session.flush()
