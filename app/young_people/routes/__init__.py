"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import around, reading, returning, saying

__all__ = ["around", "reading", "returning", "saying"]
