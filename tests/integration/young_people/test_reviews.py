"""What reviews found, and what has changed since, for everybody to read."""

from datetime import date

import pytest

from app.models import utc_now
from app.models.codes import RecommendationState
from app.services import reviews
from tests.factories import RecommendationFactory, ReviewFactory

DONE, STARTED, NOT_STARTED = RecommendationState


def test_the_newest_is_first_with_how_much_is_done(browser):
    ReviewFactory(title="Old", reference="Child A1", reported_on=date(2025, 3, 1))
    new = ReviewFactory(title="New", reference="Child B1", reported_on=date(2026, 3, 1))
    RecommendationFactory(review=new, number=1, state=DONE, changed="They ask now.")
    RecommendationFactory(review=new, number=2, state=STARTED)
    page = browser.get("/reviews").page

    assert [heading.get_text() for heading in page.soup.select(".ysd h2")] == ["New", "Old"]
    assert "About Child B1. Written on Sunday 1 March." in page.text
    assert "Done so far: 1 of 2." in page.text
    assert "0 of 0" not in page.text


def test_one_review_says_what_must_change_and_what_has(browser):
    review = ReviewFactory(summary="Nobody asked the child.")
    RecommendationFactory(
        review=review, number=2, text="Second", state=NOT_STARTED, due_on=date(2026, 12, 1), checked_on=None
    )
    RecommendationFactory(
        review=review, number=1, text="First", state=DONE, changed="They ask now.", checked_on=date(2026, 11, 2)
    )
    page = browser.get(browser.get("/reviews").page.link(review.title)).page
    first, second = (" ".join(item.get_text(" ").split()) for item in page.soup.select("ol.ysd > li"))

    assert page.heading == review.title
    assert "Nobody asked the child." in page.text
    assert first == "Number 1 Done First What has changed They ask now. We last checked this on Monday 2 November."
    assert second == "Number 2 Not started yet Second It must be done by Tuesday 1 December."


@pytest.mark.parametrize(
    ("state", "due_on", "says"),
    [
        (STARTED, date(2026, 11, 16), True),
        (STARTED, date(2026, 11, 17), False),
        (DONE, date(2026, 11, 16), False),
    ],
)
def test_what_is_late_says_so(browser, state, due_on, says):
    review = ReviewFactory()
    RecommendationFactory(review=review, state=state, changed="They ask now.", due_on=due_on)

    assert ("It is late." in browser.get(f"/reviews/{review.id}").page.text) is says


def test_what_is_not_published_is_nowhere(browser):
    hidden = ReviewFactory(title="Not yet", published_at=None)

    assert "Not yet" not in browser.get("/reviews").text
    assert browser.get(f"/reviews/{hidden.id}").status_code == 404


@pytest.mark.parametrize(
    ("address", "says"), [("/reviews", "There is nothing here yet."), ("/reviews?page=2", "There is nothing more.")]
)
def test_an_empty_list_says_so(browser, address, says):
    assert says in browser.get(address).page.text


def test_a_long_list_goes_on(browser):
    ReviewFactory.create_batch(reviews.PAGE + 1)
    first = browser.get("/reviews").page

    assert len(first.soup.select(".ysd h2")) == reviews.PAGE
    assert len(browser.get(first.link("Older")).page.soup.select(".ysd h2")) == 1


def test_what_a_review_says_is_no_html(browser):
    review = ReviewFactory(title="<b>", summary="<i>")
    RecommendationFactory(review=review, text="<u>", changed="<s>")
    text = browser.get(f"/reviews/{review.id}").text

    assert all(f"&lt;{letter}&gt;" in text for letter in "bius")


def test_a_list_takes_two_queries_however_long_it_is(browser, count_queries):
    for _ in range(reviews.PAGE):
        RecommendationFactory(review=ReviewFactory(published_at=utc_now()))
    browser.get("/reviews")
    with count_queries() as queries:
        browser.get("/reviews")

    assert len(queries) == 2  # the reviews; what must change, for all of them
    assert browser.secret is None
