"""The forms of a hold: placing it, looking at it again, lifting it."""

from typing import Any

from app.fields import DayField
from app.forms import HeardForm
from app.participation.forms import reason_field


class HoldForm(HeardForm):
    reason = reason_field(
        "Why must this be kept?",
        "It is kept with your name and the time. Do not repeat what they told us.",
        when_empty="Write why this must be kept",
    )
    review_on = DayField("Look at it again on", when_empty="Enter the day on which somebody looks at this again.")

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="hold", **more)


class LiftHoldForm(HeardForm):
    reason = reason_field(
        "Why can it go?",
        "It is kept with your name and the time. It is cleared when its time is over, counted from now.",
        when_empty="Write why it can go",
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="unhold", **more)
