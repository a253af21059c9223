"""The figures of the board: one declarative catalogue, from which counting, publishing, pages and files are made."""

from app.services.figures.about_children import FROM_4_CODES as FROM_4
from app.services.figures.about_children import HEARD, UNBORN
from app.services.figures.catalogue import (
    BY_NAME,
    CATALOGUE,
    OF_A_QUARTER,
    SOURCES,
    links_of_a_quarter,
    links_of_a_year,
)
from app.services.figures.counting import Counted, count, find_first_day, within
from app.services.figures.declared import Figure, ShareRule
from app.services.figures.linking import can_be_made
from app.services.figures.of_feedback import NOT_TOLD, TOLD_IN_TIME, TOLD_LATE
from app.services.figures.of_influence import DONE_ON_TIME, LATE_OR_NOT_DONE
from app.services.figures.of_views import ANSWERED_IN_TIME, ANSWERED_LATE, NOT_SAID
from app.services.figures.reading import find_problem_with_copy, has_copy

__all__ = [
    "ANSWERED_IN_TIME",
    "ANSWERED_LATE",
    "BY_NAME",
    "CATALOGUE",
    "DONE_ON_TIME",
    "FROM_4",
    "HEARD",
    "LATE_OR_NOT_DONE",
    "NOT_SAID",
    "NOT_TOLD",
    "OF_A_QUARTER",
    "SOURCES",
    "TOLD_IN_TIME",
    "TOLD_LATE",
    "UNBORN",
    "Counted",
    "Figure",
    "ShareRule",
    "can_be_made",
    "count",
    "find_first_day",
    "find_problem_with_copy",
    "has_copy",
    "links_of_a_quarter",
    "links_of_a_year",
    "within",
]
