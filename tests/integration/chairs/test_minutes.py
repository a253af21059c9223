"""Who takes the minutes writes in one conference, and never lets a child see, answers a child or gives words."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, MinuteTaker, OutboxMessage, Role, utc_now
from app.services import minuting, powers, recording, whose_conference
from app.services.errors import RuleBroken
from tests.factories import (
    ActionFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MinuteTakerFactory,
    PersonFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import conference_address, record_address, save

TAKERS = [role for role in Role if powers.may(role, powers.Power.TAKE_MINUTES)]


@pytest.fixture
def record(conference):
    return ChildRecordFactory(conference=conference)


@pytest.fixture(params=TAKERS)
def taker(request, conference):
    return MinuteTakerFactory(conference=conference, person=PersonFactory(name="Sam Okafor", role=request.param)).person


@pytest.fixture
def worker(conference):
    return MinuteTakerFactory(conference=conference, person=PersonFactory(name="Sam Okafor")).person


class TestAsking:
    def test_the_chair_asks_somebody_who_is_told_and_finds_it_in_their_own_list(
        self, chair_browser, conference, browser
    ):
        worker = PersonFactory(name="Sam Okafor")

        answer = chair_browser.fill_in(
            f"{conference_address(conference)}/minutes", person=str(worker.id), follow_redirects=True
        )

        assert "They can write in this conference now." in answer.page.text
        assert "Sam Okafor" in answer.page.text
        assert db.session.scalars(select(OutboxMessage.person_id)).all() == [worker.id]
        assert "let somebody take minutes" in db.session.scalars(select(AuditLine.deed)).all()
        assert "NB-2041" in browser.sign_in(worker).get("/conferences/").page.text

    @pytest.mark.parametrize("role", [role for role in Role if role not in (*TAKERS, Role.AGENCY_LEAD)])
    def test_nobody_else_can_be_asked(self, conference, role):
        with pytest.raises(RuleBroken):
            minuting.ask(conference.chair, conference, PersonFactory(role=role).id)

    def test_asking_twice_asks_once(self, conference):
        worker = PersonFactory()

        assert minuting.ask(conference.chair, conference, worker.id) is minuting.ask(
            conference.chair, conference, worker.id
        )

    def test_once_it_is_ended_they_find_nothing_of_it(self, chair_browser, conference, worker, record, browser):
        page = f"{conference_address(conference)}/minutes"
        chair_browser.send(chair_browser.get(page), form="main form[action$='/end']")
        browser.sign_in(worker)

        assert browser.get(record_address(record)).status_code == 404
        assert "NB-2041" not in browser.get("/conferences/").page.text
        assert db.session.scalars(select(MinuteTaker.ended_at)).one() is not None

    def test_it_can_be_undone_with_one_press(self, chair_browser, conference, worker):
        minutes = f"{conference_address(conference)}/minutes"

        page = chair_browser.fill_in(minutes, form="form[action$='/end']", follow_redirects=True).page
        assert "They cannot open this conference any more." in page.text
        chair_browser.send(chair_browser.get(minutes), form="form:has([type=hidden][name=person])")

        assert [one.person_id for one in minuting.minute_takers(conference)] == [worker.id]
        assert "They wrote in it before" not in chair_browser.get(minutes).page.text

    def test_it_is_for_that_one_conference(self, conference, worker):
        other = ConferenceFactory(chair=conference.chair)
        query = select(other.__class__.id).where(whose_conference.written_by(worker))

        assert db.session.scalars(query).all() == [conference.id]

    def test_whoever_has_another_role_since_opens_nothing(self, conference, worker):
        worker.role = Role.SAFEGUARDING_LEAD
        db.session.commit()

        assert (
            db.session.scalars(
                select(ConferenceFactory._meta.model.id).where(whose_conference.written_by(worker))
            ).all()
            == []
        )

    def test_a_chair_who_is_a_participation_worker_now_leads_nothing(self, conference, chair):
        chair.role = Role.PARTICIPATION_WORKER
        db.session.commit()

        assert (
            db.session.scalars(select(ConferenceFactory._meta.model.id).where(whose_conference.written_by(chair))).all()
            == []
        )


class TestWriting:
    def test_they_write_in_a_record(self, browser, taker, record):
        browser.sign_in(taker)

        answer = save(browser, record_address(record), "space", told_beforehand="yes")

        assert answer.status_code == 302
        assert record.told_beforehand is True

    def test_they_write_down_a_wish(self, browser, worker, record):
        browser.sign_in(worker).fill_in(f"{record_address(record)}/wishes/new", text="I want my own bed.")

        assert [
            wish.text for wish in recording.get_record(record.conference.chair, record.conference_id, record.id).wishes
        ] == ["I want my own bed."]

    def test_they_change_nothing_that_the_child_can_read_already(self, browser, worker, record):
        wish = WishFactory(record=record, text="I want my own bed.")
        shown = browser.sign_in(worker).get(f"{record_address(record)}/wishes/{wish.id}")
        record.released_at = utc_now()
        db.session.commit()

        page = browser.send(shown, text="Other words").page

        assert page.errors == ["The child can read what came of this already. Ask the chair to change it."]
        assert wish.text == "I want my own bed."

    def test_once_the_child_can_read_it_no_page_offers_to_change_it(
        self, browser, another_browser, worker, chair, record
    ):
        wish, action = WishFactory(record=record), ActionFactory(record=record)
        record.released_at = utc_now()
        db.session.commit()
        address, conference = record_address(record), conference_address(record.conference)

        page = browser.sign_in(worker).get(address).page
        assert [button["value"] for button in page.soup.select("main button[name=part]")] == ["go-conference"]
        boxes = page.soup.select("main fieldset :is(input, textarea, select)")
        assert [box["name"] for box in boxes if not box.find_parent("fieldset", disabled=True)] == []
        assert "The child can read this already. The chair changes it." in page.text
        assert f"{conference}/change" not in browser.get(conference).page.html
        for part in (
            "wishes/new",
            f"wishes/{wish.id}",
            f"wishes/{wish.id}/remove",
            "actions/new",
            f"actions/{action.id}",
        ):
            assert browser.get(f"{address}/{part}").status_code == 302

        offered = another_browser.sign_in(chair).get(address).page.html
        assert f"go-change-wish-{wish.id}" in offered
        assert f"go-remove-action-{action.id}" in offered

    def test_they_move_no_conference_that_a_child_can_read_of(self, browser, worker, record):
        record.released_at = utc_now()
        db.session.commit()

        page = (
            browser.sign_in(worker)
            .fill_in(f"{conference_address(record.conference)}/change", strategy_discussion_on="2026-11-02")
            .page
        )

        assert page.errors == ["The child can read what came of this already. Ask the chair to change it."]

    def test_what_a_child_wrote_for_the_chair_alone_is_not_shown(self, browser, chair, worker, record):
        ContributionFactory(record=record, worries="I worry at night.", private="Do not tell my aunt.")

        theirs = browser.sign_in(worker).get(record_address(record)).page.text
        chairs = browser.sign_in(chair).get(record_address(record)).page.text

        assert "I worry at night." in theirs
        assert "Do not tell my aunt." not in theirs
        assert "Do not tell my aunt." in chairs

    def test_what_a_child_wrote_waits_until_the_chair_has_read_it(self, browser, worker, record):
        wrote = ContributionFactory(record=record)

        browser.sign_in(worker).get(record_address(record))

        assert wrote.read_at is None
        assert "opened what a child wrote" in db.session.scalars(select(AuditLine.deed)).all()


class TestWhatTheChairDoesAlone:
    @pytest.mark.parametrize("page", ["child-page", "words", "words/stop", "hold"])
    def test_of_a_child(self, browser, taker, record, page):
        address = f"{record_address(record)}/{page}"
        browser.sign_in(taker)

        assert {browser.open(address, method=method).status_code for method in ("GET", "POST")} <= {403, 404}

    @pytest.mark.parametrize("page", ["finish", "open-again", "remove", "minutes", "hand-over"])
    def test_of_the_conference(self, browser, taker, conference, page):
        address = f"{conference_address(conference)}/{page}"
        browser.sign_in(taker)

        assert {browser.open(address, method=method).status_code for method in ("GET", "POST")} <= {403, 404}

    def test_no_page_of_theirs_leads_there(self, browser, taker, record):
        browser.sign_in(taker)
        pages = [
            browser.get(at).page
            for at in ("/conferences/", conference_address(record.conference), record_address(record))
        ]
        chairs_alone = ("/words", "/child-page", "/hold", "/finish", "/open-again", "/remove", "/minutes", "/hand-over")

        led = [link["href"] for page in pages for link in page.soup.select("main a[href]")]
        sent = [form["action"] for page in pages for form in page.soup.select("main form[action]")]
        pressed = [button.get("value") for page in pages for button in page.soup.select("main button")]

        assert [at for at in led + sent if at.endswith(chairs_alone) and "/children/" not in at] == []
        assert {"go-words", "go-child-page"} & set(pressed) == set()

    def test_another_chair_takes_no_child_along_to_a_conference_of_their_own(self, browser, conference, record):
        other = MinuteTakerFactory(conference=conference, person=PersonFactory(role=Role.CHAIR)).person

        page = browser.sign_in(other).get(f"/conferences/new?after={conference.id}").page

        assert record.child.reference not in page.text
