"""Pages for the board: protected figures, never a view or a record."""

from flask import Blueprint

from app.paging import leads_back

board = Blueprint("board", __name__, url_prefix="/board")
leads_back(board, list_commitments="commitment_id", list_reviews="review_id", list_questions="question_id")

from app.board import routes  # noqa: E402, F401
