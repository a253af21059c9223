"""How long things are kept: the rules, what would go now, letting it go, what is on hold. Counts, and never a word."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration, clearing
from app.administration.forms import ClearForm
from app.administration.shown import just_done
from app.forgery import shows_back
from app.models import utc_now
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import holding, settings
from app.services.clocks import london_day
from app.services.retention import running
from app.services.retention.catalogue import CATALOGUE, Kind


@administration.get("/retention")
@open_to(who_keeps_accounts)
def show_retention() -> ResponseReturnValue:
    in_force = settings.read()
    rules = [(kind, rule, rule.how_long(in_force).partition(" (")[0]) for kind, rule in CATALOGUE.items()]
    return render_template(
        "administration/show_retention.html", rules=rules, last_run=running.newest_run(), done=just_done()
    )


@administration.get("/retention/preview")
@open_to(who_keeps_accounts)
def preview_retention() -> ResponseReturnValue:
    return preview_page(ClearForm(formdata=None))


@administration.post("/retention/run")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def run_retention() -> ResponseReturnValue:
    form = ClearForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            done = clearing.clear(signed_in_person())
            return redirect(url_for(".show_retention", saved=done.came_to))
    return preview_page(form)


def preview_page(form: ClearForm) -> ResponseReturnValue:
    now = utc_now()
    found = [(kind, CATALOGUE[kind], running.preview(kind, now)) for kind in Kind]
    page = render_template("administration/preview_retention.html", form=form, found=found, now=now)
    return page, 400 if form.is_submitted() else 200


@administration.get("/retention/holds")
@open_to(who_keeps_accounts)
def list_holds() -> ResponseReturnValue:
    """What is kept longer. Why stands where those who placed it can read it, and not here."""
    page = page_asked_for()
    held, has_more = holding.every_hold(page=page)
    today = london_day(utc_now())
    return render_template("administration/list_holds.html", held=held, page=page, has_more=has_more, today=today)
