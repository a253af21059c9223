"""A participation worker looks after the accounts of young advisors: invited by words, paused, gone, and back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import AdvisorProfile, AuditLine, JoiningLink, OutboxMessage, Person, Role, utc_now
from app.services import accounts, auditing, leaving, looking_after
from app.services.errors import RuleBroken
from tests.factories import PersonFactory, ViewFactory
from tests.hashing import hash_cheaply
from tests.participation_factories import AdvisorProfileFactory

CONSENT = "Their mum signed the form in October."
SAFE = "Only at the youth club, never by phone."
ANSWERS = {
    "role": "young advisor",
    "name": "Tuesday group",
    "age_group": "14 to 15",
    "consent": CONSENT,
    "consented_on": "2026-11-01",
    "safe_contact": SAFE,
}


@pytest.fixture(autouse=True)
def cheap_hashing():
    hash_cheaply()


@pytest.fixture
def fox():
    person = PersonFactory(name="Purple Fox", username="purple-fox", role=Role.YOUNG_ADVISOR, passphrase_hash="x")
    return AdvisorProfileFactory(person=person)


def page_of(profile) -> str:
    return f"/inbox/accounts/{profile.person_id}"


def words_on(shown) -> str:
    return " ".join(item.get_text() for item in shown.page.soup.select(".slip .words li"))


def invite(browser, **answers):
    return browser.fill_in("/inbox/accounts/invite", **(ANSWERS | answers))


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.created_at, AuditLine.id)))


def newcomer() -> Person:
    return db.session.scalars(
        select(Person).where(Person.role.in_([Role.YOUNG_ADVISOR, Role.SHADOW_BOARD_MEMBER]))
    ).one()


class TestInviting:
    def test_the_words_are_shown_once_and_only_their_hash_is_kept(self, sams_browser):
        shown = invite(sams_browser)

        assert len(words_on(shown).split()) == 4
        assert words_on(shown) not in sams_browser.get(f"/inbox/accounts/{newcomer().id}").text
        assert words_on(shown).encode() not in db.session.scalars(select(JoiningLink.token_mark)).one()

    def test_nobody_is_sent_anything_and_no_e_mail_is_kept(self, sams_browser):
        invite(sams_browser)

        assert newcomer().email is None
        assert db.session.scalars(select(OutboxMessage)).all() == []

    def test_who_agreed_and_how_to_reach_them_is_sealed(self, sams_browser):
        invite(sams_browser)
        profile = db.session.scalars(select(AdvisorProfile)).one()

        assert (profile.consent, profile.safe_contact) == (CONSENT, SAFE)
        assert CONSENT.encode() not in profile.consent_sealed + profile.safe_contact_sealed

    @pytest.mark.parametrize("name", ["role", "name", "age_group", "consent", "consented_on", "safe_contact"])
    def test_nothing_may_be_missing(self, sams_browser, name):
        shown = invite(sams_browser, **{name: ""})

        assert shown.status_code == 400
        assert db.session.scalars(select(AdvisorProfile)).all() == []

    def test_nobody_agrees_tomorrow(self, sams_browser):
        assert "cannot be in the future" in invite(sams_browser, consented_on="2026-11-18").text

    def test_the_same_form_twice_makes_one_account_and_the_same_words(self, sams_browser):
        form = sams_browser.get("/inbox/accounts/invite")
        first, second = sams_browser.send(form, **ANSWERS), sams_browser.send(form, **ANSWERS)

        assert words_on(first) == words_on(second)
        assert newcomer()


class TestTheList:
    def test_is_empty_at_first(self, sams_browser):
        assert "Invite somebody: they" in sams_browser.get("/inbox/accounts").text

    def test_who_waits_longest_comes_first(self, sams_browser, fox):
        for name, days in (("Later", 1), ("Earlier", 3)):
            at = utc_now() - timedelta(days=days)
            AdvisorProfileFactory(person=PersonFactory(name=name, role=Role.YOUNG_ADVISOR, created_at=at))
        shown = sams_browser.get("/inbox/accounts")

        assert [link.get_text() for link in shown.page.soup.select("main h2 a")] == ["Earlier", "Later", "Purple Fox"]

    def test_goes_on_over_pages_in_the_same_number_of_queries(self, sams_browser, count_queries):
        AdvisorProfileFactory()
        sams_browser.get("/inbox/accounts")
        with count_queries() as few:
            sams_browser.get("/inbox/accounts")
        AdvisorProfileFactory.create_batch(30)
        with count_queries() as many:
            shown = sams_browser.get("/inbox/accounts")

        assert len(shown.page.soup.select("main h2 a")) == 25
        assert "Next page" in shown.text
        assert len(many) == len(few)

    def test_a_safeguarding_lead_reads_it_and_changes_nothing(self, leads_browser, fox):
        assert "Purple Fox" in leads_browser.get("/inbox/accounts").text
        assert leads_browser.get(f"{page_of(fox)}/pause").status_code == 403


class TestTheHistory:
    def test_says_what_was_done_and_not_when_they_sign_in(self, sams_browser, fox):
        person = db.session.get_one(Person, fox.person_id)
        for deed in ("joined", "signed in"):
            auditing.note(person, deed, person)
        db.session.commit()
        shown = sams_browser.get(page_of(fox)).page.soup.select_one("[aria-labelledby=history]").get_text()

        assert "Joined" in shown
        assert "Signed in" not in shown


class TestTheNotes:
    def test_are_not_on_the_page(self, sams_browser, fox):
        assert "youth club" not in sams_browser.get(page_of(fox)).text

    def test_open_with_a_reason_that_is_written_down_without_what_they_say(self, sams_browser, fox):
        shown = sams_browser.fill_in(page_of(fox), form="#open-notes", reason="The bus is late.")
        line = db.session.scalars(select(AuditLine)).one()

        assert "Only at the youth club." in shown.text
        assert (line.deed, line.reason) == (looking_after.OPENED_NOTES, "The bus is late.")

    def test_an_administrator_reads_nowhere_why_they_were_opened(self, sams_browser, browser, fox):
        sams_browser.fill_in(page_of(fox), form="#open-notes", reason="Her stepfather is back.")
        browser.sign_in(PersonFactory(role=Role.ADMINISTRATOR))
        for address in (f"/administration/people/{fox.person_id}", "/administration/audit"):
            assert "stepfather" not in browser.get(address).text

    def test_stay_shut_without_a_reason(self, sams_browser, fox):
        shown = sams_browser.fill_in(page_of(fox), form="#open-notes", reason=" ")

        assert "youth club" not in shown.text
        assert deeds() == []

    def test_open_to_a_safeguarding_lead(self, leads_browser, fox):
        shown = leads_browser.fill_in(page_of(fox), form="#open-notes", reason="They may not be safe.")

        assert "Only at the youth club." in shown.text

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.CHAIR])
    def test_open_to_nobody_else(self, fox, role):
        with pytest.raises(RuleBroken):
            looking_after.open_notes(PersonFactory(role=role), fox.person_id, reason="I want to know")

    def test_an_empty_box_leaves_what_is_there(self, sams_browser, fox):
        sams_browser.fill_in(f"{page_of(fox)}/notes", safe_contact="At school.", age_group="16 to 18")
        profile = db.session.get_one(AdvisorProfile, fox.id)

        assert (profile.consent, profile.safe_contact) == ("Their mum and they signed the form.", "At school.")


class TestPausing:
    def pause(self, browser, profile):
        return browser.fill_in(f"{page_of(profile)}/pause", because="They want to rest.")

    def test_ends_every_sign_in_and_every_way_in(self, sams_browser, another_browser, fox):
        another_browser.sign_in(db.session.get_one(Person, fox.person_id))
        looking_after.make_words(PersonFactory(), fox.person_id, once="a form")
        self.pause(sams_browser, fox)

        assert another_browser.get("/account").location == "/resting"
        assert db.session.scalars(select(JoiningLink.expires_at)).one() <= utc_now()

    def test_writes_down_that_it_was_done_and_not_why(self, sams_browser, fox):
        self.pause(sams_browser, fox)
        line = db.session.scalars(select(AuditLine)).one()

        assert (line.deed, line.reason) == ("paused", None)
        assert db.session.get_one(AdvisorProfile, fox.id).paused_because == "They want to rest."

    def test_ends_when_they_are_let_back_in(self, sams_browser, fox):
        self.pause(sams_browser, fox)
        sams_browser.fill_in(page_of(fox), form="#resume")
        profile = db.session.get_one(AdvisorProfile, fox.id)

        assert db.session.get_one(Person, fox.person_id).is_active
        assert (profile.paused_at, profile.paused_because) == (None, None)

    def test_by_an_administrator_is_not_undone_by_a_worker(self, fox):
        db.session.get_one(Person, fox.person_id).is_active = False
        with pytest.raises(RuleBroken, match="An administrator paused"):
            looking_after.resume(PersonFactory(), fox.person_id)

    def test_needs_words_made_anew_only_when_they_are_back(self, sams_browser, fox):
        self.pause(sams_browser, fox)

        assert "Let them back in first" in sams_browser.get(f"{page_of(fox)}/words").text


class TestLeaving:
    def leave(self, browser, profile):
        return browser.fill_in(f"{page_of(profile)}/leave")

    def test_what_they_said_stays_as_a_members(self, sams_browser, fox):
        view = ViewFactory(advisor_id=fox.person_id)
        self.leave(sams_browser, fox)
        shown = sams_browser.get(f"/inbox/{view.id}").text

        assert "A member" in shown
        assert "Purple Fox" not in shown

    def test_can_be_undone(self, sams_browser, fox):
        self.leave(sams_browser, fox)
        sams_browser.fill_in(page_of(fox), form="#come-back")
        person = db.session.get_one(Person, fox.person_id)

        assert (person.name, person.is_active, person.passphrase_hash) == ("Purple Fox", True, "x")

    def test_is_not_undone_by_an_administrator(self, sams_browser, fox):
        self.leave(sams_browser, fox)
        person = db.session.get_one(Person, fox.person_id)
        with pytest.raises(RuleBroken, match="They left"):
            accounts.resume(PersonFactory(role=Role.ADMINISTRATOR), person, reason="They asked")

    def test_clears_everything_that_says_who_they_were_when_the_days_are_over(self, sams_browser, fox):
        self.leave(sams_browser, fox)
        left_at = db.session.get_one(AdvisorProfile, fox.id).left_at

        assert leaving.clear_those_who_left(left_at + timedelta(days=30) - timedelta(seconds=1)) == 0
        assert leaving.clear_those_who_left(left_at + timedelta(days=30)) == 1
        assert leaving.clear_those_who_left(left_at + timedelta(days=31)) == 0
        profile, person = db.session.get_one(AdvisorProfile, fox.id), db.session.get_one(Person, fox.person_id)
        assert (profile.consent, profile.safe_contact, profile.name_before, person.passphrase_hash) == (None,) * 4
        assert "fox" not in person.username
        with pytest.raises(RuleBroken, match="has been cleared"):
            looking_after.come_back(PersonFactory(), person.id)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"consented_on": None},
            {"paused_at": utc_now()},
            {"name_before": "Fox"},
            {"left_at": utc_now(), "paused_at": utc_now(), "paused_because": "Rest"},
            {"left_at": utc_now(), "cleared_at": utc_now()},
        ],
    )
    def test_refuses_what_does_not_fit_together(self, fox, wrong):
        with db.session.no_autoflush:
            for name, value in wrong.items():
                setattr(fox, name, value)
        with pytest.raises(IntegrityError):
            db.session.flush()

    def test_lets_nobody_who_has_one_become_somebody_who_is_sent_e_mail(self, fox):
        db.session.get_one(Person, fox.person_id).role = Role.BOARD_MEMBER
        with pytest.raises(IntegrityError):
            db.session.flush()

    def test_lets_an_advisor_join_the_shadow_board(self, fox):
        db.session.get_one(Person, fox.person_id).role = Role.SHADOW_BOARD_MEMBER
        db.session.flush()
        db.session.refresh(fox)

        assert fox.role is Role.SHADOW_BOARD_MEMBER

    def test_keeps_nothing_of_the_kind_about_anybody_who_works_here(self, database):
        with pytest.raises(IntegrityError):
            AdvisorProfileFactory(person=PersonFactory(role=Role.PARTICIPATION_WORKER))
