"""Who leads a conference, as pages show it: to its chair, and to whoever takes the minutes."""

from app.access import signed_in_person
from app.chairs import chairs
from app.models import Conference
from app.services import whose_conference


@chairs.app_template_filter()
def is_led_here(conference: Conference) -> bool:
    """Whether whoever looks at the page is its chair. What only a chair does is shown to nobody else."""
    return whose_conference.is_led_by(conference, signed_in_person())
