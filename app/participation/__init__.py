"""Pages for those who read what young people wrote, and answer."""

from flask import Blueprint

from app.paging import leads_back

participation = Blueprint("participation", __name__)
leads_back(
    participation,
    list_alerts="alert_id",
    list_quotes="quote_id",
    list_releases="release_id",
    list_accounts="advisor_id",
    list_from_members=("text_id", "note_id", "proposal_id"),
)

from app.participation import routes, shown  # noqa: E402, F401
