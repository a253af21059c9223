"""A chair's conferences: the list, a new one, one with its children, putting it right, finishing it."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.conferences import ConferenceForm, NewConferenceForm
from app.chairs.refusals import refusals_shown_on
from app.chairs.routes.asking import ask
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Conference, Person, utc_now
from app.paging import page_asked_for
from app.services import (
    attending,
    changing_chairs,
    conferring,
    correcting,
    following_up,
    including,
    minuting,
    owing,
    time_limits,
)
from app.services.whose_conference import written_by


@chairs.get("/")
@open_to(who_takes_minutes)
def list_conferences() -> ResponseReturnValue:
    page = page_asked_for()
    listed, has_older = conferring.conferences_of(signed_in_person(), today=conferring.this_day(), page=page)
    owed, owes_more = owing.owed_by(signed_in_person(), now=utc_now()) if page == 1 else ([], False)
    return render_template(
        "chairs/list_conferences.html",
        listed=listed,
        page=page,
        has_older=has_older,
        owed=owed,
        owes_more=owes_more,
        may_lead=a_chair(),
    )


@chairs.route("/new", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
@counts_once
def add_conference() -> ResponseReturnValue:
    form = NewConferenceForm(earlier_conference())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            conference = including.make_with_children(
                signed_in_person(), form.details, form.chosen, once=form.once.data
            )
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference.id, saved="conference"))
    return render_template("chairs/add_conference.html", form=form), 400 if form.is_submitted() else 200


def earlier_conference() -> Conference | None:
    """The conference of this chair that the new one follows, as the address or the form says."""
    named = request.form.get("after") or request.args.get("after")
    try:
        return conferring.get_conference(signed_in_person(), UUID(named)) if named else None
    except ValueError:
        return None


@chairs.get("/<uuid:conference_id>")
@open_to(who_takes_minutes)
def show_conference(conference_id: UUID) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    return conference_page(HeardForm(formdata=None), conference)


@chairs.route("/<uuid:conference_id>/change", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_conference(conference_id: UUID) -> ResponseReturnValue:
    return ask(
        conference_id,
        "chairs/change_conference.html",
        ConferenceForm,
        lambda by, one, form: correcting.change_conference(by, one, form.details, codes_again=form.codes_again.data),
        saved="conference",
        whose=written_by,
    )


@chairs.route("/<uuid:conference_id>/remove", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def remove_conference(conference_id: UUID) -> ResponseReturnValue:
    return ask(
        conference_id,
        "chairs/remove_conference.html",
        lambda _conference: HeardForm(),
        lambda by, one, _form: correcting.remove_conference(by, one),
        saved="conference-removed",
        then=".list_conferences",
    )


@chairs.route("/<uuid:conference_id>/finish", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def finish_conference(conference_id: UUID) -> ResponseReturnValue:
    return press(conference_id, conferring.finish, saved="finished")


@chairs.route("/<uuid:conference_id>/open-again", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def open_again(conference_id: UUID) -> ResponseReturnValue:
    return press(conference_id, conferring.open_again, saved="open-again")


def press(conference_id: UUID, work: Callable[[Person, Conference], None], *, saved: str) -> ResponseReturnValue:
    """A button on the page of a conference. Somebody may load its address again: that only leads to the page."""
    if request.method != "POST":
        conference = conferring.get_conference(signed_in_person(), conference_id)
        return redirect(url_for(".show_conference", conference_id=conference.id))
    return ask(
        conference_id,
        conference_page,
        lambda _conference: HeardForm(),
        lambda by, one, _form: work(by, one),
        saved=saved,
    )


def conference_page(form: HeardForm, conference: Conference) -> str:
    agencies = attending.agencies_at(conference)
    return render_template(
        "chairs/show_conference.html",
        conference=conference,
        form=form,
        limit=time_limits.limit_of(conference),
        follow_ups=following_up.follow_ups(conference),
        agencies=agencies,
        not_quorate_because=attending.why_not_quorate(conference, agencies),
        is_held=conference.held_on <= conferring.this_day(),
        tell_by=conferring.day_to_tell(conference.held_on),
        before=changing_chairs.chair_before(conference),
        chair=changing_chairs.chair_of(conference),
        change=changing_chairs.last_change(conference),
        takers=minuting.minute_takers(conference),
    )
