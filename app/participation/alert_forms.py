"""What is written down about an alert."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from app.fields import as_one_of
from app.formats import sentence
from app.forms import HeardForm, strip, strip_or_none
from app.models import Alert
from app.models.codes import AlertOutcome
from app.participation.forms import LONGEST, reason_field
from app.services import alert_closing
from app.services.alert_closing import Record
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, or_nothing

CLOSE = "close"


class RaiseForm(HeardForm):
    because = reason_field(
        "Why may they not be safe?",
        "Write what made you think so. Your reason is kept locked, with your name and the time. Whoever is on the rota "
        "is told at once that there is an alert, and nothing more.",
        when_empty="Write why they may not be safe",
    )


class OpenAnswerForm(HeardForm):
    reason = reason_field(
        "Why do you open the answer?",
        "Your reason is kept, with your name and the time.",
        when_empty="Write why you open the answer",
    )


def written(label: str, description: str) -> TextAreaField:
    too_long = Length(max=LONGEST, message="This must be 5,000 characters or fewer")
    return TextAreaField(label, description=description, filters=[strip_or_none], validators=[Optional(), too_long])


def agency_choice(name: str) -> SelectChoice:
    return SelectChoice(name, sentence(name))


class AlertForm(HeardForm):
    """Each answer may wait until it is known; all of them are needed to close the alert."""

    done = written("What was done?", "What you did, and when. Use the child's reference, and no names.")
    told_whom = SelectField(
        "Who was told?",
        description="Choose the agency. If it is not in the list, choose “Another agency”.",
        choices=lambda: [SelectChoice("", "Choose"), *map(agency_choice, alert_closing.whom_to_tell())],
        coerce=lambda value: value or None,
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    other_agency = StringField(
        "If it was another agency, which?",
        description="The agency and the place, never a person.",
        filters=[strip_or_none],
        validators=[Optional(), Length(max=120, message="This must be 120 characters or fewer")],
    )
    told_because = written("Why were they told?", "If nobody was told, write why not.")
    outcome = RadioField(
        "How did it end?",
        choices=[SelectChoice(one.value, sentence(one.value)) for one in AlertOutcome],
        coerce=or_nothing(as_one_of(AlertOutcome)),
        validators=[Optional()],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    saves = HiddenField(filters=[strip])  # how often something had been written down when the page was opened
    go = StringField(filters=[strip])  # the button that was pressed

    def __init__(self, alert: Alert, **options: Any) -> None:
        super().__init__(data=vars(Record.of(alert)), **options)
        if alert.told_whom and alert.told_whom not in [choice.value for choice in self.told_whom.iter_choices()]:
            gone_since = [*alert_closing.whom_to_tell(), alert.told_whom]
            self.told_whom.choices = list(map(agency_choice, gone_since))
        if not self.is_submitted() or "formdata" in options:  # as it is stored, whatever was sent
            self.saves.data = str(alert_closing.saves_of(alert))

    @property
    def closes(self) -> bool:
        return bool(self.go.data == CLOSE)

    @property
    def names_another(self) -> bool:
        return bool(self.told_whom.data == alert_closing.ANOTHER and self.other_agency.data)

    @property
    def record(self) -> Record:
        return Record(
            done=self.done.data,
            told_whom=self.other_agency.data if self.names_another else self.told_whom.data,
            told_because=self.told_because.data,
            outcome=self.outcome.data,
        )

    def show_beside_what_is_saved(self, alert: Alert, why_not: str) -> None:
        """It was not taken. Whoever sends it again has seen what stands there now."""
        self.form_errors.append(why_not)
        self.saves.data = str(alert_closing.saves_of(alert))

    @property
    def saves_seen(self) -> int:
        return int(self.saves.data) if self.saves.data and self.saves.data.isdecimal() else -1

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.closes:
            missing = self.record.missing
            for name, sentence in missing.items():
                self[name].errors = [*self[name].errors, sentence]
            is_right = is_right and not missing
        return bool(is_right)
