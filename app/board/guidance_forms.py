"""The forms of guidance: what it says, who must read it, and what changed since the version before."""

from typing import Any

from wtforms import BooleanField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.board.fields import FORMATTING, LONGEST_DID, words
from app.fields import as_one_of
from app.formats import LONGEST_FORMATTED, sentence
from app.forms import HeardForm, OnceForm
from app.models import Guidance, Role
from app.services import guiding
from app.services.guiding import Details
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, ChangeForm, TickField, line


class GuidanceFields(HeardForm):
    title = line("What it is about", ask="Write what it is about.", description="A few words, such as: Neglect.")
    text = words(
        "What it says",
        ask="Write what it says.",
        longest=LONGEST_FORMATTED,
        description=FORMATTING,
    )
    roles = TickField(
        "Who must read it?",
        choices=[SelectChoice(role.value, sentence(role.value)) for role in guiding.READERS],
        coerce=as_one_of(Role),
        validators=[InputRequired("Tick who must read it.")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )


class NewGuidanceForm(OnceForm, GuidanceFields):
    @property
    def details(self) -> Details:
        asked: dict[str, Any] = {name: self[name].data for name in ("title", "text", "roles")}
        return {**asked, "changed": None, "is_small": False}  # type: ignore[typeddict-item]


class GuidanceForm(ChangeForm, GuidanceFields):
    """Changes the draft. What changed is asked once there is a version that somebody may have read."""

    changed = words(
        "What changed, and why",
        longest=LONGEST_DID,
        description="Whoever read the version before reads this first.",
    )
    is_small = BooleanField(
        "It is a small change", description="Whoever has read the version before need not read it again."
    )

    def __init__(self, guidance: Guidance) -> None:
        super().__init__(guiding.stored(guidance))
        if guidance.newest is None:
            del self.changed
            del self.is_small
