"""What a chair fills in about a conference besides its children: who was there, and what followed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from wtforms import ValidationError
from wtforms.fields import SelectChoice

from app.fields import DayField
from app.models import Agency, Conference
from app.services import attending, conferring, following_up, recording, settings
from app.staff_fields import (
    WHAT_A_TAMPERED_CHOICE_GETS,
    ChangeForm,
    TickField,
    as_row_id,
    ask_the_rules,
    chairs_words,
    yes_or_no,
)

KINDS = ("invited", "attended", "reported")
agency_ticks = partial(TickField, coerce=as_row_id, **WHAT_A_TAMPERED_CHOICE_GETS)


class AgenciesForm(ChangeForm):
    """Each agency in a row, with three ticks; then whether they were enough."""

    invited = agency_ticks("Invited")
    attended = agency_ticks("There")
    reported = agency_ticks("Report")
    is_quorate = yes_or_no("Was it quorate?")
    not_quorate_reason = chairs_words(
        "If not: why did it go ahead?", description="Or write that it was adjourned, and until when."
    )

    def __init__(self, conference: Conference, agencies: Sequence[Agency]) -> None:
        super().__init__(dict(attending.attendance_at(conference)))
        self.agencies = agencies
        self.is_quorate.description = (
            f"At least {settings.current().quorum_agencies} agencies must be there: "
            "children’s social care, and others who know the children."
        )
        self.social_care = attending.social_care()
        for kind in KINDS:
            self[kind].choices = [SelectChoice(str(agency.id), agency.name) for agency in agencies]

    def is_ticked(self, kind: str, agency: Agency) -> bool:
        return agency.id in (self[kind].data or [])

    def given(self) -> dict[str, Any]:
        """What was filled in, agencies in the order of the page whatever the order in which they were sent."""
        order = [agency.id for agency in self.agencies]
        given = super().given()
        return given | {kind: [one for one in order if one in (given[kind] or [])] for kind in KINDS}

    def validate_is_quorate(self, field: Any) -> None:
        ask_the_rules(lambda: attending.check_quorum(field.data, self.attended.data or []))

    def validate_not_quorate_reason(self, field: Any) -> None:
        if self.is_quorate.data is False and not field.data:
            raise ValidationError("Write why it went ahead, or that it was adjourned.")


class AfterwardsForm(ChangeForm):
    core_group_on = DayField("Day of the first core group", description="Also when it is still to come.")
    core_group_late_reason = chairs_words("Why is the core group late?")
    letter_sent_on = DayField("Letter with the decisions sent on")
    record_sent_on = DayField("Record of the conference sent on")

    def __init__(self, conference: Conference) -> None:
        super().__init__(dict(following_up.afterwards_of(conference)))
        self.conference = conference
        due = conference.core_group_due_on
        self.core_group_late_reason.description = f"Only when it is after {due.day} {due:%B}."
        due = conference.letter_due_on
        self.letter_sent_on.description = f"Due by {due.day} {due:%B}."
        due = conference.record_due_on
        self.record_sent_on.description = f"Due by {due.day} {due:%B}."
        if not following_up.has_core_group(conference):
            del self.core_group_on
            del self.core_group_late_reason

    def validate_core_group_on(self, field: DayField) -> None:
        ask_the_rules(lambda: following_up.check_core_group_on(field.data, self.conference.held_on))

    def validate_core_group_late_reason(self, field: Any) -> None:
        if following_up.is_core_group_late(self.core_group_on.data, self.conference) and not field.data:
            due = self.conference.core_group_due_on
            raise ValidationError(
                f"Write why the core group is late. It was due by {due.day} {due:%B %Y}, "
                f"{settings.current().core_group_days} working days after the conference."
            )

    def validate_letter_sent_on(self, field: DayField) -> None:
        self.check_sent_on(field, "The day the letter was sent")

    def validate_record_sent_on(self, field: DayField) -> None:
        self.check_sent_on(field, "The day the record was sent")

    def check_sent_on(self, field: DayField, what: str) -> None:
        held_on, today = self.conference.held_on, conferring.this_day()
        ask_the_rules(lambda: recording.check_between(field.data, held_on, today, what=what))
