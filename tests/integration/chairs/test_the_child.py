"""What a record says of the child themselves: brothers and sisters, language, what helps; and which harms MUL means."""

from datetime import date

import pytest

from app.extensions import db
from app.models import ChildRecord, utc_now
from app.models.codes import Aid, Category, InterpretedBy, Interpreter, Need
from app.services.describing import Siblings
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory
from tests.integration.chairs.addresses import conference_address, record_address, save, save_shown

DESCRIBED = {
    "siblings": "2 of 3",
    "first_language": "Polish",
    "interpreter": "British Sign Language",
    "interpreted_by": "an interpreter",
    "needs": ["hearing", "autism"],
    "aids": ["photos"],
}


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))


@pytest.fixture
def address(record) -> str:
    return record_address(record)


class TestWhatTheChildNeeds:
    def test_it_is_kept(self, chair_browser, address, record):
        response = save(chair_browser, address, "about", **DESCRIBED)

        assert response.location == f"{address}?saved=about#about"
        assert (record.sibling_place, record.sibling_count, record.first_language) == (2, 3, "Polish")
        assert (record.interpreter, record.interpreted_by) == (Interpreter.BSL, InterpretedBy.INTERPRETER)

    def test_the_page_shows_it(self, chair_browser, address):
        save(chair_browser, address, "about", **DESCRIBED)

        page = chair_browser.get(address).page

        assert (
            "Child 2 of 3. First language Polish. Interpreter: British Sign Language. "
            "Harder because of hearing, autism. Used: photos."
        ) in page.text
        assert page.field("about-siblings") == "2 of 3"
        ticked = {box["value"] for box in page.soup.select("[name=about-needs][checked], [name=about-aids][checked]")}
        assert ticked == {"hearing", "autism", "photos"}

    def test_it_can_be_taken_away_again(self, chair_browser, address, record):
        save(chair_browser, address, "about", **DESCRIBED)
        nothing = {"siblings": "", "first_language": "", "interpreter": "not needed"}
        save(chair_browser, address, "about", **nothing, needs=[], aids=[])

        assert (record.sibling_place, record.first_language, record.interpreted_by) == (None, None, None)
        assert (
            "hearing" not in chair_browser.get(address).page.soup.select_one("details:has(#about) summary").get_text()
        )

    @pytest.mark.parametrize(
        ("by", "warning"),
        [
            ("a family member", "A family member interpreted."),
            ("nobody", "The child needed an interpreter and nobody interpreted."),
        ],
    )
    def test_who_interprets_may_raise_a_warning(self, chair_browser, address, by, warning):
        save(chair_browser, address, "about", **DESCRIBED | {"interpreted_by": by})

        assert warning in chair_browser.get(address).page.text

    @pytest.mark.parametrize("by", ["an interpreter", "somebody at work here who knows it"])
    def test_an_interpreter_raises_none(self, chair_browser, address, by):
        save(chair_browser, address, "about", **DESCRIBED | {"interpreted_by": by})

        assert "interpreted." not in chair_browser.get(address).page.text

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"siblings": "second"}, "Enter the position like 2 of 3."),
            (
                {"siblings": "4 of 3"},
                "The first number must be from 1 to the second, and the second 20 or fewer.",
            ),
            (
                {"siblings": "0 of 3"},
                "The first number must be from 1 to the second, and the second 20 or fewer.",
            ),
            (
                {"siblings": "1 of 21"},
                "The first number must be from 1 to the second, and the second 20 or fewer.",
            ),
            (
                {"aids": ["photos", "nothing was needed"]},
                "Something is ticked and “Nothing was needed” too. Take one away.",
            ),
        ],
    )
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, address, record, changes, error):
        response = save(chair_browser, address, "about", **DESCRIBED | changes)

        assert (response.page.errors, record.sibling_place) == ([error], None)
        assert response.page.soup.select_one("details:has(#about)").has_attr("open")

    def test_who_interprets_for_nothing_is_pointed_out(self, chair_browser, address):
        page = save(chair_browser, address, "about", interpreted_by="nobody").page

        assert page.errors == ["Choose what is interpreted."]

    def test_two_windows_do_not_overwrite_each_other(self, chair_browser, address, record):
        one, two = chair_browser.get(address), chair_browser.get(address)
        save_shown(chair_browser, one, "about", first_language="Polish")

        page = save_shown(chair_browser, two, "about", first_language="Romani").page

        assert page.errors == ["Changed in another window: the child. Compare both below, then press its Save button."]
        assert record.first_language == "Polish"

    def test_a_finished_conference_only_shows_it(self, chair_browser, address, record):
        shown = chair_browser.get(address)
        record.conference.finished_at = utc_now()
        db.session.commit()

        save_shown(chair_browser, shown, "about", first_language="Polish")

        assert record.first_language is None


@pytest.mark.parametrize("typed", ["2 of 3", "2/3", " 2 OF 3 "])
def test_a_position_may_be_typed_as_people_write_it(typed):
    assert Siblings.parse(typed) == Siblings(2, 3)


class TestWhatMulStandsFor:
    def test_each_category_is_kept(self, chair_browser, address, record):
        save(chair_browser, address, "influence", category="MUL", harms=["NEG", "EMO"])

        assert record.category is Category.MUL
        page = chair_browser.get(address).page
        assert [box["value"] for box in page.soup.select("[name=influence-harms][checked]")] == ["NEG", "EMO"]

    def test_one_alone_is_not_multiple(self, chair_browser, address, record):
        page = save(chair_browser, address, "influence", category="MUL", harms=["NEG"]).page

        assert page.errors == ["MUL stands for at least two categories. Tick each of them, or choose the one there is."]
        assert record.category is None

    def test_mul_may_be_chosen_before_they_are_known(self, chair_browser, address, record):
        save(chair_browser, address, "influence", category="MUL")

        assert record.category is Category.MUL

    def test_they_go_with_mul(self, chair_browser, address):
        save(chair_browser, address, "influence", category="MUL", harms=["NEG", "EMO"])
        save(chair_browser, address, "influence", category="NEG")

        assert chair_browser.get(address).page.soup.select("[name=influence-harms][checked]") == []

    def test_mul_is_not_one_of_them(self, chair_browser, address):
        offered = [box["value"] for box in chair_browser.get(address).page.soup.select("[name=influence-harms]")]

        assert offered == ["NEG", "PHY", "SAB", "EMO"]


class TestTheSameChildAtTheNextConference:
    @pytest.fixture
    def before(self, chair) -> ChildRecord:
        earlier = ConferenceFactory(chair=chair, reference="NB-2041", held_on=date(2026, 8, 10))
        return ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-2041", born="2014-05"))

    @pytest.fixture
    def new(self, conference) -> str:
        return f"{conference_address(conference)}/children/new"

    def the_new_one(self, conference) -> ChildRecord:
        db.session.expire_all()
        return next(record for record in db.session.query(ChildRecord) if record.conference_id == conference.id)

    def test_the_reference_alone_is_enough(self, chair_browser, new, before, conference):
        chair_browser.fill_in(new, reference="c-2041")

        assert self.the_new_one(conference).child_id == before.child_id

    def test_it_is_not_enough_for_a_baby_who_was_not_born_then(self, chair_browser, new, conference):
        ChildRecordFactory(child=ChildFactory(reference="C-3", born=None))

        page = chair_browser.fill_in(new, reference="C-3").page

        assert page.errors[0] == "Choose the month of birth, or tick “Not born yet”."

    def test_what_they_needed_stands_there_already(self, chair_browser, new, before, conference):
        save(chair_browser, record_address(before), "about", **DESCRIBED)

        chair_browser.fill_in(new, reference="C-2041")

        page = chair_browser.get(record_address(self.the_new_one(conference))).page
        assert page.field("about-siblings") == "2 of 3"
        assert page.field("about-interpreter") == "British Sign Language"
        assert [box["value"] for box in page.soup.select("[name=about-needs][checked]")] == ["hearing", "autism"]

    def test_who_interpreted_then_says_nothing_about_now(self, chair_browser, new, before, conference):
        save(chair_browser, record_address(before), "about", **DESCRIBED | {"interpreted_by": "a family member"})

        chair_browser.fill_in(new, reference="C-2041")

        page = chair_browser.get(record_address(self.the_new_one(conference))).page
        assert "A family member interpreted." not in page.text

    def test_of_two_earlier_ones_the_last_counts(self, chair_browser, chair, new, before, conference):
        before.first_language = "Polish"
        earliest = ConferenceFactory(chair=chair, held_on=date(2026, 3, 10))
        ChildRecordFactory(conference=earliest, child=before.child, first_language="Romani")
        later = ConferenceFactory(chair=chair, held_on=date(2027, 1, 12))
        ChildRecordFactory(conference=later, child=before.child, first_language="Welsh")
        db.session.commit()

        chair_browser.fill_in(new, reference="C-2041")

        assert self.the_new_one(conference).first_language == "Polish"

    def test_a_position_that_is_typed_counts(self, chair_browser, new, before, conference):
        before.sibling_place, before.sibling_count = 1, 2
        db.session.commit()

        chair_browser.fill_in(new, reference="C-2041", siblings="1 of 3")

        assert self.the_new_one(conference).sibling_count == 3


class TestAskedAllAtOnce:
    """A new conference after an earlier one brings its children along."""

    @pytest.fixture
    def earlier(self, chair):
        return ConferenceFactory(chair=chair, reference="NB-7", held_on=date(2026, 8, 17), finished_at=utc_now())

    @pytest.fixture
    def siblings(self, earlier) -> list[ChildRecord]:
        """An unborn baby, a child of 3, one of 11 who is not the subject."""
        return [
            ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-1", born="2015-01"), position=1,
                               is_subject=False),
            ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-2", born="2023-01"), position=2),
            ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-3", born=None), position=3),
        ]  # fmt: skip

    def next_of(self, chair_browser, earlier):
        shown = chair_browser.get(conference_address(earlier)).page.link("Next conference")
        return chair_browser.get(shown)

    def test_everything_that_is_known_stands_there(self, chair_browser, earlier, siblings):
        page = self.next_of(chair_browser, earlier).page

        known = [page.field(name) for name in ("reference", "type", "format", "last_conference_on")]
        assert known == ["NB-7", "first review", "in person", "2026-08-17"]
        assert len(page.soup.select("[name=children][checked]")) == 3

    def test_a_date_is_all_that_is_typed(self, chair_browser, earlier, siblings):
        shown = self.next_of(chair_browser, earlier)

        response = chair_browser.send(shown, held_on="2026-11-16")

        text = chair_browser.get(response.location).page.text
        assert [reference in text for reference in ("C-1, 11", "C-2, 3", "C-3, not born yet")] == [True] * 3
        assert "In the household" in text

    def test_whoever_is_not_ticked_stays_out(self, chair_browser, earlier, siblings):
        shown = self.next_of(chair_browser, earlier)

        response = chair_browser.send(shown, held_on="2026-11-16", children=[str(siblings[0].id)])

        text = chair_browser.get(response.location).page.text
        assert ("C-1" in text, "C-2" in text) == (True, False)

    def test_sending_twice_makes_one(self, chair_browser, earlier, siblings):
        shown = self.next_of(chair_browser, earlier)

        places = {chair_browser.send(shown, held_on="2026-11-16").location for _ in range(2)}

        assert (len(places), db.session.query(ChildRecord).count()) == (1, 6)

    def test_somebody_who_is_18_by_then_is_named(self, chair_browser, chair, earlier):
        ChildRecordFactory(conference=earlier, child=ChildFactory(reference="C-9", born="2008-09"))
        shown = self.next_of(chair_browser, earlier)

        page = chair_browser.send(shown, held_on="2026-11-16").page

        assert page.errors == [
            "C-9: The month of birth makes this child 18 or over at the conference. Check both dates. "
            "Or take the tick away."
        ]
        assert db.session.query(ChildRecord).count() == 1

    def test_twelve_brothers_and_sisters_come_at_once(self, chair_browser, earlier):
        for number in range(12):
            child = ChildFactory(reference=f"C-{number}", born=f"{2010 + number}-01")
            ChildRecordFactory(conference=earlier, child=child, position=number + 1)
        shown = self.next_of(chair_browser, earlier)

        response = chair_browser.send(shown, held_on="2026-11-16")

        assert len(chair_browser.get(response.location).page.soup.select(".kid")) == 12

    def test_another_chairs_conference_is_followed_by_nobody_elses(self, chair_browser):
        theirs = ChildRecordFactory().conference

        assert chair_browser.get(f"/conferences/new?after={theirs.id}").status_code == 404

    def test_an_address_that_names_nothing_is_a_new_conference(self, chair_browser):
        assert chair_browser.get("/conferences/new?after=yesterday").page.field("reference") == ""

    @pytest.mark.parametrize(
        ("kind", "follows"),
        [("initial", "first review"), ("transfer-in", "first review"), ("first review", "later review")],
    )
    def test_the_kind_is_the_next_one(self, chair_browser, earlier, siblings, kind, follows):
        earlier.type = kind
        db.session.commit()

        assert self.next_of(chair_browser, earlier).page.field("type") == follows


def test_every_need_and_aid_fits_its_column():
    assert max(len(choice) for choice in (*Need, *Aid, *Interpreter, *InterpretedBy)) <= 60
