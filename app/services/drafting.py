"""The draft of an answer: saved, looked at a second time, and sent. A view has one at a time, whoever writes it."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AnswerDraft, Person, View, utc_now
from app.models.codes import Event, ViewStatus
from app.services import auditing, handling, settings, telling
from app.services.errors import RuleBroken


class DraftChanged(RuleBroken):
    """Somebody else saved another text, which whoever saves now has not seen."""


def get_draft(view_id: UUID) -> AnswerDraft | None:
    """The draft of this view with those who wrote it, were asked and looked at it; nothing when there is none."""
    return db.session.scalar(
        select(AnswerDraft)
        .where(AnswerDraft.view_id == view_id)
        .options(
            joinedload(AnswerDraft.written_by), joinedload(AnswerDraft.looked_by), joinedload(AnswerDraft.asked_of)
        )
    )


def version_of(draft: AnswerDraft | None) -> str:
    """Which text somebody has before them, to tell whether it has changed since. Nothing: there was no draft."""
    return f"{draft.id} {draft.written_at.isoformat()}" if draft else ""


def save_draft(view: View, by: Person, *, text: str, seen: str) -> None:
    """Keep what is written so far. `seen` is the version that stood on the page it was written on.

    For a view that was got `for_change`. The same text again changes nothing. Raises DraftChanged when somebody else
    saved another text meanwhile, and RuleBroken when the view waits for no answer.
    """
    check_waits(view)
    draft = get_draft(view.id)
    if draft is None:
        db.session.add(AnswerDraft(view_id=view.id, text=text, written_by_id=by.id, written_at=utc_now()))
        auditing.note(by, "saved a draft of an answer to view", view)
    elif draft.text != text:
        if version_of(draft) != seen:
            raise DraftChanged("Somebody else saved a draft while you wrote. Nothing of yours is lost: both are below.")
        change_text(draft, by, text)
        auditing.note(by, "saved a draft of an answer to view", view)
    db.session.flush()


def change_text(draft: AnswerDraft, by: Person, text: str) -> None:
    """Whoever looked at it saw another text. What they said about that one stays until somebody looks again."""
    draft.text, draft.written_by_id, draft.written_at = text, by.id, utc_now()
    if draft.looked_by_id == by.id:
        forget_look(draft)
    elif draft.looked_at is not None:
        draft.looks_right = False
    if draft.asked_of_id == by.id:
        draft.asked_at = draft.asked_of_id = None


def forget_look(draft: AnswerDraft) -> None:
    draft.looked_at = draft.looked_by_id = draft.looks_right = draft.remark = None


def check_waits(view: View) -> None:
    """Raises RuleBroken when nobody can answer this view now."""
    if view.taken_back_at is not None:
        raise RuleBroken("They took this back while you wrote. Nobody can read an answer any more.")
    if view.status is ViewStatus.NOT_GENUINE:
        raise RuleBroken("This is marked as not genuine. Mark it as genuine first, then answer it.")
    if view.status is not ViewStatus.WAITING:
        raise RuleBroken("This has been answered. If the young person says it did not answer them, it comes back here.")


def draft_as_seen(view: View, seen: str) -> AnswerDraft:
    """The draft that somebody has before them. Raises RuleBroken when it is gone, DraftChanged when it changed."""
    check_waits(view)
    draft = get_draft(view.id)
    if draft is None:
        raise RuleBroken("There is no draft any more. Write your answer again.")
    if version_of(draft) != seen:
        raise DraftChanged("Somebody changed the draft while you looked at it. Read it again.")
    return draft


def ask_colleague(view: View, by: Person, colleague: Person, *, seen: str) -> None:
    """Ask somebody else to look at the draft before it is sent. They are told that there is something for them.

    Asking the same person about the same text again changes nothing. Raises RuleBroken for whoever wrote it, for
    somebody who does not read views, and as `draft_as_seen` does.
    """
    draft = draft_as_seen(view, seen)
    if colleague.id == draft.written_by_id:
        raise RuleBroken("Choose somebody who has not written it.")
    handling.check_reads_views(colleague)
    if draft.asked_of_id == colleague.id and draft.looked_at is None:
        return
    forget_look(draft)
    draft.asked_at, draft.asked_of_id = utc_now(), colleague.id
    telling.tell_anew(colleague, Event.HANDED_OVER, view)
    auditing.note(by, "asked a colleague to look at an answer to view", view)
    db.session.flush()


def look(view: View, by: Person, *, is_right: bool, remark: str | None, seen: str) -> None:
    """Say that the draft looks right, or send it back with a remark. Whoever wrote it is told.

    Again changes nothing. Raises RuleBroken for whoever wrote it, when nobody was asked, when it is sent back without
    a remark, and as `draft_as_seen` does.
    """
    draft = draft_as_seen(view, seen)
    if draft.written_by_id == by.id:
        raise RuleBroken("You wrote this. Somebody else has to look at it.")
    if draft.asked_at is None:
        raise RuleBroken("Nobody asked for a second look. You can change the draft instead.")
    if not is_right and not remark:
        raise RuleBroken("Write what should change, then send it back.")
    if (draft.looked_by_id, draft.looks_right, draft.remark) == (by.id, is_right, remark):
        return
    draft.looked_at, draft.looked_by_id, draft.looks_right, draft.remark = utc_now(), by.id, is_right, remark
    telling.tell_anew(draft.written_by, Event.HANDED_OVER, view)
    auditing.note(by, "looked at a draft of an answer to view", view)
    db.session.flush()


def needs_look(draft: AnswerDraft | None) -> bool:
    """Whether somebody else must say that it looks right before it can be sent: a setting of the board."""
    return settings.current().answers_need_two and not (draft and draft.looks_right)


def check_may_be_sent(view: View, text: str) -> None:
    """Raises RuleBroken when another text is saved than this one, or when nobody else has looked and somebody must."""
    draft = get_draft(view.id)
    if draft is not None and draft.text != text:
        raise DraftChanged("Somebody changed the draft while you looked at it. Nothing was sent: both are below.")
    if needs_look(draft):
        raise RuleBroken("Somebody else has to say that it looks right first. Ask a colleague to look at it.")


def throw_away(view: View, by: Person, *, seen: str) -> None:
    """Nothing is left of what was written so far. For a view that was got `for_change`; again changes nothing.

    Raises DraftChanged when somebody saved another text meanwhile.
    """
    draft = get_draft(view.id)
    if draft is None:
        return
    if version_of(draft) != seen:
        raise DraftChanged("Somebody changed the draft while you looked at it. Read it again.")
    drop(view)
    auditing.note(by, "threw away a draft of an answer to view", view)
    db.session.flush()


def drop(view: View) -> None:
    """The answer is sent: its draft goes."""
    db.session.execute(delete(AnswerDraft).where(AnswerDraft.view_id == view.id))
