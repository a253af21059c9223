"""What the board did in a year: the annual report in plain words, once it is published."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.services import commitments, quotes_shown, reporting, reports_shown, reviews
from app.services.report_contents import quote_ids
from app.young_people import young_people


@young_people.get("/you-said/year/<year>")
@open_to(anyone)
def show_year(year: str) -> ResponseReturnValue:
    """As it was published, but for what may not be read any more: words that were taken back, what was withdrawn."""
    of = reports_shown.year_called(year)
    version = reports_shown.get_published(of)
    content = reporting.said(version)
    promised = commitments.still_published([UUID(one["id"]) for one in content["promises"]])
    reviewed = reviews.still_published([UUID(one["id"]) for one in content["reviews"]])
    return render_template(
        "young_people/show_year.html",
        year=of,
        version=version,
        content=content,
        promises=[one for one in content["promises"] if UUID(one["id"]) in promised],
        reviews=[one for one in content["reviews"] if UUID(one["id"]) in reviewed],
        quotes=quotes_shown.still_shown(quote_ids(content)),
        others=[one for one in reports_shown.years() if one != of],
    )
