"""What a child wrote for their meeting, in their record: word for word, read by a day, and not to be changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.formats import short_time
from app.models import ChildRecord, Contribution, RecordSource, Wish, utc_now
from app.models.codes import HelpedBy, Joining, ParticipationCode, Stage, VoiceSource
from app.services import auditing, essentials, promising, receiving, recording
from app.services.errors import RuleBroken
from app.services.promising import WishDetails
from tests.factories import (
    AlertFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import record_address, save
from tests.integration.records import complete_record

AS_TYPED = 'I <3 my nan\n  & "dad" <of him> =1+1'


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-7"))


@pytest.fixture
def address(record) -> str:
    return record_address(record)


def written(**changes) -> Contribution:
    contribution = ContributionFactory(**{"good": None, "joining": None} | changes)
    if "wishes" in changes:
        contribution.wishes_as_json = changes["wishes"]
        db.session.commit()
    return contribution


class TestTheRecordShowsIt:
    def test_word_for_word(self, chair_browser, record, address):
        written(record=record, good=AS_TYPED, worries="the shouting", speaker="Nan", understanding="pictures")

        page = chair_browser.get(address).page

        assert page.said[:4] == [AS_TYPED, "the shouting", "Nan", "pictures"]

    def test_every_wish_in_its_order(self, chair_browser, record, address):
        ContributionFactory(record=record, good=None, wishes_as_json='["see my brother", "ein Hund \\u2764"]')

        assert chair_browser.get(address).page.said == ["see my brother", "ein Hund ❤"]

    def test_before_everything_the_chair_fills_in(self, chair_browser, record, address):
        written(record=record, good="x")

        page = chair_browser.get(address).page

        assert [part["id"] for part in page.soup.select("#written, #about, #space")] == ["written", "about", "space"]
        assert page.soup.select("#written textarea, #written input") == []

    def test_how_they_want_to_join_and_how_safe_they_feel(self, chair_browser, record, address):
        written(record=record, joining=Joining.SOMEBODY_SPEAKS, how_safe=7)

        text = chair_browser.get(address).page.text

        assert "How they want to join Somebody speaks for me" in text
        assert "How safe they feel 7 of 10" in text

    def test_0_of_10_is_not_nothing(self, chair_browser, record, address):
        written(record=record, how_safe=0)

        assert "How safe they feel 0 of 10" in chair_browser.get(address).page.text

    @pytest.mark.parametrize(
        ("helped", "says"),
        [
            ({}, "Helped by Nobody, as far as they said"),
            (
                {"helped_by": HelpedBy.CARER, "words_are_own": True},
                "Helped by Carer. They say the words are the child’s own.",
            ),
            (
                {"helped_by": HelpedBy.FAMILY, "words_are_own": False},
                "Helped by Family. They say the words are not all the child’s own.",
            ),
        ],
    )
    def test_who_helped_and_whose_words_they_are(self, chair_browser, record, address, helped, says):
        written(record=record, good="x", **helped)

        assert says in chair_browser.get(address).page.text

    def test_what_is_only_for_the_chair_says_so_and_is_not_printed(self, chair_browser, record, address):
        written(record=record, private="I do not want dad to know.")

        page = chair_browser.get(address).page

        box = page.soup.select_one("#written .unprinted")
        assert "For the chair only: in no print, export or child page" in box.get_text()
        assert "I do not want dad to know." in box.get_text()
        assert page.html.count("I do not want dad to know.") == 1

    def test_the_chair_sees_whether_a_safeguarding_lead_has_seen_that_they_are_not_safe(
        self, chair_browser, record, address
    ):
        AlertFactory(view=None, contribution=written(record=record, how_safe=2))

        assert "nobody has said yet that they have seen it" in chair_browser.get(address).page.text

    def test_one_childs_writing_is_never_on_a_sisters_record(self, chair_browser, record):
        written(record=record, good="Only mine.")
        sister = ChildRecordFactory(conference=record.conference)

        assert "Only mine." not in chair_browser.get(record_address(sister)).page.html

    def test_without_any_there_is_no_such_part(self, chair_browser, address):
        assert chair_browser.get(address).page.soup.select("#written") == []


class TestWhatWasReplaced:
    def test_it_is_folded_away_and_kept(self, chair_browser, record, address):
        written(record=record, good="The first", replaced_at=utc_now(), sent_at=utc_now() - timedelta(days=2))
        written(record=record, good="The second")

        page = chair_browser.get(address).page

        assert page.said == ["The second", "The first"]
        (fold,) = page.soup.select("#written details")
        assert "The first" in fold.get_text()
        assert "Sent Sunday 15 November, replaced Tuesday 17 November" in " ".join(fold.get_text().split())

    def test_what_was_added_stands_beside_what_was_there(self, chair_browser, record, address):
        written(record=record, good="The first", sent_at=utc_now() - timedelta(days=2))
        written(record=record, good="The second")

        page = chair_browser.get(address).page

        assert page.said == ["The second", "The first"]
        assert page.soup.select("#written details") == []


class TestOpeningTheRecord:
    def test_what_was_not_read_is_read(self, chair_browser, record, address, clock):
        written(record=record, good="x")
        clock.shift(60)

        chair_browser.get(address)

        assert short_time(db.session.scalars(select(Contribution.read_at)).one()) == "10.01am"

    def test_the_first_time_of_reading_stays(self, chair_browser, record, address, clock):
        written(record=record, good="x", read_at=utc_now())
        clock.shift(60)

        chair_browser.get(address)

        assert short_time(db.session.scalars(select(Contribution.read_at)).one()) == "10.00am"

    def test_who_saw_it_is_written_down_each_time(self, chair_browser, chair, record, address):
        written(record=record, good="x")

        chair_browser.get(address)
        chair_browser.get(address)

        lines = auditing.lines_about(record)
        assert [line.deed for line in lines].count("opened what a child wrote") == 2
        assert {line.person_id for line in lines} == {chair.id}

    def test_a_page_that_does_not_show_it_does_not_count_as_reading(self, chair_browser, record, address):
        written(record=record, good="x")

        chair_browser.get(f"{address}/wishes/new")

        assert db.session.scalars(select(Contribution.read_at)).one() is None


class TestTheListOfConferences:
    def test_it_says_by_when_to_read(self, chair_browser, record):
        written(record=record, good="x", read_due_at=utc_now() + timedelta(days=2))

        assert "They wrote to you: read it by 19 November" in chair_browser.get("/conferences/").page.text

    def test_it_says_when_that_is_late(self, chair_browser, record):
        written(record=record, good="x", read_due_at=utc_now() - timedelta(days=1))

        assert "They wrote to you: read it: late, was due 16 November" in chair_browser.get("/conferences/").page.text

    def test_once_read_it_says_that_they_wrote(self, chair_browser, record):
        written(record=record, good="x", read_at=utc_now())

        assert "Wrote for the meeting" in chair_browser.get("/conferences/").page.text


class TestTheirWishes:
    @pytest.fixture
    def wish(self, record) -> Wish:
        return WishFactory(record=record, text=AS_TYPED, contribution_id=written(record=record, good="x").id)

    def test_they_are_marked_as_the_childs_own_words(self, chair_browser, address, wish):
        assert "Wish 1, in the child’s own words" in chair_browser.get(address).page.text

    def test_their_text_is_not_asked_about(self, chair_browser, address, wish):
        page = chair_browser.get(f"{address}/wishes/{wish.id}").page

        assert page.soup.select("[name=text]") == []
        assert page.said == [AS_TYPED]

    def test_what_became_of_them_can_be_put_in(self, chair_browser, address, wish):
        chair_browser.fill_in(f"{address}/wishes/{wish.id}", extent="fully", changed="Every Sunday")

        assert (wish.text, wish.extent, wish.changed) == (AS_TYPED, "fully", "Every Sunday")

    def test_a_text_that_is_sent_all_the_same_changes_nothing(self, chair_browser, address, wish):
        shown = chair_browser.get(f"{address}/wishes/{wish.id}")
        hidden = {name: shown.page.field(name) for name in ("csrf_token", "seen")}

        chair_browser.post(f"{address}/wishes/{wish.id}", data=hidden | {"text": "Tidied up.", "extent": "fully"})

        assert (wish.text, wish.extent) == (AS_TYPED, "fully")

    def test_the_rules_refuse_another_text(self, chair, record, wish):
        record = recording.get_record(chair, record.conference_id, record.id, for_change=True)
        details = WishDetails(
            text="Tidied up.", extent=None, changed=None, reason=None, explanation=None, topic=None, weight=None
        )

        with pytest.raises(RuleBroken, match="their words stay as they are"):
            promising.change_wish(chair, record, wish, details)

    def test_they_cannot_be_removed(self, chair_browser, address, wish):
        shown = chair_browser.get(f"{address}/wishes/{wish.id}/remove")

        response = chair_browser.send(shown)

        assert response.status_code == 400
        assert response.page.errors == ["The child wrote this wish themselves, so it stays."]
        assert shown.page.soup.select("main button") == []
        assert db.session.scalars(select(Wish)).one() is wish

    def test_the_record_does_not_offer_to_remove_them(self, chair_browser, address, record, wish):
        WishFactory(record=record)

        page = chair_browser.get(address).page

        assert len(page.soup.select('button[value^="go-change-wish-"]')) == 2
        assert len(page.soup.select('button[value^="go-remove-wish-"]')) == 1

    def test_they_are_wishes_of_the_record(self, chair, record, wish):
        record = recording.get_record(chair, record.conference_id, record.id)

        missing = [thing.sentence for thing in essentials.missing_in(record)]

        assert "Say how far wish 1 was acted on." in missing
        assert "Add what the child wishes, or tick that no wishes were expressed." not in missing


class TestTheChildsOwnWords:
    def missing(self, chair, record) -> list[str]:
        record = recording.get_record(chair, record.conference_id, record.id)
        return [thing.sentence for thing in essentials.missing_in(record)]

    @pytest.fixture
    def record(self, conference) -> ChildRecord:
        return complete_record(conference=conference, own_words=None, participation_code=ParticipationCode.PN6)

    def test_what_they_wrote_counts(self, chair, record):
        written(record=record, worries="the shouting")

        assert self.missing(chair, record) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"joining": Joining.WRITE},
            {"how_safe": 5},
            {"private": "x"},
            {"good": "x", "replaced_at": utc_now()},
            {"good": "x", "helped_by": HelpedBy.FAMILY, "words_are_own": False},
        ],
    )
    def test_what_says_nothing_in_their_own_words_does_not(self, chair, record, changes):
        written(record=record, **changes)

        assert self.missing(chair, record) == ["Write what the child said, in their own words."]


class TestHowTheVoiceWasObtained:
    def test_the_online_form_is_offered_ticked(self, chair_browser, record, address):
        written(record=record, good="x")

        page = chair_browser.get(address).page

        assert [box["value"] for box in page.soup.select("[name=voice-sources][checked]")] == ["online form or app"]

    def test_it_is_stored_with_the_voice(self, chair_browser, record, address):
        written(record=record, good="x")

        save(chair_browser, address, "voice", participation_code="PN6")

        assert [row.source for row in db.session.scalars(select(RecordSource))] == [VoiceSource.ONLINE_FORM]

    def test_what_the_chair_has_ticked_stays(self, chair_browser, record, address):
        written(record=record, good="x")
        db.session.add(RecordSource(record_id=record.id, source=VoiceSource.ADVOCATE))
        db.session.commit()

        page = chair_browser.get(address).page

        assert [box["value"] for box in page.soup.select("[name=voice-sources][checked]")] == ["independent advocate"]


class TestTakingTheChildOut:
    def test_a_child_who_wrote_stays(self, chair_browser, record, address):
        written(record=record, joining=Joining.WRITE)
        shown = chair_browser.get(f"{address}/remove")

        response = chair_browser.send(shown)

        assert response.page.errors == ["This child has written for the meeting, so the child stays in the conference."]
        assert shown.page.soup.select("main button") == []

    def test_what_they_replaced_counts_too(self, chair_browser, record, address):
        written(record=record, good="x", replaced_at=utc_now())

        assert chair_browser.fill_in(f"{address}/remove").status_code == 400

    def test_a_child_with_words_who_did_not_write_can_be_taken_out(self, chair_browser, record, address):
        chair_browser.fill_in(f"{address}/words")

        chair_browser.fill_in(f"{address}/remove")

        assert db.session.scalars(select(ChildRecord)).all() == []


def test_what_nobody_has_read_and_is_due_first_comes_first(chair, conference):
    record = ChildRecordFactory(conference=conference, stage=Stage.FOUR_OR_OVER)
    later = written(record=record, good="x", sent_at=utc_now() + timedelta(days=1))
    first = written(record=record, good="x")
    written(record=record, good="x", sent_at=utc_now() - timedelta(days=9), read_at=utc_now())

    record = recording.get_record(chair, record.conference_id, record.id)

    assert receiving.first_unread(record) is first
    assert later in record.contributions


@pytest.mark.parametrize("number", [1, 9])
def test_the_list_takes_as_many_queries_however_much_they_wrote(chair_browser, chair, count_queries, number):
    for _ in range(number):
        record = ChildRecordFactory(conference=ConferenceFactory(chair=chair, held_on=date(2026, 11, 24)))
        written(record=record, good="x")
    chair_browser.get("/conferences/")

    with count_queries() as queries:
        chair_browser.get("/conferences/")

    assert len(queries) == 17
