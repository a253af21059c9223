"""What members noticed in figures, saw on a visit or report: read first here, then passed on or kept back."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import MemberNote, utc_now
from app.models.codes import NoteState
from app.participation import participation
from app.participation.alert_forms import RaiseForm
from app.participation.note_forms import DecideNoteForm
from app.refusals import refusals_shown_on
from app.services import checklists, member_notes, raising
from app.units import writes


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
        with refusals_shown_on(form):
            state = NoteState(form.decision.data)
            member_notes.decide(note, signed_in_person(), state, because=form.because.data or None)
            checklists.follow(note)
            db.session.commit()
            return redirect(url_for(".open_note", note_id=note_id))
    return note_page(note, form=form if form.is_submitted() else None)


@participation.post("/inbox/notes/<uuid:note_id>/alert")
@open_to(who_reads_views)
@shows_back
@takes_writing
def raise_on_member_note(note_id: UUID) -> ResponseReturnValue:
    """Whoever reads it may decide that a young person is not safe."""
    note, form = member_notes.get_note(note_id, for_change=True), RaiseForm(prefix="raise")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            raising.raise_on_note(note, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_note", note_id=note_id))
    return note_page(note, raise_form=form)


def note_page(
    note: MemberNote, *, form: DecideNoteForm | None = None, raise_form: RaiseForm | None = None
) -> ResponseReturnValue:
    member_notes.open_note(signed_in_person(), note)
    page = render_template(
        "participation/open_note.html",
        note=note,
        form=form or DecideNoteForm(formdata=None).about(note),
        raise_form=raise_form or RaiseForm(formdata=None, prefix="raise"),
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if request.method == "POST" else 200
