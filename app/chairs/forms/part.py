"""What every part of a child's record has in common: it is checked and saved on its own."""

from typing import Any, ClassVar, Final

from app.chairs.leading import is_only_read_here
from app.chairs.refusals import FINISHED
from app.models import ChildRecord, Person
from app.services import recording
from app.services.minuting import READ_ALREADY
from app.staff_fields import ChangeForm

NAMES: Final = {
    "about": "the child",
    "tell": "telling the child",
    "stage": "the age",
    "look_back": "your look back",
}


class PartForm(ChangeForm):
    """One part of the record. The token of the whole record stands for every part."""

    part: ClassVar[str]
    stored_names: ClassVar[tuple[str, ...]]
    stays_open: ClassVar[bool] = False  # also when the conference is finished
    own_words_in: ClassVar[tuple[str, ...]] = ()  # the boxes that hold the child's own words

    def __init__(self, record: ChildRecord, *, is_sent: bool = False) -> None:
        super().__init__(self.what_is_stored(record), is_sent=is_sent, prefix=self.part, meta={"csrf": False})
        self.record = record
        self.is_sent = is_sent
        self.fit_to(record)

    @property
    def is_late(self) -> bool:
        return False

    @property
    def heading(self) -> str:
        """The heading under which this part stands."""
        return self.part.removesuffix("_more")

    @property
    def number_filled_in(self) -> int:
        """How many of its questions have an answer."""
        return sum(value not in (None, "", []) for value in self.asked_about().values())

    @property
    def is_closed(self) -> bool:
        """Whether this part can only be read: the conference is finished, or the child can read it and whoever looks
        at it takes the minutes."""
        is_finished = self.record.conference.finished_at is not None and not self.stays_open
        return is_finished or is_only_read_here(self.record)

    @property
    def name(self) -> str:
        """What this part is called in a sentence."""
        return NAMES.get(self.heading, self.heading)

    @property
    def changed_since(self) -> str:  # type: ignore[override]  # each part says which it is
        return f"Changed in another window: {self.name}. Compare both below, then press its Save button."

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.is_closed:
            self.form_errors.append(READ_ALREADY if is_only_read_here(self.record) else FINISHED)
        return is_right and not self.is_closed

    def look_again(self) -> None:
        """What is stored now counts as seen, though another part has changed it."""
        self.see(recording.mark_of(self.what_is_stored(self.record)))

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        return {name: getattr(record, name) for name in cls.stored_names}

    def fit_to(self, record: ChildRecord) -> None:
        """Offer what is possible for this child."""

    def save(self, chair: Person) -> None:
        """Store what was filled in. Raises RuleBroken."""
        raise NotImplementedError
