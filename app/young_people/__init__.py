"""Pages for young people: no account, no name, no trace."""

from flask import Blueprint

young_people = Blueprint("young_people", __name__)

from app.young_people import routes  # noqa: E402, F401
