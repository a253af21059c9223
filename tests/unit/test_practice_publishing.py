"""What one chair may see of all the others: nothing that, with their own and what is published, points at a child."""

import pytest

from app.services import practice_publishing, practising, settings
from app.services.practising import CATALOGUE
from app.services.settings import Settings

PARTICIPATION, EXPLAINED, TOLD = CATALOGUE
TABLES = {table.name: table for table in CATALOGUE}


@pytest.fixture(autouse=True)
def _usual_settings(monkeypatch):
    monkeypatch.setattr(settings, "current", Settings)


def others(table, of_others, own, shown=None):
    everything = {row for rows in table.linked[1].values() for row in rows}
    return practice_publishing.others(
        table, of_others, [*of_others, own], frozenset(everything if shown is None else shown)
    )


def test_with_two_others_there_is_nothing_to_compare_with():
    assert others(TOLD, [(20, 10, 0), (20, 10, 0)], (9, 9, 0)) is None


def test_with_three_their_sum_is_shown():
    assert others(TOLD, [(20, 10, 0), (20, 10, 0), (7, 8, 9)], (9, 9, 9)) == [47, 28, 9]


def test_a_small_number_of_the_others_is_hidden_and_another_with_it():
    assert others(TOLD, [(20, 1, 0), (20, 1, 0), (7, 1, 8)], (9, 9, 9)) == [47, "c", "c"]


def test_what_is_small_for_all_chairs_together_is_hidden_though_the_others_have_none():
    """Zero beside a hidden number of 3 would say that all 3 are mine, and that none of theirs is there."""
    assert others(TOLD, [(20, 9, 0), (20, 9, 0), (7, 9, 0)], (9, 9, 3))[2] == "c"


def test_what_the_board_does_not_see_is_hidden_here_as_well():
    assert others(TOLD, [(20, 9, 7), (20, 9, 7), (7, 9, 7)], (9, 9, 9), shown={TOLD.rows[0], TOLD.rows[2]}) == [
        47,
        "c",
        21,
    ]


def test_reasons_explained_would_add_up_to_a_wish_that_is_hidden():
    """Explained and not explained are together those acted on in part and those not at all: one of them is hidden."""
    counts = [(9, 9), (9, 9), (9, 9)]

    assert others(EXPLAINED, counts, (9, 9)) == [27, 27]
    assert others(EXPLAINED, counts, (9, 9), shown={"partly"}) == ["c", "c"]


def test_where_one_row_holds_everybody_nothing_is_shown():
    assert others(EXPLAINED, [(9, 0), (9, 0), (9, 0)], (9, 0)) == ["c", "c"]


def test_every_row_says_with_what_it_could_be_compared():
    assert [table.name for table in CATALOGUE if set(table.linked[1]) != set(table.rows)] == []


class TestReading:
    def test_a_year_is_its_quarters_and_hidden_where_one_of_them_is(self):
        frozen = [{"told": [10, 20, "c"]}, {"told": [11, "c", "c"]}]

        side = practising.side(TOLD, frozen)

        assert [str(cell) for cell in side.cells] == ["21", "hidden", "hidden"]
        assert side.percent is None

    def test_a_year_with_a_quarter_that_has_no_three_others_has_none(self):
        assert practising.side(TOLD, [{"told": [10, 20, 30]}, {"told": None}]) is None

    def test_a_share_only_of_what_is_shown(self):
        assert practising.side(TOLD, [{"told": [20, 20, 0]}]).percent == 50

    def test_a_small_number_that_was_frozen_by_mistake_is_not_shown(self):
        with pytest.raises(ValueError, match="small number"):
            practising.side(TOLD, [{"told": [20, 3, 0]}])
