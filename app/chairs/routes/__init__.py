"""Route functions for chairs, one module for each thing they come to do."""

from app.chairs.routes import (
    actions,
    around,
    changing_chairs,
    children,
    conferences,
    copies,
    feedback,
    holding,
    imports,
    minutes,
    overseeing,
    practice,
    record,
    wishes,
    words,
)

__all__ = [
    "actions",
    "around",
    "changing_chairs",
    "children",
    "conferences",
    "copies",
    "feedback",
    "holding",
    "imports",
    "minutes",
    "overseeing",
    "practice",
    "record",
    "wishes",
    "words",
]
