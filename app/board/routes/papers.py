"""Papers for a meeting: as the board reads them, and in plain words for members."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm, WithdrawForm
from app.board.meeting_forms import NewPaperForm, PaperForm
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import MeetingPaper
from app.services import board_meetings, papers
from app.services.errors import RuleBroken


@board.route("/meetings/<uuid:meeting_id>/papers/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_paper(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = board_meetings.get_meeting(meeting_id), NewPaperForm()
    form.offer(meeting)
    if form.validate_on_submit():
        paper = papers.add(signed_in_person(), meeting, form.details, once=form.once.data)
        db.session.commit()
        return redirect(url_for(".show_paper", meeting_id=meeting_id, paper_id=paper.id))
    return render_template("board/add_paper.html", form=form, meeting=meeting), 400 if form.is_submitted() else 200


@board.get("/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>")
@open_to(who_keeps_promises)
def show_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    return paper_page(papers.get_paper(meeting_id, paper_id))


def paper_page(paper: MeetingPaper, *, withdraw_form: WithdrawForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "board/show_paper.html",
        paper=paper,
        plain=papers.how_plain(paper),
        publish_form=PublishForm(formdata=None, data={"seen": papers.mark_of_public(paper)}),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        remove_form=HeardForm(formdata=None),
        just_saved=request.args.get("saved") == "yes",
        late=bool(withdraw_form and withdraw_form.is_late),
    )
    return page, 400 if withdraw_form else 200


@board.route("/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper = papers.get_paper(meeting_id, paper_id, for_change=request.method == "POST")
    form = PaperForm(paper, board_meetings.get_meeting(meeting_id))
    if form.validate_on_submit():
        try:
            papers.change(signed_in_person(), paper, form.details)
            db.session.commit()
            return redirect(url_for(".show_paper", meeting_id=meeting_id, paper_id=paper_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return render_template("board/change_paper.html", form=form, paper=paper), 400 if form.is_submitted() else 200


@board.post("/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>/publish")
@open_to(who_keeps_promises)
def publish_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper = papers.get_paper(meeting_id, paper_id, for_change=True)
    papers.publish(signed_in_person(), paper, seen=PublishForm().seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_paper", meeting_id=meeting_id, paper_id=paper_id))


@board.post("/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    paper, form = papers.get_paper(meeting_id, paper_id, for_change=True), WithdrawForm()
    if form.validate_on_submit():
        papers.withdraw(signed_in_person(), paper, reason=form.because.data)
        db.session.commit()
        return redirect(url_for(".show_paper", meeting_id=meeting_id, paper_id=paper_id))
    return paper_page(paper, withdraw_form=form)


@board.post("/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>/remove")
@open_to(who_keeps_promises)
def remove_paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    papers.remove(signed_in_person(), papers.get_paper(meeting_id, paper_id, for_change=True))
    db.session.commit()
    return redirect(url_for(".show_meeting", meeting_id=meeting_id))
