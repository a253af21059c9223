"""The inbox: what waits, in its order; and what waits for chairs."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.models import utc_now
from app.paging import page_asked_for
from app.participation import participation
from app.participation.asking import filters_asked_for, walk_asked_for
from app.services import alerting, answering
from app.services.inbox import counting, listing, looking, meetings
from app.services.inbox.filters import Asker
from app.units import writes

FIRST_FEW = 5  # of what waits for chairs: the page of its own has all of it


@participation.get("/inbox/")
@open_to(who_reads_views)
@writes
def list_views() -> ResponseReturnValue:
    """That somebody looks at the inbox is noted, so that they are shown what is new the next time."""
    filters, walk, person, now = filters_asked_for(), walk_asked_for(), signed_in_person(), utc_now()
    asker = Asker(person_id=person.id, now=now, new_since=looking.look(person, now))
    in_all, counts = counting.count_choices(filters, asker)
    page = render_template(
        "participation/list_views.html",
        filters=filters,
        asker=asker,
        in_all=in_all,
        counts=counts,
        found=listing.get_page(filters, asker, walk),
        unopened=listing.still_to_be_found(),
        meetings=meetings.waiting_for_chairs(limit=FIRST_FEW),
        alerts=answering.alerts_unacknowledged(),
        meeting_alerts=alerting.meeting_alerts(),
        is_first=walk.start is None,
    )
    db.session.commit()
    return page


@participation.get("/inbox/meetings")
@open_to(who_reads_views)
def list_meetings() -> ResponseReturnValue:
    """What waits for chairs: that it is there, its clock, and whose job it is."""
    page = page_asked_for()
    waiting, has_more = meetings.waiting_for_chairs(page=page)
    return render_template(
        "participation/list_meetings.html", waiting=waiting, has_more=has_more, page=page, now=utc_now()
    )
