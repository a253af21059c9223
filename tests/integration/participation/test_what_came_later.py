"""What staff see of a view beside its words: additions, how to find them, who helped, pictures only, complaints."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, AuditLine, Contact, View, utc_now
from app.models.codes import Feeling, HelpedBy
from app.services import returning
from tests.factories import AdditionFactory, AnswerFactory, ViewFactory

DAY = 24 * 60 * 60


class TestAdditions:
    def test_they_are_shown_word_for_word_with_their_dates(self, sams_browser):
        addition = AdditionFactory(words="And <my> dog\n  =1+1")
        page = sams_browser.get(f"/inbox/{addition.view_id}").page

        assert page.said == ["I would like to see my brother more often.", "And <my> dog\n  =1+1"]
        assert "On Tuesday 17 November at 10.00am" in page.text

    def test_opening_the_view_reads_them_and_is_written_down(self, sams_browser, clock):
        addition = AdditionFactory()
        sams_browser.get(f"/inbox/{addition.view_id}")
        first = db.session.get(Addition, addition.id).read_at
        clock.shift(60)
        sams_browser.get(f"/inbox/{addition.view_id}")

        assert first is not None
        assert db.session.get(Addition, addition.id).read_at == first
        assert len(list(db.session.scalars(select(AuditLine).where(AuditLine.deed == "opened view")))) == 2

    def test_the_inbox_says_how_many_are_to_be_read(self, sams_browser):
        view = ViewFactory()
        assert "to read" not in sams_browser.get("/inbox/").page.text
        AdditionFactory(view=view)
        assert "1 addition to read" in sams_browser.get("/inbox/").page.text
        AdditionFactory(view=view)
        assert "2 additions to read" in sams_browser.get("/inbox/").page.text
        sams_browser.get(f"/inbox/{view.id}")
        assert "to read" not in sams_browser.get("/inbox/").page.text

    def test_they_take_no_more_queries(self, sams_browser, count_queries):
        view = ViewFactory()
        sams_browser.get("/inbox/")
        with count_queries() as without:
            sams_browser.get("/inbox/")
        AdditionFactory.create_batch(5, view=view)
        AdditionFactory.create_batch(5)
        with count_queries() as many:
            sams_browser.get("/inbox/")

        assert len(without) == len(many)

    def test_what_was_answered_and_added_to_says_that_they_came_back(self, sams_browser):
        view = returning.get_view(str(AnswerFactory().view_id), for_change=True)
        returning.add_more(view, words="And my dog.", once="x" * 43)
        db.session.commit()

        assert "It was answered: they came back" in sams_browser.get("/inbox/").page.text

    @pytest.mark.parametrize(
        ("form", "typed"), [("#answer", {"text": "Not now."}), ("#not-genuine-form", {"aside-reason": "A joke"})]
    )
    def test_what_is_added_while_somebody_writes_is_read_before_anything_is_sent(self, sams_browser, form, typed):
        view = ViewFactory()
        shown = sams_browser.get(f"/inbox/{view.id}")
        returning.add_more(returning.get_view(str(view.id), for_change=True), words="And my dog.", once="x" * 43)
        db.session.commit()
        response = sams_browser.send(shown, form=form, **typed)

        assert "They added something while this page was open." in response.page.text
        assert response.page.said[1] == "And my dog."
        assert db.session.get(View, view.id).status == "waiting"
        assert sams_browser.send(response, form=form).location is not None


class TestHowToFindThem:
    @pytest.fixture
    def view(self):
        view = returning.get_view(str(ViewFactory().id), for_change=True)
        returning.tell_how(view, how="The library")
        db.session.commit()
        return view

    def test_the_inbox_and_the_view_say_that_it_is_to_be_opened_and_by_when(self, sams_browser, view):
        assert "Open how to find them By Thursday 19 November" in sams_browser.get("/inbox/").page.text
        page = sams_browser.get(f"/inbox/{view.id}").page
        assert "They told us on Tuesday 17 November at 10.00am. Open it by Thursday 19 November" in page.text
        assert "The library" not in page.html

    def test_it_stays_in_the_inbox_when_it_is_answered_before_anybody_has_opened_it(
        self, sams_browser, leads_browser, view
    ):
        sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text="We will look for you.")
        assert "Open how to find them By Thursday 19 November" in sams_browser.get("/inbox/").page.text
        leads_browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": "They asked"})
        assert "Nothing waits for an answer." in sams_browser.get("/inbox/").page.text

    def test_late_is_said(self, browser, sam, view, clock):
        clock.shift(3 * DAY)
        sams_browser = browser.sign_in(sam)

        assert "Late: was to be opened by Thursday 19 November" in sams_browser.get(f"/inbox/{view.id}").page.text

    def test_once_a_safeguarding_lead_has_opened_it_that_is_said(self, sams_browser, leads_browser, view):
        leads_browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": "They asked"})

        assert db.session.scalars(select(Contact)).one().opened_at is not None
        assert "Opened on Tuesday 17 November." in sams_browser.get(f"/inbox/{view.id}").page.text
        assert "How to find them" not in sams_browser.get("/inbox/").page.text


class TestHowItWasSaid:
    @pytest.mark.parametrize(("by_pictures", "what"), [(True, "pictures"), (False, "answers")])
    def test_no_words_are_said_to_be_none(self, sams_browser, by_pictures, what):
        view = ViewFactory(words=None, feeling=Feeling.GOOD, is_by_pictures=by_pictures)
        page = sams_browser.get(f"/inbox/{view.id}").page

        assert f"They picked {what}, and wrote no words." in page.text
        assert page.said == []

    @pytest.mark.parametrize(
        ("are_own", "says"),
        [
            (True, "They say the words are their own."),
            (False, "They say some of the words are the helper's."),
        ],
    )
    def test_who_helped_and_whose_words_they_are(self, sams_browser, are_own, says):
        view = ViewFactory(helped_by=HelpedBy.ADVOCATE, words_are_own=are_own)

        assert f"Advocate. {says}" in sams_browser.get(f"/inbox/{view.id}").page.text

    def test_a_complaint_and_what_a_program_may_have_sent(self, sams_browser):
        plain = sams_browser.get(f"/inbox/{ViewFactory().id}").page.text
        marked = sams_browser.get(f"/inbox/{ViewFactory(is_complaint=True, looks_automatic=True).id}").page.text

        for says in ("They sent this as a complaint about us.", "A program may have sent this"):
            assert says in marked
            assert says not in plain
        assert "Helped by" not in plain


def test_a_view_takes_the_same_queries_however_much_was_added(sams_browser, count_queries):
    view = ViewFactory()
    address = f"/inbox/{view.id}"
    sams_browser.get(address)
    with count_queries() as few:
        sams_browser.get(address)
    for _ in range(5):
        AdditionFactory(view=view, read_at=utc_now())
    with count_queries() as many:
        sams_browser.get(address)

    assert len(few) == len(many)
    assert db.session.get(View, view.id).read_at is not None
