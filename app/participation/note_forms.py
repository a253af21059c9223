"""What somebody says of what a member wrote, once they have read it."""

from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.forms import HeardForm, strip
from app.models import MemberNote
from app.models.codes import NoteAbout, NoteState
from app.staff_fields import no_longer_than

SAYS = {
    NoteAbout.FIGURES: "Pass it on to the board",
    NoteAbout.CHECKLIST: "Let members use it",
    NoteAbout.CHECK: "Put it with the results",
}


class DecideNoteForm(HeardForm):
    decision = RadioField("What do you say?", validators=[InputRequired("Choose what becomes of it")])
    because = TextAreaField(
        "What do you write to them?",
        description="When you keep it back: why, kindly. About a report: what you did. They read it on their page.",
        filters=[strip],
        validators=[no_longer_than(1_000)],
    )

    def about(self, note: MemberNote) -> "DecideNoteForm":
        """The form for this one: a report is dealt with; all else is passed on or kept back."""
        if note.about is NoteAbout.REPORT:
            self.decision.choices = [SelectChoice(NoteState.DEALT_WITH.value, "I have dealt with it")]
        else:
            choices = (NoteState.PASSED_ON, SAYS[note.about]), (NoteState.KEPT_BACK, "Keep it back, and say why")
            self.decision.choices = [SelectChoice(state.value, words) for state, words in choices]
        return self
