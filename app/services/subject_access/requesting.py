"""A request, as its administrator keeps it: opening it, its month, refusing, and that it was given."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AuditLine, Base, Person, SubjectPiece, SubjectRequest, utc_now
from app.models.codes import AskedBy, RequestState
from app.services import auditing, clocks, powers
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.powers import Power
from app.services.subject_access import finding

PAGE: Final = 25
MONTHS: Final = 1  # UK GDPR, Article 12(3)
MONTHS_LONGER: Final = 3  # the same: two further months
OPEN: Final = (RequestState.WAITING, RequestState.AGREED)
LATER_THAN_TODAY: Final = "The day they asked cannot be after today."
IN_VAIN: Final = "looked for what is held in vain"
MOST_IN_VAIN: Final = 10  # in an hour: whoever guesses at references or words learns nothing that way


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an administrator writes down of a request."""

    asked_by: AskedBy
    who: str
    identity: str
    received_on: date


def due_on(received_on: date, months: int = MONTHS) -> date:
    """The same day of a later month, or its last day; moved on to the next working day.

    Source: UK GDPR, Article 12(3), and the Information Commissioner's guidance on how that month is counted.
    """
    return clocks.add_working_days(clocks.add_months(received_on, months), 0)


def look_for(by: Person, *, reference: str, words: str) -> Base | None:
    """What a reference, or 4 words where there is none, leads to. A look that finds nothing is written down.

    Raises RuleBroken for who does not look after accounts, and after ten in an hour that found nothing.
    """
    check_keeps_accounts(by)
    since = utc_now() - timedelta(hours=1)
    tries = select(func.count()).where(
        AuditLine.person_id == by.id, AuditLine.deed == IN_VAIN, AuditLine.created_at > since
    )
    if db.session.scalars(tries).one() >= MOST_IN_VAIN:
        raise RuleBroken("You looked ten times in an hour and found nothing. Ask again who asks, and wait an hour.")
    found = finding.find_by_reference(reference) if reference else finding.find_by_words(words)
    if found is None:
        auditing.note(by, IN_VAIN, by)
        db.session.flush()
    return found


def check_keeps_accounts(by: Person) -> None:
    """Raises RuleBroken for anybody but an administrator: whoever agrees opens no request, and makes no file."""
    if not powers.may(by.role, Power.KEEP_ACCOUNTS):
        raise RuleBroken("An administrator opens a request, and makes its file.")


def open_request(by: Person, asked: Asked, found: Base | None, *, once: str) -> SubjectRequest:
    """A request for what was found; for nothing, one that is over at once, so that it stands there that we looked.

    Sent twice it is opened once. Raises RuleBroken for a day that has not come yet.
    """
    if before := db.session.scalar(select(SubjectRequest).where(SubjectRequest.once == once)):
        return before
    if asked.received_on > london_day(utc_now()):
        raise RuleBroken(LATER_THAN_TODAY)
    request = SubjectRequest(
        asked_by=asked.asked_by,
        received_on=asked.received_on,
        due_on=due_on(asked.received_on),
        subject_table=found.__tablename__ if found else None,
        subject_id=found.id if found else None,
        state=RequestState.WAITING if found else RequestState.NOTHING,
        opened_by_id=by.id,
        once=once,
    )
    request.who, request.identity = asked.who, asked.identity
    if found is None:
        request.closed_at, request.closed_by_id = utc_now(), by.id
    try:
        with db.session.begin_nested():
            db.session.add(request)
            db.session.flush()
    except IntegrityError:  # another tap was first by a moment
        return db.session.scalars(select(SubjectRequest).where(SubjectRequest.once == once)).one()
    deed = "opened a request for what is held" if found else "looked for what is held and found nothing"
    auditing.note(by, deed, request)
    db.session.flush()
    return request


def list_requests(*, is_over: bool, page: int = 1) -> tuple[list[SubjectRequest], bool]:
    """One page of those that are open, first the one that is due first; or of those that are over, the newest first."""
    query = with_people()
    if is_over:
        query = query.where(SubjectRequest.state.not_in(OPEN)).order_by(
            SubjectRequest.closed_at.desc(), SubjectRequest.id
        )
    else:
        query = query.where(SubjectRequest.state.in_(OPEN)).order_by(SubjectRequest.due_on, SubjectRequest.id)
    found = list(db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)))
    return found[:PAGE], len(found) > PAGE


def with_people() -> Select[SubjectRequest]:
    return select(SubjectRequest).options(
        joinedload(SubjectRequest.opened_by),
        joinedload(SubjectRequest.agreed_by),
        joinedload(SubjectRequest.closed_by),
    )


def get_request(request_id: UUID, *, for_change: bool = False) -> SubjectRequest:
    """One request, with who did what. Raises NoResultFound."""
    query = with_people().where(SubjectRequest.id == request_id)
    if for_change:
        query = query.with_for_update(of=SubjectRequest).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def how_many_wait(state: RequestState) -> int:
    """How many requests stand so."""
    return db.session.scalars(
        select(func.count()).select_from(SubjectRequest).where(SubjectRequest.state == state)
    ).one()


def is_late(request: SubjectRequest) -> bool:
    """Whether it is not answered and its day is over, in London."""
    return request.state in OPEN and request.due_on < london_day(utc_now())


def check_open(request: SubjectRequest) -> None:
    """Raises RuleBroken when it is over."""
    if request.state not in OPEN:
        raise RuleBroken("This request is over. Nothing more can be done with it.")


def extend(request: SubjectRequest, by: Person, *, because: str) -> None:
    """Two more months, once, for what is complex or many requests of one person.

    Raises RuleBroken the second time, after the first month is over, and when the request is over.
    """
    check_open(request)
    if request.extended_at is not None:
        raise RuleBroken("This request has its two more months already.")
    if is_late(request):
        raise RuleBroken("The month is over. They had to be told of more time within it.")
    was, request.due_on = request.due_on, due_on(request.received_on, MONTHS_LONGER)
    request.extended_at, request.extended_because = utc_now(), because
    days = f"Was due by {was}. Is: {request.due_on}."
    auditing.note(by, "took two more months for a request", request, reason=f"{days} {because}")
    db.session.flush()


def refuse(request: SubjectRequest, by: Person, *, because: str) -> None:
    """Nothing is given. Whoever asked is told why, and that they may complain. Raises RuleBroken when it is over."""
    check_open(request)
    forget_words(request)
    request.closed_by_id, request.closed_at, request.state = by.id, utc_now(), RequestState.REFUSED
    request.refused_because = because
    auditing.note(by, "refused a request for what is held", request, reason=because)
    db.session.flush()


def give(request: SubjectRequest, by: Person) -> None:
    """The file was handed over, and no other is made. Again changes nothing.

    Raises RuleBroken before a file was made.
    """
    if request.state is RequestState.GIVEN:
        return
    check_open(request)
    if request.state is not RequestState.AGREED or request.made_at is None:
        raise RuleBroken("Download the file first. Then say that it was given to them.")
    forget_words(request)
    request.closed_by_id, request.closed_at, request.state = by.id, utc_now(), RequestState.GIVEN
    auditing.note(by, "gave what is held to who asked", request)
    db.session.flush()


def forget_words(request: SubjectRequest) -> None:
    """It is over: what was left out and why stays; the words that were given do not stand here a second time."""
    for piece in db.session.scalars(select(SubjectPiece).where(SubjectPiece.request_id == request.id)):
        piece.words = None
