"""Route functions for members, one module for each thing they come to do."""

from app.shadow_board.routes import checks, figures, home, said, you

__all__ = ["checks", "figures", "home", "said", "you"]
