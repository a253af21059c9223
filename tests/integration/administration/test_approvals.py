"""One administrator asks, another one decides."""

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Approval, JoiningLink, Role
from app.services import auditing, settings, signing_in
from tests.factories import PersonFactory
from tests.integration.administration.conftest import HASH

APPROVALS = "/administration/approvals"
PEOPLE = "/administration/people"
NOWHERE = "00000000-0000-0000-0000-000000000000"
DAY = 24 * 60 * 60
BUTTONS = ("approve", "refuse", "link")
EVERY_BUTTON = (*BUTTONS, "withdraw")


@pytest.fixture
def link_for_sam(jos_browser, lena, sam) -> Approval:
    """Jo has asked for a joining link for Sam."""
    jos_browser.fill_in(f"{PEOPLE}/{sam.id}/link", reason="Lost phone, rang back")
    return db.session.scalars(select(Approval)).one()


def press(shown, browser, approval, button):
    return browser.send(shown, form=f"form[action='{APPROVALS}/{approval.id}/{button}']")


def token_shown(response) -> str:
    return response.page.soup.select_one("#joining-link").text.rpartition("/")[2]


def how_many_links() -> int:
    return db.session.scalar(select(func.count()).select_from(JoiningLink)) or 0


class TestWhatTheOtherOneSees:
    def test_who_what_why_by_whom_and_when(self, link_for_sam, lenas_browser):
        page = lenas_browser.get(APPROVALS).page

        assert "A joining link for Sam Okafor" in page.text
        assert "Who Sam Okafor, participation worker, sam.okafor@example.org" in page.text
        assert "Why Lost phone, rang back" in page.text
        assert "Asked by Jo Turner, 17 November 2026, 10.00am" in page.text
        assert "Runs out 24 November 2026, 10.00am" in page.text

    def test_whether_they_have_joined(self, jos_browser, lenas_browser):
        jos_browser.fill_in(
            f"{PEOPLE}/add", role="conference chair", name="Priya", username="p@example.org", reason="New chair"
        )

        assert "A joining link for Priya, who has not joined yet" in lenas_browser.get(APPROVALS).page.text

    def test_how_they_came_in_last(self, jos_browser, lenas_browser, alan):
        """A way in that one administrator made alone must not go unseen when a role that opens words is asked for."""
        token = token_shown(jos_browser.fill_in(f"{PEOPLE}/{alan.id}/link", reason="Forgot it"))
        signing_in.join(signing_in.by_token(token), passphrase_hash=HASH)
        db.session.commit()
        jos_browser.fill_in(f"{PEOPLE}/{alan.id}/role", role="participation worker", reason="New post")
        page = lenas_browser.get(APPROVALS).page

        assert "Make Alan Whitmore a participation worker" in page.text
        assert "Made 17 November 2026 by Jo Turner. Used 17 November 2026" in page.text

    def test_how_many_wait_for_them(self, link_for_sam, jos_browser, lenas_browser):
        shown, page_of_who_asked = lenas_browser.get(PEOPLE), jos_browser.get(PEOPLE)

        assert shown.page.link("Approvals (1)") == APPROVALS
        assert shown.page.link("1 approval waits for you") == APPROVALS
        assert "Approvals (" not in page_of_who_asked.text
        assert "waits for you" not in page_of_who_asked.text

    def test_an_empty_page_says_so(self, jos_browser):
        page = jos_browser.get(APPROVALS).page

        assert "Nothing waits." in page.text
        assert "Nothing was decided." in page.text

    def test_who_asked_can_only_take_it_back(self, link_for_sam, jos_browser):
        page = jos_browser.get(APPROVALS).page

        assert "You asked for this, so another administrator decides" in page.text
        assert [form["action"] for form in page.soup.select("main form")] == [f"{APPROVALS}/{link_for_sam.id}/withdraw"]

    def test_that_nobody_can_decide(self, link_for_sam, jos_browser, lena):
        assert "Nobody can decide" not in jos_browser.get(APPROVALS).page.text
        lena.is_active = False
        db.session.commit()
        page = jos_browser.get(APPROVALS).page

        assert "Nobody can decide this now: no other administrator has joined." in page.text
        assert page.soup.select_one("main code").text == "flask people link sam.okafor@example.org"

    def test_whom_it_is_about_gets_no_buttons(self, jos_browser, lenas_browser, lena):
        jos_browser.fill_in(f"{PEOPLE}/{lena.id}/link", reason="Lost phone")
        page = lenas_browser.get(APPROVALS).page

        assert "This is about your own account" in page.text
        assert page.soup.select("main form") == []

    def test_it_takes_the_same_number_of_queries_however_long_it_is(self, jos_browser, lenas_browser, count_queries):
        for person in PersonFactory.create_batch(5):
            jos_browser.fill_in(f"{PEOPLE}/{person.id}/link", reason="Lost phone")
        lenas_browser.get(APPROVALS)
        with count_queries() as queries:
            lenas_browser.get(APPROVALS)

        # Who is signed in; what waits; what is over; who can decide; who has joined; the newest links;
        # the counts above.
        assert len(queries) == 9


class TestApprove:
    def test_then_the_link_is_made_and_shown_once(self, link_for_sam, jos_browser, lenas_browser, sam):
        approved = press(lenas_browser.get(APPROVALS), lenas_browser, link_for_sam, "approve")
        assert approved.location == f"{APPROVALS}?saved=approved"
        assert how_many_links() == 0

        waiting = lenas_browser.get(APPROVALS)
        shown = press(waiting, lenas_browser, link_for_sam, "link")
        assert shown.page.heading == "Joining link for Sam Okafor"
        assert signing_in.find_joining_link(token_shown(shown)).person_id == sam.id
        assert token_shown(shown) not in lenas_browser.get(APPROVALS).text

    def test_who_asked_is_told_that_another_makes_it(self, link_for_sam, jos_browser, lenas_browser):
        press(lenas_browser.get(APPROVALS), lenas_browser, link_for_sam, "approve")
        page = jos_browser.get(APPROVALS).page

        assert "You asked for this. Another administrator makes the link, and gives it to Sam Okafor." in page.text
        assert page.soup.select(f"form[action='{APPROVALS}/{link_for_sam.id}/link']") == []

    def test_a_role_is_given_at_once_with_a_new_way_in(self, jos_browser, lenas_browser, another_browser, alan):
        jos_browser.fill_in(f"{PEOPLE}/{alan.id}/role", role="safeguarding lead", reason="New post")
        approval = db.session.scalars(select(Approval)).one()
        press(lenas_browser.get(APPROVALS), lenas_browser, approval, "approve")

        assert alan.role is Role.SAFEGUARDING_LEAD
        deeds = [line.deed for line in auditing.lines_about(alan)]
        assert "changed role from board member to safeguarding lead" in deeds
        assert approval.used_at is not None
        assert "Make the link" in lenas_browser.get(APPROVALS).page.text

    def test_somebody_paused_is_back(self, jos_browser, lenas_browser, sam):
        sam.is_active = False
        db.session.commit()
        jos_browser.fill_in(f"{PEOPLE}/{sam.id}/resume", reason="Back from leave")
        shown = lenas_browser.get(APPROVALS)
        assert "Let Sam Okafor back in" in shown.page.text

        press(shown, lenas_browser, db.session.scalars(select(Approval)).one(), "approve")
        assert sam.is_active

    def test_two_taps_approve_once(self, link_for_sam, lenas_browser, sam):
        shown = lenas_browser.get(APPROVALS)

        for _ in range(2):
            assert press(shown, lenas_browser, link_for_sam, "approve").location == f"{APPROVALS}?saved=approved"
        assert [line.deed for line in auditing.lines_about(sam)].count("approved a joining link") == 1

    def test_two_taps_make_one_link(self, link_for_sam, jos_browser, lenas_browser):
        press(lenas_browser.get(APPROVALS), lenas_browser, link_for_sam, "approve")
        waiting = lenas_browser.get(APPROVALS)
        one, other = (press(waiting, lenas_browser, link_for_sam, "link") for _ in range(2))

        assert token_shown(one) == token_shown(other)
        assert how_many_links() == 1

    def test_of_two_windows_one_makes_the_link(self, link_for_sam, jos_browser, lenas_browser):
        press(lenas_browser.get(APPROVALS), lenas_browser, link_for_sam, "approve")
        windows = [lenas_browser.get(APPROVALS) for _ in range(2)]
        press(windows[0], lenas_browser, link_for_sam, "link")
        late = press(windows[1], lenas_browser, link_for_sam, "link")

        assert late.status_code == 400
        assert late.page.errors == ["This was approved for one time, and has been used. Ask for it again."]
        assert how_many_links() == 1


class TestRefuse:
    def test_nothing_changes(self, link_for_sam, jos_browser, lenas_browser, sam):
        shown = lenas_browser.get(APPROVALS)
        for _ in range(2):
            assert press(shown, lenas_browser, link_for_sam, "refuse").location == f"{APPROVALS}?saved=refused"

        page = jos_browser.get(APPROVALS).page
        assert "Nothing waits." in page.text
        assert "refused by Lena Novak 17 November 2026" in page.text
        assert how_many_links() == 0
        assert [line.deed for line in auditing.lines_about(sam)] == [
            "refused a joining link",
            "asked for a joining link",
        ]

    def test_what_was_approved_in_the_meantime_is_not_refused(self, link_for_sam, lenas_browser):
        shown = lenas_browser.get(APPROVALS)
        press(shown, lenas_browser, link_for_sam, "approve")
        late = press(shown, lenas_browser, link_for_sam, "refuse")

        assert late.page.errors == ["This has been decided already."]


class TestWithdraw:
    def test_two_taps_end_it_once(self, link_for_sam, jos_browser, lenas_browser, sam):
        shown = jos_browser.get(APPROVALS)
        for _ in range(2):
            assert press(shown, jos_browser, link_for_sam, "withdraw").location == f"{APPROVALS}?saved=withdrawn"

        page = lenas_browser.get(APPROVALS).page
        assert "Nothing waits." in page.text
        assert "Taken back" in page.text
        assert [line.deed for line in auditing.lines_about(sam)].count("took back: a joining link") == 1

    def test_it_needs_no_fresh_proof(self, link_for_sam, jos_browser, clock):
        shown = jos_browser.get(APPROVALS)
        clock.shift(settings.current().confirm_minutes * 60 + 1)

        assert press(shown, jos_browser, link_for_sam, "withdraw").location == f"{APPROVALS}?saved=withdrawn"

    def test_nobody_takes_back_what_another_asked_for(self, link_for_sam, lenas_browser):
        token = lenas_browser.get(f"{PEOPLE}/add").page.field("csrf_token")
        answer = lenas_browser.post(f"{APPROVALS}/{link_for_sam.id}/withdraw", data={"csrf_token": token})

        assert answer.page.errors == ["Somebody else asked for this. Refuse it instead."]
        assert link_for_sam.decision is None

    def test_what_the_account_stopped_is_named_so(self, link_for_sam, jos_browser, sam):
        assert "what was asked for them among the approvals ends" in jos_browser.get(f"{PEOPLE}/{sam.id}/pause").text
        jos_browser.fill_in(f"{PEOPLE}/{sam.id}/pause", reason="Left")

        assert "Stopped: the account was changed" in jos_browser.get(APPROVALS).page.text


class TestWhatIsNotAllowed:
    def token(self, browser) -> str:
        page = browser.get(f"{PEOPLE}/add").page
        return page.field("csrf_token")

    @pytest.mark.parametrize("button", ["approve", "refuse"])
    def test_nobody_decides_what_they_asked_for(self, link_for_sam, jos_browser, button):
        answer = jos_browser.post(
            f"{APPROVALS}/{link_for_sam.id}/{button}", data={"csrf_token": self.token(jos_browser)}
        )

        assert answer.page.errors == ["You asked for this yourself. Another administrator decides."]
        assert link_for_sam.decision is None

    def test_nobody_makes_a_link_that_nobody_approved(self, link_for_sam, lenas_browser):
        data = {"csrf_token": self.token(lenas_browser)}
        answer = lenas_browser.post(f"{APPROVALS}/{link_for_sam.id}/link", data=data)

        assert answer.page.errors == ["Another administrator has to approve this first."]
        assert how_many_links() == 0

    def test_what_ran_out_is_not_decided(self, link_for_sam, lenas_browser, lena, clock):
        clock.shift(settings.current().approval_days * DAY - 60)
        shown = lenas_browser.sign_in(lena).get(APPROVALS)
        clock.shift(60)
        late = press(shown, lenas_browser, link_for_sam, "approve")

        assert late.page.errors == ["This has run out. Ask for it again."]
        assert "Ran out" in late.page.text

    @pytest.mark.parametrize("button", EVERY_BUTTON)
    def test_nobody_but_an_administrator_decides(self, link_for_sam, another_browser, alan, button):
        another_browser.sign_in(alan)

        assert another_browser.get(APPROVALS).status_code == 403
        assert another_browser.post(f"{APPROVALS}/{link_for_sam.id}/{button}").status_code == 403
        assert link_for_sam.decision is None

    @pytest.mark.parametrize("button", EVERY_BUTTON)
    def test_what_was_never_asked_for_is_not_found(self, jos_browser, button):
        answer = jos_browser.post(f"{APPROVALS}/{NOWHERE}/{button}", data={"csrf_token": self.token(jos_browser)})

        assert answer.status_code == 404

    @pytest.mark.parametrize("button", EVERY_BUTTON)
    def test_a_page_that_was_open_too_long_decides_nothing(self, link_for_sam, lenas_browser, button):
        answer = lenas_browser.post(f"{APPROVALS}/{link_for_sam.id}/{button}")

        assert answer.status_code == 400
        assert "open for a long time" in answer.page.text
        assert link_for_sam.decision is None

    @pytest.mark.parametrize("button", BUTTONS)
    def test_each_needs_fresh_proof_of_who_decides(self, link_for_sam, lenas_browser, clock, button):
        shown = lenas_browser.get(APPROVALS)
        token = shown.page.soup.select_one("[name=csrf_token]")["value"]
        clock.shift(settings.current().confirm_minutes * 60 + 1)
        answer = lenas_browser.post(
            f"{APPROVALS}/{link_for_sam.id}/{button}",
            data={"csrf_token": token},
            headers={"Referer": f"http://localhost{APPROVALS}"},
        )

        assert answer.location == f"/confirm?next={APPROVALS}"
        assert link_for_sam.decision is None
