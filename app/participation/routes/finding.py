from uuid import UUID

from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.participation.forms import ContactForm
from app.participation.routes.opening import open_and_show
from app.services import answering


@participation.post("/inbox/<uuid:view_id>/find")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def open_contact(view_id: UUID) -> ResponseReturnValue:
    """What the young person gave us to find them: shown once, with the reason written down first."""
    view, form = answering.get_view(view_id, for_change=True), ContactForm(prefix="contact")
    if form.validate_on_submit():
        how = answering.open_contact(view, signed_in_person(), reason=form.reason.data)
        return open_and_show(view, how_to_find=how)
    return open_and_show(view, contact_form=form)
