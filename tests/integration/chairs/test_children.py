from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Child, ChildRecord
from app.models.codes import Stage
from app.services import auditing
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, WishFactory
from tests.integration.chairs.addresses import conference_address, record_address

RIGHT = {"reference": "C-2041", "month": "5", "year": "2014"}


@pytest.fixture
def new(conference) -> str:
    return f"{conference_address(conference)}/children/new"


def the_record() -> ChildRecord:
    return db.session.scalars(select(ChildRecord)).one()


class TestAddingAChild:
    def test_a_child_gets_a_record_of_their_own(self, chair_browser, new, conference):
        response = chair_browser.fill_in(new, **RIGHT)

        record = the_record()
        assert response.location == f"{record_address(record)}?saved=child"
        assert record.conference_id == conference.id
        assert record.stage is Stage.FOUR_OR_OVER
        assert record.is_subject

    def test_only_the_reference_and_the_month_of_birth_are_kept(self, chair_browser, new):
        chair_browser.fill_in(new, **RIGHT)

        child = db.session.scalars(select(Child)).one()
        assert (child.reference, child.born) == ("C-2041", "2014-05")

    def test_the_clock_for_telling_the_child_starts(self, chair_browser, new):
        chair_browser.fill_in(new, **RIGHT)

        assert the_record().tell_by == date(2026, 11, 17)

    def test_a_child_may_not_be_born_yet(self, chair_browser, new):
        chair_browser.fill_in(new, reference="C-2042", unborn="y")

        record = the_record()
        assert (record.stage, record.tell_by) == (Stage.UNBORN, None)

    def test_a_child_may_be_another_of_the_household(self, chair_browser, new):
        chair_browser.fill_in(new, **RIGHT, is_subject="no")

        assert not the_record().is_subject

    def test_in_the_month_of_the_4th_birthday_the_stage_is_still_to_be_said(self, chair_browser, new):
        chair_browser.fill_in(new, reference="C-2041", month="11", year="2022")

        assert the_record().stage is None

    def test_adding_is_written_down(self, chair_browser, new, chair):
        chair_browser.fill_in(new, **RIGHT)

        (line,) = auditing.lines_about(the_record())
        assert (line.deed, line.person_id) == ("added child", chair.id)

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"reference": ""}, "Enter the reference of the child."),
            (
                {"reference": "Amina Khan"},
                "This looks like a name. Heard keeps no names, so that nobody can be picked out: "
                "use the reference alone, with a number in it.",
            ),
            ({"month": ""}, "Choose the month of birth, or tick “Not born yet”."),
            ({"month": "13"}, "Choose one of the answers on the page."),
            ({"year": ""}, "Enter the year of birth in four numbers, like 2019."),
            ({"year": "14"}, "Enter the year of birth in four numbers, like 2019."),
            ({"year": "٢٠١٤"}, "Enter the year of birth in four numbers, like 2019."),
            ({"unborn": "y"}, "Take away the month and year of birth, or the tick at “Not born yet”."),
            ({"year": "2027"}, "The month of birth is after the conference. Check both dates, or tick “Not born yet”."),
            (
                {"year": "0000"},
                "The month of birth makes this child 18 or over at the conference. Check both dates.",
            ),
            ({"is_subject": "perhaps"}, "Choose one of the answers on the page."),
        ],
    )
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, new, changes, error):
        assert chair_browser.fill_in(new, **RIGHT | changes).page.errors == [error]

    def test_everything_typed_is_still_there(self, chair_browser, new):
        page = chair_browser.fill_in(new, **RIGHT | {"year": "twenty"}).page

        assert [page.field(name) for name in RIGHT] == ["C-2041", "5", "twenty"]

    @pytest.mark.parametrize("reference", ["C-2041", "CHILD A 2", "nb1", "Family 12 North", "2041"])
    def test_a_reference_is_not_mistaken_for_a_name(self, chair_browser, new, reference):
        assert chair_browser.fill_in(new, **RIGHT | {"reference": reference}).status_code == 302

    @pytest.mark.parametrize("name", ["Smith family", "amelia smith", "Amelia", "Amelia Smith 3", "Zoë O’Neil"])
    def test_a_name_is_refused_however_it_is_written(self, chair_browser, new, name):
        (error,) = chair_browser.fill_in(new, **RIGHT | {"reference": name}).page.errors

        assert error.startswith("This looks like a name.")

    def test_sending_twice_adds_one(self, chair_browser, new):
        shown = chair_browser.get(new)

        places = {chair_browser.send(shown, **RIGHT).location for _ in range(2)}

        assert places == {f"{record_address(the_record())}?saved=child"}


class TestAChildWeKnow:
    @pytest.fixture
    def known(self) -> Child:
        """A child of an earlier conference of another chair."""
        return ChildRecordFactory(child=ChildFactory(reference="C-2041", born="2014-05")).child

    @pytest.mark.parametrize("reference", ["C-2041", "c-2041", " C - 2041 "])
    def test_is_found_again_by_the_reference(self, chair_browser, new, known, conference, reference):
        chair_browser.fill_in(new, **RIGHT | {"reference": reference})

        (record,) = db.session.scalars(select(ChildRecord).where(ChildRecord.conference_id == conference.id))
        assert record.child_id == known.id

    def test_another_month_of_birth_is_pointed_out(self, chair_browser, new, known):
        page = chair_browser.fill_in(new, **RIGHT | {"month": "6"}).page

        assert page.errors == ["We know C-2041 by another month of birth. Check the reference and the month of birth."]

    def test_what_we_know_of_the_birth_is_not_told(self, chair_browser, new, known):
        page = chair_browser.fill_in(new, **RIGHT | {"month": "6"}).page

        assert page.field("month") == "6"

    def test_who_has_been_born_is_not_unborn(self, chair_browser, new, known):
        page = chair_browser.fill_in(new, reference="C-2041", unborn="y").page

        assert page.errors == ["C-2041 has been born, as we know it. Enter the month and year of birth."]

    def test_a_baby_may_have_been_born_since(self, chair_browser, new):
        before = ChildRecordFactory(child=ChildFactory(reference="C-3", born=None), stage=Stage.UNBORN)

        chair_browser.fill_in(new, reference="C-3", month="9", year="2026")

        assert before.child.born == "2026-09"

    def test_the_earlier_record_still_says_unborn(self, chair_browser, chair):
        earlier = ConferenceFactory(chair=chair, held_on=date(2026, 8, 3))
        ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-3", born="2026-09"), stage=Stage.UNBORN)

        assert "C-3, not born yet" in chair_browser.get(conference_address(earlier)).page.text

    def test_the_same_child_twice_in_one_conference_is_refused(self, chair_browser, new, conference):
        ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041", born="2014-05"))

        page = chair_browser.fill_in(new, **RIGHT).page

        assert page.errors == ["C-2041 is in this conference already. Check the reference."]


class TestRemovingAChildAddedByMistake:
    @pytest.fixture
    def record(self, conference) -> ChildRecord:
        return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))

    def test_an_empty_record_goes(self, chair_browser, record, conference):
        response = chair_browser.fill_in(f"{record_address(record)}/remove")

        assert response.location == f"{conference_address(conference)}?saved=child-removed"
        assert db.session.scalars(select(ChildRecord)).all() == []

    def test_a_child_who_is_nowhere_else_goes_with_it(self, chair_browser, record):
        chair_browser.fill_in(f"{record_address(record)}/remove")

        assert db.session.scalars(select(Child)).all() == []

    def test_a_child_of_another_conference_stays(self, chair_browser, record):
        elsewhere = ChildRecordFactory(child=record.child)

        chair_browser.fill_in(f"{record_address(record)}/remove")

        assert db.session.scalars(select(Child)).all() == [elsewhere.child]

    def test_it_is_written_down(self, chair_browser, record, chair):
        chair_browser.fill_in(f"{record_address(record)}/remove")

        assert db.session.scalars(select(AuditLine.deed)).all() == ["removed child"]

    def test_a_record_with_something_in_it_stays(self, chair_browser, record):
        WishFactory(record=record)

        page = chair_browser.fill_in(f"{record_address(record)}/remove").page

        assert page.errors == ["Something is recorded for this child, so the child stays in the conference."]

    def test_the_record_offers_it_only_while_it_is_empty(self, chair_browser, record):
        WishFactory(record=record)

        assert "Added by mistake?" not in chair_browser.get(record_address(record)).page.text
