"""Training as the board sees it: who is trained, whose refresher is late, and what there was."""

from datetime import date

import pytest

from app.extensions import db
from app.models import Role
from app.services import training
from app.services.training import PAGE
from tests.factories import PersonFactory, PublicationFactory
from tests.page import words

TRAINING = "/board/training"


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


def was_trained(*people, on: date, title: str = "Hearing babies", number: int = 0) -> None:
    details = {"title": title, "held_on": on, "person_ids": [one.id for one in people]}
    training.write_down(PersonFactory(role=Role.CHAIRS_MANAGER), details, once=f"{number:043}")
    db.session.commit()


def numbers(page) -> dict[str, str]:
    return {kpi.dt.get_text(): kpi.dd.get_text() for kpi in page.soup.select(".kpi")}


def test_the_board_sees_how_many_chairs_are_trained(member):
    priya, robert, _wendy = (PersonFactory(role=Role.CHAIR, name=name) for name in ("Priya", "Robert", "Wendy"))
    PersonFactory(role=Role.CHAIR, is_active=False)
    was_trained(priya, robert, on=date(2024, 11, 16))
    was_trained(priya, on=date(2024, 11, 17), number=1)  # due today, and not late yet
    page = member.get(TRAINING).page

    assert numbers(page) == {
        "Chairs who are trained": "1 of 3",
        "Whose refresher is late": "1",
        "With no training yet": "1",
    }
    assert "Robert Refresher late, was due 16 November 2026" in page.text
    assert "16 November 2024: Priya, Robert" in page.text


def test_nothing_there_is_said(member):
    text = member.get(TRAINING).page.text

    assert "There are no chairs yet." in text
    assert "No training is written down yet." in text


def test_what_there_was_goes_on_over_several_pages(member):
    priya = PersonFactory(role=Role.CHAIR)
    for number in range(PAGE + 1):
        was_trained(priya, on=date(2025, 1, number + 1), title=f"Training {number}", number=number)

    assert "Training 0" not in member.get(TRAINING).page.text
    assert "Training 0" in member.get(f"{TRAINING}?page=2").page.text
    assert "There is nothing more." in member.get(f"{TRAINING}?page=3").page.text


class TestBeforeAndAfter:
    """The quarters on both sides of the one in which a training was, as they are published."""

    def published(self, first_day: date, last_day: date, *, counted: int | None) -> None:
        name = "met_chair"
        share = counted and {"counted": counted, "of": 100, "percent": counted}
        content = PublicationFactory.build(table_name=name).content | {"share": share, "numerator": "met", "target": 90}
        PublicationFactory(table_name=name, first_day=first_day, last_day=last_day, content=content)

    def rows(self, member) -> list[list[str]]:
        found = member.get(TRAINING).page.soup.select("#around ~ details tbody tr")
        return [[words(cell) for cell in row.select("th, td")] for row in found]

    @pytest.mark.parametrize(("after", "shown"), [(71, "71%"), (None, "hidden")])
    def test_a_figure_of_chairs_stands_as_it_was_shown(self, member, after, shown):
        self.published(date(2026, 1, 1), date(2026, 3, 31), counted=60)
        self.published(date(2026, 7, 1), date(2026, 9, 30), counted=after)
        PublicationFactory()  # of views: chairs do not change them
        was_trained(PersonFactory(role=Role.CHAIR), on=date(2026, 5, 5))

        assert self.rows(member) == [["Children who met the chair", "60%", shown, "90%"]]

    def test_nothing_stands_there_before_the_quarter_after_is_published(self, member):
        self.published(date(2026, 1, 1), date(2026, 3, 31), counted=60)
        was_trained(PersonFactory(role=Role.CHAIR), on=date(2026, 5, 5))

        assert self.rows(member) == []
