"""Each quarter members put themes in order, with buttons; and read what came of the quarters before."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.models import utc_now
from app.services import ranking
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.shadow_board import shadow_board
from app.shadow_board.priority_forms import OrderForm


@shadow_board.route("/priorities", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
def show_priorities() -> ResponseReturnValue:
    """Every button saves the whole order at once, as it stood on the page and with that one change."""
    form = OrderForm()
    if form.validate_on_submit():
        try:
            theme_id, move = form.pressed
            ranking.rank(signed_in_person(), ranking.moved(form.ids, theme_id, move), now=utc_now())
            db.session.commit()
            return redirect(url_for(".show_priorities", moved=theme_id, _anchor=f"theme-{theme_id}"))
        except (RuleBroken, ValueError):
            form.form_errors.append("The list of themes has changed. Look at it again.")
    return priorities_page(form)


def priorities_page(form: OrderForm) -> ResponseReturnValue:
    member, now = signed_in_person(), utc_now()
    quarter, today = ranking.quarter_now(now), london_day(now)
    themes = {theme.id: theme for theme in ranking.themes_to_rank()}
    order = [themes[one] for one in ranking.own_order(member, quarter) if one in themes]
    page = render_template(
        "shadow_board/show_priorities.html",
        form=OrderForm.showing([theme.id for theme in order]),
        sent_form=form,
        quarter=quarter,
        order=order,
        others=[theme for theme in themes.values() if theme not in order],
        moved=next((theme for theme in order if str(theme.id) == request.args.get("moved")), None),
        results=[ranking.result_of(one, today=today) for one in ranking.closed_quarters(today)],
        fewest=ranking.FEWEST,
    )
    return page, 400 if form.is_submitted() else 200
