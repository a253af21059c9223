"""A chair's conferences: the list, a new one, one with its children, finishing it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.conferences import ConferenceForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.services import conferring

LAST_PAGE = 10_000  # far more than a chair can hold, and a number that databases take


@chairs.get("/")
@open_to(a_chair)
def list_conferences() -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    listed, has_older = conferring.conferences_of(signed_in_person(), today=conferring.this_day(), page=page)
    return render_template("chairs/list_conferences.html", listed=listed, page=page, has_older=has_older)


@chairs.route("/new", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def add_conference() -> ResponseReturnValue:
    form = ConferenceForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            conference = conferring.make_conference(signed_in_person(), **form.details)
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference.id))
    return render_template("chairs/add_conference.html", form=form), 400 if form.is_submitted() else 200


@chairs.get("/<uuid:conference_id>")
@open_to(a_chair)
def show_conference(conference_id: UUID) -> ResponseReturnValue:
    return conference_page(conference_id)


@chairs.post("/<uuid:conference_id>/finish")
@open_to(a_chair)
@shows_back
def finish_conference(conference_id: UUID) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=True)
    form = HeardForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            conferring.finish(signed_in_person(), conference)
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id))
    return conference_page(conference_id, form)


@chairs.post("/<uuid:conference_id>/open-again")
@open_to(a_chair)
@shows_back
def open_again(conference_id: UUID) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=True)
    form = HeardForm()
    if form.validate_on_submit():
        conferring.open_again(signed_in_person(), conference)
        db.session.commit()
        return redirect(url_for(".show_conference", conference_id=conference_id))
    return conference_page(conference_id, form)


def conference_page(conference_id: UUID, sent: HeardForm | None = None) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id)
    began = conference.strategy_discussion_on
    page = render_template(
        "chairs/show_conference.html",
        conference=conference,
        form=sent or HeardForm(formdata=None),
        days_allowed=conferring.days_allowed(),
        due_on=conferring.latest_day(began) if began else None,
        is_held=conference.held_on <= conferring.this_day(),
        tell_by=conferring.usual_day_to_tell(conference.held_on),
    )
    return page, 400 if sent else 200
