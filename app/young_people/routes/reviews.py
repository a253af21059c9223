"""What reviews found, and what has changed since."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.models import utc_now
from app.paging import page_asked_for
from app.services import reviews
from app.services.clocks import london_day
from app.young_people import young_people


@young_people.get("/reviews")
@open_to(anyone)
def list_reviews() -> ResponseReturnValue:
    page = page_asked_for()
    found, has_more = reviews.published(page=page)
    return render_template("young_people/list_reviews.html", reviews=found, page=page, has_more=has_more)


@young_people.get("/reviews/<uuid:review_id>")
@open_to(anyone)
def show_review(review_id: UUID) -> ResponseReturnValue:
    review, today = reviews.get_published(review_id), london_day(utc_now())
    return render_template("young_people/show_review.html", review=review, today=today)
