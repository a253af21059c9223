"""What happened to somebody's account, and what their kept work will do, as they read it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.formats import sentence
from app.models import AuditLine, Person

HAPPENED = {
    "signed in": _("You signed in"),
    "signed out": _("You signed out"),
    "showed again who they are": _("You showed again that it is you"),
    "passphrase right, second step to come": "Somebody typed the right passphrase. Their second step was still to come",
    "wrong passphrase": _("Somebody typed a wrong passphrase"),
    "wrong code at the second step": _("Somebody typed the right passphrase, then a wrong code"),
    "changed the passphrase": _("You changed your passphrase"),
    "ended another sign-in": _("You ended a sign-in somewhere else"),
    "ended every other sign-in": _("You ended every other sign-in"),
    "joined": _("You joined, with a joining link"),
    "chose a new passphrase with a joining link": _("You chose a new passphrase, with a joining link"),
    "used a passkey": "You used a passkey",
    "added a passkey": "You added a passkey",
    "removed a passkey": "You removed a passkey",
    "made joining words": _("4 words to join with were made for you"),
    "chose their name": _("You chose your name"),
    "opened who agreed and how to reach them": _("What we keep about how to reach you was opened"),
    "left": _("Your account was closed"),
    "stays signed in on a phone": "You said: this is my own phone",
    "ends with the browser": "You said: not my own phone any more",
    "fetched their own words": "You got a file of what you wrote",
    "came back": _("You were let back in"),
    "made a joining link": _("A joining link was made for you"),
    "paused": _("Your account was paused"),
    "resumed": _("You were let back in"),
    "ended a sign-in": _("You were signed out at one browser"),
    "ended sign-ins": _("You were signed out everywhere"),
}
# The same where the deed ends with a role, by how it begins.
HAPPENED_WITH_A_ROLE = {
    "invited somebody as ": _("Your account was made: %(role)s"),
    "added person as ": _("Your account was made: %(role)s"),
    "changed role from ": _("Your role was changed: %(role)s"),
}

# What sending a form does, where the name of its route function says it to nobody but us.
WILL = {
    "participation.open_view": "answer the view",
    "participation.decide_quote": "decide on a quote",
    "participation.check_answer": "send the answer to the view",
    "participation.list_themes": "add a theme",
    "participation.list_openings": "add an opening",
    "participation.see_hidden": "show what is hidden",
    "participation.lift_hidden": "show what is hidden to everybody again",
    "participation.open_contact": "find who sent the view",
    "participation.open_release": "look at why somebody was found",
    "participation.change_notes": "write what is kept about a young advisor",
    "participation.come_back": "let a young advisor come back",
    "participation.invite": "invite a young advisor",
    "participation.leave": "close a young advisor’s account",
    "participation.make_words": "make 4 words to join with",
    "participation.open_notes": "open how to reach a young advisor",
    "participation.pause": "pause a young advisor’s account",
    "participation.resume": "let a young advisor back in",
    "participation.suggest_quote": "suggest a quote",
    "participation.withdraw_quote": "withdraw a quote",
    "participation.decide_member_text": "decide on what a member wrote",
    "participation.raise_on_member_text": "raise an alert about what a member wrote",
    "participation.raise_on_member_note": "raise an alert about what a member wrote",
    "participation.take_off_public": "take a question from the public page",
    "shadow_board.ask_question": "ask the board a question",
    "shadow_board.comment_on_question": "send a comment",
    "shadow_board.judge_answer": "say whether an answer answers you",
    "shadow_board.reword_question": "say a question in other words",
    "board.say_what_was_done": "say what was done about what matters to members",
    "board.write_answer": "save an answer to members",
    "agencies.report_action": "say how far an action is",
    "administration.approve": "approve what another administrator asked for",
    "administration.refuse": "refuse what another administrator asked for",
}


def what_it_will_do(endpoint: str | None) -> str | None:
    """What sending a form does, such as "pause person", from the route function it is sent to."""
    if endpoint is None:
        return None
    return WILL.get(endpoint) or endpoint.rpartition(".")[2].replace("_", " ")


def what_happened(line: AuditLine, person: Person) -> str:
    """One line of the trail about a person's own account. What others did says so."""
    words = in_words(line.deed)
    if line.person_id in (None, person.id):
        return words
    return str(gettext("%(what)s, by somebody who looks after accounts", what=words))


def in_words(deed: str) -> str:
    """A deed as whoever it was done to reads it."""
    if deed in HAPPENED:
        return str(HAPPENED[deed])
    for beginning, words in HAPPENED_WITH_A_ROLE.items():
        if deed.startswith(beginning):
            return str(words) % {"role": deed.removeprefix(beginning).rpartition(" to ")[2]}
    return sentence(deed)
