"""The clock of who asked what Heard holds: the law gives a month, or three.

Of the one place that says what is overdue (overdue.py), the part that is about requests.
Source: UK GDPR, Article 12(3).
"""

from typing import Final

from app.models import SubjectRequest
from app.models.codes import ClockName, RequestState
from app.services.clock_kinds import ADMINISTRATORS, LEADS, Clock

OF_REQUESTS: Final[dict[ClockName, Clock]] = {
    ClockName.REQUEST_ANSWERED: Clock(
        subject=SubjectRequest,
        due=SubjectRequest.due_on,
        runs=(SubjectRequest.state.in_((RequestState.WAITING, RequestState.AGREED)),),
        whose=ADMINISTRATORS,
        above=(*ADMINISTRATORS, *LEADS),  # neither can finish it alone, so both are told
    ),
}
