"""The list of requests for what is held: an administrator and a safeguarding lead read the same, each on their page."""

from typing import Any

from flask import render_template, request

from app.models import utc_now
from app.paging import page_asked_for
from app.services.clocks import london_day
from app.services.subject_access import requesting

OVER = "over"


def list_page(template: str, **more: Any) -> str:
    """Those that are open, or with ?shown=over those that are not any more."""
    page, is_over = page_asked_for(), request.args.get("shown") == OVER
    listed, has_more = requesting.list_requests(is_over=is_over, page=page)
    return render_template(
        template,
        listed=listed,
        shown=OVER if is_over else None,
        page=page,
        has_more=has_more,
        today=london_day(utc_now()),
        **more,
    )
