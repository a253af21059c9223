"""However many views wait, a page of the inbox is the same few reads of an index."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from app.extensions import db
from app.models import Role, Theme, View, ViewTheme, utc_now
from app.models.codes import AgeGroup, Topic
from app.services.inbox import counting, listing
from app.services.inbox.filters import Due, Filters, Nothing, State
from app.services.inbox.order import Position, Walk
from tests.counted import add_views
from tests.factories import PersonFactory, ViewFactory
from tests.integration.inbox_list import somebody
from tests.participation_factories import ThemeFactory, ViewThemeFactory
from tests.plans import plan, statements_of

ASKED = {
    "nothing": Filters(),
    "late": Filters(due=Due.LATE),
    "later": Filters(due=Due.LATER),
    "topic": Filters(topic=Topic.HOME),
    "no topic": Filters(topic=Nothing.SAID),
    "age": Filters(age_group=AgeGroup.AGE_8_TO_10),
    "topic and clock": Filters(topic=Topic.HOME, due=Due.WEEK),
    "kept": Filters(state=State.KEPT),
    "mine": Filters(state=State.MINE),
    "answered": Filters(state=State.ANSWERED),
    "theme": Filters(),
    "theme and clock": Filters(due=Due.WEEK),
    "theme and topic": Filters(topic=Topic.HOME),
    "theme, answered": Filters(state=State.ANSWERED),
    "mine with a theme": Filters(state=State.MINE),
    "mine with a theme, age": Filters(state=State.MINE, age_group=AgeGroup.AGE_8_TO_10),
    "mine with a theme, no age": Filters(state=State.MINE, age_group=Nothing.SAID),
    "mine with a theme, topic": Filters(state=State.MINE, topic=Topic.HOME),
    "mine, topic": Filters(state=State.MINE, topic=Topic.HOME),
    "mine, age": Filters(state=State.MINE, age_group=AgeGroup.AGE_8_TO_10),
}
INDEX = {
    "topic": "topic",
    "no topic": "topic",
    "topic and clock": "topic",
    "age": "age_group",
    "kept": "kept",
    "mine": "handler",
    "theme and topic": "topic",
    "mine with a theme": "handler",
    "mine with a theme, age": "handler",
    "mine with a theme, no age": "handler",
    "mine with a theme, topic": "handler",
    "mine, topic": "handler_topic",
    "mine, age": "handler_age_group",
}
TABLES = ("young_person_view", "view_theme", "addition", "answer", "alert", "contact")


def asked_with(theme: Theme, asked: str) -> Filters:
    return ASKED[asked].but(theme=theme.id) if "theme" in asked else ASKED[asked]


def index_for(filters: Filters, asked: str) -> str:
    """SQLite says beforehand, whatever its tables hold, which one. PostgreSQL takes any, by what they hold now."""
    which = INDEX.get(asked, "inbox") if db.engine.dialect.name == "sqlite" else r"\w+"
    return f"ix_{filters.rows.__tablename__}_{which}"


@pytest.fixture
def theme(database) -> Theme:
    return ThemeFactory()


@pytest.fixture
def many(theme) -> None:
    """3,000 that wait, in every place, each with a theme."""
    for topic in (*Topic, None):
        add_views(250, topic=topic, sent_at=utc_now() - timedelta(days=1))
    add_views(300, sent_at=utc_now() - timedelta(days=30))
    db.session.execute(update(View).where(View.topic == Topic.HOME).values(place=1))
    sam = PersonFactory()
    for view in db.session.scalars(select(View)):
        db.session.add(ViewTheme.of(view, theme_id=theme.id, added_by_id=sam.id))
    db.session.execute(text("ANALYZE"))
    db.session.commit()


@pytest.mark.parametrize("way", ["first", "after", "before"])
def test_a_page_is_one_query_along_the_index(many, theme, subtests, way):
    position = Position(2, utc_now(), utc_now(), ViewFactory().id)
    walk = Walk() if way == "first" else Walk(position, is_back=way == "before")
    for asked in ASKED:
        with subtests.test(asked):
            filters = asked_with(theme, asked)
            (query,) = statements_of(lambda filters=filters: listing.get_page(filters, somebody(), walk))
            steps = plan(*query)

            assert steps.uses(index_for(filters, asked)), steps.says
            assert [table for table in TABLES if steps.reads_whole(table)] == [], steps.says


def test_counting_never_leaves_the_index(many, theme, subtests):
    for asked in ASKED:
        with subtests.test(asked):
            filters = asked_with(theme, asked)
            *_, query = statements_of(lambda filters=filters: counting.count_choices(filters, somebody()))
            steps = plan(*query)

            assert [table for table in TABLES if steps.reads_whole(table)] == [], steps.says


def test_what_is_mine_in_a_theme_is_not_looked_for_among_everybodys(many, theme):
    """A colleague who has many would lead SQLite, which knows what one person has on average, to what all have."""
    for rows in (View, ViewTheme):
        db.session.execute(update(rows).values(handler_id=PersonFactory().id))
    db.session.execute(text("ANALYZE"))
    *_, query = statements_of(lambda: counting.count_choices(Filters(state=State.MINE, theme=theme.id), somebody()))
    steps = plan(*query)
    others = [index for index in ("topic", "age_group") if steps.uses(f"ix_view_theme_{index}")]

    assert others == [] or db.engine.dialect.name == "postgresql", steps.says  # which knows what each of them has


@pytest.mark.parametrize(
    "address",
    [
        f"/inbox/{asked}"
        for asked in (
            *("", "?due=late", "?topic=home&due=late", "?age=8+to+10", "?new=yes"),
            *(f"?state={state}" for state in State if state is not State.WAITING),
        )
    ],
)
def test_with_thousands_it_takes_the_queries_it_takes_with_one(browser, count_queries, address):
    browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))
    ViewFactory(topic=Topic.HOME)
    browser.get(address)
    with count_queries() as few:
        browser.get(address)
    add_views(3_000, topic=Topic.HOME, sent_at=utc_now() - timedelta(days=20))
    with count_queries() as many:
        browser.get(address)

    assert [first_words(one) for one in many] == [first_words(one) for one in few]


def first_words(statement: str) -> str:
    return statement[:60]


def test_a_theme_is_counted_and_listed_in_the_same_queries_too(browser, count_queries):
    theme = ThemeFactory()
    browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))
    counts = []
    for number in (1, 40):
        for _ in range(number):
            ViewThemeFactory(theme=theme, view=ViewFactory())
        browser.get("/inbox/")
        with count_queries() as queries:
            page = browser.get(f"/inbox/?theme={theme.id}").page
        counts.append(len(queries))
        assert len(page.soup.select(".rows h2 a")) == min(number + (number > 1), 25)

    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_gathered", [False, True])
@pytest.mark.parametrize("state", [State.WAITING, State.ANSWERED])
def test_walking_on_and_back_meets_every_view_once_in_the_same_order(is_gathered, state):
    theme = ThemeFactory()
    due = utc_now() + timedelta(days=1)
    for number in range(70):
        place = number % 3
        view = ViewFactory(
            answered=state is State.ANSWERED,
            unsafe=place == 0,
            place=place,
            next_due_at=due + timedelta(hours=number % 5),  # many are due at the same moment
            sent_at=due - timedelta(days=2),
        )
        ViewThemeFactory(theme=theme, view=view)
    filters = Filters(state=state, theme=theme.id if is_gathered else None)
    asker, walk, found = somebody(), Walk(), []
    while True:
        page = listing.get_page(filters, asker, walk)
        found += [one.position for one in page.listed]
        if not page.has_more:
            break
        walk = Walk(found[-1])

    assert len(set(found)) == len(found) == 70
    assert [position.place for position in found] == sorted(position.place for position in found)
    back = []
    while True:
        page = listing.get_page(filters, asker, Walk(walk.start if not back else back[0], is_back=True))
        back = [one.position for one in page.listed] + back
        if not page.has_earlier:
            break
    assert back == found[: len(back)]
    assert len(back) == found.index(walk.start)


def test_a_position_reads_as_it_was_written():
    here = Position.of(ViewFactory())

    assert Position.read(str(here)) == here
