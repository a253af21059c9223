"""A detail that points at somebody is hidden from everybody; a safeguarding lead can see it, with a reason."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Quote, Redaction, View, utc_now
from app.models.codes import QuoteState, ViewStatus
from app.services import redacting
from app.services.errors import RuleBroken
from tests.factories import AdditionFactory, AnswerFactory, PersonFactory, ViewFactory
from tests.participation_factories import AnswerDraftFactory, QuoteFactory

WORDS = "Tom hits me.\nI told tom's mum at https://example.org/x"


def hide(browser, view, detail):
    return browser.fill_in(f"/inbox/{view.id}", form="#hide-form", **{"hide-detail": detail})


def lines(deed: str) -> list[AuditLine]:
    return list(db.session.scalars(select(AuditLine).where(AuditLine.deed == deed)))


@pytest.fixture
def view():
    return ViewFactory(words=WORDS)


@pytest.fixture
def hidden(sams_browser, view):
    hide(sams_browser, view, "Tom")
    return view


def test_it_is_hidden_wherever_it_stands_in_all_they_said(sams_browser):
    first = AnswerFactory(view__words=WORDS, verdict="no", verdict_at=utc_now(), missing="And TOM?")
    AdditionFactory(view=first.view, words="I saw Tom")
    hide(sams_browser, first.view, "tom")

    page = sams_browser.get(f"/inbox/{first.view_id}").page
    assert page.said == [
        "[hidden] hits me.\nI told [hidden]'s mum at https://example.org/x",
        "I saw [hidden]",
        "And [hidden]?",
    ]
    assert "in 4 places" in page.text


def test_what_stays_in_the_database_is_as_it_was_typed(hidden):
    assert db.session.get(View, hidden.id).words == WORDS


def test_nobody_gets_it_by_any_page(sams_browser, leads_browser, hidden):
    AnswerDraftFactory(view=hidden, text="Thank you.")
    for browser in (sams_browser, leads_browser):
        for address in ("", "/answer"):
            html = browser.get(f"/inbox/{hidden.id}{address}").text
            assert "Tom" not in html
            assert "tom&#39;s" not in html
    assert "Tom" not in sams_browser.get("/inbox/").text


def test_who_hid_it_and_when_is_said_and_written_down_without_it(sams_browser, hidden, sam):
    assert "Hidden by Sam, Tuesday 17 November, 10.00am" in sams_browser.get(f"/inbox/{hidden.id}").page.text
    (line,) = lines("hid a detail in view")
    assert (line.person_id, line.subject_id, line.reason) == (sam.id, hidden.id, None)
    assert b"Tom" not in db.session.scalar(select(Redaction.detail_sealed))


@pytest.mark.parametrize(
    ("detail", "error"),
    [
        ("", "Type what should be hidden"),
        ("T", "Type at least 2 letters or figures of what you want to hide."),
        ("Jerry", "These words do not stand in what they said. Type them exactly as they stand there."),
        ("x" * 201, "This must be 200 characters or fewer"),
    ],
)
def test_what_cannot_be_hidden(sams_browser, view, detail, error):
    response = hide(sams_browser, view, detail)

    assert response.page.errors == [error]
    assert response.page.field("hide-detail") == detail
    assert db.session.scalar(select(Redaction.id)) is None


def test_a_guess_at_what_is_hidden_hears_the_same_as_any_other_wrong_word(sams_browser, hidden):
    assert hide(sams_browser, hidden, "Tom").page.errors == hide(sams_browser, hidden, "Jerry").page.errors


def test_a_double_click_hides_it_once(sams_browser, view):
    shown = sams_browser.get(f"/inbox/{view.id}")
    ends = [sams_browser.send(shown, form="#hide-form", **{"hide-detail": "Tom"}).status_code for _ in range(2)]

    assert ends == [302, 302]
    assert len(list(db.session.scalars(select(Redaction)))) == 1


def test_details_that_overlap_are_hidden_as_one(sams_browser, leads_browser, view):
    shown = leads_browser.get(f"/inbox/{view.id}")
    hide(sams_browser, view, "Tom hits")
    leads_browser.send(shown, form="#hide-form", **{"hide-detail": "hits me"})

    assert sams_browser.get(f"/inbox/{view.id}").page.said[0].startswith("[hidden].\n")


class TestSafeguardingLead:
    def test_sees_it_with_a_reason_that_is_kept(self, leads_browser, hidden):
        page = leads_browser.fill_in(
            f"/inbox/{hidden.id}", form="#see-hidden", **{"see-reason": "The school asks who it is"}
        ).page

        assert page.said == [WORDS]
        assert [mark.get_text() for mark in page.soup.select("mark")] == ["Tom", "tom"]
        (line,) = lines("saw what is hidden in view")
        assert line.reason == "The school asks who it is"
        assert leads_browser.get(f"/inbox/{hidden.id}").page.said != [WORDS]

    def test_not_without_a_reason(self, leads_browser, hidden):
        response = leads_browser.fill_in(f"/inbox/{hidden.id}", form="#see-hidden", **{"see-reason": " "})

        assert response.page.errors == ["Write why you need to see it"]
        assert "Tom" not in response.text
        assert lines("saw what is hidden in view") == []

    def test_shows_it_to_everybody_again(self, leads_browser, sams_browser, hidden):
        redaction = db.session.scalars(select(Redaction)).one()
        fields = {"lift-redaction": str(redaction.id), "lift-reason": "It is a teddy bear"}
        shown = leads_browser.get(f"/inbox/{hidden.id}")
        for _ in range(2):
            leads_browser.send(shown, form="#lift", **fields)
            assert sams_browser.get(f"/inbox/{hidden.id}").page.said == [WORDS]

        assert [line.reason for line in lines("showed a hidden detail in view again")] == ["It is a teddy bear"]

    def test_what_is_shown_again_can_be_hidden_again(self, leads_browser, sams_browser, hidden):
        redaction = db.session.scalars(select(Redaction)).one()
        fields = {"lift-redaction": str(redaction.id), "lift-reason": "It is a teddy bear"}
        leads_browser.fill_in(f"/inbox/{hidden.id}", form="#lift", **fields)
        hide(sams_browser, hidden, "Tom")

        assert "[hidden]" in sams_browser.get(f"/inbox/{hidden.id}").page.said[0]


@pytest.mark.parametrize("end", ["hidden", "hidden/lift"])
def test_a_worker_can_neither_see_it_nor_show_it_again(sams_browser, hidden, end):
    shown = sams_browser.get(f"/inbox/{hidden.id}").page
    assert shown.soup.select("#see-hidden, #lift") == []
    data = {"csrf_token": shown.soup.select_one("[name=csrf_token]")["value"], "see-reason": "I want to"}
    response = sams_browser.post(f"/inbox/{hidden.id}/{end}", data=data)

    assert response.status_code == 403
    assert "Tom" not in response.text


def test_not_even_without_a_page(hidden):
    with pytest.raises(RuleBroken, match="safeguarding lead"):
        redacting.see_hidden(hidden, PersonFactory(), reason="I want to")
    redaction = db.session.scalars(select(Redaction)).one()
    with pytest.raises(RuleBroken, match="safeguarding lead"):
        redacting.lift(hidden, PersonFactory(), redaction_id=redaction.id, reason="I want to")


def test_another_view_has_nothing_hidden(hidden):
    other = ViewFactory(words=WORDS)

    assert redacting.hide(other, WORDS) == WORDS
    assert redacting.hide(hidden, "A quote of Tom") == "A quote of [hidden]"


def test_no_browser_is_asked_to_make_links_of_what_they_wrote(sams_browser, view):
    page = sams_browser.get(f"/inbox/{view.id}").page

    assert page.soup.select(".said a") == []
    told = page.soup.select_one("meta[name=format-detection]")["content"]
    assert told == "telephone=no, date=no, address=no, email=no"


def test_it_stays_hidden_when_it_is_answered(sams_browser, hidden):
    hidden = db.session.get(View, hidden.id)
    hidden.status = ViewStatus.ANSWERED
    db.session.commit()

    assert "Tom" not in sams_browser.get(f"/inbox/{hidden.id}").text


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_quote_that_holds_it_is_shown_to_nobody_any_more(sams_browser, view, is_approved):
    quote, other = (QuoteFactory(view=view, approved=is_approved, text=text) for text in ("tom hits me.", "I told."))
    state = other.state
    hide(sams_browser, view, "Tom")

    db.session.expire_all()
    assert db.session.get_one(Quote, quote.id).state is QuoteState.WITHDRAWN
    assert db.session.get_one(Quote, other.id).state is state
