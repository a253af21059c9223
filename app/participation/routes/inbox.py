from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import open_to, who_reads_views
from app.models import utc_now
from app.models.codes import ViewStatus
from app.paging import page_asked_for
from app.participation import participation
from app.services import alerting, answering

NOT_GENUINE = "not-genuine"


@participation.get("/inbox/")
@open_to(who_reads_views)
def list_views() -> ResponseReturnValue:
    page = page_asked_for()
    shown = NOT_GENUINE if request.args.get("shown") == NOT_GENUINE else None
    status = ViewStatus.NOT_GENUINE if shown else ViewStatus.WAITING
    listed, has_more = answering.list_views(status, page=page)
    return render_template(
        "participation/list_views.html",
        listed=listed,
        shown=shown,
        page=page,
        has_more=has_more,
        alerts=answering.alerts_unacknowledged(),
        meeting_alerts=alerting.meeting_alerts() if page == 1 else [],
        now=utc_now(),
    )
