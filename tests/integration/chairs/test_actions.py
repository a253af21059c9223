from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Action, ChildRecord, Role, utc_now
from app.models.codes import ActionStatus
from app.services import auditing
from tests.factories import ActionFactory, AgencyFactory, ChildRecordFactory, PersonFactory, WishFactory
from tests.integration.chairs.addresses import record_address


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference)


@pytest.fixture
def new(record) -> str:
    return f"{record_address(record)}/actions/new"


@pytest.fixture
def right(school) -> dict[str, str]:
    return {
        "what": "Keep the place",
        "agency_id": str(school.id),
        "owner_role": "Head of year",
        "due_on": "2026-12-01",
    }


def actions() -> list[Action]:
    return list(db.session.scalars(select(Action)))


def action_address(action: Action) -> str:
    return f"{record_address(action.record)}/actions/{action.id}"


class TestAddingAnAction:
    def test_it_is_kept_with_who_does_it_and_by_when(self, chair_browser, new, right, school, record):
        response = chair_browser.fill_in(new, **right)

        (action,) = actions()
        assert response.location == f"{record_address(record)}?saved=action#actions"
        assert (action.what, action.agency_id, action.owner_role) == ("Keep the place", school.id, "Head of year")
        assert (action.due_on, action.status) == (date(2026, 12, 1), ActionStatus.NOT_STARTED)

    def test_it_may_be_due_in_some_weeks_on_a_working_day(self, chair_browser, new, right):
        chair_browser.fill_in(new, **right | {"due_on": "", "soon": "in 2 weeks"})

        assert actions()[0].due_on == date(2026, 12, 1)

    def test_of_a_wish_the_form_knows_which(self, chair_browser, new, right, record):
        wish = WishFactory(record=record)

        assert chair_browser.get(f"{new}?wish={wish.id}").page.field("wish_id") == str(wish.id)

    def test_a_wish_of_a_brother_is_none_here(self, chair_browser, new, record):
        brothers = WishFactory(record=ChildRecordFactory(conference=record.conference))

        assert chair_browser.get(f"{new}?wish={brothers.id}").page.field("wish_id") == ""

    def test_it_may_be_for_a_wish(self, chair_browser, new, right, record):
        wish = WishFactory(record=record)

        chair_browser.fill_in(new, **right, wish_id=str(wish.id))

        assert actions()[0].wish_id == wish.id

    def test_it_takes_away_the_tick_that_there_is_none(self, chair_browser, new, right, record):
        record.no_action_asked = True
        db.session.commit()

        chair_browser.fill_in(new, **right)

        assert not record.no_action_asked

    def test_the_record_shows_it(self, chair_browser, new, right, record):
        chair_browser.fill_in(new, **right)

        text = chair_browser.get(record_address(record)).page.text

        assert "Keep the place Mill Lane School, Head of year. By 1 December 2026. Not started" in text

    def test_sending_twice_adds_one(self, chair_browser, new, right):
        shown = chair_browser.get(new)

        for _ in range(2):
            chair_browser.send(shown, **right)

        assert len(actions()) == 1

    def test_an_agency_that_has_left_is_not_offered(self, chair_browser, new, right):
        left = AgencyFactory(name="Gone", is_active=False)

        page = chair_browser.fill_in(new, **right | {"agency_id": str(left.id)}).page

        assert page.errors == ["Choose one of the answers on the page."]

    def test_a_wish_of_a_brother_is_not_offered(self, chair_browser, new, right, record):
        brothers = WishFactory(record=ChildRecordFactory(conference=record.conference), text="I want a drum")

        page = chair_browser.fill_in(new, **right, wish_id=str(brothers.id)).page

        assert page.errors == ["Choose one of the answers on the page."]
        assert "drum" not in page.text

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"what": " "}, "Write what will be done."),
            ({"what": "x" * 501}, "Write 500 characters or fewer. What you wrote is longer."),
            ({"agency_id": ""}, "Choose the agency."),
            ({"agency_id": "everybody"}, "Choose one of the answers on the page."),
            ({"agency_id": str(uuid4())}, "Choose one of the answers on the page."),
            ({"wish_id": "any"}, "Choose one of the answers on the page."),
            ({"owner_role": ""}, "Write who does it."),
            ({"due_on": ""}, "Choose how soon it is done, or enter a day."),
            ({"soon": "in 1 week"}, "Choose how soon, or enter a day: not both."),
            ({"status": "stopped"}, "Write why the action was stopped."),
            ({"due_on": "2026-11-31"}, "Enter a real date, like 12/05/2026."),
            ({"due_on": "2026-11-09"}, "The action must be due on or after the day of the conference."),
            ({"due_on": "2028-11-11"}, "The action must be due within 2 years of the conference. Check the year."),
            ({"status": "done"}, "Enter the day the action was done."),
            ({"done_on": "2026-11-12"}, "Choose “Done”, or take away the day the action was done."),
            (
                {"status": "done", "done_on": "2026-11-09"},
                "The day the action was done must not be before the conference.",
            ),
            (
                {"status": "done", "done_on": "2026-11-18"},
                "The day the action was done must be today or earlier.",
            ),
            ({"status": "overdue"}, "Choose one of the answers on the page."),
        ],
    )
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, new, right, changes, error):
        assert chair_browser.fill_in(new, **right | changes).page.errors == [error]

    def test_everything_typed_is_still_there(self, chair_browser, new, right):
        page = chair_browser.fill_in(new, **right | {"due_on": "31/11/2026"}).page

        assert {name: page.field(name) for name in right} == right | {"due_on": "31/11/2026"}


class TestChangingAnAction:
    def test_it_is_done(self, chair_browser, record):
        action = ActionFactory(record=record)

        chair_browser.fill_in(action_address(action), status="done", done_on="2026-11-16")

        assert (action.status, action.done_on) == (ActionStatus.DONE, date(2026, 11, 16))

    def test_how_it_is_seen_and_what_it_changed_are_kept(self, chair_browser, record):
        action = ActionFactory(record=record)
        what = {"evidence": "Seen on Monday", "difference": "partly", "child_said": " I like it <there> "}

        chair_browser.fill_in(action_address(action), status="stopped", stopped_reason="They moved", **what)

        assert (action.stopped_reason, action.evidence, action.difference) == ("They moved", "Seen on Monday", "partly")
        assert action.child_said == " I like it <there> "
        assert action.child_said in chair_browser.get(record_address(record)).page.said

    def test_a_reason_goes_with_what_was_stopped_only(self, chair_browser, record):
        action = ActionFactory(record=record, status=ActionStatus.STOPPED, stopped_reason="They moved")

        chair_browser.fill_in(action_address(action), status="in progress")

        assert action.stopped_reason is None

    def test_an_agency_that_has_left_keeps_its_own(self, chair_browser, record):
        action = ActionFactory(record=record, agency=AgencyFactory(name="Gone", is_active=False))

        response = chair_browser.fill_in(action_address(action), status="in progress")

        assert response.status_code == 302

    def test_two_windows_do_not_overwrite_each_other(self, chair_browser, record):
        action = ActionFactory(record=record)
        one, two = chair_browser.get(action_address(action)), chair_browser.get(action_address(action))

        chair_browser.send(one, what="One")
        page = chair_browser.send(two, what="Two").page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert action.what == "One"
        assert [one.get_text() for one in page.soup.select(".promise dt")] == [
            "What will be done?"
        ]  # only what differs

    def test_an_action_for_a_brother_is_not_found_here(self, chair_browser, record):
        brothers = ActionFactory(record=ChildRecordFactory(conference=record.conference))

        assert chair_browser.get(f"{record_address(record)}/actions/{brothers.id}").status_code == 404

    def test_what_should_be_done_by_now_shows_as_late(self, chair_browser, record):
        ActionFactory(record=record, due_on=date(2026, 11, 16))

        assert "Late, was due 16 November" in chair_browser.get(record_address(record)).page.soup.find(
            id="actions"
        ).get_text(" ")


class TestWhatItsAgencyStopped:
    @pytest.fixture
    def action(self, record, school) -> Action:
        return ActionFactory(
            record=record,
            agency=school,
            wish=WishFactory(record=record, text="I want to stay at my school"),
            status=ActionStatus.STOPPED,
            reported="The family moved, log 4411.",
            reported_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
            reported_by_id=PersonFactory(role=Role.AGENCY_LEAD, agency_id=school.id).id,
            look_due_on=date(2026, 11, 23),
        )

    def test_the_chair_reads_what_it_says_beside_the_childs_wish(self, chair_browser, action):
        text = chair_browser.get(action_address(action)).page.text

        assert "look at it with the child’s wish. Due 23 November" in text
        assert "Mill Lane School last said something Monday 16 November, 9.30am" in text
        assert "as the agency says The family moved, log 4411." in text
        assert "I want to stay at my school" in text

    def test_one_press_settles_it_and_changes_nothing(self, chair_browser, action):
        response = chair_browser.fill_in(action_address(action), looked="yes")

        assert response.location == f"{record_address(action.record)}?saved=action-looked-at#actions"
        assert (action.look_due_on, action.status, action.stopped_reason) == (None, ActionStatus.STOPPED, None)
        assert [line.deed for line in auditing.lines_about(action)] == ["looked at stopped action"]

    def test_what_was_typed_before_the_press_is_saved(self, chair_browser, action):
        chair_browser.fill_in(action_address(action), looked="yes", stopped_reason="You live further away now.")

        assert (action.look_due_on, action.stopped_reason) == (None, "You live further away now.")

    def test_a_change_settles_it(self, chair_browser, action):
        chair_browser.fill_in(action_address(action), status="in progress")

        assert action.look_due_on is None

    def test_nobody_settles_what_they_have_not_read(self, chair_browser, action):
        action.stopped_reason = "You moved."
        db.session.commit()
        shown = chair_browser.get(action_address(action))
        action.reported, action.reported_at = "Nobody is left to do it.", utc_now()
        db.session.commit()

        page = chair_browser.send(shown, looked="yes").page

        assert page.errors == ["The agency has said something since. Read it, then press the button again."]
        assert "Nobody is left to do it." in page.text
        assert action.look_due_on is not None


class TestRemovingAnAction:
    def test_it_goes(self, chair_browser, record):
        action = ActionFactory(record=record)

        chair_browser.fill_in(f"{action_address(action)}/remove")

        assert actions() == []

    def test_it_is_written_down(self, chair_browser, record):
        action = ActionFactory(record=record)

        chair_browser.fill_in(f"{action_address(action)}/remove")

        assert "removed action" in [line.deed for line in auditing.lines_about(record)]


def test_the_database_itself_refuses_an_action_done_without_a_day():
    with pytest.raises(IntegrityError, match="done_has_date"):
        ActionFactory(status=ActionStatus.DONE)
