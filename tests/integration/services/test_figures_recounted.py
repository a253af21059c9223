"""The service counts what an independent count in plain SQL counts, cell by cell, hidden or not."""

from app.extensions import db
from app.services import figures
from app.services.clocks import Quarter
from app.services.figures import CATALOGUE
from app.services.figures.linking import rows_of
from tests.integration.services.hard_world import make_hard_world
from tests.integration.services.recount import SUMMER as SUMMER_DAYS
from tests.integration.services.recount import recount

SUMMER = Quarter(2026, 3)


def counted_cells(counted, figure) -> dict[tuple[str, str], int]:
    """What the service counted of one table, without the cells that nothing is in."""
    names = counted.rows.get(figure.name, {})
    cells = {
        (names.get(row, row), column): counted.counts.get(figure.number_at((row, column)), 0)
        for row in rows_of(figure, counted.rows)
        for column in figure.columns
    }
    return {place: count for place, count in cells.items() if count}


def test_in_a_small_hard_world():
    make_hard_world()
    counted = figures.count(SUMMER)
    again = recount(db.session, **SUMMER_DAYS)

    assert set(again) == {figure.name for figure in CATALOGUE}
    for figure in CATALOGUE:
        assert counted_cells(counted, figure) == again[figure.name], figure.name
        assert again[figure.name], f"{figure.name} counts nothing in this world"


def test_what_is_counted_adds_up_everywhere_and_for_everybody_who_recorded_it():
    make_hard_world()
    counted = figures.count(SUMMER)
    links = figures.links_of_a_year(counted.rows)

    for numbers in (counted.counts, *counted.recorded.values()):
        links.check({name: numbers.get(name, 0) for name in links.names})
    assert set(counted.counts) <= set(links.names)


def test_each_source_takes_one_question_and_opens_nothing(count_queries, database_url):
    with count_queries() as queries:
        figures.count(SUMMER)
    whether_spread = 2 if database_url.startswith("postgresql") else 0

    grouped = [query for query in queries if "GROUP BY" in query]
    assert len(grouped) == len(figures.SOURCES)
    # and the agencies, and the settings when nobody has asked for them yet
    assert len(queries) <= len(grouped) + 2 + whether_spread
    for query in grouped:
        assert query.count("_sealed") == query.count("_sealed IS NOT NULL")
