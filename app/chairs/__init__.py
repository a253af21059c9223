"""Pages for conference chairs: each child's voice, one by one."""

from flask import Blueprint

chairs = Blueprint("chairs", __name__, url_prefix="/conferences")

from app.chairs import copied, folded, leading, owed, routes, shown  # noqa: E402, F401
