"""From “no, I am not safe” on a phone to an answer that did not answer it: everybody in a browser of their own."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.test_young_person import four_words, press
from tests.mailbox import Mailbox, mail_server

WORDS = "Marmaduke next door hits me and I am scared to go home"
MISSING = "You did not say when I can talk to Wilhelmina"
ANSWER = (
    "Thank you for telling us. Somebody you know will talk to you on Monday. You can stay with your nan until then."
)
RUTH, SAM = "ruth@example.org", "sam@example.org"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture(scope="module")
def service(tmp_path_factory, weather, mailbox) -> Iterator[Service]:
    """A service of its own, that tells staff by e-mail and wants two people for every answer."""
    made = Service(tmp_path_factory.mktemp("chain"))
    made.settings |= {"SMTP_URL": mailbox.url, "MAIL_FROM": "heard@example.org"}
    made.flask("db", "upgrade")
    made.flask("settings", "set", "neutral_site", weather)
    made.flask("settings", "set", "answers_need_two", "yes")
    made.start()
    yield made
    made.close()


def test_not_safe_then_help_alert_seen_closed_answered_and_asked_again(open_browser, join, service, mailbox):
    ruth, sam = join(RUTH, "Ruth", "safeguarding lead"), join(SAM, "Sam", "participation worker")
    put_on_the_rota(ruth, "Ruth, safeguarding lead")

    words = say_not_safe(open_browser())

    service.flask("outbox", "send")
    (told,) = mailbox.messages
    assert (told["To"], told["Subject"]) == (RUTH, "Something in Heard needs you now")
    assert says_nothing_of(told.as_string(), words)

    see_and_close_the_alert(ruth, re.findall(r"http\S+", told.get_content())[0])
    write_and_ask(sam)
    find_it_right(ruth)
    send(sam)
    sam.goto("/inbox/")
    expect(sam.get_by_text("0 views.")).to_be_visible()

    let_its_clock_run_out(service)
    say_that_it_did_not_answer(open_browser(), words)

    sam.goto("/inbox/")
    row = sam.locator(".rows li").filter(has=sam.get_by_role("link", name="Home"))
    expect(row).to_contain_text("It was answered: they came back")
    expect(row).to_contain_text(re.compile(r"Read what they say is missing\s+By "))
    expect(row).to_contain_text(re.compile(r"Answer it\s+By "))
    expect(row).not_to_contain_text("Late")
    row.get_by_role("link", name="Home").click()
    expect(sam.get_by_text(MISSING)).to_be_visible()

    service.flask("outbox", "send")
    assert mailbox.told == [RUTH, RUTH, SAM]  # the alert; a second look; that it was looked at
    assert all(says_nothing_of(message.as_string(), words) for message in mailbox.messages)


def put_on_the_rota(ruth: Page, who: str) -> None:
    ruth.goto("/rota")
    ruth.get_by_label("Who", exact=True).select_option(who)
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        ruth.get_by_label(day, exact=True).check()
    ruth.get_by_label("From", exact=True).fill("00:00")
    ruth.get_by_label("Until", exact=True).fill("00:00")
    ruth.get_by_label("On bank holidays too").check()
    ruth.get_by_label("First day").fill("2026-01-01")
    press(ruth, "Put them on the rota")
    expect(ruth.get_by_role("link", name=re.compile("Sunday.*Ruth"))).to_be_visible()


def say_not_safe(phone: Page) -> str:
    """On a phone, from the front page. Help is there at once. Gives the 4 words."""
    phone.goto("/")
    phone.get_by_role("link", name="Say something").first.click()
    phone.get_by_role("link", name="OK, I am ready").click()
    phone.get_by_label("Home", exact=True).check()
    press(phone, "Continue")
    phone.get_by_label("What do you want to say?").fill(WORDS)
    press(phone, "Continue")
    press(phone, "Continue")
    phone.get_by_label("No, I am not safe").check()
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for telling us. Let us get you help.")
    expect(phone.get_by_role("main").get_by_role("link", name=re.compile("999")).first).to_be_in_viewport()
    press(phone, "Send it now")
    return four_words(phone)


def see_and_close_the_alert(ruth: Page, where: str) -> None:
    """From the address in the e-mail to the alert, seen and closed with what was done, who was told, how it ended."""
    ruth.goto(re.sub(r"^https?://[^/]+", "", where))
    ruth.get_by_role("link", name="See the alerts").click()
    ruth.get_by_role("link", name="Not safe").click()
    press(ruth, "I have seen this")
    expect(ruth.get_by_text(re.compile("^Seen on "))).to_be_visible()
    expect(ruth.get_by_text(WORDS)).to_be_visible()
    ruth.get_by_role("link", name=re.compile("^Open the alert")).click()
    press(ruth, "Close the alert")  # not yet: nothing is written down
    expect(ruth.get_by_role("link", name="Write what was done.")).to_be_visible()
    ruth.get_by_label("What was done?").fill("Rang the duty team, who visit today.")
    ruth.get_by_label("Who was told?").select_option("Another agency")
    ruth.get_by_label("If it was another agency, which?").fill("Police in Southbank")
    ruth.get_by_label("Why were they told?").fill("A child says somebody hits them. The duty team was told.")
    ruth.get_by_label("Another agency is acting on it").check()
    press(ruth, "Close the alert")
    expect(ruth.get_by_text("The alert is closed.")).to_be_visible()


def write_and_ask(sam: Page) -> None:
    sam.goto("/inbox/")
    sam.locator(".rows").get_by_role("link", name="Home").click()
    sam.get_by_label("Your answer").fill(ANSWER)
    press(sam, "Look at it before you send")
    expect(sam.get_by_text("It cannot be sent yet.")).to_be_visible()
    expect(sam.get_by_role("button", name="Send the answer")).to_have_count(0)
    sam.get_by_label("Ask a colleague to look at it").select_option("Ruth")
    press(sam, "Ask them")
    expect(sam.get_by_text("Asked.")).to_be_visible()


def find_it_right(ruth: Page) -> None:
    ruth.goto("/inbox/asked")
    ruth.get_by_role("link", name="Home").click()
    expect(ruth.get_by_text(ANSWER)).to_be_visible()
    press(ruth, "It looks right")


def send(sam: Page) -> None:
    sam.reload()
    expect(sam.get_by_text(re.compile("Ruth looked at it .* and says that it looks right"))).to_be_visible()
    press(sam, "Send the answer")
    expect(sam.get_by_text("Answered", exact=True)).to_be_visible()


def say_that_it_did_not_answer(later: Page, words: str) -> None:
    """The young person, in a browser that remembers nothing of them."""
    later.goto("/answer")
    later.get_by_label("Type your 4 words").fill(words)
    press(later, "Show my answer")
    expect(later.get_by_role("heading", level=1)).to_have_text("Here is your answer")
    expect(later.get_by_text(ANSWER)).to_be_visible()
    assert "Marmaduke" not in later.content()
    later.get_by_label("No", exact=True).check()
    later.get_by_label("What is missing?").fill(MISSING)
    press(later, "Tell us")
    expect(later.get_by_role("heading", level=1)).to_have_text("We have your words")


def let_its_clock_run_out(service: Service) -> None:
    """It was to be answered by yesterday, so that a new clock can be told from the old one."""
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d 23:59:59.000000}"
    with sqlite3.connect(service.database) as database:
        database.execute("UPDATE young_person_view SET answer_due_at = ?, next_due_at = ?", (yesterday, yesterday))


def says_nothing_of(message: str, four: str) -> bool:
    """No word of theirs of more than three letters, of what is missing or of the answer; none of the 4 words."""
    told = {word for text in (WORDS, MISSING, ANSWER, four) for word in text.casefold().split() if len(word) > 3}
    ours = {"there", "somebody", "have"}  # words that the e-mail says of itself
    return not told & (set(re.findall(r"\w+", message.casefold())) - ours)
