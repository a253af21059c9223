"""An agency lead sees what their own agency is to do for children, and says how far it is."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Action, AuditLine, OutboxMessage, Person, utc_now
from app.models.codes import ActionStatus, Event
from app.protection.four_words import choose_words
from app.services import acting, auditing
from tests.factories import ActionFactory, AgencyFactory, MeetingWordsFactory, WishFactory
from tests.integration.chairs.addresses import record_address
from tests.plans import plan, statements_of
from tests.visitor import already_there


def address(action: Action) -> str:
    return f"/agency/actions/{action.id}"


def listed(page) -> list[str]:
    return [heading.get_text().partition(": ")[2].strip() for heading in page.soup.select("ul.rows h2")]


def deeds(person: Person) -> list[str]:
    lines = select(AuditLine.deed).where(AuditLine.person_id == person.id).order_by(AuditLine.created_at)
    return list(db.session.scalars(lines))


class TestTheList:
    def test_it_is_where_an_agency_lead_begins(self, lead_browser):
        assert lead_browser.get("/home").location == "/agency/"

    def test_an_agency_with_nothing_to_do_is_told_so(self, lead_browser):
        page = lead_browser.get("/agency/").page

        assert page.heading == "What your agency does for children"
        assert "Nothing waits for your agency." in page.text

    def test_each_says_for_whom_what_who_by_when_and_how_far(self, lead_browser, action):
        text = lead_browser.get("/agency/").page.text

        assert "C-2041: Tell the family the same day Not started Sergeant. By 1 December 2026." in text

    def test_what_is_overdue_comes_first_and_then_what_is_due_first(self, lead_browser, police, record):
        for day in ("2026-12-03", "2026-11-16", "2026-11-17", "2026-11-12"):
            ActionFactory(record=record, agency=police, what=day, due_on=date.fromisoformat(day))

        page = lead_browser.get("/agency/").page

        assert listed(page) == ["2026-11-12", "2026-11-16", "2026-11-17", "2026-12-03"]
        assert "Late, was due 16 November" in page.text
        assert "Late, was due 17 November" not in page.text

    def test_each_filter_counts_and_shows_its_own(self, lead_browser, police, record):
        mine = {"record": record, "agency": police}
        ActionFactory(**mine, what="to come")
        ActionFactory(**mine, what="begun", status=ActionStatus.IN_PROGRESS)
        ActionFactory(**mine, what="late", due_on=date(2026, 11, 16))
        ActionFactory(**mine, what="done", status=ActionStatus.DONE, done_on=date(2026, 11, 12))
        ActionFactory(**mine, what="stopped", status=ActionStatus.STOPPED, due_on=date(2026, 11, 11))

        shown = {which: lead_browser.get("/agency/", query_string={"which": which}).page for which in acting.Which}

        assert "To do (3) Overdue (1) Done (1) Stopped (1)" in shown["open"].text
        assert {which: sorted(listed(page)) for which, page in shown.items()} == {
            "open": ["begun", "late", "to come"],
            "overdue": ["late"],
            "done": ["done"],
            "stopped": ["stopped"],
        }

    def test_what_was_done_for_what_was_due_last_comes_first(self, lead_browser, police, record):
        for day in (3, 9, 5):
            done = {"status": ActionStatus.DONE, "done_on": date(2026, 11, 12)}
            ActionFactory(record=record, agency=police, what=str(day), due_on=date(2026, 12, day), **done)

        assert listed(lead_browser.get("/agency/?which=done").page) == ["9", "5", "3"]

    def test_another_agencys_actions_are_not_there(self, lead_browser, record):
        ActionFactory(record=record, agency=AgencyFactory(), what="Mend the lock")

        page = lead_browser.get("/agency/").page

        assert listed(page) == []
        assert "To do (0)" in page.text

    def test_what_was_kept_long_enough_is_not_there(self, lead_browser, action):
        action.status, action.done_on = ActionStatus.DONE, date(2026, 11, 12)
        action.record.conference.cleared_at = utc_now()
        db.session.commit()

        page = lead_browser.get("/agency/?which=done").page

        assert (listed(page), "Done (0)" in page.text) == ([], True)
        assert lead_browser.get(address(action)).status_code == 404

    def test_a_long_list_goes_on_over_pages_and_leaves_none_out(self, lead_browser, police, record, monkeypatch):
        monkeypatch.setattr(acting, "PAGE", 2)
        for number, status in enumerate((*acting.Which.OPEN.statuses, *acting.Which.OPEN.statuses, "in progress")):
            ActionFactory(record=record, agency=police, what=f"action {number}", status=ActionStatus(status))

        found = [listed(lead_browser.get(f"/agency/?page={number}").page) for number in (1, 2, 3)]

        assert [len(one) for one in found] == [2, 2, 1]
        assert sorted(sum(found, [])) == [f"action {number}" for number in range(5)]

    def test_from_an_action_one_comes_back_to_the_page_it_stood_on(self, lead_browser, police, record, monkeypatch):
        monkeypatch.setattr(acting, "PAGE", 1)
        ActionFactory.create_batch(2, record=record, agency=police, due_on=date(2026, 11, 12))
        here = "/agency/?which=overdue&page=2"

        opened = lead_browser.get(lead_browser.get(here).page.soup.select_one("ul.rows h2 a")["href"])
        answers = already_there(opened.page.soup.select_one("main form")) | {"status": "in progress"}
        sent = lead_browser.post(opened.request.full_path, data=answers)
        saved = lead_browser.get(sent.location).page

        for page in (opened.page, saved):
            assert page.soup.select_one(".crumb a")["href"] == page.soup.find("a", string="Cancel")["href"] == here

    def test_an_address_that_asks_for_what_is_not_there_shows_what_is_to_do(self, lead_browser, action):
        assert listed(lead_browser.get("/agency/?which=everything").page) == [action.what]

    def test_who_looked_is_written_down(self, lead_browser, colin, police, action):
        lead_browser.get("/agency/")

        (line,) = auditing.lines_about(police)
        assert (line.person_id, line.deed) == (colin.id, "opened actions of agency")

    def test_no_word_of_a_childs_is_fetched_for_it(self, app, colin, action):
        WishFactory(record=action.record)

        statements = statements_of(lambda: acting.list_actions(colin, now=utc_now()))

        asked = " ".join(statement for statement, _ in statements)
        for column in ("own_words", "observation", "wish", "born", "teller"):
            assert column not in asked

    @pytest.mark.parametrize("which", acting.Which)
    def test_it_is_read_from_an_index(self, app, colin, which):
        *_, listing = statements_of(lambda: acting.list_actions(colin, which, now=utc_now(), page=2))

        found = plan(*listing)

        # Of so few rows PostgreSQL may take the agency's other index as well.
        assert found.uses("ix_action_agency_status") or ("Index" in found.says and found.uses("ix_action_agency_due"))
        assert not found.reads_whole("action")

    def test_however_many_there_are_it_asks_as_often(self, app, colin, action, police, record, count_queries):
        def ask() -> int:
            db.session.expunge_all()
            with count_queries() as queries:
                found, _ = acting.list_actions(colin, now=utc_now())
                assert [one.record.child.reference for one in found]
            return len(queries)

        db.session.refresh(colin)
        before = ask()
        ActionFactory.create_batch(3, record=record, agency=police)

        assert ask() == before == 2  # 1) the line that says who, 2) the actions with their children


class TestSayingHowFarItIs:
    def test_the_page_shows_what_to_do_for_whom_and_by_when(self, lead_browser, action):
        page = lead_browser.get(address(action)).page

        assert page.heading == "An action for C-2041"
        assert "What to do Tell the family the same day Who does it Sergeant By when Tuesday 1 December" in page.text

    def test_it_shows_no_wish_and_no_word_of_the_childs(self, lead_browser, action):
        action.record.own_words = "I am scared at night"
        action.wish = WishFactory(record=action.record, text="I want a lock on my door")
        db.session.commit()

        text = lead_browser.get(address(action)).page.text

        assert ("scared" in text, "lock on my door" in text) == (False, False)

    def test_what_they_say_is_kept_with_when_and_by_whom(self, lead_browser, colin, action):
        sent = lead_browser.fill_in(
            address(action), status="done", done_on="2026-11-16", reported="Told on 16 November, log 4411."
        )

        assert sent.location == f"{address(action)}?saved=yes"
        assert (action.status, action.done_on) == (ActionStatus.DONE, date(2026, 11, 16))
        assert (action.reported, action.reported_by_id) == ("Told on 16 November, log 4411.", colin.id)
        assert action.reported_at is not None

    def test_it_is_sealed(self, lead_browser, action):
        lead_browser.fill_in(address(action), status="in progress", reported="Log 4411.")

        assert b"4411" not in action.reported_sealed

    def test_its_chair_looks_at_what_has_stopped_by_a_day_until_it_goes_on(self, lead_browser, action):
        lead_browser.fill_in(address(action), status="stopped", reported="The family moved.")
        by = action.look_due_on
        lead_browser.fill_in(address(action), status="in progress")

        assert (by, action.look_due_on) == (date(2026, 11, 24), None)  # five working days after the tests' today

    def test_its_chair_is_told_each_time_it_stops(self, lead_browser, action):
        for status, why in (("stopped", "The family moved."), ("in progress", "Back."), ("stopped", "Moved again.")):
            lead_browser.fill_in(address(action), status=status, reported=why)

        told = db.session.execute(select(OutboxMessage.person_id, OutboxMessage.event, OutboxMessage.round)).all()
        chair = action.record.conference.chair_id
        assert sorted(told) == [(chair, Event.HANDED_OVER, 1), (chair, Event.HANDED_OVER, 2)]

    def test_what_was_said_before_it_stopped_does_not_say_why(self, lead_browser, action):
        lead_browser.fill_in(address(action), status="in progress", reported="Begun.")
        page = lead_browser.fill_in(address(action), status="stopped").page

        assert page.errors == ["Write why it has stopped. What stands there was said before."]
        assert action.status is ActionStatus.IN_PROGRESS

    def test_only_another_reason_is_looked_at_again(self, lead_browser, action):
        action.status, action.reported = ActionStatus.STOPPED, "The family moved."
        db.session.commit()
        lead_browser.fill_in(address(action), reported="The family moved.")
        same = action.look_due_on
        lead_browser.fill_in(address(action), reported="Nobody is left to do it.")

        assert (same, action.look_due_on) == (None, date(2026, 11, 24))

    def test_opening_and_changing_are_written_down(self, lead_browser, colin, action):
        lead_browser.fill_in(address(action), status="in progress")

        assert sorted(deeds(colin)) == ["opened action", "said action is in progress"]

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"status": "done", "reported": "x"}, "Enter the day the action was done."),
            ({"status": "done", "done_on": "2026-11-16"}, "Write what shows that it is done."),
            ({"status": "stopped"}, "Write why it has stopped."),
            ({"status": "done", "done_on": "2026-11-18", "reported": "x"}, "must be today or earlier."),
            ({"status": "done", "done_on": "2026-11-09", "reported": "x"}, "must not be before the conference."),
            ({"done_on": "2026-11-16"}, "Choose “Done”, or take away the day the action was done."),
            ({"status": "overdue"}, "Choose one of the answers on the page."),
            ({"reported": "x" * 2001}, "Write 2,000 characters or fewer."),
        ],
    )
    def test_what_cannot_be_right_is_shown_back_and_nothing_is_stored(self, lead_browser, action, answers, error):
        response = lead_browser.fill_in(address(action), **answers)

        assert response.status_code == 400
        assert error in response.page.errors[0]
        assert action.reported_at is None

    def test_what_another_window_saved_is_not_lost(self, lead_browser, action):
        first, second = lead_browser.get(address(action)), lead_browser.get(address(action))
        lead_browser.send(first, status="in progress", reported="Begun by the night shift.")

        shown = lead_browser.send(second, status="stopped", reported="The family moved.")

        assert (action.status, action.reported) == (ActionStatus.IN_PROGRESS, "Begun by the night shift.")
        assert "Begun by the night shift." in shown.page.text
        assert "The family moved." in shown.page.text
        lead_browser.send(shown, status="stopped", reported="The family moved.")
        assert (action.status, action.reported) == (ActionStatus.STOPPED, "The family moved.")

    def test_another_agencys_action_is_not_there(self, lead_browser, record):
        theirs = ActionFactory(record=record, agency=AgencyFactory())

        assert lead_browser.get(address(theirs)).status_code == 404
        assert lead_browser.post(address(theirs), data={"status": "stopped"}).status_code == 404


class TestWhatOthersSee:
    def test_the_chair_reads_what_the_agency_said(self, lead_browser, another_browser, action):
        lead_browser.fill_in(address(action), status="stopped", reported="The family moved.")

        chair = another_browser.sign_in(action.record.conference.chair)
        text = chair.get(record_address(action.record)).page.text

        assert "Stopped The agency said how far it is on 17 November 2026: The family moved." in text

    def test_the_child_reads_that_it_is_done_and_not_what_was_written_about_it(
        self, lead_browser, another_browser, action
    ):
        action.record.released_at = utc_now()
        words = choose_words()
        MeetingWordsFactory(record=action.record, four_words=words)
        lead_browser.fill_in(address(action), status="done", done_on="2026-11-16", reported="Log 4411.")

        page = another_browser.fill_in("/meeting", words=" ".join(words), follow_redirects=True).page

        assert "Done on Monday 16 November." in page.text
        assert "4411" not in page.text

    def test_what_one_agency_said_goes_when_the_action_goes_to_another(self, lead_browser, another_browser, action):
        lead_browser.fill_in(address(action), status="in progress", reported="Log 4411.")
        chair = another_browser.sign_in(action.record.conference.chair)
        another = AgencyFactory()

        chair.fill_in(f"{record_address(action.record)}/actions/{action.id}", agency_id=str(another.id))

        assert (action.agency_id, action.reported, action.reported_at) == (another.id, None, None)

    def test_a_chair_who_had_it_open_is_told_what_the_agency_changed(self, lead_browser, another_browser, action):
        chair = another_browser.sign_in(action.record.conference.chair)
        opened = chair.get(f"{record_address(action.record)}/actions/{action.id}")
        lead_browser.fill_in(address(action), status="in progress", reported="Begun.")

        shown = chair.send(opened, status="done", done_on="2026-11-16")

        assert action.status is ActionStatus.IN_PROGRESS
        assert shown.status_code == 400
