"""Pages for the board: protected figures, never a view or a record."""

from flask import Blueprint

board = Blueprint("board", __name__, url_prefix="/board")

from app.board import routes  # noqa: E402, F401
