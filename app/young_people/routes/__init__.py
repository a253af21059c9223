"""Route functions for young people, one module for each thing they come to do."""

from app.young_people.routes import around, complaining, promises, reading, returning, reviews, saying

__all__ = ["around", "complaining", "promises", "reading", "returning", "reviews", "saying"]
