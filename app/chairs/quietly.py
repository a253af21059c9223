"""What a record answers that is saved while somebody goes on writing (static/js/autosave.js): no word of a child."""

from typing import Any

from flask_wtf.csrf import generate_csrf

from app.chairs.forms.part import PartForm
from app.chairs.forms.whole_record import RecordForm
from app.formats import short_time
from app.models import ChildRecord
from app.services.essentials import missing_in

TRY_AGAIN = "Not saved yet. Go on: it is tried again when you leave the next box."


def quiet_answer(form: RecordForm, record: ChildRecord | None = None, saved: list[str] | None = None) -> dict[str, Any]:
    """Whether it is saved, in a sentence; by part the mark of what is stored now; what is still to do, by heading.

    A part that is not saved keeps the mark it was opened with: nothing of another window is ever written over.
    """
    if record is None or saved is None:
        says = " ".join(["Not saved yet.", *form.form_errors]) if form.form_errors else TRY_AGAIN
        return {"says": says, "is_saved": False, "token": generate_csrf(), "seen": {}}
    wrong = [part for part in form.parts.values() if part.errors]
    good = f"Saved at {short_time(record.saved_at)}" + (
        ". Press “Save age” to see the codes." if "stage" in saved else ""
    )
    return {
        "says": " ".join(says_of(part) for part in wrong) or good,
        "is_saved": not wrong,
        "seen": {name: form.parts[name].seen.data for name in saved},
        "to_do": [list(thing) for thing in missing_in(record)],
    }


def says_of(part: PartForm) -> str:
    """Why one part is not saved."""
    if part.is_changed_since:
        return f"Not saved: {part.name} was changed in another window. Press its Save button to see both."
    return f"Not saved yet, {part.name}: {first_error(part)}"


def first_error(part: PartForm) -> str:
    return next(str(error) for errors in part.errors.values() for error in errors)
