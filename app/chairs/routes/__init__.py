"""Route functions for chairs, one module for each thing they come to do."""

from app.chairs.routes import actions, children, conferences, record, wishes

__all__ = ["actions", "children", "conferences", "record", "wishes"]
