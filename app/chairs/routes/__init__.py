"""Route functions for chairs, one module for each thing they come to do."""

from app.chairs.routes import actions, children, conferences, feedback, holding, record, wishes, words

__all__ = ["actions", "children", "conferences", "feedback", "holding", "record", "wishes", "words"]
