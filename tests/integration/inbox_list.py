"""What stands in the inbox, for tests that ask about one view and not about the page."""

from datetime import timedelta
from uuid import UUID, uuid4

from app.models import utc_now
from app.services.inbox import listing
from app.services.inbox.filters import Asker, Filters
from app.services.inbox.order import Walk


def somebody(**more) -> Asker:
    return Asker(**{"person_id": uuid4(), "now": utc_now(), "new_since": utc_now() - timedelta(days=1)} | more)


def in_the_inbox(**filters) -> list[UUID]:
    """The first page, as ids in their order."""
    return [one.view.id for one in listing.get_page(Filters().but(**filters), somebody(), Walk()).listed]
