"""Somebody sits beside a young person and fills it in with them: who, and whose words they are."""

from flask import request
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.young_people import young_people
from app.young_people.forms.saying import WithForm
from app.young_people.routes.saying import answered_before, ask, keep, onward


@young_people.route("/say/with", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def say_with() -> ResponseReturnValue:
    """Asked only of those who come here by the link. It can be the first page of all, and can be taken back."""
    contents = answered_before()
    form = WithForm(data=contents.answers)
    if form.validate_on_submit():
        is_for_pictures = request.form.get("go") == "pictures"
        return onward(keep(form, is_first=True), ".pick_topic" if is_for_pictures else ".say_topic")
    return ask("say_with", form, contents, is_at_the_end=bool(contents.answers.get("permission")))
