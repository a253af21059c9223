"""A record as chairs fill it in: how many presses it takes, what is saved meanwhile, what no window overwrites."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK
from tests.browser.test_chair_and_board import HELD_ON, add_child, make_conference

MOST_PRESSES = 40
SAID = "What did the child say, in their own words?"


class Hands:
    """What a practised chair presses and clicks. Free text is typed without being counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def click(self, what: Locator) -> None:
        self.presses += 1
        what.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def go(self, what: Locator) -> None:
        with self.page.expect_navigation():
            self.click(what)

    def write(self, what: Locator, words: str) -> None:
        self.click(what)
        self.page.keyboard.insert_text(words)

    def pick(self, label: str, key: str) -> None:
        """In a list: one press to come to it from the question before, one for the letter."""
        self.click(self.page.get_by_label(label))
        self.press(key)
        self.press("Enter")


@pytest.fixture(scope="module")
def desk() -> dict:
    """Where the chair of these tests is signed in, and their conference: made by whichever test comes first."""
    return {}


@pytest.fixture
def chair(join, open_browser, service, desk) -> Page:
    """A chair at a conference with four brothers and sisters, of 12, 11, 9 and 7."""
    if desk:
        page = open_browser(size=DESK, storage_state=desk["signed_in"])
        page.goto(desk["conference"])
        return page
    service.ask("agencies", "add", "Southbank City Council")
    page = join("priya.records@example.org", "Priya", "conference chair")
    make_conference(page, "NB-9")
    for age in (12, 11, 9, 7):
        add_child(page, f"C-{age}", "May", HELD_ON.year - age)
    expect(page.locator(".kid")).to_have_count(4)
    desk |= {"signed_in": page.context.storage_state(), "conference": page.url.partition("?")[0]}
    return page


def open_record(page: Page, age: int) -> None:
    page.get_by_role("link", name=re.compile(rf"record.*for C-{age}$")).click()


def test_the_essentials_of_one_child_take_at_most_40_presses(chair):
    page, hands = chair, Hands(chair)

    hands.go(page.get_by_role("link", name=re.compile(r"record.*for C-12$")))
    hands.click(page.locator("#space").get_by_text("Yes", exact=True).first)
    hands.click(page.get_by_text("PN1", exact=True))
    hands.write(page.get_by_label(SAID), "I want to stay at my school")
    hands.click(page.locator("#voice").get_by_text("Child spoke at the conference"))
    hands.click(page.locator("#audience").get_by_text("Yes", exact=True).first)
    hands.click(page.get_by_text("At the start, before other views"))
    hands.click(page.locator("#audience").get_by_text("Child", exact=True))
    hands.go(page.get_by_role("button", name="Add a wish"))
    expect(page.locator("[data-no-line]")).to_be_hidden()
    hands.write(page.get_by_label("What does the child want?"), "I want to stay at my school")
    hands.click(page.get_by_text("Partly", exact=True))
    hands.pick("If it was partly or not acted on: the reason", "n")
    hands.write(page.get_by_label("What will the child be told?"), "You can stay until the summer.")
    hands.go(page.get_by_role("button", name="Save the wish"))
    hands.pick("Category for this child", "N")
    hands.pick("Outcome for this child", "p")
    hands.go(page.get_by_role("button", name="Add an action for wish 1"))
    hands.write(page.get_by_label("What will be done?"), "Keep the place at school")
    hands.pick("Which agency?", "S")
    hands.write(page.get_by_label("Who there?"), "Head of year")
    hands.click(page.get_by_text("In 2 weeks"))
    hands.go(page.get_by_role("button", name="Save the action"))
    hands.write(page.get_by_label("Who tells the child?"), "Their social worker")
    hands.click(page.locator("#tell").get_by_text("Face to face"))
    hands.go(page.get_by_role("button", name="Back to the conference"))

    row = page.locator(".kid", has_text="C-12")
    expect(row.get_by_text("Complete")).to_be_visible()
    assert hands.presses <= MOST_PRESSES, f"{hands.presses} presses and clicks"

    row.get_by_role("link").first.click()  # what is complete is folded
    expect(page.get_by_label(SAID)).to_be_hidden()
    page.get_by_label("Parts of this record").get_by_role("link", name=re.compile("^Voice")).click()
    expect(page.get_by_label(SAID)).to_be_visible()


def test_nobody_reads_the_words_of_a_brother_or_sister(chair):
    words = {age: f"Only {age} says this <b>&" for age in (11, 9, 7)}
    for age in words:
        open_record(chair, age)
        chair.get_by_label(SAID).fill(words[age])
        with chair.expect_navigation():
            chair.get_by_role("button", name="Save voice").click()
        chair.get_by_role("button", name="Back to the conference").click()

    for age in words:
        open_record(chair, age)
        assert chair.get_by_label(SAID).input_value() == words[age]
        assert ages_that_speak(chair) == [age]
        with chair.expect_navigation():
            chair.get_by_role("button", name="Add a wish").click()
        assert ages_that_speak(chair) == [age]
        chair.get_by_role("link", name=re.compile("^NB-9")).click()
        expect(chair.locator(".kid")).to_have_count(4)
        assert ages_that_speak(chair) == []


def test_a_box_that_only_some_answers_ask_for_is_there_when_they_are_chosen(chair):
    open_record(chair, 9)
    boxes = {
        "PN1": (),
        "PN3": ("What was seen of the child’s daily life?",),
        "PN7": ("What was seen of the child’s daily life?", "Why is there nothing from the child?"),
        "Face to face": ("Told on",),
        "Not given": ("If nobody tells the child: why?",),
    }
    for answer, asked_for in boxes.items():
        part = chair.locator("#voice" if answer.startswith("PN") else "#tell")
        part.get_by_text(answer, exact=True).click()
        for label in {label for labels in boxes.values() for label in labels}:
            if part.get_by_label(label).count():
                expect(part.get_by_label(label)).to_be_visible(visible=label in asked_for)


def test_a_wish_that_was_not_saved_is_not_there(chair):
    open_record(chair, 7)
    with chair.expect_navigation():
        chair.get_by_role("button", name="Add a wish").click()
    chair.get_by_label("What does the child want?").fill("Not said like that")
    with chair.expect_navigation():
        chair.get_by_role("link", name="Cancel").click()
    chair.reload()
    expect(chair.locator("#influence")).not_to_contain_text("Not said like that")


def ages_that_speak(page: Page) -> list[int]:
    """Which of the three a page quotes."""
    seen = page.content()
    return [age for age in (11, 9, 7) if f"Only {age} says this" in seen]


def test_what_is_typed_is_saved_when_a_field_is_left(chair):
    open_record(chair, 11)
    says = chair.locator("[data-autosaved]")
    chair.get_by_label(SAID).fill("I want a dog")
    chair.get_by_label(SAID).blur()
    expect(says).to_have_text(re.compile(r"^Saved at \d+\.\d\d"))
    expect(chair.locator("#voice [data-to-do]")).not_to_contain_text("in their own words")

    chair.context.set_offline(True)
    chair.get_by_label(SAID).fill("I want a dog and a cat")
    chair.get_by_label(SAID).blur()
    expect(says).to_contain_text("Not saved")
    chair.get_by_role("button", name="Save voice").click()  # goes nowhere: the page and the words stay
    expect(says).to_contain_text("Not saved")
    chair.context.set_offline(False)
    expect(says).to_have_text(re.compile(r"^Saved at"))  # the line's return is enough

    chair.get_by_label(SAID).fill("I want two dogs")
    chair.get_by_role("link", name=re.compile("^NB-9")).click()  # the field has not been left yet
    expect(chair.locator(".kid")).to_have_count(4)
    open_record(chair, 11)
    assert chair.get_by_label(SAID).input_value() == "I want two dogs"


def test_nothing_moves_under_a_press_while_the_field_before_it_is_saved(chair):
    open_record(chair, 7)
    to_do = chair.locator("#voice [data-to-do] li")
    left_to_do = to_do.count()
    chair.get_by_text("PN1", exact=True).click()
    answer = chair.locator("#audience").get_by_text("Yes", exact=True).first
    answer.scroll_into_view_if_needed()
    where = answer.bounding_box()
    chair.mouse.move(where["x"] + 5, where["y"] + 5)
    with chair.expect_response(lambda response: response.request.method == "POST"):
        chair.mouse.down()
    chair.evaluate("() => new Promise(requestAnimationFrame)")
    assert answer.bounding_box() == where
    chair.mouse.up()
    expect(chair.locator("#audience").get_by_role("radio", name="Yes").first).to_be_checked()
    expect(to_do).not_to_have_count(left_to_do)


def test_two_windows_lose_nothing_and_say_what_changed(chair):
    open_record(chair, 9)
    other = chair.context.new_page()
    other.goto(chair.url)
    chair.get_by_label(SAID).fill("From the first window")
    chair.get_by_label(SAID).blur()
    expect(chair.locator("[data-autosaved]")).to_contain_text("Saved at")

    other.get_by_label(SAID).fill("From the second window")
    other.locator("#space").get_by_label("Yes").first.check()
    for _ in range(2):  # however often a field is left
        other.locator("#space").get_by_label("Yes").first.blur()
        other.get_by_label(SAID).press("End")
        other.get_by_label(SAID).press("x")
        other.get_by_label(SAID).press("Backspace")
        other.get_by_label(SAID).blur()
        expect(other.locator("[data-autosaved]")).to_contain_text("voice was changed in another window")
    chair.reload()
    assert chair.get_by_label(SAID).input_value() == "From the first window"
    expect(chair.locator("#space").get_by_label("Yes").first).to_be_checked()  # what only one of them changed is kept

    other.get_by_role("button", name="Save voice").click()
    expect(other.locator("#voice .promise")).to_contain_text("From the first window")
    assert other.get_by_label(SAID).input_value() == "From the second window"
    other.get_by_role("button", name="Save voice").click()
    expect(other.locator("#voice .saved")).to_contain_text("Saved at")
    chair.reload()
    assert chair.get_by_label(SAID).input_value() == "From the second window"


def test_a_keyboard_is_enough(chair):
    open_record(chair, 7)
    chair.locator("#space").get_by_label("Yes").first.press("Space")
    chair.locator("#space summary").focus()
    chair.keyboard.press("Enter")  # the fold opens, and the next press comes to what is in it
    chair.keyboard.press("Tab")
    expect(chair.get_by_label("Who told the child about the conference?")).to_be_focused()
    chair.keyboard.insert_text("Her social worker")
    chair.keyboard.press("Enter")
    chair.wait_for_url("**saved=**")
    chair.locator("#voice").get_by_role("button", name="Save voice").press("Enter")
    chair.wait_for_url("**#voice")
    expect(chair.locator("#voice")).to_be_focused()  # so that Tab goes on from what was saved

    expect(chair.get_by_label("Told on")).to_be_hidden()  # nobody is told yet: it comes with how they are
    chair.locator("#tell").get_by_label("Not given").press("Space")
    chair.locator("#tell").get_by_role("button", name="Save telling").press("Enter")
    expect(chair.locator(".oops")).to_be_focused()
    chair.keyboard.press("Tab")
    chair.keyboard.press("Enter")
    expect(chair.get_by_label("If nobody tells the child: why?")).to_be_focused()
    chair.get_by_label("Face to face").press("Space")
    expect(chair.get_by_label("Told on")).to_be_visible()
