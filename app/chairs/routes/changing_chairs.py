"""A conference gets another chair: its own hands it over, or the chairs' manager gives it to somebody else."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to
from app.chairs import chairs
from app.chairs.forms.leading import ChangeChairForm
from app.chairs.routes.asking import ask
from app.forgery import shows_back
from app.limits import takes_writing
from app.services import changing_chairs


@chairs.route("/<uuid:conference_id>/hand-over", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
def hand_over(conference_id: UUID) -> ResponseReturnValue:
    return ask(
        conference_id,
        "chairs/hand_over.html",
        lambda conference: ChangeChairForm().offer(changing_chairs.chairs_to_choose(conference)),
        lambda by, one, form: changing_chairs.change_chair(by, one, form.person.data, reason=form.reason.data),
        saved="handed-over",
        then=".list_conferences",
    )
