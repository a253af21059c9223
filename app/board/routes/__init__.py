"""Route functions for the board, one module for each thing it comes to do."""

from app.board.routes import commitments, figures, recommendations, reviews, tables

__all__ = ["commitments", "figures", "recommendations", "reviews", "tables"]
