"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import (
    adding,
    around,
    complaining,
    meeting,
    meeting_questions,
    meeting_replying,
    meeting_sending,
    pictures,
    promises,
    reading,
    returning,
    reviews,
    saying,
    sent,
    supported,
    taking_back,
)

__all__ = [
    "adding",
    "around",
    "complaining",
    "meeting",
    "meeting_questions",
    "meeting_replying",
    "meeting_sending",
    "pictures",
    "promises",
    "reading",
    "returning",
    "reviews",
    "saying",
    "sent",
    "supported",
    "taking_back",
]
