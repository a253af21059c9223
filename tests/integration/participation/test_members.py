"""What members write is read here before other members see it."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AlertStep, AuditLine, Role, utc_now
from app.models.codes import AlertStepKind, MemberTextKind, MemberTextState, ReportReason
from tests.factories import PersonFactory
from tests.member_factories import MemberTextFactory, answered_question, make_member, open_question
from tests.page import words

QUEUE = "/inbox/members"


@pytest.fixture
def sam(browser):
    worker = PersonFactory(name="Sam")
    browser.sign_in(worker)
    return worker


def reload(row):
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def decide(browser, text, **answers):
    return browser.fill_in(f"{QUEUE}/{text.id}", form="#decide", **answers)


class TestTheQueue:
    def test_what_was_reported_comes_first_then_what_a_word_raised_then_by_its_clock(self, browser, sam):
        now = utc_now()
        later, soon = (MemberTextFactory(read_due_at=now.replace(day=day)) for day in (28, 20))
        raised = MemberTextFactory(place=1, read_due_at=now.replace(day=29))
        reported = MemberTextFactory(
            passed=True, place=0, reported_at=now, reported_by_id=make_member().id, report=ReportReason.UNKIND
        )
        reported.state = MemberTextState.REPORTED
        db.session.commit()

        links = [link["href"] for link in browser.get(QUEUE).page.soup.select(".rows h2 a")]
        assert links == [f"{QUEUE}/{one.id}" for one in (reported, raised, soon, later)]

    def test_the_menu_of_the_inbox_says_how_much_waits(self, browser, sam):
        assert browser.get("/inbox/").page.link("From members") == QUEUE
        MemberTextFactory()
        MemberTextFactory(passed=True)

        assert browser.get("/inbox/").page.link("From members (1)") == QUEUE

    def test_no_word_of_it_stands_in_the_list(self, browser, sam):
        MemberTextFactory(words="turquoise")

        assert "turquoise" not in browser.get(QUEUE).text

    def test_opening_it_is_written_down(self, browser, sam):
        text = MemberTextFactory()
        browser.get(f"{QUEUE}/{text.id}")

        lines = db.session.scalars(select(AuditLine).where(AuditLine.subject_id == text.id))
        assert [(line.deed, line.person_id) for line in lines] == [("opened what a member wrote", sam.id)]

    def test_what_could_say_who_somebody_is_is_pointed_out_and_stops_nobody(self, browser, sam):
        text = MemberTextFactory(words="Ring me on 07700 900123.")

        assert "Phone number" in words(browser.get(f"{QUEUE}/{text.id}").page.soup.select_one(".promise--alert"))
        decide(browser, text, decision="pass")
        assert reload(text).state is MemberTextState.PASSED_ON


class TestDeciding:
    def test_passed_on_it_is_there_for_every_member(self, app, browser, sam):
        question = open_question()
        text = MemberTextFactory(question=question, words="Ask about lunch too.")
        decide(browser, text, decision="pass")
        member = app.test_client().sign_in(make_member())

        assert "Ask about lunch too." in member.get(f"/shadow-board/questions/{question.id}").page.text
        assert reload(text).read_by_id == sam.id

    def test_nothing_is_kept_back_without_a_reason(self, browser, sam):
        text = MemberTextFactory()
        page = decide(browser, text, decision="keep", because=" ").page

        assert page.errors == ["Write to them why you do not pass it on."]
        assert reload(text).state is MemberTextState.WAITING

    def test_what_was_reported_can_be_shown_again(self, app, browser, sam):
        report = {"reported_at": utc_now(), "reported_by_id": make_member().id, "report": ReportReason.OTHER}
        text = MemberTextFactory(question=open_question(), words="I do not agree.", passed=True, **report)
        text.state = MemberTextState.REPORTED
        db.session.commit()
        decide(browser, text, decision="pass")

        member = app.test_client().sign_in(make_member())
        assert "I do not agree." in member.get(f"/shadow-board/questions/{text.question_id}").page.text

    def test_what_was_passed_on_can_be_kept_back_later(self, app, browser, sam):
        text = MemberTextFactory(question=open_question(), words="Mr Holt said so.", passed=True)
        decide(browser, text, decision="keep", because="A name is in it.")

        member = app.test_client().sign_in(make_member())
        assert "Mr Holt said so." not in member.get(f"/shadow-board/questions/{text.question_id}").page.text


class TestAnAlert:
    def raise_it(self, browser, text):
        browser.fill_in(f"{QUEUE}/{text.id}", form="#raise-form", **{"raise-because": "He is hurt at home."})
        return db.session.scalars(select(Alert)).one()

    def test_whoever_reads_it_raises_one(self, browser, sam):
        text = MemberTextFactory()
        alert = self.raise_it(browser, text)

        steps = set(db.session.scalars(select(AlertStep.kind)))
        assert (alert.text_id, alert.raised_by_id, reload(text).place) == (text.id, sam.id, 0)
        assert AlertStepKind.TOLD_EVERYBODY in steps  # nobody is on the rota

    def test_it_is_opened_from_the_list_and_leads_to_the_words(self, browser, sam):
        text = MemberTextFactory()
        alert = self.raise_it(browser, text)

        assert browser.get("/alerts/").page.link("A member may not be safe") == f"/alerts/{alert.id}"
        assert browser.get(f"/alerts/{alert.id}").page.link("Open what they wrote") == f"{QUEUE}/{text.id}"

    def test_a_safeguarding_lead_closes_it(self, app, browser, sam):
        alert = self.raise_it(browser, MemberTextFactory())
        lead = app.test_client().sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD))
        written = {
            "done": "Rang home.",
            "told_whom": "nobody",
            "told_because": "He is safe.",
            "outcome": "there was no danger",
        }
        lead.fill_in(f"/alerts/{alert.id}", form="#record-form", go="close", **written)

        assert reload(alert).closed_at is not None


def test_a_question_can_be_taken_from_the_public_page_and_members_keep_it(app, browser, sam):
    question = answered_question()
    text = MemberTextFactory(question=question, kind=MemberTextKind.QUESTION, words=question.agreed, passed=True)
    browser.fill_in(f"{QUEUE}/{text.id}", form="#off", **{"off-because": "It names a school."})
    member = app.test_client().sign_in(make_member())

    assert question.agreed not in app.test_client().get("/questions").page.text
    assert question.agreed in member.get(f"/shadow-board/questions/{question.id}").page.text
