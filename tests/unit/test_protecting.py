from dataclasses import replace

import pytest

from app.protection.linked_tables import Limits
from app.protection.small_numbers import HIDDEN
from app.services.figures import BY_NAME, Counted
from app.services.protecting import protect_table
from tests.unit.protection.test_every_world import everything_that_can_be_ruled_out, splits

h = HIDDEN


def protected(name, **counts):
    figure = BY_NAME[name]
    rows = tuple(row.replace(" ", "_").replace(",", "") for row in figure.rows)
    assert set(counts) <= set(rows)
    return protect_table(figure, Counted(figure.rows, tuple((counts.get(row, 0),) for row in rows)), Limits())


def cells(name, **counts):
    return [cell for (cell,) in protected(name, **counts).table.cells]


def test_when_no_row_is_small_all_are_shown():
    table = protected("children_by_participation", PN0=9, PN1=30, PN7=8, unborn_no_code=6)

    assert [cell for (cell,) in table.table.cells] == [9, 30, 0, 0, 0, 0, 0, 8, 6]
    assert (table.counted, table.of) == (30, 38)


def test_a_small_row_hides_its_neighbours_among_those_who_were_heard_and_not_the_share():
    table = protected(
        "children_by_participation", PN0=30, PN1=20, PN2=22, PN3=3, PN6=40, PN4=9, PN7=15, unborn_no_code=7
    )

    assert [cell for (cell,) in table.table.cells] == [30, 20, 22, h, 9, 0, h, 15, 7]
    assert (table.counted, table.of) == (85, 109)


def test_a_group_of_few_is_not_broken_down():
    assert cells("children_by_participation", PN0=30, PN1=20, PN2=22, PN4=2, PN7=9)[4:8] == [h, 0, 0, h]


def test_a_small_group_that_is_no_part_of_the_share_leaves_it_alone():
    table = protected("children_by_participation", PN0=30, PN1=20, PN2=22, PN4=12, PN7=13, unborn_no_code=2)

    assert [cell for (cell,) in table.table.cells] == [h, 20, 22, 0, 12, 0, 0, 13, h]
    assert (table.counted, table.of) == (42, 67)


def test_a_small_number_of_those_not_heard_takes_the_share_with_it():
    table = protected("children_by_participation", PN0=30, PN1=20, PN2=22, PN4=2, PN7=3, unborn_no_code=9)

    assert [cell for (cell,) in table.table.cells] == [30, h, h, h, h, h, h, h, 9]
    assert (table.counted, table.of) == (h, h)


def test_a_table_without_a_share_is_one_breakdown():
    table = protected("views_by_topic", home=3, school=20, family=30, friends=40)

    assert [cell for (cell,) in table.table.cells][:4] == [h, h, 30, 40]
    assert (table.counted, table.of) == (None, None)


@pytest.mark.parametrize("feeling", ["good", "really_bad"])
def test_two_tables_of_the_same_views_never_tell_by_their_common_total(feeling):
    """The topics may show how many there are. Nobody can work out a feeling with that: two are hidden, or all."""
    shown = cells("views_by_feeling", **{"OK": 40, "mixed": 30, "not_good": 25, feeling: 4})

    assert shown.count(h) >= 2


def test_the_rule_is_said_in_words():
    assert (
        "fewer than 20 were counted in it, and when all but 5 or fewer stand in one row"
        in protected("views_by_topic").rule
    )


@pytest.mark.parametrize("total", [20, 22, 27])
def test_whoever_knows_the_rule_and_the_total_cannot_rule_out_a_small_number(total):
    """All tables of four rows there could be, put together by what is shown of them, rows and share."""
    share = replace(BY_NAME["wishes_by_extent"].share, counted=("a", "b"), of=("a", "b", "c"))
    figure = replace(BY_NAME["wishes_by_extent"], rows=tuple("abcd"), share=share)

    def publish(world):
        table = protect_table(figure, Counted(figure.rows, tuple((count,) for count in world.values())), Limits())
        shown = {row: cell for row, (cell,) in zip(figure.rows, table.table.cells, strict=True)}
        return shown | {"counted": str(table.counted), "of": str(table.of)}

    worlds = (dict(zip("abcd", counts, strict=True)) for counts in splits(total, 4))
    assert not everything_that_can_be_ruled_out(worlds, publish)
