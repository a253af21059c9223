"""Requests for what is held, of the demonstration: one that waits for a safeguarding lead, and one that was refused."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Role, SubjectRequest, View
from app.models.codes import AskedBy, RequestState, ViewStatus
from app.services.clocks import start_of_day
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew
from app.services.subject_access.requesting import due_on

WHO: Final = "The young person of the group home in the story, with their advocate. Answer at the advocate’s office."
IDENTITY: Final = "They came with their advocate, showed their travel card and typed their 4 words themselves."
SOLICITOR: Final = "A solicitor of the story, for a parent. By post."
AUTHORITY: Final = "Their letter did not say for whom they act. We asked twice."
REFUSED: Final = "They did not show that they may ask for the young person, and we told them how they can."
AGO: Final = 6  # working days


def ask_what_is_held(*, seed: int, days: Days, crew: Crew) -> None:
    """Somebody whose view was answered asks for everything. Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"requests {seed}")
    views = db.session.scalars(
        select(View)
        .where(View.status == ViewStatus.ANSWERED, View.taken_back_at.is_(None), View.is_safe.is_(True))
        .where(View.sent_at < start_of_day(days.working_days_ago(6 * AGO)))
        .order_by(View.sent_at.desc(), View.id)
        .limit(2)
    ).all()
    administrator = crew.by_role[Role.ADMINISTRATOR][0]
    for view, asked_by, who, identity in zip(
        views, (AskedBy.THEMSELVES, AskedBy.FOR_THEM), (WHO, SOLICITOR), (IDENTITY, AUTHORITY), strict=False
    ):
        is_theirs = asked_by is AskedBy.THEMSELVES
        day = days.working_days_ago(AGO if is_theirs else 5 * AGO)
        at = in_the_morning(chance, day)
        request = SubjectRequest(
            id=chance.new_id(), created_at=at, asked_by=asked_by, who=who, identity=identity, received_on=day,
            due_on=due_on(day), subject_table=View.__tablename__, subject_id=view.id, opened_by_id=administrator.id,
            state=RequestState.WAITING, once=chance.once(),
        )  # fmt: skip
        deeds: list[tuple[str, datetime, str | None]] = [("opened a request for what is held", at, None)]
        if not is_theirs:
            request.closed_at, request.closed_by_id = at + timedelta(days=9), administrator.id
            request.state, request.refused_because = RequestState.REFUSED, REFUSED
            deeds.append(("refused a request for what is held", request.closed_at, REFUSED))
        db.session.add(request)
        for deed, when, why in deeds:
            db.session.add(
                AuditLine(
                    created_at=when,
                    person_id=administrator.id,
                    deed=deed,
                    subject_id=request.id,
                    subject_table=SubjectRequest.__tablename__,
                    reason=why,
                )  # fmt: skip
            )
    db.session.flush()
