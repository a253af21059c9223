"""The record of one child: one page and one form, whose parts are checked and saved each on its own."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.part import PartForm
from app.chairs.forms.record import PARTS
from app.chairs.forms.whole_record import RecordForm
from app.chairs.quietly import quiet_answer
from app.chairs.refusals import refusals_kept_to
from app.extensions import db
from app.forgery import shows_back
from app.interrupted import is_sent_quietly
from app.limits import takes_writing
from app.models import ChildRecord, Person, utc_now
from app.services import promised, receiving, recording
from app.services.whose_conference import written_by
from app.units import writes

RECORD = "/<uuid:conference_id>/children/<uuid:record_id>"


@chairs.get(RECORD)
@open_to(who_takes_minutes)
@writes
def show_record(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    return record_page(conference_id, record_id)


@chairs.post(RECORD)
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def save_record(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Save the part whose button was pressed and all else that was filled in, then go where the button leads."""
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by, for_change=True)
    form = RecordForm(record, is_sent=True)
    if is_sent_quietly():
        return save_quietly(record, form)
    if not form.validate_on_submit():
        return record_page(conference_id, record_id, form)
    pressed = request.form.get("part")
    saved = save_parts(signed_in_person(), form.to_save(pressed))
    address = address_after(record, pressed, saved)
    db.session.commit()
    if not form.errors:
        return redirect(address)
    return record_page(conference_id, record_id, form, saved)


def save_quietly(record: ChildRecord, form: RecordForm) -> ResponseReturnValue:
    """What somebody has typed so far: saved where it is right. The page stays open, so the answer holds no words."""
    if not form.validate_on_submit():
        return quiet_answer(form)
    saved = save_parts(signed_in_person(), form.to_save(None))
    answer = quiet_answer(form, record, saved)
    db.session.commit()
    return answer


def save_parts(chair: Person, parts: list[PartForm]) -> list[str]:
    """Save each part that is right. What comes back are the names of those."""
    saved = []
    for part in parts:
        if part.validate():
            with refusals_kept_to(part):
                part.save(chair)
        if part.errors:
            recording.get_record(chair, part.record.conference_id, part.record.id, whose=written_by, for_change=True)
        else:
            saved.append(part.part)
    for part in parts:
        part.look_again()
    return saved


def address_after(record: ChildRecord, pressed: str | None, saved: list[str]) -> str:
    """Where a button of the record leads once everything is saved: a part, the whole record, or another page."""
    here: dict[str, Any] = {"conference_id": record.conference_id, "record_id": record.id}
    pages = {
        "go-conference": url_for(".show_conference", conference_id=record.conference_id, _anchor="children"),
        "go-add-wish": url_for(".add_wish", **here),
        "go-add-action": url_for(".add_action", **here),
        "go-words": url_for(".show_words", **here),
        "go-child-page": url_for(".show_child_page", **here),
    }
    for wish in record.wishes:
        pages[f"go-change-wish-{wish.id}"] = url_for(".change_wish", **here, wish_id=wish.id)
        pages[f"go-add-action-{wish.id}"] = url_for(".add_action", **here, wish=wish.id)
        pages[f"go-remove-wish-{wish.id}"] = url_for(".remove_wish", **here, wish_id=wish.id)
    for action in record.actions:
        pages[f"go-change-action-{action.id}"] = url_for(".change_action", **here, action_id=action.id)
        pages[f"go-remove-action-{action.id}"] = url_for(".remove_action", **here, action_id=action.id)
    for reply in record.replies:
        pages[f"go-reply-{reply.id}"] = url_for(".open_reply", **here, reply_id=reply.id)
    if pressed in PARTS:
        return url_for(".show_record", **here, saved=saved, _anchor=pressed)
    return pages.get(pressed or "", url_for(".show_record", **here, saved=[*saved, "record"]))


def part_address(conference_id: UUID, record_id: UUID, part: str, saved: str | None = None) -> str:
    """Where one part of a record, or a wish in it, is. `saved` is the word for what has just been done."""
    return url_for(".show_record", conference_id=conference_id, record_id=record_id, saved=saved, _anchor=part)


def record_page(
    conference_id: UUID, record_id: UUID, sent: RecordForm | None = None, saved: list[str] | None = None
) -> ResponseReturnValue:
    """The whole record: the parts that could not be saved as they were typed, the others as stored."""

    def form_for(record: ChildRecord) -> RecordForm:
        if sent is None:
            return RecordForm(record, is_sent=False)
        if saved is not None:
            sent.show_saved(record)
        return sent

    just_saved = request.args.getlist("saved") if saved is None else saved
    return page_with_words(
        "chairs/show_record.html",
        conference_id,
        record_id,
        with_contributions=True,
        form_for=form_for,
        saved=just_saved,
        written=receiving.in_order,
        promises_to=lambda record: promised.last_promises(signed_in_person(), record, now=utc_now()),
    )


def page_with_words(
    template: str, conference_id: UUID, record_id: UUID, *, with_contributions: bool = False, **shown: Any
) -> ResponseReturnValue:
    """A page that shows a child's words. Nobody sees them without the line that says who did.

    After a POST it is shown back, because something could not be stored.
    """
    record = recording.open_record(signed_in_person(), conference_id, record_id, whose=written_by)
    if with_contributions:
        receiving.open_contributions(signed_in_person(), record)
    page = render_template(template, record=record, **shown)
    db.session.commit()
    return page, 400 if request.method == "POST" else 200
