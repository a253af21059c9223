"""Route functions for agency leads, one module for each thing they come to do."""

from app.agencies.routes import actions, framework, recommendations, section_11

__all__ = ["actions", "framework", "recommendations", "section_11"]
