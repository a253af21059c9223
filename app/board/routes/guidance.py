"""Guidance as the board writes it: a draft, how it will be read, its versions, and who has read it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm, WithdrawForm
from app.board.guidance_forms import GuidanceForm, NewGuidanceForm
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Guidance
from app.paging import page_asked_for
from app.services import guidance_reading, guiding
from app.services.differing import differences


@board.get("/guidance")
@open_to(who_keeps_promises)
def list_guidance() -> ResponseReturnValue:
    page = page_asked_for()
    found, has_more = guiding.list_guidance(page=page)
    return render_template(
        "board/list_guidance.html",
        found=found,
        page=page,
        has_more=has_more,
        have_read=guidance_reading.how_many_have(),
        mine=guidance_reading.list_for(signed_in_person()),
    )


@board.route("/guidance/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_guidance() -> ResponseReturnValue:
    form = NewGuidanceForm()
    if form.validate_on_submit():
        guidance = guiding.add(signed_in_person(), form.details, once=form.once.data)
        db.session.commit()
        return redirect(url_for(".show_guidance", guidance_id=guidance.id, saved="yes"))
    return render_template("board/add_guidance.html", form=form), 400 if form.is_submitted() else 200


@board.get("/guidance/<uuid:guidance_id>")
@open_to(who_keeps_promises)
def show_guidance(guidance_id: UUID) -> ResponseReturnValue:
    return guidance_page(guiding.get_guidance(guidance_id))


def guidance_page(guidance: Guidance, *, withdraw_form: WithdrawForm | None = None) -> ResponseReturnValue:
    draft, newest = guidance.draft, guidance.newest
    page = render_template(
        "board/show_guidance.html",
        guidance=guidance,
        different=differences(newest.text, draft.text) if draft and newest else (),
        missing=guiding.what_is_missing(guidance.draft, guidance.newest) if guidance.draft else None,
        readers=guidance_reading.readers_of(guidance) if guidance.published_at else [],
        publish_form=PublishForm(formdata=None, data={"seen": guiding.mark_of_public(guidance)}),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        draft_form=HeardForm(formdata=None),
        just_saved=request.args.get("saved") == "yes",
        late=bool(withdraw_form and withdraw_form.is_late),
    )
    return page, 400 if withdraw_form else 200


@board.get("/guidance/<uuid:guidance_id>/versions/<uuid:version_id>")
@open_to(who_keeps_promises)
def show_version(guidance_id: UUID, version_id: UUID) -> ResponseReturnValue:
    version, before = guiding.get_version(guidance_id, version_id)
    different = differences(before.text, version.text) if before else ()
    return render_template("board/show_version.html", version=version, before=before, different=different)


@board.route("/guidance/<uuid:guidance_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_guidance(guidance_id: UUID) -> ResponseReturnValue:
    guidance = guiding.get_guidance(guidance_id, for_change=request.method == "POST")
    form = GuidanceForm(guidance)
    if form.validate_on_submit():
        guiding.change(signed_in_person(), guidance, form.details)
        db.session.commit()
        return redirect(url_for(".show_guidance", guidance_id=guidance_id, saved="yes"))
    page = render_template("board/change_guidance.html", form=form, guidance=guidance)
    return page, 400 if form.is_submitted() else 200


@board.post("/guidance/<uuid:guidance_id>/publish")
@open_to(who_keeps_promises)
def publish_guidance(guidance_id: UUID) -> ResponseReturnValue:
    guidance = guiding.get_guidance(guidance_id, for_change=True)
    guiding.publish(signed_in_person(), guidance, seen=PublishForm().seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_guidance", guidance_id=guidance_id))


@board.post("/guidance/<uuid:guidance_id>/throw-away")
@open_to(who_keeps_promises)
def throw_away_draft(guidance_id: UUID) -> ResponseReturnValue:
    guidance = guiding.get_guidance(guidance_id, for_change=True)
    is_still_there = guiding.throw_away_draft(signed_in_person(), guidance)
    db.session.commit()
    return redirect(url_for(".show_guidance", guidance_id=guidance_id) if is_still_there else url_for(".list_guidance"))


@board.post("/guidance/<uuid:guidance_id>/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_guidance(guidance_id: UUID) -> ResponseReturnValue:
    guidance, form = guiding.get_guidance(guidance_id, for_change=True), WithdrawForm()
    if form.validate_on_submit():
        guiding.withdraw(signed_in_person(), guidance, reason=form.because.data)
        db.session.commit()
        return redirect(url_for(".show_guidance", guidance_id=guidance_id))
    return guidance_page(guidance, withdraw_form=form)
