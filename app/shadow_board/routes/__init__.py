"""Route functions for members, one module for each thing they come to do."""

from app.shadow_board.routes import agenda, checks, figures, home, papers, priorities, questions, said, you

__all__ = ["agenda", "checks", "figures", "home", "papers", "priorities", "questions", "said", "you"]
