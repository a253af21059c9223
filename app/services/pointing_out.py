"""Names and other details in what staff write of reviews, for somebody to look at again before anybody reads it.

It only looks, and misses some, and no word is changed. Forms refuse what it finds until somebody ticks that they have
looked (NoNamesForm in app/staff_fields.py). A child's code is refused whenever it looks like a name
(app/protection/references.py).
"""

from typing import Final

from app.models import Recommendation, Review
from app.protection.pointing_at import Pointer, PointsAt, pointers_in

SHOWN: Final = (PointsAt.NAME, PointsAt.DETAIL)  # a review is full of numbers that point at nobody


def in_review(review: Review) -> list[Pointer]:
    """In everything that everybody reads of it, its recommendations too, which were got with it."""
    asked = (text for one in review.recommendations for text in (one.text, one.changed))
    return in_texts(review.title, review.summary, *asked, code=review.reference)


def in_recommendation(one: Recommendation) -> list[Pointer]:
    """In everything that is written of it, what only the board reads too."""
    written = (one.text, one.action, one.success_measure, one.changed, one.evidence, one.impact_says)
    return in_texts(*written, code=one.review.reference)


def in_texts(*texts: str | None, code: str) -> list[Pointer]:
    """Each once, but for the words of the child's code."""
    of_code = set(code.casefold().split())
    found = [pointer for text in texts if text for pointer in pointers_in(text) if pointer.kind in SHOWN]
    return [one for one in dict.fromkeys(found) if not set(one.words.casefold().split()) <= of_code]
