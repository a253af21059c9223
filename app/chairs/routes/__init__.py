"""Route functions for chairs, one module for each thing they come to do."""

from app.chairs.routes import (
    actions,
    around,
    children,
    conferences,
    copies,
    feedback,
    holding,
    imports,
    record,
    wishes,
    words,
)

__all__ = [
    "actions",
    "around",
    "children",
    "conferences",
    "copies",
    "feedback",
    "holding",
    "imports",
    "record",
    "wishes",
    "words",
]
