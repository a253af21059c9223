"""A checklist for visits, as members and who looks after their accounts make one: from ten wishes, and their own."""

from typing import Any

from wtforms import SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.forms import OnceForm, strip
from app.services.checklist_templates import MOST_OWN, TEN_WISHES
from app.staff_fields import LONGEST_LINE, WHAT_A_TAMPERED_CHOICE_GETS, no_longer_than


class ChecklistForm(OnceForm):
    title = StringField(
        "What is it called?",
        filters=[strip],
        validators=[InputRequired("Give it a name"), no_longer_than(LONGEST_LINE)],
        default="Ten wishes",
    )
    wishes = SelectMultipleField(
        "Which wishes are on it?",
        choices=[SelectChoice(str(number), wish) for number, wish in enumerate(TEN_WISHES)],
        default=[str(number) for number in range(len(TEN_WISHES))],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    own = TextAreaField(
        "Wishes of your own",
        description=f"One on each line, {MOST_OWN} at most.",
        filters=[strip],
        validators=[no_longer_than(1_000)],
    )

    @property
    def chosen(self) -> list[str]:
        """The wishes that were ticked, in their order, then their own."""
        own = [line.strip() for line in (self.own.data or "").splitlines() if line.strip()]
        return [TEN_WISHES[int(number)] for number in self.wishes.data or []] + own

    def validate_own(self, field: Any) -> None:
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_OWN:
            raise ValidationError(f"Write {MOST_OWN} wishes of your own or fewer.")
