"""Every page of young people, in the states somebody can find it in: for tests that ask something of all of them.

A page that opens by itself is walked by itself. One that needs something first has a line in STATES: the name of its
route function, and functions that bring a browser there, each giving the pages met on the way. A page with more than
one state has a line as well.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from flask import Flask

from app.extensions import db
from app.models import View, utc_now
from app.models.codes import CommitmentState, RecommendationState, ReportPart, Verdict, ViewStatus
from app.protection.four_words import choose_words, words_mark
from app.protection.sealing import vault
from app.services import commitments, quotes_shown, sending
from tests.factories import (
    AnswerFactory,
    CommitmentFactory,
    PersonFactory,
    RecommendationFactory,
    ReviewFactory,
    ViewFactory,
)
from tests.integration.young_people.meeting_states import after_the_meeting, before_the_meeting
from tests.page import Page
from tests.participation_factories import ContactReleaseFactory, QuoteFactory
from tests.report_factories import PLAIN, add_version, make_report
from tests.visitor import Visitor

State = Callable[[Visitor], list[Page]]

PART = "young_people."
NO_PAGE = {"leave"}  # it leads away
OTHER_PAGES = ("/sign-in", "/join/x", "/no-such-page")  # of others, in the same frame
MEETING_QUESTIONS = (
    *("joining", "good", "worries", "wishes", "speaker", "understanding", "safe", "private", "helped"),
    *("help", "check", "sent"),
)
IDENTIFYING_WORDS = "Mum and Dad 07700 900123"


def walk(app: Flask, browser: Visitor) -> Iterator[tuple[str, Page]]:
    """Every page with the name of its route function, opened as it is found: by a browser that has been nowhere."""
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.removeprefix(PART)
        if not rule.endpoint.startswith(PART) or name in NO_PAGE or "GET" not in (rule.methods or ()):
            continue
        response = None if rule.arguments else browser.get(rule.rule)
        opens = response is not None and response.location is None
        assert opens or name in STATES, f"Say in STATES (pages.py) how somebody gets to {rule.rule}"
        if opens:
            yield name, response.page
    for address in OTHER_PAGES:
        yield address, browser.get(address).page


def states(app: Flask) -> Iterator[tuple[str, Page]]:
    """The pages of every state that somebody has to be brought to, each at a browser of its own."""
    for name, several in STATES.items():
        for state in several:
            for page in state(app.test_client()):
                yield f"{name}: {state.__name__}", page


def begun(browser: Visitor, *, safe_now: str = "no") -> Visitor:
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words=IDENTIFYING_WORDS)
    browser.fill_in("/say/3", feeling="good")
    browser.fill_in("/say/4", safe_now=safe_now)
    return browser


def at_every_question(browser: Visitor) -> list[Page]:
    begun(browser)
    pages = [browser.get(f"/say/{step}").page for step in (1, 2, 3, 4, "help", 5)]
    browser.fill_in("/say/5", permission="team", age_group="11 to 13")
    return [*pages, browser.get("/say/6").page]


def with_something_to_fix(browser: Visitor) -> list[Page]:
    browser.fill_in("/say/1")
    answers = [browser.fill_in("/say/2", words=""), browser.fill_in("/say/2", words="x" * 5_001)]
    browser.fill_in("/say/2", words="x")
    answers += [browser.fill_in("/say/4"), browser.fill_in("/say/5", permission="x")]
    browser.fill_in("/say/4", safe_now="no")
    answers.append(browser.fill_in("/say/help", wants_contact="yes"))
    return [answer.page for answer in answers]


def open_too_long(browser: Visitor) -> list[Page]:
    begun(browser)
    return [browser.post(f"/say/{step}", data={"words": "x"}).page for step in (1, 2, 3, 4, "help", 5)]


def sent(browser: Visitor) -> list[Page]:
    begun(browser, safe_now="yes").fill_in("/say/5", permission="team")
    page = browser.fill_in("/say/6", follow_redirects=True).page
    return [page, browser.get("/say/2").page]


def sent_by_somebody_who_is_not_safe(browser: Visitor) -> list[Page]:
    begun(browser).fill_in("/say/5", permission="team")
    return [browser.fill_in("/say/6", follow_redirects=True).page]


def with_words_that_open(view: View) -> str:
    words = choose_words()
    view.words_mark = words_mark(vault.ring, words)
    db.session.commit()
    return " ".join(words)


def waiting_for_an_answer(browser: Visitor) -> list[Page]:
    words = with_words_that_open(ViewFactory())
    return [
        browser.fill_in("/answer", words="no such words here").page,
        browser.fill_in("/answer", words=words, follow_redirects=True).page,
    ]


def answered(browser: Visitor) -> list[Page]:
    view = ViewFactory(answered=True)
    AnswerFactory(view=view)
    there = browser.fill_in("/answer", words=with_words_that_open(view), follow_redirects=True).page
    wrong = browser.fill_in("/answer/read").page
    judged = browser.fill_in("/answer/read", verdict="no", more="Who?", follow_redirects=True).page
    return [there, wrong, judged]


def somebody_may_find_them(browser: Visitor) -> list[Page]:
    view = ContactReleaseFactory().contact.view
    return [browser.fill_in("/answer", words=with_words_that_open(view), follow_redirects=True).page]


def come_back(browser: Visitor) -> list[Page]:
    """More to add, how to find them, what happens when they take it back; the receipts; and then nothing opens."""
    view = ViewFactory()
    words = with_words_that_open(view)
    browser.fill_in("/answer", words=words)
    pages = []
    for address in ("/answer/more", "/answer/find-me"):
        pages += [browser.get(address).page, browser.fill_in(address, more="").page]
        pages.append(browser.fill_in(address, more="x", follow_redirects=True).page)
    pages += [browser.fill_in("/answer", words=words, follow_redirects=True).page, browser.get("/answer/sent").page]
    pages.append(browser.get("/answer/take-back").page)
    return [*pages, browser.fill_in("/answer/take-back", follow_redirects=True).page]


def taken_back_once_answered(browser: Visitor) -> list[Page]:
    view = ViewFactory(answered=True)
    AnswerFactory(view=view)
    browser.fill_in("/answer", words=with_words_that_open(view))
    return [browser.get("/answer/take-back").page, browser.fill_in("/answer/take-back", follow_redirects=True).page]


def not_genuine(browser: Visitor) -> list[Page]:
    view = ViewFactory(status=ViewStatus.NOT_GENUINE, not_genuine_reason="A test", read_at=utc_now())
    return [browser.fill_in("/answer", words=with_words_that_open(view), follow_redirects=True).page]


def with_pictures(browser: Visitor) -> list[Page]:
    """Somebody helps; every picture page; help; the check; the receipt and the card."""
    alone = browser.get("/say/with").page
    unsaid = browser.fill_in("/say/with", helped_by="friend").page
    browser.fill_in("/say/with", helped_by="friend", words_are_own="no")
    browser.fill_in("/say/pictures/1", topic="home")
    browser.fill_in("/say/pictures/2", feeling="good")
    browser.fill_in("/say/pictures/3", safe_now="no")
    browser.fill_in("/say/pictures/5", permission="team")
    shown = [browser.get(f"/say/pictures/{step}").page for step in range(1, 6)]
    addresses = ("/say/help", "/say/6")
    shown += [browser.get(address).page for address in addresses]
    sent_it = browser.fill_in("/say/6", follow_redirects=True).page
    return [alone, unsaid, *shown, sent_it, browser.get("/say/card").page, browser.get("/say/1").page]


def slowed_down(browser: Visitor) -> list[Page]:
    return [browser.fill_in("/answer", words="no such words here").page for _ in range(7)][-1:]


def slowed_after_many(browser: Visitor) -> list[Page]:
    address = f"/you-said/{CommitmentFactory().id}"
    browser.fill_in("/answer", words=with_words_that_open(ViewFactory()))
    for _ in range(sending.FREE_FOR_A_VISIT + 2):
        browser.fill_in(address, verdict="no")
        browser.fill_in("/answer/more", more="x")
    return [browser.fill_in(address, verdict="no").page, browser.fill_in("/answer/more", more="x").page]


def nothing_yet(browser: Visitor) -> list[Page]:
    addresses = ("/", "/you-said", "/you-said?show=done", "/you-said?show=started", "/you-said?show=not-possible")
    more = ("/you-said?page=2", "/you-said/words", "/you-said/words?page=2", "/reviews", "/reviews?page=2")
    return [browser.get(address).page for address in (*addresses, *more)]


def promised(browser: Visitor) -> list[Page]:
    for state in CommitmentState:
        CommitmentFactory(state=state, said_by=3, look_again_on=date(2026, 12, 1), for_now="Ask.")
    CommitmentFactory(state=CommitmentState.STARTED, said_by=None, look_again_on=date(2026, 11, 2))
    CommitmentFactory.create_batch(commitments.PAGE)
    return [browser.get(address).page for address in ("/", "/you-said", "/you-said?page=2")]


def quoted(browser: Visitor) -> list[Page]:
    """What other young people say, however hard their own words are."""
    hard = "Multidisciplinary professionals facilitated inappropriate interventions regarding my placement."
    for _ in range(quotes_shown.PAGE + 1):
        QuoteFactory(everyone=True, text=hard)
    return [browser.get(address).page for address in ("/you-said", "/you-said/words", "/you-said/words?page=2")]


def did_it_help(browser: Visitor) -> list[Page]:
    address = f"/you-said/{CommitmentFactory().id}"
    return [
        browser.get(address).page,
        browser.fill_in(address).page,
        browser.post(address, data={"verdict": "yes"}).page,
        browser.fill_in(address, verdict=Verdict.NO, follow_redirects=True).page,
    ]


def reviewed(browser: Visitor) -> list[Page]:
    review, bare = ReviewFactory(), ReviewFactory()
    for number, state in enumerate(RecommendationState, 1):
        RecommendationFactory(
            review=review,
            number=number,
            state=state,
            changed="They ask.",
            due_on=date(2026, 11, 1),
            checked_on=date(2026, 11, 2),
        )
    addresses = ("/reviews", f"/reviews/{review.id}", f"/reviews/{bare.id}")
    return [browser.get(address).page for address in addresses]


def complained(browser: Visitor) -> list[Page]:
    return [
        browser.fill_in("/complain").page,
        browser.post("/complain", data={"words": "x"}).page,
        browser.fill_in("/complain", words="x", safe_now="not sure", follow_redirects=True).page,
    ]


def changed_the_look(browser: Visitor) -> list[Page]:
    return [browser.fill_in("/reading", colours="x").page, browser.post("/reading").page]


def refused(browser: Visitor) -> list[Page]:
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    return [
        browser.put("/say/2").page,
        browser.post("/say/2", data={"words": "x" * 300_000}).page,
        browser.post("/say/2", json={}).page,
        browser.post("/say/2", headers=from_elsewhere).page,
        browser.post("/sign-out", data={"words": "x"}).page,
    ]


def a_year(browser: Visitor) -> list[Page]:
    """With every sentence that a report for children can have."""
    CommitmentFactory(decided_on=date(2025, 6, 2), look_again_on=date(2025, 7, 1), for_now="Ask us.")
    CommitmentFactory(decided_on=date(2025, 6, 2), said_by=2)
    RecommendationFactory(review=ReviewFactory(reported_on=date(2025, 6, 2)))
    QuoteFactory(everyone=True, decided_at=datetime(2025, 6, 2, 10, tzinfo=UTC))
    shares = {"answered_in_time": 84, "children_by_participation": 83, "children_told": 52}
    figures = {"revisions": {}, "before": {}, "views": 1164, "shares": shares}
    texts = PLAIN | {ReportPart.NEXT_FOR_CHILDREN: "We will listen."}
    make_report(texts=texts, figures=figures)
    return [browser.get("/you-said/year/2025-26").page, browser.get("/you-said").page]


def a_year_put_right(browser: Visitor) -> list[Page]:
    """There is another year, too."""
    make_report(2024)
    by, report = PersonFactory(), make_report(2023)
    add_version(report, by, {}, number=2)
    db.session.commit()
    return [browser.get("/you-said/year/2023-24").page]


STATES: dict[str, list[State]] = {
    "show_home": [nothing_yet],
    "say_topic": [at_every_question],
    "say_words": [with_something_to_fix, open_too_long],
    "say_feeling": [],
    "say_safe": [],
    "say_who": [],
    "offer_help": [],
    "check_and_send": [],
    "show_sent": [sent, sent_by_somebody_who_is_not_safe],
    "type_words": [slowed_down],
    "read_answer": [waiting_for_an_answer, answered, somebody_may_find_them],
    "you_said": [promised],
    "read_quotes": [quoted],
    "show_year": [a_year, a_year_put_right],
    "did_it_help": [did_it_help, slowed_after_many],
    "show_review": [reviewed],
    "complain": [complained],
    "add_more": [come_back],
    "tell_how": [],
    "show_received": [],
    "take_back": [taken_back_once_answered, not_genuine],
    "show_taken_back": [],
    "pick_topic": [with_pictures],
    "pick_feeling": [],
    "pick_safe": [],
    "add_words": [],
    "pick_who": [],
    "show_card": [],
    "meeting_show": [before_the_meeting],
    **{f"meeting_{name}": [] for name in MEETING_QUESTIONS},
    "meeting_reply": [after_the_meeting],
    "change_look": [changed_the_look],
    "any": [refused],
}
