"""Who has an account: the list, one person, somebody new."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.forms import AddPersonForm, PeopleFilter
from app.administration.shown import joining_address, just_done, role_hints, why_nobody_decides
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Person
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import approving, auditing, inviting, people, signing_in

LINES_SHOWN = 10


@administration.get("/people")
@open_to(who_keeps_accounts)
def list_people() -> ResponseReturnValue:
    form, page = PeopleFilter(request.args), page_asked_for()
    found = people.accounts(**form.asked_for, page=page) if form.validate() else people.PeoplePage([], page, 0)
    return render_template("administration/list_people.html", form=form, found=found)


@administration.route("/people/add", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def add_person() -> ResponseReturnValue:
    form = AddPersonForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            person, token = inviting.invite(signed_in_person(), **form.details, once=form.once.data)
            db.session.commit()
            return after_asking_for_link(person, token)
    page = render_template(
        "administration/add_person.html",
        form=form,
        hints=role_hints(),
        known=people.find_by_username(form.username.data or "") if form.form_errors else None,
        nobody_decides=why_nobody_decides(people.who_decide(), asked_by=signed_in_person().id),
    )
    return page, 400 if form.is_submitted() else 200


def after_asking_for_link(person: Person, token: str | None) -> ResponseReturnValue:
    """The link, shown this once in the answer itself; or the person's page, when another administrator decides."""
    if token is None:
        return redirect(url_for(".show_person", person_id=person.id, saved="asked"))
    return render_template(
        "administration/show_link.html",
        person=person,
        address=joining_address(token),
        until=people.newest_links({person.id})[person.id].link.expires_at,
    )


@administration.get("/people/<uuid:person_id>")
@open_to(who_keeps_accounts)
def show_person(person_id: UUID) -> ResponseReturnValue:
    return person_page(person_id, HeardForm(formdata=None))


def person_page(person_id: UUID, form: HeardForm) -> ResponseReturnValue:
    account = people.account_of(person_id)
    page = render_template(
        "administration/show_person.html",
        account=account,
        person=account.person,
        form=form,
        done=just_done(),
        is_own=account.person.id == signed_in_person().id,
        takes_two=approving.is_needed(account.person.role),
        newest_link=people.newest_links({person_id}).get(person_id),
        approvals=approving.open_about(account.person),
        sign_ins=signing_in.sign_ins_of(account.person),
        lines=auditing.lines_about(account.person, LINES_SHOWN),
    )
    return page, 400 if form.is_submitted() else 200
