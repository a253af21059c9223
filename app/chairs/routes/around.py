"""Around a conference: the agencies that were there, and what followed it."""

from typing import cast
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.access import open_to, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.around import AfterwardsForm, AgenciesForm
from app.chairs.routes.asking import ask
from app.forgery import shows_back
from app.limits import takes_writing
from app.services import attending, following_up
from app.services.attending import Attendance
from app.services.following_up import Afterwards
from app.services.whose_conference import written_by


@chairs.route("/<uuid:conference_id>/agencies", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_agencies(conference_id: UUID) -> ResponseReturnValue:
    return ask(
        conference_id,
        "chairs/change_agencies.html",
        lambda conference: AgenciesForm(conference, attending.agencies_to_ask_about(conference)),
        lambda by, one, form: attending.save_attendance(by, one, cast(Attendance, form.given())),
        saved="agencies",
        whose=written_by,
    )


@chairs.route("/<uuid:conference_id>/afterwards", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_afterwards(conference_id: UUID) -> ResponseReturnValue:
    return ask(
        conference_id,
        "chairs/change_afterwards.html",
        AfterwardsForm,
        lambda by, one, form: following_up.save_afterwards(by, one, cast(Afterwards, form.all_given())),
        saved="afterwards",
        whose=written_by,
    )
