"""What staff see of a view that was taken back: nothing; or what they must still deal with, and then close."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, Answer, AuditLine, Contact, View, utc_now
from app.models.codes import ViewStatus
from app.services import answering, returning, taking_back
from app.services.taking_back import End
from tests.factories import AdditionFactory, AlertFactory, AnswerFactory, ViewFactory

DONE = "Nobody is at risk. I rang the school to ask about sports day."


def taken_back(view: View) -> View:
    taking_back.take_back(returning.get_view(str(view.id), for_change=True))
    db.session.commit()
    return db.session.get_one(View, view.id)


def again(view: View) -> View:
    db.session.expire_all()
    return db.session.get_one(View, view.id)


def close(browser, view, done=DONE):
    return browser.fill_in(f"/inbox/{view.id}", form="#close", **{"close-done": done})


@pytest.fixture
def kept():
    return taken_back(ViewFactory())


class TestKept:
    def test_the_inbox_marks_it_and_says_by_when(self, sams_browser, kept):
        text = sams_browser.get("/inbox/").page.text

        assert "They took it back" in text
        assert "Deal with it By Tuesday 1 December" in text

    def test_its_page_shows_the_words_and_offers_no_answer(self, sams_browser, kept):
        page = sams_browser.get(f"/inbox/{kept.id}").page

        assert page.said == ["I would like to see my brother more often."]
        assert "Nobody can read an answer any more." in page.text
        assert page.soup.select("#answer") == []
        assert page.soup.select("#not-genuine-form") == []

    def test_closing_clears_it_and_writes_down_what_was_done(self, sams_browser, sam, kept):
        AdditionFactory(view=kept)
        close(sams_browser, kept)

        view = again(kept)
        assert (view.status, view.words) == (ViewStatus.TAKEN_BACK, None)
        assert view.taken_back_at < view.cleared_at
        assert list(db.session.scalars(select(Addition))) == []
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "closed view that was taken back"))
        assert (line.person_id, line.subject_id, line.reason) == (sam.id, view.id, DONE)

    def test_closing_twice_is_closing_once(self, sams_browser, kept):
        shown = sams_browser.get(f"/inbox/{kept.id}")
        ends = [sams_browser.send(shown, form="#close", **{"close-done": DONE}).location for _ in range(2)]

        assert ends == [f"/inbox/{kept.id}"] * 2

    def test_without_saying_what_was_done_it_stays(self, sams_browser, kept):
        response = close(sams_browser, kept, " ")

        assert response.page.errors == ["Write what you did about it"]
        assert again(kept).cleared_at is None

    def test_what_nobody_has_read_cannot_be_closed_unread(self, sams_browser, kept):
        token = sams_browser.get(f"/inbox/{ViewFactory().id}").page.field("csrf_token")
        response = sams_browser.post(f"/inbox/{kept.id}/close", data={"csrf_token": token, "close-done": DONE})

        assert response.page.errors == ["Open it and read it first. Then you can close it."]
        assert again(kept).cleared_at is None

    def test_how_to_find_them_is_never_cleared_before_a_safeguarding_lead_has_looked(self, sams_browser, leads_browser):
        view = returning.get_view(str(ViewFactory().id), for_change=True)
        returning.tell_how(view, how="The library")
        taken_back(view)
        assert close(sams_browser, view).page.errors == [
            "A safeguarding lead has to look at how to find them first. Then you can close it."
        ]

        leads_browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": "They asked"})
        assert close(sams_browser, view).location == f"/inbox/{view.id}"
        assert list(db.session.scalars(select(Contact))) == []

    def test_what_was_not_taken_back_cannot_be_closed(self, sams_browser):
        view = ViewFactory()
        token = sams_browser.get(f"/inbox/{view.id}").page.field("csrf_token")
        response = sams_browser.post(f"/inbox/{view.id}/close", data={"csrf_token": token, "close-done": DONE})

        assert response.page.errors == ["They have not taken this back. Answer it."]
        assert again(view).words is not None


class TestKeptWithAnAlert:
    @pytest.fixture
    def kept(self):
        return taken_back(AlertFactory().view)

    def test_a_worker_cannot_close_it(self, sams_browser, kept):
        shown = sams_browser.get(f"/inbox/{kept.id}")
        token = shown.page.field("csrf_token")
        response = sams_browser.post(f"/inbox/{kept.id}/close", data={"csrf_token": token, "close-done": DONE})

        assert "only a safeguarding lead can close it" in shown.page.text
        assert response.page.errors == ["They said they may not be safe, so only a safeguarding lead can close this."]
        assert again(kept).cleared_at is None

    def test_a_safeguarding_lead_closes_it_and_has_then_seen_the_alert(self, leads_browser, kept):
        close(leads_browser, kept)

        assert again(kept).cleared_at is not None
        assert answering.alerts_unacknowledged() == 0

    def test_a_safeguarding_lead_can_still_find_them(self, leads_browser):
        view = AlertFactory().view
        db.session.add(Contact(view_id=view.id, wants_contact=True, how="The library"))
        db.session.commit()
        taken_back(view)
        response = leads_browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": "Not safe"})

        assert "The library" in response.page.said


class TestCleared:
    @pytest.fixture
    def cleared(self):
        return taken_back(AnswerFactory().view)

    def test_its_page_says_that_nothing_is_there(self, sams_browser, cleared):
        page = sams_browser.get(f"/inbox/{cleared.id}").page

        assert page.heading == "Taken back"
        assert "Nothing they said is kept." in page.text
        assert page.said == []
        assert page.soup.select("main form") == []


class TestWhileSomebodyWritesAnAnswer:
    @pytest.mark.parametrize("read", [True, False], ids=["cleared", "kept"])
    def test_it_is_not_sent_and_not_lost(self, sams_browser, read):
        view = ViewFactory(read_at=utc_now())
        shown = sams_browser.get(f"/inbox/{view.id}")
        if not read:
            AdditionFactory(view=view)
        taken_back(again(view))
        response = sams_browser.send(shown, form="#answer", text="We asked <them>.")

        assert response.status_code == 400
        assert response.page.errors == ["They took this back while you wrote. Nobody can read an answer any more."]
        assert "We asked <them>." in response.page.text
        assert list(db.session.scalars(select(Answer))) == []


def test_what_becomes_of_it_is_what_take_back_says():
    ends = [taking_back.take_back(returning.get_view(str(view.id))) for view in (ViewFactory(), AnswerFactory().view)]

    assert ends == [End.KEPT, End.CLEARED]
