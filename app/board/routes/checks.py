"""What the shadow board brings to the board: what members noticed in the figures, and what they saw on visits."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import a_board_member, open_to
from app.board import board
from app.models.codes import CheckMark
from app.services import checklists, member_notes


@board.get("/checks")
@open_to(a_board_member)
def read_checks() -> ResponseReturnValue:
    """Read by somebody first, without a name; made to print."""
    return render_template(
        "board/read_checks.html",
        noticed=member_notes.noticed_lately(),
        results=checklists.all_results(),
        marks=CheckMark,
        fewest=checklists.FEWEST_MEMBERS,
    )
