"""The part of a record about the child themselves."""

from typing import Any, cast

from app.chairs.forms.part import PartForm
from app.models import ChildRecord, Person
from app.models.codes import Aid, InterpretedBy, Interpreter, Need
from app.services import describing
from app.services.describing import Described, Siblings
from app.staff_fields import ask_the_rules, line, radio, ticks


class ChildPartForm(PartForm):
    """What the child needs so that they can say what they think. It stands there from the last conference."""

    part = "about"
    stored_names = ()
    siblings = line("Position among brothers and sisters", longest=10, description="Like 2 of 3, the oldest first.")
    first_language = line("First language", description="If it is not English.")
    interpreter = radio("Does the child need an interpreter?", Interpreter, words={Interpreter.NOT_NEEDED: "No"})
    interpreted_by = radio("Who interpreted?", InterpretedBy)
    needs = ticks("What makes it harder for the child to be heard?", Need, description="Tick all that apply.")
    aids = ticks("What was used to help?", Aid, description="Tick all that apply.")

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        stored = describing.described(record)
        return stored | {"siblings": str(stored["siblings"]) if stored["siblings"] else None}

    def validate_siblings(self, field: Any) -> None:
        if field.data:
            ask_the_rules(lambda: Siblings.parse(field.data))

    def save(self, chair: Person) -> None:
        given = self.given()
        siblings = Siblings.parse(given["siblings"]) if given["siblings"] else None
        describing.save_child(chair, self.record, cast(Described, given | {"siblings": siblings}))
