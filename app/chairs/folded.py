"""Which parts of a child's record are folded: what is complete, so that what is still to do is found at once."""

from typing import Final

from app.chairs import chairs
from app.chairs.forms.whole_record import RecordForm
from app.chairs.leading import late_actions
from app.chairs.shown import parts_just_done
from app.models import ChildRecord
from app.models.codes import Stage
from app.services import recording
from app.services.conferring import this_day
from app.services.essentials import RecordState, missing_in, state_of
from app.services.recording import Telling

FOLDS: Final = frozenset({"stage", "space", "voice", "audience", "influence", "actions", "tell"})
IS_OVER: Final = (Telling.TOLD, Telling.NOT_GIVEN)


@chairs.app_template_filter()
def folded_parts(record: ChildRecord, form: RecordForm, saved: list[str]) -> frozenset[str]:
    """The names of the parts in which nothing is to do, to mend, late, or just saved. None while nothing is written."""
    if state_of(record) is RecordState.NOT_STARTED:
        return frozenset()
    open_here = {thing.section for thing in missing_in(record)} | parts_just_done(saved)
    open_here |= {part.heading for part in form.parts.values() if part.errors}
    if record.stage is Stage.UNBORN:
        open_here |= {"space", "tell"}  # one line, that nothing is needed
    elif recording.telling_of(record, this_day()) not in IS_OVER:
        open_here.add("tell")
    if late_actions(record):
        open_here.add("actions")
    return FOLDS - open_here
