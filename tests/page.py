"""A page as a person meets it, and the checks every page must pass."""

import re

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
            "Before you start",
            "Help",
            "How to complain",
            "Join",
            "Keep your visit private",
            "Language",
            "Let us slow down",
            "Make it easier to read",
            "My meeting",
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
            "What we learned",
            "What young people say",
            "You cannot do that now",
            "You cannot open this page",
            "You have sent this",
            "You said, we did",
            "Your account",
            "Your answer",
        )
    ),
}


# Code points that are no characters. What people typed is kept as typed, and HTML calls these a mistake of ours.
NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(n)}{chr(n + 1)}" for n in range(0xFFFE, 0x110000, 0x10000)) + "]"
)


class Page:
    def __init__(self, html: str) -> None:
        self.html = html
        self.soup = BeautifulSoup(html, "html.parser")

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
    parser = html5lib.HTMLParser()
    parser.parse(NO_CHARACTER.sub("", html))
    assert parser.errors == [], f"The HTML is broken: {parser.errors[-1]}"

    page = Page(html)
    assert len(page.soup.select("h1")) == 1, "A page has exactly one h1"
    check_title(page)
    ids = [element["id"] for element in page.soup.select("[id]")]
    assert len(ids) == len(set(ids)), f"Two elements share an id: {sorted(ids)}"
    for form in page.soup.select("form[method=post]"):
        assert form.select_one("[name$=csrf_token]"), "A form that changes something needs its token"
    assert not page.soup.select("[style], style, script:not([src])"), "The policy forbids inline styles and scripts"
    for element in page.soup.select("[src], link[href], form[action]"):
        address = str(element.get("src") or element.get("href") or element.get("action"))
        assert address.startswith("/") or address == "", f"{address} is asked of somebody else"
    return page


def check_title(page: Page) -> None:
    title = re.sub("[«»]", "", page.title)  # a made-up language marks each string (test_translation.py)
    title = title.removeprefix("Error. ").removeprefix("Error: ")
    if str(page.soup.html["lang"]) != "en-GB":
        return  # a translation of one that is on the list: the same template says it
    if page.soup.select_one("body.yp"):
        assert title in QUIET_TITLES, f"The title {title!r} is not one of the quiet ones"
    else:
        assert title.startswith(page.heading), f"The title {title!r} does not start with the h1 {page.heading!r}"
