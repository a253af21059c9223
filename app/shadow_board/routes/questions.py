"""Members ask the board: write together, agree, and say whether the answer answers them."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import BoardQuestion, utc_now
from app.paging import page_asked_for
from app.services import agreeing, committing, moderating, questioning
from app.services.errors import RuleBroken
from app.shadow_board import shadow_board
from app.shadow_board.question_forms import YES, CommentForm, QuestionForm, ReportTextForm, VerdictForm, VoteForm
from app.shadow_board.questions_shown import HEADINGS, NOTHING, SHOWN, to_show


@shadow_board.get("/questions")
@open_to(a_young_person)
def list_questions() -> ResponseReturnValue:
    member, now = signed_in_person(), utc_now()
    asked, page = request.args.get("shown", ""), page_asked_for()
    parts = []
    for name in [asked] if asked in SHOWN else SHOWN:
        found, has_more = questioning.list_questions(member, SHOWN[name], page=page if asked in SHOWN else 1)
        parts.append((name, [to_show(one, member, now) for one in found], has_more))
    return render_template(
        "shadow_board/list_questions.html",
        parts=parts,
        only=asked if asked in SHOWN else None,
        page=page,
        headings={name: HEADINGS[state] for name, state in SHOWN.items()},
        nothing={name: NOTHING[state] for name, state in SHOWN.items()},
        just_sent=request.args.get("sent") == "yes",
    )


@shadow_board.route("/questions/new", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def ask_question() -> ResponseReturnValue:
    form = QuestionForm()
    if form.validate_on_submit():
        question = questioning.begin(signed_in_person(), form.words.data, once=form.once.data)
        db.session.commit()
        return redirect(url_for(".show_question", question_id=question.id, sent="yes"))
    page = render_template("shadow_board/ask_question.html", form=form, question=None)
    return page, 400 if form.is_submitted() else 200


@shadow_board.get("/questions/<uuid:question_id>")
@open_to(a_young_person)
def show_question(question_id: UUID) -> ResponseReturnValue:
    return question_page(questioning.get_question(signed_in_person(), question_id))


def question_page(
    question: BoardQuestion, *, form: CommentForm | None = None, broken: str | None = None
) -> ResponseReturnValue:
    member, wording = signed_in_person(), questioning.wording(question)
    newest = agreeing.newest_round(question)
    page = render_template(
        "shadow_board/show_question.html",
        shown=to_show(question, member, utc_now()),
        question=question,
        wording=wording if question.agreed is None else None,
        votes=agreeing.count(wording, member) if wording and question.agreed is None else None,
        vote_form=VoteForm(formdata=None, prefix="vote"),
        own=questioning.own_unseen(question, member),
        comments=questioning.comments(question),
        missing={one.number: questioning.missing_in(one, question.texts) for one in question.rounds},
        judged=agreeing.judged(newest, member) if newest and newest.answered_at else None,
        commitments=[one for one in committing.because_of(question) if one.published_at],
        may_reword=questioning.may_reword(member, question),
        form=form or CommentForm(formdata=None),
        broken=broken,
        sent=request.args.get("sent"),
        member=member,
    )
    return page, 400 if form or broken else 200


@shadow_board.post("/questions/<uuid:question_id>/comment")
@open_to(a_young_person)
@shows_back
@takes_writing
def comment_on_question(question_id: UUID) -> ResponseReturnValue:
    member, form = signed_in_person(), CommentForm()
    question = questioning.get_question(member, question_id, for_change=True)
    if form.validate_on_submit():
        try:
            questioning.comment(member, question, form.words.data, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_question", question_id=question_id, sent="comment", _anchor="comments"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return question_page(question, form=form)


@shadow_board.route("/questions/<uuid:question_id>/words", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def reword_question(question_id: UUID) -> ResponseReturnValue:
    member = signed_in_person()
    question = questioning.get_question(member, question_id, for_change=request.method == "POST")
    shown = to_show(question, member, utc_now())
    form = QuestionForm(data={"words": shown.words or ""})
    if form.validate_on_submit():
        try:
            questioning.reword(member, question, form.words.data, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_question", question_id=question_id, sent="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("shadow_board/reword_question.html", form=form, question=question)
    return page, 400 if form.is_submitted() else 200


@shadow_board.post("/questions/<uuid:question_id>/vote")
@open_to(a_young_person)
@shows_back
def vote_on_question(question_id: UUID) -> ResponseReturnValue:
    member, form = signed_in_person(), VoteForm(prefix="vote")
    question = questioning.get_question(member, question_id, for_change=True)
    if not form.validate_on_submit():
        return question_page(question, broken="This page was open for a long time. Press the button again.")
    try:
        text_id = UUID(form.text.data or "")
        is_sent = agreeing.vote(member, question, text_id, is_for=form.choice.data == YES)
    except ValueError:
        return question_page(question, broken=agreeing.CHANGED)
    except RuleBroken as broken:
        return question_page(question, broken=str(broken))
    db.session.commit()
    return redirect(url_for(".show_question", question_id=question_id, sent="agreed" if is_sent else "vote"))


@shadow_board.route("/questions/<uuid:question_id>/verdict", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def judge_answer(question_id: UUID) -> ResponseReturnValue:
    member, form = signed_in_person(), VerdictForm()
    question = questioning.get_question(member, question_id, for_change=request.method == "POST")
    if form.validate_on_submit():
        try:
            said = {"missing": form.missing.data, "once": form.once.data}
            is_decided = agreeing.judge(member, question, form.verdict.data, **said)
            db.session.commit()
            sent = "decided" if is_decided else "verdict"
            return redirect(url_for(".show_question", question_id=question_id, sent=sent))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    newest = agreeing.newest_round(question)
    page = render_template("shadow_board/judge_answer.html", form=form, question=question, newest=newest)
    return page, 400 if form.is_submitted() else 200


@shadow_board.route("/questions/<uuid:question_id>/report/<uuid:text_id>", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
def report_text(question_id: UUID, text_id: UUID) -> ResponseReturnValue:
    """What another member wrote is hidden at once, until a worker has looked at it."""
    member, form = signed_in_person(), ReportTextForm()
    question = questioning.get_question(member, question_id, for_change=request.method == "POST")
    text = questioning.get_text(member, question, text_id)
    if form.validate_on_submit():
        moderating.report(member, text, form.reason.data)
        db.session.commit()
        return redirect(url_for(".list_questions", reported="yes"))
    page = render_template("shadow_board/report_text.html", form=form, question=question, text=text)
    return page, 400 if form.is_submitted() else 200
