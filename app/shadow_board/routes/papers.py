"""The board's meetings as members read them: when they are, the papers in plain words, and what was said."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.models import utc_now
from app.paging import page_asked_for
from app.services import members_papers
from app.shadow_board import shadow_board


@shadow_board.get("/papers")
@open_to(a_young_person)
def list_papers() -> ResponseReturnValue:
    page = page_asked_for()
    past, has_more = members_papers.past(page=page)
    to_come = members_papers.to_come() if page == 1 else []
    return render_template(
        "shadow_board/list_papers.html", to_come=to_come, past=past, page=page, has_more=has_more, now=utc_now()
    )


@shadow_board.get("/papers/<uuid:meeting_id>")
@open_to(a_young_person)
def show_meeting(meeting_id: UUID) -> ResponseReturnValue:
    meeting, me = members_papers.get_meeting(meeting_id), signed_in_person().id
    return render_template("shadow_board/show_meeting.html", meeting=meeting, me=me, now=utc_now())


@shadow_board.get("/papers/<uuid:meeting_id>/<uuid:paper_id>")
@open_to(a_young_person)
def read_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    return render_template("shadow_board/read_paper.html", paper=members_papers.get_paper(meeting_id, paper_id))
