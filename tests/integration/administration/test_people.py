"""The pages of accounts, as administrators use them."""

import os
import re

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Approval, AuditLine, JoiningLink, Person, Role, SignIn, utc_now
from app.services import auditing, settings, signing_in
from tests.factories import AgencyFactory, AuthenticatorFactory, PersonFactory

PEOPLE = "/administration/people"
ADD = "/administration/people/add"
NOWHERE = "00000000-0000-0000-0000-000000000000"
NEW = {"role": "board member", "name": "Nasreen Malik", "username": "Nasreen@example.org", "reason": ""}
CHANGES = ("link", "pause", "resume", "role")


def page_of(person: Person, change: str = "") -> str:
    return f"{PEOPLE}/{person.id}" + (f"/{change}" if change else "")


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def signed_in_at(person: Person, browser_name: str | None = None) -> SignIn:
    """They have signed in, with every step, at one more browser."""
    now = utc_now()
    seen = SignIn(
        person=person, secret_mark=os.urandom(32), last_seen_at=now, confirmed_at=now, browser_name=browser_name
    )
    db.session.add(seen)
    db.session.commit()
    return seen


def shown_link(response) -> str:
    """The path of the joining link that a page shows."""
    return re.sub("^https?://[^/]+", "", response.page.soup.select_one("#joining-link").text)


def listed(response) -> list[str]:
    return [heading.get_text() for heading in response.page.soup.select(".rows h3")]


class TestWhoMayOpenThem:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
    def test_nobody_but_administrators(self, browser, alan, role):
        agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None
        browser.sign_in(PersonFactory(role=role, agency_id=agency_id))
        for address in ("/administration/", PEOPLE, ADD, page_of(alan), *(page_of(alan, one) for one in CHANGES)):
            assert browser.get(address).status_code == 403, address

    def test_who_is_not_signed_in_is_asked_to(self, browser):
        assert browser.get(PEOPLE).location == f"/sign-in?next={PEOPLE}"

    @pytest.mark.parametrize("change", ["", *(f"/{change}" for change in CHANGES)])
    def test_somebody_who_is_not_there_is_not_found(self, jos_browser, change):
        assert jos_browser.get(f"{PEOPLE}/{NOWHERE}{change}").status_code == 404

    def test_administrators_begin_here(self, jos_browser):
        assert jos_browser.get("/home").location == "/administration/"
        assert jos_browser.get("/administration/").page.link("People") == PEOPLE

    @pytest.mark.parametrize("change", ["link", "pause", "resume", "role"])
    def test_what_lets_somebody_in_or_out_needs_fresh_proof(self, jos_browser, alan, clock, change):
        clock.shift(settings.current().confirm_minutes * 60 + 1)

        assert jos_browser.get(page_of(alan, change)).location == f"/confirm?next={page_of(alan, change)}"


class TestTheList:
    def test_it_shows_how_it_stands_with_each(self, jos_browser, sam):
        AuthenticatorFactory(person=sam)
        row = next(li for li in jos_browser.get(PEOPLE).page.soup.select(".rows > li") if "Sam Okafor" in li.text)

        text = " ".join(row.text.split())
        assert text.startswith("Sam Okafor sam.okafor@example.org Active Role Participation worker")
        assert text.endswith("Second step Yes Last signed in Never")

    def test_young_people_need_no_second_step(self, jos_browser):
        PersonFactory(name="Amara", role=Role.YOUNG_ADVISOR)

        assert "Second step Not needed" in jos_browser.get(PEOPLE).page.text

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("role=board+member", ["Alan Whitmore"]),
            ("state=paused", ["Paused Paul"]),
            ("state=waiting+to+join", ["Waiting Wendy"]),
            ("called=ALAN", ["Alan Whitmore"]),
            ("called=whit", ["Alan Whitmore"]),
            ("called=%25", []),
            ("role=administrator&state=active&called=jo", ["Jo Turner"]),
            ("role=no+such+role", []),
            ("page=9", []),
        ],
    )
    def test_it_shows_whom_they_ask_for(self, jos_browser, alan, asked, found):
        PersonFactory(name="Paused Paul", is_active=False)
        PersonFactory(name="Waiting Wendy")
        response = jos_browser.get(f"{PEOPLE}?{asked}")

        assert response.status_code == 200
        assert listed(response) == found

    def test_a_role_there_is_not_is_named_at_its_field(self, jos_browser):
        assert jos_browser.get(f"{PEOPLE}?role=x").page.errors == ["Choose one of the answers on the page."]

    def test_fifty_are_on_a_page(self, jos_browser):
        PersonFactory.create_batch(60, role=Role.BOARD_MEMBER)
        first = jos_browser.get(f"{PEOPLE}?role=board+member")
        second = jos_browser.get(first.page.link("Next page"))

        assert (len(listed(first)), len(listed(second))) == (50, 10)
        assert "Showing 51 to 60 of 60, in the order of usernames." in second.page.text
        assert listed(jos_browser.get(second.page.link("Previous page"))) == listed(first)

    def test_odd_things_in_the_address_break_nothing(self, jos_browser):
        odd = "page=99999999999999999999&called=%00%ff&endpoint=x&_external=1&_anchor=y&values=z&role="

        assert jos_browser.get(f"{PEOPLE}?{odd}").status_code == 200

    def test_it_takes_the_same_number_of_queries_however_long_it_is(self, jos_browser, count_queries):
        PersonFactory.create_batch(20)
        jos_browser.get(PEOPLE)
        with count_queries() as queries:
            jos_browser.get(PEOPLE)

        assert len(queries) == 5  # who is signed in (two); the people; how many approvals wait; what they must read


class TestAddSomebody:
    def test_who_opens_no_words_gets_a_link_at_once(self, jos_browser, another_browser):
        response = jos_browser.fill_in(ADD, **NEW)

        assert response.status_code == 200
        assert response.page.heading == "Joining link for Nasreen Malik"
        assert another_browser.get(shown_link(response)).page.heading == "Hello Nasreen Malik"
        person = db.session.scalars(select(Person).where(Person.username == "nasreen@example.org")).one()
        assert (person.role, person.email) == (Role.BOARD_MEMBER, "nasreen@example.org")

    def test_the_link_is_shown_once(self, jos_browser):
        response = jos_browser.fill_in(ADD, **NEW)
        link = shown_link(response)
        person_page = jos_browser.get(response.page.link("I have copied it"))

        assert "It works once, until Tuesday 24 November, 10.00am." in response.page.text
        assert link not in person_page.text
        assert "Not used yet. It works until 24 November 2026" in person_page.page.text
        assert response.headers["Cache-Control"] == "no-store"

    def test_the_link_begins_with_the_address_of_the_service(self, app, jos_browser, monkeypatch):
        monkeypatch.setitem(app.config, "SITE_ADDRESS", "https://heard.example.org/")

        link = jos_browser.fill_in(ADD, **NEW).page.soup.select_one("#joining-link").text
        assert link.startswith("https://heard.example.org/join/")

    def test_who_opens_words_waits_for_another_administrator(self, jos_browser):
        response = jos_browser.fill_in(ADD, **NEW | {"role": "conference chair", "reason": "Chairs from December"})

        person = db.session.scalars(select(Person).where(Person.role == Role.CHAIR)).one()
        assert response.location == f"{page_of(person)}?saved=asked"
        page = jos_browser.get(response.location).page
        assert "Asked. Another administrator decides" in page.text
        assert "asked for by Jo Turner, waits for another administrator" in page.text
        assert how_many(JoiningLink) == 0

    def test_two_taps_add_one_person(self, jos_browser):
        shown = jos_browser.get(ADD)
        one, other = (jos_browser.send(shown, **NEW) for _ in range(2))

        assert shown_link(one) == shown_link(other)
        assert how_many(JoiningLink) == 1
        assert len(db.session.scalars(select(Person).where(Person.role == Role.BOARD_MEMBER)).all()) == 1

    def test_two_windows_for_the_same_person_add_one(self, jos_browser):
        one, other = jos_browser.get(ADD), jos_browser.get(ADD)
        jos_browser.send(one, **NEW)
        response = jos_browser.send(other, **NEW)

        assert response.status_code == 400
        assert response.page.errors == ["There is an account for nasreen@example.org already."]
        assert response.page.link("Go to the account of nasreen@example.org")
        assert response.page.field("name") == "Nasreen Malik"

    @pytest.mark.parametrize(
        ("changes", "errors"),
        [
            ({"role": ""}, ["Choose a role."]),
            ({"role": "king"}, ["Choose one of the answers on the page."]),
            ({"name": "  "}, ["Enter a name."]),
            ({"name": "x" * 121}, ["Enter a name of 120 characters or fewer."]),
            ({"username": ""}, ["Enter a username."]),
            ({"username": "nasreen"}, ["Enter a work e-mail address."]),
            ({"username": "x" * 120 + "@example.org"}, ["Enter a username of 120 characters or fewer."]),
            ({"role": "young advisor"}, ["Choose a username that is not an e-mail address."]),
            ({"role": "agency lead"}, ["Choose the agency they lead for."]),
            ({"role": "administrator"}, ["Write why. Another administrator decides, and needs to know."]),
            ({"reason": "x" * 501}, ["Write 500 characters or fewer. What you wrote is longer."]),
        ],
    )
    def test_they_are_told_what_to_put_right(self, jos_browser, changes, errors):
        before = how_many(Person)
        response = jos_browser.fill_in(ADD, **NEW | changes)

        assert response.status_code == 400
        assert response.page.errors == errors
        assert how_many(Person) == before

    def test_an_agency_lead_belongs_to_an_agency(self, jos_browser):
        AgencyFactory(name="Northbank Police")
        jos_browser.fill_in(ADD, **NEW | {"role": "agency lead", "agency": "Northbank Police"})

        assert "Agency lead, Northbank Police" in jos_browser.get(PEOPLE).page.text
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "invited somebody as agency lead"))
        assert line.reason == "Agency: Northbank Police."

    def test_a_page_that_was_open_too_long_comes_back_with_everything(self, jos_browser):
        response = jos_browser.post(ADD, data=NEW)

        assert response.status_code == 400
        assert "What you typed is still here" in response.page.text
        assert response.page.field("username") == "Nasreen@example.org"


class TestOnePerson:
    def test_it_says_what_is_known_and_what_was_done(self, jos_browser, jo, alan):
        auditing.note(jo, "paused", alan, reason="Away until May")
        auditing.note(None, "added person as board member", alan)
        db.session.commit()
        page = jos_browser.get(page_of(alan)).page

        assert page.heading == "Alan Whitmore"
        assert "Last joining link None was made" in page.text
        assert "Paused, 17 November 2026, 10.00am, by Jo Turner Why: Away until May" in page.text
        assert "Added person as board member, 17 November 2026, 10.00am, at the server" in page.text

    def test_ones_own_page_offers_nothing_to_change(self, jos_browser, jo):
        page = jos_browser.get(page_of(jo)).page

        assert "Nobody changes their own account here" in page.text
        assert page.soup.select("main form") == []

    @pytest.mark.parametrize("change", CHANGES)
    def test_nobody_opens_a_change_to_their_own_account(self, jos_browser, jo, change):
        response = jos_browser.get(page_of(jo, change))

        assert response.status_code == 409
        assert "Ask another administrator" in response.page.text


class TestWhenNobodyDecides:
    ASKS = ("link", "role")

    @pytest.mark.parametrize("change", ASKS)
    def test_whoever_is_the_only_administrator_is_told_before_they_ask(self, jos_browser, sam, change):
        page = jos_browser.get(page_of(sam, change)).page

        assert "Nobody can decide this now: no other administrator has joined." in page.text
        assert page.soup.select_one("main code").text == (
            "flask people link sam.okafor@example.org" if change == "link" else "flask people add"
        )

    def test_so_they_are_before_they_add_somebody_or_let_them_back_in(self, jos_browser, sam):
        sam.is_active = False
        PersonFactory(name="Lena Novak", role=Role.ADMINISTRATOR)  # she has not joined yet
        db.session.commit()

        for address in (ADD, page_of(sam, "resume")):
            assert "no other administrator has joined" in jos_browser.get(address).page.text

    def test_the_only_other_administrator_does_not_decide_about_themselves(self, jos_browser, lena):
        page = jos_browser.get(page_of(lena, "link")).page

        assert "the only other administrator is the one it is about" in page.text
        assert "flask people link lena.novak@example.org" in page.text

    @pytest.mark.parametrize("change", ASKS)
    def test_nothing_is_said_while_somebody_can(self, jos_browser, lena, sam, change):
        assert "Nobody can decide" not in jos_browser.get(page_of(sam, change)).page.text


class TestWhatBecomesOfConferences:
    @pytest.mark.parametrize("change", ["pause", "role"])
    def test_a_chairs_stay_theirs(self, jos_browser, alan, change):
        chair = PersonFactory(name="Priya Shah", role=Role.CHAIR)
        said = "Their conferences stay theirs, and nobody else can open them"

        assert said in jos_browser.get(page_of(chair, change)).page.text
        assert said not in jos_browser.get(page_of(alan, change)).page.text


class TestANewLink:
    def test_it_is_shown_in_the_answer_and_nowhere_else(self, jos_browser, alan, caplog):
        response = jos_browser.fill_in(page_of(alan, "link"), reason="Lost phone")
        token = shown_link(response).rpartition("/")[2]

        assert response.status_code == 200
        assert response.location is None
        assert signing_in.find_joining_link(token).person_id == alan.id
        assert token not in caplog.text
        assert all(token not in line.deed + (line.reason or "") for line in auditing.lines_about(alan))

    def test_two_taps_show_the_same_link(self, jos_browser, alan):
        shown = jos_browser.get(page_of(alan, "link"))
        one, other = (jos_browser.send(shown, reason="Lost phone") for _ in range(2))

        assert shown_link(one) == shown_link(other)

    def test_of_two_windows_the_last_link_works(self, jos_browser, another_browser, alan):
        windows = [jos_browser.get(page_of(alan, "link")) for _ in range(2)]
        old, new = (shown_link(jos_browser.send(window, reason="Lost phone")) for window in windows)

        assert another_browser.get(old).status_code == 404
        assert another_browser.get(new).status_code == 200

    def test_it_needs_a_reason(self, jos_browser, alan):
        assert jos_browser.fill_in(page_of(alan, "link"), reason=" ").page.errors == ["Write why."]

    def test_for_who_opens_words_it_is_asked_for(self, jos_browser, sam):
        shown = jos_browser.get(page_of(sam, "link"))
        assert "Another administrator decides." in shown.page.text

        for _ in range(2):
            assert jos_browser.send(shown, reason="Lost phone").location == f"{page_of(sam)}?saved=asked"
        assert how_many(Approval) == 1

    def test_there_is_none_for_somebody_paused(self, jos_browser, alan):
        shown = jos_browser.get(page_of(alan, "link"))
        alan.is_active = False
        db.session.commit()

        assert jos_browser.send(shown, reason="x").page.errors == ["They are paused. Let them back in first."]
        assert jos_browser.get(page_of(alan, "link")).page.link("Let them back in first.") == page_of(alan, "resume")


class TestPauseAndResume:
    def test_somebody_paused_is_out_at_once(self, jos_browser, another_browser, sam):
        another_browser.sign_in(sam)
        shown = jos_browser.get(page_of(sam, "pause"))

        for _ in range(2):
            assert jos_browser.send(shown, reason="Left").location == f"{page_of(sam)}?saved=paused"
        assert another_browser.get("/inbox/").location == "/sign-in?next=/inbox/"
        assert [line.deed for line in auditing.lines_about(sam)] == ["paused"]

    def test_who_opens_no_words_is_let_back_in(self, jos_browser, alan):
        alan.is_active = False
        db.session.commit()
        shown = jos_browser.get(page_of(alan, "resume"))

        for _ in range(2):
            assert jos_browser.send(shown, reason="Back").location == f"{page_of(alan)}?saved=resumed"
        assert alan.is_active
        assert [line.deed for line in auditing.lines_about(alan)] == ["resumed"]

    def test_who_opens_words_waits(self, jos_browser, sam):
        sam.is_active = False
        db.session.commit()
        response = jos_browser.fill_in(page_of(sam, "resume"), reason="Back")

        assert response.location == f"{page_of(sam)}?saved=asked"
        assert not sam.is_active
        assert "Let Sam Okafor back in: asked for by Jo Turner" in jos_browser.get(page_of(sam)).page.text

    @pytest.mark.parametrize(
        ("change", "told"), [("pause", "They are paused already"), ("resume", "They are not paused")]
    )
    def test_a_page_with_nothing_to_do_says_so(self, jos_browser, alan, change, told):
        alan.is_active = change == "resume"
        db.session.commit()
        page = jos_browser.get(page_of(alan, change)).page

        assert told in page.text
        assert page.soup.select("main button") == []


class TestChangeTheRole:
    def test_it_is_done_at_once_where_no_words_are_opened(self, jos_browser, another_browser, alan):
        another_browser.sign_in(alan)
        shown = jos_browser.get(page_of(alan, "role"))

        for _ in range(2):
            response = jos_browser.send(shown, role="chairs' manager", reason="New post")
            assert response.location == f"{page_of(alan)}?saved=role"
        assert alan.role is Role.CHAIRS_MANAGER
        assert another_browser.get("/account").location == "/sign-in?next=/account"
        assert [line.deed for line in auditing.lines_about(alan)] == [
            "changed role from board member to chairs' manager"
        ]

    def test_a_role_that_opens_words_is_asked_for(self, jos_browser, alan):
        response = jos_browser.fill_in(page_of(alan, "role"), role="safeguarding lead", reason="New post")

        assert response.location == f"{page_of(alan)}?saved=asked"
        assert alan.role is Role.BOARD_MEMBER

    def test_only_roles_of_the_same_kind_are_there_to_choose(self, jos_browser, alan):
        young = PersonFactory(name="Dev", role=Role.SHADOW_BOARD_MEMBER)
        choices = [
            {box["value"] for box in jos_browser.get(page_of(person, "role")).page.soup.select("[name=role]")}
            for person in (alan, young)
        ]

        assert choices[1] == {"young advisor", "shadow board member"}
        assert choices[0] == set(Role) - choices[1]

    @pytest.mark.parametrize(
        ("answers", "errors"),
        [
            ({"role": "young advisor", "reason": "x"}, ["Choose one of the answers on the page."]),
            ({"role": "board member", "reason": "x"}, ["Choose another role than the one they have."]),
            ({"role": "agency lead", "reason": "x"}, ["Choose the agency they lead for."]),
            ({"role": "chairs' manager", "reason": ""}, ["Write why."]),
        ],
    )
    def test_they_are_told_what_to_put_right(self, jos_browser, alan, answers, errors):
        response = jos_browser.fill_in(page_of(alan, "role"), **answers)

        assert response.status_code == 400
        assert response.page.errors == errors
        assert alan.role is Role.BOARD_MEMBER

    def test_the_trail_says_which_agency_it_was(self, jos_browser):
        police, _ = AgencyFactory(name="Police"), AgencyFactory(name="Housing")
        lead = PersonFactory(role=Role.AGENCY_LEAD, agency_id=police.id)
        jos_browser.fill_in(page_of(lead, "role"), role="agency lead", agency="Housing", reason="New post")
        jos_browser.fill_in(page_of(lead, "role"), role="board member", reason="Newer post")

        said = [line.reason for line in auditing.lines_about(lead) if line.deed.startswith("changed")]
        assert said == ["Agency was: Housing. Is: none. Newer post", "Agency was: Police. Is: Housing. New post"]

    def test_of_two_windows_the_second_is_told_what_the_first_did(self, jos_browser, alan):
        windows = [jos_browser.get(page_of(alan, "role")) for _ in range(2)]
        jos_browser.send(windows[0], role="chairs' manager", reason="New post")
        response = jos_browser.send(windows[1], role="participation worker", reason="New post")

        assert response.page.errors == [
            "Their role was changed in the meantime: chairs' manager. Look at it, then choose again."
        ]
        assert response.page.field("reason") == "New post"
        assert how_many(Approval) == 0


class TestEndSignIns:
    def test_they_are_signed_out_and_may_sign_in_again(self, jos_browser, another_browser, sam):
        another_browser.sign_in(sam)
        shown = jos_browser.get(page_of(sam))

        for _ in range(2):
            assert jos_browser.send(shown).location == f"{page_of(sam)}?saved=ended"
        ended = db.session.scalars(select(SignIn.ended_at).where(SignIn.person_id == sam.id)).all()
        assert all(ended)
        assert another_browser.get("/inbox/").location == "/sign-in?next=/inbox/"
        assert sam.is_active

    def test_each_browser_is_named_and_ends_alone(self, jos_browser, another_browser, jo, sam):
        another_browser.sign_in(sam)
        kept, ended = (signed_in_at(sam, name) for name in ("Edge on Windows", "Safari on a Mac"))
        shown = jos_browser.get(page_of(sam))
        after = jos_browser.send(shown, only=str(ended.id), follow_redirects=True).page.text

        assert "Safari on a Mac, last used" in shown.page.text
        assert "They are signed out there." in after
        assert "Edge on Windows, last used" in after
        assert "Safari on a Mac, last used" not in after
        assert kept.ended_at is None
        assert [(line.person_id, line.deed) for line in auditing.lines_about(sam)] == [(jo.id, "ended a sign-in")]

    def test_a_sign_in_of_somebody_else_is_not_there_for_them(self, jos_browser, alan, sam):
        alans = signed_in_at(alan)
        signed_in_at(sam)

        assert jos_browser.send(jos_browser.get(page_of(sam)), only=str(alans.id)).status_code == 404
        assert alans.ended_at is None

    def test_what_no_button_says_signs_nobody_out(self, jos_browser, sam):
        sams = signed_in_at(sam)

        assert jos_browser.send(jos_browser.get(page_of(sam)), only="everything").status_code == 400
        assert sams.ended_at is None

    def test_a_page_that_was_open_too_long_says_so(self, jos_browser, sam):
        response = jos_browser.post(page_of(sam, "end-sign-ins"))

        assert response.status_code == 400
        assert "open for a long time" in response.page.text


@pytest.mark.parametrize("change", [*CHANGES, "end-sign-ins"])
def test_nobody_else_sends_these_forms(jos_browser, another_browser, alan, sam, change):
    another_browser.sign_in(sam)
    before = how_many(AuditLine)

    assert another_browser.post(page_of(alan, change), data={"reason": "x", "role": "administrator"}).status_code == 403
    assert how_many(AuditLine) == before
    assert alan.is_active
