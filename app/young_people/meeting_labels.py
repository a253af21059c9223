"""What a child has half-written for their meeting, in the words young people read: to check it, or to copy it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.services.contributing import Draft
from app.young_people.forms.choices import HELPED_BY
from app.young_people.forms.meeting import JOINING


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One question with what they said: what they picked, or their own words, several where they are wishes.

    `step` is the number of the page where they can change it.
    """

    question: str
    step: int
    picked: str | None = None
    words: tuple[str, ...] = ()
    is_private: bool = False  # for the chair alone: on no paper


def answers_to_show(draft: Draft) -> list[Shown]:
    """Every question in its order, answered or not."""
    return [*answers_of_the_first_pages(draft), *answers_of_the_last_pages(draft)]


def answers_of_the_first_pages(draft: Draft) -> Iterator[Shown]:
    joining = str(JOINING[draft.joining]) if draft.joining else None
    yield Shown(question=_("How you want to join"), step=1, picked=joining)
    yield Shown(question=_("What is good"), step=2, words=in_a_row(draft.good))
    yield Shown(question=_("What worries you"), step=3, words=in_a_row(draft.worries))
    yield Shown(question=_("What you want to happen"), step=4, words=tuple(draft.wishes))
    yield Shown(question=_("Who you want to speak for you"), step=5, words=in_a_row(draft.speaker))


def answers_of_the_last_pages(draft: Draft) -> Iterator[Shown]:
    how_safe = _("%(number)s of 10", number=draft.how_safe) if draft.how_safe is not None else None
    yield Shown(question=_("What would help you understand"), step=6, words=in_a_row(draft.understanding))
    yield Shown(question=_("How safe you feel"), step=7, picked=how_safe)
    yield Shown(question=_("What some people must not know"), step=8, words=in_a_row(draft.private), is_private=True)
    yield Shown(question=_("Who helps you with this"), step=9, picked=helper_label(draft))


def in_a_row(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()


def helper_label(draft: Draft) -> str | None:
    if draft.helped_by is None:
        return None
    whose = _("The words are mine") if draft.words_are_own else _("Some of the words are theirs")
    return f"{HELPED_BY[draft.helped_by]}. {whose}."
