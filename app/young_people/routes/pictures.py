"""The same questions as pictures, one tap each, for younger children and for anyone who prefers it.

What they pick is kept and sent like what others write (app/young_people/routes/saying.py). Words can be added.
"""

from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.failing_over import counts_once
from app.forgery import shows_back
from app.limits import takes_writing
from app.young_people import young_people
from app.young_people.forms.pictures import AddWordsForm, PickFeelingForm, PickTopicForm, PickWhoForm
from app.young_people.routes.saying import ask_if_safe, question

PICTURES = {"by_pictures": "yes"}


@young_people.route("/say/pictures/1", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def pick_topic() -> ResponseReturnValue:
    make_form, step = (lambda answers: PickTopicForm(data=answers)), "young_people.pick_feeling"
    return question("pick_topic", make_form, step, is_first=True, also=PICTURES)


@young_people.route("/say/pictures/2", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def pick_feeling() -> ResponseReturnValue:
    make_form, step = (lambda answers: PickFeelingForm(data=answers)), "young_people.pick_safe"
    return question("pick_feeling", make_form, step, also=PICTURES)


@young_people.route("/say/pictures/3", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def pick_safe() -> ResponseReturnValue:
    return ask_if_safe("pick_safe", ".add_words", also=PICTURES)


@young_people.route("/say/pictures/4", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def add_words() -> ResponseReturnValue:
    make_form, step = (lambda answers: AddWordsForm(data=answers)), "young_people.pick_who"
    return question("add_words", make_form, step, also=PICTURES)


@young_people.route("/say/pictures/5", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@takes_writing
@counts_once
def pick_who() -> ResponseReturnValue:
    make_form, step = (lambda answers: PickWhoForm(data=answers)), "young_people.check_and_send"
    return question("pick_who", make_form, step, also=PICTURES)
