"""The same protected figures as the board's, with a sentence in plain words over each; and what members notice."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.board import panels, periods
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models.codes import NoteAbout
from app.services import member_notes, published, publishing
from app.services.clocks import Period
from app.services.figures import BY_NAME
from app.shadow_board import shadow_board
from app.shadow_board.forms import NoticeForm


@shadow_board.route("/figures", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def show_figures() -> ResponseReturnValue:
    there, form = published.periods(), NoticeForm()
    chosen = periods.find_period(request.args.get("period", ""), there)
    if chosen is None:
        return render_template("shadow_board/show_figures.html", chosen=None, form=form), missing()
    if form.validate_on_submit():
        what = {"once": form.once.data, "period": chosen}
        member_notes.write(signed_in_person(), NoteAbout.FIGURES, form.words.data, **what)
        db.session.commit()
        return redirect(url_for(".show_figures", period=periods.code(chosen), sent="yes", _anchor="notice"))
    quarters = periods.to_choose_from(there, chosen)
    page = render_template("shadow_board/show_figures.html", form=form, quarters=quarters, **figures_of(chosen))
    return page, 400 if form.is_submitted() else 200


def missing() -> int:
    """There are no figures yet; what was sent about some was about none that there are."""
    return 404 if request.method == "POST" else 200


def figures_of(chosen: Period) -> dict[str, Any]:
    """What the page shows of this period: from what is frozen, and from what members noticed in it."""
    tables = publishing.published_tables(chosen, chosen.previous)
    now, before = tables[chosen], tables[chosen.previous]
    return {
        "chosen": chosen,
        "code": periods.code(chosen),
        "periods": [periods.months_and_year(one) for one, its in ((chosen, now), (chosen.previous, before)) if its],
        "groups": panels.make_panels(now, before, {}),
        "questions": {name: figure.question for name, figure in BY_NAME.items()},
        "own": member_notes.written_by(signed_in_person(), NoteAbout.FIGURES),
        "noticed": member_notes.noticed_in(chosen),
        "just_sent": request.args.get("sent") == "yes" and request.method == "GET",
    }
