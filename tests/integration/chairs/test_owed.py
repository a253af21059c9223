"""What is owed to which child, and by when: at the top of the list of conferences, what runs out first at the top."""

from datetime import UTC, date, datetime

import pytest

from app.extensions import db
from app.models import ChildRecord, Role, utc_now
from app.models.codes import ActionStatus, Stage, ToldHow
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MinuteTakerFactory,
    PersonFactory,
)
from tests.integration.chairs.addresses import conference_address, record_address

TODAY = date(2026, 11, 17)


@pytest.fixture
def record(conference) -> ChildRecord:
    """A child who has been told already."""
    return ChildRecordFactory(
        conference=conference, child=ChildFactory(reference="C-7"), told_on=TODAY, told_how=ToldHow.LETTER
    )


def owed(browser) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in browser.get("/conferences/").page.soup.select(".todo li")]


def test_nothing_is_owed_to_a_child_who_was_told(chair_browser, record):
    assert owed(chair_browser) == []


class TestTelling:
    @pytest.mark.parametrize(
        ("due", "words"),
        [
            (date(2026, 11, 16), "C-7: tell them what happened Late, was due 16 November"),
            (TODAY, "C-7: tell them what happened Due today"),
            (date(2026, 11, 18), "C-7: tell them what happened Due 18 November"),
        ],
    )
    def test_a_child_is_told_by_a_day(self, chair_browser, record, due, words):
        record.told_on, record.told_how, record.tell_due_on = None, None, due
        db.session.commit()

        assert owed(chair_browser) == [words]

    def test_also_when_the_conference_is_finished(self, chair_browser, record):
        record.told_on, record.conference.finished_at = None, utc_now()
        db.session.commit()

        assert len(owed(chair_browser)) == 1

    def test_not_before_the_conference(self, chair_browser, chair):
        ChildRecordFactory(conference=ConferenceFactory(chair=chair, held_on=date(2026, 11, 18)))

        assert owed(chair_browser) == []

    @pytest.mark.parametrize("values", [{"stage": Stage.UNBORN}, {"told_how": ToldHow.NOT_GIVEN}])
    def test_not_to_who_is_not_born_or_will_not_be_told(self, chair_browser, conference, values):
        ChildRecordFactory(conference=conference, **values)

        assert owed(chair_browser) == []

    def test_it_leads_to_where_it_is_written_down(self, chair_browser, record):
        record.told_on = None
        db.session.commit()

        link = chair_browser.get("/conferences/").page.soup.select_one(".todo a")["href"]

        assert link == f"{record_address(record)}#tell"


class TestActions:
    @pytest.mark.parametrize(
        ("due", "words"),
        [
            (date(2026, 11, 16), ["C-7: an action of Mill Lane School Late, was due 16 November"]),
            (date(2026, 11, 24), ["C-7: an action of Mill Lane School Due 24 November"]),
            (date(2026, 11, 25), []),  # more than five working days away
        ],
    )
    def test_an_action_shows_when_it_is_near(self, chair_browser, record, school, due, words):
        ActionFactory(record=record, agency=school, due_on=due)

        assert owed(chair_browser) == words

    @pytest.mark.parametrize(
        "values", [{"status": ActionStatus.DONE, "done_on": TODAY}, {"status": ActionStatus.STOPPED}]
    )
    def test_what_is_done_or_stopped_is_not_owed(self, chair_browser, record, values):
        ActionFactory(record=record, due_on=date(2026, 11, 16), **values)

        assert owed(chair_browser) == []

    def test_it_leads_to_the_action_and_says_nothing_of_it(self, chair_browser, record):
        action = ActionFactory(record=record, due_on=TODAY, what="Find a bed for the younger one")

        page = chair_browser.get("/conferences/").page

        assert page.soup.select_one(".todo a")["href"] == f"{record_address(record)}/actions/{action.id}"
        assert "Find a bed" not in page.html


def test_what_an_agency_stopped_is_looked_at_with_the_childs_wish(chair_browser, record, school):
    action = ActionFactory(
        record=record, agency=school, status=ActionStatus.STOPPED, look_due_on=date(2026, 11, 16), what="Find a bed"
    )

    page = chair_browser.get("/conferences/").page

    assert owed(chair_browser) == [
        "C-7: Mill Lane School stopped an action. Look at it with the child’s wish Late, was due 16 November"
    ]
    assert page.soup.select_one(".todo a")["href"] == f"{record_address(record)}/actions/{action.id}"
    assert "Find a bed" not in page.html


def test_a_child_who_says_it_is_not_right_waits_for_an_answer(chair_browser, record):
    reply = MeetingReplyFactory(record=record, due_at=datetime(2026, 11, 18, 23, 59, tzinfo=UTC))

    page = chair_browser.get("/conferences/").page

    assert owed(chair_browser) == ["C-7: they wait for your answer Due 18 November"]
    assert page.soup.select_one(".todo a")["href"] == f"{record_address(record)}/replies/{reply.id}"


def test_what_a_child_wrote_is_to_be_read(chair_browser, record):
    ContributionFactory(record=record, read_due_at=datetime(2026, 11, 16, 23, 59, tzinfo=UTC), read_at=None)

    assert owed(chair_browser) == ["C-7: they wrote to you. Read it Late, was due 16 November"]


def test_what_runs_out_first_is_at_the_top(chair_browser, record):
    record.told_on, record.tell_due_on = None, date(2026, 11, 18)
    db.session.commit()
    ActionFactory(record=record, due_on=date(2026, 11, 19))
    MeetingReplyFactory(record=record, due_at=datetime(2026, 11, 17, 23, 59, tzinfo=UTC))

    assert [line.split()[-2:] for line in owed(chair_browser)] == [
        ["Due", "today"],
        ["18", "November"],
        ["19", "November"],
    ]


def test_other_chairs_children_are_theirs(chair_browser, conference):
    theirs = ChildRecordFactory()
    ActionFactory(record=theirs, due_on=TODAY)
    MeetingReplyFactory(record=theirs)
    ContributionFactory(record=theirs, read_at=None)

    assert owed(chair_browser) == []


def test_a_long_list_is_cut_and_says_so(chair_browser, record):
    ActionFactory.create_batch(21, record=record, due_on=TODAY)

    page = chair_browser.get("/conferences/").page

    assert len(owed(chair_browser)) == 20
    assert "There is more." in page.text
    assert [len(page.soup.select(lines)) for lines in (".card > .todo li", ".card details .todo li")] == [8, 12]


@pytest.mark.parametrize(("owed_in_all", "folded"), [(10, []), (11, ["3 more"])])
def test_what_is_due_last_is_folded_only_where_that_shortens_the_page(chair_browser, record, owed_in_all, folded):
    ActionFactory.create_batch(owed_in_all, record=record, due_on=TODAY)

    page = chair_browser.get("/conferences/").page

    assert [line.get_text() for line in page.soup.select(".card summary")] == folded


class TestToday:
    def test_todays_conference_comes_first_with_what_is_owed_after_it(self, chair_browser, chair, record):
        record.told_on = None
        db.session.commit()
        ConferenceFactory(chair=chair, reference="now", held_on=TODAY)

        headings = [heading.get_text() for heading in chair_browser.get("/conferences/").page.soup.select("main h2")]

        assert headings == ["Today", "What you owe, and by when", "Tell the child"]

    def test_when_it_is_finished_it_is_finished(self, chair_browser, chair):
        ConferenceFactory(chair=chair, held_on=TODAY, finished_at=utc_now())

        assert chair_browser.get("/conferences/").page.soup.select_one("main h2").get_text() == "Finished"


class TestWhatIsMissing:
    def test_each_part_of_a_childs_record_is_named(self, chair_browser, record):
        record.outcome = "plan made"
        db.session.commit()

        text = chair_browser.get("/conferences/").page.text

        assert "to do: space, voice, audience, influence, actions, tell" in text

    @pytest.mark.parametrize(
        ("values", "is_asked"),
        [
            ({"held_on": TODAY}, True),
            ({"held_on": date(2026, 11, 18)}, False),
            ({"is_quorate": True}, False),
            ({"finished_at": datetime(2026, 11, 16, tzinfo=UTC)}, False),
        ],
    )
    def test_of_a_conference_it_is_the_quorum(self, chair_browser, chair, values, is_asked):
        ConferenceFactory(chair=chair, **values)

        text = chair_browser.get("/conferences/").page.text

        assert ("Still to write down: whether it was quorate." in text) is is_asked


class TestWhatFollows:
    """The letter, the record and the core group have clocks: late ones, and those due within 5 working days."""

    @pytest.mark.parametrize(
        ("held_on", "lines"),
        [
            (TODAY, ["NB-1: send the letter with the decisions Due 18 November"]),
            (
                date(2026, 11, 3),
                [
                    "NB-1: send the letter with the decisions Late, was due 4 November",
                    "NB-1: the first core group meets Due today",
                    "NB-1: send the record of the conference Due 24 November",
                ],
            ),
            (date(2026, 11, 18), []),
        ],
    )
    def test_they_stand_among_what_is_owed(self, chair_browser, chair, held_on, lines):
        conference = ConferenceFactory(chair=chair, reference="NB-1", held_on=held_on, clocks_started=True)
        ChildRecordFactory(conference=conference, told_on=held_on, told_how=ToldHow.LETTER)

        assert owed(chair_browser) == lines

    def test_they_lead_to_where_it_is_written_down(self, chair_browser, chair):
        conference = followed(chair)

        link = chair_browser.get("/conferences/").page.soup.select_one(".todo a")["href"]
        chair_browser.fill_in(link, letter_sent_on="2026-11-17", core_group_on="2026-11-20")

        assert link == f"{conference_address(conference)}/afterwards"
        assert owed(chair_browser) == []

    def test_a_late_one_stands_with_its_conference_also_when_that_is_finished(self, chair_browser, chair):
        followed(chair).finished_at = utc_now()
        db.session.commit()

        assert "Letter with the decisions late, was due 11 November" in chair_browser.get("/conferences/").page.text

    def test_they_are_not_owed_by_who_takes_the_minutes(self, browser, chair):
        taker = PersonFactory(role=Role.CHAIR)
        MinuteTakerFactory(conference=followed(chair), person=taker)

        assert owed(browser.sign_in(taker)) == []


def followed(chair):
    conference = ConferenceFactory(chair=chair, clocks_started=True)
    ChildRecordFactory(conference=conference, told_on=TODAY, told_how=ToldHow.LETTER)
    return conference


def test_what_is_due_together_stands_in_the_order_of_references(chair_browser, conference):
    for reference in ("C-10", "b-2", "C-9"):
        ChildRecordFactory(conference=conference, child=ChildFactory(reference=reference))

    assert [line.split(":")[0] for line in owed(chair_browser)] == ["b-2", "C-9", "C-10"]
