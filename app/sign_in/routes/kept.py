"""What somebody had typed when their sign-in ended waits here."""

from uuid import UUID

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import find_signed_in_person, open_to, signed_in_person, somebody_signed_in
from app.extensions import db
from app.interrupted import ROW, answers, find_endpoint, worth_showing
from app.services import keeping
from app.sign_in import sign_in
from app.sign_in.beginning import path_on_this_site
from app.sign_in.labels import what_it_will_do
from app.sign_in.routes.second_step import where_from

KEPT = "kept"  # the field that says which kept work a form was sent from


@sign_in.get("/kept")
@open_to(somebody_signed_in)
def show_kept_work() -> ResponseReturnValue:
    """What somebody sent while they were not signed in: to be sent now, or thrown away."""
    person, onward = signed_in_person(), path_on_this_site(where_from()) or url_for(".show_home")
    works = [
        {
            "kept": kept,
            "typed": worth_showing(kept.fields),
            "will": what_it_will_do(find_endpoint(kept.path, "POST")),
            "page": kept.path if answers(kept.path, "GET") else None,
        }
        for kept in keeping.kept_for(person)
    ]
    return render_template("sign_in/show_kept_work.html", person=person, works=works, onward=onward)


@sign_in.post("/kept/<uuid:kept_id>/throw-away")
@open_to(somebody_signed_in)
def throw_away(kept_id: UUID) -> ResponseReturnValue:
    keeping.throw_away(signed_in_person(), kept_id)
    db.session.commit()
    return redirect(url_for(".show_kept_work", next=path_on_this_site(where_from())))


@sign_in.after_app_request
def forget_what_was_sent(response: Response) -> Response:
    """Kept work goes once its form was taken. One that was not answers with 400 or more."""
    is_taken = request.method == "POST" and response.status_code < 400 and not g.get("is_interrupted")
    if is_taken and ROW.match(request.form.get(KEPT, "")) and (person := find_signed_in_person()):
        keeping.forget_sent(person.id, UUID(request.form[KEPT]))
        db.session.commit()
    return response
