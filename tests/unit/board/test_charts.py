import pytest

from app.board.charts import BOTTOM, TOP, Point, bar_chart, trend_chart
from app.protection.small_numbers import HIDDEN

h = HIDDEN


def one(label, cell):
    return (label, [("", cell)])


def points(*values):
    return [Point(f"Period {number}", f"P{number}", value) for number, value in enumerate(values, start=1)]


class TestBars:
    def test_they_are_as_long_as_their_numbers(self):
        chart = bar_chart("Views", [one("Home", 80), one("School", 20), one("Family", 0)])

        assert [(bar.length, bar.shown.words) for bar in chart.bars] == [(100, "80"), (25, "20"), (0, "0")]

    def test_a_hidden_one_has_no_length_and_the_others_do_not_know_of_it(self):
        chart = bar_chart("Views", [one("Home", h), one("School", 20)])

        assert [(bar.is_hidden, bar.length, bar.shown.words) for bar in chart.bars] == [
            (True, None, "hidden"),
            (False, 100, "20"),
        ]

    def test_when_all_is_nought_or_hidden_there_is_nothing_to_measure_by(self):
        assert [bar.length for bar in bar_chart("Views", [one("Home", 0), one("School", h)]).bars] == [0, None]

    def test_no_bar_touches_the_words_of_another(self):
        long = "Northbank Voluntary Sector Forum for Families and Young People"
        chart = bar_chart("Actions", [(long, [("done on time", 7), ("late", h)]), one("Police", 9)])
        taken = sorted([line.y for line in chart.heads] + [bar.top for bar in chart.bars])

        assert [line.words for line in chart.heads] == [
            "Northbank Voluntary Sector",
            "Forum for Families and",
            "Young People",
            "Police",
        ]
        assert len(set(taken)) == len(taken)
        assert all(bar.shown.y < bar.top for bar in chart.bars)
        assert chart.height > chart.bars[-1].top + 16

    def test_it_says_in_words_what_it_draws(self):
        chart = bar_chart("Views", [one("Home", 1_200), ("Police", [("on time", h), ("late", 0)])])

        assert chart.description == "Bar chart. Home: 1,200; Police, on time: hidden; Police, late: 0."
        assert bar_chart("Views", []).description == "Bar chart with nothing in it."


class TestATrend:
    def test_higher_numbers_stand_higher_between_nought_and_a_hundred_per_cent(self):
        chart = trend_chart("Share", points(0, 50, 100), unit="%")

        assert [dot.y for dot in chart.dots] == [BOTTOM, (TOP + BOTTOM) // 2, TOP]
        assert [line.words for line in chart.grid] == ["0%", "25%", "50%", "75%", "100%"]

    @pytest.mark.parametrize(
        ("most", "highest"), [(0, "4"), (4, "4"), (5, "8"), (21, "40"), (96, "200"), (200, "200"), (1_999, "2,000")]
    )
    def test_a_scale_of_counts_ends_at_a_round_number(self, most, highest):
        assert trend_chart("Views", points(0, most)).grid[-1].words == highest

    def test_a_hidden_point_is_marked_at_the_foot_and_no_line_leads_to_it(self):
        chart = trend_chart("Share", points(40, h, 60, 70), unit="%")

        assert [mark.y for mark in chart.hidden] == [BOTTOM]
        assert [(stroke.x1, stroke.x2) for stroke in chart.strokes] == [(chart.dots[1].x, chart.dots[2].x)]

    def test_a_period_with_nothing_published_is_left_empty(self):
        chart = trend_chart("Share", points(40, None, 60), unit="%")

        assert (len(chart.dots), chart.hidden, chart.strokes) == (2, (), ())

    def test_one_alone_stands_in_the_middle_and_none_at_all_is_empty(self):
        assert trend_chart("Share", points(40), unit="%").dots[0].x == 55
        assert trend_chart("Share", [], unit="%").dots == ()

    def test_the_first_and_the_last_that_are_shown_say_their_number(self):
        chart = trend_chart("Views", points(h, 1_000, 1_500, 2_000, h))

        assert [dot.words for dot in chart.dots] == ["1,000", "", "2,000"]

    def test_one_period_in_four_is_named_and_the_newest_always_is(self):
        assert [tick.words for tick in trend_chart("Share", points(*[50] * 6), unit="%").ticks] == ["P2", "P6"]

    def test_the_target_is_a_line_of_its_own(self):
        chart = trend_chart("Share", points(40, 60), unit="%", target=100)

        assert chart.target is not None
        assert (chart.target.words, chart.target.y) == ("Target 100%", TOP)
        assert trend_chart("Share", points(40, 60), unit="%").target is None

    def test_a_target_above_all_numbers_is_still_in_the_drawing(self):
        chart = trend_chart("Views", points(10, 20), target=500)

        assert chart.target is not None
        assert chart.target.y >= TOP

    @pytest.mark.parametrize(("target", "is_below"), [(95, True), (89, True), (60, False), (None, False)])
    def test_a_number_stands_where_the_line_of_the_target_does_not(self, target, is_below):
        (dot,) = trend_chart("Share", points(89), unit="%", target=target).dots

        assert (dot.foot > dot.y) is is_below

    def test_it_says_in_words_what_it_draws(self):
        chart = trend_chart("Share", points(40, h, None, 60), unit="%", target=90)

        assert chart.description == ("Line chart. Period 1: 40%; Period 2: hidden; Period 4: 60%. The target is 90%.")
        assert trend_chart("Share", []).description == "Line chart with nothing in it yet."
