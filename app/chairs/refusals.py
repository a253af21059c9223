"""What happens when a rule refuses what a chair asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from app import refusals
from app.access import signed_in_person
from app.extensions import db
from app.forms import HeardForm
from app.models import ChildRecord
from app.services import conferring
from app.services.errors import RuleBroken

FINISHED = "This conference is finished. Open it again to change this."


@contextmanager
def refusals_shown_on(form: HeardForm) -> Iterator[None]:
    """As everywhere; and that a chair met somebody else's conference is written down."""
    taken: conferring.TakenElsewhere | None = None
    with refusals.refusals_shown_on(form):
        try:
            yield
        except conferring.TakenElsewhere as elsewhere:
            taken = elsewhere
            raise
    if taken is not None:
        conferring.note_taken_elsewhere(signed_in_person(), taken)
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
