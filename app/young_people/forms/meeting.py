"""The questions for a child whose meeting is to come, and what we ask them after it."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from app.forms import HeardForm, OnceForm, as_typed, strip
from app.models.codes import Happened, Joining, Verdict
from app.services.contributing import MOST_BOXES
from app.young_people.forms.carrying import CarryingForm, MoreTimeForm, QuestionForm
from app.young_people.forms.choices import HELPED_BY, ChoiceField, choices, not_too_long

LONGEST_WISH = 1_000

JOINING = {
    Joining.BE_THERE: _("I want to be there"),
    Joining.SOMEBODY_SPEAKS: _("I want someone to speak for me"),
    Joining.WRITE: _("I want to write it down"),
    Joining.DRAW_OR_RECORD: _("I want to draw it or record it"),
    Joining.NOT_THIS_TIME: _("Not this time"),
}
HAPPENED = {Happened.YES: _("Yes"), Happened.NOT_YET: _("Not yet"), Happened.NO: _("No")}
RIGHT = {
    Verdict.YES: _("Yes, this is right"),
    Verdict.PARTLY: _("Some of it is right"),
    Verdict.NO: _("No, this is not right"),
}
EMPTY_IS_FINE = _("You can leave this empty.")


class SafeScale(ChoiceField):
    """From 0 to 10, in words at both ends."""

    def __init__(self, label: Any, **options: Any) -> None:
        ends = {0: _("0. I do not feel safe at all"), 10: _("10. I feel really safe")}
        numbers = [SelectChoice(str(number), ends.get(number, str(number))) for number in range(11)]
        super().__init__(label, choices=numbers, validators=[Optional(strip_whitespace=False)], **options)


class ChildsForm(HeardForm):
    """A form that says which child's it is: where two share a phone, nothing of one gets to the other."""

    draft_of = HiddenField(filters=[strip])


class MeetingForm(ChildsForm, QuestionForm):
    """A question about their meeting. `go` is the button that was pressed."""

    go = StringField(filters=[strip])


class JoiningForm(MeetingForm):
    joining = ChoiceField(
        _("How do you want to join?"),
        description=_("You can skip this. You can change your mind later. Tell the person who gave you the card."),
        choices=choices(JOINING),
        validators=[Optional(strip_whitespace=False)],
    )


class GoodForm(MeetingForm, MoreTimeForm):
    good = TextAreaField(
        _("What is good in your life?"),
        description=_("Home, school, friends, pets: anything. You can leave this empty."),
        filters=[as_typed],
        validators=[not_too_long],
    )


class WorriesForm(MeetingForm):
    worries = TextAreaField(
        _("What worries you?"),
        description=EMPTY_IS_FINE,
        filters=[as_typed],
        validators=[not_too_long],
    )


def not_too_long_for_a_wish(_form: Any, field: Any) -> None:
    over = len(field.data or "") - LONGEST_WISH
    if over > 0:
        raise ValidationError(
            ngettext(
                "That is a lot for one wish. Take out %(num)s letter, or use the next box",
                "That is a lot for one wish. Take out %(num)s letters, or use the next box",
                over,
            )
        )


class WishesForm(MeetingForm):
    """One box for each wish, in their order. There is always one."""

    wishes = FieldList(
        TextAreaField(filters=[as_typed], validators=[not_too_long_for_a_wish]), min_entries=1, max_entries=MOST_BOXES
    )

    def name_boxes(self) -> "WishesForm":
        """Say in each label, and in its message, which wish it is."""
        for number, box in enumerate(self.wishes, start=1):
            box.label.text = gettext("Wish %(number)s", number=number)
        return self

    @property
    def texts(self) -> list[str]:
        return [box.data or "" for box in self.wishes]


class SpeakerForm(MeetingForm):
    speaker = TextAreaField(
        _("Who do you want to speak for you?"),
        description=_("It could be your nan, a teacher or an advocate. You can leave this empty."),
        filters=[as_typed],
        validators=[not_too_long],
    )


class UnderstandingForm(MeetingForm):
    understanding = TextAreaField(
        _("What would help you understand?"),
        description=_("It could be pictures, short words, breaks, or someone who speaks your language."),
        filters=[as_typed],
        validators=[not_too_long],
    )


class HowSafeForm(MeetingForm):
    how_safe = SafeScale(
        _("How safe do you feel?"),
        description=_("Pick a number from 0 to 10. No wrong answers. You can skip this."),
    )


class PrivateForm(MeetingForm):
    private = TextAreaField(
        _("Is there something that some people must not know?"),
        description=_("Write what it is, and who must not know. You can leave this empty."),
        filters=[as_typed],
        validators=[not_too_long],
    )


class HelpedForm(MeetingForm):
    helped_by = ChoiceField(
        _("Who is helping you?"),
        description=_("It is OK to have help. It is OK to have none. You can skip this."),
        choices=[*choices(HELPED_BY), SelectChoice("", _("Nobody. I do it on my own"))],
        validators=[Optional(strip_whitespace=False)],
    )
    words_are_own = ChoiceField(
        _("Are the words yours?"),
        choices=[
            SelectChoice("yes", _("Yes, the words are mine")),
            SelectChoice("no", _("Some of the words are theirs")),
        ],
        validators=[Optional(strip_whitespace=False)],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever is helped also says whose words they are. Skipping takes back both."""
        is_right = super().validate(extra_validators=extra_validators)
        if self.helped_by.data and not self.words_are_own.data and self.go.data != "skip":
            self.words_are_own.errors = [*self.words_are_own.errors, gettext("Pick if the words are yours")]
            is_right = False
        return is_right


class SendMeetingForm(OnceForm, CarryingForm):
    """Nothing to fill in: the answers are on the page. `go` is the button that was pressed."""

    go = StringField(filters=[strip])


class ReplyForm(OnceForm, ChildsForm):
    about = HiddenField(filters=[strip])  # the wish they speak of: no address says it
    is_right = ChoiceField(_("Is that right?"), choices=choices(RIGHT), validators=[Optional(strip_whitespace=False)])
    has_happened = ChoiceField(
        _("Did it happen?"), choices=choices(HAPPENED), validators=[Optional(strip_whitespace=False)]
    )
    more = TextAreaField(
        _("Is there more to say?"), description=EMPTY_IS_FINE, filters=[as_typed], validators=[not_too_long]
    )

    def ask(self, *, may_happen: bool) -> "ReplyForm":
        """Ask whether it happened only where something was promised."""
        if not may_happen:
            del self.has_happened
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the questions has to be answered: what they write is about that."""
        is_right = super().validate(extra_validators=extra_validators)
        if is_right and not self.is_right.data and not ("has_happened" in self and self.has_happened.data):
            self.is_right.errors = [gettext("Pick the one that fits best")]
            is_right = False
        return is_right
