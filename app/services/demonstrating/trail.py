"""What the administrators of the demonstration find: some lines of the audit trail, and something to decide."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Approval, ApprovalKind, AuditLine, Person, Role, View
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.people import Crew
from app.services.settings import Settings

LATELY: Final = timedelta(weeks=3)
MOST_LINES: Final = 60  # of answers; each has two lines
ASKED_AGO: Final = timedelta(hours=2)
WHY: Final = "Lost her phone. I rang her back on the number in the staff list."


def write_trail(*, chance: Chance, crew: Crew, in_force: Settings, now: datetime) -> None:
    """The openings behind the newest answers, and a joining link that one administrator has asked for.

    The trail is written once, so each line is added with the day it belongs to.
    """
    answers = db.session.execute(
        select(Answer.sent_at, Answer.written_by_id, Answer.view_id, View.read_at)
        .join(View)
        .where(Answer.sent_at > now - LATELY)
        .order_by(Answer.sent_at.desc(), Answer.id)
        .limit(MOST_LINES)
    )
    for answer in answers:
        opened_at = max(answer.read_at, answer.sent_at - timedelta(minutes=chance.randint(5, 40)))
        for deed, at in (("opened view", opened_at), ("answered view", answer.sent_at)):
            db.session.add(
                AuditLine(
                    created_at=at,
                    person_id=answer.written_by_id,
                    deed=deed,
                    subject_table=View.__tablename__,
                    subject_id=answer.view_id,
                )
            )
    ask_for_a_link(
        crew.by_role[Role.ADMINISTRATOR][0], crew.by_role[Role.PARTICIPATION_WORKER][1], chance, in_force, now
    )
    db.session.flush()


def ask_for_a_link(by: Person, whom: Person, chance: Chance, in_force: Settings, now: datetime) -> None:
    """As approving.ask does, some time ago."""
    at = now.replace(microsecond=0) - ASKED_AGO
    approval = Approval(
        id=chance.new_id(),
        created_at=at,
        kind=ApprovalKind.JOINING_LINK,
        person_id=whom.id,
        reason=WHY,
        asked_by_id=by.id,
        expires_at=at + timedelta(days=in_force.approval_days),
    )
    line = AuditLine(
        created_at=at,
        person_id=by.id,
        deed="asked for a joining link",
        subject_table=Person.__tablename__,
        subject_id=whom.id,
        reason=WHY,
    )
    db.session.add_all([approval, line])
