"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import (
    adding,
    around,
    complaining,
    promises,
    reading,
    returning,
    reviews,
    saying,
    taking_back,
)

__all__ = [
    "adding",
    "around",
    "complaining",
    "promises",
    "reading",
    "returning",
    "reviews",
    "saying",
    "taking_back",
]
