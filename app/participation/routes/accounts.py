"""The accounts of young advisors and shadow board members: who there is, inviting somebody, what is kept about them."""

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_young_accounts, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm, OnceForm
from app.limits import takes_writing
from app.models import Person
from app.paging import page_asked_for
from app.participation import participation
from app.participation.account_forms import InviteForm, NotesForm, OpenNotesForm
from app.protection.four_words import FourWords
from app.refusals import refusals_shown_on
from app.services import advisors, looking_after, people, powers, settings
from app.services.advisors import State
from app.services.looking_after import Notes
from app.services.powers import Power

LINES_SHOWN = 10


@participation.get("/inbox/accounts")
@open_to(who_reads_views)
def list_accounts() -> ResponseReturnValue:
    asked, page = request.args.get("shown"), page_asked_for()
    state = next((one for one in State if one == asked), None)
    accounts, has_more = advisors.list_accounts(state, page=page)
    return render_template(
        "participation/list_accounts.html",
        state=state,
        accounts=accounts,
        counted=advisors.how_many(),
        page=page,
        has_more=has_more,
        may_change=powers.may(signed_in_person().role, Power.KEEP_YOUNG_ACCOUNTS),
    )


@participation.route("/inbox/accounts/invite", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@confirmed_lately
@shows_back
@takes_writing
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        what = {"name": form.name.data, "role": form.role.data, "kept": form.kept, "once": form.once.data}
        with refusals_shown_on(form):
            person, words = looking_after.invite(signed_in_person(), **what)
            db.session.commit()
            return words_page(person, words)
    return render_template("participation/invite.html", form=form), 400 if form.is_submitted() else 200


def words_page(person: Person, words: FourWords) -> str:
    """The words, in the answer to the button and nowhere else: no address shows them again."""
    site = current_app.config["SITE_ADDRESS"] or request.host_url
    return render_template(
        "participation/show_joining_words.html",
        person=person,
        words=words,
        address=f"{site.rstrip('/')}{url_for('sign_in.join_by_words')}",
        until=people.newest_links({person.id})[person.id].link.expires_at,
    )


@participation.get("/inbox/accounts/<uuid:advisor_id>")
@open_to(who_reads_views)
def show_account(advisor_id: UUID) -> ResponseReturnValue:
    return account_page(advisor_id, OpenNotesForm(formdata=None))


def account_page(advisor_id: UUID, form: HeardForm, notes: Notes | None = None) -> ResponseReturnValue:
    account = advisors.account_of(advisor_id)
    page = render_template(
        "participation/show_account.html",
        account=account,
        person=account.person,
        profile=account.profile,
        form=form,
        notes_form=form if isinstance(form, OpenNotesForm) else OpenNotesForm(formdata=None),
        notes=notes,
        lines=advisors.history_of(account.person)[:LINES_SHOWN],
        may_change=powers.may(signed_in_person().role, Power.KEEP_YOUNG_ACCOUNTS),
        left_days=settings.current().left_days,
        saved=request.args.get("saved"),
    )
    return page, 400 if form.is_submitted() and notes is None else 200


@participation.post("/inbox/accounts/<uuid:advisor_id>/open")
@open_to(who_reads_views)
@shows_back
@takes_writing
def open_notes(advisor_id: UUID) -> ResponseReturnValue:
    """Who agreed, and how to reach them: in the answer to the reason, and at no address."""
    account, form, notes = advisors.account_of(advisor_id), OpenNotesForm(), None
    if form.validate_on_submit():
        notes = looking_after.open_notes(signed_in_person(), account.person.id, reason=form.reason.data)
        db.session.commit()
    return account_page(advisor_id, form, notes)


@participation.route("/inbox/accounts/<uuid:advisor_id>/notes", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@shows_back
@takes_writing
def change_notes(advisor_id: UUID) -> ResponseReturnValue:
    account = advisors.account_of(advisor_id)
    form = NotesForm().about(account.profile)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            looking_after.change_notes(signed_in_person(), advisor_id, form.kept, is_mine=form.is_mine.data)
            db.session.commit()
            return redirect(url_for(".show_account", advisor_id=advisor_id, saved="notes"))
    page = render_template("participation/change_notes.html", form=form, account=advisors.account_of(advisor_id))
    return page, 400 if form.is_submitted() else 200


@participation.route("/inbox/accounts/<uuid:advisor_id>/words", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@confirmed_lately
@shows_back
def make_words(advisor_id: UUID) -> ResponseReturnValue:
    form = OnceForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            person, words = looking_after.make_words(signed_in_person(), advisor_id, once=form.once.data)
            db.session.commit()
            return words_page(person, words)
    page = render_template("participation/make_words.html", form=form, account=advisors.account_of(advisor_id))
    return page, 400 if form.is_submitted() else 200
