"""How to find a young person: opened at once, for a reason and for a time; looked at afterwards by somebody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import AuditLine, Contact, ContactRelease, OutboxMessage, Person, Role, utc_now
from app.models.codes import Event, Finding
from app.services import answering, contact_releasing, settings, taking_back
from app.services.errors import RuleBroken
from tests.factories import AlertFactory, PersonFactory
from tests.integration.young_people.pages import with_words_that_open
from tests.participation_factories import ContactFactory, ContactReleaseFactory

HOW = "Ask for me at the youth club on Thursdays."
REASON = "They did not come to school today."


@pytest.fixture
def view():
    return ContactFactory(view=AlertFactory().view).view


@pytest.fixture
def lee(leads_browser) -> Person:
    leads = db.session.scalars(select(Person).where(Person.role == Role.SAFEGUARDING_LEAD))
    return next(lead for lead in leads if lead.name == "Lee")


@pytest.fixture
def mo():
    return PersonFactory(name="Mo", role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def mos_browser(app, mo):
    return app.test_client().sign_in(mo)


def find(browser, view, reason=REASON):
    return browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": reason})


def look_again(browser, view):
    return browser.fill_in(f"/inbox/{view.id}", form="#look-again")


def looks() -> list[AuditLine]:
    db.session.expire_all()
    query = select(AuditLine).where(AuditLine.deed == "opened how to find them")
    return list(db.session.scalars(query.order_by(AuditLine.created_at)))


def releases() -> list[ContactRelease]:
    db.session.expire_all()
    return list(db.session.scalars(select(ContactRelease).order_by(ContactRelease.released_at)))


def told(event: Event) -> set:
    return set(db.session.scalars(select(OutboxMessage.person_id).where(OutboxMessage.event == event)))


class TestOpening:
    def test_it_opens_at_once_with_a_reason_and_for_a_time(self, leads_browser, lee, view):
        page = find(leads_browser, view).page

        assert HOW in page.said
        (release,) = releases()
        assert (release.released_to_id, release.reason) == (lee.id, REASON)
        assert release.expires_at - release.released_at == timedelta(hours=72)
        assert "You can look at this until 10.00am on Friday 20 November." in page.text

    def test_for_as_long_as_the_board_says(self, leads_browser, view):
        settings.change("release_hours", "2")
        find(leads_browser, view)

        (release,) = releases()
        assert release.expires_at - release.released_at == timedelta(hours=2)

    def test_the_reason_is_sealed(self, leads_browser, view):
        find(leads_browser, view)

        (raw,) = db.session.execute(select(ContactRelease.__table__.c.reason_sealed)).scalars()
        assert REASON.encode() not in raw

    def test_a_double_click_is_one_release(self, leads_browser, view):
        shown = leads_browser.get(f"/inbox/{view.id}")
        for _ in range(2):
            leads_browser.send(shown, form="#find", **{"contact-reason": REASON})

        assert len(releases()) == 1

    def test_the_next_page_does_not_show_it_by_itself(self, leads_browser, view):
        find(leads_browser, view)

        assert HOW not in leads_browser.get(f"/inbox/{view.id}").text
        assert len(looks()) == 1

    def test_a_worker_cannot_be_given_it_whatever_a_page_sends(self, sam, view):
        held = answering.get_view(view.id, for_change=True)

        with pytest.raises(RuleBroken, match="Only a safeguarding lead"):
            contact_releasing.release(held, sam, reason=REASON)
        with pytest.raises(RuleBroken, match="Only a safeguarding lead"):
            contact_releasing.look_again(held, sam)

    def test_the_database_refuses_a_time_that_ends_before_it_begins(self):
        now = utc_now()

        with pytest.raises(IntegrityError, match="ends_after_it_begins"):
            ContactReleaseFactory(released_at=now, expires_at=now)


class TestLookingAgain:
    def test_within_the_time_it_takes_no_new_reason_and_each_look_is_written_down(
        self, leads_browser, lee, view, clock
    ):
        find(leads_browser, view)
        clock.shift(10 * 60)
        page = look_again(leads_browser, view).page

        assert HOW in page.said
        assert [(line.person_id, line.reason) for line in looks()] == [(lee.id, REASON), (lee.id, None)]
        assert len(releases()) == 1

    def test_after_it_a_new_reason_is_asked_for(self, leads_browser, lee, view):
        ended = utc_now() - timedelta(minutes=1)
        contact = db.session.scalars(select(Contact)).one()
        ContactReleaseFactory(
            contact=contact, released_to_id=lee.id, released_at=ended - timedelta(hours=72), expires_at=ended
        )
        page = leads_browser.get(f"/inbox/{view.id}").page
        assert page.soup.select("#look-again") == []
        assert page.soup.select("#find")
        find(leads_browser, view, "They called again.")

        assert [release.reason for release in releases()] == [REASON, "They called again."]

    def test_a_page_that_stood_open_past_it_opens_nothing(self, leads_browser, view, clock):
        settings.change("release_hours", "1")
        db.session.commit()
        find(leads_browser, view)
        shown = leads_browser.get(f"/inbox/{view.id}")
        for release in releases():
            release.expires_at = release.released_at + timedelta(microseconds=1)
        db.session.commit()
        response = leads_browser.send(shown, form="#look-again")

        assert response.status_code == 400
        assert response.page.errors == ["Your time to look at this is over. Write a reason, and it opens again."]
        assert HOW not in response.text
        assert len(looks()) == 1

    def test_another_lead_needs_a_reason_of_their_own(self, leads_browser, mos_browser, view):
        find(leads_browser, view)
        page = mos_browser.get(f"/inbox/{view.id}").page
        assert page.soup.select("#look-again") == []
        find(mos_browser, view, "I am on duty tonight.")

        assert [release.reason for release in releases()] == [REASON, "I am on duty tonight."]

    def test_they_can_end_it_early(self, leads_browser, lee, view):
        find(leads_browser, view)
        leads_browser.fill_in(f"/inbox/{view.id}", form="#end-contact")

        (release,) = releases()
        assert release.expires_at <= utc_now()
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "ended seeing how to find them"))
        assert (line.person_id, line.subject_id) == (lee.id, release.id)
        assert leads_browser.get(f"/inbox/{view.id}").page.soup.select("#look-again") == []

    def test_nobody_ends_what_was_opened_to_another(self, leads_browser, mo, view):
        find(leads_browser, view)
        contact_releasing.end_early(answering.get_view(view.id, for_change=True), mo)

        assert releases()[0].expires_at > utc_now()

    def test_what_they_add_later_is_seen_at_the_next_look(self, leads_browser, view):
        find(leads_browser, view)
        contact = db.session.scalars(select(Contact)).one()
        contact.how, contact.opened_at = "At my gran's now.", None
        db.session.commit()
        look_again(leads_browser, view)

        db.session.expire_all()
        assert db.session.scalars(select(Contact)).one().opened_at is not None


class TestTheYoungPersonIsTold:
    def come_back(self, browser, view):
        return browser.fill_in("/answer", words=with_words_that_open(view), follow_redirects=True).page

    def test_who_may_look_and_until_when(self, leads_browser, browser, view):
        find(leads_browser, view)
        text = self.come_back(browser, view).text

        assert "A safeguarding lead looked at how to find you on Tuesday 17 November." in text
        assert "A safeguarding lead can look at how to find you until Friday 20 November at 10.00am." in text
        assert "Lee" not in text
        assert REASON not in text

    def test_nothing_is_said_of_it_before_and_once_it_is_over(self, leads_browser, browser, view):
        assert "can look at how to find you until" not in self.come_back(browser, view).text
        find(leads_browser, view)
        leads_browser.fill_in(f"/inbox/{view.id}", form="#end-contact")

        assert "can look at how to find you until" not in browser.get("/answer/read").page.text

    def test_of_several_the_last_to_end_is_told(self, browser):
        contact, now = ContactFactory(), utc_now()
        for hours in (72, 5):
            ContactReleaseFactory(contact=contact, expires_at=now + timedelta(hours=hours))

        assert self.come_back(browser, contact.view).text.count("until Friday 20 November at 10.00am") == 1


class TestTheSecondLook:
    @pytest.fixture
    def release(self, view, lee):
        return ContactReleaseFactory(contact=db.session.scalars(select(Contact)).one(), released_to_id=lee.id)

    def say(self, browser, release, finding=Finding.RIGHT, note="They were in danger."):
        return browser.fill_in(f"/inbox/looked-at/{release.id}", finding=finding.value, note=note)

    def test_opening_it_is_told_to_the_other_leads(self, leads_browser, lee, mo, sam, view):
        find(leads_browser, view)

        assert told(Event.CONTACT_OPENED) == {mo.id}

    def test_where_there_is_no_other_lead_it_is_told_to_those_who_read_views(self, leads_browser, lee, sam, view):
        PersonFactory(role=Role.SAFEGUARDING_LEAD, is_active=False)
        find(leads_browser, view)

        assert told(Event.CONTACT_OPENED) == {sam.id}

    def test_another_lead_finds_it_with_its_clock_and_never_sees_the_contact(self, mos_browser, release):
        listed = mos_browser.get("/inbox/looked-at").page
        opened = mos_browser.get(f"/inbox/looked-at/{release.id}")

        assert "Look at it by Tuesday 24 November" in listed.text
        assert REASON in listed.text
        assert REASON in opened.page.text
        assert "Lee" in opened.page.text
        assert HOW not in opened.text + listed.html
        assert looks() == []

    def test_whoever_opened_it_does_not_look_at_it_themselves(self, leads_browser, release):
        assert "Nothing waits for you to look at." in leads_browser.get("/inbox/looked-at").page.text
        assert leads_browser.get(f"/inbox/looked-at/{release.id}").status_code == 404

    def test_nor_does_the_database_let_them(self, lee):
        with pytest.raises(IntegrityError, match="reviewed_by_another"):
            ContactReleaseFactory(
                released_to_id=lee.id, reviewed_by_id=lee.id, reviewed_at=utc_now(), finding=Finding.RIGHT
            )

    def test_a_worker_looks_only_where_there_is_no_other_lead(self, sams_browser, release):
        assert REASON in sams_browser.get("/inbox/looked-at").page.text
        PersonFactory(role=Role.SAFEGUARDING_LEAD)

        assert REASON not in sams_browser.get("/inbox/looked-at").page.text
        assert sams_browser.get(f"/inbox/looked-at/{release.id}").status_code == 404

    def test_it_was_right(self, mos_browser, mo, release):
        assert self.say(mos_browser, release).location == f"/inbox/looked-at/{release.id}"

        (found,) = releases()
        assert (found.finding, found.reviewed_by_id) == (Finding.RIGHT, mo.id)
        assert found.review_note == "They were in danger."
        assert found.expires_at > utc_now()
        assert told(Event.CONTACT_NOT_RIGHT) == set()
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "looked at why it was opened"))
        assert (line.person_id, line.subject_id) == (mo.id, release.id)

    def test_it_was_not_right_ends_it_at_once_and_the_leads_are_told(self, mos_browser, leads_browser, lee, release):
        third = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        self.say(mos_browser, release, Finding.NOT_RIGHT, "Nobody was in danger.")

        assert releases()[0].expires_at <= utc_now()
        assert told(Event.CONTACT_NOT_RIGHT) == {lee.id, third.id}
        assert leads_browser.get(f"/inbox/{release.contact.view_id}").page.soup.select("#look-again") == []

    def test_whoever_opened_it_reads_what_was_found(self, mos_browser, leads_browser, release):
        self.say(mos_browser, release, Finding.NOT_RIGHT, "Nobody was in danger.")
        page = leads_browser.get("/inbox/looked-at?shown=done").page

        assert "It was not right to open it" in page.text
        assert "Nobody was in danger." in page.text

    def test_a_finding_and_a_note_are_asked_for(self, mos_browser, release):
        response = mos_browser.fill_in(f"/inbox/looked-at/{release.id}")

        assert response.page.errors == ["Choose whether it was right to open it", "Write why you say so"]
        assert releases()[0].reviewed_at is None

    def test_the_first_finding_stays(self, mos_browser, release, app):
        third = app.test_client().sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD))
        shown = third.get(f"/inbox/looked-at/{release.id}")
        self.say(mos_browser, release)
        response = third.send(shown, finding=Finding.NOT_RIGHT.value, note="I do not think so.")

        assert response.page.errors == ["Somebody has looked at this already."]
        assert "I do not think so." in response.page.text
        assert releases()[0].finding is Finding.RIGHT

    def test_how_often_they_looked_is_said(self, leads_browser, mos_browser, view):
        find(leads_browser, view)
        look_again(leads_browser, view)

        (release,) = releases()
        assert "Looked 2 times" in mos_browser.get(f"/inbox/looked-at/{release.id}").page.text

    @pytest.mark.parametrize(
        ("asked", "says"),
        [
            ("", "Nothing waits for you to look at."),
            ("?shown=done", "Nobody has looked at anything yet."),
            ("?page=2", "There is nothing more."),
        ],
    )
    def test_an_empty_list_says_so(self, leads_browser, asked, says):
        assert says in leads_browser.get(f"/inbox/looked-at{asked}").page.text

    def test_the_list_goes_on_over_pages_by_its_clock(self, mos_browser, lee, monkeypatch):
        monkeypatch.setattr(contact_releasing, "PAGE", 2)
        for days in (3, 1, 2):
            ContactReleaseFactory(
                released_to_id=lee.id, reason=f"due in {days}", review_due_at=utc_now() + timedelta(days=days)
            )
        first = mos_browser.get("/inbox/looked-at").page
        second = mos_browser.get(first.link("Older")).page

        assert [reason in first.text for reason in ("due in 1", "due in 2", "due in 3")] == [True, True, False]
        assert "due in 3" in second.text


class TestTheirViewIsCleared:
    def test_the_contact_goes_and_who_was_let_see_it_with_it(self, leads_browser, view):
        find(leads_browser, view)
        held = answering.get_view(view.id, for_change=True)
        assert len(releases()) == 1  # they stand in this session too
        held = answering.get_view(view.id, for_change=True)
        taking_back.shut(held, utc_now())
        taking_back.clear(held, utc_now())
        db.session.commit()

        assert list(db.session.scalars(select(Contact))) == []
        assert releases() == []
        assert [line.reason for line in looks()] == [REASON]  # that it was opened, and why, stays in the trail

    def test_the_orm_deletes_it_so_as_well(self):
        release = ContactReleaseFactory()
        db.session.delete(release.contact)
        db.session.commit()

        assert releases() == []

    def test_its_page_is_gone(self, leads_browser, mos_browser, view):
        find(leads_browser, view)
        address = f"/inbox/looked-at/{releases()[0].id}"
        held = answering.get_view(view.id, for_change=True)
        taking_back.shut(held, utc_now())
        taking_back.clear(held, utc_now())
        db.session.commit()

        assert mos_browser.get(address).status_code == 404
