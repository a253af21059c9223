"""Route functions for the board, one module for each thing it comes to do."""

from app.board.routes import (
    agencies,
    checks,
    commitments,
    figures,
    framework,
    guidance,
    recommendations,
    reviews,
    section_11,
    tables,
    training,
)

__all__ = [
    "agencies",
    "checks",
    "commitments",
    "figures",
    "framework",
    "guidance",
    "recommendations",
    "reviews",
    "section_11",
    "tables",
    "training",
]
