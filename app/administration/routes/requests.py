"""Somebody asks what Heard holds about a young person: the administrator's side. No page shows it."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.handing_over import handed_over
from app.administration.request_forms import ExtendForm, RefuseForm, RequestForm
from app.administration.shown import just_done
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.listed_requests import list_page
from app.models import SubjectRequest
from app.refusals import refusals_shown_on
from app.services.subject_access import exporting, requesting


@administration.get("/requests")
@open_to(who_keeps_accounts)
def list_requests() -> ResponseReturnValue:
    return list_page("administration/list_requests.html", done=just_done())


@administration.route("/requests/new", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def add_request() -> ResponseReturnValue:
    form = RequestForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            opened = open_what_is_found(form)
            db.session.commit()  # also that nothing was found
            if opened:
                saved = "request" if opened.subject_id else "nothing"
                return redirect(url_for(".show_request", request_id=opened.id, saved=saved))
            form.say_nothing_found()
    page = render_template("administration/add_request.html", form=form)
    return page, 400 if form.is_submitted() else 200


def open_what_is_found(form: RequestForm) -> SubjectRequest | None:
    """The request; None where nothing is found, and that is not what they wrote down."""
    by = signed_in_person()
    found = requesting.look_for(by, reference=form.subject_reference.data, words=form.subject_words.data)
    if not found and not form.found_nothing.data:
        return None
    return requesting.open_request(by, form.asked, found, once=form.once.data)


@administration.get("/requests/<uuid:request_id>")
@open_to(who_keeps_accounts)
def show_request(request_id: UUID) -> ResponseReturnValue:
    return request_page(requesting.get_request(request_id))


@administration.post("/requests/<uuid:request_id>/extend")
@open_to(who_keeps_accounts)
@shows_back
@takes_writing
def extend_request(request_id: UUID) -> ResponseReturnValue:
    form = ExtendForm(prefix="extend")
    return after(request_id, form, lambda one: requesting.extend(one, signed_in_person(), because=form.because.data))


@administration.post("/requests/<uuid:request_id>/refuse")
@open_to(who_keeps_accounts)
@shows_back
@takes_writing
def refuse_request(request_id: UUID) -> ResponseReturnValue:
    form = RefuseForm(prefix="refuse")
    return after(request_id, form, lambda one: requesting.refuse(one, signed_in_person(), because=form.because.data))


@administration.post("/requests/<uuid:request_id>/given")
@open_to(who_keeps_accounts)
@shows_back
def say_given(request_id: UUID) -> ResponseReturnValue:
    form = HeardForm(prefix="given")
    return after(request_id, form, lambda one: requesting.give(one, signed_in_person()))


@administration.post("/requests/<uuid:request_id>/file")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def make_file(request_id: UUID) -> ResponseReturnValue:
    """The file, once both have agreed. It is made now, and nothing of it stays here.

    Its name holds a part of the request's random id: it says nothing about the child.
    """
    asked, form = requesting.get_request(request_id, for_change=True), HeardForm(prefix="file")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            copy = exporting.make(asked, signed_in_person())
            answer = Response(exporting.as_zip(copy, handed_over(copy)), content_type="application/zip")
            answer.headers["Content-Disposition"] = f"attachment; filename=heard-request-{asked.id.hex[:8]}.zip"
            db.session.commit()
            return answer
    return request_page(requesting.get_request(request_id), form)


SAVED = {"extend": "longer", "refuse": "request refused", "given": "given"}


def after(request_id: UUID, form: HeardForm, do: Callable[[SubjectRequest], None]) -> ResponseReturnValue:
    asked = requesting.get_request(request_id, for_change=True)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            do(asked)
            db.session.commit()
            return redirect(url_for(".show_request", request_id=request_id, saved=SAVED[form._prefix.strip("-")]))
    return request_page(requesting.get_request(request_id), form)


def request_page(asked: SubjectRequest, sent: HeardForm | None = None) -> ResponseReturnValue:
    def form_of(kind: type[HeardForm], prefix: str) -> HeardForm:
        is_this = sent is not None and sent._prefix == f"{prefix}-"
        return sent if is_this and sent else kind(formdata=None, prefix=prefix)

    page = render_template(
        "administration/show_request.html",
        asked=asked,
        sent=sent,
        extend_form=form_of(ExtendForm, "extend"),
        refuse_form=form_of(RefuseForm, "refuse"),
        given_form=form_of(HeardForm, "given"),
        file_form=form_of(HeardForm, "file"),
        is_open=asked.state in requesting.OPEN,
        is_late=requesting.is_late(asked),
        longest=requesting.due_on(asked.received_on, requesting.MONTHS_LONGER),
        me=signed_in_person().id,
        done=just_done(),
    )
    return page, 400 if sent else 200
