"""What happens when a rule refuses what a chair asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.access import signed_in_person
from app.extensions import db
from app.forms import HeardForm
from app.models import ChildRecord
from app.services import conferring
from app.services.errors import RuleBroken

FINISHED = "This conference is finished. Open it again to change this."


@contextmanager
def refusals_shown_on(form: HeardForm) -> Iterator[None]:
    """When a rule refuses, nothing is stored, and the page comes back with the reason and with all that was typed."""
    try:
        yield
    except RuleBroken as broken:
        db.session.rollback()
        form.form_errors.append(str(broken))
        if isinstance(broken, conferring.TakenElsewhere):
            conferring.note_taken_elsewhere(signed_in_person(), broken)
            db.session.commit()


@contextmanager
def refusals_kept_to(form: HeardForm) -> Iterator[None]:
    """When a rule refuses, only this part of what was sent is not stored."""
    try:
        with db.session.begin_nested():
            yield
    except RuleBroken as broken:
        form.form_errors.append(str(broken))


def check_open(record: ChildRecord) -> None:
    """Raises RuleBroken when the conference is finished: its records stay as they are."""
    if record.conference.finished_at is not None:
        raise RuleBroken(FINISHED)
