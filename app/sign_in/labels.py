"""What happened to somebody's account, as they read it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.formats import sentence
from app.models import AuditLine, Person

HAPPENED = {
    "signed in": _("You signed in"),
    "signed out": _("You signed out"),
    "showed again who they are": _("You showed again that it is you"),
    "wrong passphrase": _("Somebody typed a wrong passphrase"),
    "wrong code at the second step": _("Somebody typed the right passphrase, then a wrong code"),
    "changed the passphrase": _("You changed your passphrase"),
    "ended another sign-in": _("You ended a sign-in somewhere else"),
    "ended every other sign-in": _("You ended every other sign-in"),
    "joined": _("You joined"),
    "used a passkey": "You used a passkey",
    "added a passkey": "You added a passkey",
    "removed a passkey": "You removed a passkey",
}


def what_happened(line: AuditLine, person: Person) -> str:
    """One line of the trail about a person's own account. What others did says so."""
    words = str(HAPPENED[line.deed]) if line.deed in HAPPENED else sentence(line.deed)
    if line.person_id in (None, person.id):
        return words
    return str(gettext("%(what)s, by somebody who looks after accounts", what=words))
