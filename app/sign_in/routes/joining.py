"""Somebody joins with the link they were given."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import shows_back
from app.protection import passphrases
from app.services import signing_in, two_step
from app.sign_in import sign_in
from app.sign_in.beginning import begin
from app.sign_in.forms import JoinForm


@sign_in.route("/join/<token>", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def join(token: str) -> ResponseReturnValue:
    link = signing_in.find_joining_link(token)
    if link is None:
        return render_template("sign_in/join_expired.html"), 404
    form, person = JoinForm(person=link.person), link.person
    if form.validate_on_submit():
        db.session.commit()  # a hash takes long: nobody else's writing waits for it
        passphrase_hash = passphrases.hash_passphrase(form.passphrase.data)
        person = signing_in.join(signing_in.by_token(token), passphrase_hash=passphrase_hash)
        half_way = two_step.needs_second_step(person)
        begin(person, half_way=half_way)
        return redirect(url_for(".set_up" if half_way else ".show_home"))
    page = render_template("sign_in/join.html", form=form, person_name=person.name, username=person.username)
    return page, 400 if form.is_submitted() else 200
