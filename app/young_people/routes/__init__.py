"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import (
    around,
    meeting,
    meeting_questions,
    meeting_replying,
    meeting_sending,
    reading,
    returning,
    saying,
)

__all__ = [
    "around",
    "meeting",
    "meeting_questions",
    "meeting_replying",
    "meeting_sending",
    "reading",
    "returning",
    "saying",
]
