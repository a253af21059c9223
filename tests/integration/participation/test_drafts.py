"""An answer is a draft first: it survives, two people lose nothing, and a colleague can look before it is sent."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, AnswerDraft, OutboxMessage, Role, View, utc_now
from app.models.codes import Event, ViewStatus
from app.services import answering, drafting, settings
from app.services.errors import RuleBroken
from tests.factories import AnswerFactory, PersonFactory, ViewFactory
from tests.integration.answers import answer, write
from tests.participation_factories import AnswerDraftFactory, CannedOpeningFactory, RedactionFactory


def drafts() -> list[str]:
    return [draft.text for draft in db.session.scalars(select(AnswerDraft))]


def answers() -> list[str]:
    return [sent.text for sent in db.session.scalars(select(Answer))]


def told() -> list[tuple]:
    return [(row.person_id, row.event, row.subject_id) for row in db.session.scalars(select(OutboxMessage))]


@pytest.fixture
def view():
    return ViewFactory()


@pytest.fixture
def lee():
    return PersonFactory(name="Lee", role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def lees_browser(another_browser, lee):
    return another_browser.sign_in(lee)


@pytest.fixture
def two_needed(app):
    settings.change("answers_need_two", "yes")
    db.session.commit()


class TestThrowingAway:
    def throw(self, browser, view):
        return browser.fill_in(f"/inbox/{view.id}", form="#throw-away", follow_redirects=True)

    def test_a_draft_is_gone_for_everybody_and_nothing_is_sent(self, sams_browser, lees_browser, view):
        write(sams_browser, view.id, "We asked.", act="save")
        page = self.throw(lees_browser, view).page

        assert "Thrown away." in page.text
        assert page.field("text") == ""
        assert (drafts(), answers()) == ([], [])

    def test_it_says_first_what_it_does(self, sams_browser, view):
        write(sams_browser, view.id, "We asked.", act="save")
        fold = sams_browser.get(f"/inbox/{view.id}").page.soup.select_one("details:has(#throw-away)")

        assert not fold.has_attr("open")
        assert "It is gone then, for your colleagues too." in fold.get_text()

    def test_another_text_than_the_one_that_was_seen_stays(self, sams_browser, lees_browser, view):
        write(sams_browser, view.id, "We asked.", act="save")

        open_page = sams_browser.get(f"/inbox/{view.id}")
        write(lees_browser, view.id, "We asked them all.", act="save")
        response = sams_browser.send(open_page, form="#throw-away")

        assert response.status_code == 400
        assert drafts() == ["We asked them all."]

    def test_again_changes_nothing(self, view, database):
        sam = PersonFactory()
        drafting.save_draft(view, sam, text="We asked.", seen="")
        seen = drafting.version_of(drafting.get_draft(view.id))
        for _ in range(2):
            drafting.throw_away(view, sam, seen=seen)

        assert drafts() == []

    def test_there_is_nothing_to_throw_away_without_one(self, sams_browser, view):
        assert sams_browser.get(f"/inbox/{view.id}").page.soup.select("#throw-away") == []


class TestSaving:
    def test_a_draft_waits_on_the_page_for_everybody_and_nothing_is_sent(self, sams_browser, lees_browser, view):
        page = write(sams_browser, view.id, "We asked <them>.", act="save").page
        assert "Saved as a draft." in page.text

        page = lees_browser.get(f"/inbox/{view.id}").page
        assert page.field("text") == "We asked <them>."
        assert "Draft saved by Sam" in page.text
        assert (answers(), db.session.get(View, view.id).status) == ([], ViewStatus.WAITING)

    def test_it_is_sealed(self, sams_browser, view):
        write(sams_browser, view.id, "We asked them.", act="save")

        assert b"asked" not in db.session.scalar(select(AnswerDraft.text_sealed))

    def test_there_is_one_for_a_view_and_saving_again_changes_it(self, sams_browser, view):
        for text in ("First", "Second"):
            write(sams_browser, view.id, text, act="save")

        assert drafts() == ["Second"]

    def test_whoever_saves_over_a_text_they_have_not_seen_is_told_and_reads_both(
        self, sams_browser, lees_browser, view
    ):
        shown = lees_browser.get(f"/inbox/{view.id}")
        write(sams_browser, view.id, "Sam's text", act="save")
        response = lees_browser.send(shown, form="#answer", text="Lee's text", act="save")

        assert response.status_code == 400
        assert response.page.errors == [
            "Somebody else saved a draft while you wrote. Nothing of yours is lost: both are below."
        ]
        assert "What Sam saved on Tuesday 17 November at 10.00am" in response.page.text
        assert "Sam's text" in response.page.text
        assert response.page.field("text") == "Lee's text"
        assert drafts() == ["Sam's text"]

        lees_browser.send(response, form="#answer", text="Both texts", act="save")
        assert drafts() == ["Both texts"]

    def test_the_same_text_from_two_people_is_no_clash(self, sams_browser, lees_browser, view):
        shown = lees_browser.get(f"/inbox/{view.id}")
        write(sams_browser, view.id, "The same", act="save")

        assert lees_browser.send(shown, form="#answer", text="The same", act="save").status_code == 302

    @pytest.mark.parametrize(
        ("text", "error"),
        [(" ", "Write your answer"), ("x" * 5_001, "Your answer must be 5,000 characters or fewer")],
    )
    def test_they_are_told_what_to_put_right(self, sams_browser, view, text, error):
        response = sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text=text, act="save")

        assert response.page.errors == [error]
        assert response.page.title.startswith("Error. ")
        assert drafts() == []

    def test_what_is_typed_for_a_view_that_was_answered_meanwhile_is_shown_and_not_kept(
        self, sams_browser, lees_browser, view
    ):
        shown = lees_browser.get(f"/inbox/{view.id}")
        answer(sams_browser, view.id, "Sam's")
        response = lees_browser.send(shown, form="#answer", text="Lee's", act="save")

        assert "This is what you typed. It was not sent." in response.page.text
        assert "Lee's" in response.page.text
        assert drafts() == []

    def test_the_draft_of_what_is_set_aside_waits_there(self, sams_browser, view):
        write(sams_browser, view.id, "Half of it", act="save")
        sams_browser.fill_in(f"/inbox/{view.id}", form="#not-genuine-form", **{"aside-reason": "A joke"})

        page = sams_browser.get(f"/inbox/{view.id}").page
        assert "A draft of Sam, not sent" in page.text
        sams_browser.send(sams_browser.get(f"/inbox/{view.id}"), form="#genuine")
        assert sams_browser.get(f"/inbox/{view.id}").page.field("text") == "Half of it"


class TestOpenings:
    def test_one_is_put_in_front_of_what_is_typed(self, sams_browser, view):
        opening = CannedOpeningFactory(text="Thank you for telling us.")
        shown = sams_browser.get(f"/inbox/{view.id}")
        fields = {"text": "We asked them.", "opening": str(opening.id), "act": "opening"}
        page = sams_browser.send(shown, form="#answer", follow_redirects=True, **fields).page

        assert page.field("text") == "Thank you for telling us.\n\nWe asked them."

    def test_one_can_be_all_that_is_there(self, sams_browser, view):
        opening = CannedOpeningFactory(text="Thank you.")
        sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text="", opening=str(opening.id), act="opening")

        assert drafts() == ["Thank you."]

    def test_twice_puts_it_there_once(self, sams_browser, view):
        opening = CannedOpeningFactory(text="Thank you.")
        for _ in range(2):
            sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", opening=str(opening.id), act="opening")

        assert drafts() == ["Thank you."]

    def test_a_retired_one_cannot_be_chosen(self, sams_browser, view):
        CannedOpeningFactory(name="In use")
        retired = CannedOpeningFactory(is_active=False)
        shown = sams_browser.get(f"/inbox/{view.id}")
        response = sams_browser.send(shown, form="#answer", text="Hi", opening=str(retired.id), act="opening")

        assert response.page.errors == ["Choose one that is on the page."]
        assert response.page.field("text") == "Hi"


class TestSecondLook:
    def test_it_is_shown_as_they_will_read_it(self, sams_browser, view):
        page = write(sams_browser, view.id, "Thank you.\n<We> asked.").page

        assert page.heading == "Look at it before it is sent"
        assert "From the Heard team, Tuesday 17 November" in page.text
        assert "<We> asked." in page.text
        assert page.said == ["I would like to see my brother more often."]

    def test_words_from_the_office_are_underlined_and_what_to_write_stands_beside_them(self, sams_browser, view):
        page = write(sams_browser, view.id, "We looked at your placement.").page

        assert [word.get_text() for word in page.soup.select(".bubble .jargon")] == ["placement"]
        assert "“placement”: write “where you live”" in page.text

    def test_what_repeats_their_words_is_pointed_out_and_can_be_sent(self, sams_browser, view):
        shown = write(sams_browser, view.id, "You would like to see your brother.")
        assert "Your answer repeats this of what they wrote." in shown.page.text
        assert "“You would like to see your brother” (their own words)" in shown.page.text

        assert sams_browser.send(shown, form="#send").status_code == 302

    def test_what_they_added_and_said_was_missing_counts_as_their_words(self, sams_browser):
        first = AnswerFactory(verdict="no", verdict_at=utc_now(), missing="ask Mr Brown")
        first.view.status = ViewStatus.WAITING
        db.session.commit()

        assert "“Mr Brown” (a name)" not in write(sams_browser, first.view_id, "We will ask them.").page.text
        assert "“Brown” (a name)" in write(sams_browser, first.view_id, "We know Brown.").page.text

    def test_a_hidden_detail_in_the_answer_is_pointed_out(self, sams_browser, view):
        RedactionFactory(view=view, detail="brother")

        assert "“his brother” (what is hidden)" in write(sams_browser, view.id, "We rang his brother.").page.text

    def test_opening_it_is_an_opening(self, sams_browser, view):
        AnswerDraftFactory(view=view)
        sams_browser.get(f"/inbox/{view.id}/answer")

        assert db.session.get(View, view.id).read_at is not None

    def test_without_a_draft_there_is_the_view(self, sams_browser, view):
        assert sams_browser.get(f"/inbox/{view.id}/answer").page.heading == "Family"

    def test_what_changed_while_somebody_looked_is_not_sent_and_both_are_shown(self, sams_browser, lees_browser, view):
        shown = write(sams_browser, view.id, "Sam's text")
        write(lees_browser, view.id, "Lee's text", act="save")
        response = sams_browser.send(shown, form="#send")

        assert response.page.errors == [
            "Somebody changed the draft while you looked at it. Nothing was sent: both are below."
        ]
        assert "What Lee saved" in response.page.text
        assert response.page.field("text") == "Sam's text"
        assert answers() == []

    def test_sending_ends_the_draft(self, sams_browser, view):
        answer(sams_browser, view.id, "Thank you.")

        assert (drafts(), answers()) == ([], ["Thank you."])
        assert "Sent." in sams_browser.get(f"/inbox/{view.id}?sent=yes").page.text

    def test_after_a_no_nothing_of_the_old_draft_stands_there(self, sams_browser, view):
        answer(sams_browser, view.id, "Thank you.")
        db.session.get(View, view.id).status = ViewStatus.WAITING
        db.session.commit()

        assert sams_browser.get(f"/inbox/{view.id}").page.field("text") == ""


class TestColleague:
    @pytest.fixture
    def shown(self, sams_browser, view, lee):
        return write(sams_browser, view.id, "Thank you.")

    def ask(self, sams_browser, shown, lee):
        return sams_browser.send(shown, form="#ask", follow_redirects=True, **{"ask-colleague": str(lee.id)})

    def test_whoever_is_asked_is_told_and_finds_it(self, sams_browser, lees_browser, shown, lee, view):
        page = self.ask(sams_browser, shown, lee).page
        assert "Lee was asked on Tuesday 17 November to look at it, and has not yet." in page.text
        assert told() == [(lee.id, Event.HANDED_OVER, view.id)]

        assert "For you (1)" in lees_browser.get("/inbox/").page.text
        listed = lees_browser.get("/inbox/asked").page
        assert "Sam asked you on Tuesday 17 November" in listed.text
        assert listed.link("Family") == f"/inbox/{view.id}/answer"

    def test_they_say_that_it_looks_right(self, sams_browser, lees_browser, shown, lee, sam, view):
        self.ask(sams_browser, shown, lee)
        lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", act="right")

        assert (
            "Lee looked at it on Tuesday 17 November and says that it looks right."
            in sams_browser.get(f"/inbox/{view.id}").page.text
        )
        assert "Nobody asks you to look" in lees_browser.get("/inbox/asked").page.text
        assert (sam.id, Event.HANDED_OVER, view.id) in told()

    def test_they_send_it_back_with_a_remark(self, sams_browser, lees_browser, shown, lee, view):
        self.ask(sams_browser, shown, lee)
        remark = {"look-remark": "Say <when>.", "act": "back"}
        lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", **remark)

        page = sams_browser.get(f"/inbox/{view.id}").page
        assert "sent it back" in page.text
        assert "Say <when>." in page.text
        write(sams_browser, view.id, "Thank you. On Monday.", act="save")
        page = sams_browser.get(f"/inbox/{view.id}").page
        assert "It has changed since." in page.text
        assert "Say <when>." in page.text

    def test_it_is_not_sent_back_without_a_word(self, sams_browser, lees_browser, shown, lee, view):
        self.ask(sams_browser, shown, lee)
        response = lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", act="back")

        assert response.page.errors == ["Write what should change, then send it back."]

    def test_whoever_wrote_it_does_not_look_at_it_as_another(self, sams_browser, view, sam, lee):
        draft = AnswerDraftFactory(view=view, written_by_id=sam.id, asked_at=utc_now(), asked_of_id=lee.id)

        with pytest.raises(RuleBroken, match="You wrote this"):
            drafting.look(view, sam, is_right=True, remark=None, seen=drafting.version_of(draft))

    def test_nobody_says_that_a_text_looks_right_which_changed_meanwhile(
        self, sams_browser, lees_browser, shown, lee, view
    ):
        self.ask(sams_browser, shown, lee)
        looked_at = lees_browser.get(f"/inbox/{view.id}/answer")
        write(sams_browser, view.id, "Another text", act="save")
        response = lees_browser.send(looked_at, form="#look", act="right", **{"look-remark": "My remark"})

        assert response.page.errors == ["Somebody changed the draft while you looked at it. Read it again."]
        assert response.page.field("look-remark") == "My remark"
        assert "Another text" in response.page.text

    def test_a_remark_on_what_was_sent_meanwhile_is_shown_back(self, sams_browser, lees_browser, shown, lee, view):
        self.ask(sams_browser, shown, lee)
        looked_at = lees_browser.get(f"/inbox/{view.id}/answer")
        answer(sams_browser, view.id, "Thank you.")
        response = lees_browser.send(looked_at, form="#look", act="back", **{"look-remark": "My remark"})

        assert response.status_code == 400
        assert "My remark" in response.page.text

    def test_the_same_colleague_is_told_again_when_they_are_asked_again(
        self, sams_browser, lees_browser, shown, lee, view
    ):
        self.ask(sams_browser, shown, lee)
        lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", act="right")
        again = write(sams_browser, view.id, "Another text")
        self.ask(sams_browser, again, lee)
        self.ask(sams_browser, sams_browser.get(f"/inbox/{view.id}/answer"), lee)  # a second press

        assert [who for who, _event, _about in told()].count(lee.id) == 2

    def test_only_who_reads_views_can_be_asked(self, sams_browser, shown, view):
        chair = PersonFactory(role=Role.CHAIR)
        response = sams_browser.send(shown, form="#ask", **{"ask-colleague": str(chair.id)})

        assert response.page.errors == ["Choose one that is on the page."]


@pytest.mark.usefixtures("two_needed")
class TestTwoAreNeeded:
    def test_nothing_is_sent_that_nobody_else_has_looked_at(self, sams_browser, view):
        shown = write(sams_browser, view.id, "Thank you.")
        response = sams_browser.send(shown, form="#send")

        assert "It cannot be sent yet." in shown.page.text
        assert "Send the answer" not in shown.page.text
        assert response.page.errors == [
            "Somebody else has to say that it looks right first. Ask a colleague to look at it."
        ]
        assert answers() == []

    def test_not_even_without_a_page(self, sam, view):
        with pytest.raises(RuleBroken, match="Somebody else"):
            answering.send_answer(answering.get_view(view.id), text="Thank you.", by=sam, once="x" * 43)

    @pytest.mark.parametrize("act", ["right", "back"])
    def test_it_is_sent_when_they_said_that_it_looks_right(self, sams_browser, lees_browser, lee, view, act):
        shown = write(sams_browser, view.id, "Thank you.")
        sams_browser.send(shown, form="#ask", **{"ask-colleague": str(lee.id)})
        lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", act=act, **{"look-remark": "Good"})
        sams_browser.fill_in(f"/inbox/{view.id}/answer", form="#send")

        assert answers() == (["Thank you."] if act == "right" else [])

    def test_a_text_that_changed_since_is_looked_at_again(self, sams_browser, lees_browser, lee, view):
        shown = write(sams_browser, view.id, "Thank you.")
        sams_browser.send(shown, form="#ask", **{"ask-colleague": str(lee.id)})
        lees_browser.fill_in(f"/inbox/{view.id}/answer", form="#look", act="right")
        answer(sams_browser, view.id, "Something else.")

        assert answers() == []
