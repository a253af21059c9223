"""The chairs' manager: every conference's clocks and what is missing; another chair when one is away."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_oversees_conferences
from app.chairs import chairs
from app.chairs.forms.leading import ReassignForm
from app.chairs.routes.asking import ask
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Conference, Person, utc_now
from app.paging import page_asked_for
from app.services import changing_chairs, conferring, overseeing, time_limits
from app.services.overseeing import Show
from app.services.whose_conference import overseen_by


@chairs.get("/all")
@open_to(who_oversees_conferences)
def list_all() -> ResponseReturnValue:
    """Every conference, whoever leads it. What is asked for stands in the address; what makes no sense is left out."""
    page = page_asked_for()
    show = request.args.get("show", Show.OPEN, type=Show)
    chair_id = request.args.get("chair", type=UUID)
    listed, has_more = overseeing.conferences(
        signed_in_person(), now=utc_now(), show=show, chair_id=chair_id, page=page
    )
    return render_template(
        "chairs/list_all.html",
        listed=listed,
        page=page,
        has_more=has_more,
        show=show,
        chair_id=chair_id,
        people=overseeing.all_chairs(),
        limit_of=time_limits.limit_of,
        today=conferring.this_day(),
    )


@chairs.route("/<uuid:conference_id>/reassign", methods=["GET", "POST"])
@open_to(who_oversees_conferences)
@shows_back
@takes_writing
def reassign(conference_id: UUID) -> ResponseReturnValue:
    is_all = request.form.get("everything") is not None
    return ask(
        conference_id,
        reassign_page,
        lambda conference: ReassignForm().offer(changing_chairs.chairs_to_choose(conference)),
        change_one_or_all,
        saved="all-reassigned" if is_all else "reassigned",
        then=".list_all",
        whose=overseen_by,
    )


def change_one_or_all(manager: Person, conference: Conference, form: ReassignForm) -> None:
    change = changing_chairs.change_all if form.everything.data else changing_chairs.change_chair
    change(manager, conference, form.person.data, reason=form.reason.data)


def reassign_page(form: ReassignForm, conference: Conference) -> str:
    chair = changing_chairs.chair_of(conference)
    return render_template("chairs/reassign.html", form=form, conference=conference, chair=chair)
