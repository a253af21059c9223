"""The ways in which a notice leaves this machine, and what can go wrong with each."""

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from functools import partial
from http.client import HTTPException
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Any, Final, Protocol

from app.models.codes import Channel
from app.services import mailing, notices, webhook
from app.services.mailing import Line, NotSafe, Server
from app.services.notices import Notice
from app.services.patience import at_most
from app.services.webhook import Hook, NotReached, NotTrusted

WHOLE_PATIENCE: Final = 60  # seconds for handing in one e-mail, whatever the server does in between


class Problem(StrEnum):
    """Why something was not handed over: the kind of thing, never what a server said."""

    NOT_SET = "not set up"
    NOT_SAFE = "not set up safely"
    NOT_REACHED = "the server was not reached"
    NOT_TRUSTED = "the server's certificate was not accepted"
    NOT_SIGNED_IN = "the server did not accept our password"
    LOST = "the line broke in the middle"
    SENDER_REFUSED = "the sender's address was refused"
    ADDRESS_REFUSED = "their address was refused"
    REFUSED = "it was refused"
    FAILED_THERE = "the other machine had an error"
    REDIRECTED = "it was sent on to somewhere else"
    YOUNG = "it was for a young person"
    OTHER_ROLE = "they have another role now"
    PAUSED = "their account is paused"
    NO_ADDRESS = "they have no e-mail address"
    NEVER_TRIED = "it was never tried"


# What has nothing to do with any one notice: it ends by itself for all of them at once.
OF_THE_SERVER: Final = frozenset({Problem.NOT_SAFE, Problem.NOT_REACHED, Problem.NOT_TRUSTED, Problem.NOT_SIGNED_IN})


class NotTaken(Exception):
    """A notice was not handed over, or may have been: the line broke before anybody said so."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Carrier(Protocol):
    """One way for notices to leave this machine."""

    channel: Channel

    def get_ready(self) -> None:
        """Have a line, as far as this way has one. Raises NotTaken when there is none."""

    def hand_in(self, notice: Notice, now: datetime) -> None:
        """Returns when the other machine has taken it. Raises NotTaken."""

    def close(self) -> None:
        """Let go of the line."""


Begin = Callable[[], Carrier]


class Mail:
    """By e-mail. One line is used for everything that is handed in together."""

    channel = Channel.EMAIL

    def __init__(self, *, smtp_url: str, sender: str, site: str | None) -> None:
        self.smtp_url, self.sender, self.site = smtp_url, sender, site
        self.line: Line | None = None

    def get_ready(self) -> None:
        if self.line and is_alive(self.line):
            return
        if self.line:
            self.line.close()
            self.line = None
        try:
            self.line = mailing.opened(Server.parse(self.smtp_url))
        except NotSafe as unsafe:
            raise NotTaken(Problem.NOT_SAFE) from unsafe
        except SMTPAuthenticationError as refused:
            raise NotTaken(Problem.NOT_SIGNED_IN) from refused
        except ssl.SSLError as untrusted:
            raise NotTaken(Problem.NOT_TRUSTED) from untrusted
        except (OSError, SMTPException) as error:
            raise NotTaken(Problem.NOT_REACHED) from error

    def hand_in(self, notice: Notice, now: datetime) -> None:
        line = self.line
        if line is None:
            raise NotTaken(Problem.LOST)
        try:
            message = notices.as_email(notice, sender=self.sender, site=self.site, now=now)
            with at_most(WHOLE_PATIENCE, lambda: line.sock):
                line.send_message(message)
        except SMTPRecipientsRefused as refused:
            raise NotTaken(Problem.ADDRESS_REFUSED) from refused
        except SMTPSenderRefused as refused:
            raise NotTaken(Problem.SENDER_REFUSED) from refused
        except (SMTPDataError, SMTPNotSupportedError, ValueError) as refused:
            raise NotTaken(Problem.REFUSED) from refused
        except (OSError, SMTPException) as error:
            self.line = None
            line.close()  # without a word: whoever does not answer would not answer that either
            raise NotTaken(Problem.LOST) from error

    def close(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            with suppress(OSError, SMTPException):
                line.quit()
            line.close()


def is_alive(line: Line) -> bool:
    """Whether the server still answers on this line: many hang up after a while, or after so many e-mails."""
    try:
        return line.noop()[0] == 250
    except (OSError, SMTPException):
        return False


class Webhook:
    """By a signed request. Each has a line of its own."""

    channel = Channel.WEBHOOK

    def __init__(self, *, url: str, secret: str | None, site: str | None) -> None:
        self.url, self.secret, self.site = url, secret, site

    def get_ready(self) -> None:
        self.hook()

    def hook(self) -> Hook:
        try:
            return Hook.parse(self.url, self.secret)
        except NotSafe as unsafe:
            raise NotTaken(Problem.NOT_SAFE) from unsafe

    def hand_in(self, notice: Notice, now: datetime) -> None:
        body = notices.as_json(notice, site=self.site)
        try:
            status = webhook.post(self.hook(), body, key=str(notice.id), at=int(now.timestamp()))
        except NotTrusted as untrusted:
            raise NotTaken(Problem.NOT_TRUSTED) from untrusted
        except NotReached as silent:
            raise NotTaken(Problem.NOT_REACHED) from silent
        except (OSError, HTTPException) as error:
            raise NotTaken(Problem.LOST) from error
        if problem := problem_of(status):
            raise NotTaken(problem)

    def close(self) -> None:
        return


def problem_of(status: int) -> Problem | None:
    """What an answer's status says: nothing, when it was taken."""
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Problem.REDIRECTED
    return Problem.REFUSED if status < 500 else Problem.FAILED_THERE


def carriers(settings: Mapping[str, Any]) -> dict[Channel, Begin | None]:
    """How to begin each way of telling, from the machine's settings; None where it is not set up."""
    site, mail, hook = settings["SITE_ADDRESS"], None, None
    if is_mail_set(settings):
        mail = partial(Mail, smtp_url=settings["SMTP_URL"], sender=settings["MAIL_FROM"], site=site)
    if settings["WEBHOOK_URL"]:
        hook = partial(Webhook, url=settings["WEBHOOK_URL"], secret=settings["WEBHOOK_SECRET"], site=site)
    return {Channel.EMAIL: mail, Channel.WEBHOOK: hook}


def channels_set_up(settings: Mapping[str, Any]) -> list[Channel]:
    """The ways of telling that are set up on this machine."""
    return [channel for channel, begin in carriers(settings).items() if begin]


def is_mail_set(settings: Mapping[str, Any]) -> bool:
    return bool(settings["SMTP_URL"] and settings["MAIL_FROM"])
