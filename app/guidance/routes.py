"""What somebody must read: the list, one of it, and that they have read it."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, somebody_who_works_here
from app.extensions import db
from app.guidance import guidance
from app.guidance.forms import ReadForm
from app.services import guidance_reading


@guidance.get("/")
@open_to(somebody_who_works_here)
def list_own() -> ResponseReturnValue:
    return render_template("guidance/list_own.html", found=guidance_reading.list_for(signed_in_person()))


@guidance.get("/<uuid:guidance_id>")
@open_to(somebody_who_works_here)
def show_own(guidance_id: UUID) -> ResponseReturnValue:
    reader = signed_in_person()
    found = guidance_reading.get_for(reader, guidance_id)
    return render_template(
        "guidance/show_own.html",
        version=found.version,
        read_at=found.read_at,
        changes=guidance_reading.changes_since_read(reader, found.version),
        form=ReadForm(formdata=None, data={"version": str(found.version.id)}),
    )


@guidance.post("/<uuid:guidance_id>/read")
@open_to(somebody_who_works_here)
def say_read(guidance_id: UUID) -> ResponseReturnValue:
    guidance_reading.say_read(signed_in_person(), guidance_id, ReadForm().version_id)
    db.session.commit()
    return redirect(url_for(".show_own", guidance_id=guidance_id))
