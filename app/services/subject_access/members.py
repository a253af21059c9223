"""What is held about a young advisor or shadow board member, found by 4 words of something they said under their name.

Where they are signed in, and when, is not here: that is nobody's business but theirs, and stands on their own page.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.models import (
    AdvisorProfile,
    AgendaProposal,
    Alert,
    AnswerVerdict,
    Check,
    ChecklistWish,
    MemberNote,
    MemberText,
    Person,
    PriorityRanking,
    QuestionVote,
    Seen,
    Theme,
    View,
)
from app.services import ranking
from app.services.copying import words_for
from app.services.subject_access.rows import Row, around, belonging, of_view

# What holds a member's doings, the column that says whose, and what it is called.
DONE: Final[tuple[tuple[type[Any], str, str], ...]] = (
    (AdvisorProfile, "person_id", "What their worker keeps about them"),
    (MemberText, "written_by_id", "What they wrote about a question"),
    (MemberNote, "person_id", "What they noticed, saw or told us"),
    (AgendaProposal, "person_id", "What they wanted on the agenda"),
    (QuestionVote, "person_id", "Their vote on a question"),
    (AnswerVerdict, "person_id", "What they said of an answer"),
    (PriorityRanking, "person_id", "What matters most to them"),
    (Check, "person_id", "A check on a visit"),
)
ALERTED: Final[dict[type[Any], Any]] = {
    MemberText: Alert.text_id,
    MemberNote: Alert.note_id,
    AgendaProposal: Alert.proposal_id,
}


def of_whoever_said(view_id: UUID | None) -> Iterator[Row]:
    """Everything under the account that a view was sent from, but that view. Nothing of one without a name."""
    view = db.session.get(View, view_id)
    person = db.session.get(Person, view.advisor_id) if view and view.advisor_id else None
    if view is None or person is None:
        return
    group = f"Their account, as {person.role.value}"
    yield Row(person, group, "Their account")
    for model, whose, what in DONE:
        for row in belonging(model, getattr(model, whose) == person.id):
            yield Row(row, group, what, said_in(row))
            if model in ALERTED:
                yield from around(row, group, ALERTED[model] == row.id)
    for other in belonging(View, View.advisor_id == person.id, View.id != view.id):
        yield from of_view(other.id)


def said_in(row: Any) -> list[str]:
    """What only other rows say in words: which themes in which order, and what was seen of each wish."""
    if isinstance(row, QuestionVote):
        return ["Ask this" if row.is_for else "Not like this"]
    if isinstance(row, PriorityRanking):
        order = [UUID(one) for one in row.themes[ranking.ORDER]]
        names = {theme.id: theme.name for theme in db.session.scalars(select(Theme).where(Theme.id.in_(order)))}
        return [f"{place}: {names[theme_id]}" for place, theme_id in enumerate(order, start=1) if theme_id in names]
    if isinstance(row, Check):
        query = select(ChecklistWish, Seen.mark).join(Seen, Seen.wish_id == ChecklistWish.id)
        seen = db.session.execute(query.where(Seen.check_id == row.id).order_by(ChecklistWish.position))
        return [f"{wish.wish} {words_for(mark)}" for wish, mark in seen]
    return []
