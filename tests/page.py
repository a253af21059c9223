"""A page as a person meets it, and the checks every page must pass."""

import re
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from xml.etree.ElementTree import Element

import html5lib
from bs4 import BeautifulSoup, Tag

# A young person's page has a title that gives nothing away; a test adds to this list only with thought.
QUIET_TITLES = {
    "Heard",
    "My list",
    *(f"Step {number} of 6 – Heard" for number in range(1, 7)),
    *(
        f"{title} – Heard"
        for title in (
            "About your words",
            "Accessibility",
            "Add more",
            "Agenda",
            "Before you start",
            "Checks",
            "Figures",
            "Help",
            "How to complain",
            "Join",
            "Keep your visit private",
            "Language",
            "Let us slow down",
            "Make it easier to read",
            "My meeting",
            "Paper",
            "Papers",
            "Put something on the agenda",
            "Priorities",
            "Questions",
            "Sign in",
            "Sorry, something went wrong",
            "Take it back",
            "Thank you",
            "That did not work",
            "That is too much at once",
            "This link does not work",
            "This page was open too long",
            "We cannot find that page",
            "We stopped this",
            "What we did in a year",
            "What we learned",
            "What you said",
            "What young people say",
            "You cannot do that now",
            "You cannot open this page",
            "You have sent this",
            "You said, we did",
            "Your account",
            "Your page",
            "Your answer",
        )
    ),
}


# Code points that are no characters. What people typed is kept as typed, and HTML calls these a mistake of ours.
NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(n)}{chr(n + 1)}" for n in range(0xFFFE, 0x110000, 0x10000)) + "]"
)


# What is new each time somebody opens the same page: ids of rows, and values that are one long run of such characters.
ROW_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'(?<= value=")[A-Za-z0-9_.-]{20,}(?=")')

# The boxes of each page that was found right, by what it says: most tests open pages that another has opened.
_right: dict[bytes, list[str]] = {}


class Page:
    def __init__(self, html: str) -> None:
        self.html = html
        self.boxes: list[
            str
        ] = []  # where the forms are sent that have a box to write in; "": to the page's own address

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser", store_line_numbers=False)

    @property
    def heading(self) -> str:
        return words(self.soup.select_one("h1"))

    @property
    def title(self) -> str:
        return words(self.soup.title)

    @property
    def errors(self) -> list[str]:
        return [words(item) for item in self.soup.select(".oops li")]

    @property
    def text(self) -> str:
        return words(self.soup.select_one("main"))

    @property
    def said(self) -> list[str]:
        """Everything in a bubble, exactly as it reads (line breaks kept)."""
        return ["".join("\n" if part.name == "br" else part.get_text() for part in said.children)
                for said in self.soup.select(".said")]  # fmt: skip

    def link(self, text: str) -> str:
        (href,) = {a["href"] for a in self.soup.select("a") if text in words(a)}
        return str(href)

    def field(self, name: str) -> str:
        """What stands in a field: a box's text, or the value of what is chosen."""
        box = self.soup.select_one(f"[name={name}]")
        assert box is not None, f"There is no field {name}"
        if box.name == "textarea":
            return box.get_text().removeprefix("\n").removeprefix("\r\n")
        if box.get("type") in ("radio", "checkbox"):
            chosen = self.soup.select_one(f"[name={name}][checked]")
            return str(chosen["value"]) if chosen else ""
        if box.name == "select":
            chosen = box.select_one("option[selected]")
            return str(chosen["value"]) if chosen else ""
        return str(box.get("value", ""))


def words(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element else ""


def check(html: str) -> Page:
    """The page, when nothing is wrong with it."""
    page, alike = Page(html), always_the_same(html)
    seen = sha256(alike.encode()).digest()
    if seen not in _right:
        _right[seen] = check_html(alike)
    page.boxes = _right[seen]
    return page


def always_the_same(html: str) -> str:
    """The page without what is new each time. Two ids that differ still differ, and each is an id of a row."""
    numbers: dict[str, int] = {}

    def counted(row_id: re.Match[str]) -> str:
        return f"{numbers.setdefault(row_id[0], len(numbers)):08x}-0000-4000-8000-000000000000"

    return ROW_ID.sub(counted, TOKEN.sub("a-token", html))


def check_html(html: str) -> list[str]:
    """Where its forms are sent that have a box to write in. Raises AssertionError when something is wrong with it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(NO_CHARACTER.sub("", html))
    assert parser.errors == [], f"The HTML is broken: {parser.errors[-1]}"

    elements = [element for element in root.iter() if isinstance(element.tag, str)]  # a comment's is not
    assert sum(element.tag == "h1" for element in elements) == 1, "A page has exactly one h1"
    check_title(root)
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids)), f"Two elements share an id: {sorted(ids)}"
    for element in elements:
        check_policy(element)
    forms = [form for form in elements if form.tag == "form" and form.get("method") == "post"]
    for form in forms:
        names = [element.get("name", "") for element in form.iter()]
        assert any(name.endswith("csrf_token") for name in names), "A form that changes something needs its token"
    return [form.get("action", "") for form in forms if form.find(".//textarea") is not None]


def check_policy(element: Element) -> None:
    """Nothing that the policy forbids, and nothing asked of another site."""
    is_inline_script = element.tag == "script" and "src" not in element.attrib
    is_inline = is_inline_script or element.tag == "style" or "style" in element.attrib
    assert not is_inline, "The policy forbids inline styles and scripts"
    for address in addresses_of(element):
        is_ours = address == "" or (address.startswith("/") and not address.startswith("//"))
        assert is_ours, f"{address} is asked of somebody else"


def addresses_of(element: Element) -> Iterator[str]:
    """What a browser asks for on account of it."""
    for tag, name in ((element.tag, "src"), ("link", "href"), ("form", "action")):
        if element.tag == tag and name in element.attrib:
            yield element.attrib[name]


def check_title(root: Element) -> None:
    title, heading = said_in(root, "title"), said_in(root, "h1")
    title = re.sub("[«»]", "", title)  # a made-up language marks each string (test_translation.py)
    title = title.removeprefix("Error. ").removeprefix("Error: ")
    if root.attrib["lang"] != "en-GB":
        return  # a translation of one that is on the list: the same template says it
    body = root.find("body")
    if body is not None and "yp" in body.get("class", "").split():
        assert title in QUIET_TITLES, f"The title {title!r} is not one of the quiet ones"
    else:
        assert title.startswith(heading), f"The title {title!r} does not start with the h1 {heading!r}"


def said_in(root: Element, tag: str) -> str:
    """The words in the first element of this kind."""
    first = next(root.iter(tag), None)
    return " ".join("".join(first.itertext()).split()) if first is not None else ""
