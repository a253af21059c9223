"""The rota: who is there to see alerts, hour by hour, and where nobody is."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_the_rota
from app.extensions import db
from app.forgery import shows_back
from app.models import utc_now
from app.participation import participation
from app.participation.rota_forms import WEEKDAYS, LineForm, NewLineForm
from app.participation.rota_shown import weeks_shown
from app.refusals import refusals_shown_on
from app.services import rota, rota_keeping
from app.services.clocks import london_day, start_of_day

SHOWN_AHEAD = timedelta(days=14)


@participation.route("/rota", methods=["GET", "POST"])
@open_to(who_keeps_the_rota)
@shows_back
def show_rota() -> ResponseReturnValue:
    """This week and the next, every line, and a form for another one."""
    form = NewLineForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            who, days = form.person_id.data, form.weekdays.data
            rota_keeping.add(signed_in_person(), person_id=who, weekdays=days, line=form.line)
            db.session.commit()
            return redirect(url_for(".show_rota"))
    elif not form.is_submitted():
        form.from_day.data = london_day(utc_now())
    return rota_page(form), 400 if form.is_submitted() else 200


def rota_page(form: NewLineForm) -> str:
    now = utc_now()
    entries = rota_keeping.entries()
    return render_template(
        "participation/show_rota.html",
        form=form,
        weeks=weeks_shown(now),
        gaps=rota.gaps(now, start_of_day(london_day(now)) + SHOWN_AHEAD),
        entries=[(WEEKDAYS[entry.weekday], entry, rota_keeping.counts(entry.person)) for entry in entries],
    )


@participation.route("/rota/<uuid:entry_id>", methods=["GET", "POST"])
@open_to(who_keeps_the_rota)
@shows_back
def change_rota(entry_id: UUID) -> ResponseReturnValue:
    entry = rota_keeping.get_entry(entry_id)
    form = LineForm(obj=entry)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            rota_keeping.change(signed_in_person(), entry, form.line)
            db.session.commit()
            return redirect(url_for(".show_rota"))
    page = render_template(
        "participation/change_rota.html",
        form=form,
        entry=entry,
        weekday=WEEKDAYS[entry.weekday],
        counts=rota_keeping.counts(entry.person),
    )
    return page, 400 if form.is_submitted() else 200


@participation.post("/rota/<uuid:entry_id>/end")
@open_to(who_keeps_the_rota)
def end_rota(entry_id: UUID) -> ResponseReturnValue:
    rota_keeping.end(signed_in_person(), rota_keeping.get_entry(entry_id))
    db.session.commit()
    return redirect(url_for(".show_rota"))
