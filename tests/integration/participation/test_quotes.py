"""A quote: one person suggests it, another decides, and nobody is shown more than the young person allowed."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import AuditLine, OutboxMessage, Quote, Role, View, utc_now
from app.models.codes import Event, Permission, QuoteState, ViewStatus
from app.services import answering, quoting, setting_aside, taking_back
from app.services.errors import RuleBroken
from tests.factories import AdditionFactory, PersonFactory, ViewFactory
from tests.participation_factories import QuoteFactory, RedactionFactory

WORDS = "I want to see my brother Adam more often. We are 2."
QUOTE = "I want to see my brother more often."
WHY = "Many say the same."
FOR_ALL = Permission.EVERYONE


@pytest.fixture
def view():
    return ViewFactory(words=WORDS, permission=Permission.EVERYONE)


@pytest.fixture
def tess(sam):
    return PersonFactory(name="Tess", role=Role.PARTICIPATION_WORKER)


@pytest.fixture
def tess_browser(another_browser, tess):
    return another_browser.sign_in(tess)


def suggest(browser, view, text=QUOTE, **answers):
    return browser.fill_in(
        f"/inbox/{view.id}/quote", form="#quote-form", **{"text": text, "permission": "everyone", "why": WHY} | answers
    )


def decide(browser, quote, decision="approve", because="Nobody can tell who it is."):
    return browser.fill_in(f"/inbox/quotes/{quote.id}", form="#decide", decision=decision, because=because)


def withdraw(browser, quote, because="Their friend knew who it was."):
    return browser.fill_in(f"/inbox/quotes/{quote.id}", form="#withdraw", **{"withdraw-because": because})


def quotes() -> list[Quote]:
    db.session.expire_all()
    return list(db.session.scalars(select(Quote)))


def again(quote: Quote) -> Quote:
    db.session.expire_all()
    return db.session.get_one(Quote, quote.id)


def deeds() -> list[tuple[str, object]]:
    lines = db.session.execute(select(AuditLine.deed, AuditLine.person_id).where(AuditLine.subject_table == "quote"))
    return [tuple(line) for line in lines]


class TestSuggesting:
    def test_the_box_is_empty_beside_their_words(self, sams_browser, view):
        AdditionFactory(view=view, words="And my sister.")
        page = sams_browser.get(sams_browser.get(f"/inbox/{view.id}").page.link("Suggest a quote")).page

        assert page.said == [WORDS, "And my sister."]
        assert page.field("text") == ""
        assert page.soup.select("[checked]") == []

    def test_a_detail_that_is_hidden_is_hidden_beside_the_box_too(self, sams_browser, view):
        RedactionFactory(view_id=view.id, detail="my brother Adam")
        page = sams_browser.get(f"/inbox/{view.id}/quote").page

        assert "I want to see [hidden] more often." in page.text
        assert "Adam" not in page.text

    def test_a_quote_waits_with_its_clock(self, sams_browser, sam, view):
        assert suggest(sams_browser, view).location == f"/inbox/{view.id}/quote?sent=yes"

        (quote,) = quotes()
        assert (quote.text, quote.why, quote.permission) == (QUOTE, WHY, Permission.EVERYONE)
        assert (quote.state, quote.proposed_by_id) == (QuoteState.PROPOSED, sam.id)
        assert deeds() == [("suggested a quote", sam.id)]
        page = sams_browser.get("/inbox/quotes").page
        assert QUOTE in page.text
        assert "Decide by Tuesday 1 December" in page.text

    def test_opening_the_page_is_an_opening_of_the_view(self, sams_browser, sam, view):
        sams_browser.get(f"/inbox/{view.id}/quote")

        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.subject_id == view.id))
        assert (line.deed, line.person_id) == ("opened view", sam.id)

    def test_a_double_click_suggests_it_once(self, sams_browser, view):
        shown = sams_browser.get(f"/inbox/{view.id}/quote")
        for _ in range(2):
            sams_browser.send(shown, form="#quote-form", text=QUOTE, permission="board", why=WHY)

        assert len(quotes()) == 1
        assert deeds()[0][0] == "suggested a quote"

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"text": "  "}, "Type the quote"),
            ({"text": "x" * 401}, "A quote must be 400 characters or fewer"),
            ({"permission": ""}, "Choose who the quote is for"),
            ({"why": " "}, "Write why they should read it"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, sams_browser, view, answers, error):
        response = sams_browser.fill_in(
            f"/inbox/{view.id}/quote",
            form="#quote-form",
            **{"text": QUOTE, "permission": "board", "why": WHY} | answers,
        )

        assert response.status_code == 400
        assert response.page.errors == [error]
        assert response.page.field("text") == answers.get("text", QUOTE).strip()
        assert quotes() == []

    def test_it_is_told_to_everybody_else_who_may_decide(self, sams_browser, sam, tess, view):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        PersonFactory(role=Role.PARTICIPATION_WORKER, is_active=False)
        PersonFactory(role=Role.BOARD_MEMBER)
        suggest(sams_browser, view)

        told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == Event.QUOTE_PROPOSED)).all()
        assert {message.person_id for message in told} == {tess.id, lead.id}


class TestWhatTheyAllowed:
    def test_for_the_team_alone_there_is_no_quote_and_the_page_says_why(self, sams_browser):
        view = ViewFactory(permission=Permission.TEAM)
        reason = "They said that only the Heard team can read this, so no quote can be made of it."

        assert reason in sams_browser.get(f"/inbox/{view.id}").page.text
        page = sams_browser.get(f"/inbox/{view.id}/quote").page
        assert reason in page.text
        assert page.soup.select("#quote-form") == []
        assert page.said == []

    def test_for_the_board_alone_nobody_can_choose_everyone(self, sams_browser):
        view = ViewFactory(permission=Permission.BOARD)
        shown = sams_browser.get(f"/inbox/{view.id}/quote")
        token, once = shown.page.field("csrf_token"), shown.page.field("once")
        form = {"csrf_token": token, "once": once, "text": QUOTE, "permission": "everyone", "why": WHY}

        assert [box["value"] for box in shown.page.soup.select("#quote-form [name=permission]")] == ["board"]
        assert sams_browser.post(f"/inbox/{view.id}/quote", data=form).status_code == 400
        assert quotes() == []

    @pytest.mark.parametrize(
        ("allowed", "asked"),
        [
            (Permission.TEAM, Permission.BOARD),
            (Permission.TEAM, Permission.EVERYONE),
            (Permission.BOARD, Permission.EVERYONE),
        ],
    )
    def test_the_rule_does_not_lean_on_the_form(self, sam, allowed, asked):
        view = ViewFactory(permission=allowed)

        with pytest.raises(RuleBroken):
            quoting.propose(view, sam, text=QUOTE, permission=asked, why=WHY, once="x" * 43)

    def test_the_database_refuses_a_quote_for_the_team(self):
        with pytest.raises(IntegrityError, match="for_more_than_the_team"):
            QuoteFactory(permission=Permission.TEAM)

    def test_what_was_typed_when_it_was_taken_back_is_shown_and_not_sent(self, sams_browser, view):
        shown = sams_browser.get(f"/inbox/{view.id}/quote")
        taking_back.take_back(answering.get_view(view.id, for_change=True))
        db.session.commit()
        response = sams_browser.send(shown, form="#quote-form", text=QUOTE, permission="board", why=WHY)

        assert response.status_code == 400
        assert "They took this back, so no quote can be made of it." in response.page.text
        assert QUOTE in response.page.text
        assert quotes() == []


class TestWarnings:
    def test_names_and_numbers_are_pointed_out_before_it_is_suggested(self, sams_browser, view):
        response = suggest(sams_browser, view, "My brother Adam is 9.")

        assert response.status_code == 400
        assert "Adam: a name or a place" in response.page.text
        assert "9: a number" in response.page.text
        assert response.page.field("text") == "My brother Adam is 9."
        assert quotes() == []

    def test_they_never_block_it(self, sams_browser, view):
        warned = suggest(sams_browser, view, "My brother Adam is 9.")
        sams_browser.send(warned, form="#quote-form")

        assert [quote.text for quote in quotes()] == ["My brother Adam is 9."]

    def test_something_new_is_pointed_out_again(self, sams_browser, view):
        warned = suggest(sams_browser, view, "My brother Adam.")
        response = sams_browser.send(warned, form="#quote-form", text="My brother Adam, at 14.")

        assert "14: a number" in response.page.text
        assert quotes() == []

    def test_their_own_phrases_are_not_pointed_out(self, sams_browser, view):
        assert suggest(sams_browser, view, "I want to see my brother more often.").status_code == 302

    def test_what_staff_have_hidden_is_pointed_out_also_when_it_is_no_name(self, sams_browser, view):
        RedactionFactory(view=view, detail="more often")
        response = suggest(sams_browser, view, QUOTE)

        assert "more often: it is hidden in what they said" in response.page.text
        assert quotes() == []

    def test_whoever_decides_is_shown_them_as_well(self, tess_browser):
        quote = QuoteFactory(text="Ask Adam.")

        assert "Adam: a name or a place" in tess_browser.get(f"/inbox/quotes/{quote.id}").page.text


class TestDeciding:
    def test_another_person_approves_with_a_reason(self, tess_browser, tess):
        quote = QuoteFactory()
        assert decide(tess_browser, quote).location == f"/inbox/quotes/{quote.id}"

        quote = again(quote)
        assert (quote.state, quote.decided_by_id) == (QuoteState.APPROVED, tess.id)
        assert quote.decided_because == "Nobody can tell who it is."
        assert deeds() == [("approved a quote", tess.id)]

    def test_another_person_refuses_and_nobody_is_shown_it(self, tess_browser, tess, browser):
        quote = QuoteFactory(permission=Permission.EVERYONE)
        decide(tess_browser, quote, "refuse", "It tells who it is.")

        assert again(quote).state is QuoteState.REFUSED
        assert deeds() == [("refused a quote", tess.id)]
        assert quote.text in tess_browser.get("/inbox/quotes?shown=refused").page.text
        assert quote.text not in browser.get("/you-said").text

    def test_whoever_suggested_it_finds_no_way_to_decide(self, sams_browser, sam):
        quote = QuoteFactory(proposed_by_id=sam.id)
        page = sams_browser.get(f"/inbox/quotes/{quote.id}").page

        assert page.soup.select("#decide") == []
        assert "You suggested this quote, so somebody else decides." in page.text
        assert page.said == [quote.text]

    def test_nor_does_the_rule_let_them(self, sams_browser, sam):
        quote = QuoteFactory(proposed_by_id=sam.id)
        token = sams_browser.get(f"/inbox/quotes/{quote.id}").page.field("csrf_token")
        form = {"csrf_token": token, "decision": "approve", "because": "I say so."}
        response = sams_browser.post(f"/inbox/quotes/{quote.id}/decide", data=form)

        assert response.page.errors == ["You suggested this quote, so somebody else decides."]
        assert "I say so." in response.page.text
        assert again(quote).state is QuoteState.PROPOSED

    def test_nor_does_the_database(self, sam):
        with pytest.raises(IntegrityError, match="decided_by_another"):
            QuoteFactory(proposed_by_id=sam.id, approved=True, decided_by_id=sam.id)

    def test_a_reason_and_a_choice_are_asked_for(self, tess_browser):
        quote = QuoteFactory()
        response = tess_browser.fill_in(f"/inbox/quotes/{quote.id}", form="#decide")

        assert response.page.errors == ["Choose whether to approve or to refuse it", "Write why"]
        assert again(quote).state is QuoteState.PROPOSED

    def test_the_first_decision_stays(self, tess_browser, sams_browser):
        quote = QuoteFactory()
        shown = tess_browser.get(f"/inbox/quotes/{quote.id}")
        decide(sams_browser, quote, "refuse", "Too close.")
        response = tess_browser.send(shown, form="#decide", decision="approve", because="Fine.")

        assert response.page.errors == ["This quote does not wait any more."]
        assert again(quote).state is QuoteState.REFUSED

    def test_a_double_click_is_one_decision(self, tess_browser):
        quote = QuoteFactory()
        shown = tess_browser.get(f"/inbox/quotes/{quote.id}")
        for _ in range(2):
            sent = tess_browser.send(shown, form="#decide", decision="approve", because="Fine.")
            assert sent.location == f"/inbox/quotes/{quote.id}"
        assert len(deeds()) == 1

    def test_they_see_what_was_said_and_that_is_an_opening(self, tess_browser, tess, view):
        quote = QuoteFactory(view=view)
        page = tess_browser.get(f"/inbox/quotes/{quote.id}").page

        assert page.said == [quote.text, WORDS]
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.subject_id == view.id))
        assert (line.deed, line.person_id) == ("opened view", tess.id)

    def test_once_it_is_decided_the_page_holds_none_of_their_words(self, tess_browser, view):
        quote = QuoteFactory(view=view, approved=True)

        assert tess_browser.get(f"/inbox/quotes/{quote.id}").page.said == [quote.text]
        assert list(db.session.scalars(select(AuditLine).where(AuditLine.subject_id == view.id))) == []

    def test_what_is_late_says_so(self, tess_browser):
        QuoteFactory(decide_due_at=utc_now() - timedelta(minutes=1))

        assert "Late: was to be decided by" in tess_browser.get("/inbox/quotes").page.text


class TestWithdrawing:
    def test_anybody_who_reads_views_withdraws_one_with_a_reason(self, sams_browser, sam):
        quote = QuoteFactory(approved=True)
        withdraw(sams_browser, quote)

        quote = again(quote)
        assert (quote.state, quote.withdrawn_by_id) == (QuoteState.WITHDRAWN, sam.id)
        assert quote.withdrawn_because == "Their friend knew who it was."
        assert deeds() == [("withdrew a quote", sam.id)]
        assert quote.text in sams_browser.get("/inbox/quotes?shown=withdrawn").page.text

    def test_it_is_gone_from_every_page_at_once(self, sams_browser, another_browser):
        another_browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))
        quote = QuoteFactory(everyone=True)
        pages = ("/you-said", "/you-said/words", "/board/", "/board/words")
        assert [quote.text in another_browser.get(page).text for page in pages] == [True] * 4
        withdraw(sams_browser, quote)

        assert [quote.text in another_browser.get(page).text for page in pages] == [False] * 4

    def test_without_a_reason_it_stays(self, sams_browser):
        quote = QuoteFactory(approved=True)
        response = withdraw(sams_browser, quote, " ")

        assert response.page.errors == ["Write why you withdraw it"]
        assert again(quote).state is QuoteState.APPROVED

    def test_twice_is_once(self, sams_browser):
        quote = QuoteFactory(approved=True)
        shown = sams_browser.get(f"/inbox/quotes/{quote.id}")
        for _ in range(2):
            sams_browser.send(shown, form="#withdraw", **{"withdraw-because": "Gone."})

        assert len(deeds()) == 1

    def test_what_was_refused_cannot_be_withdrawn(self, sam):
        quote = QuoteFactory(approved=True, state=QuoteState.REFUSED)

        with pytest.raises(RuleBroken, match="was refused"):
            quoting.withdraw(quote, sam, because="x")


class TestTheirViewGoes:
    @pytest.fixture
    def of_each_state(self, view):
        return [
            QuoteFactory(view=view),
            QuoteFactory(view=view, everyone=True),
            QuoteFactory(view=view, approved=True, state=QuoteState.REFUSED),
            QuoteFactory(view=view, state=QuoteState.WITHDRAWN, withdrawn_at=utc_now(), withdrawn_because="x"),
        ]

    def get(self, view) -> View:
        return answering.get_view(view.id, for_change=True)

    @pytest.mark.parametrize("is_read", [True, False], ids=["cleared at once", "kept by staff"])
    def test_taking_it_back_withdraws_and_clears_every_quote(self, view, of_each_state, is_read):
        if is_read:
            view.read_at, view.status = utc_now(), ViewStatus.ANSWERED
            db.session.commit()
        end = taking_back.take_back(self.get(view))
        db.session.commit()

        assert end is (taking_back.End.CLEARED if is_read else taking_back.End.KEPT)
        assert {quote.state for quote in quotes()} == {QuoteState.WITHDRAWN}
        assert {quote.text_sealed for quote in quotes()} == {None}
        assert {quote.why_sealed for quote in quotes()} == {None}
        assert {quote.decided_because_sealed for quote in quotes()} == {None}
        assert {quote.withdrawn_because_sealed for quote in quotes()} == {None}
        assert sorted(deeds(), key=str) == [("withdrew a quote", None)] * 3

    def test_marking_it_as_not_genuine_withdraws_what_waits_and_what_is_shown(self, view, of_each_state, sam):
        view.read_at = utc_now()
        setting_aside.mark_not_genuine(self.get(view), sam, reason="A lesson")
        db.session.commit()

        assert sorted(quote.state for quote in quotes()) == ["refused", "withdrawn", "withdrawn", "withdrawn"]
        assert deeds() == [("withdrew a quote", sam.id)] * 2

    def test_the_lists_say_that_nothing_of_it_is_kept(self, view, of_each_state, sams_browser):
        taking_back.take_back(self.get(view))
        db.session.commit()
        page = sams_browser.get("/inbox/quotes?shown=withdrawn").page

        assert page.text.count("They took back what it came from. Nothing of it is kept.") == 4
        opened = sams_browser.get(f"/inbox/quotes/{of_each_state[0].id}").page
        assert "Nothing of it is kept." in opened.text
        assert opened.soup.select("#decide, #withdraw") == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"taken_back_at": utc_now()},
            {"read_at": utc_now(), "not_genuine_reason": "x", "status": ViewStatus.NOT_GENUINE},
            {"permission": Permission.TEAM},
        ],
        ids=["taken back", "not genuine", "for the team"],
    )
    def test_a_view_that_does_not_allow_it_is_never_quoted_whatever_its_quotes_say(self, browser, view, changes):
        quote = QuoteFactory(view=view, everyone=True)
        with db.session.no_autoflush:
            for name, value in changes.items():
                setattr(view, name, value)
        db.session.commit()

        assert quote.text not in browser.get("/you-said/words").text


class TestTheList:
    @pytest.mark.parametrize(
        ("shown", "says"),
        [
            ("", "No quote waits for anybody."),
            ("?shown=approved", "No quote is approved"),
            ("?shown=refused", "No quote was refused."),
            ("?shown=withdrawn", "No quote was withdrawn."),
            ("?page=2", "There is nothing more."),
        ],
    )
    def test_an_empty_one_says_so(self, sams_browser, shown, says):
        assert says in sams_browser.get(f"/inbox/quotes{shown}").page.text

    def test_what_is_due_first_stands_first_and_the_rest_on_the_next_page(self, sams_browser, monkeypatch):
        monkeypatch.setattr(quoting, "PAGE", 2)
        for days in (3, 1, 2):
            QuoteFactory(text=f"due in {days}", decide_due_at=utc_now() + timedelta(days=days))
        first = sams_browser.get("/inbox/quotes").page
        second = sams_browser.get(first.link("Older")).page

        assert [row.get_text(strip=True) for row in first.soup.select(".rows p[dir]")] == ["due in 1", "due in 2"]
        assert [row.get_text(strip=True) for row in second.soup.select(".rows p[dir]")] == ["due in 3"]

    def test_it_is_one_query_however_long_it_is(self, sams_browser, count_queries):
        QuoteFactory()
        sams_browser.get("/inbox/quotes")  # the settings are read once in a while
        with count_queries() as few:
            sams_browser.get("/inbox/quotes")
        for _ in range(10):
            QuoteFactory()
        with count_queries() as many:
            sams_browser.get("/inbox/quotes")

        # who is signed in; the quotes, with who suggested and who decided; what waits for them and what they must
        # read, in the menu
        assert len(few) == len(many) == 6
