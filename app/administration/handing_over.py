"""What is held as a page by itself, to be read and printed anywhere: nothing in it comes from another place."""

from pathlib import Path

from flask import current_app, render_template
from markupsafe import Markup

from app.services import settings
from app.services.subject_access.exporting import Copy


def handed_over(copy: Copy) -> str:
    """The page, with its style in it."""
    sheet = Path(current_app.static_folder or "") / "css" / "handed-over.css"
    style = Markup("<style>{}</style>").format(sheet.read_text(encoding="utf-8"))  # nothing in it needs escaping
    return render_template("administration/what_is_held.html", copy=copy, in_force=settings.current(), style=style)
