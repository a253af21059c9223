"""The forms on and around the page of one view."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, OnceForm, strip, strip_or_none
from app.models import Redaction, View
from app.participation.forms import LONGEST, reason_field
from app.services import canned_openings, handling, theming

NOT_ON_THE_PAGE = "Choose one that is on the page."
WHAT_A_TAMPERED_CHOICE_GETS = {
    "invalid_value_message": NOT_ON_THE_PAGE,
    "invalid_choice_message": NOT_ON_THE_PAGE,
}
LONGEST_NAME = 60
LONGEST_NOTE = 2_000
LONGEST_OPENING = 1_000
LONGEST_DETAIL = 200


def as_id(typed: object) -> UUID | None:
    """The row that is chosen; None where nothing is. Raises ValueError for what is no id."""
    return UUID(str(typed)) if typed not in (None, "", "None") else None


def one_row(label: str, **options: Any) -> SelectField:
    """One row to choose by its id, or nothing."""
    return SelectField(label, coerce=as_id, choices=[], **WHAT_A_TAMPERED_CHOICE_GETS, **options)


def people_to_choose(nobody: str, *, but: UUID | None = None) -> list[SelectChoice]:
    people = [SelectChoice(str(one.id), one.name) for one in handling.colleagues() if one.id != but]
    return [SelectChoice("", nobody), *people]


class AnswerForm(OnceForm):
    """The draft of an answer, and its sending."""

    seen = HiddenField(filters=[strip])
    opening = one_row("Begin with")
    text = TextAreaField(
        "Your answer",
        description=(
            "Write as you would say it to a 9 year old. Say what you did, what happens next and by when. "
            "If you cannot do it, say why first. Somebody else may read this over their shoulder: "
            "do not repeat what they told us."
        ),
        filters=[strip],
        validators=[
            DataRequired("Write your answer"),
            Length(max=LONGEST, message="Your answer must be 5,000 characters or fewer"),
        ],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        openings = canned_openings.to_choose_from()
        self.opening.choices = [
            SelectChoice("", "Choose an opening"),
            *(SelectChoice(str(one.id), one.name) for one in openings),
        ]

    def put_opening_in_front(self) -> None:
        """Before what is typed stands the opening that is chosen."""
        self.text.data = canned_openings.put_in_front(self.opening.data, self.text.data or "")


class ThrowAwayForm(HeardForm):
    """A draft that nobody wants any more."""

    seen = HiddenField(filters=[strip])


class AskForm(HeardForm):
    """Which colleague looks at a draft."""

    seen = HiddenField(filters=[strip])
    colleague = one_row("Ask a colleague to look at it", validators=[DataRequired("Choose a colleague")])

    def __init__(self, *, writer_id: UUID | None, **more: Any) -> None:
        super().__init__(prefix="ask", **more)
        self.colleague.choices = people_to_choose("Choose a colleague", but=writer_id)


class LookForm(HeardForm):
    """What a colleague says about a draft."""

    seen = HiddenField(filters=[strip])
    remark = TextAreaField(
        "What should change?",
        description="Leave this empty if nothing should. The young person never reads it.",
        filters=[strip_or_none],
        validators=[Length(max=LONGEST_NOTE, message="This must be 2,000 characters or fewer")],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="look", **more)


class ThemesForm(HeardForm):
    themes = SelectMultipleField(
        "What does this have in common with others?",
        coerce=as_id,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )

    def __init__(self, view: View, **more: Any) -> None:
        super().__init__(prefix="sort", data={"themes": [theme.id for theme in theming.themes_of(view)]}, **more)
        self.themes.choices = [
            SelectChoice(str(theme.id), theme.name if theme.is_active else f"{theme.name} (retired)")
            for theme in theming.to_choose_from(view)
        ]


class NoteForm(OnceForm):
    text = TextAreaField(
        "Write a note",
        description="For your colleagues. The young person never reads it.",
        filters=[strip],
        validators=[
            DataRequired("Write your note"),
            Length(max=LONGEST_NOTE, message="Your note must be 2,000 characters or fewer"),
        ],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="note", **more)


class HandOverForm(HeardForm):
    to = one_row("Who deals with this?")

    def __init__(self, view: View, **more: Any) -> None:
        super().__init__(prefix="hand", data={"to": view.handler_id}, **more)
        choices = people_to_choose("Nobody by name")
        if view.handler and str(view.handler_id) not in {choice.value for choice in choices}:
            choices.append(SelectChoice(str(view.handler_id), f"{view.handler.name} (does not read views any more)"))
        self.to.choices = choices


class HideForm(OnceForm):
    detail = StringField(
        "What should nobody read?",
        description="Type it exactly as it stands in their words. Everybody then reads “[hidden]” in its place.",
        filters=[strip],
        validators=[
            DataRequired("Type what should be hidden"),
            Length(max=LONGEST_DETAIL, message="This must be 200 characters or fewer"),
        ],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="hide", **more)


class SeeHiddenForm(HeardForm):
    reason = reason_field(
        "Why do you need to see what is hidden?",
        "Your reason is kept, with your name and the time.",
        when_empty="Write why you need to see it",
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="see", **more)


class LiftForm(HeardForm):
    redaction = one_row("What should everybody read again?", validators=[DataRequired("Choose what to show again")])
    reason = reason_field(
        "Why can everybody read it?",
        "Your reason is kept, with your name and the time.",
        when_empty="Write why everybody can read it",
    )

    def __init__(self, choices: list[tuple[Redaction, str]], **more: Any) -> None:
        super().__init__(prefix="lift", **more)
        self.redaction.choices = [
            SelectChoice("", "Choose one"),
            *(SelectChoice(str(redaction.id), words) for redaction, words in choices),
        ]


def name_field(label: str) -> StringField:
    return StringField(
        label,
        filters=[strip],
        validators=[
            DataRequired("Type a name"),
            Length(max=LONGEST_NAME, message="The name must be 60 characters or fewer"),
        ],
    )


class NewThemeForm(HeardForm):
    name = name_field("A new theme")


class ThemeForm(HeardForm):
    name = name_field("Name")
    is_active = BooleanField("It can be chosen", description="Views that have it keep it, also when it is retired.")


class NewOpeningForm(HeardForm):
    name = name_field("Name")
    text = TextAreaField(
        "The first sentences",
        filters=[strip],
        validators=[
            DataRequired("Write the first sentences"),
            Length(max=LONGEST_OPENING, message="This must be 1,000 characters or fewer"),
        ],
    )


class OpeningForm(NewOpeningForm):
    is_active = BooleanField("It can be chosen", description="Answers that begin with it stay as they are.")
