"""Route functions for members, one module for each thing they come to do."""

from app.shadow_board.routes import agenda, home, papers, priorities, questions

__all__ = ["agenda", "home", "papers", "priorities", "questions"]
