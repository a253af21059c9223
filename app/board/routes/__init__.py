"""Route functions for the board, one module for each thing it comes to do."""

from app.board.routes import (
    agencies,
    agenda,
    commitments,
    figures,
    framework,
    guidance,
    meetings,
    papers,
    proposals,
    recommendations,
    reports,
    reviews,
    section_11,
    tables,
    training,
)

__all__ = [
    "agencies",
    "agenda",
    "commitments",
    "figures",
    "framework",
    "guidance",
    "meetings",
    "papers",
    "proposals",
    "recommendations",
    "reports",
    "reviews",
    "section_11",
    "tables",
    "training",
]
