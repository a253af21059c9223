"""That the checks every page must pass (tests/page.py) find what is wrong, and are not made in vain."""

import uuid

import pytest

from tests import page
from tests.page import check

GOOD = (
    '<!doctype html><html lang="en-GB">'
    '<head><title>Inbox – Heard</title><link rel="icon" href="/static/icon.svg"></head>'
    '<body><main><h1>Inbox</h1><p id="first">One</p></main></body></html>'
)
FORM = (
    '<form method="post" action="/send">'
    '<input name="csrf_token" value="{token}"><textarea name="words"></textarea></form>'
)
TOKENS = ("ImFiYzEyMyI.aWFsZ2.Zm9vYmFy-x_", "ImRlZjQ1NiI.aWFsZ3.YmFyZm9v-y_")


def with_form(token: str) -> str:
    return GOOD.replace("<p", f"{FORM.format(token=token)}<p")


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("</p>", "</b></p>", "broken"),
        ("<h1>Inbox</h1>", "", "exactly one h1"),
        ("</h1>", "</h1><h1>More</h1>", "exactly one h1"),
        ("<title>Inbox", "<title>Mail", "does not start with the h1"),
        ("<body>", '<body class="yp">', "not one of the quiet ones"),
        ("One</p>", 'One</p><p id="first">Two</p>', "share an id"),
        ("<p", '<form method="post"></form><p', "needs its token"),
        ("<p", '<p style="color: red"', "inline"),
        ("<p", "<script>1</script><p", "inline"),
        ("</head>", "<style>p {}</style></head>", "inline"),
        ("<p", '<img alt="" src="https://elsewhere.example/x.png"><p', "asked of somebody else"),
        ("/static/icon.svg", "https://elsewhere.example/icon.svg", "asked of somebody else"),
        ("/static/icon.svg", "//elsewhere.example/icon.svg", "asked of somebody else"),
        ("<p", '<form action="https://elsewhere.example/"></form><p', "asked of somebody else"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(was, becomes, why):
    check(GOOD)

    with pytest.raises(AssertionError, match=why):
        check(GOOD.replace(was, becomes, 1))


def test_what_is_wrong_with_a_page_is_found_each_time():
    for _time in range(2):
        with pytest.raises(AssertionError, match="broken"):
            check(GOOD.replace("</p>", "</b></p>"))


def test_a_page_that_says_the_same_is_not_checked_again(monkeypatch):
    check(with_form(TOKENS[0]))
    monkeypatch.setattr(page, "check_html", lambda _html: pytest.fail("It was found right already"))

    assert check(with_form(TOKENS[1])).boxes == ["/send"]


def test_a_page_that_says_something_else_is_checked(monkeypatch):
    check(GOOD)
    monkeypatch.setattr(page, "check_html", lambda html: [html])

    assert "Two" in check(GOOD.replace("One", "Two")).boxes[0]


def test_two_rows_are_told_apart_and_one_row_twice_is_not():
    ids = [str(uuid.uuid4()) for _row in range(2)]
    shown = GOOD.replace("<p", f'<p id="row-{ids[0]}">One</p><p id="row-{{}}">Two</p><p')

    check(shown.format(ids[1]))
    with pytest.raises(AssertionError, match="share an id"):
        check(shown.format(ids[0]))


def test_the_page_that_a_test_looks_at_is_the_one_that_was_sent():
    assert check(with_form(TOKENS[1])).field("csrf_token") == TOKENS[1]
