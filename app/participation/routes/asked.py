"""What waits for one person by name: answers to look at, and views that were handed to them."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from app.access import open_to, signed_in_person, who_reads_views
from app.models import utc_now
from app.participation import participation
from app.services import handling


@participation.context_processor
def for_the_menu() -> dict[str, Any]:
    """How much waits for whoever is signed in: asked for only by a page that says it."""
    return {"waits_for_you": LocalProxy(lambda: handling.how_much_waits_for(signed_in_person()))}


@participation.get("/inbox/asked")
@open_to(who_reads_views)
def list_asked() -> ResponseReturnValue:
    person = signed_in_person()
    return render_template(
        "participation/list_asked.html",
        drafts=handling.drafts_to_look_at(person),
        views=handling.views_of(person),
        just_said=request.args.get("said") == "yes",
        now=utc_now(),
    )
