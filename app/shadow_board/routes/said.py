"""What a member said under their name, and the way to our answer, without the 4 words."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.extensions import db
from app.models import utc_now
from app.services import own_views, returning, visiting
from app.sessions import browser_session
from app.shadow_board import shadow_board


@shadow_board.get("/said")
@open_to(a_young_person)
def list_said() -> ResponseReturnValue:
    views = own_views.said_by(signed_in_person())
    return render_template("shadow_board/list_said.html", views=views, now=utc_now())


@shadow_board.post("/said/<uuid:view_id>")
@open_to(a_young_person)
def open_said(view_id: UUID) -> ResponseReturnValue:
    """As if they had typed its 4 words: our answer, did it answer you, say more, take it back."""
    view = own_views.get_own_view(signed_in_person(), view_id)
    visiting.keep_opened(browser_session().begin(), view.id, last_looked_at=returning.look(view))
    db.session.commit()
    return redirect(url_for("young_people.read_answer"))
