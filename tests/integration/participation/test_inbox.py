"""Participation workers and safeguarding leads open what young people wrote, and answer. The list: test_list.py."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, AuditLine, Contact, Role, View, utc_now
from app.models.codes import ViewStatus
from tests.factories import AlertFactory, AnswerFactory, PersonFactory, ViewFactory

WORDS = 'I <3 my nan & "dad" <of him> =1+1'


def notes(deed: str) -> list[AuditLine]:
    return list(db.session.scalars(select(AuditLine).where(AuditLine.deed == deed)))


class TestOpenView:
    def test_the_words_are_shown_exactly_as_typed(self, sams_browser):
        view = ViewFactory(words=f"{WORDS}\n\n  and more")

        assert sams_browser.get(f"/inbox/{view.id}").page.said == [f"{WORDS}\n\n  and more"]

    def test_links_in_the_words_cannot_be_clicked(self, sams_browser):
        view = ViewFactory(words="look at https://example.org/x or ring 07700 900123")

        assert sams_browser.get(f"/inbox/{view.id}").page.soup.select(".said a") == []

    def test_opening_is_written_down(self, sams_browser, sam):
        view = ViewFactory()
        sams_browser.get(f"/inbox/{view.id}")

        (line,) = notes("opened view")
        assert (line.person_id, line.subject_id) == (sam.id, view.id)

    def test_asking_about_it_is_not_opening_it(self, sams_browser):
        view = ViewFactory()

        assert sams_browser.head(f"/inbox/{view.id}").status_code == 405
        assert db.session.get(View, view.id).read_at is None

    def test_the_young_person_is_told_when_it_was_first_read(self, sams_browser, clock):
        view = ViewFactory()
        sams_browser.get(f"/inbox/{view.id}")
        first = db.session.get(View, view.id).read_at
        clock.shift(3600)
        sams_browser.get(f"/inbox/{view.id}")

        assert db.session.get(View, view.id).read_at == first

    def test_a_view_that_is_not_there(self, sams_browser):
        assert sams_browser.get("/inbox/00000000-0000-0000-0000-000000000000").status_code == 404


class TestAnswer:
    def test_an_answer_is_sent(self, sams_browser, sam):
        view = ViewFactory()
        sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text="Thank you. We asked <the school>.")

        (answer,) = db.session.scalars(select(Answer))
        assert (answer.text, answer.written_by_id) == ("Thank you. We asked <the school>.", sam.id)
        view = db.session.get(View, view.id)
        assert view.status is ViewStatus.ANSWERED
        assert view.first_answered_at is not None

    def test_whoever_answers_has_seen_the_alert(self, sams_browser, sam):
        alert = AlertFactory()
        sams_browser.fill_in(f"/inbox/{alert.view_id}", form="#answer", text="Thank you.")

        db.session.refresh(alert)
        assert alert.acknowledged_by_id == sam.id
        assert "nobody has said yet" not in sams_browser.get("/inbox/").page.text

    def test_what_was_typed_is_shown_back_when_they_are_signed_out(self, sams_browser):
        view = ViewFactory()
        shown = sams_browser.get(f"/inbox/{view.id}")
        for row in sams_browser.sign_ins():
            db.session.delete(row)
        db.session.commit()
        response = sams_browser.send(shown, form="#answer", text="Thank you for <telling> us.")

        assert response.status_code == 403
        assert "Thank you for <telling> us." in response.page.said
        assert shown.page.field("csrf_token") not in response.text

    def test_a_double_click_sends_one(self, sams_browser):
        view = ViewFactory()
        shown = sams_browser.get(f"/inbox/{view.id}")
        sams_browser.send(shown, form="#answer", text="Thank you.")
        again = sams_browser.send(shown, form="#answer", text="Thank you.")

        assert len(list(db.session.scalars(select(Answer)))) == 1
        assert again.location == f"/inbox/{view.id}?sent=yes"

    def test_two_people_cannot_both_answer(self, sams_browser, leads_browser):
        view = ViewFactory()
        shown = leads_browser.get(f"/inbox/{view.id}")
        sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text="Sam's")
        response = leads_browser.send(shown, form="#answer", text="Lee's")

        assert response.status_code == 400
        assert response.page.errors == [
            "This has been answered. If the young person says it did not answer them, it comes back here."
        ]
        assert "Lee's" in response.page.text
        assert response.page.soup.select("#answer") == []

    def test_after_a_no_the_next_answer_is_another_turn(self, sams_browser):
        answer = AnswerFactory(verdict="no", verdict_at=utc_now(), missing="You did not say when")
        answer.view.status = ViewStatus.WAITING
        db.session.commit()
        page = sams_browser.get(f"/inbox/{answer.view_id}").page
        sams_browser.fill_in(f"/inbox/{answer.view_id}", form="#answer", text="On Monday.")

        assert "You did not say when" in page.said
        assert sorted(db.session.scalars(select(Answer.turn))) == [1, 2]

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("", "Write your answer"),
            ("  ", "Write your answer"),
            ("x" * 5_001, "Your answer must be 5,000 characters or fewer"),
        ],
    )
    def test_they_are_told_what_to_put_right(self, sams_browser, text, error):
        view = ViewFactory()
        response = sams_browser.fill_in(f"/inbox/{view.id}", form="#answer", text=text)

        assert response.status_code == 400
        assert response.page.errors == [error]
        assert response.page.field("text") == text.strip()

    def test_a_late_form_keeps_what_was_typed(self, sams_browser, sam):
        view = ViewFactory()
        shown = sams_browser.get(f"/inbox/{view.id}")
        sams_browser.sign_in(sam)  # again, under a new cookie
        response = sams_browser.send(shown, form="#answer", text="Thank you.")

        assert response.status_code == 400
        assert response.page.field("text") == "Thank you."
        assert list(db.session.scalars(select(Answer))) == []


class TestAlert:
    def test_saying_that_it_is_seen_stops_its_clock(self, sams_browser, sam):
        alert = AlertFactory()
        sams_browser.fill_in(f"/inbox/{alert.view_id}", form="#acknowledge")

        db.session.refresh(alert)
        assert alert.acknowledged_by_id == sam.id
        assert len(notes("acknowledged alert")) == 1

    def test_the_first_to_say_so_stays(self, sams_browser, leads_browser, sam):
        alert = AlertFactory()
        shown = leads_browser.get(f"/inbox/{alert.view_id}")
        sams_browser.fill_in(f"/inbox/{alert.view_id}", form="#acknowledge")
        leads_browser.send(shown, form="#acknowledge")

        db.session.refresh(alert)
        assert alert.acknowledged_by_id == sam.id


class TestContact:
    @pytest.fixture
    def view(self):
        view = AlertFactory().view
        db.session.add(Contact(view_id=view.id, wants_contact=True, how="Ask for Jo at school"))
        db.session.commit()
        return view

    def test_a_worker_cannot_open_it(self, sams_browser, view):
        page = sams_browser.get(f"/inbox/{view.id}")
        token = page.page.soup.select_one("[name=csrf_token]")["value"]

        assert "A safeguarding lead can open it." in page.page.text
        assert sams_browser.post(f"/inbox/{view.id}/find", data={"csrf_token": token}).status_code == 403

    def test_a_safeguarding_lead_opens_it_with_a_reason_that_is_kept(self, leads_browser, view):
        response = leads_browser.fill_in(
            f"/inbox/{view.id}", form="#find", **{"contact-reason": "They said they are not safe"}
        )

        assert "Ask for Jo at school" in response.page.text
        (line,) = notes("opened how to find them")
        assert line.reason == "They said they are not safe"

    def test_without_a_reason_it_stays_shut(self, leads_browser, view):
        response = leads_browser.fill_in(f"/inbox/{view.id}", form="#find", **{"contact-reason": " "})

        assert response.page.errors == ["Write why you need to know"]
        assert "Ask for Jo" not in response.text
        assert notes("opened how to find them") == []


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD)]
)
def test_nobody_else_can_open_a_view(browser, role):
    from tests.factories import AgencyFactory

    view = ViewFactory(words="my own words")
    agency = AgencyFactory().id if role is Role.AGENCY_LEAD else None
    browser.sign_in(PersonFactory(role=role, agency_id=agency))

    for address in ("/inbox/", f"/inbox/{view.id}"):
        response = browser.get(address)
        assert response.status_code == 403
        assert "my own words" not in response.text
    assert notes("opened view") == []


def test_signed_out_people_are_asked_to_sign_in(browser):
    assert browser.get("/inbox/").location == "/sign-in?next=/inbox/"
