from dataclasses import replace
from datetime import UTC, datetime

from app.board.comparing import compare
from app.board.whole_table import PERIODS_IN_A_TREND, make_whole_table
from app.protection.small_numbers import HIDDEN, ProtectedTable
from app.services.clocks import FinancialYear, Quarter
from app.services.publishing import PublishedTable, Share

h = HIDDEN
NOW, SHARE = Quarter(2026, 3), Share(88, 96, 92)


def published(name="answered_in_time", period=NOW, cells=((88,), (8,)), share=SHARE, **more):
    columns = ("done on time", "late or not done") if len(cells[0]) > 1 else ("views",)
    return PublishedTable(
        name=name,
        period=period,
        published_at=datetime(2026, 10, 1, tzinfo=UTC),
        rows=tuple(f"row {number}" for number, _ in enumerate(cells)),
        columns=columns,
        protected=ProtectedTable(cells, "both" if len(columns) > 1 else "columns"),
        share=share,
        **{"definition": "", "numerator": "those", "denominator": "all", "threshold": 5, "smallest_base": 20} | more,
    )


def whole(*tables, period=NOW):
    return make_whole_table(period, {table.period: table for table in tables})


def numbers(table, before=None, year_before=None):
    return {one.when: one.number for one in compare(table, before, year_before)}


class TestCompared:
    def test_a_quarter_stands_beside_the_one_before_a_year_before_and_the_target(self):
        assert numbers(published(target=95), published(share=Share(9, 10, 90)), published(share=None)) == {
            "This quarter": "92%",
            "The quarter before": "90%",
            "A year before": "hidden",
            "Target": "95%",
        }

    def test_a_year_stands_beside_the_year_before(self):
        assert numbers(published(period=FinancialYear(2025)), None) == {"This year": "92%", "The year before": "–"}

    def test_a_table_without_a_share_gives_all_together_and_hides_it_with_any_part(self):
        counted = {"numerator": None, "share": None}

        assert numbers(published(**counted))["This quarter"] == "96"
        assert numbers(published(cells=((h,), (8,)), **counted))["This quarter"] == "hidden"

    def test_a_whole_that_is_published_is_shown_though_its_parts_are_hidden(self):
        table = published(cells=((h,), (h,)), numerator=None, share=None, column_wholes=(96,))

        assert numbers(table)["This quarter"] == "96"


class TestTheTrend:
    def test_it_follows_periods_of_its_own_kind(self):
        year = published(period=FinancialYear(2025), share=Share(50, 100, 50))
        quarters = [published(period=Quarter(2026, number)) for number in (1, 2, 3)]

        assert [one.period.label for one in whole(year, *quarters).over_time] == [
            "July to September 2026",
            "April to June 2026",
            "January to March 2026",
        ]
        assert len(whole(year, *quarters, period=year.period).trend.dots) == 1

    def test_it_goes_back_three_years(self):
        quarters = [published(period=Quarter(year, number)) for year in range(2020, 2027) for number in (1, 2, 3)]

        assert len(whole(*quarters).trend.dots) == PERIODS_IN_A_TREND == 12

    def test_the_target_is_in_it_and_what_was_revised_is_marked(self):
        page = whole(published(target=95, revision=2, reason="Late answers"))

        assert page.trend.target is not None
        assert page.trend.target.words == "Target 95%"
        assert page.over_time[0].is_revised


class TestTheBars:
    def test_each_column_of_an_agency_has_its_own(self):
        page = whole(published("actions_on_time", cells=((70, 80), (h, h)), share=None))

        assert [(bar.name, bar.shown.words) for bar in page.bars.bars] == [
            ("done on time", "70"),
            ("late or not done", "80"),
            ("done on time", "hidden"),
            ("late or not done", "hidden"),
        ]

    def test_an_agency_with_nothing_at_all_has_none_and_a_topic_with_nothing_has_an_empty_one(self):
        assert not whole(published("actions_on_time", cells=((0, 0),), share=None)).bars.bars
        assert len(whole(published("views_by_topic", cells=((0,), (30,)), share=None)).bars.bars) == 2


def test_a_table_that_counted_nothing_says_so_for_its_own_kind_of_period():
    year = FinancialYear(2025)
    nothing = published("views_by_topic", period=year, cells=((0,),), share=None)

    assert whole(nothing, period=year).finding == "No views were sent this year"
    assert whole(replace(nothing, period=NOW)).finding == "No views were sent this quarter"
