"""Around a conference: who was there, whether they were enough, and what followed."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Agency, Conference, ConferenceAgency, utc_now
from app.models.codes import ConferenceType
from app.services import auditing, settings
from tests.factories import AgencyFactory, ConferenceFactory
from tests.integration.chairs.addresses import conference_address


@pytest.fixture
def agencies() -> list[Agency]:
    return [AgencyFactory(name=name) for name in ("Care", "Health", "Police", "School")]


@pytest.fixture
def there(conference) -> str:
    return f"{conference_address(conference)}/agencies"


@pytest.fixture
def after(conference) -> str:
    return f"{conference_address(conference)}/afterwards"


def ids(*agencies: Agency) -> list[str]:
    return [str(agency.id) for agency in agencies]


def recorded(conference: Conference) -> dict[str, tuple[bool, bool, bool]]:
    query = (
        select(Agency.name, ConferenceAgency)
        .join(ConferenceAgency.agency)
        .where(ConferenceAgency.conference_id == conference.id)
    )
    return {name: (one.is_invited, one.has_attended, one.has_reported) for name, one in db.session.execute(query)}


class TestWhoWasThere:
    def test_each_agency_is_invited_there_or_sent_a_report(self, chair_browser, there, conference, agencies):
        care, health, police, _ = agencies

        response = chair_browser.fill_in(
            there, invited=ids(care, health), attended=ids(care, police), reported=ids(health)
        )

        assert response.location == f"{conference_address(conference)}?saved=agencies"
        assert recorded(conference) == {
            "Care": (True, True, False),
            "Health": (True, False, True),
            "Police": (False, True, False),
        }

    def test_what_was_ticked_can_be_taken_back(self, chair_browser, there, conference, agencies):
        chair_browser.fill_in(there, invited=ids(*agencies))
        chair_browser.fill_in(there, invited=ids(agencies[0]))

        assert recorded(conference) == {"Care": (True, False, False)}

    def test_the_page_of_the_conference_counts_them(self, chair_browser, there, conference, agencies):
        care, health, police, school = agencies
        chair_browser.fill_in(
            there, invited=ids(*agencies), attended=ids(care, health, police), reported=ids(school), is_quorate="yes"
        )

        text = chair_browser.get(conference_address(conference)).page.text

        assert "3 agencies there, 4 invited, 1 sent a report. Quorate" in text

    def test_an_agency_that_left_the_board_stays_where_it_was(self, chair_browser, there, conference, agencies):
        chair_browser.fill_in(there, attended=ids(agencies[0]))
        agencies[0].is_active, agencies[1].is_active = False, False
        db.session.commit()

        rows = [row.get_text() for row in chair_browser.get(there).page.soup.select("tbody th")]

        assert rows == ["Care", "Police", "School"]

    def test_it_is_written_down_once(self, chair_browser, there, conference, agencies, chair):
        shown = chair_browser.get(there)
        for _ in range(2):
            chair_browser.send(shown, invited=ids(agencies[0]))

        (line,) = auditing.lines_about(conference)
        assert (line.deed, line.person_id) == ("saved who was there", chair.id)

    def test_two_windows_do_not_overwrite_each_other(self, chair_browser, there, conference, agencies):
        one, two = chair_browser.get(there), chair_browser.get(there)
        chair_browser.send(one, attended=ids(agencies[0]))

        page = chair_browser.send(two, attended=ids(agencies[1])).page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert "Care" in [answer.get_text() for answer in page.soup.select(".promise dd")]
        assert recorded(conference) == {"Care": (False, True, False)}

    def test_an_agency_that_does_not_exist_is_not_recorded(self, chair_browser, there, conference, agencies):
        response = chair_browser.fill_in(there, attended=[str(conference.id)])

        assert (response.page.errors, recorded(conference)) == (["Choose one of the answers on the page."], {})

    def test_when_the_conference_is_finished_it_is_opened_again_first(self, chair_browser, there, conference, agencies):
        conference.finished_at = utc_now()
        db.session.commit()

        page = chair_browser.fill_in(there, attended=ids(agencies[0])).page

        assert page.errors == ["This conference is finished. Open it again to change it."]
        assert there not in chair_browser.get(conference_address(conference)).page.html

    def test_a_conference_made_by_mistake_goes_with_its_agencies(self, chair_browser, there, conference, agencies):
        chair_browser.fill_in(there, invited=ids(*agencies))

        chair_browser.fill_in(f"{conference_address(conference)}/remove")

        assert db.session.scalars(select(ConferenceAgency)).all() == []


class TestTheQuorum:
    @pytest.mark.parametrize(("number", "is_enough"), [(2, False), (3, True)])
    def test_three_agencies_are_enough(self, chair_browser, there, conference, agencies, number, is_enough):
        response = chair_browser.fill_in(there, attended=ids(*agencies[:number]), is_quorate="yes")

        assert (response.status_code == 302) is is_enough
        assert conference.is_quorate is (True if is_enough else None)

    def test_too_few_are_pointed_out(self, chair_browser, there, agencies):
        page = chair_browser.fill_in(there, attended=ids(agencies[0]), is_quorate="yes").page

        assert page.errors == ["At least 3 agencies must be there. Tick each one that was, or choose “No”."]

    def test_without_childrens_social_care_it_is_not_quorate(self, chair_browser, there, conference, agencies):
        care, *others = agencies
        care.is_social_care = True
        db.session.commit()

        page = chair_browser.fill_in(there, attended=ids(*others), is_quorate="yes").page
        assert page.errors == ["Children’s social care must be there. Tick it if it was, or choose “No” and write why."]

        assert chair_browser.fill_in(there, attended=ids(*agencies), is_quorate="yes").status_code == 302
        assert conference.is_quorate

    @pytest.mark.parametrize(
        ("number", "because"),
        [
            (1, "1 of at least 3 agencies were there."),
            (-1, "children’s social care was not there, and 1 of at least 3 agencies were there."),
            (3, None),
        ],
    )
    def test_where_nobody_has_said_so_the_page_of_the_conference_does_and_asks_why(
        self, chair_browser, there, conference, agencies, number, because
    ):
        agencies[0].is_social_care = True
        db.session.commit()
        chair_browser.fill_in(there, attended=ids(*(agencies[:number] if number > 0 else agencies[number:])))

        page = chair_browser.get(conference_address(conference)).page

        assert (f"It was not quorate: {because} Say why it went ahead" in page.text) is (because is not None)
        if because:
            assert page.link("Say why it went ahead") == there

    @pytest.mark.parametrize(
        ("finished_at", "what_to_do"),
        [(None, "Say whether it was"), (utc_now(), "Open the conference again to say so.")],
    )
    def test_an_answer_that_nobody_gave_is_still_asked_for_when_it_is_finished(
        self, chair_browser, conference, finished_at, what_to_do
    ):
        conference.finished_at = finished_at
        db.session.commit()

        page = chair_browser.get(conference_address(conference)).page

        assert f"Whether it was quorate is not written down. {what_to_do}" in page.text

    def test_while_nobody_has_marked_which_agency_that_is_the_page_says_so(self, chair_browser, there, agencies):
        assert "Nobody has marked yet which agency is children’s social care" in chair_browser.get(there).page.text
        agencies[0].is_social_care = True
        db.session.commit()
        page = chair_browser.get(there).page
        assert "Nobody has marked" not in page.text
        assert [row.get_text(" ") for row in page.soup.select("tbody th")][0] == "Care Children’s social care"

    def test_how_many_is_a_setting(self, chair_browser, there, agencies):
        settings.change("quorum_agencies", "2")
        db.session.commit()

        assert chair_browser.fill_in(there, attended=ids(*agencies[:2]), is_quorate="yes").status_code == 302

    def test_without_a_quorum_a_reason_is_asked_for(self, chair_browser, there, agencies):
        page = chair_browser.fill_in(there, attended=ids(*agencies), is_quorate="no").page

        assert page.errors == ["Write why it went ahead, or that it was adjourned."]
        assert len(page.soup.select("[name=attended][checked]")) == 4

    def test_the_reason_stands_on_the_page_of_the_conference(self, chair_browser, there, conference, agencies):
        chair_browser.fill_in(there, is_quorate="no", not_quorate_reason="The risk could not wait.")

        text = chair_browser.get(conference_address(conference)).page.text

        assert "Not quorate" in text
        assert "The risk could not wait." in text

    def test_a_reason_goes_when_it_was_quorate_after_all(self, chair_browser, there, conference, agencies):
        chair_browser.fill_in(there, is_quorate="no", not_quorate_reason="The risk could not wait.")
        chair_browser.fill_in(there, is_quorate="yes", attended=ids(*agencies))

        assert conference.not_quorate_reason is None


class TestWhatFollowed:
    @pytest.fixture
    def conference(self, chair) -> Conference:
        return ConferenceFactory(chair=chair, clocks_started=True)

    def test_the_dates_are_kept(self, chair_browser, after, conference):
        response = chair_browser.fill_in(
            after, core_group_on="2026-11-24", letter_sent_on="2026-11-11", record_sent_on="2026-11-17"
        )

        assert response.location == f"{conference_address(conference)}?saved=afterwards"
        assert conference.core_group_on == date(2026, 11, 24)
        assert (conference.letter_sent_on, conference.record_sent_on) == (date(2026, 11, 11), date(2026, 11, 17))

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            (
                {"core_group_on": "2026-11-25"},
                "Write why the core group is late. It was due by 24 November 2026, "
                "10 working days after the conference.",
            ),
            ({"core_group_on": "2026-11-21"}, "Saturday 21 November is not a working day. "
             "Check the date of the core group."),
            ({"core_group_on": "2026-12-25", "core_group_late_reason": "Snow"},
             "Friday 25 December is not a working day. Check the date of the core group."),
            ({"core_group_on": "2026-11-09"},
             "The core group must meet on or after the day of the conference. Check the date."),
            ({"core_group_on": "2027-05-11", "core_group_late_reason": "Snow"},
             "The core group must meet within 6 months of the conference. Check the year."),
            ({"letter_sent_on": "2026-11-18"}, "The day the letter was sent must be today or earlier."),
            ({"letter_sent_on": "2026-11-09"}, "The day the letter was sent must not be before the conference."),
            ({"record_sent_on": "2026-11-18"}, "The day the record was sent must be today or earlier."),
            ({"record_sent_on": "2026-11-09"}, "The day the record was sent must not be before the conference."),
        ],
    )  # fmt: skip
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, after, conference, answers, error):
        assert chair_browser.fill_in(after, **answers).page.errors == [error]
        assert (conference.core_group_on, conference.letter_sent_on, conference.record_sent_on) == (None, None, None)

    def test_a_late_core_group_with_a_reason_is_kept(self, chair_browser, after, conference):
        chair_browser.fill_in(after, core_group_on="2026-11-25", core_group_late_reason="The school was shut.")

        text = chair_browser.get(conference_address(conference)).page.text
        assert "First core group 25 November, late: was due 24 November" in text
        assert "The school was shut." in text

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({}, "Letter with the decisions Late, was due 11 November"),
            ({"letter_sent_on": "2026-11-11"}, "Letter with the decisions 11 November First"),
            ({"letter_sent_on": "2026-11-12"}, "Letter with the decisions 12 November, late: was due 11 November"),
            ({}, "First core group Due 24 November"),
            ({}, "Record of the conference Due 1 December"),
        ],
    )
    def test_the_page_of_the_conference_says_by_when(self, chair_browser, after, conference, answers, words):
        chair_browser.fill_in(after, **answers)

        assert words in chair_browser.get(conference_address(conference)).page.text

    def test_they_can_be_put_in_when_the_conference_is_finished(self, chair_browser, after, conference):
        conference.finished_at = utc_now()
        db.session.commit()

        assert chair_browser.fill_in(after, letter_sent_on="2026-11-11").status_code == 302
        assert after in chair_browser.get(conference_address(conference)).page.html

    @pytest.mark.parametrize("kind", [ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW])
    def test_a_review_is_followed_by_no_first_core_group(self, chair_browser, chair, kind):
        review = ConferenceFactory(chair=chair, type=kind)

        assert "core_group_on" not in chair_browser.get(f"{conference_address(review)}/afterwards").page.html
        assert "core group" not in chair_browser.get(conference_address(review)).page.text

    def test_the_conference_does_not_move_past_what_followed(self, chair_browser, after, conference):
        conference.strategy_discussion_on = date(2026, 10, 27)
        db.session.commit()
        chair_browser.fill_in(after, letter_sent_on="2026-11-11")

        page = chair_browser.fill_in(f"{conference_address(conference)}/change", held_on="2026-11-12").page

        assert "has a day before 12 November 2026" in page.errors[0]
        assert conference.held_on == date(2026, 11, 10)

    def test_it_is_written_down_once(self, chair_browser, after, conference, chair):
        shown = chair_browser.get(after)
        for _ in range(2):
            chair_browser.send(shown, letter_sent_on="2026-11-11")

        (line,) = auditing.lines_about(conference)
        assert (line.deed, line.person_id) == ("saved what followed", chair.id)
