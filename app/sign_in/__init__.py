"""Pages to sign in and out."""

from flask import Blueprint

sign_in = Blueprint("sign_in", __name__)

from app.sign_in import routes  # noqa: E402, F401
