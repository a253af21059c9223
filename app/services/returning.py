"""A young person comes back with their 4 words: to read the answer, and to say whether it answered them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Answer, View, utc_now
from app.models.codes import Verdict, ViewStatus
from app.protection.four_words import choose_words, understand, words_mark, words_marks
from app.protection.sealing import vault
from app.services import clocks, settings


def find_view_by_words(typed: str) -> View | None:
    """The view these words were given for. Words that are none cost the same search as words that were never given."""
    words = understand(typed) or choose_words()
    view = db.session.scalar(select(View).where(View.words_mark.in_(words_marks(vault.ring, words))))
    return view if understand(typed) else None


def mark_anew(view: View, typed: str) -> None:
    """Words that an older key recognised are marked under the newest, so that nothing needs the older one some day."""
    words = understand(typed)
    if words and view.words_key_id != vault.ring.newest:
        view.words_mark = words_mark(vault.ring, words)
        view.words_key_id = vault.ring.newest
        db.session.flush()


def get_view(view_id: str, *, for_change: bool = False) -> View:
    """A view that this browser has opened with its words, with its answers. Raises NoResultFound when it is gone."""
    query = select(View).where(View.id == UUID(view_id)).options(selectinload(View.answers))
    return db.session.scalars(query.with_for_update(of=View) if for_change else query).one()


def open_answer(view: View) -> Answer | None:
    """The answer that still waits for the young person's verdict."""
    return view.answers[-1] if view.answers and view.answers[-1].verdict is None else None


def judge(view: View, verdict: Verdict, *, missing: str) -> None:
    """Keep the verdict on the newest answer. A "no", or anything they write, opens the view again with a new clock.

    A second verdict on the same answer changes nothing.
    """
    answer = open_answer(view)
    if answer is None:
        return
    now = utc_now()
    answer.verdict = verdict
    answer.verdict_at = now
    answer.missing = missing if missing.strip() else None
    if verdict is Verdict.NO or answer.missing is not None:
        view.status = ViewStatus.WAITING
        view.answer_due_at = clocks.due_by(now, settings.current().answer_days)
    db.session.flush()
