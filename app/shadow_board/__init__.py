"""Pages for young advisors and shadow board members: what they asked the board, and what the board owes them.

They have the Hide page button and the help numbers of every young person's page. They are in English only: members work
with the board in English (decision 0037).
"""

from flask import Blueprint

shadow_board = Blueprint("shadow_board", __name__, url_prefix="/shadow-board")

from app.shadow_board import routes  # noqa: E402, F401
