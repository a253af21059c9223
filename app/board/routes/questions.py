"""What members ask the board: take it, write an answer, send it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm
from app.board.question_forms import AnswerForm, TakeForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import BoardQuestion, utc_now
from app.paging import page_asked_for
from app.services import agreeing, board_questions, committing
from app.services.board_questions import Shown
from app.services.errors import RuleBroken


@board.get("/questions")
@open_to(who_keeps_promises)
def list_questions() -> ResponseReturnValue:
    asked, page = request.args.get("shown", ""), page_asked_for()
    shown = next((one for one in Shown if one == asked), Shown.WAITING)
    questions, has_more = board_questions.list_questions(shown, page=page)
    return render_template(
        "board/list_questions.html",
        shown=shown,
        counts=board_questions.how_many(),
        questions=questions,
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@board.get("/questions/<uuid:question_id>")
@open_to(who_keeps_promises)
def show_question(question_id: UUID) -> ResponseReturnValue:
    return question_page(board_questions.get_question(question_id))


def question_page(
    question: BoardQuestion, *, take_form: TakeForm | None = None, answer_form: AnswerForm | None = None
) -> ResponseReturnValue:
    newest = agreeing.newest_round(question)
    answer = newest.answer if newest else None
    owner = {"agency_id": question.agency_id, "owner_role": question.owner_role}
    mark = board_questions.mark_of_answer(newest) if newest else ""
    page = render_template(
        "board/show_question.html",
        question=question,
        newest=newest,
        missing=board_questions.missing(question),
        commitments=committing.because_of(question),
        plain=board_questions.how_plain(answer) if answer else None,
        take_form=take_form or TakeForm(formdata=None, prefix="take", data=owner).offer(question),
        answer_form=answer_form or AnswerForm(newest, is_sent=False),
        send_form=PublishForm(formdata=None, data={"seen": mark}),
        just_saved=request.args.get("saved") == "yes",
        late=take_form is not None and take_form.is_late,
        now=utc_now(),
    )
    return page, 400 if take_form or answer_form else 200


@board.post("/questions/<uuid:question_id>/take")
@open_to(who_keeps_promises)
@shows_back
def take_question(question_id: UUID) -> ResponseReturnValue:
    question = board_questions.get_question(question_id, for_change=True)
    form = TakeForm(prefix="take").offer(question)
    if form.validate_on_submit():
        by, owner_role = signed_in_person(), form.owner_role.data
        board_questions.take(by, question, agency_id=form.agency_id.data, owner_role=owner_role)
        db.session.commit()
        return redirect(url_for(".show_question", question_id=question_id, saved="yes"))
    return question_page(question, take_form=form)


@board.post("/questions/<uuid:question_id>/answer")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def write_answer(question_id: UUID) -> ResponseReturnValue:
    """Kept as a draft: how plain it is stands beside it, and sending it is a step of its own."""
    question = board_questions.get_question(question_id, for_change=True)
    form = AnswerForm(agreeing.newest_round(question))
    if form.validate_on_submit():
        try:
            board_questions.write_answer(signed_in_person(), question, form.answer.data)
            db.session.commit()
            return redirect(url_for(".show_question", question_id=question_id, saved="yes", _anchor="check"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return question_page(question, answer_form=form)


@board.post("/questions/<uuid:question_id>/send")
@open_to(who_keeps_promises)
def send_answer(question_id: UUID) -> ResponseReturnValue:
    question = board_questions.get_question(question_id, for_change=True)
    board_questions.send_answer(signed_in_person(), question, seen=PublishForm().seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_question", question_id=question_id))
