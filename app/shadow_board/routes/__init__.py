"""Route functions for members, one module for each thing they come to do."""

from app.shadow_board.routes import home, priorities, questions

__all__ = ["home", "priorities", "questions"]
