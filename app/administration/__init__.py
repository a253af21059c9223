"""Pages for those who look after accounts. Nothing a child wrote is ever on them."""

from flask import Blueprint

administration = Blueprint("administration", __name__, url_prefix="/administration")

from app.administration import routes, shown  # noqa: E402, F401
