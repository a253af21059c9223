"""The children of the system before this one: looked at line by line, then brought in all at once."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.imports import ImportForm, TakeBackForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.forms import as_typed
from app.limits import takes_a_file, takes_writing
from app.services import importing


@chairs.route("/import", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
def import_children() -> ResponseReturnValue:
    form, act = ImportForm(), request.form.get("act")
    if not form.validate_on_submit() or act == "edit":
        return import_page(form)
    if act == "bring-in":
        with refusals_shown_on(form):
            importing.bring_in(signed_in_person(), form.rows.data, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".import_children", saved="brought-in"))
    return import_page(form, importing.check(form.rows.data))


@chairs.route("/import/file", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_a_file
def read_file() -> ResponseReturnValue:
    """The same with a file: what it says is shown to be checked, as if it had been pasted.

    What stands in the box stays: while it holds a list, and where there is no file that can be read.
    """
    if request.method == "GET":
        return redirect(url_for(".import_children"))
    form, sent = ImportForm(), request.files.get("file")
    contents = sent.read() if sent else b""
    pasted = form.rows.data
    if problem := problem_with(sent, contents, pasted):
        form.form_errors.append(problem)
        return import_page(form)
    form.rows.data = as_typed(text_of(contents))
    is_right = form.validate()
    if form.is_late:
        form.form_errors.append("This page was open for a long time. Look at the list below, then go on.")
    return import_page(form, importing.check(form.rows.data) if is_right else None)


def problem_with(sent: FileStorage | None, contents: bytes, pasted: str | None) -> str | None:
    """Why the file cannot be looked at, and what to do."""
    if not sent or not sent.filename:
        return "Choose the file first."
    if contents.startswith(SPREADSHEET):
        return "This file is a spreadsheet. Open it, save it as CSV, and choose that file."
    if not sent.filename.lower().endswith(NAMED_AS_A_LIST):
        return "Choose a file whose name ends in .csv or .txt."
    if pasted and pasted.strip():
        return "There is a list in the box. Look at that list; or empty the box, and choose the file again."
    return None


@chairs.route("/import/take-back", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def take_back_import() -> ResponseReturnValue:
    form = TakeBackForm()
    if not form.validate_on_submit() or form.import_id is None:
        return redirect(url_for(".import_children"))
    importing.take_back(signed_in_person(), importing.get_import(signed_in_person(), form.import_id))
    db.session.commit()
    return redirect(url_for(".import_children", saved="import-taken-back"))


def import_page(form: ImportForm, checked: importing.Checked | None = None) -> ResponseReturnValue:
    if checked and checked.wrong:
        form.rows.errors = ["Put the lines right that are named above, then look at the list again."]
    page = render_template(
        "chairs/import_children.html",
        form=form,
        checked=checked,
        imports=importing.imports_of(signed_in_person()),
    )
    return page, 400 if form.errors or form.is_late else 200


SPREADSHEET = b"PK\x03\x04"  # an .xlsx or .ods is a zip file
NAMED_AS_A_LIST = (".csv", ".txt")  # as the page asks for (ASVS 5.0, 5.2.2); what is in it is read line by line


def text_of(contents: bytes) -> str:
    """What a file says, in whichever way a spreadsheet saved it: UTF-8, or as older Windows programs do."""
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contents.decode("utf-16", errors="replace")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contents.decode("cp1252", errors="replace")
