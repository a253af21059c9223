"""Reading a list of children that another system wrote."""

from datetime import date

import pytest

from app.services.listed_children import ListedChild, Wrong, read_list
from app.services.stages import BirthMonth

TODAY = date(2026, 11, 17)
MAY = BirthMonth(2014, 5)


def read(text: str):
    return read_list(text, today=TODAY)


def children(text: str) -> list[ListedChild]:
    found = read(text)
    assert found.wrong == []
    return found.children


def wrong(text: str) -> list[Wrong]:
    return read(text).wrong


@pytest.mark.parametrize(
    "text",
    [
        "reference,month,year\nC-2041,5,2014\n",
        "reference;month;year\nC-2041;05;2014",
        "Year of birth\tMonth of birth\tChild reference\n2014\tMay\tC-2041\n",
        "\ufeffreference,month,year\r\nC-2041,may,2014\r\n",
        "sep=;\nreference;born\nC-2041;2014-05\n",
        "\n\nReference , Born\n\nC-2041,May 2014\n,\n",
        'reference,born\n"C-2041","May, 2014"\n',
        "reference,month,year,\nC-2041,5,2014,\n",
    ],
)
def test_every_way_a_spreadsheet_saves_a_list_reads_the_same(text):
    ((_, reference, born),) = children(text)

    assert (reference, born) == ("C-2041", MAY)


@pytest.mark.parametrize(
    "born",
    ["2014-05", "2014-5", "2014/05", "2014-05-31", "2014-05-31 00:00:00", "2014-05-31T00:00", "05/2014", "31/05/2014"]
    + ["1.5.2014", "01/05/2014 00:00", "May 2014", "may-2014", "May-14", "31 May 2014", "1-May-14", "41760"],
)
def test_a_month_may_be_written_as_spreadsheets_write_it(born):
    (child,) = children(f"reference,born\nC-1,{born}\n")

    assert child.born == MAY


@pytest.mark.parametrize(
    "born", ["", "05/31/2014", "2014", "2014-13", "00/2014", "Mai 2014", "x", "May-27", "٢٠١٤-٠٥x"]
)
def test_a_month_that_nobody_can_be_sure_of_is_asked_for(born):
    ((line, column, what_to_do),) = wrong(f"reference,born\nC-1,{born}\n")

    assert (line, column) == (2, "born")
    assert what_to_do.startswith("Write the ")


@pytest.mark.parametrize(
    ("month", "year", "column"),
    [("13", "2014", "month"), ("0", "2014", "month"), ("", "2014", "month"), ("5", "14", "year"), ("5", "", "year")],
)
def test_a_month_and_a_year_are_asked_for(month, year, column):
    ((line, named, what_to_do),) = wrong(f"reference,month,year\nC-1,{month},{year}\n")

    assert (line, named) == (2, column)
    assert what_to_do.startswith("Write the ")


def test_a_child_may_be_not_born_yet():
    assert [child.born for child in children("reference,month,year\nC-1,unborn,\nC-2,Not born yet,unborn")] == [
        None
    ] * 2


@pytest.mark.parametrize(("born", "says"), [("2026-12", "still to come"), ("2008-10", "18 or over")])
def test_a_child_is_born_and_under_18(born, says):
    assert says in wrong(f"reference,born\nC-1,{born}\n")[0].what_to_do
    assert children("reference,born\nC-1,2026-11\nC-2,2008-11")


@pytest.mark.parametrize(
    ("reference", "says"),
    [("Anna Smith", "looks like a name"), ("Anna", "looks like a name"), ("C-2 Anna Smith", "looks like a name")]
    + [("", "Write the reference"), ("C" * 40 + "1", "40 characters"), ('"C-1\nC-2"', "one line")]
    + [("=1+1", "formula"), ("@C-1", "formula"), ("+44 1", "formula"), ("-C1", "formula")],
)
def test_a_reference_is_no_name_and_no_formula(reference, says):
    ((line, column, what_to_do),) = wrong(f"reference,born\n{reference},2014-05\n")

    assert (line, column) == (2, "reference")
    assert says in what_to_do


@pytest.mark.parametrize("kept", ['="C-2041"', '"=""C-2041"""', "'C-2041"])
def test_the_marks_that_keep_a_text_in_a_spreadsheet_are_no_part_of_it(kept):
    assert children(f"reference,born\n{kept},2014-05")[0].reference == "C-2041"


def test_a_line_has_the_number_it_has_in_the_file():
    found = read('reference,born\n\n"C-1\n",2014-05\nC-2,x\n')

    assert [child.line for child in found.children] == [3]
    assert [one.line for one in found.wrong] == [5]


def test_all_that_is_wrong_is_said_at_once():
    assert [(one.line, one.column) for one in wrong("reference,born\nAnna,x\nC-1,2014-05\n,y")] == [
        (2, "reference"),
        (2, "born"),
        (4, "reference"),
        (4, "born"),
    ]


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("C-1,5,2014", "Take this column away"),
        ("reference", "Name the columns"),
        ("month,year", "must name the columns"),
    ]
    + [("reference,month", "Name the columns"), ("reference,born,year", "Name the columns")]
    + [("reference,born,name", "Take this column away"), ("reference,born,reference", "there twice")],
)
def test_the_first_line_names_the_columns(names, says):
    assert says in wrong(f"{names}\nC-1,2014-05,2014\n")[0].what_to_do


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "no lines"), ("reference,born\n", "no children"), ('reference,born\n"C-1,2014-05\n', "quotation mark")]
    + [('reference,born\n"C-1"x,2014-05\n', "quotation mark"), ("reference,born\nC-1,2014-05,Anna\n", "more cells")],
)
def test_a_list_that_cannot_be_read_says_so(text, says):
    assert says in wrong(text)[0].what_to_do


def test_a_list_is_not_endless():
    lines = "".join(f"C-{number},2014-05\n" for number in range(2_001))

    assert "more than 2,000" in wrong(f"reference,born\n{lines}")[0].what_to_do
    assert len(children(f"reference,born\n{lines.rpartition('C-')[0]}")) == 2_000
