"""What members write is read by a participation worker before other members see it: passed on, or not with a reason.

What was reported is hidden until somebody has looked at it. Nothing is hidden silently:
whoever wrote a text reads why it was not passed on. No word is changed by anybody.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Alert, MemberText, Person, utc_now
from app.models.codes import Event, MemberTextState, ReportReason
from app.protection.pointing_at import Pointer, pointers_in
from app.services import auditing, clocks, due_next, member_notes, questioning, raising, telling
from app.services.errors import RuleBroken
from app.services.powers import Power


def get_text(text_id: UUID, *, for_change: bool = False) -> MemberText:
    """One text, with who wrote it, its question with everything that was said, and its alert. Raises NoResultFound.

    For change its question is held first, as whoever votes does.
    """
    if for_change:
        question_id = db.session.scalars(select(MemberText.question_id).where(MemberText.id == text_id)).one()
        db.session.execute(questioning.hold(question_id)).one()
    query = (
        select(MemberText)
        .where(MemberText.id == text_id)
        .options(
            joinedload(MemberText.written_by, innerjoin=True),
            joinedload(MemberText.read_by),
            joinedload(MemberText.question, innerjoin=True),
            joinedload(MemberText.alert),
        )
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def around(text: MemberText) -> list[MemberText]:
    """What members were shown before this was written, the first first, each with who wrote it."""
    query = (
        select(MemberText)
        .where(
            MemberText.question_id == text.question_id,
            MemberText.sent_at < text.sent_at,
            MemberText.state == MemberTextState.PASSED_ON,
        )
        .options(joinedload(MemberText.written_by, innerjoin=True))
        .order_by(MemberText.sent_at, MemberText.id)
    )
    return list(db.session.scalars(query))


def points_at(text: MemberText) -> list[Pointer]:
    """What in it could say who somebody is."""
    return pointers_in(text.words, [])


def open_text(reader: Person, text: MemberText) -> None:
    """Somebody reads it, and that is written down; the first who does is kept with it."""
    if text.read_at is None:
        text.read_at, text.read_by_id = utc_now(), reader.id
    auditing.note(reader, "opened what a member wrote", text)
    db.session.flush()


def is_read(text_id: UUID) -> bool:
    return db.session.scalar(select(MemberText.read_at).where(MemberText.id == text_id)) is not None


def decide(reader: Person, text: MemberText, *, passes: bool, because: str | None) -> None:
    """Pass it on to the other members, or say to its writer why not. Of a text that was got `for_change`.

    Again the same changes nothing. What was passed on can be kept back later, and the other way round. Raises
    RuleBroken when it is not passed on and no reason is given.
    """
    state = MemberTextState.PASSED_ON if passes else MemberTextState.NOT_PASSED_ON
    if text.state is state and text.because == (None if passes else because):
        return
    if not passes and not because:
        raise RuleBroken("Write to them why you do not pass it on.")
    if passes:
        raising.check_no_open_alert(Alert.text_id == text.id)
    reader_id, now = reader.id, utc_now()
    text.state, text.because = state, None if passes else because
    text.read_at, text.read_by_id = now, reader_id
    auditing.note(reader, "passed on what a member wrote" if passes else "kept back what a member wrote", text)
    db.session.flush()


def report(member: Person, text: MemberText, reason: ReportReason) -> None:
    """Hide what another member wrote until a worker has looked at it, who is told at once. Of a text whose question
    is held. Again changes nothing."""
    if text.state is not MemberTextState.PASSED_ON:
        return
    now = utc_now()
    text.state, text.reported_at, text.reported_by_id, text.report = MemberTextState.REPORTED, now, member.id, reason
    text.place, text.read_due_at = due_next.FIRST, clocks.due_by(now, member_notes.REPORT_DAYS)
    db.session.flush()
    for person in telling.everybody_who(Power.READ_VIEWS):
        telling.tell_anew(person, Event.MEMBER_REPORTED, text)


def hide_from_public(reader: Person, text: MemberText, *, because: str) -> None:
    """Nobody but members and the board reads the words of this question any more. Of a text got `for_change`.

    Raises RuleBroken when its question is not sent.
    """
    question = text.question
    if question.sent_at is None:
        raise RuleBroken("Only members can read this. Say that it is not passed on.")
    if question.off_public_at is None:
        question.off_public_at, question.off_public_because = utc_now(), because
        auditing.note(reader, "took a question from the public page", question, reason=because)
        db.session.flush()
