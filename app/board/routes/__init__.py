"""Route functions for the board, one module for each thing it comes to do."""

from app.board.routes import (
    agencies,
    commitments,
    figures,
    framework,
    guidance,
    priorities,
    questions,
    recommendations,
    reviews,
    section_11,
    tables,
    training,
)

__all__ = [
    "agencies",
    "commitments",
    "figures",
    "framework",
    "guidance",
    "priorities",
    "questions",
    "recommendations",
    "reviews",
    "section_11",
    "tables",
    "training",
]
