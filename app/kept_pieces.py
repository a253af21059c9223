"""Pieces of pages that are the same for everybody who reads in one language: made once, until a setting changes.

A piece is made without a page: it sees no form, no words and nobody who is signed in. At most it sees one question with
the choice that was picked, and is the same for everybody who picked that. Why, and what a piece may ask for, is in
docs/decisions/0051.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, current_app, request
from flask_babel import get_locale, get_translations
from markupsafe import Markup

from app.board_words import in_language_of_page
from app.formats import made_by_template
from app.pages import settings_in_force
from app.services.settings import Settings

EXTENSION: Final = "kept pieces"


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece, and what it was made from: it is good as long as these very objects are in force."""

    settings: Settings
    words: object
    html: Markup


def kept(template: str, *, is_marked: bool = False, field: Any = None) -> Markup:
    """What this template makes in the language of the page.

    `is_marked`: the one thing besides in which a piece may differ. `field`: a question with a few choices, or a box
    to tick.
    """
    settings, words = settings_in_force(), get_translations()
    key = (template, get_locale(), is_marked, standing_of(field))
    pieces: dict[Any, Kept] = current_app.extensions[EXTENSION]
    found = pieces.get(key)
    may_be_kept = is_the_same_for_others(field) and not request.script_root  # which every address would begin with
    if may_be_kept and found and found.settings is settings and found.words is words:
        return found.html
    piece = current_app.jinja_env.get_template(template)
    shown = in_language_of_page(settings)
    html = made_by_template(piece.render(is_marked=is_marked, field=field, settings=shown))
    if may_be_kept:
        pieces[key] = Kept(settings, words, html)
    return html


def standing_of(field: Any) -> tuple[object, ...]:
    """Which question this is, what can be picked, and what is."""
    if field is None:
        return ()
    form = getattr(field, "_form", None)  # a box to tick does not know its own
    return type(form), field.name, field.data, *(choice.value for choice in choices_of(field))


def choices_of(field: Any) -> Any:
    """What can be picked; nothing for a box to tick."""
    return getattr(field, "choices", None) or ()


def is_the_same_for_others(field: Any) -> bool:
    """Whether nothing stands in the question but what a page of ours offers: no message, no choice of their own."""
    if field is None:
        return True
    is_ours = isinstance(field.data, bool) or any(choice.value == field.data for choice in choices_of(field))
    return not field.errors and (is_ours or not field.data)


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = {}
    app.add_template_global(kept)
