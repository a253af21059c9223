"""What a young person chooses when they join with their 4 words."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.forms import HeardForm, strip
from app.models import Person
from app.protection.real_names import looks_real
from app.services import joining
from app.services.joining import NameProblem

WHY_NOT_THIS_NAME = {
    NameProblem.EMPTY: _("Type a name"),
    NameProblem.TOO_LONG: _("Make it 40 letters or fewer"),
    NameProblem.E_MAIL: _("Choose a name that is not an e-mail address"),
    NameProblem.TAKEN: _("Somebody has this name already. Choose another one."),
}
OFFERED, ANOTHER, OWN = "offered", "another", "own"


class JoiningWordsForm(HeardForm):
    words = StringField(
        _("Type your 4 words"),
        description=_(
            "Put a space between each word. The first 4 letters of each are enough. Big or small letters are both fine."
        ),
        filters=[strip],
        validators=[InputRequired(_("Type your 4 words"))],
    )


class NameForm(HeardForm):
    name = StringField(
        _("What do you want to be called here?"),
        description=_("Others see this name. It can be made up, like Purple Fox. You sign in with it, too."),
        filters=[strip],
        validators=[InputRequired(WHY_NOT_THIS_NAME[NameProblem.EMPTY])],
    )
    told = HiddenField(filters=[strip])  # the name they were asked about

    def __init__(self, *, person: Person, name: str | None) -> None:
        super().__init__(name=name)
        self.person = person

    def validate_name(self, field: StringField) -> None:
        problem = joining.why_not_this_name(field.data, self.person)
        if problem:
            raise ValidationError(WHY_NOT_THIS_NAME[problem])

    @property
    def is_to_be_asked(self) -> bool:
        """Whether this looks like a real name, and they were not asked about it. From now on they were."""
        name = self.name.data
        is_new = name != self.told.data and looks_real(name)
        self.told.data = name if is_new else self.told.data
        return is_new


class OfferedForm(HeardForm):
    """Take the three words we made, or ask for three others."""

    go = HiddenField(filters=[strip])
