"""What members write is read here before other members see it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AlertStep, AuditLine, Role, utc_now
from app.models.codes import (
    AlertOutcome,
    AlertStepKind,
    ClockName,
    MemberTextKind,
    MemberTextState,
    NoteAbout,
    NoteState,
    ReportReason,
)
from app.services import (
    alert_closing,
    alerting,
    member_notes,
    moderating,
    overdue,
    proposing,
    questioning,
    raising,
    reading_proposals,
)
from app.services.alert_closing import Record
from app.services.errors import RuleBroken
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import PersonFactory
from tests.member_factories import MemberTextFactory, answered_question, make_member, open_question
from tests.note_factories import MemberNoteFactory
from tests.page import words

QUEUE = "/inbox/members"
DONE = Record(done="Spoke to them.", told_whom="nobody", told_because="Safe.", outcome=AlertOutcome.SAFE)


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


def one_of_each(writer):
    """A comment, something noticed in the figures, and an item for the agenda."""
    return (
        MemberTextFactory(written_by_id=writer.id),
        MemberNoteFactory(person_id=writer.id),
        AgendaProposalFactory(person_id=writer.id),
    )


def pages_of(text, note, proposal) -> list[str]:
    return [f"{QUEUE}/{text.id}", f"/inbox/notes/{note.id}", f"/inbox/proposals/{proposal.id}"]


def listed(browser, address=QUEUE) -> list[str]:
    return [link["href"].partition("?")[0] for link in browser.get(address).page.soup.select(".rows h2 a")]


def write_each(member, words) -> list[Alert]:
    """A member writes this in each way there is, and the alerts that it raised."""
    questioning.comment(
        member, questioning.get_question(member, open_question().id, for_change=True), words, once="a" * 43
    )
    member_notes.write(member, NoteAbout.REPORT, words, once="b" * 43)
    proposing.propose(member, title="Buses", reason=words, once="c" * 43)
    return list(db.session.scalars(select(Alert).order_by(Alert.created_at)))


class TestTheQueue:
    def test_everything_that_members_write_stands_in_it_by_its_clock(self, browser, sam):
        fox, now = make_member(name="Purple Fox"), utc_now()
        all_three = one_of_each(fox)
        for days, one in zip((3, 1, 2), all_three, strict=True):
            one.read_due_at = now + timedelta(days=days)
        db.session.commit()
        text, note, proposal = pages_of(*all_three)

        assert listed(browser) == [note, proposal, text]
        assert "Purple Fox" in browser.get(QUEUE).page.text

    def test_what_has_an_alert_comes_first_then_what_was_reported(self, browser, sam):
        alerted, reported, usual = one_of_each(make_member())
        for place, days, one in ((0, 3, alerted), (0, 2, reported), (2, 1, usual)):
            one.place, one.read_due_at = place, utc_now() + timedelta(days=days)
        raising.raise_alert(utc_now(), text_id=alerted.id)
        db.session.commit()

        assert listed(browser) == pages_of(alerted, reported, usual)

    def test_the_menu_of_the_inbox_says_how_much_waits(self, browser, sam):
        assert browser.get("/inbox/").page.link("From members") == QUEUE
        one_of_each(make_member())
        MemberTextFactory(passed=True)

        assert browser.get("/inbox/").page.link("From members (3)") == QUEUE

    def test_what_was_decided_stands_on_the_other_page(self, browser, sam):
        fox = make_member()
        text, note, proposal = (
            MemberTextFactory(passed=True),
            MemberNoteFactory(person_id=fox.id),
            AgendaProposalFactory(),
        )
        member_notes.decide(note, sam, NoteState.PASSED_ON)
        reading_proposals.settle(sam, proposal, passes_on=True, because=None)
        db.session.commit()

        assert listed(browser) == []
        assert sorted(listed(browser, f"{QUEUE}?shown=read")) == sorted(pages_of(text, note, proposal))

    def test_no_word_of_it_stands_in_the_list(self, browser, sam):
        text, note, proposal = one_of_each(make_member())
        page = browser.get(QUEUE).text

        assert not [words for words in (text.words, note.words, proposal.title, proposal.reason) if words in page]

    def test_nothing_goes_before_it_is_decided(self, sam, clock):
        note = MemberNoteFactory()
        member_notes.open_note(sam, note)
        clock.shift(timedelta(days=30))

        assert overdue.how_many(ClockName.MEMBER_NOTE_READ, utc_now()) == 1

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


class TestAWordThatWorries:
    """It does the same wherever a member writes it."""

    def test_it_raises_an_alert_at_once(self, database):
        alerts = write_each(make_member(), "He hits me when I say so.")

        about = [(bool(one.text_id), bool(one.note_id), bool(one.proposal_id)) for one in alerts]
        assert sorted(about) == [(False, False, True), (False, True, False), (True, False, False)]

    def test_each_page_says_so_and_leads_to_the_alert(self, browser, sam):
        written = text, note, proposal = one_of_each(make_member())
        about = {"text_id": text.id}, {"note_id": note.id}, {"proposal_id": proposal.id}
        alerts = [raising.raise_alert(utc_now(), **one) for one in about]
        db.session.commit()

        for page, alert in zip(pages_of(*written), alerts, strict=True):
            shown = browser.get(page).page
            assert shown.link("Open the alert: who was told, and what was done") == f"/alerts/{alert.id}"

    def test_a_text_without_one_raises_none(self, database):
        assert write_each(make_member(), "The bus was late.") == []

    def test_nothing_is_passed_on_until_the_alert_is_closed(self, browser, sam):
        text, note, proposal = one_of_each(make_member())
        for about in ({"text_id": text.id}, {"note_id": note.id}, {"proposal_id": proposal.id}):
            raising.raise_alert(utc_now(), **about)

        with pytest.raises(RuleBroken, match="A safeguarding lead closes it first"):
            moderating.decide(sam, text, passes=True, because=None)
        with pytest.raises(RuleBroken, match="A safeguarding lead closes it first"):
            member_notes.decide(note, sam, NoteState.PASSED_ON)
        with pytest.raises(RuleBroken, match="A safeguarding lead closes it first"):
            reading_proposals.settle(sam, proposal, passes_on=True, because=None)

    def test_an_alert_that_nobody_has_read_what_it_is_about_is_not_closed(self, sam):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        text = MemberTextFactory(place=0)
        alert = alerting.get_alert(raising.raise_alert(utc_now(), text_id=text.id).id, lead, for_change=True)
        with pytest.raises(RuleBroken, match="Nobody has read what they wrote"):
            alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)

        moderating.open_text(sam, text)
        alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)
        assert reload(text).place == 2


class TestAnAlert:
    def test_whoever_reads_any_of_it_raises_one(self, browser, sam):
        for page in pages_of(*one_of_each(make_member())):
            browser.fill_in(page, form="#raise-form", **{"raise-because": "He is hurt at home."})

        assert len(db.session.scalars(select(Alert).where(Alert.raised_by_id == sam.id)).all()) == 3

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
