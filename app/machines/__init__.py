"""Addresses for machines that watch the service."""

from flask import Blueprint

machines = Blueprint("machines", __name__)

from app.machines import routes  # noqa: E402, F401
