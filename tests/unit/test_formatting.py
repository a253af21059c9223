"""Formatted text of staff does nothing: it is read as one page with one title, whatever stands in it.

A second cleaner, made by other people in another language, must find nothing more to take out.
"""

import warnings

import nh3
import pytest
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

from app import formats
from app.formats import LONGEST_FORMATTED, cleaned, formatted
from tests import naughty

NAUGHTY = sorted({text[:400] for text in naughty.EVERYTHING})
SHAPES = (
    "{0}",
    "# {0}",
    "[{0}]({0})",
    "[here](<{0}>)",
    '![{0}](<{0}> "{0}")',
    "| {0} | b |\n|:-:|--:|\n| {0} | `{0}` |",
    "```{0}\n{0}\n```",
    "- > {0}",
    "[here][a]\n\n[a]: {0} '{0}'",
    "<{0}>",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "<img src=https://elsewhere.example/a.png onerror=alert(1)>",
    '<p onclick="alert(1)" style="position:fixed">a</p>',
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<iframe src=https://elsewhere.example></iframe>",
    "<form action=https://elsewhere.example><input name=words></form>",
    "<base href=https://elsewhere.example>",
    '<a href="https://elsewhere.example" onmouseover="alert(1)" target=_top>a</a>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](http://elsewhere.example)",
    "[a](//elsewhere.example)",
    "[a](/administration/people)",
    "[a](file:///etc/passwd)",
    '[a](https://a.example "x" onclick=alert(1))',
    '[a](https://a.example/"onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "![a](https://elsewhere.example/a.png)",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "```<script>\nalert(1)\n```",
    '``` x" onclick=alert(1) "\na\n```',
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
    "[a]: javascript:alert(1)\n\n[a]",
    "1. a\n99999999999. b",
)


def parsed(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(html.lstrip("\ufeff"), "html.parser")


def nothing_to_take_out(html: str) -> bool:
    again = nh3.clean(
        html,
        tags=set(formats.ALLOWED_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    return str(parsed(again)) == str(parsed(html))


def is_inert(html: str) -> bool:
    """Only plain parts of a text, and links that lead to https or mailto."""
    return all(
        element.name in formats.ALLOWED_TAGS
        and set(element.attrs) <= {"a": {"href"}, "ol": {"start"}}.get(element.name, set())
        and element.get("href", "https:").startswith(("https:", "mailto:"))
        for element in parsed(html).find_all(True)
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_does_anything(shape):
    for text in (*NAUGHTY, *HOSTILE):
        html = str(formatted(shape.replace("{0}", text)))

        assert is_inert(html), text
        assert nothing_to_take_out(html), text


def test_html_that_gets_past_markdown_is_still_cleaned():
    """The second line by itself: as if Markdown had let all of it through."""
    for text in (*NAUGHTY, *HOSTILE):
        html = str(cleaned(text))

        assert is_inert(html), text
        assert nothing_to_take_out(html), text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A *small* **word**", "<p>A <em>small</em> <strong>word</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("[a](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">a</a></p>'),
        ("[a](HTTPS://a.example)", '<p><a href="HTTPS://a.example">a</a></p>'),
        ("[a](mailto:a@b.example)", '<p><a href="mailto:a@b.example">a</a></p>'),
        ("[a](http://a.example)", "<p>[a](http://a.example)</p>"),
        ("![a](https://a.example/b.png)", '<p>!<a href="https://a.example/b.png">a</a></p>'),
        ("I am <b>bold</b> & \u202egnorw", "<p>I am &lt;b&gt;bold&lt;/b&gt; &amp; gnorw</p>"),
    ],
)
def test_it_is_shown_as_it_was_meant(typed, shown):
    assert str(formatted(typed)).strip() == shown


def test_a_table_says_which_of_its_cells_are_headings():
    table = parsed(formatted("| a | b |\n|--:|---|\n| c | d |"))

    assert [cell.get_text() for cell in table.select("thead th")] == ["a", "b"]
    assert [cell.get_text() for cell in table.select("tbody td")] == ["c", "d"]


@pytest.mark.parametrize(
    ("typed", "under", "levels"),
    [
        ("# a\n## b\n# c", 1, ["h2", "h3", "h2"]),
        ("# a\n## b", 2, ["h3", "h4"]),
        ("### a\n##### b", 1, ["h2", "h3"]),
        ("a\n===\n\nb\n---", 1, ["h2", "h3"]),
        ("\n".join(f"{'#' * level} a" for level in range(1, 7)), 1, ["h2", "h3", "h4", "h5", "h6", "h6"]),
    ],
)
def test_its_headings_stand_under_that_of_the_page_and_leave_no_level_out(typed, under, levels):
    found = parsed(formatted(typed, under)).find_all(["h1", "h2", "h3", "h4", "h5", "h6"])

    assert [heading.name for heading in found] == levels


def test_what_is_too_long_to_clean_is_refused_before_it_is_cleaned():
    with pytest.raises(ValueError, match="too long"):
        formatted("a" * (LONGEST_FORMATTED + 1))


def test_the_same_text_is_worked_out_once():
    assert formatted("Once **only**") is formatted("Once **only**")
