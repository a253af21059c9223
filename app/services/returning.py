"""A young person comes back with their 4 words: to read the answer, to say whether it answered them, to say more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Addition, Answer, Contact, View, utc_now
from app.models.codes import Verdict, ViewStatus
from app.protection.cookie_secret import new_secret
from app.protection.four_words import choose_words, understand, words_mark, words_marks
from app.protection.sealing import vault
from app.services import clocks, settings
from app.services.due_next import note_what_is_due, note_what_was_said, what_is_due_first


def find_view_by_words(typed: str) -> View | None:
    """The view these words were given for. Words that are none cost the same search as words that were never given.

    It is for change: whoever takes it back at this moment has done so, or waits until this unit is over.
    """
    words = understand(typed) or choose_words()
    query = select(View).where(View.words_mark.in_(words_marks(vault.ring, words))).with_for_update(key_share=True)
    view = db.session.scalar(query)
    return view if understand(typed) else None


def mark_anew(view: View, typed: str) -> None:
    """Words that an older key recognised are marked under the newest, so that nothing needs the older one some day."""
    words = understand(typed)
    if words and view.words_key_id != vault.ring.newest:
        view.words_mark = words_mark(vault.ring, words)
        view.words_key_id = vault.ring.newest
        db.session.flush()


def look(view: View) -> datetime | None:
    """Note that somebody opened it with its 4 words. Returns when somebody last did before, if ever."""
    before, view.looked_at = view.looked_at, utc_now()
    db.session.flush()
    return before


def get_view(view_id: str, *, for_change: bool = False) -> View:
    """A view that this browser has opened with its words, with all that came after it.

    Raises NoResultFound when it is gone or was taken back, in whichever browser that was.
    """
    query = select(View).where(View.id == UUID(view_id), View.taken_back_at.is_(None), View.cleared_at.is_(None))
    # What is held for change is fetched in queries of its own, which begin when nobody else can change it any more.
    one_row = selectinload if for_change else joinedload
    query = query.options(
        one_row(View.alert), one_row(View.contact), selectinload(View.answers), selectinload(View.additions)
    )
    return db.session.scalars(query.with_for_update(of=View, key_share=True) if for_change else query).one()


def open_answer(view: View) -> Answer | None:
    """The answer that still waits for the young person's verdict."""
    return view.answers[-1] if view.answers and view.answers[-1].verdict is None else None


def judge(view: View, verdict: Verdict, *, missing: str) -> None:
    """Keep the verdict on the newest answer. A "no", or anything they write, opens the view again with a new clock.

    What they write is read by a day of its own, like anything else. A second verdict on one answer changes nothing.
    """
    answer = open_answer(view)
    if answer is None:
        return
    now = utc_now()
    answer.verdict = verdict
    answer.verdict_at = now
    answer.missing = missing if missing.strip() else None
    if verdict is Verdict.NO or answer.missing is not None:
        if answer.missing is not None:
            answer.read_due_at = clocks.due_by(now, settings.current().read_days)
        open_again(view, now)
        note_what_was_said(view, answer.missing, now)
        note_what_is_due(view)
    db.session.flush()


def open_again(view: View, now: datetime) -> None:
    """It waits for an answer, with a new clock. While one runs already, the date they were given stands."""
    if view.status is ViewStatus.WAITING:
        return
    view.status = ViewStatus.WAITING
    view.not_genuine_reason = None
    view.answer_due_at = clocks.due_by(now, settings.current().answer_days)


def find_sent(once: str) -> Addition | None:
    """What the form with this token has added already."""
    return db.session.scalar(select(Addition).where(Addition.once == once))


def is_added(view: View, *, words: str, once: str) -> bool:
    """Whether this very form has added these words to this view already."""
    sent = find_sent(once)
    return sent is not None and sent.view_id == view.id and sent.words == words


def add_more(view: View, *, words: str, once: str) -> None:
    """Keep what they add, with a read clock of its own; what was answered or set aside waits for an answer again.

    For a view that was got `for_change`. The same form sent twice counts once; changed words are never dropped.
    """
    if is_added(view, words=words, once=once):
        return
    now = utc_now()
    addition = Addition(
        view_id=view.id,
        words=words,
        sent_at=now,
        read_due_at=clocks.due_by(now, settings.current().read_days),
        once=new_secret() if find_sent(once) else once,
    )
    db.session.add(addition)
    open_again(view, now)
    note_what_was_said(view, words, now)
    view.next_due_at = min(what_is_due_first(view), addition.read_due_at)
    db.session.flush()
    db.session.expire(view, ["additions"])


def is_told(view: View, *, how: str) -> bool:
    """Whether this is what they told us last."""
    before = view.contact.how if view.contact else ""
    return before == how or before.endswith(f"\n\n{how}")


def tell_how(view: View, *, how: str) -> None:
    """Keep how they can be found, after whatever they told us before. It has a read clock of its own.

    For a view that was got `for_change`. The same words sent twice are kept once.
    """
    if is_told(view, how=how):
        return
    before, now = view.contact.how if view.contact else "", utc_now()
    read_due_at = clocks.due_by(now, settings.current().read_days)
    contact = view.contact or Contact(view_id=view.id)
    contact.wants_contact = True
    contact.how = f"{before}\n\n{how}" if before else how
    contact.given_at, contact.read_due_at, contact.opened_at = now, read_due_at, None
    view.contact = contact
    open_again(view, now)
    note_what_was_said(view, how, now)
    note_what_is_due(view)
    db.session.flush()
