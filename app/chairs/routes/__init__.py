"""HTTP for chairs: one module for each task."""

from app.chairs.routes import actions, children, conferences, record, wishes  # noqa: F401
