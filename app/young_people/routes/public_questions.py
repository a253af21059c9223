"""What young advisors ask the board, for everybody to read: what waits, and since when; and what was answered."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.models import utc_now
from app.paging import page_asked_for
from app.services import board_questions
from app.young_people import young_people

PAGE = 10


@young_people.get("/questions")
@open_to(anyone)
def list_public_questions() -> ResponseReturnValue:
    page = page_asked_for()
    questions, has_more = board_questions.public_questions(page=page, per_page=PAGE)
    return render_template(
        "young_people/list_public_questions.html", questions=questions, page=page, has_more=has_more, now=utc_now()
    )
