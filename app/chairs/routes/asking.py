"""A page with one form about one conference: opened, saved, or shown back with what stands in the way."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import signed_in_person
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forms import HeardForm
from app.models import Conference, Person
from app.services import conferring
from app.services.whose_conference import Whose, led_by

Form = TypeVar("Form", bound=HeardForm)


def ask(
    conference_id: UUID,
    show: str | Callable[..., str],
    make: Callable[[Conference], Form],
    save: Callable[[Person, Conference, Form], object],
    *,
    saved: str,
    then: str | None = None,
    whose: Whose = led_by,
) -> ResponseReturnValue:
    """The form as `make` gives it, in a page: `show` is its template, or makes it of `form` and `conference`.

    Once it is sent and `save` has not refused, the page of the conference, or `then`, says that it is `saved`. What a
    rule refuses is shown on the form. A conference that is not open to whoever asks raises NoResultFound.
    """
    is_sent, person = request.method == "POST", signed_in_person()
    conference = conferring.get_conference(person, conference_id, whose=whose, for_change=is_sent)
    form = make(conference)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            save(person, conference, form)
            db.session.commit()
            about: dict[str, Any] = {} if then else {"conference_id": conference_id}
            return redirect(url_for(then or ".show_conference", **about, saved=saved))
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=whose)
    page = partial(render_template, show) if isinstance(show, str) else show
    return page(form=form, conference=conference), 400 if is_sent else 200
