"""Every page of young people can be read at 9, and says nothing that only grown-ups at work say."""

import re

from bs4 import BeautifulSoup

from app.services.plain_meter import jargon_in
from app.services.plain_words import grade, grade_of_all, sentences_of, words_of
from tests.integration.conftest import ON_ONE_DATABASE
from tests.integration.young_people import pages
from tests.page import Page

HARDEST = 4.0  # a reading age of about 9 (issue: "grade ≤ 4 on the page's own text")
LONGEST_SENTENCE = 20  # words
A_FEW = 4  # words: a heading, a button or a choice. They are short, and make a page look easier than its text is
# What people typed, and the words that are nobody's sentence.
NOT_OURS = "[dir=auto], textarea, ol.words, bdi, svg, script, input"
BLOCKS = "p, li, h1, h2, h3, dt, dd, label, legend, summary, button, .btn, .textbtn, small, .pick a, caption, th, td"
# Names stand in settings: whose they are is no word of ours. So do the months and days in a date.
NAMES = re.compile(
    r"Northbank [A-Z]\w*(?: [A-Z]\w*)*|Northbank|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+|Childline"
    r"|the Local Government and Social Care Ombudsman|the Information Commissioner|the Equality Advisory Service"
    r"|Young People's Advocacy|Samsung Internet|Child B\d+"
)
pytestmark = ON_ONE_DATABASE


def own_text(page: Page) -> list[str]:
    """The page's own words, block by block: without what people typed, and without names."""
    soup = BeautifulSoup(str(page.soup.select_one("main")), "html.parser")
    for element in soup.select(NOT_OURS):
        element.decompose()
    for element in soup.select(BLOCKS):
        element.insert_before("\n")
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return [NAMES.sub("", line) for line in lines if words_of(NAMES.sub("", line))]


def spoken_text(page: Page) -> list[str]:
    """What a screen reader says beside that."""
    return [str(element["aria-label"]) for element in page.soup.select("[aria-label]")]


def running_text(own: list[str]) -> list[str]:
    return [line for line in own if len(words_of(line)) > A_FEW]


def test_every_page_is_in_plain_words(app, browser, subtests):
    """One walk for all of it: in each state, how hard it is, how long its sentences are, and what words it uses."""
    for name, page in [*pages.walk(app, browser), *pages.states(app)]:
        with subtests.test(name):
            own = own_text(page)
            hardest = sorted(running_text(own), key=grade)[-3:]
            assert grade_of_all(own) <= HARDEST, hardest
            assert grade_of_all(running_text(own)) <= HARDEST, hardest
            sentences = [sentence for line in own for sentence in sentences_of(line)]
            assert [sentence for sentence in sentences if len(words_of(sentence)) > LONGEST_SENTENCE] == []
            assert jargon_in("\n".join(own + spoken_text(page))) == ()


def test_what_stands_around_every_page_is_in_plain_words(browser):
    soup = browser.get("/").page.soup
    around = " ".join(element.get_text(" ") for element in soup.select("header, footer, body > nav"))
    spoken = [str(element["aria-label"]) for element in soup.select("[aria-label]")]

    assert jargon_in(" ".join([around, *spoken])) == ()


class TestTheTestItself:
    """That it would find out."""

    def shown(self, inside: str) -> Page:
        return Page(f"<main>{inside}</main>")

    def test_a_hard_page(self):
        hard = "<p>Professionals facilitate participation in multidisciplinary safeguarding conferences.</p>"

        assert grade_of_all(running_text(own_text(self.shown(hard)))) > HARDEST

    def test_easy_buttons_do_not_hide_hard_text(self):
        page = self.shown("<p>Participation facilitates an appropriate intervention.</p>" + "<button>Go</button>" * 50)

        assert grade_of_all(own_text(page)) <= HARDEST < grade_of_all(running_text(own_text(page)))

    def test_what_people_typed_is_left_out(self):
        page = self.shown('<p>You said:</p><div dir="auto">my placement</div><textarea>secret</textarea>')

        assert own_text(page) == ["You said:"]

    def test_pieces_that_stand_apart_are_no_one_sentence(self):
        assert own_text(self.shown("<ul><li>one <b>and</b> two</li><li>three</li></ul>")) == ["one and two", "three"]
