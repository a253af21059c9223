"""A chair's own numbers beside at least three others, training and when it is due, and what each code means."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import PracticePublication, Role, TrainingAttendance, TrainingSession, utc_now
from app.models.codes import Extent, ParticipationCode, Stage, ToldHow
from app.services import practising, promises_made, publishing, training
from app.services.clocks import Quarter
from app.services.errors import RuleBroken
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    PersonFactory,
    WishFactory,
)

TODAY = date(2026, 11, 17)
SUMMER = Quarter(2026, 3)
HELD_ON = date(2026, 8, 4)


def children(chair, number, *, held_on=HELD_ON, **record):
    """A finished conference with so many children."""
    conference = ConferenceFactory(chair=chair, held_on=held_on, finished_at=utc_now())
    due = held_on + timedelta(days=7)
    told = {"tell_due_on": due, "told_on": due, "told_how": ToldHow.FACE_TO_FACE}
    return [ChildRecordFactory(conference=conference, child=ChildFactory(), **told | record) for _ in range(number)]


def summer(chair):
    return next(one for one in practising.periods(chair, TODAY) if one.quarters == (SUMMER,))


def table(chair, name):
    return next(one for one in practising.compare(chair, summer(chair)) if one.table.name == name)


class TestOwnNumbers:
    def test_a_chair_sees_their_own_small_numbers(self, chair, chair_browser):
        children(chair, 1, participation_code=ParticipationCode.PN3)
        children(chair, 2, participation_code=ParticipationCode.PN7)

        page = chair_browser.get("/conferences/practice").page

        assert "You: 1 of 3" in page.text
        rows = {row.th.get_text(" ", strip=True)[:3]: row.td.get_text() for row in page.soup.select("tbody tr")}
        assert (rows["PN3"], rows["PN7"], rows["PN1"]) == ("1", "2", "0")

    def test_of_nobody_elses_conferences(self, chair):
        children(PersonFactory(role=Role.CHAIR), 2, participation_code=ParticipationCode.PN1)
        children(chair, 1, participation_code=ParticipationCode.PN1)

        assert table(chair, "participation").own_of == 1

    def test_not_of_a_conference_that_is_not_finished_nor_of_another_quarter(self, chair):
        children(chair, 1, participation_code=ParticipationCode.PN1)
        children(chair, 1, held_on=date(2026, 10, 1), participation_code=ParticipationCode.PN1)
        children(chair, 1, participation_code=ParticipationCode.PN1)[0].conference.finished_at = None
        db.session.flush()

        assert table(chair, "participation").own_of == 1

    def test_explanations_of_what_was_not_fully_acted_on(self, chair):
        record = children(chair, 1)[0]
        WishFactory(record=record, extent=Extent.FULLY)
        WishFactory(record=record, extent=Extent.PARTLY, explanation="We asked, and the school said no.")
        WishFactory(record=record, extent=Extent.NOT_ACTED_ON)

        assert table(chair, "explained").own == (1, 1)

    def test_children_told_in_time_late_and_not(self, chair):
        children(chair, 3)
        children(chair, 2, told_on=date(2026, 8, 12))
        children(chair, 1, told_on=None)
        children(chair, 1, told_on=None, stage=Stage.UNBORN)

        assert table(chair, "told").own == (3, 2, 1)

    def test_only_of_time_that_is_over(self, chair):
        children(chair, 1, held_on=date(2025, 3, 4))

        codes = [one.code for one in practising.periods(chair, TODAY)]

        assert codes == ["2026-3", "2026-2", "2026-1", "2025-4", "2025-3", "2025-2", "2025-1", "2025"]

    def test_before_there_is_a_quarter_the_page_says_so(self, chair_browser):
        assert (
            "when the first quarter with a conference of yours is over"
            in chair_browser.get("/conferences/practice?period=2026-3").page.text
        )


class TestBesideTheOthers:
    @pytest.fixture
    def others(self):
        return [PersonFactory(role=Role.CHAIR) for _ in range(3)]

    def tell(self, people, in_time, late):
        for person in people:
            children(person, in_time)
            children(person, late, told_on=date(2026, 8, 12))

    def test_three_others_are_shown_added_up_as_they_were_when_the_figures_were_published(self, chair, others):
        self.tell([chair, *others], 8, 7)
        for person in (chair, *others):
            children(person, 7, told_on=None, told_how=None)
        publishing.publish(SUMMER, today=TODAY)
        self.tell(others, 1, 1)

        shown = table(chair, "told").others

        assert shown.cells == (24, 21, 21)
        assert shown.percent == 36

    def test_two_others_are_not(self, chair, others, chair_browser):
        self.tell([chair, *others[:2]], 12, 12)
        publishing.publish(SUMMER, today=TODAY)
        db.session.commit()

        assert table(chair, "told").others is None
        assert "All other chairs" not in chair_browser.get("/conferences/practice").page.text

    def test_what_is_frozen_holds_no_small_number(self, chair, others):
        self.tell([chair, *others], 8, 1)
        publishing.publish(SUMMER, today=TODAY)

        for content in db.session.scalars(select(PracticePublication.content)):
            cells = [cell for one in content.values() if one for cell in one]
            assert [cell for cell in cells if cell != "c" and 1 <= cell <= 5] == []

    def test_publishing_again_freezes_nothing_more(self, chair, others):
        self.tell([chair, *others], 8, 7)
        for person in (chair, *others):
            children(person, 7, told_on=None, told_how=None)
        publishing.publish(SUMMER, today=TODAY)
        publishing.publish(SUMMER, today=TODAY)

        assert len(db.session.scalars(select(PracticePublication.id)).all()) == 4


class TestLastPromises:
    def test_each_child_at_the_last_conference_that_was_held_by_numbers_and_no_words(self, chair, chair_browser):
        first = children(chair, 1, held_on=date(2026, 5, 5))[0]
        last = children(chair, 1, told_on=None)[0]
        last.child_id = first.child_id
        WishFactory(record=last, text="I want my own bed.", extent=Extent.PARTLY)
        ActionFactory(record=last, what="Find a bed", due_on=date(2026, 11, 2))
        ActionFactory(record=last, due_on=date(2026, 12, 2))
        db.session.commit()

        section = chair_browser.get("/conferences/practice").page.soup.select_one("[aria-labelledby=promises]")

        assert len(section.select("li")) == 1
        words = section.li.get_text(" ", strip=True)
        assert "4 August 2026" in words
        assert "1 partly." in words
        assert "2 actions not done yet" in words
        assert "1 late Due 2 December 2026" in words
        assert section.select_one(f"a[href$='{last.id}#actions']") is not None
        assert "bed" not in words

    def test_of_nobody_elses_conferences(self, chair):
        children(PersonFactory(role=Role.CHAIR), 1)

        assert promises_made.promises_of(chair, now=utc_now()) == ([], False)

    def test_however_many_it_takes_as_many_queries(self, chair, chair_browser, count_queries):
        children(chair, 1)
        chair_browser.get("/conferences/practice")
        with count_queries() as few:
            chair_browser.get("/conferences/practice")
        children(chair, 21)

        with count_queries() as many:
            page = chair_browser.get("/conferences/practice").page

        assert len(many) == len(few)
        assert len(page.soup.select("[aria-labelledby=promises] li")) == 20


def a_training(held_on, person_ids):
    return training.Training(title="Babies", held_on=held_on, person_ids=person_ids)


class TestTraining:
    @pytest.fixture
    def manager_browser(self, browser):
        return browser.sign_in(PersonFactory(role=Role.CHAIRS_MANAGER))

    def test_the_manager_writes_it_down_and_the_chair_sees_when_the_next_is_due(self, manager_browser, chair, browser):
        manager_browser.fill_in(
            "/conferences/training", title="Hearing babies", held_on="2026-05-12", people=[str(chair.id)]
        )

        text = browser.sign_in(chair).get("/conferences/practice").page.text

        assert "Hearing babies" in text
        assert "Next refresher by 12 May 2028" in text

    def test_a_refresher_that_is_late_is_said(self, chair, chair_browser, manager_browser):
        session = TrainingSession(title="Hearing babies", held_on=date(2024, 5, 12), made_by_id=chair.id, once="a" * 43)
        db.session.add_all([session, TrainingAttendance(session_id=session.id, person_id=chair.id)])
        db.session.commit()

        page = manager_browser.get("/conferences/training").page

        assert "Refresher late, was due 12 May 2026" in page.text

    def test_sent_twice_it_is_written_down_once(self, chair):
        for _ in range(2):
            training.write_down(chair, a_training(TODAY, [chair.id]), once="a" * 43)

        assert len(training.sessions_of(chair)) == 1

    def test_nobody_was_there_or_it_is_still_to_come(self, chair):
        with pytest.raises(RuleBroken, match="Tick who was there"):
            training.write_down(chair, a_training(TODAY, []), once="a" * 43)
        with pytest.raises(RuleBroken, match="today or earlier"):
            training.write_down(chair, a_training(date(2026, 11, 18), [chair.id]), once="a" * 43)

    def test_whoever_has_had_none_stands_first(self, chair):
        trained = PersonFactory(name="Aaron Abbey", role=Role.CHAIR)
        training.write_down(chair, a_training(TODAY, [trained.id]), once="a" * 43)

        assert [one.person for one in training.chairs()] == [chair, trained]


class TestGuidance:
    @pytest.mark.parametrize("code", ParticipationCode)
    def test_each_code_has_a_page_with_its_exact_meaning_and_examples(self, chair_browser, code):
        page = chair_browser.get(f"/conferences/guidance/{code.value}").page

        assert page.heading.startswith(f"{code.value}: ")
        assert code.meaning in page.text
        assert code.value in page.soup.select_one("[aria-labelledby=examples]").get_text()

    def test_what_is_no_code_is_not_found(self, chair_browser):
        assert chair_browser.get("/conferences/guidance/PN8").status_code == 404
