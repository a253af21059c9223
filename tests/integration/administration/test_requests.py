"""Somebody asks what Heard holds: an administrator and a safeguarding lead answer together, and neither alone."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import AuditLine, KeptWork, QuestionVote, Role, SubjectPiece, SubjectRequest, utc_now
from app.models.codes import AskedBy, Giving, Ground, RequestState
from app.protection.four_words import choose_words
from app.services import auditing, retention, settings, taking_back
from app.services.errors import RuleBroken
from app.services.retention import running
from app.services.retention.catalogue import Kind
from app.services.subject_access import deciding, exporting, held, requesting, rows
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import (
    AdditionFactory,
    AlertFactory,
    AnswerFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingWordsFactory,
    PersonFactory,
    ViewFactory,
    WishFactory,
)
from tests.member_factories import MemberTextFactory
from tests.note_factories import ChecklistFactory, MemberNoteFactory, fill_in
from tests.participation_factories import AdvisorProfileFactory, ContactFactory, NoteFactory, SubjectRequestFactory

SAID = "Otters live under our bridge and Ann feeds them."
FOUR_WORDS = ("apple", "kite", "river", "lemon")
NOTE = "Ann the neighbour rang us about it."
FORM = "#main form.part"


@pytest.fixture
def lee():
    return PersonFactory(name="Lee Moss", role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def lees_browser(another_browser, lee):
    return another_browser.sign_in(lee)


@pytest.fixture
def view():
    return ViewFactory(words=SAID, answered=True)


@pytest.fixture
def asked(view):
    return SubjectRequestFactory(about=view)


@pytest.fixture
def with_a_note(asked, view):
    NoteFactory(view=view, text=NOTE)
    return asked


def typed(**changes):
    return {
        "asked_by": AskedBy.THEMSELVES.value,
        "who": "A young person, by their advocate",
        "identity": "They came with their advocate.",
        "received_on": "2026-10-30",
        "subject_reference": "",
        "subject_words": "",
    } | changes


def open_one(browser, **changes):
    return browser.fill_in("/administration/requests/new", form=FORM, **typed(**changes))


def only_request() -> SubjectRequest:
    db.session.expire_all()
    return db.session.scalars(select(SubjectRequest)).one()


def decide_all(request, lead, giving=Giving.WHOLE):
    for one in deciding.look(request).pieces:
        if one.giving is None:
            deciding.decide(request, one, lead, giving=giving, ground=Ground.OTHERS, reason="It says who.", words="")


def agree(request, lead) -> None:
    deciding.agree(request, lead, seen=deciding.mark_of_shown(deciding.look(request)))


def file_for(request, lead, administrator) -> dict:
    decide_all(request, lead)
    agree(request, lead)
    return exporting.make(request, administrator)


def all_words(copy) -> str:
    return json.dumps(copy, ensure_ascii=False)


def piece_that_says(request, words) -> deciding.Decided:
    return next(one for one in deciding.look(request).pieces if one.piece.words == words)


class TestOpening:
    def test_4_words_lead_to_what_was_sent_and_are_kept_nowhere(self, jos_browser):
        words = choose_words()
        view = ViewFactory(four_words=words)
        open_one(jos_browser, subject_words=" ".join(words))
        request = only_request()

        assert (request.subject_table, request.subject_id) == ("young_person_view", view.id)
        assert " ".join(words) not in " ".join([request.who, request.identity])
        assert all(" ".join(words) not in (line.reason or "") for line in db.session.scalars(select(AuditLine)))

    def test_a_card_that_was_revoked_still_leads_to_its_child(self, jos_browser):
        words = choose_words()
        card = MeetingWordsFactory(four_words=words, revoked_at=utc_now())
        open_one(jos_browser, subject_words=" ".join(words))

        assert (only_request().subject_table, only_request().subject_id) == ("child", card.record.child_id)

    def test_a_childs_reference_leads_to_the_child(self, jos_browser):
        record = ChildRecordFactory()
        open_one(jos_browser, subject_reference=record.child.reference.lower())

        assert only_request().subject_id == record.child_id

    def test_a_conferences_reference_leads_to_the_conference(self, jos_browser):
        conference = ConferenceFactory()
        open_one(jos_browser, subject_reference=conference.reference)

        assert only_request().subject_id == conference.id

    def test_what_leads_to_nothing_is_said_and_not_opened(self, jos_browser):
        answer = open_one(jos_browser, subject_reference="C-9999")

        assert "Heard holds nothing under this" in answer.page.text
        assert db.session.scalar(select(SubjectRequest)) is None

    def test_each_look_that_finds_nothing_is_written_down(self, jos_browser, jo):
        open_one(jos_browser, subject_reference="C-9999")

        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == requesting.IN_VAIN))
        assert (line.person_id, line.reason) == (jo.id, None)

    def test_whoever_guesses_has_ten_looks_in_an_hour(self, jo, clock):
        for _ in range(10):
            assert requesting.look_for(jo, reference="C-9999", words="") is None
        db.session.commit()
        there = ChildRecordFactory().child
        with pytest.raises(RuleBroken, match="^You looked ten times in an hour and found nothing."):
            requesting.look_for(jo, reference=there.reference, words="")
        assert requesting.look_for(PersonFactory(role=Role.ADMINISTRATOR), reference=there.reference, words="") == there
        clock.shift(timedelta(minutes=61))

        assert requesting.look_for(jo, reference=there.reference, words="") == there

    @pytest.mark.parametrize("day", ["", "soon"])
    def test_a_day_that_is_none_is_asked_for_anew(self, jos_browser, day):
        answer = open_one(jos_browser, subject_reference="C-9999", received_on=day)

        assert answer.status_code == 400
        assert answer.page.field("subject_reference") == "C-9999"

    def test_a_mistake_in_the_form_does_not_say_whether_anything_is_there(self, jos_browser):
        there = ChildRecordFactory().child.reference
        answers = [
            open_one(jos_browser, subject_reference=reference, received_on="2027-01-01")
            for reference in (there, "C-9999")
        ]

        assert [answer.page.errors for answer in answers] == [["The day they asked cannot be after today."]] * 2

    def test_that_nothing_is_held_can_be_written_down(self, jos_browser):
        open_one(jos_browser, subject_reference="C-9999", found_nothing="y")

        assert (only_request().state, only_request().subject_id) == (RequestState.NOTHING, None)

    @pytest.mark.parametrize(
        "both", [{}, {"subject_reference": "C-1", "subject_words": "a b c d"}], ids=["none", "both"]
    )
    def test_it_asks_for_one_of_both(self, jos_browser, both):
        assert "Type either a reference or 4 words" in open_one(jos_browser, **both).page.text

    def test_words_that_were_taken_back_lead_to_nothing(self, jos_browser):
        words = choose_words()
        taking_back.shut(ViewFactory(four_words=words, answered=True), utc_now())
        answer = open_one(jos_browser, subject_words=" ".join(words))

        assert "taken back or cleared is not here" in answer.page.text

    def test_what_was_typed_to_find_it_does_not_wait_for_the_next_sign_in(self, jos_browser, jo):
        page = jos_browser.get("/administration/requests/new").page
        for sign_in in jos_browser.sign_ins():
            sign_in.last_seen_at = sign_in.last_seen_at.replace(year=2020)
        db.session.commit()
        token = page.field("csrf_token")
        jos_browser.post("/administration/requests/new", data=typed(csrf_token=token, subject_words="apple kite river"))
        kept = [row.fields for row in db.session.scalars(select(KeptWork))]

        assert not any("apple" in fields for fields in kept)

    def test_sent_twice_it_is_opened_once(self, jo):
        asked = requesting.Asked(
            asked_by=AskedBy.COURT, who="A court", identity="An order", received_on=date(2026, 10, 1)
        )
        first = requesting.open_request(jo, asked, ViewFactory(), once="o" * 43)

        assert requesting.open_request(jo, asked, None, once="o" * 43) is first


class TestTheMonth:
    @pytest.mark.parametrize(
        ("received", "due"),
        [
            (date(2026, 11, 2), date(2026, 12, 2)),
            (date(2026, 1, 30), date(2026, 3, 2)),  # 28 February is a Saturday
            (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, a Saturday's and a Sunday's holidays after it
        ],
        ids=["a month", "the end of a short month", "over holidays"],
    )
    def test_it_is_due_a_month_later_on_a_working_day(self, received, due):
        assert requesting.due_on(received) == due

    def test_two_more_months_come_with_a_reason_and_once(self, jo):
        request = SubjectRequestFactory(received_on=date(2026, 11, 2), due_on=date(2099, 12, 2))
        requesting.extend(request, jo, because="Three conferences")

        assert request.due_on == date(2027, 2, 2)
        (line,) = auditing.lines_about(request)
        assert line.reason == "Was due by 2099-12-02. Is: 2027-02-02. Three conferences"
        with pytest.raises(RuleBroken, match="already"):
            requesting.extend(request, jo, because="More")

    def test_no_time_is_added_when_the_month_is_over(self, jo):
        with pytest.raises(RuleBroken, match="The month is over"):
            requesting.extend(SubjectRequestFactory(due_on=date(2026, 11, 3)), jo, because="Late")


class TestTheAdministrator:
    def test_sees_nothing_of_what_is_held_before_or_after(self, jos_browser, with_a_note, lee):
        before = jos_browser.get(f"/administration/requests/{with_a_note.id}").page.text
        decide_all(with_a_note, lee)
        agree(with_a_note, lee)
        db.session.commit()
        after = jos_browser.get(f"/administration/requests/{with_a_note.id}").page.text

        assert not any(words in page for page in (before, after) for words in (SAID, NOTE))

    def test_makes_no_file_before_a_lead_has_agreed(self, asked, jo):
        with pytest.raises(RuleBroken, match="has not agreed yet"):
            exporting.make(asked, jo)

    def test_gets_one_file_with_a_page_and_the_same_for_programs(self, jos_browser, asked, lee):
        agree(asked, lee)
        db.session.commit()
        answer = jos_browser.fill_in(f"/administration/requests/{asked.id}", form="#file-form")
        files = zipfile.ZipFile(io.BytesIO(answer.data))

        assert sorted(files.namelist()) == ["what-heard-holds.html", "what-heard-holds.json"]
        assert all(SAID in files.read(name).decode() for name in files.namelist())
        assert only_request().made_by_id is not None

    def test_says_that_it_was_given_and_makes_no_other(self, asked, jo, lee):
        file_for(asked, lee, jo)
        requesting.give(asked, jo)

        assert asked.state is RequestState.GIVEN
        with pytest.raises(RuleBroken):
            exporting.make(asked, jo)

    def test_cannot_say_that_it_was_given_before_there_was_a_file(self, asked, jo, lee):
        agree(asked, lee)
        with pytest.raises(RuleBroken, match="Download the file first"):
            requesting.give(asked, jo)

    def test_refuses_with_a_reason(self, jos_browser, asked):
        jos_browser.fill_in(
            f"/administration/requests/{asked.id}", form="#refuse-form", **{"refuse-because": "Not theirs to ask"}
        )

        assert (only_request().state, only_request().refused_because) == (RequestState.REFUSED, "Not theirs to ask")


class TestTheLead:
    def test_reads_every_piece_and_that_is_written_down(self, lees_browser, with_a_note, view):
        page = lees_browser.get(f"/inbox/requests/{with_a_note.id}").page.text
        noted = db.session.scalars(select(AuditLine.subject_id).where(AuditLine.deed.like("read what is held%")))

        assert SAID in page
        assert NOTE in page
        assert set(noted) == {with_a_note.id, view.id}

    def test_decides_on_what_others_wrote_before_agreeing(self, with_a_note, lee):
        with pytest.raises(RuleBroken, match="Decide first"):
            agree(with_a_note, lee)

    def test_decides_on_what_they_wrote_too_when_somebody_else_asks(self, view, lee):
        request = SubjectRequestFactory(about=view, asked_by=AskedBy.PARENT)

        assert piece_that_says(request, SAID).giving is None

    def test_leaves_out_parts_on_the_page(self, lees_browser, asked, lee, jo):
        given = SAID.replace("Ann", "[left out]")
        one = piece_that_says(asked, SAID)
        db.session.commit()
        lees_browser.fill_in(
            f"/inbox/requests/{asked.id}/pieces/{one.row.id}",
            form=FORM,
            giving=Giving.PARTS.value,
            words=given,
            ground=Ground.OTHERS.value,
            reason="A neighbour",
        )
        copy = file_for(only_request(), lee, jo)

        assert given in all_words(copy)
        assert "Ann" not in all_words(copy)

    def test_changes_no_word(self, asked, lee):
        one = piece_that_says(asked, SAID)
        with pytest.raises(RuleBroken, match="change nothing else"):
            deciding.decide(
                asked,
                one,
                lee,
                giving=Giving.PARTS,
                ground=Ground.OTHERS,
                reason="A neighbour",
                words="Otters [left out]!",
            )

    def test_says_why_something_is_left_out(self, asked, lee):
        one = piece_that_says(asked, SAID)
        with pytest.raises(RuleBroken, match="write the reason"):
            deciding.decide(asked, one, lee, giving=Giving.WITHHELD, ground=Ground.HARM, reason="", words="")

    def test_what_is_not_given_is_not_named_in_the_file(self, with_a_note, lee, jo):
        decide_all(with_a_note, lee, Giving.WITHHELD)
        agree(with_a_note, lee)
        copy = all_words(exporting.make(with_a_note, jo))

        assert SAID in copy
        assert not any(words in copy for words in (NOTE, "note of staff", "It says who", "Schedule"))

    def test_who_agreed_makes_no_file_though_they_are_an_administrator_by_now(self, asked, lee):
        agree(asked, lee)
        lee.role = Role.ADMINISTRATOR
        with pytest.raises(RuleBroken, match="Somebody else makes the file"):
            exporting.make(asked, lee)

    def test_who_opened_it_does_not_agree(self, view, lee):
        with pytest.raises(RuleBroken, match="You opened this request"):
            agree(SubjectRequestFactory(about=view, opened_by_id=lee.id), lee)

    def test_two_administrators_get_nothing_between_them(self, asked, jo):
        lena = PersonFactory(role=Role.ADMINISTRATOR)
        one = piece_that_says(asked, SAID)
        for what in (
            lambda: deciding.open_all(asked, lena),
            lambda: deciding.get_piece(asked, lena, one.row.id),
            lambda: deciding.decide(asked, one, lena, giving=Giving.WHOLE, ground=None, reason="", words=""),
            lambda: agree(asked, lena),
        ):
            with pytest.raises(RuleBroken, match="^A safeguarding lead goes through what is held, and agrees.$"):
                what()

    def test_two_leads_get_nothing_between_them(self, asked, lee):
        agree(asked, lee)
        other = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        for what in (
            lambda: exporting.make(asked, other),
            lambda: requesting.look_for(other, reference="C-1", words=""),
        ):
            with pytest.raises(RuleBroken, match="^An administrator opens a request, and makes its file.$"):
                what()

    def test_another_decision_takes_the_agreement_back(self, asked, lee):
        agree(asked, lee)
        one = piece_that_says(asked, SAID)
        deciding.decide(asked, one, lee, giving=Giving.WITHHELD, ground=Ground.HARM, reason="Harm", words="")

        assert (asked.state, asked.agreed_by_id) == (RequestState.WAITING, None)

    def test_agrees_on_the_page_to_what_it_shows(self, lees_browser, asked):
        page = f"/inbox/requests/{asked.id}"
        sent = lees_browser.fill_in(page, form="#agree-form", **{"agree-is_sure": "y"})

        assert sent.status_code == 302
        assert only_request().state is RequestState.AGREED

    @pytest.mark.parametrize("what", ["words that came", "a decision of another lead"])
    def test_nobody_agrees_to_what_was_not_on_their_page(self, asked, view, lee, what):
        seen = deciding.mark_of_shown(deciding.look(asked))
        if what == "words that came":
            AdditionFactory(view=view)
        else:
            one = piece_that_says(asked, SAID)
            deciding.decide(asked, one, lee, giving=Giving.WITHHELD, ground=Ground.HARM, reason="Harm", words="")
        with pytest.raises(RuleBroken, match="since you opened the page"):
            deciding.agree(asked, lee, seen=seen)

    def test_what_came_since_is_not_in_the_file_before_the_lead_has_seen_it(self, asked, view, lee, jo):
        agree(asked, lee)
        NoteFactory(view=view, text=NOTE)
        with pytest.raises(RuleBroken, match="added or changed since"):
            exporting.make(asked, jo)

    def test_what_has_changed_since_is_decided_again(self, asked, view, lee):
        agree(asked, lee)
        view.not_genuine_reason = None
        view.words = SAID + " And more."
        db.session.flush()

        assert piece_that_says(asked, view.words).giving is None

    def test_opens_nothing_for_a_request_that_is_over(self, lees_browser, asked, jo):
        piece = piece_that_says(asked, SAID).row.id
        requesting.refuse(asked, jo, because="Not theirs to ask")
        db.session.commit()

        assert SAID not in lees_browser.get(f"/inbox/requests/{asked.id}").page.text
        assert lees_browser.get(f"/inbox/requests/{asked.id}/pieces/{piece}").status_code == 404


class TestWhatIsHeld:
    def test_of_a_view_everything_beside_it_is_there(self, view):
        answer = AnswerFactory(view=view, text="We asked the club.")
        ContactFactory(view=view, how="At the youth club")
        AlertFactory(view=view, raised_by_id=PersonFactory().id, raised_because="It sounds bad")
        said = {piece.words for piece in held.all_held(SubjectRequestFactory(about=view)).pieces}

        assert {SAID, answer.text, "At the youth club", "It sounds bad"} <= said

    def test_words_of_something_said_under_a_name_lead_to_all_of_that_account(self):
        member = PersonFactory(name="Purple Fox", role=Role.SHADOW_BOARD_MEMBER, passphrase_hash="a-hash")
        AdvisorProfileFactory(person=member, consent="They signed it.")
        MemberTextFactory(written_by_id=member.id, words="My comment.")
        MemberNoteFactory(person_id=member.id, words="What I noticed.")
        AgendaProposalFactory(person_id=member.id, title="Buses", reason="They are late.")
        fill_in(ChecklistFactory(), person_id=member.id)
        ViewFactory(advisor_id=member.id, words="Said before.")
        request = SubjectRequestFactory(about=ViewFactory(advisor_id=member.id))
        said = [piece.words for piece in held.all_held(request).pieces]

        own = {"My comment.", "What I noticed.", "Buses", "They are late.", "Said before.", "They signed it."}
        assert own | {"Purple Fox"} <= set(said)
        assert any("Somebody says hello and tells me their name. Yes" in words for words in said)
        assert not any("a-hash" in words for words in said)

    def test_and_to_nothing_of_another_member(self):
        member, other = (PersonFactory(role=Role.SHADOW_BOARD_MEMBER) for _ in range(2))
        text = MemberTextFactory(written_by_id=other.id, words="Another's comment.")
        db.session.add(QuestionVote(text_id=text.id, person_id=member.id, is_for=False))
        db.session.commit()
        MemberNoteFactory(person_id=other.id, words="Another's note.")
        ViewFactory(words="Nobody's view.")
        request = SubjectRequestFactory(about=ViewFactory(advisor_id=member.id))
        said = [piece.words for piece in held.all_held(request).pieces]

        assert "Not like this" in said
        assert not {"Another's comment.", "Another's note.", "Nobody's view."} & set(said)

    def test_what_was_said_without_a_name_leads_to_no_account(self, view):
        MemberNoteFactory(words="A member's note.")
        pieces = held.all_held(SubjectRequestFactory(about=view)).pieces

        assert {piece.group for piece in pieces} == {f"What was sent on {rows.day(view.sent_at)}"}

    def test_a_member_who_asks_is_given_what_they_wrote_and_the_rest_is_decided_on(self):
        member = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
        AdvisorProfileFactory(person=member, safe_contact="At the club.")
        MemberNoteFactory(person_id=member.id, words="What I noticed.")
        request = SubjectRequestFactory(about=ViewFactory(advisor_id=member.id))

        assert piece_that_says(request, "What I noticed.").giving is Giving.WHOLE
        assert piece_that_says(request, "At the club.").giving is None

    def test_of_a_child_every_conference_is_there_and_no_brother_or_sister(self):
        record = ChildRecordFactory(own_words="I want my bike.")
        again = ChildRecordFactory(child=record.child, own_words="I have my bike.")
        ChildRecordFactory(conference=record.conference, own_words="I want a dog.")
        WishFactory(record=record, text="My bike back")
        said = [piece.words for piece in held.all_held(SubjectRequestFactory(about=record.child)).pieces]

        assert {"I want my bike.", again.own_words, "My bike back"} <= set(said)
        assert "I want a dog." not in said

    def test_what_is_for_the_chair_alone_is_in_no_file_and_on_no_page(self, lees_browser, lee, jo):
        sitting = ContributionFactory(private="Only you may know.")
        request = SubjectRequestFactory(about=sitting.record.child)
        page = lees_browser.get(f"/inbox/requests/{request.id}").page.text
        copy = file_for(request, lee, jo)

        assert "Only you may know." not in page + all_words(copy)
        assert copy["for_the_chair_alone"] == exporting.OF_THE_CHAIR

    def test_that_there_is_something_for_the_chair_is_told_to_nobody_else(self, lee, jo):
        sitting = ContributionFactory(private="Only you may know.")
        request = SubjectRequestFactory(about=sitting.record.child, asked_by=AskedBy.PARENT)

        assert file_for(request, lee, jo)["for_the_chair_alone"] is None

    def test_what_was_cleared_is_said(self, view, asked, lee, jo):
        retention.said.clear([view.id], utc_now())
        copy = file_for(asked, lee, jo)

        assert len(copy["gone"]) == 1
        assert SAID not in all_words(copy)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            {"agreed_at": None, "agreed_by_id": None, "state": RequestState.WAITING},
            {"made_by_id": "the lead"},
            {"opened_by_id": "the lead"},
        ],
        ids=["agreed by nobody", "made by who agreed", "opened by who agreed"],
    )
    def test_it_takes_no_file_without_two_different_people(self, asked, jo, lee, change):
        file_for(asked, lee, jo)
        for name, value in change.items():
            setattr(asked, name, lee.id if value == "the lead" else value)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()

    def test_a_request_that_is_over_keeps_why_and_not_what(self, asked, jo, lee):
        one = piece_that_says(asked, SAID)
        left_out = {"ground": Ground.OTHERS, "reason": "A neighbour", "words": SAID.replace("Ann", "[left out]")}
        deciding.decide(asked, one, lee, giving=Giving.PARTS, **left_out)
        requesting.refuse(asked, jo, because="Not theirs to ask")
        row = db.session.get(SubjectPiece, one.row.id)

        assert (row.reason, row.words) == ("A neighbour", None)

    def test_it_is_cleared_with_its_pieces_when_its_time_is_over(self, asked, jo):
        deciding.look(asked)
        requesting.refuse(asked, jo, because="Not theirs to ask")
        settings.change("request_months", "6")
        asked.closed_at = asked.closed_at.replace(year=asked.closed_at.year - 1)
        db.session.commit()
        for _step in running.run(Kind.REQUESTS, utc_now(), asked.id, db.session.commit):
            pass

        assert db.session.scalar(select(SubjectRequest)) is None
        assert db.session.scalar(select(SubjectPiece)) is None


def test_a_lead_sees_in_the_menu_of_the_inbox_that_a_request_waits_for_them(lees_browser):
    assert "Requests (" not in lees_browser.get("/inbox/").page.text
    SubjectRequestFactory()

    assert lees_browser.get("/inbox/").page.link("Requests (1)") == "/inbox/requests"


def test_who_begins_their_day_sees_that_a_request_is_late(jos_browser):
    SubjectRequestFactory(received_on=date(2026, 10, 1), due_on=date(2026, 11, 2))

    assert "1 late" in jos_browser.get("/administration/").page.text
