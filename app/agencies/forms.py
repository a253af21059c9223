"""How far an action is, as the agency says that has to do it."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.fields import enum_choices
from wtforms.validators import InputRequired, Length

from app.changing import ChangeForm, ask_the_rules
from app.fields import DayField, as_one_of
from app.forms import strip_or_none
from app.models import Action
from app.models.codes import ActionStatus
from app.services import acting, conferring
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS

LONGEST_REPORT = 2_000


class ReportForm(ChangeForm):
    status = RadioField(
        "How far is it?",
        choices=enum_choices(ActionStatus, label=lambda status: status.value.capitalize()),
        coerce=as_one_of(ActionStatus),
        validators=[InputRequired("Choose how far the action is.")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    done_on = DayField("Done on", description="When it is done.")
    reported = TextAreaField(
        "What shows it?",
        description=(
            "When it is done: what was done, and where that is written down. When it has stopped: why. "
            "The conference chair reads this. No names, and nothing that the child has said."
        ),
        filters=[strip_or_none],
        validators=[Length(max=LONGEST_REPORT, message="Write 2,000 characters or fewer. What you wrote is longer.")],
    )

    def __init__(self, action: Action) -> None:
        super().__init__({name: getattr(action, name) for name in ("status", "done_on", "reported")})
        self.action = action

    def validate_done_on(self, field: DayField) -> None:
        if self.status.data:
            today = conferring.this_day()
            ask_the_rules(lambda: acting.check_done_on(self.action, self.status.data, field.data, today=today))

    def validate_reported(self, field: TextAreaField) -> None:
        ask_the_rules(lambda: acting.check_reported(self.action, self.status.data, field.data))

    @property
    def details(self) -> dict[str, Any]:
        return {"status": self.status.data, "done_on": self.done_on.data, "reported": self.reported.data}
