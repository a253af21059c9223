"""What happens when a rule refuses what a form asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db
from app.forms import HeardForm
from app.services.errors import RuleBroken


@contextmanager
def refusals_shown_on(form: HeardForm) -> Iterator[None]:
    """When a rule refuses, nothing is stored, and the page comes back with the reason and with all that was typed."""
    try:
        yield
    except RuleBroken as broken:
        db.session.rollback()
        form.form_errors.append(str(broken))
