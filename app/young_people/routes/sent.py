"""After sending: the 4 words, what happens next, and what a tab that is still open shows."""

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.asked_again import is_sent
from app.models.codes import SafeNow
from app.services import taking_back
from app.services.visiting import Remembered
from app.young_people import young_people
from app.young_people.routes.asking_again import what_is_remembered

ALREADY_SENT = "young_people/already_sent.html"


def nothing_to_go_on(contents: Remembered) -> ResponseReturnValue | None:
    """Where somebody goes whose earlier answers are gone, because they ran out, were hidden or were sent.

    With nothing remembered it is the front page, so that whoever presses Back learns of nothing. It sets no cookie.
    """
    if contents.answers or is_sent():
        return None
    if contents.receipt:
        return render_template(ALREADY_SENT, has_words=bool(contents.receipt["words"]))
    return redirect(url_for("young_people.show_home"))


def it_is_sent() -> ResponseReturnValue:
    """Where a second tap ends: at the same receipt, while this browser's visit lasts."""
    kept = what_is_remembered()
    return redirect(url_for(".show_sent")) if kept.receipt else render_template(ALREADY_SENT, has_words=False)


@young_people.get("/say/sent")
@open_to(anyone)
def show_sent() -> ResponseReturnValue:
    """Their 4 words and what happens next, for as long as this browser's visit lasts; then only that it was sent."""
    kept = what_is_remembered().receipt
    if kept is None or taking_back.is_taken_back(kept["view_id"]):
        return redirect(url_for(".show_home"))
    return render_template(
        "young_people/show_sent.html",
        words=kept["words"].split(),
        sent_on=datetime.fromisoformat(kept["sent_at"]),
        read_by=datetime.fromisoformat(kept["read_due_at"]),
        answer_by=datetime.fromisoformat(kept["answer_due_at"]),
        is_unsafe=kept["safe_now"] != SafeNow.YES,
        seen_by=datetime.fromisoformat(kept["alert_due_at"]) if kept["alert_due_at"] else None,
        is_named=kept["is_named"] == "yes",
        contact=kept["contact"],
    )


@young_people.get("/say/card")
@open_to(anyone)
def show_card() -> ResponseReturnValue:
    """The 4 words alone, as long as the page that gave them can be seen. Then the front page, like anybody."""
    kept = what_is_remembered().receipt
    if kept is None or not kept["words"] or taking_back.is_taken_back(kept["view_id"]):
        return redirect(url_for(".show_home"))
    return render_template("young_people/show_card.html", words=kept["words"].split())
