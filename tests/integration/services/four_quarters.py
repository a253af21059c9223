"""Four quarters and their year, in which young people said what they think: for tests of figures over time."""

from datetime import UTC, date, datetime

from app.models.codes import Topic
from app.services import publishing
from app.services.clocks import FinancialYear, Quarter
from tests.counted import SUMMER, add_views

NEXT_MAY = date(2027, 5, 4)
TODAY = date(2026, 11, 17)
YEAR = FinancialYear(2026)
DAYS = [datetime(2026, 5, 5, tzinfo=UTC), SUMMER, datetime(2026, 11, 5, tzinfo=UTC), datetime(2027, 2, 5, tzinfo=UTC)]
QUARTERS = YEAR.quarters
THIS_SUMMER = Quarter(2026, 3)


def publish_everything(today=NEXT_MAY):
    publishing.publish_closed_quarters(today)
    publishing.publish_closed_years(today)


def topics(period) -> dict:
    cells = publishing.published_tables(period)[period]["views_by_topic"].cells_by_row
    return {topic: cells[topic][0] for topic in (Topic.HOME, Topic.SCHOOL, Topic.FAMILY, Topic.FRIENDS)}


def say(home=20, school=30, family=40, friends=50, *, sent_at=SUMMER, **more) -> None:
    numbers = {Topic.HOME: home, Topic.SCHOOL: school, Topic.FAMILY: family, Topic.FRIENDS: friends}
    for topic, number in numbers.items():
        add_views(number, topic=topic, sent_at=sent_at, **more)
