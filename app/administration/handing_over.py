"""What is held as a page by itself, to be read and printed anywhere: nothing in it comes from another place."""

from flask import render_template

from app.services import settings
from app.services.subject_access.exporting import Copy


def handed_over(copy: Copy) -> str:
    """The page, with its style in it."""
    return render_template("administration/what_is_held.html", copy=copy, in_force=settings.current())
