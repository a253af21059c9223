from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.board.charts import Point
from app.board.sentences import NOTHING, NOTHING_COUNTED, SO_MANY, finding, over_time_sentence
from app.models.codes import Topic
from app.protection.small_numbers import HIDDEN, ProtectedTable
from app.services.clocks import FinancialYear, Quarter
from app.services.figures import BY_NAME, CATALOGUE, NOT_SAID
from app.services.publishing import PublishedTable, Share

h = HIDDEN


def published(name, cells=(100,), share=None, rows=None):
    return PublishedTable(
        name=name,
        period=Quarter(2026, 3),
        published_at=datetime(2026, 10, 1, tzinfo=UTC),
        rows=rows or tuple(map(str, range(len(cells)))),
        columns=("views",),
        protected=ProtectedTable(tuple((cell,) for cell in cells), "columns"),
        share=share,
        definition="",
        numerator=rule.numerator if (rule := BY_NAME[name].share) else None,
        denominator=None,
        threshold=5,
        smallest_base=20,
    )


def topics(**cells):
    rows = {topic: 0 for topic in Topic} | {NOT_SAID: 0} | {Topic[name]: cell for name, cell in cells.items()}
    return published("views_by_topic", tuple(rows.values()), rows=tuple(map(str, rows)))


def feelings(percent):
    return published("views_by_feeling", share=Share(1, 100, percent))


class TestTopics:
    def test_the_largest_is_named(self):
        assert finding(topics(HOME=12, MEETING=61)) == "Young people talk most about meetings about them"

    def test_a_hidden_number_may_be_larger_so_only_those_shown_are_compared(self):
        assert finding(topics(HOME=12, MEETING=61, SCHOOL=h, AREA=h)) == (
            "Of the topics we can show, young people talk most about meetings about them"
        )

    @pytest.mark.parametrize(
        "table",
        [
            topics(HOME=30, MEETING=30, SCHOOL=30),
            topics(HOME=12, OTHER=61),
            topics(HOME=61, OTHER=61),
            topics(HOME=h, SCHOOL=h),
        ],
        ids=["three lead", "something else leads", "something else leads too", "all that is not zero is hidden"],
    )
    def test_otherwise_it_says_what_the_table_is_about(self, table):
        assert finding(table) == "What do young people talk about?"

    def test_two_that_lead_together_are_both_named(self):
        assert finding(topics(HOME=30, SCHOOL=30, AREA=7)) == "Young people talk most about home and school"
        assert finding(topics(HOME=30, SCHOOL=30, AREA=h, SAFE=h)).startswith("Of the topics we can show")

    def test_those_who_did_not_say_lead_nothing(self):
        table = topics(HOME=12)
        rows = published("views_by_topic", (12, 90), rows=("home", NOT_SAID))

        assert finding(table) == finding(rows) == "Young people talk most about home"

    def test_every_topic_but_something_else_can_lead(self):
        for topic in set(Topic) - {Topic.OTHER}:
            assert "talk most about" in finding(topics(**{topic.name: 9}))


class TestFeelings:
    @pytest.mark.parametrize(
        ("percent", "sentence"),
        [
            (4, "Fewer than 1 in 10 feel not good or really bad about it"),
            (5, "About 1 in 10 feel not good or really bad about it"),
            (44, "About 4 in 10 feel not good or really bad about it"),
            (94, "About 9 in 10 feel not good or really bad about it"),
            (95, "Nearly everyone feels not good or really bad about it"),
        ],
    )
    def test_the_sentence_names_the_feelings_that_were_counted_and_no_others(self, percent, sentence):
        assert finding(feelings(percent)) == sentence

    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            ((9, 7, 0, 40), "Young people most often say “good”"),
            ((9, h, h, 40), "Of the feelings we can show, young people most often say “good”"),
            ((9, 9, 0, 40), "How do young people feel about what they tell us?"),
            ((h, h, h, h), "How do young people feel about what they tell us?"),
        ],
        ids=["all are shown", "some are hidden", "two lead", "all are hidden"],
    )
    def test_without_a_share_it_says_which_feeling_leads(self, cells, sentence):
        assert finding(published("views_by_feeling", cells, rows=("good", "OK", "mixed", NOT_SAID))) == sentence


class TestShares:
    now = published("answered_in_time", share=Share(88, 96, 92))

    def before(self, percent):
        return published("answered_in_time", share=Share(1, 100, percent) if percent else None)

    def test_so_many_of_so_many_come_before_the_percentage(self):
        assert finding(self.now) == "88 of 96 views were answered in time: 92%"

    @pytest.mark.parametrize(
        ("percent", "end"),
        [
            (90, "92%, up from 90%"),
            (95, "92%, down from 95%"),
            (92, "92%, the same as the quarter before"),
            (None, "92%"),
        ],
    )
    def test_beside_the_quarter_before(self, percent, end):
        assert finding(self.now, self.before(percent)).endswith(end)

    @pytest.mark.parametrize(
        ("counted", "target", "end"),
        [
            (88, 95, "92%, below the target of 95%"),
            (88, 92, "92%, below the target of 92%"),
            (96, 100, "92%, which reaches the target of 100%"),
        ],
        ids=["far below", "it is 91.7%, and only shown as 92%", "to the last one"],
    )
    def test_beside_the_target(self, counted, target, end):
        now = replace(published("answered_in_time", share=Share(counted, 96, 92)), target=target)

        assert finding(now).endswith(end)

    def test_beside_the_year_before(self):
        now, before = (replace(self.before(percent), period=FinancialYear(2025)) for percent in (92, 92))

        assert finding(now, before).endswith("92%, the same as the year before")

    @pytest.mark.parametrize("name", SO_MANY)
    def test_a_hidden_share_leaves_a_neutral_sentence(self, name):
        assert finding(published(name), published(name, share=Share(1, 100, 90))) == BY_NAME[name].question

    def test_large_numbers_are_easy_to_read(self):
        assert finding(published("children_told", share=Share(1234, 5678, 22))).startswith("1,234 of 5,678 children")


class TestWhatHasNoShare:
    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            ((9, 7, 0), "“8 to 10” is counted most often"),
            ((9, h, h), "Of what can be shown, “8 to 10” is counted most often"),
            ((9, 9, 0), "How old are those who tell us?"),
            ((h, h, h), "How old are those who tell us?"),
        ],
        ids=["all are shown", "some are hidden", "two lead", "all are hidden"],
    )
    def test_the_largest_that_is_shown_is_named(self, cells, sentence):
        assert finding(published("views_by_age", cells, rows=("8 to 10", "11 to 13", NOT_SAID))) == sentence


class TestOverTime:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ((78, 80, 89), "Up from 78% in 1 to 89% in 3"),
            ((89, 95, 78), "Down from 89% in 1 to 78% in 3"),
            ((80, 95, 80), "80% in 1, and the same in 3"),
            ((h, 78, None, 89, h), "Up from 78% in 2 to 89% in 4"),
            ((h, 78, h), "Too little can be shown to say how it changes"),
            ((h, h), "Too little can be shown to say how it changes"),
            ((), "Too little can be shown to say how it changes"),
        ],
    )
    def test_the_first_and_the_last_that_are_shown_are_compared(self, values, sentence):
        points = [Point(str(number), "", value) for number, value in enumerate(values, start=1)]

        assert over_time_sentence(points, "%") == sentence

    def test_large_numbers_are_easy_to_read(self):
        assert (
            over_time_sentence([Point("1", "", 1_000), Point("2", "", 2_000)], "") == "Up from 1,000 in 1 to 2,000 in 2"
        )


class TestNothing:
    def test_it_does_not_say_that_a_conference_finished_later_was_not_finished_in_the_quarter(self):
        assert finding(published("children_by_participation", (0,))) == "No conference held this quarter is finished"
        assert finding(published("wishes_by_extent", (0,))) == (
            "No wishes are recorded from finished conferences held this quarter"
        )


@pytest.mark.parametrize("figure", CATALOGUE, ids=lambda figure: figure.name)
def test_every_table_has_its_sentences(figure):
    nothing, hidden = (finding(published(figure.name, cells)) for cells in ((0, 0), (h, h)))

    assert nothing == NOTHING.get(figure.name, NOTHING_COUNTED).format(period="quarter")
    assert hidden == figure.question
