"""A member's own account: their phone, a break, leaving, and a file of what they wrote."""

import json
from collections.abc import Callable
from dataclasses import asdict

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, confirmed_lately, open_to, own_sign_in, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Person
from app.models.codes import NoteAbout
from app.refusals import refusals_shown_on
from app.services import advisors, member_notes, own_account, own_phones, settings, visiting
from app.sessions import browser_session
from app.shadow_board import shadow_board
from app.shadow_board.forms import TellUsForm
from app.units import writes

TEXT = "text/plain; charset=utf-8"


@shadow_board.get("/you")
@open_to(a_young_person)
def show_you() -> ResponseReturnValue:
    return you_page(HeardForm(formdata=None))


def you_page(form: HeardForm) -> ResponseReturnValue:
    person = signed_in_person()
    page = render_template(
        "shadow_board/show_you.html",
        form=form,
        person=person,
        is_own_phone=own_sign_in().is_own_phone,
        has_worker=advisors.find_profile(person) is not None,
        reports=member_notes.written_by(person, NoteAbout.REPORT),
        saved=request.args.get("saved"),
    )
    return page, 400 if form.is_submitted() else 200


@shadow_board.post("/you/phone")
@open_to(a_young_person)
@shows_back
def keep_on_phone() -> ResponseReturnValue:
    """This is my own phone, or not any more: from now on under another cookie."""
    form = HeardForm()
    if not form.validate_on_submit():
        return you_page(form)
    is_own, session, signed_in = request.form.get("go") == "own", browser_session(), own_sign_in()
    before, cookie = session.cookie, session.renew()
    visiting.move(before, cookie)
    own_phones.keep_on_phone(signed_in, is_own=is_own, secret_mark=cookie.sign_in_mark)
    session.keep_for = own_phones.how_long_kept(signed_in)
    db.session.commit()
    return redirect(url_for(".show_you", saved="phone"))


@shadow_board.route("/you/break", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
def take_a_break() -> ResponseReturnValue:
    return go_away(own_account.take_a_break, "shadow_board/take_a_break.html", "sign_in.show_resting")


@shadow_board.route("/you/leave", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
def leave() -> ResponseReturnValue:
    return go_away(own_account.leave, "shadow_board/leave.html", "sign_in.show_closed")


def go_away(do: Callable[[Person], None], template: str, ends_at: str) -> ResponseReturnValue:
    """Ask first; then they are signed out, here and everywhere."""
    form = HeardForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            do(signed_in_person())
            visiting.forget(browser_session().cookie)
            db.session.commit()
            browser_session().end()
            return redirect(url_for(ends_at))
    page = render_template(template, form=form, left_days=settings.current().left_days)
    return page, 400 if form.is_submitted() else 200


@shadow_board.get("/you/words.txt")
@open_to(a_young_person)
@confirmed_lately
@writes
def fetch_words_as_text() -> ResponseReturnValue:
    """Everything they wrote under their name, to read. It is made now, and kept nowhere."""
    found = own_account.fetch(signed_in_person())
    db.session.commit()
    parts = [f"{one.what}, {one.on:%-d %B %Y}\n\n{one.words}\n" for one in found]
    return as_file("\n----\n\n".join(parts) or "You have not written anything under your name.\n", "txt", TEXT)


@shadow_board.get("/you/words.json")
@open_to(a_young_person)
@confirmed_lately
@writes
def fetch_words_as_json() -> ResponseReturnValue:
    """The same, for another program."""
    found = own_account.fetch(signed_in_person())
    db.session.commit()
    rows = [asdict(one) | {"on": one.on.isoformat()} for one in found]
    return as_file(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "json", "application/json")


def as_file(text: str, kind: str, content_type: str) -> Response:
    """A file whose name says nothing about what is in it."""
    headers = {"Content-Disposition": f"attachment; filename=file.{kind}", "Cache-Control": "no-store"}
    return Response(text, content_type=content_type, headers=headers)


@shadow_board.route("/report", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def report() -> ResponseReturnValue:
    """Something unkind or worrying. Only those who read what young people write see it."""
    form = TellUsForm()
    if form.validate_on_submit():
        member_notes.write(signed_in_person(), NoteAbout.REPORT, form.words.data, once=form.once.data)
        db.session.commit()
        return redirect(url_for(".show_you", saved="report", _anchor="reports"))
    return render_template("shadow_board/report.html", form=form), 400 if form.is_submitted() else 200
