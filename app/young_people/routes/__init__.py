"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import around, pictures, reading, returning, saying, sent, supported

__all__ = ["around", "pictures", "reading", "returning", "saying", "sent", "supported"]
