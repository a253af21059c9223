"""A page that sends what was answered on earlier pages, and brings those answers along."""

import json

from wtforms import HiddenField

from app.forms import HeardForm, as_typed


class CarryingForm(HeardForm):
    """`answers` is all that was answered, so that it can be sent even when the server has let go of it meanwhile."""

    answers = HiddenField()

    def carry(self, answers: dict[str, str]) -> None:
        self.answers.data = json.dumps(answers, ensure_ascii=False)

    @property
    def carried(self) -> dict[str, str]:
        """The answers that came with the page. None where it holds something that no page of ours puts there."""
        try:
            found = json.loads(self.answers.data or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or not all(isinstance(answer, str) for answer in found.values()):
            return {}
        return {name: as_typed(answer) or "" for name, answer in found.items()}
