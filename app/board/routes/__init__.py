"""Route functions for the board, one module for each thing it comes to do."""

from app.board.routes import commitments, figures, guidance, recommendations, reviews, tables, training

__all__ = ["commitments", "figures", "guidance", "recommendations", "reviews", "tables", "training"]
