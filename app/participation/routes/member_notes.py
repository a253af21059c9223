"""What members of the shadow board wrote for others: read first here, then passed on or kept back."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_young_accounts, who_reads_views
from app.checklist_forms import ChecklistForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MemberNote, utc_now
from app.models.codes import NoteState
from app.paging import page_asked_for
from app.participation import participation
from app.participation.note_forms import DecideNoteForm
from app.refusals import refusals_shown_on
from app.services import checklists, member_notes
from app.services.errors import RuleBroken
from app.units import writes


@participation.get("/inbox/notes")
@open_to(who_reads_views)
def list_notes() -> ResponseReturnValue:
    is_waiting, page = request.args.get("shown") != "decided", page_asked_for()
    notes, has_more = member_notes.list_notes(is_waiting=is_waiting, page=page)
    return render_template(
        "participation/list_notes.html",
        notes=notes,
        is_waiting=is_waiting,
        open_checklists=checklists.open_checklists(),
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@participation.route("/inbox/notes/<uuid:note_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_note(note_id: UUID) -> ResponseReturnValue:
    """Opening it is written down, and stops its clock: the page holds their words, whatever was sent from it."""
    note = member_notes.get_note(note_id, for_change=True)
    form = DecideNoteForm().about(note)
    if form.validate_on_submit():
        try:
            state = NoteState(form.decision.data)
            member_notes.decide(note, signed_in_person(), state, because=form.because.data or None)
            checklists.follow(note)
            db.session.commit()
            return redirect(url_for(".open_note", note_id=note_id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return note_page(note, form)


def note_page(note: MemberNote, form: DecideNoteForm) -> ResponseReturnValue:
    member_notes.open_note(signed_in_person(), note)
    page = render_template("participation/open_note.html", note=note, form=form, now=utc_now())
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


@participation.route("/inbox/notes/checklists/new", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@shows_back
@takes_writing
def make_checklist() -> ResponseReturnValue:
    form = ChecklistForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            what = {"title": form.title.data, "wishes": form.chosen, "once": form.once.data}
            checklists.make(signed_in_person(), **what)
            db.session.commit()
            return redirect(url_for(".list_notes"))
    page = render_template("participation/make_checklist.html", form=form)
    return page, 400 if form.is_submitted() else 200


@participation.post("/inbox/notes/checklists/<uuid:checklist_id>/close")
@open_to(who_keeps_young_accounts)
def close_checklist(checklist_id: UUID) -> ResponseReturnValue:
    checklists.close(signed_in_person(), checklist_id)
    db.session.commit()
    return redirect(url_for(".list_notes"))
