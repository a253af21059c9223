"""What forms share: how typed text is read, and the token that makes a form count once."""

import re
import secrets
import unicodedata
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import HiddenField, StringField
from wtforms.i18n import messages_path

from app.asked_again import ALL_OF_IT, asked_again, fields_sent, was_sent

ONCE = re.compile(r"[A-Za-z0-9_-]{43}")


def as_typed(value: str | None) -> str | None:
    """A filter for a child's words: kept as typed.

    Only line ends become LF, Unicode becomes NFC, and control characters other than newline and tab are dropped.
    Joiners and direction marks stay: scripts and emoji need them.
    """
    if value is None:
        return None
    composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in composed if char in "\n\t" or unicodedata.category(char) != "Cc")


def strip(value: str | None) -> str | None:
    """A filter for names and staff fields: spaces before and after, and control characters, are never meant."""
    typed = as_typed(value)
    return typed.strip() if typed else typed


def strip_or_none(value: str | None) -> str | None:
    """The same, where nothing typed means nothing."""
    return strip(value) or None


def as_number(value: str | int | None) -> int | None:
    """What a hidden field of ours sends; None for anything else: no version and no year has that number."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


class WordsOfWTForms:
    """What WTForms itself says, in the language of the page. Left alone, its catalogue would be read for every form."""

    def gettext(self, text: str) -> str:
        return str(words_of_wtforms(str(get_locale())).gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return str(words_of_wtforms(str(get_locale())).ngettext(one, many, number))


@cache
def words_of_wtforms(code: str) -> NullTranslations:
    """Its catalogue; its own English where it has none for this language."""
    loaded: NullTranslations = Translations.load(messages_path(), [code], domain="wtforms")
    return loaded


WORDS_OF_WTFORMS = WordsOfWTForms()


class HeardForm(FlaskForm):
    """A form that says kindly when it was open too long or came in a shape nobody can read."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Only what a form of ours sends: never a file or JSON in the place of a text. Or what it sent before."""
            if asked_again() and formdata is _Auto:
                return fields_sent()
            wrapped = super().wrap_formdata(form, formdata)
            return wrapped if wrapped is None or formdata is wrapped else request.form

        def get_translations(self, _form: Any) -> "WordsOfWTForms":
            return WORDS_OF_WTFORMS

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """A box to tick stands for yes, whatever was sent in its place."""
            value = {"value": "y"} if field.type == "BooleanField" else {}
            return super().render_field(field, value | render_kw)

    def is_submitted(self) -> bool:
        """Whether it was sent: now, or when it could not be taken and is asked for again."""
        return was_sent() or bool(super().is_submitted())

    @property
    def is_late(self) -> bool:
        """Whether what stands in the way is only that the page was open too long."""
        return bool(self.is_submitted() and self.csrf_token.errors)

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if has_request_context() and g.get("unreadable", False):
            self.form_errors.append(
                gettext("We could not read some of the letters. Check your words, then send again.")
            )
            is_right = False
        g.form_sent = self
        return bool(is_right) and not self.say_again()

    def say_again(self) -> bool:
        """Say again what was said of it when it could not be taken. It is for looking at, and does nothing."""
        again = asked_again()
        for name, messages in (again.says if again else {}).items():
            if name == ALL_OF_IT:
                self.form_errors.extend(message for message in messages if message not in self.form_errors)
            elif name in self and not self[name].errors:
                self[name].errors = messages
        return again is not None

    def said(self) -> dict[str, list[str]]:
        """What is said of it, in the words of the page, by the name of the field."""
        found = {field.name: [str(one) for one in field.errors if not isinstance(one, (list, dict))] for field in self}
        found[ALL_OF_IT] = [str(one) for one in self.form_errors]
        return {name: messages for name, messages in found.items() if messages and name != "csrf_token"}

    @property
    def errors(self) -> dict[str | None, Any]:
        """Everything people can put right: the token's own error is told as `is_late` instead."""
        return {name: errors for name, errors in super().errors.items() if name != "csrf_token"}


def new_once() -> str:
    return secrets.token_urlsafe(32)


def usable_once(token: str | None) -> str:
    """The token, or a new one for what cannot be one of ours: nothing else fits the column it is kept in."""
    return token if token and ONCE.fullmatch(token) else new_once()


class TrapForm(HeardForm):
    """A form with a field that nobody sees. What stands in it was put there by a program."""

    subject = StringField(_("Leave this empty"), filters=[as_typed])


class OnceForm(HeardForm):
    """A form that creates something: however often it is sent, it counts once."""

    once = HiddenField(default=new_once, filters=[usable_once])
