"""A copy of one child's record for the case system: on paper or as a file, with a reason, and nobody else's words."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.extensions import db
from app.models import ChildRecord, RecordNeed
from app.models.codes import Extent, Need, Reason, Verdict
from app.services import auditing
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ChildRecordFactory,
    ContributionFactory,
    MeetingReplyFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import record_address
from tests.integration.records import complete_record

AS_TYPED = "  I ❤ my nan & “dad”\n\tعربي  "
WHY = "For the case file."


@pytest.fixture
def record(conference) -> ChildRecord:
    return complete_record(conference=conference, child=ChildFactory(reference="C-2041"), own_words=AS_TYPED)


@pytest.fixture
def address(record) -> str:
    return f"{record_address(record)}/copy"


def paper(browser, address):
    return browser.fill_in(address, reason=WHY, kind="paper")


def file(browser, address):
    response = browser.fill_in(address, reason=WHY, kind="file")
    return json.loads(response.get_data())


class TestTheReason:
    def test_comes_first(self, chair_browser, address, record):
        response = chair_browser.fill_in(address, reason=" ", kind="file")

        assert response.page.errors == ["Write why you need a copy."]
        assert AS_TYPED.strip() not in response.text
        assert auditing.lines_about(record) == []

    @pytest.mark.parametrize(
        ("kind", "deed"), [("paper", "printed a child's record"), ("file", "downloaded a child's record")]
    )
    def test_is_written_down_each_time(self, chair_browser, chair, address, record, kind, deed):
        for _ in range(2):
            chair_browser.fill_in(address, reason=WHY, kind=kind)

        lines = auditing.lines_about(record)
        assert [(line.deed, line.person_id, line.reason) for line in lines] == [(deed, chair.id, WHY)] * 2

    def test_asking_for_it_shows_nothing_of_the_record(self, chair_browser, address):
        assert "nan" not in chair_browser.get(address).text


class TestTheFile:
    def test_holds_the_words_as_they_were_typed(self, chair_browser, address):
        assert file(chair_browser, address)["voice"]["own_words"] == AS_TYPED

    def test_says_what_it_is_and_in_which_version(self, chair_browser, address):
        copy = file(chair_browser, address)

        assert (copy["format"], copy["version"]) == ("heard-child-record", 1)
        assert (copy["made_at"][:17], copy["made_by"]) == ("2026-11-17T10:00:", "Priya Shah")
        assert copy["still_missing"] == []

    def test_gives_each_code_with_its_words(self, chair_browser, address, record):
        copy = file(chair_browser, address)

        assert copy["voice"]["participation_code"] == {
            "code": "PN1",
            "label": "Child physically attends and speaks for him or herself (Attendance)",
        }
        assert copy["influence"]["category"] == {"code": "NEG", "label": "Neglect"}
        assert copy["voice"]["sources"] == [
            {"code": "child spoke at the conference", "label": "Child spoke at the conference"}
        ]

    def test_says_days_and_months_so_that_programs_read_them(self, chair_browser, address):
        copy = file(chair_browser, address)

        assert copy["conference"]["held_on"] == "2026-11-10"
        assert copy["child"]["born"] == "2014-05"
        assert copy["feedback"]["tell_by"] == "2026-11-20"

    def test_has_a_name_that_says_nothing_about_the_child(self, chair_browser, address, record):
        response = chair_browser.fill_in(address, reason=WHY, kind="file")

        assert response.headers["Content-Disposition"] == (
            f"attachment; filename=heard-record-{record.id.hex[:8]}.json"
        )
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_type == "application/json; charset=utf-8"

    def test_joins_actions_and_replies_to_their_wish(self, chair_browser, address, record, school):
        WishFactory(record=record, position=1)
        wish = WishFactory(
            record=record, position=2, extent=Extent.NOT_ACTED_ON, reason=Reason.LAW, explanation="The judge said no."
        )
        ActionFactory(record=record, wish=wish, agency=school)
        MeetingReplyFactory(record=record, wish=wish, is_right=Verdict.NO, words="It is not fair.")

        copy = file(chair_browser, address)

        assert [wish["number"] for wish in copy["influence"]["wishes"]] == [1, 2]
        assert copy["influence"]["wishes"][1]["explanation"] == "The judge said no."
        assert (copy["actions"][0]["for_wish"], copy["actions"][0]["agency"]) == (2, "Mill Lane School")
        said = copy["feedback"]["said_afterwards"][0]
        assert (said["about_wish"], said["words"], said["is_right"]["code"]) == (2, "It is not fair.", "no")

    def test_is_described_key_by_key(self, chair_browser, address, record, school):
        WishFactory(record=record)
        ActionFactory(record=record, agency=school)
        ContributionFactory(record=record)
        MeetingReplyFactory(record=record)
        described = (Path(__file__).parents[3] / "docs" / "record-copy.md").read_text()

        copy = file(chair_browser, address)

        assert {key for key in keys_in(copy | {"more": {}}) if f"`{key}`" not in described} == set()


def keys_in(facts) -> set[str]:
    if isinstance(facts, list):
        return set().union(*map(keys_in, facts))
    return set(facts).union(*map(keys_in, facts.values())) if isinstance(facts, dict) else set()


class TestThePaper:
    def test_says_all_that_the_record_says_in_words(self, chair_browser, address, record):
        WishFactory(record=record, text="I want a dog.", extent=Extent.PARTLY)

        page = paper(chair_browser, address).page

        assert page.heading == "Record of C-2041"
        for part in (
            "Conference NB-2041, 10 November 2026. Copied from Heard on 17 November 2026, 10.00am, by Priya Shah.",
            "Month of birth May 2014",
            "How the child took part PN1: Child physically attends",
            "The wish I want a dog. Acted on Partly",
            "Who tells the child Their social worker",
        ):
            assert part in page.text

    def test_says_at_its_top_what_is_missing(self, chair_browser, address, record):
        record.teller = None
        db.session.commit()

        assert "Not complete yet Write who tells the child what happened." in paper(chair_browser, address).page.text

    def test_takes_nothing_as_html(self, chair_browser, address, record):
        WishFactory(record=record, text="<b>=1+1</b>")

        assert "&lt;b&gt;=1+1&lt;/b&gt;" in paper(chair_browser, address).text


class TestWhatIsInNoCopy:
    @pytest.mark.parametrize("kind", ["paper", "file"])
    def test_what_the_child_wrote_for_the_chair_alone(self, chair_browser, address, record, kind):
        ContributionFactory(record=record, good="My nan’s kitchen.", private="Not for dad.")

        text = chair_browser.fill_in(address, reason=WHY, kind=kind).get_data(as_text=True)

        assert "My nan’s kitchen." in text
        assert "Not for dad." not in text
        assert "private" not in text

    def test_what_is_copied_is_not_read_by_that(self, chair_browser, address, record):
        sitting = ContributionFactory(record=record)
        reply = MeetingReplyFactory(record=record)

        file(chair_browser, address)

        assert (sitting.read_at, reply.read_at) == (None, None)


def test_a_baby_who_is_not_born_yet_can_be_copied(chair_browser, conference):
    record = ChildRecordFactory(conference=conference, stage="unborn", child=ChildFactory(born=None))

    assert file(chair_browser, f"{record_address(record)}/copy")["child"]["born"] is None


def test_the_record_leads_to_its_copy(chair_browser, record, address):
    assert chair_browser.get(record_address(record)).page.link("Print or download this record") == address


def test_a_page_that_was_open_too_long_is_shown_back_with_the_reason(chair_browser, address):
    response = chair_browser.post(address, data={"csrf_token": "old", "reason": WHY, "kind": "file"})

    assert response.status_code == 400
    assert response.page.field("reason") == WHY


def test_moments_are_said_in_london_on_paper(chair_browser, record, address):
    record.told_how, record.told_on = "letter", date(2026, 11, 12)
    record.released_at = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
    db.session.commit()

    assert "12 November 2026, 9.30am" in paper(chair_browser, address).page.text


def test_needs_are_in_the_order_of_their_list(chair_browser, record, address):
    db.session.add_all([RecordNeed(record_id=record.id, need=need) for need in (Need.AUT, Need.HEAR)])
    db.session.commit()

    assert [one["code"] for one in file(chair_browser, address)["child"]["needs"]] == ["hearing", "autism"]
