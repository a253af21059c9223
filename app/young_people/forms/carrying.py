"""What was answered on earlier pages comes along with the page, so that it outlives the hour on the server."""

import json
from datetime import timedelta

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, HiddenField

from app.asked_again import fields_sent
from app.formats import how_long
from app.forms import HeardForm, as_typed
from app.models import utc_now
from app.protection.carried import Carried, open_from_page, seal_for_page
from app.services import settings, visiting
from app.sessions import browser_session


class QuestionForm(HeardForm):
    """A question that others went before. `earlier` is their answers, sealed for this browser and for a day."""

    earlier = HiddenField()

    def bring_along(self, what: Carried, answers: dict[str, str]) -> None:
        """Put into the page all that was answered but what it asks itself. A browser without a visit begins one."""
        others = {name: answer for name, answer in answers.items() if name not in self}
        self.earlier.data = seal_for_page(browser_session().begin(), what, others, now=utc_now())


def hold_longer() -> str:
    longest = how_long(settings.current().draft_long_minutes)
    return str(gettext("Hold them for %(time)s", time=longest))


class MoreTimeForm(QuestionForm):
    """A question that can take longer to answer than an hour."""

    keep_for_a_day = BooleanField(LazyString(hold_longer), description=_("Do not pick this if you share this phone."))


def brought_along(what: Carried) -> dict[str, str]:
    """The answers that came with the page of this request, where it was shown to this browser in the last day.

    Whether they were sent since is asked once in each request.
    """
    kept = g.setdefault("brought_along", {})
    if what not in kept:
        kept[what] = opened(what)
    return dict(kept[what])


def opened(what: Carried) -> dict[str, str]:
    cookie, sealed = browser_session().cookie, fields_sent().get("earlier", "")
    if not cookie or not sealed:
        return {}
    longest = timedelta(minutes=settings.current().draft_long_minutes)
    after = visiting.last_sent_at(cookie, what, about=fields_sent().get("draft_of", ""))
    return open_from_page(cookie, what, sealed, now=utc_now(), longest=longest, after=after)


class CarryingForm(HeardForm):
    """A page that sends: `answers` is all that stands on it, and can be sent when the server has let go of it.

    `shown` says when, sealed: what this browser has sent since is not sent again.
    """

    answers = HiddenField()
    shown = HiddenField()

    def carry(self, what: Carried, answers: dict[str, str]) -> None:
        self.answers.data = json.dumps(answers, ensure_ascii=False)
        self.shown.data = seal_for_page(browser_session().begin(), what, {"is": "shown"}, now=utc_now())

    def is_sent_since(self, what: Carried, *, about: str = "") -> bool:
        """Whether this browser has sent such answers since the page was shown. `about`: the child, for a meeting."""
        cookie, now = browser_session().cookie, utc_now()
        sent_at = visiting.last_sent_at(cookie, what, about=about) if cookie else None
        if cookie is None or sent_at is None:
            return False
        return not open_from_page(cookie, what, self.shown.data or "", now=now, longest=timedelta.max, after=sent_at)

    @property
    def carried(self) -> dict[str, str]:
        """The answers that came with the page. None where it holds something that no page of ours puts there."""
        try:
            found = json.loads(self.answers.data or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or not all(isinstance(answer, str) for answer in found.values()):
            return {}
        return {name: as_typed(answer) or "" for name, answer in found.items()}
