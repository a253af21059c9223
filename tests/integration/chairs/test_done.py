"""What has just been done is said on the page that follows, in words that nobody else can put there."""

from datetime import date, time

import pytest

from app.extensions import db
from app.models import utc_now
from tests.factories import ActionFactory, ChildRecordFactory, WishFactory
from tests.integration.chairs.addresses import conference_address, record_address
from tests.integration.records import complete_record


def statuses(page) -> list[str]:
    return [" ".join(line.get_text().split()) for line in page.soup.select("main [role=status]")]


def said_after(browser, address, **answers) -> list[str]:
    response = browser.fill_in(address, **answers)
    assert response.status_code == 302, response.page.errors
    return statuses(browser.get(response.location).page)


def test_a_conference_is_made(chair_browser):
    said = said_after(
        chair_browser,
        "/conferences/new",
        reference="NB-3000",
        held_on="2026-11-10",
        type="reconvened",
        format="in person",
    )

    assert said == ["The conference is saved."]


def test_a_child_is_added(chair_browser, conference):
    place = f"{conference_address(conference)}/children/new"

    assert said_after(chair_browser, place, reference="C-1", unborn="y") == ["The child is added."]


def test_a_child_is_removed(chair_browser, conference):
    record = ChildRecordFactory(conference=conference)

    assert said_after(chair_browser, f"{record_address(record)}/remove") == ["The child is removed."]


def test_an_action_is_saved(chair_browser, conference, school):
    action = ActionFactory(record=ChildRecordFactory(conference=conference))

    assert said_after(chair_browser, f"{record_address(action.record)}/actions/{action.id}") == ["The action is saved."]


@pytest.mark.parametrize(
    ("factory", "place", "line"),
    [
        (WishFactory, "wishes", "The wish is removed."),
        (ActionFactory, "actions", "The action is removed."),
    ],
)
def test_a_wish_or_an_action_is_removed(chair_browser, conference, factory, place, line):
    row = factory(record=ChildRecordFactory(conference=conference))

    assert said_after(chair_browser, f"{record_address(row.record)}/{place}/{row.id}/remove") == [line]


def test_a_conference_is_removed(chair_browser, conference):
    assert said_after(chair_browser, f"{conference_address(conference)}/remove") == ["The conference is removed."]


def test_a_conference_is_finished_and_opened_again(chair_browser, conference):
    complete_record(conference=conference)

    assert said_after(chair_browser, conference_address(conference)) == ["The conference is finished."]
    assert said_after(chair_browser, conference_address(conference)) == ["The conference is open again."]


def test_nobody_finishes_it_before_it_starts_while_a_child_can_still_write_for_it(chair_browser, conference, clock):
    conference.held_on, conference.start_time = date(2026, 11, 17), time(10, 20)
    record = complete_record(conference=conference)
    record.told_on = None
    db.session.commit()
    finish = f"{conference_address(conference)}/finish"
    shown = chair_browser.get(conference_address(conference))
    token = shown.page.field("csrf_token")
    early = chair_browser.post(finish, data={"csrf_token": token})
    clock.shift(21 * 60)
    on_time = chair_browser.post(finish, data={"csrf_token": token})

    assert "has not been held yet" in early.page.text
    assert "finished" in on_time.location


def test_only_words_we_know_are_shown(chair_browser, conference):
    page = chair_browser.get(f"{conference_address(conference)}?saved=You+have+won").page

    assert statuses(page) == []


@pytest.mark.parametrize("deed", ["finish", "open-again"])
def test_the_address_of_a_button_leads_to_the_conference(chair_browser, conference, deed):
    response = chair_browser.get(f"{conference_address(conference)}/{deed}")

    assert response.location == conference_address(conference)


class TestAChildWhoCannotBeRemoved:
    def test_is_said_straight_away_when_something_is_recorded(self, chair_browser, conference):
        page = chair_browser.get(f"{record_address(complete_record(conference=conference))}/remove").page

        assert "Something is recorded for this child, so the child stays in the conference." in page.text
        assert page.soup.select("main form button") == []

    def test_is_said_straight_away_when_the_conference_is_finished(self, chair_browser, conference):
        record = ChildRecordFactory(conference=conference)
        conference.finished_at = utc_now()
        db.session.commit()

        page = chair_browser.get(f"{record_address(record)}/remove").page

        assert "This conference is finished. Open it again to change its children." in page.text
        assert page.soup.select("main form button") == []
