"""Route functions for members, one module for each thing they come to do."""

from app.shadow_board.routes import home, said

__all__ = ["home", "said"]
