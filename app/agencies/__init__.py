"""Pages for agencies: what each has to do for children, and how far it says that it is. Never a child's words."""

from flask import Blueprint

from app.paging import leads_back

agencies = Blueprint("agencies", __name__, url_prefix="/agency")
leads_back(agencies, list_actions="action_id")

from app.agencies import routes  # noqa: E402, F401
