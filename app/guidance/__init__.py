"""Guidance of the board for everybody who works here: each reads what is for their role, and says that they have."""

from flask import Blueprint

guidance = Blueprint("guidance", __name__, url_prefix="/guidance")

from app.guidance import routes  # noqa: E402, F401
