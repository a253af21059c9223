"""A chair's conferences: the list, a new one, one with its children, putting it right, finishing it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.conferences import ConferenceForm, NewConferenceForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Conference, utc_now
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

LAST_PAGE = 10_000  # far more than a chair can hold, and a number that databases take


@chairs.get("/")
@open_to(who_takes_minutes)
def list_conferences() -> ResponseReturnValue:
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
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
    return conference_page(conference_id)


@chairs.route("/<uuid:conference_id>/change", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_conference(conference_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by, for_change=is_sent)
    form = ConferenceForm(conference)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            correcting.change_conference(
                signed_in_person(), conference, form.details, codes_again=form.codes_again.data
            )
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="conference"))
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    page = render_template("chairs/change_conference.html", form=form, conference=conference)
    return page, 400 if is_sent else 200


@chairs.route("/<uuid:conference_id>/remove", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def remove_conference(conference_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            correcting.remove_conference(signed_in_person(), conference)
            db.session.commit()
            return redirect(url_for(".list_conferences", saved="conference-removed"))
    conference = conferring.get_conference(signed_in_person(), conference_id)
    page = render_template("chairs/remove_conference.html", form=form, conference=conference)
    return page, 400 if form.is_submitted() else 200


@chairs.route("/<uuid:conference_id>/finish", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def finish_conference(conference_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=is_sent)
    if not is_sent:  # somebody loads again an address that a button leads to
        return redirect(url_for(".show_conference", conference_id=conference_id))
    form = HeardForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            conferring.finish(signed_in_person(), conference)
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="finished"))
    return conference_page(conference_id, form)


@chairs.route("/<uuid:conference_id>/open-again", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def open_again(conference_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=is_sent)
    if not is_sent:  # somebody loads again an address that a button leads to
        return redirect(url_for(".show_conference", conference_id=conference_id))
    form = HeardForm()
    if form.validate_on_submit():
        conferring.open_again(signed_in_person(), conference)
        db.session.commit()
        return redirect(url_for(".show_conference", conference_id=conference_id, saved="open-again"))
    return conference_page(conference_id, form)


def conference_page(conference_id: UUID, sent: HeardForm | None = None) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    agencies = attending.agencies_at(conference)
    page = render_template(
        "chairs/show_conference.html",
        conference=conference,
        form=sent or HeardForm(formdata=None),
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
    return page, 400 if sent else 200
