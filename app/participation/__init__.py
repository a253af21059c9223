"""Pages for those who read what young people wrote, and answer."""

from flask import Blueprint

participation = Blueprint("participation", __name__)

from app.participation import routes, shown  # noqa: E402, F401
